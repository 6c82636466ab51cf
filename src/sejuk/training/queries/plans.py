"""Reads about plans: draft and current, their calendar, their figures, their age."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from sejuk.domain.training.parameters import Parameters
from sejuk.elections.models import Election
from sejuk.elections.queries import Calendar
from sejuk.places.models import Area, Venue, VenueClosure
from sejuk.places.queries import lies_in
from sejuk.training.models import Organiser, Plan, Session
from sejuk.training.queries.sessions import HEAVY, standing_sessions, with_expected


def plans_of(area: Area, election: Election) -> QuerySet[Plan]:
    """All plans of a sub-district, newest first, additions included."""
    return (
        Plan.objects.filter(area=area, election=election)
        .select_related("made_by", "published_by", "follows")
        .order_by("-number")
    )


def draft_plan(area: Area, election: Election) -> Plan | None:
    """The draft of a sub-district, if it has one."""
    drafts = plans_of(area, election).filter(published_at=None, discarded_at=None)
    return drafts.first()


def current_plan(area: Area, election: Election) -> Plan | None:
    """The plan published last (additions apart), if any was."""
    published = plans_of(area, election).filter(published_at__isnull=False)
    return published.filter(is_addition=False).first()


def sessions_of_plan(plan: Plan) -> QuerySet[Session]:
    """The sessions of a plan that were not called off, with `expected`."""
    return with_expected(
        plan.sessions.filter(called_off_at=None)
        .select_related("plan", "venue__area", "trainer", "continues")
        .defer(*HEAVY)
        .order_by("starts_at", "venue__area__code", "pk")
    )


def sessions_beside(plan: Plan, at: datetime) -> QuerySet[Session]:
    """Standing sessions, not begun, that stay as they are when a draft is published.

    They lie before the draft's first day and are not carried on by it.
    """
    return standing_sessions(plan.area, plan.election).filter(
        ~Q(pk__in=_carried_on(plan)), on__lt=plan.from_on, starts_at__gt=at
    )


def _carried_on(plan: Plan) -> QuerySet[Session, int | None]:
    """Keys of the sessions that a plan's own sessions carry on."""
    return plan.sessions.exclude(continues=None).values_list("continues", flat=True)


def replaced_by_publishing(plan: Plan, at: datetime) -> QuerySet[Session]:
    """What a plan replaces: of a draft the sessions that it would replace now."""
    if plan.published_at is not None:
        return with_expected(
            plan.replaced_sessions.select_related("plan", "venue__area", "trainer")
            .defer(*HEAVY)
            .order_by("starts_at", "pk")
        )
    return standing_sessions(plan.area, plan.election).filter(
        Q(on__gte=plan.from_on) | Q(pk__in=_carried_on(plan)), starts_at__gt=at
    )


