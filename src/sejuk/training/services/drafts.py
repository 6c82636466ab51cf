"""Changing a draft by hand. What a change breaks is told at once.

Only what cannot be is refused: a session in the past, on or after the voting day, or
without seats.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sejuk.accounts import acts
from sejuk.accounts.models import Account
from sejuk.elections.models import Election
from sejuk.elections.queries import calendar_on
from sejuk.places.models import Area, Venue
from sejuk.training.checks import keep_check
from sejuk.training.faults import Fault, faults_in
from sejuk.training.models import Invitation, Plan, Session, Trainer
from sejuk.training.queries import (
    Numbers,
    coming_sessions,
    current_plan,
    draft_plan,
    numbers_for,
)
from sejuk.training.services.guard import (
    lock_area,
    locked_draft,
    next_number,
    permit,
)
from sejuk.training.services.remeasure import measure
from sejuk.training.services.writing import (
    copied,
    invite_all,
    seats_in,
    set_times,
)
from sejuk.training.tables import read_tables


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a session is held, and who leads it.

    Attributes:
        venue: the hall.
        on: the day.
        slot: number of the slot, 1 or 2.
        trainer: who leads it; None for a village's own session, or nobody yet.
    """

    venue: Venue
    on: date
    slot: int
    trainer: Trainer | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """What a change did.

    Attributes:
        plan: the plan with its figures as they are now.
        session: the session changed; None where it is gone.
        faults: what is broken now and was not before the change.
    """

    plan: Plan
    session: Session | None
    faults: list[Fault]


@transaction.atomic
def start_draft(
    area: Area, election: Election, *, by: Account | None, at: datetime
) -> Plan:
    """Begin a draft to change by hand: a copy of all sessions still to come.

    Gives the draft that there is already. Without any plan the draft is empty.

    Raises:
        ValidationError: if the voting day is unknown or past.
        PermissionDenied: if `by` may not plan here.
    """
    permit(by, "plan", area)
    lock_area(area)
    if draft := draft_plan(area, election):
        return draft
    numbers = numbers_for(election, area, at.date())
    plan = Plan.objects.create(
        election=election,
        area=area,
        number=next_number(area, election),
        follows=current_plan(area, election),
        made_by=by,
        made_at=at,
        from_on=at.date(),
        voting_on=voting_day(election, at),
        parameters=numbers.as_stored(),
    )
    standing = list(coming_sessions(area, election, at))
    rows = [copied(session, plan, session) for session in standing]
    Session.objects.bulk_create(rows)
    seats: dict[int, list[str]] = {session.pk: [] for session in standing}
    invited = Invitation.objects.filter(session__in=standing)
    for session, seat in invited.values_list("session", "seat"):
        seats[session].append(str(seat))
    invite_all(zip(rows, (seats[s.pk] for s in standing), strict=True))
    acts.record("start_draft", plan, by=by, area_code=area.code)
    tables = read_tables(area, election, at)
    measure(plan, tables)
    keep_check(plan, faults_in(tables, plan), at)
    return plan


def voting_day(election: Election, at: datetime) -> date:
    """The voting day that still lies ahead.

    Raises:
        ValidationError: if it is unknown or past.
    """
    calendar = calendar_on(election, at.date())
    poll = calendar.voting_on if calendar else None
    if poll is None:
        message = _("The voting day is not known: the sessions wait.")
        raise ValidationError(message, code="voting_day_unknown")
    if poll <= at.date():
        message = _("The voting day is past: nothing can be planned any more.")
        raise ValidationError(message, code="voting_day_past")
    return poll


class Change:
    """One change of a plan: locks it, and says afterwards what the change broke.

    Of a draft; or, when `published` is given, of what stands by a published plan: then
    the caller has asked already whether `by` may do it.
    """

    def __init__(
        self, plan: Plan, by: Account | None, at: datetime, published: bool = False
    ) -> None:
        if published:
            lock_area(plan.area)
        else:
            permit(by, "plan", plan.area)
        self.plan = plan if published else locked_draft(plan)
        self.by, self.at = by, at
        self.numbers: Numbers = numbers_for(plan.election, plan.area, at.date())
        self._before = set(self._faults())

    def _faults(self) -> list[Fault]:
        self._tables = read_tables(self.plan.area, self.plan.election, self.at)
        return faults_in(self._tables, self.plan)

    def done(self, verb: str, session: Session | None, what: str = "") -> Edited:
        """Write down the change and measure the draft again."""
        code = self.plan.area.code
        acts.record(verb, session or self.plan, by=self.by, area_code=code, said=what)
        faults = self._faults()
        new = [fault for fault in faults if fault not in self._before]
        if self.plan.is_draft:
            self.plan.edited_at = timezone.now()
            measure(self.plan, self._tables)
            keep_check(self.plan, faults, self.at)
        return Edited(self.plan, session, new)


