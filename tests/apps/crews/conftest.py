"""Crews of the shared stations."""

from collections.abc import Callable
from datetime import date

import pytest

from sejuk.accounts.models import Account
from sejuk.crews.models import Holding, Person, Seat
from sejuk.elections.models import PollingStation

SWORN_ON = date(2020, 11, 24)


@pytest.fixture
def pps(make_account: Callable[..., Account]) -> Account:
    return make_account("pps", "63.02.09.2001")


@pytest.fixture
def ppk(make_account: Callable[..., Account]) -> Account:
    return make_account("ppk", "63.02.09")


@pytest.fixture
def seats(stations: list[PollingStation]) -> list[Seat]:
    """The nine seats of Tanjung Batu TPS 1, all empty."""
    return list(stations[0].seats.order_by("number"))


@pytest.fixture
def hold() -> Callable[..., Holding]:
    """Lets an invented person hold a seat."""

    def make(seat: Seat, name: str, phone: str = "") -> Holding:
        person = Person.objects.create(
            name=name, phone=phone, village=seat.station.village
        )
        return Holding.objects.create(seat=seat, person=person, from_on=SWORN_ON)

    return make
