"""Two people who do the same thing at the same moment."""

from datetime import date
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from tests.concurrency.conftest import at_once

from sejuk.crews import services as crews
from sejuk.crews.models import Holding, Person, Seat
from sejuk.crews.services import NewPerson
from sejuk.elections import services as elections
from sejuk.elections.models import Election, PollingStation
from sejuk.elections.services import StationFacts
from sejuk.places.models import Area

DAY = date(2020, 11, 26)
TRIES = 4


@pytest.fixture
def village(database: str) -> Area:
    return Area.objects.create(code="63.02.09.2014", name="Senakin", level=4)


@pytest.fixture
def station(village: Area) -> PollingStation:
    election = Election.objects.create(
        slug="e", kind="pilkada", name_id="E", name_en="E", is_running=True
    )
    return elections.add_station(election, StationFacts(village, 1), by=None)


def refused(results: list[object]) -> list[object]:
    assert not [
        result
        for result in results
        if isinstance(result, Exception) and not isinstance(result, ValidationError)
    ], results
    return [result for result in results if isinstance(result, ValidationError)]


def test_one_seat_goes_to_one_person(database: str, station: PollingStation) -> None:
    seat = station.seats.get(number=1)
    people = [NewPerson(f"Petugas {i}", "", station.village) for i in range(TRIES)]

    results = at_once(
        database,
        *[partial(crews.seat_person, seat, p, from_on=DAY, by=None) for p in people],
    )

    assert len(refused(results)) == TRIES - 1
    assert Holding.objects.count() == Person.objects.count() == 1


def test_one_person_gets_one_seat(database: str, station: PollingStation) -> None:
    person = Person.objects.create(name="Siti Aminah", village=station.village)
    seats = list(Seat.objects.all()[:TRIES])

    results = at_once(
        database,
        *[partial(crews.seat_person, s, person, from_on=DAY, by=None) for s in seats],
    )

    assert len(refused(results)) == TRIES - 1
    assert Holding.objects.count() == 1


def test_a_station_number_is_given_once(database: str, station: PollingStation) -> None:
    facts = StationFacts(station.village, 2)

    results = at_once(
        database,
        *[partial(elections.add_station, station.election, facts, by=None)] * TRIES,
    )

    assert len(refused(results)) == TRIES - 1
    assert PollingStation.objects.count() == 2