@dataclass(frozen=True, slots=True)
class CalendarCell:
    """One hall on one day.

    Attributes:
        on: the day.
        is_closed: whether the hall is closed.
        sessions: held there on the day, by slot.
    """

    on: date
    is_closed: bool
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One hall with a cell for each day of the calendar."""

    venue: Venue
    cells: tuple[CalendarCell, ...]


@dataclass(frozen=True, slots=True)
class PlanCalendar:
    """Sessions by hall and day.

    Attributes:
        days: all days from the first session to the last, or as asked.
        rows: one for each hall in use, by village; halls without any session too.
    """

    days: tuple[date, ...]
    rows: tuple[CalendarRow, ...]


def plan_calendar(
    sessions: Iterable[Session],
    area: Area,
    *,
    from_on: date | None = None,
    to_on: date | None = None,
) -> PlanCalendar:
    """Sessions of an area as a calendar of halls and days. 2 queries besides theirs."""
    placed: dict[tuple[int, date], list[Session]] = defaultdict(list)
    rows = list(sessions)
    for session in rows:
        placed[session.venue_id, session.on].append(session)
    first = from_on or min((s.on for s in rows), default=None)
    last = to_on or max((s.on for s in rows), default=None)
    days = _days(first, last)
    used = {session.venue_id for session in rows}
    venues = (
        Venue.objects.filter(Q(lies_in(area, "area"), is_active=True) | Q(pk__in=used))
        .select_related("area")
        .defer("area__boundary")
    )
    closed = _closed_days(venues)
    return PlanCalendar(
        days,
        tuple(
            CalendarRow(venue, tuple(_cells(venue, days, closed, placed)))
            for venue in venues
        ),
    )


def _days(first: date | None, last: date | None) -> tuple[date, ...]:
    if first is None or last is None:
        return ()
    return tuple(first + timedelta(n) for n in range((last - first).days + 1))


def _closed_days(venues: Iterable[Venue]) -> set[tuple[int, date]]:
    rows = VenueClosure.objects.filter(venue__in=[venue.pk for venue in venues])
    return set(rows.values_list("venue", "on"))


def _cells(
    venue: Venue,
    days: tuple[date, ...],
    closed: set[tuple[int, date]],
    placed: Mapping[tuple[int, date], list[Session]],
) -> Iterable[CalendarCell]:
    for on in days:
        sessions = sorted(placed.get((venue.pk, on), []), key=lambda s: (s.slot, s.pk))
        yield CalendarCell(on, (venue.pk, on) in closed, tuple(sessions))


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """A plan, or last time's way, in numbers.

    Attributes:
        loss: points lost, lower is better.
        officers: seats planned for.
        by_sessions: officers with 0, 1, 2, and 3 or more counted sessions, those
            attended already included.
        mean_recall: mean share of the rules known on election day, 0..1.
        worst_recall: the lowest of any officer, 0..1.
        kpu: sessions held by the KPU.
        ppk: sessions held by the PPK.
        own: sessions that villages hold themselves.
        trainer_days: days on which a trainer works in a hall.
        rupiah: halls, trainers, snacks and fares of what is planned.
        told: officers whose days or halls are not what they know.
    """

    loss: float
    officers: int
    by_sessions: tuple[int, int, int, int]
    mean_recall: float
    worst_recall: float
    kpu: int
    ppk: int
    own: int
    trainer_days: int
    rupiah: float
    told: int

    @property
    def officers_twice(self) -> int:
        """Officers with two or more counted sessions."""
        return self.by_sessions[2] + self.by_sessions[3]

    @property
    def sessions(self) -> int:
        """Sessions of all organisers."""
        return self.kpu + self.ppk + self.own


@dataclass(frozen=True, slots=True)
class Comparison:
    """A plan beside last time's way: one late session for everybody."""

    ours: PlanFigures
    last_time: PlanFigures


def comparison(plan: Plan) -> Comparison | None:
    """A plan beside last time's way by the same measures; None for an addition."""
    ours, last = plan.figures.get("plan"), plan.figures.get("last_time")
    if not (ours and last):
        return None
    return Comparison(_figures(ours), _figures(last))


def _figures(stored: Mapping[str, Any]) -> PlanFigures:
    zero, one, two, more = stored["by_sessions"]
    return PlanFigures(**{**stored, "by_sessions": (zero, one, two, more)})


@dataclass(frozen=True, slots=True)
class StalePart:
    """Something of a plan that a calendar no longer allows.

    Attributes:
        code: `voting_day_unknown`, `voting_day_moved`, `too_late` or
            `before_swearing_in`; `words.sentence` words it.
        params: what the sentence names.
        session: the session concerned; None where it is the whole plan.
    """

    code: str
    params: dict[str, Any]
    session: Session | None = None


def stale_parts(
    plan: Plan,
    calendar: Calendar | None,
    at: datetime,
    standing: Iterable[Session] | None = None,
) -> list[StalePart]:
    """Which parts of a plan do not hold by a calendar.

    Looks at the sessions of the plan that have not begun: among those that stand, where
    they are given, else asked for.
    """
    poll = calendar.voting_on if calendar else None
    if calendar is None or poll is None:
        return [StalePart("voting_day_unknown", {})]
    parts = []
    if poll != plan.voting_on:
        params = {"was": plan.voting_on.isoformat(), "is": poll.isoformat()}
        parts.append(StalePart("voting_day_moved", params))
    stored = plan.parameters.get("values", {})
    last = poll - timedelta(stored.get("last_days", Parameters().last_days))
    if standing is None:
        standing = sessions_of_plan(plan).filter(replaced_by=None)
    for session in standing:
        if session.plan_id != plan.pk or session.is_held_by(at):
            continue
        if code := _out_of_time(session, last, calendar.crew_sworn_on):
            params = {"last": last.isoformat(), "sworn": str(calendar.crew_sworn_on)}
            parts.append(StalePart(code, params, session))
    return parts


def _out_of_time(session: Session, last: date, sworn: date | None) -> str:
    if session.on > last:
        return "too_late"
    official = session.organiser != Organiser.SELF
    return "before_swearing_in" if official and sworn and session.on < sworn else ""
