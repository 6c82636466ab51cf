"""The example with many times its villages, and all that hangs on them.

Every row that leads to a village is copied with it, so that pages have that many rows
to show: stations, crews, who came, problems, sessions, accounts, acts, long work.
"""

from collections.abc import Callable
from typing import Any

from django.db import models, transaction

from sejuk.accounts.models import Account, Act, Agency, Role
from sejuk.crews.models import Holding, Person, Seat
from sejuk.domain.places.level import Level
from sejuk.elections.models import PollingStation
from sejuk.jobs.models import Job
from sejuk.places.models import Area, Venue
from sejuk.problems.models import Problem
from sejuk.training.models import (
    Attendance,
    FreeDay,
    Invitation,
    Session,
    Trainer,
)

Change = Callable[[Any, int], None]
Made = dict[tuple[type[models.Model], Any], Any]


def _village(row: Area, nth: int) -> None:
    row.code = f"{row.code[:-4]}{int(row.code[-4:]) + 100 * nth}"
    row.name = f"{row.name} {nth + 1}"
    if row.lat is not None:
        row.lat -= 0.01 * nth


def _numbered(row: Problem, nth: int) -> None:
    row.number = f"{row.number}-{nth}"


def _account(row: Account, nth: int) -> None:
    row.username = f"{row.username}.{nth}"
    row.phone = None


def _trainer(row: Trainer, nth: int) -> None:
    row.name = f"{row.name} {nth + 1}"
    row.account = None


def _as_it_is(_row: models.Model, _nth: int) -> None:
    return


PARTS: tuple[tuple[type[models.Model], Change], ...] = (
    (Area, _village),
    (Account, _account),
    (Agency, _as_it_is),
    (Role, _as_it_is),
    (Act, _as_it_is),
    (Job, _as_it_is),
    (Venue, _as_it_is),
    (Trainer, _trainer),
    (FreeDay, _as_it_is),
    (PollingStation, _as_it_is),
    (Seat, _as_it_is),
    (Person, _as_it_is),
    (Holding, _as_it_is),
    (Problem, _numbered),
    (Session, _as_it_is),
    (Invitation, _as_it_is),
    (Attendance, _as_it_is),
)
"""What is copied, what is referred to before what refers to it, and what differs."""


@transaction.atomic
def grow(times: int) -> dict[str, int]:
    """Copy until there is `times` as much; how many rows of each kind there are."""
    originals = {model: list(_rows(model)) for model, _change in PARTS}
    for nth in range(1, times):
        made: Made = {}
        for model, change in PARTS:
            _copy(originals[model], made, change, nth)
    return {
        str(model._meta.verbose_name_plural): model._default_manager.count()
        for model, _change in PARTS
    }


def _rows(model: type[models.Model]) -> models.QuerySet[Any]:
    rows = model._default_manager.order_by("pk")
    if model is Area:
        return rows.filter(
            level=Level.VILLAGE, polling_stations__election__is_running=True
        ).distinct()
    if model is Agency:
        return rows.filter(area__level=Level.VILLAGE)
    return rows


def _copy(rows: list[Any], made: Made, change: Change, nth: int) -> None:
    if not rows:
        return
    model = type(rows[0])
    copies = [_copied(row, made) for row in rows]
    for copy in copies:
        change(copy, nth)
    model._default_manager.bulk_create(copies)
    for row, copy in zip(rows, copies, strict=True):
        made[model, row.pk] = copy.pk


def _copied(row: models.Model, made: Made) -> Any:
    """A new row that refers to the copies of what the old one refers to."""
    values = {}
    for field in row._meta.fields:
        value = getattr(row, field.attname)
        if isinstance(field, models.ForeignKey):
            value = made.get((field.related_model, value), value)
        values[field.attname] = None if field.primary_key else value
    return type(row)(**values)
