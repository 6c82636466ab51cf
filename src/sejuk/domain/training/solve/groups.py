"""Officers whom nothing tells apart, counted together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sejuk.domain.training.instance import Instance, Officer
from sejuk.domain.training.loss import Cell, cells_of, times_counted
from sejuk.domain.training.parameters import Duty, Organiser
from sejuk.domain.training.recall_of_pattern import ORGANISERS, IntArray
from sejuk.domain.training.solve.tables import History

Column = tuple[int, ...]
"""Indices of cells that an officer attends, ascending; () is no session at all."""


@dataclass(frozen=True, slots=True)
class Group:
    """Officers of one village and duty with the same past, pins and old plan.

    Attributes:
        members: indices of `Instance.officers`, by station and seat.
        village: index of `Instance.villages`.
        chair: whether they are chairs.
        weight: points of one per cent not known.
        history: what they bring along.
        pinned: cells they must attend.
        old: their cells in the old plan; None without one, or when it can no longer
            be followed.
        calm: points of any column but the old one.
    """

    members: tuple[int, ...]
    village: int
    chair: bool
    weight: float
    history: History
    pinned: Column
    old: Column | None
    calm: float

    @property
    def size(self) -> int:
        """Number of officers."""
        return len(self.members)


@dataclass(frozen=True, slots=True)
class CellDays:
    """Where and when the cells are, as grouping needs it.

    Attributes:
        index: cell by hall id, day and organiser.
        kind: day-kind of each cell; shape (cells,).
        day: day of each cell relative to the poll; shape (cells,).
    """

    index: dict[Cell, int]
    kind: IntArray
    day: IntArray


def grouped(instance: Instance, cells: CellDays) -> tuple[Group, ...]:
    """Groups in the order of villages and duties.

    Args:
        instance: officers, pins, old plan.
        cells: where and when the cells are.

    Returns:
        Groups; every officer is a member of one.
    """
    split: dict[_Likeness, list[int]] = defaultdict(list)
    likeness = _Alike(instance, cells)
    for number, officer in enumerate(instance.officers):
        split[likeness.of(officer)].append(number)
    keys = sorted(split, key=lambda key: (key.village, key.duty, split[key][0]))
    return tuple(_group(instance, cells, key, split[key]) for key in keys)


@dataclass(frozen=True, slots=True)
class _Likeness:
    village: int
    duty: int
    past: tuple[tuple[int, int], ...]
    counted: int
    pinned: Column
    old: tuple[Cell, ...] | None


class _Alike:
    """Tells what makes officers alike."""

    def __init__(self, instance: Instance, cells: CellDays) -> None:
        self._instance = instance
        self._village = {v.code: n for n, v in enumerate(instance.villages)}
        self._pins: dict[str, set[int]] = defaultdict(set)
        for pin in instance.pins:
            for name in pin.officers:
                cell = cells.index[pin.hall, pin.on, pin.organiser]
                self._pins[name].add(cell)
        self._old: dict[str, set[tuple[str, date, Organiser]]] | None = None
        if instance.old is not None:
            self._old = cells_of(instance.old, instance.first_day)

    def of(self, officer: Officer) -> _Likeness:
        past = tuple(
            sorted(
                ((p.on - self._instance.poll).days, ORGANISERS.index(p.organiser))
                for p in officer.history
            )
        )
        old = None
        if self._old is not None:
            old = tuple(sorted(self._old.get(officer.id, ())))
        return _Likeness(
            village=self._village[officer.village],
            duty=list(Duty).index(officer.duty),
            past=past,
            counted=times_counted([p.on for p in officer.history], self._instance),
            pinned=tuple(sorted(self._pins.get(officer.id, ()))),
            old=old,
        )


def _group(
    instance: Instance, cells: CellDays, key: _Likeness, members: Sequence[int]
) -> Group:
    wish = instance.parameters
    duty = list(Duty)[key.duty]
    pinned_kinds = tuple(int(cells.kind[cell]) for cell in key.pinned)
    history = History(key.past, key.counted, pinned_kinds)
    officers = instance.officers
    order = sorted(members, key=lambda n: (officers[n].station, officers[n].seat, n))
    return Group(
        members=tuple(order),
        village=key.village,
        chair=duty is Duty.CHAIR,
        weight=wish.weight_of(duty) * instance.villages[key.village].risk,
        history=history,
        pinned=key.pinned,
        old=_followable(instance, cells, key),
        calm=0.0 if key.old is None else wish.calm,
    )


def _followable(instance: Instance, cells: CellDays, key: _Likeness) -> Column | None:
    """The old column when it can still be followed."""
    if key.old is None:
        return None
    found = [cells.index.get(cell) for cell in key.old]
    column = tuple(sorted(cell for cell in found if cell is not None))
    if len(column) < len(found) or not set(key.pinned) <= set(column):
        return None
    wish = instance.parameters
    days = [day for day, _ in key.past] + [int(cells.day[cell]) for cell in column]
    new = {int(cells.day[cell]) for cell in column}
    near = any(
        later in new and later - day < wish.gap_days
        for day, later in pairwise(sorted(days))
    )
    too_many = len(column) > wish.max_sessions - key.counted
    return None if near or (too_many and column) else column
