"""Several sheets and files are one list; commands write all of it or nothing."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from tests.apps.lists.conftest import Rows

from sejuk.crews.models import Holding
from sejuk.elections.imports import read_stations
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area
from sejuk.sheets.grid import Value
from sejuk.sheets.preview import Preview, opened

SENAKIN, TANJUNG_BATU = "63.02.09.2014", "63.02.09.2001"
HEADING: list[Value] = ["Desa", "No. TPS", "NIK", "Lokasi"]
File = Callable[[Rows], bytes]


@pytest.fixture
def villages(areas: dict[str, Area]) -> list[Area]:
    return [areas[TANJUNG_BATU], areas[SENAKIN]]


def workbook(**sheets: Rows) -> bytes:
    """A file by another writer than ours, a sheet a village."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def places(preview: Preview) -> list[tuple[str, int | None, str]]:
    return [(f.sheet, f.row, f.code) for f in preview.faults]


class TestSheets:
    def test_a_station_in_two_sheets_is_told_with_the_other_sheet(
        self, election: Election, villages: list[Area]
    ) -> None:
        content = workbook(
            Senakin=[["REKAP"], HEADING, [], ["Senakin", 1], ["Senakin", 2]],
            Batu=[HEADING, ["Tanjung Batu", 1], [], [], ["Senakin", 2]],
        )

        read = read_stations([opened("a.xlsx", content)], election, villages)

        assert places(read.preview) == [("Batu", 5, "STATION_TWICE")]
        assert "baris 5 lembar “Senakin”" in read.preview.faults[0].message

    def test_faults_stand_in_the_order_of_the_file(
        self, election: Election, villages: list[Area]
    ) -> None:
        content = workbook(
            Dua=[HEADING, ["Senakin", 1], ["Senakin", 1]],
            Satu=[HEADING, ["Nirwana", 1], ["Senakin", "x"]],
        )

        read = read_stations([opened("a.xlsx", content)], election, villages)

        assert places(read.preview) == [
            ("Dua", 3, "STATION_TWICE"),
            ("Satu", 2, "VILLAGE_UNKNOWN"),
            ("Satu", 3, "NUMBER_INVALID"),
        ]

    def test_columns_of_identity_numbers_are_named_and_dropped(
        self, election: Election, villages: list[Area]
    ) -> None:
        rows: Rows = [HEADING, ["Senakin", 1, "6302091234567890", "Balai"]]

        read = read_stations(
            [opened("a.xlsx", workbook(Satu=rows))], election, villages
        )

        assert [notice.code for notice in read.preview.notices] == ["COLUMN_PERSONAL"]
        assert read.preview.is_clean
        assert "6302091234567890" not in repr(read)


class TestCommands:
    def test_the_same_station_in_two_files_is_a_fault_and_nothing_is_written(
        self,
        election: Election,
        villages: list[Area],
        stations_file: File,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
        first.write_bytes(stations_file([[SENAKIN, 1, "Balai"]]))
        second.write_bytes(stations_file([[SENAKIN, 1, "SDN 2"]]))

        with pytest.raises(CommandError):
            call_command("import_stations", first, second)

        said = capsys.readouterr().err
        assert f"{second}:TPS:2: number: Senakin TPS 1" in said
        assert f"baris 2 berkas “{first}”" in said
        assert PollingStation.objects.count() == 0

    def test_two_files_are_written_together(
        self,
        election: Election,
        villages: list[Area],
        stations_file: File,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
        first.write_bytes(stations_file([[SENAKIN, 1]]))
        second.write_bytes(stations_file([[SENAKIN, 2], [TANJUNG_BATU, 1]]))

        call_command("import_stations", first, second)
        told = capsys.readouterr().out
        call_command("import_stations", second, first)

        assert "3 baris" in told
        assert "Tidak ada yang baru" in capsys.readouterr().out
        assert PollingStation.objects.count() == 3

    def test_a_csv_as_offices_send_it_seats_a_crew(
        self, election: Election, stations: list[PollingStation], tmp_path: Path
    ) -> None:
        file = tmp_path / "kru.csv"
        text = "DESA;TPS;JABATAN;NAMA;NO. HP\r\nsenakin;1;Ketua;Siti;81200000001\r\n"
        file.write_bytes(text.encode("utf-8-sig"))

        call_command("import_crew", file, check=True)
        looked = Holding.objects.count()
        call_command("import_crew", file)

        person = Holding.objects.get().person
        assert looked == 0
        assert (person.name, person.phone) == ("Siti", "+6281200000001")

    def test_a_faulty_crew_is_told_and_not_written(
        self,
        election: Election,
        stations: list[PollingStation],
        crew_file: File,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        file = tmp_path / "kru.xlsx"
        rows: Rows = [[SENAKIN, 1, 1, "Siti"], [SENAKIN, 9, 1, "Budi"]]
        file.write_bytes(crew_file(rows))

        with pytest.raises(CommandError):
            call_command("import_crew", file)

        assert f"{file}:KPPS:3: station: " in capsys.readouterr().err
        assert Holding.objects.count() == 0

    def test_without_an_election_there_is_nothing_to_write_to(
        self, areas: dict[str, Area], stations_file: File, tmp_path: Path
    ) -> None:
        file = tmp_path / "a.xlsx"
        file.write_bytes(stations_file([[SENAKIN, 1]]))

        with pytest.raises(CommandError, match="pemilihan"):
            call_command("import_stations", file)
