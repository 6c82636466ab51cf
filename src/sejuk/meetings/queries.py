"""What the agencies of a sub-district have to talk about at their next meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from sejuk.domain.meetings.agenda import (
    AgendaItem,
    Blocked,
    PastProblem,
    PlanGap,
    Reason,
    agenda,
)
from sejuk.elections.models import CalendarRevision, Election
from sejuk.places.models import Area
from sejuk.problems.models import Problem
from sejuk.problems.queries import open_problems
from sejuk.readiness.queries import AreaPicture, StationPicture, picture
from sejuk.training.queries import ENOUGH

LONG_AGO = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the agenda with the rows that it speaks of.

    Attributes:
        number: from 1.
        reason: why it stands there.
        village: the place.
        problem: the past problem, if it is one.
        station: the blocked station, if it is one.
        officers: how many officers it concerns; 0 for a problem.
    """

    number: int
    reason: Reason
    village: Area
    problem: Problem | None = None
    station: StationPicture | None = None
    officers: int = 0


def agenda_of(election: Election, area: Area, at: datetime) -> list[Item]:
    """The agenda of an area, made from what is open at a moment. 7 queries."""
    seen = picture(election, area, at)
    past = _past_problems(election, area)
    items = agenda(_past(past), _blocked(seen), _gaps(seen))
    by_key = {problem.pk: problem for problem, _voted_on in past}
    stations = {station.pk: station for station in seen.stations}
    villages = {s.village.code: s.village for s in seen.stations}
    villages |= {p.village.code: p.village for p in by_key.values()}
    return [_item(item, by_key, stations, villages) for item in items]


def _past(problems: Iterable[tuple[Problem, date | None]]) -> Iterable[PastProblem]:
    for problem, voted_on in problems:
        yield PastProblem(
            key=problem.pk,
            village=problem.village.code,
            severity=problem.severity,
            happened_on=voted_on or LONG_AGO,
        )


def _past_problems(election: Election, area: Area) -> list[tuple[Problem, date | None]]:
    """Open problems of earlier elections, each with the day of that vote."""
    days = CalendarRevision.objects.filter(
        election=OuterRef("election"), voting_on__isnull=False
    ).order_by("-effective_from")
    rows = (
        open_problems(area)
        .exclude(election=election)
        .annotate(voted_on=Subquery(days.values("voting_on")[:1]))
    )
    return [(problem, problem.voted_on) for problem in rows]


def _blocked(seen: AreaPicture) -> Iterable[Blocked]:
    for station in seen.stations:
        code = station.village.code
        if not station.has_chair:
            yield Blocked(station.pk, code, Reason.NO_CHAIR)
        if station.stuck:
            reason = Reason.NO_SECOND_SESSION
            yield Blocked(station.pk, code, reason, len(station.stuck))


def _gaps(seen: AreaPicture) -> Iterable[PlanGap]:
    """Officers who lack a second session in the plan and could still have one."""
    short: dict[str, int] = {}
    for station in seen.stations:
        lacking = sum(
            seat.planned < ENOUGH and number not in station.stuck
            for number, seat in station.seats.items()
        )
        code = station.village.code
        short[code] = short.get(code, 0) + lacking
    return [PlanGap(code, officers) for code, officers in short.items() if officers]


def _item(
    item: AgendaItem,
    problems: dict[int, Problem],
    stations: dict[int, StationPicture],
    villages: dict[str, Area],
) -> Item:
    subject, village = item.subject, villages[item.village]
    if isinstance(subject, PastProblem):
        return Item(item.number, item.reason, village, problem=problems[subject.key])
    if isinstance(subject, Blocked):
        station = stations[subject.station]
        return Item(
            item.number,
            item.reason,
            village,
            station=station,
            officers=subject.officers,
        )
    return Item(item.number, item.reason, village, officers=subject.officers)
