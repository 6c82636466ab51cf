"""The adapter: tables to what the planner is given, and what it gives back to rows.

What is a fact here: sessions that were attended; sessions of which nobody said yet who
came (taken as attended by those expected); and sessions so near that they stand as they
are (the days of notice). What is locked is a pin, with its people as far as they may be
there. What people know is the old plan: to change it costs calm.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from sejuk.crews.models import Seat
from sejuk.domain.places.level import Level
from sejuk.domain.training.appraisal import Appraisal
from sejuk.domain.training.baseline import last_times_way
from sejuk.domain.training.instance import (
    Attended,
    Ban,
    Hall,
    Instance,
    Officer,
    Pin,
    Trainer,
    Village,
)
from sejuk.domain.training.instance import Session as PlannedSession
from sejuk.domain.training.parameters import Duty, Organiser
from sejuk.domain.training.plan import Figures
from sejuk.domain.training.plan import Plan as FoundPlan
from sejuk.domain.training.refusal import refusals
from sejuk.elections.models import Election
from sejuk.places.models import Area, Venue
from sejuk.training.queries import ENOUGH
from sejuk.training.tables import Going, Tables, read_tables
from sejuk.training.words import Names, refusal


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be planned, with the way back to the tables.

    Attributes:
        tables: what was read.
        instance: what the planner is given.
        near: sessions so near that they stand as they are.
        from_on: first day that the plan will rule.
    """

    tables: Tables
    instance: Instance
    near: tuple[Going, ...]
    from_on: date

    @property
    def names(self) -> Names:
        """What the ids in codes are called."""
        return names_of(self.tables)


def problem_of(area: Area, election: Election, at: datetime) -> Problem:
    """What is to be planned for a sub-district at the election's moment.

    Raises:
        ValidationError: one sentence for each reason why no plan can be made, with
            its code.
    """
    tables = read_tables(area, election, at)
    reasons = list(_reasons(tables))
    if reasons:
        raise ValidationError(reasons)
    instance = bare_instance(tables)
    ahead = _ahead(tables)
    near = tuple(g for g in ahead if g.row.on < instance.first_day)
    from_on = instance.first_day
    if tables.draft:
        from_on = min(from_on, tables.draft.from_on)
    instance = with_history(tables, instance, [*tables.held, *near])
    pinned = [g for g in ahead if g.row.is_locked and g not in near]
    known = [g.planned() for g in tables.standing if g.row.on >= instance.first_day]
    leaders = {str(g.row.trainer_id) for g in pinned if g.row.trainer_id}
    instance = replace(
        instance,
        trainers=tuple(
            t for t in instance.trainers if t.id in leaders or _has_days(t, instance)
        ),
        pins=tuple(_pins(instance, pinned)),
        old=tuple(known) if tables.standing or tables.held else None,
    )
    names = names_of(tables)
    if found := refusals(instance):
        raise ValidationError([refusal(r.code, dict(r.params), names) for r in found])
    return Problem(tables, instance, near, from_on)


def _reasons(tables: Tables) -> Iterable[ValidationError]:
    """Why no plan can be made, as far as no instance is needed to see it."""
    calendar = tables.calendar
    poll = calendar.voting_on if calendar else None
    names = names_of(tables)
    if tables.area.level != Level.SUB_DISTRICT:
        yield refusal("not_sub_district", {}, names)
        return
    if calendar is None or poll is None:
        yield refusal("voting_day_unknown", {}, names)
    elif poll <= tables.today:
        yield refusal("voting_day_past", {"poll": poll.isoformat()}, names)
    elif calendar.crew_sworn_on is None:
        yield refusal("term_unknown", {}, names)
    else:
        yield from _late(tables, poll)
    if not tables.seats:
        yield refusal("no_stations", {}, names)
    if not any(venue.is_active for venue in tables.venues):
        yield refusal("no_halls", {}, names)
    for village in tables.pointless:
        yield refusal("village_without_point", {"village": village.code}, names)


def _late(tables: Tables, poll: date) -> Iterable[ValidationError]:
    wish = tables.numbers.parameters
    names = names_of(tables)
    first = tables.today + timedelta(wish.notice_days)
    last = poll - timedelta(wish.last_days)
    if first > last:
        params = {"first": first.isoformat(), "last": last.isoformat()}
        yield refusal("too_late_to_plan", params, names)
    elif not any(
        first <= on <= last for days in tables.free_days.values() for on in days
    ):
        params = {"first": first.isoformat(), "last": last.isoformat()}
        yield refusal("no_trainers", params, names)


