"""Lists of crews: who sits where, who is replaced, and what excludes what."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sejuk.crews import imports
from sejuk.crews.imports import write_crew
from sejuk.crews.models import Holding, Person
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area
from sejuk.sheets.grid import Value
from sejuk.sheets.preview import Effect, opened

SENAKIN, TANJUNG_BATU = "63.02.09.2014", "63.02.09.2001"
TODAY = date(2020, 11, 26)
File = Callable[[Sequence[Sequence[Value]]], bytes]


def read_crew(
    content: bytes, election: Election, villages: list[Area]
) -> imports.CrewList:
    return imports.read_crew([opened("kru.xlsx", content)], election, villages)


@pytest.fixture
def villages(areas: dict[str, Area], stations: list[PollingStation]) -> list[Area]:
    return [areas[TANJUNG_BATU], areas[SENAKIN]]


@pytest.fixture
def send(
    election: Election, villages: list[Area], crew_file: File
) -> Callable[..., imports.CrewList]:
    """Reads a list, and writes it when it is clean."""

    def send_rows(*rows: Sequence[Value]) -> imports.CrewList:
        crew = read_crew(crew_file(rows), election, villages)
        if crew.preview.is_clean:
            write_crew(crew, election, by=None)
        return crew

    return send_rows


def faults(crew: imports.CrewList) -> list[tuple[int | None, str, str]]:
    return [(f.row, f.column, f.code) for f in crew.preview.faults]


def holders() -> dict[tuple[str, int, int], str]:
    """Who sits where now."""
    rows = Holding.objects.filter(to_on=None).values_list(
        "seat__station__village__code",
        "seat__station__number",
        "seat__number",
        "person__name",
    )
    return {(code, tps, seat): name for code, tps, seat, name in rows}


def test_officers_take_their_seats(send: Callable[..., imports.CrewList]) -> None:
    send(
        [SENAKIN, 1, "Ketua", "Siti Rahmah", "0812-0000-0001"],
        [SENAKIN, 1, "KPPS 2", "Budi", ""],
        [SENAKIN, 1, 8, "Anwar", "+62 812 0000 0003"],
    )

    assert holders() == {
        (SENAKIN, 1, 1): "Siti Rahmah",
        (SENAKIN, 1, 2): "Budi",
        (SENAKIN, 1, 8): "Anwar",
    }
    assert Person.objects.get(name="Siti Rahmah").phone == "+6281200000001"


def test_the_same_list_twice_changes_nothing(
    send: Callable[..., imports.CrewList],
) -> None:
    row = [SENAKIN, 1, 1, "Siti Rahmah", "0812-0000-0001"]
    send(row)

    again = send(row)

    assert (again.preview.unchanged, again.changes) == (1, [])
    assert Person.objects.count() == 1


def test_another_name_replaces_who_sat_there_and_erases_nobody(
    send: Callable[..., imports.CrewList],
) -> None:
    send([SENAKIN, 1, 1, "Siti Rahmah", "0812-0000-0001"])

    crew = send([SENAKIN, 1, 1, "Nur Aini", "0812-0000-0002"])

    assert crew.preview.lines[0].effect is Effect.CHANGED
    assert crew.preview.lines[0].tell()[1] == "Siti Rahmah"
    left = Holding.objects.get(person__name="Siti Rahmah")
    assert (left.to_on, holders()[SENAKIN, 1, 1]) == (TODAY, "Nur Aini")


def test_a_new_number_corrects_the_same_person(
    send: Callable[..., imports.CrewList],
) -> None:
    send([SENAKIN, 1, 1, "Siti Rahmah", "0812-0000-0001"])

    send([SENAKIN, 1, 1, "SITI  RAHMAH", "0812-0000-0009"])

    person = Person.objects.get()
    assert (person.name, person.phone) == ("SITI RAHMAH", "+6281200000009")


def test_who_left_and_returns_is_the_same_person(
    send: Callable[..., imports.CrewList],
) -> None:
    send([SENAKIN, 1, 1, "Siti Rahmah", "0812-0000-0001"])
    send([SENAKIN, 1, 1, "Nur Aini", "0812-0000-0002"])

    send([SENAKIN, 1, 2, "Siti Rahmah", "0812-0000-0001"])

    assert Person.objects.count() == 2
    assert holders()[SENAKIN, 1, 2] == "Siti Rahmah"


def test_seats_that_are_not_in_the_list_stay(
    send: Callable[..., imports.CrewList],
) -> None:
    send([SENAKIN, 1, 1, "Siti Rahmah", ""])

    send([SENAKIN, 1, 2, "Budi", ""])

    assert len(holders()) == 2


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ([SENAKIN, 7, 1, "A", ""], (2, "station", "STATION_UNKNOWN")),
        ([SENAKIN, 1, 10, "A", ""], (2, "seat", "SEAT_UNKNOWN")),
        ([SENAKIN, 1, "juru bicara", "A", ""], (2, "seat", "SEAT_UNKNOWN")),
        ([SENAKIN, 1, 1, "", ""], (2, "name", "CELL_EMPTY")),
        ([SENAKIN, 1, 1, "A", "12"], (2, "phone", "PHONE_INVALID")),
        (["63.02.10.2001", 1, 1, "A", ""], (2, "village", "VILLAGE_UNKNOWN")),
    ],
)
def test_each_fault_is_told_at_its_cell(
    row: list[Value], fault: object, send: Callable[..., imports.CrewList]
) -> None:
    assert faults(send(row)) == [fault]


def test_a_seat_twice_and_an_officer_twice_are_told_at_the_second_row(
    send: Callable[..., imports.CrewList],
) -> None:
    crew = send(
        [SENAKIN, 1, 1, "Siti Rahmah", "0812-0000-0001"],
        [SENAKIN, 1, 1, "Budi", ""],
        [SENAKIN, 1, 3, "siti rahmah", "0812-0000-0001"],
    )

    assert faults(crew) == [(3, "seat", "SEAT_TWICE"), (4, "name", "OFFICER_TWICE")]
    assert holders() == {}


def test_two_people_may_share_a_name_without_numbers(
    send: Callable[..., imports.CrewList],
) -> None:
    crew = send([SENAKIN, 1, 1, "Budi", ""], [SENAKIN, 1, 2, "Budi", ""])

    assert faults(crew) == []
    assert Person.objects.count() == 2


def test_who_sits_elsewhere_is_told_with_the_seat(
    send: Callable[..., imports.CrewList],
) -> None:
    send([TANJUNG_BATU, 2, 4, "Siti Rahmah", "0812-0000-0001"])

    crew = send([SENAKIN, 1, 1, "Siti Rahmah", "0812-0000-0001"])

    assert faults(crew) == [(2, "name", "OFFICER_ELSEWHERE")]
    assert "Tanjung Batu TPS 2" in crew.preview.faults[0].message


def test_without_the_check_of_rows_the_database_itself_refuses(
    send: Callable[..., imports.CrewList], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the check is what tells; the constraint is what guards."""
    rows = [[SENAKIN, 1, seat, "Siti Rahmah", "0812-0000-0001"] for seat in (1, 2)]
    send([TANJUNG_BATU, 1, 1, "Siti Rahmah", "0812-0000-0001"])
    assert "OFFICER_TWICE" in [code for _row, _column, code in faults(send(*rows))]

    monkeypatch.setattr("sejuk.crews.roster._tell_officers_twice", lambda _rows: None)
    monkeypatch.setattr(
        "sejuk.crews.roster._tell_sitting_elsewhere", lambda *_args: None
    )
    monkeypatch.setattr(
        "sejuk.crews.roster._persons",
        lambda seated, standing: dict.fromkeys(
            seated, standing.by_phone["siti rahmah", "+6281200000001"][0]
        ),
    )
    with pytest.raises(IntegrityError):
        send(*rows)


