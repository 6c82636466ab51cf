"""Step 2: a grid to tables. Which row is the header, and which column is which.

It knows no kind of list: what columns to look for is told to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sejuk.sheets.faults import Fault
from sejuk.sheets.grid import Grid, Sheet, Value, letters
from sejuk.sheets.words import is_personal_number, key, keys, tidy

HEADER_ROWS = 25
SAMPLE_ROWS = 200
COUNTERS = frozenset({"", "no", "no urut", "nomor", "nomor urut", "number", "nr", "#"})
PERSONAL_WORDS = frozenset({"nik", "kk", "nkk", "ktp"})
PERSONAL_PHRASES = (
    "kartu keluarga",
    "induk kependudukan",
    "family card",
    "identity card",
)
INSTRUCTIONS = frozenset({"petunjuk", "instructions"})
"""Names of the sheet of explanations in our own template files."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a list may have.

    Attributes:
        name: what the code calls it.
        label: what we write above it in lists and templates, translated.
        words: headings that mean it, Indonesian and English, in any spelling of case,
            dots and spaces ("no hp" also accepts "No. HP"). The label is always one.
        is_required: a table without it is refused, and so is a row that leaves it
            empty. (A column that not every list has, but no row may leave empty, is
            optional and asked for with `cells.needs`.)
        is_text: kept as text in template files, so that no leading zero is lost.
        width: in characters, in files that go out.
        hint: for the template: what to write here, translated.
        example: for the template: a value as it should look.
    """

    name: str
    label: str | Promise
    words: tuple[str, ...] = ()
    is_required: bool = True
    is_text: bool = True
    width: int = 18
    hint: str | Promise = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as the sender has it: its index from 0 and its heading."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, understood.

    Attributes:
        sheet: its name.
        header_row: where the headings stand, as the spreadsheet counts.
        columns: where each declared column is that the sheet has.
        rows: every row with something in a known column: its number, its cells.
        empty_rows: how many rows were passed over between those.
    """

    sheet: str
    header_row: int
    columns: dict[str, Heading]
    rows: list[tuple[int, list[Value]]]
    empty_rows: int


@dataclass(slots=True)
class Found:
    """The tables of a file, what stops it (`faults`) and what to know (`notices`)."""

    tables: list[Table] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)


def find_tables(grid: Grid, columns: Sequence[Column]) -> Found:
    """Every table of the visible sheets that has the headings of `columns`.

    Hidden sheets, sheets without such headings and columns that nobody asked for are
    not read, and named as notices. When no sheet has a table that is a fault.
    """
    found = Found()
    meanings = _meanings(columns)
    for sheet in grid.sheets:
        if not any(sheet.rows) or key(sheet.name) in INSTRUCTIONS:
            continue
        if sheet.hidden:
            message = _("This sheet is hidden, so it was not read.")
            found.notices.append(Fault(sheet.name, None, "", "SHEET_HIDDEN", message))
        elif header := _header(sheet, meanings):
            found.tables.append(_table(sheet, header, columns, found))
        else:
            message = _("No row of this sheet has the headings of the list: not read.")
            found.notices.append(Fault(sheet.name, None, "", "SHEET_UNKNOWN", message))
    if not found.tables:
        found.faults.append(_no_header(grid, columns))
    return found


def _meanings(columns: Sequence[Column]) -> dict[str, str]:
    return {
        key(str(word)): column.name
        for column in columns
        for word in (*column.words, column.label)
    }


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    headings: list[tuple[Heading, str | None]]  # each with the column that it means


def _header(sheet: Sheet, meanings: dict[str, str]) -> _Header | None:
    """The first of the top rows that has the most known headings, at least two."""
    needed = min(2, len(set(meanings.values())))
    best, most = None, needed - 1
    for number, row in enumerate(sheet.rows[:HEADER_ROWS], start=1):
        headings = [
            (Heading(index, tidy(cell)), _meaning(cell, meanings))
            for index, cell in enumerate(row)
            if cell is not None
        ]
        known = len({name for _heading, name in headings if name})
        if known > most:
            best, most = _Header(number, headings), known
    return best


