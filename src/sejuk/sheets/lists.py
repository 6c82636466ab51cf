"""Lists that go out: XLSX, CSV, and template files to fill in.

Text stays text, letter for letter. In XLSX a text that looks like a formula is a text
cell and nothing more. CSV cannot say what is text, and a spreadsheet program runs what
begins with = + - or @: such a text gets an apostrophe before it (`guarded`), which our
reader takes off again (`child.GUARD`). Numbers are numbers and are never guarded.
"""

import csv
import datetime
import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from sejuk.sheets.grid import Value
from sejuk.sheets.records import Kind
from sejuk.sheets.tables import Column

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MADE = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 the same list is the same file
SHEET_NAME_CHARACTERS = 31
EXACT_DIGITS = 15
FORMULA = re.compile(r"'*[=+\-@\t\r]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
SHEET_NAME_TABOO = re.compile(r"[\[\]:*?/\\]")
FORMATS = {
    datetime.datetime: "dd/mm/yyyy hh:mm:ss",
    datetime.date: "dd/mm/yyyy",
    datetime.time: "hh:mm:ss",
    datetime.timedelta: "[h]:mm:ss",
}


def write_xlsx(
    columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, title: str
) -> bytes:
    """A list as XLSX: one sheet named `title`, headings, then `rows` in that order.

    Raises:
        ValueError: for what a cell cannot hold: a text beyond 32,767 letters, a number
            that is none.
        TypeError: for a time with a zone: the caller knows which clock people read.
    """
    file = io.BytesIO()
    with _workbook(file) as book:
        sheet = _Sheet(book, columns, title)
        for number, row in enumerate(rows, start=1):
            sheet.write(number, row)
    return file.getvalue()


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> bytes:
    """A list as CSV: UTF-8 with mark and semicolons, as Excel in Indonesia opens it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerow([guarded(str(column.label)) for column in columns])
    writer.writerows([_as_text(value) for value in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def write_template(kind: Kind) -> bytes:
    """A file to fill in: the headings of a kind, and a sheet that explains them."""
    file = io.BytesIO()
    with _workbook(file) as book:
        _Sheet(book, kind.columns, str(kind.label), is_template=True)
        _write_notes(book, kind)
    return file.getvalue()


def guarded(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(CONTROLS.sub("", value))
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def _workbook(file: io.BytesIO) -> Any:
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"created": MADE})
    return book


class _Sheet:
    """A sheet with headings; writes rows under them."""

    def __init__(
        self,
        book: Any,
        columns: Sequence[Column],
        title: str,
        *,
        is_template: bool = False,
    ) -> None:
        self._sheet = book.add_worksheet(sheet_name(title))
        self._formats = {
            kind: book.add_format({"num_format": code})
            for kind, code in FORMATS.items()
        }
        head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        text = book.add_format({"num_format": "@"})
        for index, column in enumerate(columns):
            layout = text if is_template and column.is_text else None
            self._sheet.set_column(index, index, column.width, layout)
            self._sheet.write_string(0, index, str(column.label), head)
        self._sheet.freeze_panes(1, 0)

    def write(self, number: int, row: Sequence[Value]) -> None:
        for index, value in enumerate(row):
            if value not in {None, ""}:
                self._write_cell(number, index, value)

    def _write_cell(self, row: int, column: int, value: Value) -> None:
        layout = self._formats.get(type(value))
        if layout is not None:
            done = self._sheet.write_datetime(row, column, value, layout)
        elif isinstance(value, bool):
            done = self._sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float) and _is_exact(value):
            done = self._sheet.write_number(row, column, value)
        else:
            done = self._sheet.write_string(row, column, CONTROLS.sub("", str(value)))
        if done:
            raise ValueError(f"row {row + 1} has a value that a cell cannot hold")


def _is_exact(number: int | float) -> bool:
    """Whether a cell keeps a number; longer whole numbers lose their last digits."""
    if not math.isfinite(number):
        raise ValueError("a cell holds no infinite number")
    return isinstance(number, float) or abs(number) < 10**EXACT_DIGITS


def sheet_name(title: str) -> str:
    """A title as a sheet may be called: 31 letters, without []:*?/ and outer quotes."""
    name = SHEET_NAME_TABOO.sub(" ", CONTROLS.sub("", title))
    return name[:SHEET_NAME_CHARACTERS].strip(" '") or "1"


def _write_notes(book: Any, kind: Kind) -> None:
    sheet = book.add_worksheet(sheet_name(_("Instructions")))
    bold = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for index, width in enumerate((24, 10, 60, 24)):
        sheet.set_column(index, index, width)
    row = 0
    for note in kind.notes:
        sheet.merge_range(row, 0, row, 3, "", plain)
        sheet.write_string(row, 0, str(note), plain)
        row += 1
    for index, heading in enumerate(
        (_("Column"), _("Needed"), _("What to write"), _("Example"))
    ):
        sheet.write_string(row, index, heading, bold)
    for column in kind.columns:
        row += 1
        needed = _("yes") if column.is_required else _("no")
        cells = (str(column.label), needed, str(column.hint), column.example)
        for index, text in enumerate(cells):
            sheet.write_string(row, index, text, plain)