@pytest.mark.django_db(transaction=True)
def test_when_writing_fails_halfway_nothing_stands(
    send: Callable[..., imports.CrewList], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("sejuk.crews.roster_writing.acts.record", broken)

    with pytest.raises(RuntimeError):
        send([SENAKIN, 1, 1, "Siti", ""])

    assert (Person.objects.count(), Holding.objects.count()) == (0, 0)


def test_takes_the_same_queries_however_many_rows(
    send: Callable[..., imports.CrewList],
) -> None:
    with CaptureQueriesContext(connection) as few:
        send([SENAKIN, 1, 1, "Siti", ""])
    with CaptureQueriesContext(connection) as many:
        send(*[[TANJUNG_BATU, 1, n, f"Petugas {n}", ""] for n in range(1, 10)])

    assert len(many) == len(few)


def test_a_semicolon_list_with_mark_reads_the_same(
    election: Election, villages: list[Area], crew_csv: File
) -> None:
    crew = read_crew(
        crew_csv([[SENAKIN, 1, 1, "Siti Rahmah", "081200000001"]]), election, villages
    )

    assert crew.preview.is_clean
    assert crew.changes[0].row.phone == "+6281200000001"


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    names=st.lists(
        st.text("ABCDEabcde '-.", min_size=1, max_size=20).filter(str.strip),
        min_size=1,
        max_size=9,
    )
)
def test_what_goes_out_comes_back_unchanged(
    names: list[str], election: Election, villages: list[Area], crew_file: File
) -> None:
    Holding.objects.all().delete()
    Person.objects.all().delete()
    rows: list[list[Value]] = [
        [SENAKIN, 1, seat, name, ""] for seat, name in enumerate(names, start=1)
    ]
    first = read_crew(crew_file(rows), election, villages)
    write_crew(first, election, by=None)
    out: list[list[Value]] = [[*key, name, ""] for key, name in holders().items()]

    again = read_crew(crew_file(out), election, villages)

    assert (again.preview.faults, again.changes) == ([], [])
    assert again.preview.unchanged == len(names)
