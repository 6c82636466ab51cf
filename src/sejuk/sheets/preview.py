"""Between checking and writing: what files would do, as people look at it.

An app reads files with `read_files`, holds the rows against what stands, and tells in a
`Preview` what would be written. Nothing is written by reading.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sejuk.sheets.faults import Fault
from sejuk.sheets.grid import Grid
from sejuk.sheets.reading import read_grid
from sejuk.sheets.records import Cells, Kind, check_grid

R = TypeVar("R")
Watch = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that somebody sent, opened: its cells, or why there are none."""

    name: str
    grid: Grid | None
    fault: Fault | None = None

    @property
    def rows(self) -> int:
        """How many rows it has, empty ones and headings included."""
        return sum(len(sheet.rows) for sheet in self.grid.sheets) if self.grid else 0


def opened(name: str, content: bytes) -> Sent:
    """A file with its cells, read in a child process with limits."""
    try:
        return Sent(name, read_grid(content))
    except ValidationError as error:
        code = f"FILE_{error.code}".upper()
        return Sent(name, None, Fault("", None, "", code, str(error.message)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands, as the spreadsheet counts; a text file's sheet is ""."""

    file: str
    sheet: str
    row: int

    def seen_from(self, other: "Place") -> str:
        """This place in words, as short as a reader at the other one needs."""
        named = {"row": self.row, "sheet": self.sheet, "file": self.file}
        if self.file != other.file:
            return _("row %(row)d of the file “%(file)s”") % named
        if self.sheet != other.sheet:
            return _("row %(row)d of the sheet “%(sheet)s”") % named
        return _("row %(row)d") % named


class Effect(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Line:
    """One row that would write something.

    Attributes:
        place: where it stands.
        effect: what it would do.
        group: under which heading it stands, such as the village.
        mark: what it would write and what stands there now, for `Preview.mark`.
        tell: gives the words for people: what would be written, and what stands there
            now ("" where nothing does). Asked only for the lines that are shown.
    """

    place: Place
    effect: Effect
    group: str
    mark: tuple[object, ...]
    tell: Callable[[], tuple[str, str]]


@dataclass(slots=True)
class Said:
    """What is to be said of one file: what stops it, and what wants a look."""

    name: str
    sheets: tuple[str, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)

    def in_order(self) -> list[Fault]:
        """The faults as the rows stand in the file."""
        order = {sheet: index for index, sheet in enumerate(self.sheets)}

        def place(fault: Fault) -> tuple[int, int, int, str]:
            at = order.get(fault.sheet, -1), fault.row or 0
            return *at, len(fault.cell), fault.cell  # B before AA

        return sorted(self.faults, key=place)


@dataclass(slots=True)
class Preview:
    """What files would do, and everything that stops them.

    Attributes:
        files: what is to be said of each.
        lines: rows that would write something, in the order of the files.
        unchanged: rows that say what stands already.
    """

    files: list[Said] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    unchanged: int = 0

    @property
    def faults(self) -> list[Fault]:
        """What has to be corrected first; nothing is written while there is one."""
        return [fault for said in self.files for fault in said.in_order()]

    @property
    def notices(self) -> list[Fault]:
        """What was left out or wants a look, but stops nothing."""
        return [notice for said in self.files for notice in said.notices]

    @property
    def is_clean(self) -> bool:
        """Whether nothing stops it."""
        return not any(said.faults for said in self.files)

    @property
    def new(self) -> int:
        """How many rows add something."""
        return sum(line.effect is Effect.NEW for line in self.lines)

    @property
    def changed(self) -> int:
        """How many rows change what stands."""
        return sum(line.effect is Effect.CHANGED for line in self.lines)

    @property
    def mark(self) -> str:
        """The same for two previews only if they would write the same over the same."""
        digest = hashlib.sha256()
        for line in self.lines:
            digest.update(repr((line.group, line.mark)).encode())
        return digest.hexdigest()


def read_files(
    files: Sequence[Sent],
    kind: Kind,
    check: Callable[[Cells, Place], R | None],
    watch: Watch | None = None,
) -> tuple[Preview, list[R]]:
    """Read files as one list of a kind, so that what stands twice in two is found.

    Args:
        files: opened files.
        kind: what list they hold.
        check: gives the record of a row, or None.
        watch: called once a row.

    Returns:
        A preview with the faults of all cells, and whatever `check` gave: also of rows
        with a fault elsewhere, so that comparing rows hides nothing. Whoever compares
        them complains with the `Cells` of a row.
    """
    preview, records = Preview(), list[R]()
    for sent in files:
        if sent.grid is None:
            preview.files.append(Said(sent.name, faults=[*_known([sent.fault])]))
            continue
        row = _Row(sent.name, check, watch, records)
        reading = check_grid(sent.grid, kind, row)
        sheets = tuple(sheet.name for sheet in sent.grid.sheets)
        said = Said(sent.name, sheets, reading.faults, reading.notices)
        preview.files.append(said)
    return preview, records


def _known(faults: Iterable[Fault | None]) -> Iterable[Fault]:
    return (fault for fault in faults if fault is not None)


@dataclass(frozen=True, slots=True)
class _Row(Generic[R]):
    """The check of the rows of one file; keeps what it gives."""

    file: str
    check: Callable[[Cells, Place], R | None]
    watch: Watch | None
    records: list[R]

    def __call__(self, cells: Cells) -> R | None:
        if self.watch is not None:
            self.watch()
        record = self.check(cells, Place(self.file, cells.sheet, cells.row))
        if record is not None:
            self.records.append(record)
        return record
