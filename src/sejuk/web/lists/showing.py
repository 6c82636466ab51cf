"""A preview cut to what a page can carry: groups with their first rows, all faults."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from sejuk.sheets.faults import Fault
from sejuk.sheets.preview import Effect, Line, Preview

LINES_A_GROUP = 9
MOST_GROUPS = 60
FAULTS_A_PAGE = 200
MOST_NOTICES = 30


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One row that would write something, in words.

    Attributes:
        row: as the spreadsheet counts.
        is_new: whether it adds something.
        words: what would be written.
        before: what stands there now; "" where nothing does.
    """

    row: int
    is_new: bool
    words: str
    before: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading: the first few, and how many there are."""

    name: str
    new: int
    changed: int
    lines: tuple[ShownLine, ...]

    @property
    def further(self) -> int:
        """Rows that are not shown."""
        return self.new + self.changed - len(self.lines)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of a preview.

    Attributes:
        groups: what would be written, by heading; empty while there is a fault.
        further_groups: how many headings are not shown.
        faults: one page of the faults, in the order of the list.
        names_sheets: whether they stand in more than one sheet.
        notices: the first of what wants a look; further_notices: how many more.
    """

    groups: tuple[Group, ...]
    further_groups: int
    faults: Page[Fault]
    names_sheets: bool
    notices: tuple[Fault, ...]
    further_notices: int


def shown(preview: Preview, page: str | None = None) -> Shown:
    """A preview as a page shows it, of the same weight however long the list."""
    by_group: dict[str, list[Line]] = defaultdict(list)
    for line in preview.lines if preview.is_clean else ():
        by_group[line.group].append(line)
    groups = list(by_group.items())
    faults, notices = preview.faults, preview.notices
    return Shown(
        groups=tuple(_group(*group) for group in groups[:MOST_GROUPS]),
        further_groups=max(0, len(groups) - MOST_GROUPS),
        faults=Paginator(faults, FAULTS_A_PAGE).get_page(page),
        names_sheets=len({fault.sheet for fault in faults}) > 1,
        notices=tuple(notices[:MOST_NOTICES]),
        further_notices=max(0, len(notices) - MOST_NOTICES),
    )


def _group(name: str, lines: list[Line]) -> Group:
    new = sum(line.effect is Effect.NEW for line in lines)
    first = tuple(_line(line) for line in lines[:LINES_A_GROUP])
    return Group(name, new, len(lines) - new, first)


def _line(line: Line) -> ShownLine:
    return ShownLine(line.place.row, line.effect is Effect.NEW, *line.tell())
