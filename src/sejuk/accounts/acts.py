"""The record of who did what. Services of every app write it, in their transaction."""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sejuk.accounts.models import Account, Act

where_from: ContextVar[str] = ContextVar("where_from", default="")
"""Address that the running request came from, set by the middleware; or a command."""


def record(
    verb: str,
    what: Model,
    *,
    by: Account | None,
    area_code: str = "",
    **details: Any,
) -> Act:
    """Write down that `by` did `verb` to `what`; None is the system itself."""
    return Act.objects.create(
        account=by,
        verb=verb,
        model=what._meta.label_lower,
        object_id=str(what.pk),
        object_text=str(what)[:200],
        area_code=area_code,
        details=details,
        where_from=where_from.get(),
    )


_words: dict[str, str | Promise] = {}


def say(words: Mapping[str, str | Promise]) -> None:
    """Give verbs of the record the words that people read; called in `ready`."""
    _words.update(words)


def in_words(verb: str) -> str:
    """What somebody did, as people say it."""
    return str(_words.get(verb, verb.replace("_", " ")))


say(
    {
        "make_account": _("made the account"),
        "correct_account": _("corrected the account"),
        "give_role": _("gave the role"),
        "end_role": _("ended the role"),
        "make_agency": _("added the agency"),
        "reset_password": _("set a new one-time password for"),
        "change_password": _("changed the own password"),
        "shut_out": _("locked the account"),
        "let_in": _("unlocked the account"),
        "set_label": _("set the name of an agency to"),
    }
)
