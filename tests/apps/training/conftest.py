"""A small sub-district that can be trained: halls, trainers, persons in seats."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from sejuk.accounts.models import Account
from sejuk.crews.models import Holding, Person, Seat
from sejuk.domain.training.baseline import greedy
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area, Venue
from sejuk.training import services
from sejuk.training.models import FreeDay, Plan, Session, Trainer
from sejuk.training.planning import problem_of

WITA = ZoneInfo("Asia/Makassar")
NOW = datetime(2020, 11, 26, 8, tzinfo=WITA)
SWORN, LAST = date(2020, 11, 24), date(2020, 12, 7)
SUNDAY = 6


def on(day: int) -> date:
    """A day of the window: 24 to 30 in November, 1 to 9 in December."""
    return date(2020, 11, day) if day > 20 else date(2020, 12, day)


@pytest.fixture
def at() -> datetime:
    """The election's moment: 26 November 2020, 08.00 WITA."""
    return NOW


@pytest.fixture
def sub_district(areas: dict[str, Area]) -> Area:
    return areas["63.02.09"]


@pytest.fixture
def ppk(make_account: Callable[..., Account]) -> Account:
    return make_account("ppk", "63.02.09")


@pytest.fixture
def halls(areas: dict[str, Area]) -> dict[str, Venue]:
    """A hall in each village and the sub-district's own in Senakin."""
    rows = [
        ("batu", "63.02.09.2001", "Balai Desa Tanjung Batu", "village_hall", 30),
        ("senakin", "63.02.09.2014", "Balai Desa Senakin", "village_hall", 20),
        ("seat", "63.02.09.2014", "Gedung Kecamatan", "seat_hall", 60),
    ]
    return {
        key: Venue.objects.create(
            area=areas[code], name=name, kind=kind, seats=seats, rent=75_000
        )
        for key, code, name, kind, seats in rows
    }


@pytest.fixture
def trainers(areas: dict[str, Area]) -> dict[str, Trainer]:
    """Two PPK trainers free on every official day, a KPU trainer on two of them."""
    made = {
        name: Trainer.objects.create(
            name=name, kind="ppk", area=areas["63.02.09"], is_invented=True
        )
        for name in ("Ani", "Budi")
    }
    days = [SWORN + timedelta(n) for n in range((LAST - SWORN).days + 1)]
    for trainer in made.values():
        for day in days:
            if day.weekday() != SUNDAY:
                FreeDay.objects.create(
                    trainer=trainer, on=day, sub_district=areas["63.02.09"]
                )
    made["Citra"] = Trainer.objects.create(
        name="Citra", kind="kpu", area=areas["63.02"], is_invented=True
    )
    for day in (on(30), on(5)):
        FreeDay.objects.create(
            trainer=made["Citra"], on=day, sub_district=areas["63.02.09"]
        )
    return made


@pytest.fixture
def crews(stations: list[PollingStation]) -> dict[int, Person]:
    """Somebody in every seat of the sub-district, by seat."""
    people: dict[int, Person] = {}
    seats = Seat.objects.filter(station__village__code__startswith="63.02.09")
    for seat in seats.select_related("station__village"):
        person = Person.objects.create(
            name=f"Orang {seat.pk}", village=seat.station.village, is_invented=True
        )
        Holding.objects.create(seat=seat, person=person, from_on=SWORN)
        people[seat.pk] = person
    return people


@pytest.fixture
def ready(
    halls: dict[str, Venue], trainers: dict[str, Trainer], crews: dict[int, Person]
) -> None:
    """Everything that planning needs."""


@pytest.fixture
def draft(ready: None, sub_district: Area, election: Election, ppk: Account) -> Plan:
    """A plan as the planner writes it, found by the greedy clerk."""
    problem = problem_of(sub_district, election, NOW)
    return services.write_plan(problem, greedy(problem.instance), by=ppk)


@pytest.fixture
def published(draft: Plan, ppk: Account) -> Plan:
    """The same, published."""
    return services.publish(draft, by=ppk, at=NOW).plan


@pytest.fixture
def held(published: Plan) -> Session:
    """The first session of the published plan; ask at `later(held)`."""
    return published.sessions.select_related("plan__area", "venue__area").first()  # type: ignore[return-value]


@pytest.fixture
def clients(
    sign_in: Callable[[Account], Client], make_account: Callable[..., Account]
) -> Callable[..., Client]:
    """A client with one role: `clients("pps", "63.02.09.2014")`."""

    def client(kind: str, code: str = "63.02.09", station: int | None = None) -> Client:
        return sign_in(make_account(kind, code, station))

    return client


@pytest.fixture
def coming(published: Plan) -> Session:
    """An announced session to come, in Tanjung Batu, with the crew of TPS 1."""
    session = (
        published.sessions.filter(starts_at__gt=NOW, venue__area__code="63.02.09.2001")
        .select_related("venue__area", "plan__area", "plan__election")
        .first()
    )
    assert session is not None
    return session


def later(session: Session) -> datetime:
    """An hour after a session began."""
    return session.starts_at + timedelta(hours=1)


def at_the_hour(session: Session) -> None:
    """Let the election's clock stand an hour after a session began."""
    Election.objects.update(set_at=later(session))


def said(client: Client, name: str, session: Session, **query: str) -> str:
    """What a page about a session says."""
    answer = client.get(reverse(f"training:{name}", args=[session.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()
