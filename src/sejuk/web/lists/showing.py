"""A preview cut to what a page can carry: groups with their first rows, all faults."""

from collections import defaultdict
from dataclasses import dataclass

from sejuk.sheets.faults import Fault
from sejuk.sheets.preview import Line, Preview

LINES_A_GROUP = 5
MOST_GROUPS = 60
MOST_FAULTS = 200


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading: the first few, and how many there are."""

    name: str
    count: int
    lines: tuple[Line, ...]

    @property
    def further(self) -> int:
        """Rows that are not shown."""
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of a preview.

    Attributes:
        groups: what would be written, by heading.
        faults: the first faults, in the order of the list.
        fault_count: how many there are.
    """

    groups: tuple[Group, ...]
    faults: tuple[Fault, ...]
    fault_count: int

    @property
    def further_faults(self) -> int:
        """Faults that are not shown."""
        return self.fault_count - len(self.faults)


def shown(preview: Preview) -> Shown:
    """A preview as a page shows it, of the same weight however long the list."""
    by_group: dict[str, list[Line]] = defaultdict(list)
    for line in preview.lines:
        by_group[line.group].append(line)
    groups = tuple(
        Group(name, len(lines), tuple(lines[:LINES_A_GROUP]))
        for name, lines in list(by_group.items())[:MOST_GROUPS]
    )
    ordered = sorted(preview.faults, key=lambda f: (f.sheet, f.row or 0, f.cell))
    return Shown(groups, tuple(ordered[:MOST_FAULTS]), len(ordered))