def bare_instance(tables: Tables) -> Instance:
    """The sub-district without history, pins and old plan.

    Raises:
        ValueError: if voting day or swearing-in are unknown.
    """
    calendar = tables.calendar
    if not (calendar and calendar.voting_on and calendar.crew_sworn_on):
        raise ValueError("nothing is planned while the days are unknown")
    codes = {village.code for village in tables.villages}
    return Instance(
        poll=calendar.voting_on,
        sworn=calendar.crew_sworn_on,
        today=tables.today,
        villages=tuple(_village(v, tables) for v in tables.villages),
        halls=tuple(_hall(v, tables) for v in tables.venues if v.area.code in codes),
        trainers=tuple(
            Trainer(
                id=str(trainer.pk),
                organiser=Organiser(trainer.kind),
                free_on=tables.free_days.get(trainer.pk, frozenset())
                - tables.elsewhere.get(trainer.pk, frozenset()),
            )
            for trainer in tables.trainers
        ),
        officers=tuple(
            _officer(s) for s in tables.seats if s.station.village.code in codes
        ),
        parameters=tables.numbers.parameters,
        minutes=tables.minutes,
        bans=tuple(Ban(hall=str(v.pk)) for v in tables.venues if not v.is_active),
    )


def _village(area: Area, tables: Tables) -> Village:
    risk = tables.numbers.risks.get(area.code, 1.0)
    lat, lon = area.lat or 0.0, area.lon or 0.0
    return Village(area.code, lat, lon, area.landmass or "main", risk)


def _hall(venue: Venue, tables: Tables) -> Hall:
    return Hall(
        id=str(venue.pk),
        village=venue.area.code,
        seats=tables.numbers.usable_seats(venue.seats),
        rent=float(venue.rent),
        closed_on=frozenset(closure.on for closure in venue.closures.all()),
        shared=venue.kind == Venue.Kind.SEAT_HALL,
    )


def _officer(seat: Seat) -> Officer:
    return Officer(
        id=str(seat.pk),
        village=seat.station.village.code,
        station=seat.station.number,
        seat=seat.number,
        duty=Duty(seat.duty),
    )


def with_history(
    tables: Tables, instance: Instance, facts: Iterable[Going]
) -> Instance:
    """The instance with facts: who attended what, which days trainers have worked."""
    history: dict[str, list[Attended]] = defaultdict(list)
    worked: dict[str, set[date]] = defaultdict(set)
    for seat, visits in tables.visits.items():
        history[seat] += [Attended(on, organiser) for on, organiser in visits]
    for going in facts:
        row = going.row
        for seat in going.seats:
            history[seat].append(Attended(row.on, Organiser(row.organiser)))
        if row.trainer_id:
            worked[str(row.trainer_id)].add(row.on)
    for trainer, days in tables.elsewhere.items():
        worked[str(trainer)] |= days
    return replace(
        instance,
        officers=tuple(
            replace(o, history=tuple(sorted(history[o.id], key=lambda a: a.on)))
            for o in instance.officers
        ),
        trainers=tuple(
            replace(t, worked_on=frozenset(worked[t.id])) for t in instance.trainers
        ),
    )


def _ahead(tables: Tables) -> list[Going]:
    """What would be ahead if the draft, if there is one, were published."""
    if tables.draft is None:
        return list(tables.standing)
    drafted = [g for g in tables.drafted if not g.row.is_held_by(tables.at)]
    return [*tables.beside(tables.draft), *drafted]


def _has_days(trainer: Trainer, instance: Instance) -> bool:
    return any(instance.first_day <= on <= instance.last_day for on in trainer.free_on)


