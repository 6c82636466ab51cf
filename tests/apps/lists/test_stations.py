"""Lists of polling stations: every fault at its row, all or nothing, twice is once."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sejuk.crews.models import SEATS, Seat
from sejuk.elections import imports
from sejuk.elections.imports import StationList, write_stations
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area
from sejuk.sheets.grid import Value
from sejuk.sheets.preview import opened

SENAKIN = "63.02.09.2014"
File = Callable[[Sequence[Sequence[Value]]], bytes]


@pytest.fixture
def villages(areas: dict[str, Area]) -> list[Area]:
    return [areas["63.02.09.2001"], areas[SENAKIN]]


def read_stations(
    content: bytes, election: Election, villages: list[Area]
) -> StationList:
    return imports.read_stations([opened("tps.xlsx", content)], election, villages)


def codes(content: bytes, election: Election, villages: list[Area]) -> list[object]:
    """Row, column and code of each fault."""
    faults = read_stations(content, election, villages).preview.faults
    return [(fault.row, fault.column, fault.code) for fault in faults]


def test_new_stations_get_their_nine_seats(
    election: Election, villages: list[Area], stations_file: File
) -> None:
    content = stations_file([[SENAKIN, 1, "Balai Desa", 287], ["Tanjung Batu", 1]])

    read = read_stations(content, election, villages)
    written = write_stations(read, election, by=None)

    assert written == 2
    assert Seat.objects.count() == 2 * SEATS
    assert PollingStation.objects.get(village__code=SENAKIN).voters == 287


def test_reading_writes_nothing(
    election: Election, villages: list[Area], stations_file: File
) -> None:
    read_stations(stations_file([[SENAKIN, 1]]), election, villages)

    assert PollingStation.objects.count() == 0


def test_the_same_list_twice_changes_nothing(
    election: Election, villages: list[Area], stations_file: File
) -> None:
    content = stations_file([[SENAKIN, 1, "Balai Desa", 287], [SENAKIN, 2, "SD", 290]])
    write_stations(read_stations(content, election, villages), election, by=None)

    again = read_stations(content, election, villages)

    assert (again.preview.lines, again.preview.unchanged) == ([], 2)


def test_empty_cells_leave_what_stands(
    election: Election, villages: list[Area], stations_file: File
) -> None:
    first = stations_file([[SENAKIN, 1, "Balai Desa", 287]])
    write_stations(read_stations(first, election, villages), election, by=None)

    second = stations_file([[SENAKIN, 1, "", 300]])
    read = read_stations(second, election, villages)
    write_stations(read, election, by=None)

    station = PollingStation.objects.get()
    assert (station.place, station.voters) == ("Balai Desa", 300)
    assert read.preview.lines[0].tell()[1] == "TPS 1, Balai Desa, 287 pemilih"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["63.02.09.9999", 1], (2, "village", "VILLAGE_UNKNOWN")),
        (["Pudi", 1], (2, "village", "VILLAGE_UNKNOWN")),  # another sub-district's
        (["63.02.10.2001", 1], (2, "village", "VILLAGE_UNKNOWN")),
        (["", 1], (2, "village", "CELL_EMPTY")),
        ([SENAKIN, 0], (2, "number", "NUMBER_RANGE")),
        ([SENAKIN, "satu"], (2, "number", "NUMBER_INVALID")),
        ([SENAKIN, 1, "", -3], (2, "voters", "NUMBER_INVALID")),
        ([SENAKIN, 1, "x" * 161], (2, "place", "TEXT_LONG")),
    ],
)
def test_each_fault_is_told_at_its_cell(
    row: list[Value],
    fault: tuple[int, str, str],
    election: Election,
    villages: list[Area],
    stations_file: File,
) -> None:
    assert codes(stations_file([row]), election, villages) == [fault]


@pytest.mark.parametrize("name", ["Senakin", "SENAKIN", " senakin ", "Tanjung-batu"])
def test_a_village_is_known_by_name_however_it_is_spaced(
    name: str, election: Election, villages: list[Area], stations_file: File
) -> None:
    assert codes(stations_file([[name, 1]]), election, villages) == []


def test_two_villages_of_one_name_are_told_apart_by_code(
    election: Election, areas: dict[str, Area], stations_file: File
) -> None:
    twin = Area.objects.create(
        code="63.02.10.2002", name="Senakin", level=4, parent=areas["63.02.10"]
    )
    both = [areas[SENAKIN], twin]

    by_name = codes(stations_file([["Senakin", 1]]), election, both)
    by_code = codes(stations_file([[twin.code, 1]]), election, both)

    assert by_name == [(2, "village", "VILLAGE_AMBIGUOUS")]
    assert by_code == []


def test_all_faults_are_told_at_once_with_the_senders_rows(
    election: Election, villages: list[Area], stations_file: File
) -> None:
    rows: list[list[Value]] = [
        [SENAKIN, 1],
        [],  # an empty row counts
        [SENAKIN, 1],
        ["Nirwana", "x"],
    ]

    assert codes(stations_file(rows), election, villages) == [
        (4, "number", "STATION_TWICE"),
        (5, "village", "VILLAGE_UNKNOWN"),
        (5, "number", "NUMBER_INVALID"),
    ]


def test_a_list_with_a_fault_is_not_written(
    election: Election, villages: list[Area], stations_file: File
) -> None:
    read = read_stations(
        stations_file([[SENAKIN, 1], [SENAKIN, 0]]), election, villages
    )

    with pytest.raises(ValueError, match="faults"):
        write_stations(read, election, by=None)


class TestCommand:
    def test_writes_all_files_or_none(
        self,
        election: Election,
        areas: dict[str, Area],
        stations_file: File,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        good, bad = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
        good.write_bytes(stations_file([[SENAKIN, 1]]))
        bad.write_bytes(stations_file([[SENAKIN, 1], [SENAKIN, 0]]))

        with pytest.raises(CommandError):
            call_command("import_stations", good, bad)

        assert PollingStation.objects.count() == 0
        assert f"{bad}:TPS:3: number: " in capsys.readouterr().err

    def test_looks_only_when_asked_to(
        self,
        election: Election,
        areas: dict[str, Area],
        stations_file: File,
        tmp_path: Path,
    ) -> None:
        file = tmp_path / "a.xlsx"
        file.write_bytes(stations_file([[SENAKIN, 1]]))

        call_command("import_stations", file, check=True)
        looked = PollingStation.objects.count()
        call_command("import_stations", file)

        assert (looked, PollingStation.objects.count()) == (0, 1)

    def test_a_file_that_is_none_is_a_sentence(
        self, election: Election, areas: dict[str, Area], tmp_path: Path
    ) -> None:
        with pytest.raises(CommandError, match="nothing"):
            call_command("import_stations", tmp_path / "nothing.xlsx")
