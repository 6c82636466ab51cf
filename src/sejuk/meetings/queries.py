"""What the agencies of a sub-district have to talk about at their next meeting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

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
    """The agenda of an area, made from what is open at a moment. 9 queries."""
    seen = picture(election, area, at)
    problems = [p for p in open_problems(area) if p.election_id != election.pk]
    items = agenda(_past(problems), _blocked(seen), _gaps(seen))
    by_key = {problem.pk: problem for problem in problems}
    stations = {station.pk: station for station in seen.stations}
    villages = {s.village.code: s.village for s in seen.stations}
    villages |= {p.village.code: p.village for p in problems}
    return [_item(item, by_key, stations, villages) for item in items]


def _past(problems: Sequence[Problem]) -> Iterable[PastProblem]:
    voted = _voting_days({problem.election_id for problem in problems})
    for problem in problems:
        yield PastProblem(
            key=problem.pk,
            village=problem.village.code,
            severity=problem.severity,
            happened_on=voted.get(problem.election_id, LONG_AGO),
        )


def _voting_days(elections: set[int]) -> dict[int, date]:
    """The voting day of each election by its last revision that has one."""
    rows = CalendarRevision.objects.filter(
        election__in=elections, voting_on__isnull=False
    ).order_by("effective_from")
    return {row.election_id: row.voting_on for row in rows if row.voting_on}


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
