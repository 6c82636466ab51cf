"""What goes out: as much as an account sees, safe to open, the same when it returns."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.lists.conftest import Rows

from sejuk.accounts.models import Account, Act
from sejuk.crews.models import Holding, Person
from sejuk.elections.models import PollingStation
from sejuk.sheets.grid import Value
from sejuk.sheets.reading import read_grid

SUB_DISTRICT = "63.02.09"
ClientOf = Callable[[str], Client]


@pytest.fixture
def crew(stations: list[PollingStation]) -> list[Holding]:
    """Chair and second of Tanjung Batu TPS 1, and the chair of the village beside."""
    seats = [
        stations[0].seats.get(number=1),
        stations[0].seats.get(number=2),
        stations[3].seats.get(number=1),
    ]
    return [
        Holding.objects.create(
            seat=seat,
            person=Person.objects.create(
                name=name, phone=f"+62812000000{n:02}", village=seat.station.village
            ),
            from_on=date(2020, 11, 24),
        )
        for n, (seat, name) in enumerate(
            zip(seats, ["=Ketua", "Anggota", "Orang Sebelah"], strict=True)
        )
    ]


@pytest.fixture
def client_of(
    crew: list[Holding],
    make_account: Callable[..., Account],
    sign_in: Callable[[Account], Client],
) -> ClientOf:
    return lambda kind: sign_in(make_account(kind, SUB_DISTRICT))


def rows_of(client: Client, kind: str, code: str = SUB_DISTRICT) -> Rows:
    answer = client.get(reverse("web:export", args=[code, kind, "xlsx"]))
    assert answer.status_code == 200
    return [list[Value](row) for row in read_grid(answer.content).sheets[0].rows]


def test_the_ppk_fetches_names_and_numbers_of_its_own_area(client_of: ClientOf) -> None:
    heading, *rows = rows_of(client_of("ppk"), "crew")

    assert heading[3:5] == ["Nama", "No. HP"]
    assert [row[3:5] for row in rows] == [
        ["=Ketua", "+6281200000000"],
        ["Anggota", "+6281200000001"],
    ]
    act = Act.objects.get(verb="export_crew")
    assert (act.area_code, act.details["officers"]) == (SUB_DISTRICT, 2)


@pytest.mark.parametrize(
    ("kind", "names"),
    [("panwascam", ["=Ketua", "Anggota"]), ("polsek", ["=Ketua"])],
)
def test_others_fetch_whom_they_see_without_numbers(
    kind: str, names: list[str], client_of: ClientOf
) -> None:
    heading, *rows = rows_of(client_of(kind), "crew")

    assert "No. HP" not in heading
    assert [row[3] for row in rows] == names
    assert "+62" not in repr(rows)


def test_who_sees_counts_only_fetches_no_names(client_of: ClientOf) -> None:
    client = client_of("overview")

    answer = client.get(reverse("web:export", args=[SUB_DISTRICT, "crew", "xlsx"]))

    assert answer.status_code == 404
    assert len(rows_of(client, "stations")) == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ["63.02.10", "crew", "xlsx"],  # beside
        ["63.02", "crew", "xlsx"],  # above
        [SUB_DISTRICT, "voters", "xlsx"],
        [SUB_DISTRICT, "crew", "pdf"],
    ],
)
def test_what_is_not_ones_own_does_not_exist(
    arguments: list[str], client_of: ClientOf
) -> None:
    assert client_of("ppk").get(reverse("web:export", args=arguments)).status_code == (
        404
    )


def test_a_csv_is_guarded_against_formulas(client_of: ClientOf) -> None:
    address = reverse("web:export", args=[SUB_DISTRICT, "crew", "csv"])
    answer = client_of("ppk").get(address)

    text = answer.content.decode("utf-8-sig")
    assert ";'=Ketua;" in text
    assert ";=" not in text
    assert answer.headers["Cache-Control"] == "no-store"


def test_agencies_find_no_forms_on_the_page_of_lists(client_of: ClientOf) -> None:
    client = client_of("polsek")

    page = client.get(reverse("web:import_list")).content.decode()

    assert reverse("web:export", args=[SUB_DISTRICT, "crew", "xlsx"]) in page
    assert reverse("web:import_new", args=["crew"]) not in page
    assert client.get(reverse("web:import_new", args=["crew"])).status_code == 404


def test_a_crew_member_finds_no_lists(client_of: ClientOf) -> None:
    client = client_of("trainer")

    assert client.get(reverse("web:import_list")).status_code == 404
    settings = client.get(reverse("web:settings")).content.decode()
    assert reverse("web:import_list") not in settings