@transaction.atomic
def move_session(
    session: Session, to: Place, *, by: Account | None, at: datetime
) -> Edited:
    """Hold a session of a draft elsewhere, at another time, or with another trainer.

    Raises:
        ValidationError: at the field `on` or `slot`, if the time is past or not before
            the voting day; if the plan is no draft.
        PermissionDenied: if `by` may not plan here.
    """
    change = Change(session.plan, by, at)
    session = _of_draft(session)
    before = f"{session.venue}, {session.on.isoformat()}, {session.slot}"
    _put(session, to, change)
    session.save()
    return change.done("move_session", session, before)


@transaction.atomic
def add_session(
    plan: Plan, organiser: str, to: Place, *, by: Account | None, at: datetime
) -> Edited:
    """Add a session to a draft; nobody is invited yet.

    Raises:
        ValidationError: as `move_session`.
        PermissionDenied: if `by` may not plan here.
    """
    change = Change(plan, by, at)
    session = Session(plan=change.plan, organiser=organiser)
    _put(session, to, change)
    session.save()
    return change.done("add_session", session)


def _put(session: Session, to: Place, change: Change) -> None:
    session.venue, session.trainer = to.venue, to.trainer
    session.on, session.slot = to.on, to.slot
    session.seats = seats_in(to.venue.seats, change.numbers)
    refuse_impossible(session, change.plan.area, change.numbers, change.at)


def refuse_impossible(
    session: Session, area: Area, numbers: Numbers, at: datetime
) -> None:
    """Give a session its hours, if it can be held then at all.

    Raises:
        ValidationError: at the field concerned.
    """
    if not 1 <= session.slot <= len(numbers.parameters.slots):
        raise ValidationError({"slot": _("Choose morning or afternoon.")})
    set_times(session, area, numbers)
    if session.starts_at <= at:
        message = _("This time is past. Choose a later one.")
        raise ValidationError({"on": ValidationError(message, code="past")})
    poll = voting_day(session.plan.election, at)
    if session.on >= poll:
        message = _("A session on or after the voting day trains nobody.")
        raise ValidationError({"on": ValidationError(message, code="after_poll")})
    if session.seats < 1:
        raise ValidationError({"venue": _("A session has at least one seat.")})


@transaction.atomic
def set_seats(
    session: Session, seats: int, *, by: Account | None, at: datetime
) -> Edited:
    """Say how many seats a session of a draft has.

    Raises:
        ValidationError: at the field `seats`, if there is none.
        PermissionDenied: if `by` may not plan here.
    """
    change = Change(session.plan, by, at)
    session = _of_draft(session)
    if seats < 1:
        raise ValidationError({"seats": _("A session has at least one seat.")})
    session.seats = seats
    session.save(update_fields=["seats"])
    return change.done("set_seats", session, str(seats))


@transaction.atomic
def remove_session(session: Session, *, by: Account | None, at: datetime) -> Edited:
    """Take a session out of a draft. Who knows of it is told when it is published.

    Raises:
        ValidationError: if the plan is no draft.
        PermissionDenied: if `by` may not plan here.
    """
    change = Change(session.plan, by, at)
    session = _of_draft(session)
    what = f"{session} {session.slot}"
    session.delete()
    return change.done("remove_session", None, what)


@transaction.atomic
def lock(session: Session, *, by: Account | None, at: datetime) -> Edited:
    """Keep a session of a draft as it is, with its people, when it is planned again."""
    return _set_lock(session, True, by, at)


@transaction.atomic
def unlock(session: Session, *, by: Account | None, at: datetime) -> Edited:
    """Let planning again change a session of a draft."""
    return _set_lock(session, False, by, at)


def _set_lock(
    session: Session, locked: bool, by: Account | None, at: datetime
) -> Edited:
    change = Change(session.plan, by, at)
    session = _of_draft(session)
    session.is_locked = locked
    session.save(update_fields=["is_locked"])
    return change.done("lock_session" if locked else "unlock_session", session)


def _of_draft(session: Session) -> Session:
    rows = Session.objects.select_related("plan__area", "plan__election", "venue__area")
    return rows.defer("plan__area__boundary", "venue__area__boundary").get(
        pk=session.pk, called_off_at=None
    )
