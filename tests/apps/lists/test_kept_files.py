"""The files of `tests/data`: lists as people send them."""

from pathlib import Path

from sejuk.crews.imports import read_crew, write_crew
from sejuk.crews.models import Holding
from sejuk.elections.imports import read_stations
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area
from sejuk.sheets.preview import Sent, opened

DATA = Path(__file__).parents[2] / "data"


def kept(name: str) -> list[Sent]:
    return [opened(name, (DATA / name).read_bytes())]


def test_a_crew_with_title_rows_and_duties_fills_its_nine_seats(
    election: Election, areas: dict[str, Area], stations: list[PollingStation]
) -> None:
    villages = [areas["63.02.09.2014"]]

    crew = read_crew(kept("crew_senakin.csv"), election, villages)
    written = write_crew(crew, election, by=None)
    again = read_crew(kept("crew_senakin.csv"), election, villages)

    assert written == 9
    assert (again.preview.unchanged, again.preview.lines) == (9, [])
    seats = Holding.objects.order_by("seat__number").values_list("person__name")
    assert [name for (name,) in seats][:2] == ["Siti Contoh", "Budi Contoh"]


def test_stations_with_faults_tell_each_at_its_cell(
    election: Election, areas: dict[str, Area]
) -> None:
    villages = [areas["63.02.09.2001"], areas["63.02.09.2014"]]

    read = read_stations(kept("stations_with_faults.xlsx"), election, villages)

    assert [(f.sheet, f.cell, f.code) for f in read.preview.faults] == [
        ("Senakin", "B6", "STATION_TWICE"),
        ("Tanjung Batu", "D2", "NUMBER_INVALID"),
        ("Tanjung Batu", "A3", "VILLAGE_UNKNOWN"),
        ("Tanjung Batu", "B4", "NUMBER_RANGE"),
    ]
    assert "Tanjung Batu" in read.preview.faults[2].message
    assert [(n.cell, n.code) for n in read.preview.notices] == [
        ("C3", "COLUMN_PERSONAL")
    ]
