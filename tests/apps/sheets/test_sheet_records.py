"""Tables are understood and records checked, every fault at the sender's own cell."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from sejuk.sheets.faults import Fault
from sejuk.sheets.grid import Grid, Sheet, Value, letters
from sejuk.sheets.records import Cells, Kind, Reading, check_grid, read_list
from sejuk.sheets.tables import Column, find_tables
from sejuk.sheets.words import is_personal_number, key, tidy

KIND = Kind(
    name="visits",
    label="Visits",
    columns=(
        Column("village", "Village", words=("desa", "desa/kelurahan")),
        Column("number", "Number of the post", words=("no pos", "pos")),
        Column("name", "Name", words=("nama", "nama lengkap")),
        Column("phone", "Phone", words=("no hp", "hp"), is_required=False),
        Column("side", "Side", words=("sisi",), is_required=False),
    ),
)
HEADER: list[Value] = [
    "No",
    "DESA / Kelurahan",
    "No. Pos",
    "Nama",
    "No. HP (WA)",
    "Sisi",
]


@dataclass(frozen=True)
class Visit:
    village: str
    number: int
    name: str
    phone: str | None = None
    side: int | None = None


def phone_number(text: str) -> str:
    if not text.startswith("08"):
        raise ValidationError("A number begins with 08.", code="phone_invalid")
    return text


def check(cells: Cells) -> Visit | None:
    village, number = cells.text("village"), cells.whole("number", 1, 99)
    name = cells.text("name", longest=20)
    phone = cells.read("phone", phone_number)
    side = cells.choice("side", {"kiri": 1, "kanan": 2})
    if number is None:
        return None
    if name == "Tamu":
        cells.notice("name", "NAME_ODD", "Is this a name?")
    return Visit(village, number, name, phone, side)


def read(*rows: list[Value], name: str = "Data") -> Reading[Visit]:
    return check_grid(Grid("xlsx", [Sheet(name, False, list(rows))]), KIND, check)


def places(faults: list[Fault]) -> list[tuple[int | None, str, str]]:
    return [(fault.row, fault.column, fault.code) for fault in faults]


class TestTables:
    def test_the_header_stands_below_titles(self) -> None:
        reading = read(
            ["DAFTAR KUNJUNGAN"],
            [],
            ["Kecamatan", "Kelumpang Tengah"],
            HEADER,
            [1, "Senakin", 3, "Ani"],
        )

        [placed] = reading.placed
        assert (placed.sheet, placed.row) == ("Data", 5)
        assert placed.record == Visit("Senakin", 3, "Ani")
        assert (reading.faults, reading.notices) == ([], [])

    def test_order_and_spelling_of_headings_do_not_matter(self) -> None:
        reading = read(["nama  LENGKAP", "pos", "desa"], ["Ani", "03", "Senakin"])

        assert reading.placed[0].record == Visit("Senakin", 3, "Ani")

    def test_empty_rows_are_passed_over_and_counted(self) -> None:
        row: list[Value] = [None, "Senakin", 3, "Ani"]
        numbered_only: list[Value] = [7, None, " ", ""]

        reading = read(HEADER, [], row, numbered_only, [], row, [], [])

        assert [placed.row for placed in reading.placed] == [3, 6]
        assert (reading.rows, reading.empty_rows) == (2, 3)

    def test_unknown_columns_are_named(self) -> None:
        reading = read([*HEADER, "Cita-cita"], [1, "Senakin", 3, "Ani"])

        [notice] = reading.notices
        assert (notice.code, notice.heading, notice.cell) == (
            "COLUMN_UNKNOWN",
            "Cita-cita",
            "G1",
        )
        assert "Cita-cita" in notice.message
        assert reading.is_clean

    @pytest.mark.parametrize(
        "heading", ["NIK", "No. KK", "No KTP", "Nomor Kartu Keluarga"]
    )
    def test_personal_columns_are_dropped_and_named(self, heading: str) -> None:
        reading = read([*HEADER, heading], [1, "Senakin", 3, "Ani", None, None, "x"])

        assert [notice.code for notice in reading.notices] == ["COLUMN_PERSONAL"]
        assert heading in reading.notices[0].message

    @pytest.mark.parametrize("number", ["6302090101800001", 6302090101800001])
    def test_personal_numbers_under_another_name_are_dropped(
        self, number: Value
    ) -> None:
        reading = read(HEADER, [1, "Senakin", 3, "Ani", number])

        assert [notice.code for notice in reading.notices] == ["COLUMN_PERSONAL"]
        assert reading.placed[0].record.phone is None

    def test_a_single_personal_number_is_a_fault_at_its_cell(self) -> None:
        number = "NIK 63020901.0180.0001"
        rows: list[list[Value]] = [[1, "Senakin", 3, "Ani", "0812"] for _ in range(3)]

        reading = read(HEADER, *rows, [1, "Senakin", 3, "Ani", number])

        assert places(reading.faults) == [(5, "phone", "PERSONAL_NUMBER")]
        assert number not in reading.faults[0].message

    def test_missing_columns_are_told_once_and_rows_are_still_checked(self) -> None:
        reading = read(["Desa", "No HP"], ["Senakin", "0812"], ["Senakin", "x"])

        assert places(reading.faults) == [
            (1, "number", "COLUMN_MISSING"),
            (1, "name", "COLUMN_MISSING"),
            (3, "phone", "PHONE_INVALID"),
        ]
        assert reading.placed == []

    def test_the_same_column_twice(self) -> None:
        reading = read(["Desa", "Pos", "Nama", "Nama Lengkap"], ["S", 1, "Ani", "Budi"])

        assert places(reading.faults) == [(1, "name", "COLUMN_TWICE")]
        assert (reading.faults[0].cell, "C" in reading.faults[0].message) == (
            "D1",
            True,
        )

    def test_no_header_names_what_is_needed(self) -> None:
        reading = read(["a", "b"], ["c", "d"])

        [fault] = reading.faults
        assert fault.code == "HEADER_MISSING"
        assert "Village, Number of the post, Name" in fault.message

    def test_a_header_without_rows(self) -> None:
        assert [fault.code for fault in read(HEADER, [1], [2]).faults] == ["LIST_EMPTY"]

    def test_sheets_that_are_not_read_are_named(self) -> None:
        row: list[Value] = [1, "Senakin", 3, "Ani"]
        grid = Grid(
            "xlsx",
            [
                Sheet("Isi", False, [HEADER, row]),
                Sheet("Lagi", False, [HEADER, row]),
                Sheet("Lama", True, [HEADER, row]),
                Sheet("Catatan", False, [["hello"]]),
                Sheet("Petunjuk", False, [["Kolom", "Contoh"]]),
                Sheet("Kosong", False, [[], []]),
            ],
        )

        reading = check_grid(grid, KIND, check)

        assert [placed.sheet for placed in reading.placed] == ["Isi", "Lagi"]
        assert [(n.sheet, n.code) for n in reading.notices] == [
            ("Lama", "SHEET_HIDDEN"),
            ("Catatan", "SHEET_UNKNOWN"),
        ]


class TestCells:
    def test_every_fault_of_a_row_is_told_at_its_cell(self) -> None:
        reading = read(HEADER, [1, None, "x", "A" * 21, "12", "atas"])

        assert places(reading.faults) == [
            (2, "village", "CELL_EMPTY"),
            (2, "number", "NUMBER_INVALID"),
            (2, "name", "TEXT_LONG"),
            (2, "phone", "PHONE_INVALID"),
            (2, "side", "CHOICE_UNKNOWN"),
        ]
        assert [fault.cell for fault in reading.faults] == [
            "B2",
            "C2",
            "D2",
            "E2",
            "F2",
        ]
        assert reading.faults[0].heading == "DESA / Kelurahan"
        assert reading.faults[0].place() == "Data:2:village"
        assert reading.placed == []

    def test_a_faulty_row_does_not_hide_the_others(self) -> None:
        good: list[Value] = [1, "Senakin", 3, "Ani", "0812", "Kiri"]

        reading = read(HEADER, good, [2, "Senakin", 0, "Budi"], good)

        assert places(reading.faults) == [(3, "number", "NUMBER_RANGE")]
        assert [placed.row for placed in reading.placed] == [2, 4]
        assert reading.placed[0].record.side == 1

    def test_a_notice_stops_nothing(self) -> None:
        reading = read(HEADER, [1, "Senakin", 3, "Tamu"])

        assert places(reading.notices) == [(2, "name", "NAME_ODD")]
        assert reading.is_clean

    @pytest.mark.parametrize(
        ("cell", "number"),
        [(7, 7), ("07", 7), ("1.024", 1024), ("1 024", 1024), (" 9 ", 9)],
    )
    def test_whole_numbers(self, cell: Value, number: int) -> None:
        assert list(numbers(cell)) == [number]

    @pytest.mark.parametrize(
        "cell",
        [1.5, "1,5", "1.5", "12.34", "-1", "²", "٣", "1e3", True, "9" * 16 + "1"],
    )
    def test_what_is_no_whole_number(self, cell: Value) -> None:
        assert list(numbers(cell)) == []

    def test_a_column_that_nobody_declared_is_a_mistake_of_the_programmer(self) -> None:
        with pytest.raises(ValueError, match="no column 'nmae'"):
            check_grid(
                Grid("csv", [Sheet("", False, [HEADER, [1, "S", 3, "Ani"]])]),
                KIND,
                lambda cells: cells.text("nmae"),
            )


def numbers(cell: Value) -> Iterator[int]:
    kind = Kind("n", "n", (Column("n", "Number"),))
    grid = Grid("csv", [Sheet("", False, [["Number"], [cell]])])
    for placed in check_grid(grid, kind, lambda cells: cells.whole("n")).placed:
        yield placed.record


def test_a_file_that_cannot_be_read_is_one_fault() -> None:
    reading = read_list(b"%PDF-1.7", KIND, check)

    [fault] = reading.faults
    assert (fault.code, fault.row) == ("FILE_NOT_A_SPREADSHEET", None)


def test_a_text_file_is_read_as_its_kind() -> None:
    reading = read_list(b"Desa;Pos;Nama\nSenakin;3;Ani\n", KIND, check)

    assert [placed.record for placed in reading.placed] == [Visit("Senakin", 3, "Ani")]


@given(st.text())
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert key(key(text)) == key(text)


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.text(max_size=9), st.integers()), max_size=7),
        max_size=8,
    )
)
def test_whatever_stands_in_a_grid_every_fault_points_into_it(
    rows: list[list[Value]],
) -> None:
    reading = read(*rows, HEADER, *rows)

    for fault in [*reading.faults, *reading.notices]:
        assert fault.row is None or 1 <= fault.row <= 2 * len(rows) + 1
        assert fault.message


@given(st.permutations(range(6)))
def test_the_order_of_columns_never_changes_the_records(order: list[int]) -> None:
    row: list[Value] = [1, "Senakin", 3, "Ani", "0812", "kanan"]

    reading = read([HEADER[index] for index in order], [row[index] for index in order])

    assert reading.placed[0].record == Visit("Senakin", 3, "Ani", "0812", 2)


def test_zero_width_signs_and_hard_spaces_do_not_count() -> None:
    assert tidy(" Sena\u200ckin\u00a0 Seberang\n") == "Senakin Seberang"
    assert tidy("Siti\0 Rah\x01mah\x7f\t Noor\u2066") == "Siti Rahmah Noor"
    assert key("N\u200bo.\u00a0HP") == "no hp"


def test_what_is_and_is_not_a_personal_number() -> None:
    assert is_personal_number("6302 0901 0180 0001")
    assert not is_personal_number("0812-0000-0001")
    assert not is_personal_number("63020901018000012")


def test_letters_of_columns() -> None:
    assert [letters(index) for index in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_the_first_of_two_rows_that_look_like_headers_is_taken() -> None:
    grid = Grid("csv", [Sheet("", False, [HEADER, HEADER])])

    assert find_tables(grid, KIND.columns).tables[0].header_row == 1
