"""Several people record the same session at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from django.db import connections
from tests.concurrency.conftest import connection_to

from sejuk.accounts.models import Act
from sejuk.crews.models import Person
from sejuk.elections.models import Election
from sejuk.places.models import Area, Venue
from sejuk.training import services
from sejuk.training.models import Plan, Session

STARTS = datetime.fromisoformat("2020-11-30T09:00+08:00")
_opening = threading.Lock()


@pytest.fixture
def session(database: str) -> Session:
    area = Area.objects.create(code="63.02.09.2001", name="Desa", level=4)
    election = Election.objects.create(
        slug="uji", kind="pilkada", name_id="Uji", name_en="Test"
    )
    venue = Venue.objects.create(area=area, name="Balai", seats=30)
    plan = Plan.objects.create(
        election=election,
        area=area,
        number=1,
        made_at=STARTS,
        from_on=date(2020, 11, 28),
        voting_on=date(2020, 12, 9),
        published_at=STARTS,
    )
    return Session.objects.create(
        plan=plan,
        venue=venue,
        organiser="self",
        on=STARTS.date(),
        slot=1,
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=3),
        seats=30,
    )


def test_each_person_is_written_once(session: Session, database: str) -> None:
    people = [
        Person.objects.create(name=f"Orang {n}", village=session.venue.area)
        for n in range(12)
    ]

    def record(part: list[Person]) -> int:
        with _opening:
            connections["default"] = connection_to(database)
        try:
            at = STARTS + timedelta(hours=1)
            return services.record_attendance(session, part, by=None, at=at).new
        finally:
            connections["default"].close()

    parts = [people[:8], people[4:], people[:8], people[4:]] * 3
    with ThreadPoolExecutor(6) as pool:
        new = list(pool.map(record, parts))

    assert sum(new) == 12
    assert session.attendances.count() == 12
    assert Act.objects.filter(verb="record_attendance").count() == sum(map(bool, new))
