"""The picture of an area: readiness of every station in it, and what blocks.

`picture` asks the same six queries for a village and for a regency.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Case, Count, Exists, OuterRef, Q, When

from sejuk.domain.places.level import Level
from sejuk.domain.readiness.actions import (
    NextAction,
    StationState,
    VillageProblems,
    next_actions,
)
from sejuk.domain.readiness.rollup import joined
from sejuk.domain.readiness.score import Score, SeatState, station_score
from sejuk.elections.models import Election
from sejuk.elections.queries import calendar_on
from sejuk.places.models import Area
from sejuk.places.queries import lies_in
from sejuk.problems.models import Closure, Problem
from sejuk.training.queries import ENOUGH, SeatTraining, training_of_seats

NO_PROBLEMS = VillageProblems(0, 0)


@dataclass(frozen=True, slots=True)
class StationPicture:
    """One station's readiness.

    Attributes:
        pk, number: the station.
        village: its village.
        score: readiness and its parts.
        seats: training of its nine seats, by seat number.
        stuck: numbers of seats that can have no second counted session any more.
    """

    pk: int
    number: int
    village: Area
    score: Score
    seats: Mapping[int, SeatTraining]
    stuck: frozenset[int]

    @property
    def has_chair(self) -> bool:
        """Whether somebody holds seat 1."""
        return 1 in self.seats and self.seats[1].person_id is not None

    @property
    def is_blocked(self) -> bool:
        """Whether it cannot become ready as things stand."""
        return not self.has_chair or bool(self.stuck)

    @property
    def counts(self) -> "Counts":
        """What makes its readiness up; problems are counted by village, not here."""
        return counts_of([self], {})


@dataclass(frozen=True, slots=True)
class Counts:
    """What makes readiness up, as numbers that people can check.

    Attributes:
        stations, seats, filled: of the area.
        by_sessions: seats with no, one, and two or more counted sessions attended.
        planned_twice: seats with two or more when all that is planned is attended.
        problems, settled: of the villages.
        chairless: stations without a chair.
        stuck: officers for whom no second session is possible any more.
    """

    stations: int
    seats: int
    filled: int
    by_sessions: tuple[int, int, int]
    planned_twice: int
    problems: int
    settled: int
    chairless: int
    stuck: int

    @property
    def empty(self) -> int:
        """Seats that nobody holds."""
        return self.seats - self.filled

    @property
    def open(self) -> int:
        """Problems that are not settled."""
        return self.problems - self.settled

    @property
    def short(self) -> int:
        """Seats without a second session in the plan."""
        return self.seats - self.planned_twice


@dataclass(frozen=True, slots=True)
class AreaPicture:
    """Readiness of an area and of the areas right under it.

    Attributes:
        area: the area.
        score: None where it has no station.
        counts: what makes it up.
        parts: the areas right under it, by code; empty for a village.
        stations: its stations, by village and number.
        problems: by village code; a village that is not there has none.
        voting_on: the voting day; None while it is not known (and in `parts`).
    """

    area: Area
    score: Score | None
    counts: Counts
    parts: tuple["AreaPicture", ...]
    stations: tuple[StationPicture, ...]
    problems: Mapping[str, VillageProblems]
    voting_on: date | None = None

    @property
    def readiness(self) -> float | None:
        """Readiness now (0..1); None where there is no station."""
        return self.score.readiness if self.score else None

    @property
    def is_blocked(self) -> bool:
        """Whether a station in it is blocked."""
        return bool(self.counts.chairless or self.counts.stuck)


def picture(election: Election, area: Area, at: datetime) -> AreaPicture:
    """Readiness of an area at a moment of the election. 6 queries."""
    calendar = calendar_on(election, at.date())
    villages, problems, below = _villages(area)
    seats = training_of_seats(election, area, at, calendar)
    stations = _stations(seats, villages, problems)
    parts: tuple[AreaPicture, ...] = ()
    if area.level < Level.VILLAGE:
        parts = _parts(area, at.date(), below, stations, problems)
    seen = _picture(area, parts, stations, problems)
    return replace(seen, voting_on=calendar.voting_on if calendar else None)


def actions_of(seen: AreaPicture) -> list[NextAction]:
    """The next best actions of a picture, the most readiness gained first."""
    states = [
        StationState(
            station.pk,
            station.village.code,
            {number: _state(seat) for number, seat in station.seats.items()},
            station.stuck,
        )
        for station in seen.stations
    ]
    return next_actions(states, seen.problems)


def counts_of(
    stations: Iterable[StationPicture], problems: Mapping[str, VillageProblems]
) -> Counts:
    """What makes up the readiness of some stations and of the problems given."""
    stations = list(stations)
    seats = [seat for station in stations for seat in station.seats.values()]
    attended = [min(seat.counted, ENOUGH) for seat in seats]
    return Counts(
        stations=len(stations),
        seats=len(seats),
        filled=sum(seat.person_id is not None for seat in seats),
        by_sessions=(attended.count(0), attended.count(1), attended.count(2)),
        planned_twice=sum(seat.planned >= ENOUGH for seat in seats),
        problems=sum(own.total for own in problems.values()),
        settled=sum(own.settled for own in problems.values()),
        chairless=sum(not station.has_chair for station in stations),
        stuck=sum(len(station.stuck) for station in stations),
    )


def _villages(
    area: Area,
) -> tuple[dict[str, Area], dict[str, VillageProblems], list[Area]]:
    """The villages of an area, their problems, and the areas right under it, by code.

    Above sub-districts a village comes without its boundary: nobody draws it there.
    """
    holds = Exists(Closure.objects.filter(problem=OuterRef("pk"), reopening=None))
    settled = Problem.objects.filter(holds).values("pk")
    right_under = min(area.level + 1, Level.VILLAGE)
    rows = (
        Area.objects.filter(lies_in(area), level__in={right_under, Level.VILLAGE})
        .select_related("parent")
        .defer("boundary", "parent__boundary")
        .annotate(
            drawn=Case(When(level=right_under, then="boundary")),
            total=Count("problems"),
            settled=Count("problems", filter=Q(problems__in=settled)),
        )
        .order_by("code")
    )
    villages: dict[str, Area] = {}
    problems: dict[str, VillageProblems] = {}
    below: list[Area] = []
    for row in rows:
        if row.level == right_under:
            row.boundary = row.drawn
            below.append(row)
        if row.level == Level.VILLAGE:
            villages[row.code] = row
            if row.total:
                own = VillageProblems(row.total, row.total - row.settled)
                problems[row.code] = own
    return villages, problems, below


def _stations(
    seats: Iterable[SeatTraining],
    villages: Mapping[str, Area],
    problems: Mapping[str, VillageProblems],
) -> tuple[StationPicture, ...]:
    by_station: dict[int, dict[int, SeatTraining]] = defaultdict(dict)
    for seat in seats:
        by_station[seat.station_id][seat.number] = seat
    return tuple(
        _station(pk, own, villages, problems) for pk, own in by_station.items()
    )


def _station(
    pk: int,
    seats: Mapping[int, SeatTraining],
    villages: Mapping[str, Area],
    problems: Mapping[str, VillageProblems],
) -> StationPicture:
    one = next(iter(seats.values()))
    own = problems.get(one.village_code, NO_PROBLEMS)
    return StationPicture(
        pk=pk,
        number=one.station_number,
        village=villages[one.village_code],
        score=station_score(
            [_state(seat) for seat in seats.values()],
            problems=own.total,
            settled=own.settled,
        ),
        seats=seats,
        stuck=frozenset(
            seat.number
            for seat in seats.values()
            if max(seat.planned, seat.reachable) < ENOUGH
        ),
    )


def _state(seat: SeatTraining) -> SeatState:
    return SeatState(
        is_filled=seat.person_id is not None,
        attended=seat.counted,
        planned=max(seat.counted, seat.planned),
    )


def _parts(
    area: Area,
    day: date,
    below: Iterable[Area],
    stations: Sequence[StationPicture],
    problems: Mapping[str, VillageProblems],
) -> tuple[AreaPicture, ...]:
    """The areas right under an area, each with its stations and problems.

    Codes that do not hold on the day are left out, unless stations stand there.
    """
    own: dict[str, list[StationPicture]] = defaultdict(list)
    for station in stations:
        own[_cut(station.village.code, area.level + 1)].append(station)
    theirs: dict[str, dict[str, VillageProblems]] = defaultdict(dict)
    for code, counted in problems.items():
        theirs[_cut(code, area.level + 1)][code] = counted
    return tuple(
        _picture(part, (), tuple(own[part.code]), theirs[part.code])
        for part in below
        if part.code in own or _holds(part, day)
    )


def _holds(area: Area, day: date) -> bool:
    """Whether the code of an area holds on a day."""
    begun = area.valid_from is None or area.valid_from <= day
    return begun and (area.valid_to is None or day <= area.valid_to)


def _picture(
    area: Area,
    parts: tuple[AreaPicture, ...],
    stations: tuple[StationPicture, ...],
    problems: Mapping[str, VillageProblems],
) -> AreaPicture:
    score = joined(station.score for station in stations)
    counts = counts_of(stations, problems)
    return AreaPicture(area, score, counts, parts, stations, problems)


def _cut(code: str, level: int) -> str:
    return ".".join(code.split(".")[:level])
