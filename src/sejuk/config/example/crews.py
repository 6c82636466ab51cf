"""Stations, seats and the invented people who hold them."""

from typing import Final

from sejuk.config.example.names import Invented
from sejuk.config.example.story import (
    GERONGGANG,
    SEED,
    SWORN_ON,
    VILLAGES,
    stations_by_village,
    voters_of_stations,
)
from sejuk.crews.models import CREW_SEATS, SEATS, Holding, Person, Seat
from sejuk.domain.training.invented import draw
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area

WITHOUT_CHAIR: Final = (GERONGGANG, 4, 1)
"""The one station whose chair nobody took yet: village, TPS, seat."""

EMPTY_SEATS: Final = 14
"""Seats that nobody holds, that chair's among them."""

SeatKey = tuple[str, int, int]


def seat_key(seat: Seat) -> SeatKey:
    """What a seat is on every machine: village code, TPS, number."""
    return seat.station.village.code, seat.station.number, seat.number


def make_stations(election: Election, areas: dict[str, Area]) -> list[PollingStation]:
    """The stations of 2020: derived, for the official list was not found."""
    return PollingStation.objects.bulk_create(
        PollingStation(
            election=election,
            village=areas[code],
            number=number,
            voters=voters,
            is_derived=True,
        )
        for code, stations in stations_by_village().items()
        for number, voters in enumerate(voters_of_stations(code, stations), start=1)
    )


def make_stations_before(
    election: Election, areas: dict[str, Area]
) -> list[PollingStation]:
    """The stations of 2019, so that past problems can name theirs."""
    return PollingStation.objects.bulk_create(
        PollingStation(election=election, village=areas[code], number=number)
        for code, (stations, *_) in VILLAGES.items()
        for number in range(1, stations + 1)
    )


def make_crews(stations: list[PollingStation], invented: Invented) -> list[Seat]:
    """Nine seats a station and, but for a few, a person in each."""
    seats = Seat.objects.bulk_create(
        Seat(station=station, number=number)
        for station in stations
        for number in range(1, SEATS + 1)
    )
    empty = _empty_seats(seats)
    held = [seat for seat in seats if seat_key(seat) not in empty]
    persons = Person.objects.bulk_create(
        Person(
            name=invented.name(SEED, *seat_key(seat), woman=_woman(seat)),
            phone=invented.phone(),
            village=seat.station.village,
            is_invented=True,
        )
        for seat in held
    )
    Holding.objects.bulk_create(
        Holding(seat=seat, person=person, from_on=SWORN_ON)
        for seat, person in zip(held, persons, strict=True)
    )
    return seats


def _woman(seat: Seat) -> bool | None:
    """Security officers are men here; of the others either."""
    return False if seat.number > CREW_SEATS else None


def _empty_seats(seats: list[Seat]) -> set[SeatKey]:
    keys = [seat_key(seat) for seat in seats if seat.number != 1]
    keys.sort(key=lambda key: draw(SEED, *key, "empty"))
    return {WITHOUT_CHAIR, *keys[: EMPTY_SEATS - 1]}
