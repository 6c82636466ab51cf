"""What every test may use: places, an election, accounts of each role.

People and phone numbers here are invented.
"""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from sejuk.accounts.models import Account, Agency, Role
from sejuk.crews.models import SEATS, Seat
from sejuk.elections.models import CalendarRevision, Election, PollingStation, Stage
from sejuk.places.models import Area

DATA = Path(os.environ.get("SEJUK_DATA", Path(__file__).parents[2] / "shared" / "data"))

VILLAGES = {
    "63.02.09.2001": ("Tanjung Batu", -2.9775, 116.2202),
    "63.02.09.2014": ("Senakin", -2.9672, 116.2797),
    "63.02.10.2001": ("Pudi", -2.80, 116.10),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests marked `data` read real data that a stranger's clone does not have."""
    if item.get_closest_marker("data") and not DATA.is_dir():
        pytest.skip(f"real data is absent: no folder {DATA}")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data."""
    return DATA


@pytest.fixture
def areas(db: None) -> dict[str, Area]:
    """A nation with two regencies; one of them with two sub-districts and villages."""
    made: dict[str, Area] = {}
    for code, name, level, parent in [
        ("00", "Indonesia", 0, None),
        ("63", "Kalimantan Selatan", 1, "00"),
        ("63.01", "Tanah Laut", 2, "63"),
        ("63.02", "Kotabaru", 2, "63"),
        ("63.02.09", "Kelumpang Tengah", 3, "63.02"),
        ("63.02.10", "Kelumpang Utara", 3, "63.02"),
    ]:
        made[code] = Area.objects.create(
            code=code, name=name, level=level, parent=made.get(parent or "")
        )
    for code, (name, lat, lon) in VILLAGES.items():
        made[code] = Area.objects.create(
            code=code, name=name, level=4, parent=made[code[:8]], lat=lat, lon=lon
        )
    return made


@pytest.fixture
def election(db: None) -> Election:
    """Pilkada 2020 as it stood on the working date 26 November 2020, 08.00 WITA."""
    election = Election.objects.create(
        slug="pilkada-2020",
        kind="pilkada",
        name_id="Pilkada 2020",
        name_en="Local elections 2020",
        contests=["governor", "regent"],
        is_running=True,
        set_at=datetime(2020, 11, 26, 0, 0, tzinfo=UTC),
    )
    revision = CalendarRevision.objects.create(
        election=election,
        effective_from=date(2020, 6, 15),
        regulation="PKPU 5/2020",
        status="S",
        voting_on=date(2020, 12, 9),
    )
    Stage.objects.create(
        revision=revision,
        key="kpps_term",
        name_id="Masa kerja KPPS",
        name_en="Term of KPPS",
        from_on=date(2020, 11, 24),
        to_on=date(2020, 12, 23),
        status="S",
    )
    return election


@pytest.fixture
def stations(election: Election, areas: dict[str, Area]) -> list[PollingStation]:
    """Two stations in Tanjung Batu, one in Senakin, one in the sub-district beside."""
    made = [
        PollingStation.objects.create(
            election=election, village=areas[code], number=number, voters=300
        )
        for code, number in [
            ("63.02.09.2001", 1),
            ("63.02.09.2001", 2),
            ("63.02.09.2014", 1),
            ("63.02.10.2001", 1),
        ]
    ]
    Seat.objects.bulk_create(
        Seat(station=station, number=number)
        for station in made
        for number in range(1, SEATS + 1)
    )
    return made


@pytest.fixture
def make_account(areas: dict[str, Area]) -> Callable[..., Account]:
    """Makes an account with one role: `make_account("ppk", "63.02.09")`."""

    def make(kind: str, code: str, station: int | None = None) -> Account:
        agency, _ = Agency.objects.get_or_create(
            kind="kpps" if kind == "kpps" else kind if kind in Agency.Kind else "kpu",
            area=areas[code],
            defaults={"name": f"{kind} {code}"},
        )
        number = Account.objects.count()
        account = Account.objects.make(
            f"{kind}-{code}-{number}", None, name=f"{kind} {code}"
        )
        Role.objects.create(
            account=account,
            kind=kind,
            agency=agency,
            area=areas[code],
            station_number=station,
            starts_on=date(2020, 1, 1),
        )
        return account

    return make


@pytest.fixture
def sign_in() -> Callable[[Account], Client]:
    """Gives a client that is signed in as an account."""

    def client_of(account: Account) -> Client:
        client = Client()
        client.force_login(account, backend="sejuk.accounts.sign_in.NameOrPhoneBackend")
        return client

    return client_of
