"""Step 3: rows to records, with every fault of every cell in one go.

A kind of list is declared in the app that owns it, and its check is a function from the
cells of one row to a record. Cells complain by themselves; a row with a complaint gives
no record, and one complaint never hides another::

    # crews/imports.py
    ROSTER = Kind(
        name="crew",
        label=_("Crews"),
        columns=(
            Column("village", _("Village"), words=("desa", "kelurahan", "village")),
            Column("station", _("TPS"), words=("tps", "no tps", "station"), width=8),
            Column("name", _("Name"), words=("nama", "nama lengkap", "name"), width=32),
            Column("phone", _("Phone"), words=("no hp", "hp", "telepon", "phone"),
                   is_required=False, example="0812-0000-0001"),
        ),
    )

    @dataclass(frozen=True, slots=True)
    class Officer:
        station: PollingStation
        name: str
        phone: str

    class RosterCheck:
        '''Asks the database twice, however many rows.'''

        def __init__(self, election: Election) -> None:
            stations = PollingStation.objects.filter(election=election)
            self._stations = {(s.village.name, s.number): s for s in stations...}

        def __call__(self, cells: Cells) -> Officer | None:
            village, number = cells.text("village"), cells.whole("station", 1, 999)
            name = cells.text("name", longest=80)
            phone = cells.read("phone", phone_number)   # a domain function, ValueError
            if number is None or not village:
                return None                             # told already by the cells
            station = self._stations.get((village, number))
            if station is None:
                cells.fault("station", "STATION_UNKNOWN", _("There is no such TPS."))
                return None
            return Officer(station, name, phone or "")

    reading = read_list(content, ROSTER, RosterCheck(election))   # writes nothing
    if reading.is_clean:
        services.record_roster([placed.record for placed in reading.placed], by=user)

Read every cell before the first `return None`, so that one fault hides no other; a row
with a fault gives no record whatever the check returns.

So that 20,000 rows stay fast: load what rows refer to once, in the check's `__init__`,
into dictionaries; no query, model instance, form or `full_clean` per row; translate
only when there is something to say (`gettext` in the branch that complains); write with
`bulk_create(..., batch_size=1000)`; to find what is there already, one query for all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sejuk.sheets.faults import Fault
from sejuk.sheets.grid import Grid, Value, letters
from sejuk.sheets.reading import read_grid
from sejuk.sheets.tables import Column, Found, Heading, Table, find_tables
from sejuk.sheets.words import is_personal_number, key, tidy

R = TypeVar("R")
T = TypeVar("T")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list.

    Attributes:
        name: what the code calls it.
        label: what people call it, translated; names the sheet of the template.
        columns: in the order of the template.
        notes: sentences for the template's second sheet, translated.
    """

    name: str
    label: str | Promise
    columns: tuple[Column, ...]
    notes: tuple[str | Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed(Generic[R]):
    """A record and where it stands: sheet, and row as the spreadsheet counts."""

    sheet: str
    row: int
    record: R


@dataclass(slots=True)
class Reading(Generic[R]):
    """What a file would do. Nothing is written by reading.

    Attributes:
        placed: the records of the rows without a fault.
        faults: what has to be corrected before anything is written.
        notices: what was left out or wants a look, but stops nothing.
        rows: how many rows had something in them.
        empty_rows: how many rows between them had nothing.
    """

    placed: list[Placed[R]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    rows: int = 0
    empty_rows: int = 0

    @property
    def is_clean(self) -> bool:
        return not self.faults


def read_list(
    content: bytes, kind: Kind, check: "Callable[[Cells], R | None]"
) -> Reading[R]:
    """Read a file as a kind of list and say all that is wrong with it.

    A file that cannot be read at all is a single fault with the code FILE_UNREADABLE in
    capitals of the reason, such as FILE_PASSWORD, so callers have one thing to show.
    """
    try:
        grid = read_grid(content)
    except ValidationError as error:
        code = f"FILE_{error.code}".upper()
        return Reading(faults=[Fault("", None, "", code, str(error.message))])
    return check_grid(grid, kind, check)


def check_grid(
    grid: Grid, kind: Kind, check: "Callable[[Cells], R | None]"
) -> Reading[R]:
    """Read a grid as a kind of list; `check` gives the record of a row, or None."""
    found = find_tables(grid, kind.columns)
    reading: Reading[R] = Reading(faults=found.faults, notices=found.notices)
    declared = {column.name: column for column in kind.columns}
    for table in found.tables:
        reading.rows += len(table.rows)
        reading.empty_rows += table.empty_rows
        for number, values in table.rows:
            cells = Cells(table, declared, number, values, found)
            record = check(cells)
            if record is not None and cells.are_fine:
                reading.placed.append(Placed(table.sheet, number, record))
    if not reading.rows and reading.is_clean:
        message = _(
            "The list has headings but no rows. Fill it in, then send it again."
        )
        reading.faults.append(Fault("", None, "", "LIST_EMPTY", message))
    return reading


class Cells:
    """The cells of one row, by the names of their columns.

    Whatever is asked for and cannot be had is complained about at its cell, once; the
    answer is then "" or None. A column that the sender's table lacks is complained
    about once for the table, not again in every row.
    """

    __slots__ = ("_declared", "_found", "_table", "_values", "are_fine", "row")

    def __init__(
        self,
        table: Table,
        declared: Mapping[str, Column],
        row: int,
        values: list[Value],
        found: Found,
    ) -> None:
        self.row = row
        self.are_fine = True
        self._table, self._declared = table, declared
        self._values, self._found = values, found

    @property
    def sheet(self) -> str:
        return self._table.sheet

    def value(self, name: str) -> Value:
        """What the cell holds, as it is; None when empty. Never complains."""
        heading = self._heading(name)
        if heading is None or heading.index >= len(self._values):
            return None
        return self._values[heading.index]

    def text(self, name: str, longest: int = LONGEST) -> str:
        """The cell as one tidy line, "" when empty."""
        value = self.value(name)
        text = tidy(value)
        if not text:
            if self._declared[name].is_required:
                self.needs(name)
            return ""
        if len(text) > longest:
            message = _("This text is longer than %(longest)d letters: shorten it.")
            self.fault(name, "TEXT_LONG", message % {"longest": longest})
            return ""
        if is_personal_number(text):
            message = _(
                "This looks like a NIK or KK number. Sejuk keeps none: remove it."
            )
            self.fault(name, "PERSONAL_NUMBER", message)
            return ""
        return text

    def whole(self, name: str, low: int = 0, high: int = 10**9) -> int | None:
        """The cell as a whole number from `low` to `high`, None when empty or not one.

        A dot or a space before three digits is a thousands mark ("1.024").
        """
        text = self.text(name)
        if not text:
            return None
        number = _whole(text)
        if number is None:
            message = _("“%(text)s” is not a whole number: write digits.")
            self.fault(name, "NUMBER_INVALID", message % {"text": text})
        elif not low <= number <= high:
            message = _("This number must be from %(low)d to %(high)d.")
            self.fault(name, "NUMBER_RANGE", message % {"low": low, "high": high})
            return None
        return number

    def choice(self, name: str, choices: Mapping[str, T]) -> T | None:
        """The choice that the cell names; keys as `words.key` makes them ("kpps 2")."""
        text = self.text(name)
        if not text:
            return None
        if key(text) not in choices:
            message = _("“%(text)s” is not known here. Write one of: %(choices)s.")
            told = {"text": text, "choices": ", ".join(choices)}
            self.fault(name, "CHOICE_UNKNOWN", message % told)
        return choices.get(key(text))

    def read(self, name: str, parse: Callable[[str], T]) -> T | None:
        """The cell by a function of your own, None when empty.

        `parse` takes a tidy line and raises `ValidationError` with a sentence and a
        code; that becomes the fault.
        """
        text = self.text(name)
        if not text:
            return None
        try:
            return parse(text)
        except ValidationError as error:
            code = (getattr(error, "code", None) or "invalid").upper()
            self.fault(name, code, " ".join(error.messages))
            return None

    def needs(self, name: str) -> None:
        """Complain that a cell is empty, unless its whole column is missing."""
        if self._heading(name) is not None:
            self.fault(name, "CELL_EMPTY", _("This cell is empty: fill it in."))

    def fault(self, name: str, code: str, message: str) -> None:
        """Complain about a cell; this row then gives no record."""
        self.are_fine = False
        self._found.faults.append(self._about(name, code, message))

    def notice(self, name: str, code: str, message: str) -> None:
        """Say something about a cell that stops nothing."""
        self._found.notices.append(self._about(name, code, message))

    def _about(self, name: str, code: str, message: str) -> Fault:
        heading = self._heading(name)
        cell = f"{letters(heading.index)}{self.row}" if heading else ""
        label = heading.text if heading else str(self._declared[name].label)
        return Fault(self.sheet, self.row, name, code, str(message), label, cell)

    def _heading(self, name: str) -> Heading | None:
        if name not in self._declared:
            raise ValueError(f"no column {name!r} is declared")
        return self._table.columns.get(name)


def _whole(text: str) -> int | None:
    groups = text.replace(" ", ".").split(".")
    if len(groups) > 1 and not (
        1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])  # noqa: PLR2004
    ):
        return None
    digits = "".join(groups)
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 15:  # noqa: PLR2004
        return None
    return int(digits)
