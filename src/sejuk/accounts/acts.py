"""The record of who did what. Services of every app write it, in their transaction."""

from contextvars import ContextVar
from typing import Any

from django.db.models import Model

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
