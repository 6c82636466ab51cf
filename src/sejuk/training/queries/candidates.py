"""Who could be invited to a session: who lacks a second one comes first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from sejuk.crews.models import Seat
from sejuk.domain.training.counted import counted_days
from sejuk.domain.training.parameters import Parameters
from sejuk.elections.models import PollingStation
from sejuk.elections.queries import calendar_on
from sejuk.places.models import Area
from sejuk.places.queries import lies_in
from sejuk.training.models import Invitation, Plan, Session
from sejuk.training.queries.attendance import ENOUGH, ahead_days, attended_days
from sejuk.training.queries.numbers import Counting, plan_setting
from sejuk.training.queries.resources import ways_from

_WISHES = {
    name: getattr(Parameters(), name)
    for name in ("last_days", "gap_days", "max_travel_minutes")
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One seat that could come to a session.

    Attributes:
        seat: the seat.
        name: of who holds it; "" while nobody does.
        planned: counted sessions, this one included where the seat is invited.
        is_invited: whether it is expected here already.
        gains: whether this session would count as one more.
    """

    seat: Seat
    name: str
    planned: int
    is_invited: bool
    gains: bool

    @property
    def is_wanted(self) -> bool:
        """Whether this session would give what is still lacking."""
        return self.gains and not self.is_invited and self.planned < ENOUGH


@dataclass(frozen=True, slots=True)
class CandidateCrew:
    """The seats of one station.

    Attributes:
        station: with its village.
        minutes: the way to the hall, one way; None where no point is known.
        candidates: by seat.
        is_far: whether the way is longer than anybody should travel.
    """

    station: PollingStation
    minutes: int | None
    candidates: tuple[Candidate, ...]
    is_far: bool = False

    @property
    def wanted(self) -> list[Candidate]:
        """Seats that lack a second session and whom this one would give it."""
        return [each for each in self.candidates if each.is_wanted]

    @property
    def invited(self) -> list[Candidate]:
        """Seats expected here already."""
        return [each for each in self.candidates if each.is_invited]

    @property
    def others(self) -> list[Candidate]:
        """All other seats."""
        return [e for e in self.candidates if not e.is_wanted and not e.is_invited]


def candidate_crews(session: Session, at: datetime) -> list[CandidateCrew]:
    """All crews that may come to a session, nearest first. 7 queries.

    Of a village's own session its own crews, else those of the sub-district.
    """
    area = session.venue.area if session.plan.is_addition else session.plan.area
    election = session.plan.election
    rule, farthest = _rule(session.plan, at)
    attended = attended_days(election, area)
    ahead = _ahead(session, area, at)
    seats = list(_seats(session, area))
    minutes = _minutes_to(session.venue.area, {s.station.village for s in seats})
    crews = [
        _crew(list(own), session, rule, minutes, attended, ahead)
        for _pk, own in groupby(seats, key=lambda seat: seat.station_id)
    ]
    crews = [replace(c, is_far=(c.minutes or 0) > farthest) for c in crews]
    unknown = float("inf")
    return sorted(crews, key=lambda c: unknown if c.minutes is None else c.minutes)


def _rule(plan: Plan, at: datetime) -> tuple[Counting, float]:
    """What makes a session count here, and minutes that anybody should travel."""
    calendar = calendar_on(plan.election, at.date())
    values = {**_WISHES, **plan_setting(plan.election, plan.area).values}
    poll = calendar.voting_on if calendar else None
    last = date.max if poll is None else poll - timedelta(int(values["last_days"]))
    return Counting(last, int(values["gap_days"])), float(values["max_travel_minutes"])


def _ahead(session: Session, area: Area, at: datetime) -> dict[int, list[date]]:
    """Days of sessions still to come, by seat: in a draft those that it plans."""
    plan = session.plan
    if not plan.is_draft:
        return ahead_days(plan.election, area, at)
    stays = Q(
        session__plan__published_at__isnull=False,
        session__replaced_by=None,
        session__on__lt=plan.from_on,
        session__attendances=None,
    )
    rows = Invitation.objects.filter(
        Q(session__plan=plan) | stays,
        lies_in(area, "seat__station__village"),
        session__called_off_at=None,
        session__plan__election=plan.election,
    )
    days: dict[int, list[date]] = {}
    for seat, on in rows.values_list("seat", "session__on").distinct():
        days.setdefault(seat, []).append(on)
    return days


def _seats(session: Session, area: Area) -> QuerySet[Seat]:
    here = Invitation.objects.filter(session=session, seat=OuterRef("pk"))
    return (
        Seat.objects.filter(
            lies_in(area, "station__village"), station__election=session.plan.election
        )
        .annotate(
            now=FilteredRelation("holdings", condition=Q(holdings__to_on=None)),
            is_invited=Exists(here),
        )
        .annotate(person_id=F("now__person"), person_name=F("now__person__name"))
        .select_related("station__village")
        .defer("station__village__boundary")
        .order_by("station__village__code", "station__number", "number")
    )


def _crew(
    seats: list[Seat],
    session: Session,
    rule: Counting,
    minutes: dict[int, int],
    attended: dict[int, list[date]],
    ahead: dict[int, list[date]],
) -> CandidateCrew:
    def candidate(seat: Seat) -> Candidate:
        row = vars(seat)
        days = [*attended.get(row["person_id"] or 0, []), *ahead.get(seat.pk, [])]
        planned = _counted(days, rule)
        return Candidate(
            seat=seat,
            name=row["person_name"] or "",
            planned=planned,
            is_invited=row["is_invited"],
            gains=_counted([*days, session.on], rule) > planned,
        )

    station = seats[0].station
    return CandidateCrew(
        station, minutes.get(station.village_id), tuple(map(candidate, seats))
    )


def _minutes_to(hall_village: Area, villages: Iterable[Area]) -> dict[int, int]:
    """Minutes to the hall, one way, by village; none where nothing is known."""
    ways = ways_from(hall_village, villages)
    known = {way.to.pk: round(way.minutes) for way in ways if way.minutes is not None}
    return {**known, hall_village.pk: 0}


def _counted(days: Iterable[date], rule: Counting) -> int:
    return len(counted_days(days, last_day=rule.last_day, gap_days=rule.gap_days))
