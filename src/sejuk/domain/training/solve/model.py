"""An instance in numbers: cells, groups of interchangeable officers, seat prices.

A cell is all sessions of one organiser in one hall on one day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from sejuk.domain.training.instance import Instance
from sejuk.domain.training.loss import Cell
from sejuk.domain.training.parameters import Organiser
from sejuk.domain.training.recall_of_pattern import ORGANISERS, FloatArray, IntArray
from sejuk.domain.training.solve.groups import CellDays, Column, Group, grouped
from sejuk.domain.training.solve.tables import History, Kinds, Patterns, tables


@dataclass(frozen=True, slots=True)
class Model:
    """An instance in numbers. Cells are ordered by day-kind, then hall.

    Attributes:
        instance: what it was made of.
        kinds: day-kinds.
        hall: index of the hall of each cell; shape (cells,).
        kind: day-kind of each cell, ascending; shape (cells,).
        most: sessions a cell can hold; shape (cells,).
        least: sessions pinned in it; shape (cells,).
        fits: officers a session takes without extra loss (R); shape (cells,).
        holds: officers a session takes at most (M >= R); shape (cells,).
        rent: points of each session; shape (cells,).
        fee: points of a trainer there for the day; shape (cells,).
        groups: groups of officers.
        seat: points of a seat (fare, snack), inf where a group cannot go; shape
            (groups, cells).
        table: index in `tables` of each group.
        tables: patterns by length (0, 1, ...), for each different history.
        index: cell by hall id, day and organiser.
    """

    instance: Instance
    kinds: Kinds
    hall: IntArray
    kind: IntArray
    most: IntArray
    least: IntArray
    fits: IntArray
    holds: IntArray
    rent: FloatArray
    fee: FloatArray
    groups: tuple[Group, ...]
    seat: FloatArray
    table: tuple[int, ...]
    tables: tuple[tuple[Patterns, ...], ...]
    index: dict[Cell, int]

    @property
    def cells(self) -> int:
        """Number of cells."""
        return len(self.hall)

    @property
    def sizes(self) -> IntArray:
        """Officers in each group; shape (groups,)."""
        return np.array([group.size for group in self.groups], dtype=np.int64)

    @property
    def weights(self) -> FloatArray:
        """Weight of an officer of each group; shape (groups,)."""
        return np.array([group.weight for group in self.groups], dtype=np.float64)

    def date_of(self, cell: int) -> date:
        """The day of a cell."""
        day = int(self.kinds.day[self.kind[cell]])
        return date.fromordinal(self.instance.poll.toordinal() + day)

    def organiser_of(self, cell: int) -> Organiser:
        """The organiser of a cell."""
        return ORGANISERS[int(self.kinds.organiser[self.kind[cell]])]

    def slots_of(self, hall: int, on: date) -> tuple[int, ...]:
        """Slots of a hall on a day: the open ones, and those of pins."""
        place = self.instance.halls[hall]
        free = () if on in place.closed_on else self.instance.slots_on(on)
        pins = [p.slot for p in self.instance.pins if (p.hall, p.on) == (place.id, on)]
        return tuple(sorted({*free, *pins}))

    def cost(self, group: int, column: Column) -> float:
        """Points of one officer of a group who follows a column.

        Args:
            group: index of the group.
            column: cells; their day-kinds form a pattern of the group's table.

        Returns:
            Weighted points, seats and calm included.
        """
        table = self.tables[self.table[group]][len(column)]
        kinds = np.sort(self.kind[list(column)])
        row = np.flatnonzero((table.kinds == kinds).all(axis=1))[0]
        return float(self.points(group, len(column))[row]) + self.surcharge(
            group, column
        )

    def points(self, group: int, length: int) -> FloatArray:
        """Weighted points of all patterns of a length, without seats and calm."""
        own = self.groups[group]
        table = self.tables[self.table[group]][length]
        return own.weight * (table.chair_points if own.chair else table.points)

    def surcharge(self, group: int, column: Column) -> float:
        """Seats of a column, and calm unless it is the old one."""
        own = self.groups[group]
        calm = 0.0 if own.old == column else own.calm
        return calm + float(self.seat[group, list(column)].sum())


Row = tuple[int, int, int, int, int]


def build(instance: Instance) -> Model:
    """Turn an instance that was not refused into numbers."""
    rows = _cells(instance)
    keys = sorted({row[:2] for row in rows})
    kinds = Kinds(
        day=_ints(day for day, _ in keys),
        organiser=_ints(kind for _, kind in keys),
        sworn=(instance.sworn - instance.poll).days,
    )
    hall = _ints(row[2] for row in rows)
    kind = _ints(keys.index(row[:2]) for row in rows)
    index = _index(instance, rows)
    groups = grouped(instance, CellDays(index, kind, kinds.day[kind]))
    seat = _seats(instance, groups, hall, kinds.organiser[kind])
    _only_pinned(seat, groups, kind)
    groups = tuple(_reachable(group, seat[n]) for n, group in enumerate(groups))
    table_of: dict[History, int] = {}
    table = tuple(table_of.setdefault(g.history, len(table_of)) for g in groups)
    wish = instance.parameters
    seats = _ints(place.seats for place in instance.halls)[hall]
    rents = np.array([place.rent for place in instance.halls])[hall]
    fees = np.array([wish.trainer_day_rupiah.of(organiser) for organiser in ORGANISERS])
    holds = np.minimum(wish.largest_class, seats)
    return Model(
        instance=instance,
        kinds=kinds,
        hall=hall,
        kind=kind,
        most=_ints(row[3] for row in rows),
        least=_ints(row[4] for row in rows),
        fits=np.minimum(wish.recommended_class, holds),
        holds=holds,
        rent=rents / wish.point_rupiah,
        fee=fees[kinds.organiser[kind]] / wish.point_rupiah,
        groups=groups,
        seat=seat,
        table=table,
        tables=tuple(tables(kinds, history, wish) for history in table_of),
        index=index,
    )


def _ints(numbers: Iterable[int]) -> IntArray:
    return np.fromiter(numbers, dtype=np.int64)


def _cells(instance: Instance) -> list[Row]:
    """(day, organiser index, hall, most, least) of all cells, sorted."""
    pinned: dict[tuple[str, date, Organiser], set[int]] = defaultdict(set)
    for pin in instance.pins:
        pinned[pin.hall, pin.on, pin.organiser].add(pin.slot)
    teach = {(t.organiser, on) for t in instance.trainers for on in t.free_on}
    rows = []
    for on in instance.days:
        day, open_slots = (on - instance.poll).days, instance.slots_on(on)
        for kind, organiser in enumerate(ORGANISERS):
            led = organiser is Organiser.SELF or (organiser, on) in teach
            for number, hall in enumerate(instance.halls):
                pins = pinned.get((hall.id, on, organiser), set())
                free = led and instance.allows(hall, on, organiser)
                slots = {*open_slots, *pins} if free else pins
                if slots:
                    rows.append((day, kind, number, len(slots), len(pins)))
    return sorted(rows)


def _index(instance: Instance, rows: list[Row]) -> dict[Cell, int]:
    start = instance.poll.toordinal()
    return {
        (instance.halls[hall].id, date.fromordinal(start + day), ORGANISERS[kind]): n
        for n, (day, kind, hall, _, _) in enumerate(rows)
    }


def _seats(
    instance: Instance, groups: Sequence[Group], hall: IntArray, organiser: IntArray
) -> FloatArray:
    """Points of a seat for each group in each cell; inf out of reach."""
    wish = instance.parameters
    number = {village.code: n for n, village in enumerate(instance.villages)}
    stands = _ints(number[place.village] for place in instance.halls)
    count = len(instance.villages)
    fare, far = np.zeros((count, count)), np.zeros((count, count), dtype=bool)
    for start, village in enumerate(instance.villages):
        for end in sorted({int(at) for at in stands}):
            way = instance.trip(village, instance.villages[end])
            fare[start, end] = way.rupiah
            far[start, end] = way.minutes > wish.max_travel_minutes
    home = _ints(group.village for group in groups)[:, None]
    at = stands[hall][None, :]
    cost = (wish.snack_rupiah + 2 * fare[home, at]) / wish.point_rupiah
    own = np.asarray(organiser == ORGANISERS.index(Organiser.SELF))[None, :]
    foreign = own & (home != at)
    cost_of = np.where(far[home, at] | foreign, np.inf, cost)
    for n, group in enumerate(groups):
        for cell in group.pinned:
            cost_of[n, cell] = cost[n, cell]
    return np.asarray(cost_of)


def _only_pinned(seat: FloatArray, groups: Sequence[Group], kind: IntArray) -> None:
    """Close to a group all other cells of the day-kinds it is pinned to."""
    for n, group in enumerate(groups):
        for cell in group.pinned:
            other = np.flatnonzero(kind == kind[cell])
            seat[n, other[other != cell]] = np.inf


def _reachable(group: Group, seat: FloatArray) -> Group:
    """The group, without its old column where that is out of reach by now."""
    if group.old and not np.isfinite(seat[list(group.old)]).all():
        return replace(group, old=None)
    return group
