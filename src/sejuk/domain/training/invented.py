"""Halls, trainers and free days that nobody has told us yet, invented the same always.

Benchmarks and the example need seats, opening days and trainers for real villages. All
of them are drawn from SHA-256 of what they are about (docs/planner.md), so that every
machine and every language invents the same. What comes from here is shown as invented.
"""

import hashlib
import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

SEAT_HALL_SEATS: Final = 100
"""Seats of the hall at the seat of a sub-district."""

_KPU_TRAINERS: Final = 8  # of a regency

_VOTERS_PER_STATION: Final = 500
_STATIONS_OF_A_LARGE_VILLAGE: Final = 4
_STATIONS_PER_HALL: Final = 25
_STATIONS_PER_TRAINER: Final = 16
_TRAINERS_AT_LEAST: Final = 5  # a PPK has five members
_SEATS_OF_A_SMALL_VILLAGE: Final = (30, 40, 60)
_SEATS_OF_LARGE: Final = (60, 80, 100)
_HALL_CLOSED: Final = 0.25
_SEAT_HALL_CLOSED: Final = 0.35
_TRAINER_FREE: Final = 0.7
_KPU_TRAINER_FREE: Final = 0.6
_VILLAGE_AT_RISK: Final = 0.2
_RISK: Final = 1.5
_SCATTER_DEGREES: Final = 0.04
_SUNDAY: Final = 7


def draw(*about: str | int) -> float:
    """A number in 0..1 that depends on nothing but what it is about.

    Args:
        about: the seed and what the number is for, in order; none contains ":".

    Returns:
        The first 8 bytes of SHA-256 of these joined by ":", divided by 2^64; in [0, 1).
    """
    text = ":".join(str(part) for part in about)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") / 2.0**64


def stations_for(voters: int, counted: int) -> int:
    """Stations of a village by its roll, 500 voters each.

    Args:
        voters: people on the roll; 0 or less where there is no roll.
        counted: stations of a later count, used without a roll.

    Returns:
        At least 1.
    """
    if voters > 0:
        return math.ceil(voters / _VOTERS_PER_STATION)
    return max(1, counted)


def scaled_stations(counts: Mapping[str, int], total: int, of: int) -> dict[str, int]:
    """Each village's stations of another election, scaled to the size of this one.

    Largest remainders, ties by code, at least one station a village.

    Args:
        counts: stations of the other election by village code.
        total: stations of the whole regency in this election.
        of: stations of the whole regency in the other election, > 0.

    Returns:
        Stations by village code, in code order.
    """
    floors = {code: counts[code] * total // of for code in sorted(counts)}
    left = round(sum(counts.values()) * total / of) - sum(floors.values())
    by_remainder = sorted(floors, key=lambda code: (-(counts[code] * total % of), code))
    given_one_more = set(by_remainder[:left])
    return {c: max(1, n + (c in given_one_more)) for c, n in floors.items()}


def hall_count(stations: int) -> int:
    """Halls of a village: one for every 25 stations or part of them."""
    return max(1, math.ceil(stations / _STATIONS_PER_HALL))


def hall_seats(seed: int, village: str, stations: int, hall: int = 0) -> int:
    """Seats of a village's hall.

    Args:
        seed: which world of invented things.
        village: the village's code.
        stations: the village's stations.
        hall: 0 for the village hall, 1, 2, ... for the further ones of a large village.
    """
    is_large = stations >= _STATIONS_OF_A_LARGE_VILLAGE
    seats = _SEATS_OF_LARGE if is_large else _SEATS_OF_A_SMALL_VILLAGE
    return seats[int(len(seats) * draw(seed, village, "cap", *_further(hall)))]


def is_hall_closed(seed: int, village: str, on: date, hall: int = 0) -> bool:
    """That a village's hall is taken by something else on a day."""
    drawn = draw(seed, village, on.isoformat(), "closed", *_further(hall))
    return drawn < _HALL_CLOSED


def _further(hall: int) -> tuple[int, ...]:
    return (hall,) if hall else ()


def is_seat_hall_closed(seed: int, sub_district: str, on: date) -> bool:
    """That the hall at the seat of a sub-district is taken on a day."""
    return draw(seed, sub_district, on.isoformat(), "seat") < _SEAT_HALL_CLOSED


def seat_village(stations: Mapping[str, int]) -> str:
    """The village with most stations, by code: there the sub-district has its seat."""
    return max(stations, key=lambda code: (stations[code], code))


def trainer_count(stations: int) -> int:
    """Trainers of a sub-district: the five of its PPK, more where stations are many."""
    return max(_TRAINERS_AT_LEAST, math.ceil(stations / _STATIONS_PER_TRAINER))


def is_trainer_free(seed: int, sub_district: str, trainer: int, on: date) -> bool:
    """That a PPK trainer (counted from 0) can come on an official day."""
    return draw(seed, sub_district, "ppk", trainer, on.isoformat()) < _TRAINER_FREE


def kpu_trainers_free(seed: int, regency: str, on: date) -> list[int]:
    """Which of a regency's KPU trainers (from 0) can come on an official day."""
    return [
        trainer
        for trainer in range(_KPU_TRAINERS)
        if draw(seed, regency, "kpu", trainer, on.isoformat()) < _KPU_TRAINER_FREE
    ]


def kpu_share(
    seed: int,
    sub_district: str,
    of_regency: Mapping[date, int],
    *,
    first_day: date,
    share: float,
) -> dict[date, int]:
    """The KPU trainer-days that a sub-district gets when it plans alone.

    Args:
        seed: which world of invented things.
        sub_district: its code.
        of_regency: the regency's free KPU trainers by official day.
        first_day: first day of the horizon, from which days are counted in the draws.
        share: the sub-district's stations as a part of the regency's, 0..1.

    Returns:
        Trainer-days by day, only days that have any: dealt one a day, round and round,
        never more than the regency has on that day, and at least one in all.
    """
    left = max(1, round(sum(of_regency.values()) * share))
    left = min(left, sum(of_regency.values()))
    order = sorted(
        (on for on, trainers in of_regency.items() if trainers > 0),
        key=lambda on: draw(seed, sub_district, "kpuday", (on - first_day).days),
    )
    dealt = dict.fromkeys(order, 0)
    while left:
        for on in order:
            if left and dealt[on] < of_regency[on]:
                dealt[on] += 1
                left -= 1
    return {on: dealt[on] for on in sorted(dealt) if dealt[on]}


def village_risk(seed: int, village: str) -> float:
    """How much more a mistake weighs in a village: 1.5 in one of five, else 1."""
    return _RISK if draw(seed, village, "risk") < _VILLAGE_AT_RISK else 1.0


def scattered(village: str, centre: tuple[float, float]) -> tuple[float, float]:
    """A point for a village that has none, near the centre of its sub-district.

    Args:
        village: its code.
        centre: latitude and longitude of the sub-district, degrees.

    Returns:
        Latitude and longitude, degrees, at most 0.02 from the centre in each. The same
        for every seed: where a village lies is no matter of chance.
    """
    return (
        centre[0] + _SCATTER_DEGREES * (draw(village, "lat") - 0.5),
        centre[1] + _SCATTER_DEGREES * (draw(village, "lon") - 0.5),
    )


def official_days(days: Iterable[date], sworn_on: date) -> list[date]:
    """The days on which a committee trains: from the swearing-in, no Sundays."""
    return [on for on in days if on >= sworn_on and on.isoweekday() != _SUNDAY]