def _pins(instance: Instance, locked: Iterable[Going]) -> Iterable[Pin]:
    """Locked sessions with their people, as far as these may still be there."""
    known = {officer.id: officer for officer in instance.officers}
    leaders = {trainer.id for trainer in instance.trainers}
    halls = {hall.id: hall for hall in instance.halls}
    pinned: dict[str, list[date]] = defaultdict(list)
    for going in sorted(locked, key=lambda g: (g.row.starts_at, g.row.pk)):
        session = going.planned()
        if session.hall not in halls:
            continue
        most = min(instance.parameters.largest_class, halls[session.hall].seats)
        people = [
            seat
            for seat in going.seats
            if seat in known
            and _may_be_pinned(instance, known[seat], pinned[seat], session.on)
        ][:most]
        for seat in people:
            pinned[seat].append(session.on)
        yield Pin(
            hall=session.hall,
            on=session.on,
            slot=session.slot,
            organiser=session.organiser,
            trainer=session.trainer if session.trainer in leaders else None,
            officers=tuple(people),
        )


def _may_be_pinned(
    instance: Instance, officer: Officer, pinned: list[date], on: date
) -> bool:
    days = [attended.on for attended in officer.history] + pinned
    wish = instance.parameters
    return len(days) < wish.max_sessions and all(
        abs(on - day).days >= wish.gap_days for day in days
    )


def names_of(tables: Tables) -> Names:
    """What villages, halls, trainers and seats are called."""
    return Names(
        villages={v.code: v.name for v in (*tables.villages, *tables.pointless)},
        halls={str(venue.pk): str(venue) for venue in tables.venues},
        trainers={str(trainer.pk): str(trainer) for trainer in tables.trainers},
        seats={str(seat.pk): seat for seat in tables.seats},
    )


def whole_course(
    tables: Tables,
    ahead: Iterable[PlannedSession],
    last_time: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Figures of everything held and planned, beside last time's way.

    Both are measured over the whole time that the crews have, so that a plan made
    halfway can stand beside what was done last time. Kept as JSON with a plan.

    Args:
        tables: what was read.
        ahead: sessions that stand or are planned and have not begun.
        last_time: figures of last time's way where they are known already.
    """
    bare = bare_instance(tables)
    began = bare.sworn - timedelta(
        bare.parameters.early_days + bare.parameters.notice_days
    )
    whole = with_history(tables, replace(bare, today=min(bare.today, began)), [])
    sessions = (*(going.planned() for going in tables.held), *ahead)
    ours = Appraisal(whole)
    if last_time is None:
        last = last_times_way(whole)
        last_time = figures_as_stored(last.figures, last.loss)
    stored = figures_as_stored(ours.figures(sessions), ours.loss(sessions))
    return {"plan": stored, "last_time": last_time}


def figures_as_stored(figures: Figures, loss: float) -> dict[str, Any]:
    """Figures as a plan keeps them (`queries.PlanFigures`)."""
    return {
        "loss": loss,
        "officers": figures.officers,
        "by_sessions": list(figures.by_sessions),
        "mean_recall": figures.mean_recall,
        "worst_recall": figures.worst_recall,
        "kpu": figures.sessions.get(Organiser.KPU, 0),
        "ppk": figures.sessions.get(Organiser.PPK, 0),
        "own": figures.sessions.get(Organiser.SELF, 0),
        "trainer_days": figures.trainer_days,
        "rupiah": figures.rupiah,
        "told": figures.told,
    }


def shortfalls_of(found: FoundPlan, instance: Instance) -> list[dict[str, Any]]:
    """What a plan cannot meet, as codes and params that JSON can keep.

    Who can have no second session whatever is planned, then who could have one and has
    none in this plan, then what is scarce.
    """
    without = {lack.officer for lack in found.without_second}
    lacks = [
        {"code": lack.code, "params": {**dict(lack.params), "officer": lack.officer}}
        for lack in found.without_second
    ]
    lacks += [
        {"code": "fewer_than_two", "params": {"officer": officer, "sessions": times}}
        for officer, times in short_officers(instance, found.sessions).items()
        if officer not in without
    ]
    scarce = [
        {
            "code": price.code,
            "params": {"on": price.on.isoformat(), "hall": price.hall or ""},
        }
        for price in found.prices[:3]
    ]
    return lacks + scarce if lacks else []


def short_officers(
    instance: Instance, sessions: Iterable[PlannedSession]
) -> dict[str, int]:
    """Officers with fewer counted sessions than everybody should have, and how many."""
    enough = min(ENOUGH, instance.parameters.max_sessions)
    appraisal = Appraisal(instance)
    visits = appraisal.visits(sessions)
    times = {o.id: appraisal.counted(o, visits[o.id]) for o in instance.officers}
    return {officer: count for officer, count in times.items() if count < enough}
