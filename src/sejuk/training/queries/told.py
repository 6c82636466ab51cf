"""Who is told what when a plan is published."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sejuk.crews.models import Person, Seat
from sejuk.training.models import Invitation, Organiser, Plan, Session, Trainer
from sejuk.training.queries.plans import replaced_by_publishing, sessions_of_plan
from sejuk.training.queries.sessions import holders_on


@dataclass(frozen=True, slots=True)
class Change:
    """A session of somebody that moves.

    Attributes:
        before: as it was announced.
        after: as it will be.
    """

    before: Session
    after: Session


@dataclass(slots=True)
class Changes:
    """What one seat or trainer is told.

    Attributes:
        new: sessions that were not announced before.
        changed: sessions whose day, slot, hall or organiser changes.
        dropped: announced sessions to which they need not come any more.
    """

    new: list[Session] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    dropped: list[Session] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.dropped)


@dataclass(frozen=True, slots=True)
class ToldSeat:
    """One seat with what it is told, and who holds it now (None: nobody)."""

    seat: Seat
    person: Person | None
    changes: Changes


@dataclass(frozen=True, slots=True)
class ToldTrainer:
    """One trainer with what he or she is told."""

    trainer: Trainer
    changes: Changes


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what; whoever keeps all sessions is told nothing and is not here.

    Attributes:
        seats: by village, station and seat.
        trainers: by name.
    """

    seats: tuple[ToldSeat, ...]
    trainers: tuple[ToldTrainer, ...]


def told(plan: Plan, at: datetime) -> Told:
    """Who is told what by publishing a plan at a moment. 6 queries.

    Of a published plan: who was told what when it replaced the sessions before.
    """
    if plan.is_addition:
        before: list[Session] = []
    else:
        before = list(replaced_by_publishing(plan, at))
    after = list(sessions_of_plan(plan).filter(starts_at__gt=at))
    return Told(tuple(_seats(before, after)), tuple(_trainers(before, after)))


def _seats(before: list[Session], after: list[Session]) -> Iterable[ToldSeat]:
    known, planned = _by_seat(before), _by_seat(after)
    changes = {
        seat: _changes(known.get(seat, []), planned.get(seat, []))
        for seat in known | planned
    }
    told_seats = [seat for seat, change in changes.items() if change]
    seats = (
        Seat.objects.filter(pk__in=told_seats)
        .select_related("station__village")
        .defer("station__village__boundary")
    )
    ordered = list(
        seats.order_by("station__village__code", "station__number", "number")
    )
    day = max((s.on for s in before + after), default=None)
    people = holders_on(ordered, day) if day else {}
    for seat in ordered:
        yield ToldSeat(seat, people.get(seat.pk), changes[seat.pk])


def _by_seat(sessions: list[Session]) -> dict[int, list[Session]]:
    found = {session.pk: session for session in sessions}
    rows = Invitation.objects.filter(session__in=found).values_list("seat", "session")
    going: dict[int, list[Session]] = defaultdict(list)
    for seat, session in rows:
        going[seat].append(found[session])
    return going


def _trainers(before: list[Session], after: list[Session]) -> Iterable[ToldTrainer]:
    known, planned = _by_trainer(before), _by_trainer(after)
    for trainer in sorted(known | planned, key=lambda pk: pk):
        changes = _changes(known.get(trainer, []), planned.get(trainer, []))
        if changes:
            some = (known.get(trainer) or planned[trainer])[0]
            if some.trainer:
                yield ToldTrainer(some.trainer, changes)


def _by_trainer(sessions: list[Session]) -> dict[int, list[Session]]:
    leading: dict[int, list[Session]] = defaultdict(list)
    for session in sessions:
        if session.trainer_id is not None:
            leading[session.trainer_id].append(session)
    return leading


def _changes(before: list[Session], after: list[Session]) -> Changes:
    """Pairs announced sessions with planned ones: the same, moved, new, dropped."""
    left = {_place(session): session for session in before}
    moved = [session for session in after if not left.pop(_place(session), None)]
    by_key = {session.pk: session for session in left.values()}
    changes = Changes()
    for session in moved:
        announced = by_key.pop(session.continues_id or 0, None)
        if announced:
            changes.changed.append(Change(announced, session))
        else:
            changes.new.append(session)
    changes.dropped = sorted(by_key.values(), key=lambda s: s.starts_at)
    return changes


def _place(session: Session) -> tuple[int, object, int, Organiser | str]:
    return session.venue_id, session.on, session.slot, session.organiser
