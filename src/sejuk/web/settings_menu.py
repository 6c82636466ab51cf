"""The words of the settings page: what is set rather than done."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sejuk.accounts.access import WRITES, home_area
from sejuk.accounts.models import Account
from sejuk.web.context import url_of


@dataclass(frozen=True, slots=True)
class Setting:
    """One page of settings, and what one does there."""

    word: str | Promise
    about: str | Promise
    href: str


_SETTINGS: tuple[tuple[str | Promise, str | Promise, str, bool, str], ...] = (
    # word, what one does there, URL name, whether it takes an area's code,
    # the verb of the access table without which it is not shown
    (
        _("Election and calendar"),
        _("Stages, voting day, dated rules, the working date of a rehearsal."),
        "elections:election_list",
        False,
        "",
    ),
    (
        _("Venues"),
        _("Halls with their seats, rent and closed days."),
        "training:venue_list",
        True,
        "",
    ),
    (
        _("Trainers"),
        _("Who trains, for whom, and when they are free."),
        "training:trainer_list",
        True,
        "",
    ),
    (
        _("Accounts"),
        _("Who signs in, with which role, where and until when."),
        "accounts:account_list",
        False,
        "make_account",
    ),
    (
        _("Names of agencies"),
        _("What the agencies and their council are called here."),
        "accounts:label_list",
        False,
        "set_labels",
    ),
    (
        _("Work in the background"),
        _("What is running, what is done, what became of it."),
        "jobs:job_list",
        True,
        "",
    ),
    (
        _("Who did what"),
        _("What was written in this area, by whom, when and from where."),
        "accounts:act_list",
        True,
        "make_account",
    ),
    (
        _("My account"),
        _("My name, phone number, language and password."),
        "accounts:own_account",
        False,
        "",
    ),
)


def settings_for(account: Account) -> list[Setting]:
    """The settings that exist and that an account has something to do with."""
    home = home_area(account)
    kinds = {role.kind for role in account.active_roles}
    found = []
    for word, about, name, takes_code, verb in _SETTINGS:
        if (takes_code and home is None) or (verb and not kinds & WRITES[verb]):
            continue
        href = url_of(name, home.code) if takes_code and home else url_of(name)
        if href:
            found.append(Setting(word, about, href))
    return found
