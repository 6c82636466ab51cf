"""What goes out comes back the same, and nothing in it can run."""

import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.sheets.grid import Value
from sejuk.sheets.lists import (
    guarded,
    sheet_name,
    write_csv,
    write_template,
    write_xlsx,
)
from sejuk.sheets.reading import read_grid
from sejuk.sheets.records import Kind, check_grid
from sejuk.sheets.tables import Column

COLUMNS = (
    Column("name", "Nama", words=("nama",), width=30),
    Column("phone", "No. HP", words=("no hp",), is_required=False, example="0812"),
    Column("age", "Umur", words=("umur",), is_text=False, is_required=False),
)
FORMULAS = ["=1+1", "+62812", "-x", "@SUM(A1)", "\t=1", "'=1", "'", "''+1", "'0812"]

letters = st.characters(exclude_categories=("Cs", "Cc"))
texts = st.text(letters, min_size=1, max_size=30).filter(str.strip)
cells = st.one_of(
    texts,
    st.sampled_from(FORMULAS),
    st.integers(-(10**14), 10**14),
    st.booleans(),
    st.dates(datetime.date(1900, 3, 1), datetime.date(9999, 12, 31)),
    st.none(),
)
rows = st.lists(st.tuples(texts, cells, cells), min_size=1, max_size=5)
no_deadline = settings(max_examples=25, deadline=None)


def trimmed(row: tuple[Value, ...]) -> list[Value]:
    kept = list(row)
    while kept and kept[-1] is None:
        kept.pop()
    return kept


@given(rows)
@no_deadline
def test_what_is_written_as_xlsx_reads_back_the_same(
    written: list[tuple[Value, ...]],
) -> None:
    [sheet] = read_grid(write_xlsx(COLUMNS, written, title="Petugas")).sheets

    assert sheet.name == "Petugas"
    assert sheet.rows == [["Nama", "No. HP", "Umur"], *map(trimmed, written)]


@given(st.lists(st.tuples(texts, st.sampled_from(FORMULAS), texts), min_size=1))
@no_deadline
def test_what_is_written_as_csv_reads_back_the_same(
    written: list[tuple[str, ...]],
) -> None:
    [sheet] = read_grid(write_csv(COLUMNS, written)).sheets

    assert sheet.rows[1:] == [list(row) for row in written]


def test_formulas_are_texts_in_xlsx() -> None:
    content = write_xlsx(COLUMNS, [(text, None, 1) for text in FORMULAS], title="x")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).active

    assert [(row[0].value, row[0].data_type) for row in sheet.iter_rows(min_row=2)] == [
        (text, "s") for text in FORMULAS
    ]


def test_formulas_are_guarded_in_csv_and_numbers_are_not() -> None:
    lines = write_csv(COLUMNS, [("=1+1", "+62812", -3)]).decode("utf-8-sig")

    assert lines.splitlines()[1] == "'=1+1;'+62812;-3"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_guarded_text_begins_like_a_formula(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_list_that_is_the_same_is_the_same_file() -> None:
    row = ("Ani", "0812", 30)

    assert write_xlsx(COLUMNS, [row], title="x") == write_xlsx(
        COLUMNS, [row], title="x"
    )


@pytest.mark.parametrize("number", [10**15, 6302090101800001])
def test_long_numbers_keep_their_digits(number: int) -> None:
    [sheet] = read_grid(write_xlsx(COLUMNS, [("a", number, 1)], title="x")).sheets

    assert sheet.rows[1][1] == str(number)


@pytest.mark.parametrize("value", ["x" * 32_768, float("nan"), float("inf")])
def test_what_a_cell_cannot_hold_is_never_left_out_silently(value: Value) -> None:
    with pytest.raises(ValueError, match="cell"):
        write_xlsx(COLUMNS, [("a", value, 1)], title="x")


def test_a_time_with_a_zone_is_refused() -> None:
    moment = datetime.datetime(2020, 3, 19, tzinfo=datetime.UTC)

    with pytest.raises(TypeError, match="timezone"):
        write_xlsx(COLUMNS, [("a", moment)], title="x")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Petugas", "Petugas"),
        ("a/b:c", "a b c"),
        ("'x'", "x"),
        ("", "1"),
        ("y" * 40, "y" * 31),
    ],
)
def test_names_of_sheets(title: str, name: str) -> None:
    assert sheet_name(title) == name


class TestTemplate:
    KIND = Kind("crew", "Petugas", COLUMNS, notes=("Satu baris satu orang.",))

    @pytest.mark.parametrize("language", ["id", "en"])
    def test_filled_in_it_reads_back(self, language: str) -> None:
        with translation.override(language):
            book = openpyxl.load_workbook(io.BytesIO(write_template(self.KIND)))
            book["Petugas"].append(["Ani", "0812", 30])
            file = io.BytesIO()
            book.save(file)
            reading = check_grid(
                read_grid(file.getvalue()), self.KIND, lambda cells: cells.text("phone")
            )

        assert [placed.record for placed in reading.placed] == ["0812"]
        assert (reading.faults, reading.notices) == ([], [])

    def test_phone_numbers_are_text_so_no_zero_is_lost(self) -> None:
        book: Any = openpyxl.load_workbook(io.BytesIO(write_template(self.KIND)))
        sheet = book["Petugas"]

        assert sheet.column_dimensions["B"].number_format == "@"
        assert sheet.column_dimensions["C"].number_format == "General"
        assert sheet.column_dimensions["A"].width == pytest.approx(30, abs=1)
        assert sheet.freeze_panes == "A2"

    def test_a_second_sheet_explains_the_columns(self) -> None:
        with translation.override("en"):
            book: Any = openpyxl.load_workbook(io.BytesIO(write_template(self.KIND)))

        told = [
            [cell.value for cell in row] for row in book["Instructions"].iter_rows()
        ]
        assert told[0][0] == "Satu baris satu orang."
        assert [row[0] for row in told[2:]] == ["Nama", "No. HP", "Umur"]
        assert [row[1] for row in told[2:]] == ["yes", "no", "no"]
