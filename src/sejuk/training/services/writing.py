"""Writing a plan that was found, after an independent check of every rule."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sejuk.accounts import acts
from sejuk.accounts.models import Account
from sejuk.domain.training.check import Violation, violations
from sejuk.domain.training.instance import Session as PlannedSession
from sejuk.domain.training.plan import Plan as FoundPlan
from sejuk.jobs.models import Job
from sejuk.places.models import Area
from sejuk.training import slots
from sejuk.training.models import Invitation, Plan, Session
from sejuk.training.planning import Problem, shortfalls_of, whole_course
from sejuk.training.queries import (
    Numbers,
    current_plan,
    draft_plan,
    standing_sessions,
)
from sejuk.training.services.checking import check
from sejuk.training.services.guard import lock_area, next_number, permit
from sejuk.training.tables import Going

_HALF = 0.5


class BrokenPlanError(ValueError):
    """A plan was to be written that breaks rules. Nothing was written."""

    def __init__(self, broken: tuple[Violation, ...]) -> None:
        self.broken = broken
        super().__init__("; ".join(f"{v.code} {dict(v.params)}" for v in broken[:10]))


def write_plan(
    problem: Problem, found: FoundPlan, *, by: Account | None, job: Job | None = None
) -> Plan:
    """Write a plan that was found as the sub-district's draft, in one transaction.

    The draft before it is discarded. Sessions so near that they stand as they are come
    along where they were in that draft.

    Raises:
        BrokenPlanError: if the independent checker finds any rule broken.
        ValidationError: if sessions, or the draft, were changed meanwhile.
        PermissionDenied: if `by` may not plan here.
    """
    tables, instance = problem.tables, problem.instance
    permit(by, "plan", tables.area)
    found = replace(found, sessions=slots.kept(found.sessions, instance))
    if broken := violations(instance, found):
        raise BrokenPlanError(broken)
    ahead = [*(near.planned() for near in problem.near), *found.sessions]
    figures = whole_course(tables, ahead)
    figures["plan"]["told"] = found.figures.told
    with transaction.atomic():
        lock_area(tables.area)
        _refuse_if_changed(problem)
        if tables.draft:
            Plan.objects.filter(pk=tables.draft.pk).update(discarded_at=tables.at)
        plan = Plan.objects.create(
            election=tables.election,
            area=tables.area,
            number=next_number(tables.area, tables.election),
            follows=current_plan(tables.area, tables.election),
            job=job,
            made_by=by,
            made_at=tables.at,
            from_on=problem.from_on,
            voting_on=instance.poll,
            parameters=tables.numbers.as_stored(),
            loss=found.loss,
            bound=found.bound,
            seconds=found.seconds,
            figures=figures,
            shortfalls=shortfalls_of(found, instance),
        )
        _write_sessions(plan, problem, found.sessions)
        acts.record("make_plan", plan, by=by, area_code=tables.area.code)
        check(plan, tables.at)
    return plan


def _refuse_if_changed(problem: Problem) -> None:
    """A plan rests on what stood and was drafted when it was begun."""
    tables = problem.tables
    rows = standing_sessions(tables.area, tables.election).filter(
        starts_at__gt=tables.at
    )
    draft = draft_plan(tables.area, tables.election)
    is_same = {g.row.pk for g in tables.standing} == {row.pk for row in rows} and (
        (draft.pk, draft.edited_at) if draft else None
    ) == ((tables.draft.pk, tables.draft.edited_at) if tables.draft else None)
    if not is_same:
        raise ValidationError(
            _(
                "The sessions were changed while the plan was being made, so that it "
                "does not fit them any more. Plan again."
            ),
            code="changed_meanwhile",
        )


def _write_sessions(
    plan: Plan, problem: Problem, sessions: tuple[PlannedSession, ...]
) -> None:
    tables, numbers = problem.tables, problem.tables.numbers
    venues = {str(venue.pk): venue for venue in tables.venues}
    before = continued(sessions, [g for g in tables.standing if g not in problem.near])
    pinned = {(p.hall, p.on, p.slot, p.organiser) for p in problem.instance.pins}
    rows, seats = [], []
    for session in sessions:
        place = (session.hall, session.on, session.slot, session.organiser)
        row = Session(
            plan=plan,
            venue=venues[session.hall],
            organiser=session.organiser.value,
            trainer_id=int(session.trainer) if session.trainer else None,
            on=session.on,
            slot=session.slot,
            seats=seats_in(venues[session.hall].seats, numbers),
            is_locked=place in pinned,
            continues=before.get(session),
        )
        set_times(row, plan.area, numbers)
        rows.append(row)
        seats.append(session.officers)
    for near in problem.near:
        if tables.draft and near.row.plan_id == tables.draft.pk:
            rows.append(copied(near.row, plan, near.row.continues))
            seats.append(near.seats)
    Session.objects.bulk_create(rows)
    invite_all(zip(rows, seats, strict=True))


def seats_in(seats: int, numbers: Numbers) -> int:
    """Seats of a session in a hall of so many, by what the sub-district decided."""
    return min(numbers.usable_seats(seats), numbers.parameters.largest_class)


def set_times(row: Session, area: Area, numbers: Numbers) -> None:
    """Give a session the hours of its day and slot, in the area's time zone."""
    hours = numbers.parameters.slots[row.slot - 1]
    zone = ZoneInfo(area.zone)
    row.starts_at = datetime.combine(row.on, hours.starts, zone)
    row.ends_at = datetime.combine(row.on, hours.ends, zone)


def copied(row: Session, plan: Plan, continues: Session | None) -> Session:
    """A session again, unsaved, in another plan."""
    return Session(
        plan=plan,
        continues=continues,
        venue_id=row.venue_id,
        organiser=row.organiser,
        trainer_id=row.trainer_id,
        on=row.on,
        slot=row.slot,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        seats=row.seats,
        is_locked=row.is_locked,
    )


def invite_all(going: Iterable[tuple[Session, Iterable[str]]]) -> None:
    """Write down who is expected at sessions that were just written."""
    Invitation.objects.bulk_create(
        (
            Invitation(session=row, seat_id=int(seat))
            for row, seats in going
            for seat in seats
        ),
        batch_size=1000,
    )


def continued(
    sessions: Iterable[PlannedSession], standing: Iterable[Going]
) -> dict[PlannedSession, Session]:
    """Which announced session each planned one carries on.

    The one of the same hall, day, slot and organiser; else of the same hall, day and
    organiser; else the one with which it shares at least half of the people.
    """
    left = {going.row.pk: going for going in standing}
    found: dict[PlannedSession, Session] = {}
    keys = (
        lambda s: (s.hall, s.on, s.organiser, s.slot),
        lambda s: (s.hall, s.on, s.organiser),
    )
    planned = list(sessions)
    for key in keys:
        by_key = {key(going.planned()): pk for pk, going in left.items()}
        for session in planned:
            pk = by_key.pop(key(session), None) if session not in found else None
            if pk is not None:
                found[session] = left.pop(pk).row
    shared = Counter(
        {
            (session, pk): len(set(session.officers) & set(going.seats))
            for session in planned
            if session not in found
            for pk, going in left.items()
        }
    )
    for (session, pk), count in shared.most_common():
        if session in found or pk not in left or not count:
            continue
        if count >= _HALF * len(left[pk].seats):
            found[session] = left.pop(pk).row
    return found
