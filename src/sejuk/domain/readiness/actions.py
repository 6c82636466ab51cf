"""The next best actions of an area, by the readiness that each would bring."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sejuk.domain.readiness.score import (
    CREW_WEIGHT,
    ENOUGH_SESSIONS,
    PROBLEMS_WEIGHT,
    TRAINING_WEIGHT,
    SeatState,
    training_worth,
)


class Action(StrEnum):
    """What somebody can do next."""

    APPOINT_CHAIR = "appoint_chair"
    FILL_SEATS = "fill_seats"
    INVITE = "invite"
    SETTLE_PROBLEMS = "settle_problems"


@dataclass(frozen=True, slots=True)
class StationState:
    """One station as the actions see it.

    Attributes:
        key: what the caller knows the station by.
        village: code of its village.
        seats: by seat number, from 1; seat 1 chairs.
        stuck: numbers of seats for which no second session is possible any more.
    """

    key: int
    village: str
    seats: Mapping[int, SeatState]
    stuck: frozenset[int] = frozenset()

    @property
    def has_chair(self) -> bool:
        """Whether somebody holds seat 1."""
        return 1 in self.seats and self.seats[1].is_filled


@dataclass(frozen=True, slots=True)
class VillageProblems:
    """The problems of one village.

    Attributes:
        total: all that are recorded, settled or not, >= open.
        open: those not settled, >= 0.
    """

    total: int
    open: int

    @property
    def settled(self) -> int:
        """Those that are settled."""
        return self.total - self.open


@dataclass(frozen=True, slots=True)
class NextAction:
    """One action and what it brings.

    Attributes:
        action: what to do.
        gain: readiness of the whole area that it brings, a share in 0..1.
        station: key of the station concerned, if it is one.
        villages: codes of the villages concerned.
        count: seats to fill, officers to invite, or problems to settle.
    """

    action: Action
    gain: float
    villages: tuple[str, ...]
    station: int | None = None
    count: int = 1


def next_actions(
    stations: Sequence[StationState], problems: Mapping[str, VillageProblems]
) -> list[NextAction]:
    """All actions of an area, the most readiness gained first.

    All open problems are one action: a meeting goes through them together.

    A station's gain is weighted by its share of the area's seats. A missing chair is
    named before any other empty seat of the same gain, since it blocks the station.

    Args:
        stations: the stations of the area.
        problems: by village code; a village that is not there has none.

    Returns:
        Actions, by gain from most to least; equal gains in the order of stations.
    """
    total = sum(len(station.seats) for station in stations)
    if not total:
        return []
    found = [
        *_crews(stations, total),
        *_sessions(stations, total),
        *_problems(stations, total, problems),
    ]
    return sorted(found, key=lambda a: (-round(a.gain, 9), a.action.value))


def _crews(stations: Iterable[StationState], total: int) -> Iterable[NextAction]:
    for station in stations:
        empty = sum(not seat.is_filled for seat in station.seats.values())
        if not station.has_chair:
            yield NextAction(
                Action.APPOINT_CHAIR,
                CREW_WEIGHT / total,
                (station.village,),
                station.key,
            )
            empty -= 1
        if empty > 0:
            gain = CREW_WEIGHT * empty / total
            yield NextAction(
                Action.FILL_SEATS, gain, (station.village,), station.key, empty
            )


def _sessions(stations: Iterable[StationState], total: int) -> Iterable[NextAction]:
    for station in stations:
        short = [
            seat
            for number, seat in station.seats.items()
            if seat.planned < ENOUGH_SESSIONS and number not in station.stuck
        ]
        if short:
            missing = sum(1 - training_worth(seat.planned) for seat in short)
            gain = TRAINING_WEIGHT * missing / total
            yield NextAction(
                Action.INVITE, gain, (station.village,), station.key, len(short)
            )


def _problems(
    stations: Iterable[StationState],
    total: int,
    problems: Mapping[str, VillageProblems],
) -> Iterable[NextAction]:
    seats: dict[str, int] = {}
    for station in stations:
        seats[station.village] = seats.get(station.village, 0) + len(station.seats)
    still_open = {
        village: own
        for village, own in problems.items()
        if own.open and village in seats
    }
    if still_open:
        gain = sum(
            PROBLEMS_WEIGHT * seats[village] / total * own.open / own.total
            for village, own in still_open.items()
        )
        count = sum(own.open for own in still_open.values())
        yield NextAction(
            Action.SETTLE_PROBLEMS, gain, tuple(sorted(still_open)), count=count
        )
