"""What the template parts draw: calendar grids, comparisons, statuses of facts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from sejuk.web.svg import bar_width


class CalendarRow(Protocol):
    """A row of a calendar grid: a hall or a village.

    Attributes:
        key: what entries name as their `row`.
        name: how the row is headed.
        closed_on: days on which nothing can be held there.
    """

    @property
    def key(self) -> object: ...
    @property
    def name(self) -> str: ...
    @property
    def closed_on(self) -> Collection[date]: ...


class CalendarEntry(Protocol):
    """One session in a calendar grid.

    Attributes:
        row: the `key` of its row.
        on: its day.
        at: its time as text, "09.00".
        text: who holds it and how many come, "PPK 28".
        href: the session's page.
        move_href: page with the form to move it, which also takes a POST with `on`
            (ISO date) and `row`; empty where it may not be moved.
        state: "held", "locked", "new" or "".
        faults: broken rules, a sentence each.
    """

    @property
    def row(self) -> object: ...
    @property
    def on(self) -> date: ...
    @property
    def at(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def href(self) -> str: ...
    @property
    def move_href(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def faults(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Column:
    on: date
    starts_week: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    is_closed: bool
    entries: tuple[CalendarEntry, ...]


@dataclass(frozen=True, slots=True)
class GridRow:
    row: CalendarRow
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ListedEntry:
    row_name: str
    entry: CalendarEntry


@dataclass(frozen=True, slots=True)
class Calendar:
    """The same sessions twice: as a grid, and as a list by day for small screens."""

    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    days: tuple[tuple[date, tuple[ListedEntry, ...]], ...]
    can_move: bool


def calendar_of(
    rows: Iterable[CalendarRow],
    days: Iterable[date],
    entries: Iterable[CalendarEntry],
    today: date | None = None,
) -> Calendar:
    """A calendar of sessions; days that sessions need are added to `days`.

    Raises:
        ValueError: if an entry names a row that is not there.
    """
    rows, entries = list(rows), sorted(entries, key=lambda e: (e.on, e.at))
    names = {row.key: row.name for row in rows}
    if lost := [e for e in entries if e.row not in names]:
        raise ValueError(f"no row {lost[0].row!r} in this calendar")
    columns = _columns(sorted({*days, *(e.on for e in entries)}), today)
    held: dict[tuple[object, date], list[CalendarEntry]] = defaultdict(list)
    by_day: dict[date, list[ListedEntry]] = defaultdict(list)
    for entry in entries:
        held[entry.row, entry.on].append(entry)
        by_day[entry.on].append(ListedEntry(names[entry.row], entry))
    grid = tuple(
        GridRow(
            row,
            tuple(
                Cell(c, c.on in row.closed_on, tuple(held[row.key, c.on]))
                for c in columns
            ),
        )
        for row in rows
    )
    listed = tuple((day, tuple(found)) for day, found in by_day.items())
    return Calendar(columns, grid, listed, any(e.move_href for e in entries))


def _columns(days: Sequence[date], today: date | None) -> tuple[Column, ...]:
    mondays = [day - timedelta(days=day.weekday()) for day in days]
    return tuple(
        Column(day, index > 0 and mondays[index] != mondays[index - 1], day == today)
        for index, day in enumerate(days)
    )


class Way(Protocol):
    """One measure of two plans: last time's way, and the plan.

    Attributes:
        name: the measure.
        then, now: its two values, >= 0, in one unit.
        then_text, now_text: the same as people read them.
        full: the value at the right end of the line; None for the larger of the two.
    """

    @property
    def name(self) -> str: ...
    @property
    def then(self) -> float: ...
    @property
    def now(self) -> float: ...
    @property
    def then_text(self) -> str: ...
    @property
    def now_text(self) -> str: ...
    @property
    def full(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class DrawnWay:
    """A measure with the places of its two dots on a line of 100 units."""

    way: Way
    then_at: str
    now_at: str


def drawn_ways(ways: Iterable[Way]) -> list[DrawnWay]:
    """Two dots a measure, on a line from nothing to its full value."""
    drawn = []
    for way in ways:
        full = way.full or max(way.then, way.now)
        drawn.append(DrawnWay(way, bar_width(way.then, full), bar_width(way.now, full)))
    return drawn
