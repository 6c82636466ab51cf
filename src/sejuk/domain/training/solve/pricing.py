"""The best columns of every group at given prices of seats, by trying all patterns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sejuk.domain.training.recall_of_pattern import FloatArray, IntArray
from sejuk.domain.training.solve.groups import Column
from sejuk.domain.training.solve.model import Model

CHUNK = 4_000_000
"""Patterns times groups priced at once: bounds the memory to about 100 MB."""


@dataclass(frozen=True, slots=True)
class Priced:
    """A column found by pricing.

    Attributes:
        group: index of the group.
        column: its cells.
        cost: points of an officer who follows it.
        price: reduced by the prices of its seats: cost + sum of prices.
    """

    group: int
    column: Column
    cost: float
    price: float


class Pricing:
    """Finds columns; holds what does not change from one call to the next."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._starts = np.flatnonzero(np.r_[True, np.diff(model.kind) > 0])
        self._groups_of: dict[int, list[int]] = defaultdict(list)
        for group, table in enumerate(model.table):
            self._groups_of[table].append(group)
        self._old_cost = {
            number: model.cost(number, group.old)
            for number, group in enumerate(model.groups)
            if group.old is not None
        }

    def old_columns(self) -> Iterator[Priced]:
        """The old columns that can still be followed, unpriced."""
        for number, cost in self._old_cost.items():
            yield Priced(number, self._model.groups[number].old or (), cost, cost)

    def best(self, seat: FloatArray, limit: FloatArray, count: int) -> list[Priced]:
        """The cheapest columns of every group and length: exact, so they make a bound.

        Args:
            seat: points of a seat, all prices included, inf where closed; shape
                (groups, cells).
            limit: only columns that cost less than this; shape (groups,).
            count: columns for each group and length, at most.

        Returns:
            Columns, each with the cheapest hall on each day.
        """
        cheapest, cell = self._cheapest(seat)
        found: list[Priced] = []
        for groups, kinds, price in self._all(cheapest):
            for row, group in enumerate(groups):
                found += self._chosen(
                    (int(group), kinds, cell[group]),
                    _smallest(price[row], limit[group], count),
                    price[row],
                )
        for number, old in self._old_prices(seat):
            if old < limit[number]:
                column = self._model.groups[number].old or ()
                found.append(Priced(number, column, self._old_cost[number], old))
        return found

    def _chosen(
        self, of: tuple[int, IntArray, IntArray], rows: IntArray, price: FloatArray
    ) -> Iterator[Priced]:
        """Columns of the patterns at some rows."""
        group, kinds, cell = of
        points = self._model.points(group, kinds.shape[1])
        for row in rows:
            column = tuple(int(cell[kind]) for kind in kinds[row])
            cost = float(points[row]) + self._model.surcharge(group, column)
            yield Priced(group, column, cost, float(price[row]))

    def _cheapest(self, seat: FloatArray) -> tuple[FloatArray, IntArray]:
        """Least price of a seat on each day-kind, and its cell; (groups, kinds)."""
        count = len(self._starts)
        least = np.empty((len(seat), count))
        cell = np.empty((len(seat), count), dtype=np.int64)
        ends = [*self._starts[1:], seat.shape[1]]
        for kind, (start, end) in enumerate(zip(self._starts, ends, strict=True)):
            block = seat[:, start:end]
            at = block.argmin(axis=1)
            cell[:, kind] = start + at
            least[:, kind] = block[np.arange(len(seat)), at]
        return least, cell

    def _all(
        self, cheapest: FloatArray
    ) -> Iterator[tuple[IntArray, IntArray, FloatArray]]:
        """Groups, patterns and their prices (groups, patterns), table by table."""
        model = self._model
        for table, members in self._groups_of.items():
            for length, patterns in enumerate(model.tables[table]):
                size = max(1, CHUNK // max(1, len(patterns.points)))
                for start in range(0, len(members), size):
                    groups = np.array(members[start : start + size], dtype=np.int64)
                    price = np.stack([model.points(g, length) for g in groups])
                    price += np.array([[model.groups[g].calm] for g in groups])
                    for place in range(length):
                        price += cheapest[groups][:, patterns.kinds[:, place]]
                    yield groups, patterns.kinds, price

    def _old_prices(self, seat: FloatArray) -> Iterator[tuple[int, float]]:
        for number, cost in self._old_cost.items():
            column = list(self._model.groups[number].old or ())
            unpriced = float(self._model.seat[number, column].sum())
            yield number, cost - unpriced + float(seat[number, column].sum())


def _smallest(price: FloatArray, limit: float, count: int) -> IntArray:
    """Rows of the smallest prices below a limit, at most so many."""
    if len(price) > count:
        rows = np.argpartition(price, count - 1)[:count]
    else:
        rows = np.arange(len(price))
    return np.asarray(rows[price[rows] < limit])
