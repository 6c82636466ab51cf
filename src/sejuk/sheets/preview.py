"""Between checking and writing: what a list would do, as people look at it."""

from dataclasses import dataclass, field
from enum import StrEnum

from sejuk.sheets.faults import Fault


class Effect(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Line:
    """One row that would write something.

    Attributes:
        row: as the spreadsheet counts.
        sheet: name of the sheet; "" in a text file.
        effect: what it would do.
        group: under which heading it stands, such as the village.
        words: what would be written.
        before: what stands there now; "" where nothing does.
    """

    sheet: str
    row: int
    effect: Effect
    group: str
    words: str
    before: str = ""


@dataclass(slots=True)
class Preview:
    """What a list would do, and everything that stops it.

    Attributes:
        faults: what has to be corrected first; nothing is written while there is one.
        notices: what was left out or wants a look.
        lines: rows that would write something, in the order of the list.
        unchanged: rows that say what stands already.
    """

    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    unchanged: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing stops it."""
        return not self.faults

    def count(self, effect: Effect) -> int:
        """How many rows have this effect."""
        return sum(line.effect is effect for line in self.lines)

    @property
    def new(self) -> int:
        """Rows that add something."""
        return self.count(Effect.NEW)

    @property
    def changed(self) -> int:
        """Rows that change what stands."""
        return self.count(Effect.CHANGED)