def _meaning(cell: Value, meanings: dict[str, str]) -> str | None:
    if not isinstance(cell, str):
        return None
    return next((meanings[k] for k in keys(cell) if k in meanings), None)


def _table(
    sheet: Sheet, header: _Header, columns: Sequence[Column], found: Found
) -> Table:
    below = list(enumerate(sheet.rows[header.row :], start=header.row + 1))
    mapped: dict[str, Heading] = {}
    for heading, name in header.headings:
        about = _About(sheet.name, header.row, heading)
        if _is_personal(heading, below):
            found.notices.append(about.dropped())
        elif name is None:
            if key(heading.text) not in COUNTERS:
                found.notices.append(about.unknown())
        elif name in mapped:
            found.faults.append(about.twice(name, mapped[name]))
        else:
            mapped[name] = heading
    found.faults += _missing(sheet, header.row, columns, mapped)
    indexes = [heading.index for heading in mapped.values()]
    rows = [(number, row) for number, row in below if _has_any(row, indexes)]
    last = rows[-1][0] if rows else header.row
    return Table(sheet.name, header.row, mapped, rows, last - header.row - len(rows))


def _has_any(row: list[Value], indexes: list[int]) -> bool:
    width = len(row)
    return any(index < width and tidy(row[index]) for index in indexes)


def _is_personal(heading: Heading, below: list[tuple[int, list[Value]]]) -> bool:
    """Whether a column holds NIK or KK: by its heading or by half of its values."""
    words = key(heading.text)
    if PERSONAL_WORDS & set(words.split()) or any(p in words for p in PERSONAL_PHRASES):
        return True
    filled = [
        row[heading.index]
        for _number, row in below[:SAMPLE_ROWS]
        if heading.index < len(row) and row[heading.index] is not None
    ]
    personal = sum(is_personal_number(value) for value in filled)
    return personal > 0 and personal * 2 >= len(filled)


@dataclass(frozen=True, slots=True)
class _About:
    """Words about one heading."""

    sheet: str
    row: int
    heading: Heading

    def dropped(self) -> Fault:
        message = _(
            "“%(heading)s” looks like NIK or KK numbers. Sejuk keeps none: the column "
            "was left out."
        )
        return self._fault("", "COLUMN_PERSONAL", message)

    def unknown(self) -> Fault:
        message = _("“%(heading)s” is not a column of this list: it was left out.")
        return self._fault("", "COLUMN_UNKNOWN", message)

    def twice(self, name: str, first: Heading) -> Fault:
        message = _(
            "“%(heading)s” means the same as column %(first)s. Delete one of the two."
        )
        return self._fault(name, "COLUMN_TWICE", message, first=letters(first.index))

    def _fault(self, name: str, code: str, message: str, **more: Any) -> Fault:
        told = message % {"heading": self.heading.text, **more}
        cell = f"{letters(self.heading.index)}{self.row}"
        return Fault(self.sheet, self.row, name, code, told, self.heading.text, cell)


def _missing(
    sheet: Sheet, row: int, columns: Sequence[Column], mapped: dict[str, Heading]
) -> Iterator[Fault]:
    for column in columns:
        if column.is_required and column.name not in mapped:
            label = str(column.label)
            message = _("The column “%(label)s” is missing. Add it and fill it in.")
            told = message % {"label": label}
            yield Fault(sheet.name, row, column.name, "COLUMN_MISSING", told, label)


def _no_header(grid: Grid, columns: Sequence[Column]) -> Fault:
    labels = ", ".join(str(column.label) for column in columns if column.is_required)
    message = _(
        "No row has the headings of this list. It needs the columns: %(labels)s. "
        "Fill in the template, or give your columns these names."
    )
    sheet = next((sheet.name for sheet in grid.sheets if any(sheet.rows)), "")
    return Fault(sheet, None, "", "HEADER_MISSING", message % {"labels": labels})
