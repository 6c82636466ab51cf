"""What people do with accounts: make, give a role, end it, reset, lock, label."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Model

from sejuk.accounts import acts, labels
from sejuk.accounts.access import first_area_where, may_make, permit_somewhere
from sejuk.accounts.models import Account, Label, Role
from sejuk.accounts.one_time import one_time_password
from sejuk.accounts.queries import is_in_chain_of, roles_that_count
from sejuk.accounts.role_rules import agency_of
from sejuk.places.models import Area


@dataclass(frozen=True, slots=True)
class NewRole:
    """A role that somebody is to get."""

    kind: str
    area: Area
    starts_on: date
    ends_on: date | None = None
    station_number: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """An account with the password that is shown once and kept nowhere."""

    account: Account
    password: str = field(repr=False)


@transaction.atomic
def make_account(account: Account, role: NewRole, *, by: Account) -> Made:
    """Save a new account with its first role.

    Returns the account and its one-time password: at the first sign-in the person sets
    another.

    Raises:
        ValueError: if `by` may not make accounts for this role there.
    """
    _refuse_outside_chain(by, role)
    password = one_time_password()
    account.set_password(password)
    account.password_is_one_time = True
    account.made_by = by
    account.save()
    _record("make_account", account, (role.kind, role.area.code), by)
    _save_role(account, role, by)
    return Made(account, password)


@transaction.atomic
def give_role(account: Account, role: NewRole, *, by: Account) -> Role:
    """Give an account one more role.

    Raises:
        ValueError: if `by` may not give this role there.
    """
    _refuse_outside_chain(by, role)
    return _save_role(account, role, by)


@transaction.atomic
def end_role(role: Role, *, last_day: date, by: Account) -> None:
    """Let a role hold until the end of a day.

    Raises:
        ValueError: if `by` may not give this role, or holds it.
    """
    if role.account_id == by.pk or not may_make(by, role.kind, role.area):
        raise ValueError("nobody ends a role outside the own chain")
    was = role.ends_on
    role.ends_on = last_day
    role.save(update_fields=["ends_on"])
    _record(
        "end_role",
        role,
        (role.kind, role.area.code),
        by,
        last_day=last_day.isoformat(),
        was=was.isoformat() if was else None,
    )


@transaction.atomic
def reset_password(account: Account, *, by: Account) -> Made:
    """Set a new one-time password; sessions that stand open end.

    Raises:
        ValueError: if one of the account's roles is outside the chain of `by`.
    """
    password = one_time_password()
    account.set_password(password)
    account.password_is_one_time = True
    account.save(update_fields=["password", "password_is_one_time"])
    _record_in_chain("reset_password", account, by)
    return Made(account, password)


@transaction.atomic
def set_active(account: Account, is_active: bool, *, by: Account) -> None:
    """Let an account sign in, or no longer; sessions that stand open end.

    Raises:
        ValueError: if one of the account's roles is outside the chain of `by`.
    """
    account.is_active = is_active
    account.save(update_fields=["is_active"])
    _record_in_chain("let_in" if is_active else "shut_out", account, by)


@transaction.atomic
def correct_account(account: Account, *, by: Account) -> None:
    """Save a corrected name, user name, phone number or language.

    Raises:
        ValueError: if one of the account's roles is outside the chain of `by`.
    """
    account.save(update_fields=["name", "username", "phone", "language"])
    _record_in_chain("correct_account", account, by)


@transaction.atomic
def change_own_password(account: Account, password: str) -> None:
    """Set the password that a person chose."""
    account.set_password(password)
    account.password_is_one_time = False
    account.save(update_fields=["password", "password_is_one_time"])
    _record("change_password", account, _first(account.active_roles), account)


def keep_language(account: Account, language: str) -> None:
    """Remember in which language a person reads.

    Raises:
        ValueError: if there is no such language.
    """
    if language not in dict(Account._meta.get_field("language").flatchoices):
        raise ValueError(f"no language {language!r}")
    if account.language != language:
        account.language = language
        account.save(update_fields=["language"])


@transaction.atomic
def set_labels(texts: Mapping[str, str], *, by: Account) -> None:
    """Say what things are called here; an empty text goes back to the usual word.

    Raises:
        KeyError: if there is no such key.
        PermissionDenied: if `by` may not say it.
    """
    permit_somewhere(by, "set_labels")
    where = first_area_where(by, "set_labels")
    code = where.code if where else ""
    known = {row.key: row for row in Label.objects.select_for_update()}
    for key, text in texts.items():
        row = known.get(key) or Label(key=key, text=str(labels.DEFAULTS[key][1]))
        was = known[key].text if key in known else ""
        if text == was:
            continue
        row.text = text
        if text:
            row.save()
        acts.record("set_label", row, by=by, area_code=code, was=was)
        if not text:
            row.delete()
    labels.forget()


@transaction.atomic
def make_first_account(
    account: Account, roles: Sequence[NewRole], password: str | None = None
) -> Made:
    """Make the account that makes all others, while there is none.

    Without a password it gets a one-time one.

    Raises:
        ValueError: if there is an account already.
    """
    if Account.objects.exists():
        raise ValueError("there is an account already")
    account.password_is_one_time = password is None
    password = password or one_time_password()
    account.set_password(password)
    account.save()
    where = (roles[0].kind, roles[0].area.code)
    _record("make_account", account, where, None)
    for role in roles:
        _save_role(account, role, None)
    return Made(account, password)


def _refuse_outside_chain(by: Account, role: NewRole) -> None:
    if not may_make(by, role.kind, role.area):
        raise ValueError(f"{by.username} gives nobody the role {role.kind} there")


def _save_role(account: Account, new: NewRole, by: Account | None) -> Role:
    agency = agency_of(new.kind, new.area)
    if not agency.pk:
        agency.save()
        _record("make_agency", agency, (new.kind, new.area.code), by)
    role = Role.objects.create(
        account=account,
        kind=new.kind,
        agency=agency,
        area=new.area,
        station_number=new.station_number,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
    )
    _record("give_role", role, (new.kind, new.area.code), by, account=account.name)
    return role


def _record_in_chain(verb: str, account: Account, by: Account) -> None:
    """Write down an act about an account, where its highest role is."""
    if not is_in_chain_of(by, account):
        raise ValueError(f"{account.username} is not in the chain of {by.username}")
    _record(verb, account, _first(roles_that_count(account)), by)


def _first(roles: Iterable[Role]) -> tuple[str, str]:
    """Kind and area's code by which the record of an act is found again."""
    role = next(iter(roles), None)
    return (role.kind, role.area.code) if role else ("", "")


def _record(
    verb: str,
    what: Model,
    role: tuple[str, str],
    by: Account | None,
    **details: str | None,
) -> None:
    kind, code = role
    acts.record(verb, what, by=by, area_code=code, kind=kind, **details)
