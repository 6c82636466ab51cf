"""Who attends what once the sessions are fixed: exact, in a moment."""

from __future__ import annotations

from collections.abc import Iterable

import highspy
import numpy as np

from sejuk.domain.training.recall_of_pattern import FloatArray, IntArray
from sejuk.domain.training.solve.counts import Counts, counted
from sejuk.domain.training.solve.frame import Sparse, load
from sejuk.domain.training.solve.model import Model
from sejuk.domain.training.solve.pricing import Priced, Pricing
from sejuk.domain.training.solve.solver import SOLVED, Budget, quiet, watched

UNPLACED = 1e5
"""Points of an officer without any column: only while columns are still missing."""

A_GROUP = 3
"""Columns that enter for each group and length in a round."""

WHOLE_SECONDS = 2.0
"""Seconds of work given to making officers whole."""

FRACTION = 1e-6
"""What is nearer to a whole number is one."""


def settle(
    model: Model,
    pricing: Pricing,
    x: IntArray,
    known: Iterable[Priced],
    budget: Budget,
) -> Counts | None:
    """The best attendance for given sessions.

    Args:
        model: what is planned for.
        pricing: of the same model.
        x: sessions of each cell; shape (cells,).
        known: columns to begin with; those with closed cells are left out.
        budget: time of the whole run.

    Returns:
        The plan with whole officers, or None when time is over or nothing fits.
    """
    return _Settling(model, pricing, x, budget).run(known)


class _Settling:
    """One linear program: officers of each group, seats of each open cell."""

    def __init__(
        self, model: Model, pricing: Pricing, x: IntArray, budget: Budget
    ) -> None:
        self._model, self._pricing, self._x, self._budget = model, pricing, x, budget
        self._open = np.flatnonzero(x > 0)
        self._row = {int(cell): n for n, cell in enumerate(self._open)}
        self._groups = len(self._open)
        self._columns: list[Priced] = []
        self._keys: set[tuple[int, tuple[int, ...]]] = set()
        sparse = Sparse()
        for cell in self._open:
            room = float(model.fits[cell] * x[cell])
            beyond = float((model.holds[cell] - model.fits[cell]) * x[cell])
            o = sparse.column(model.instance.parameters.crowding, beyond)
            sparse.row([(o, -1.0)], room)
        for size in model.sizes:
            nowhere = sparse.column(UNPLACED, highspy.kHighsInf)
            sparse.row([(nowhere, 1.0)], float(size), float(size))
        self._static = len(sparse.cost)
        self._highs = quiet(budget.seed)
        load(self._highs, sparse)

    def run(self, known: Iterable[Priced]) -> Counts | None:
        self._add(p for p in known if all(cell in self._row for cell in p.column))
        closed = np.where(self._x > 0, 0.0, np.inf)
        anything = np.full(len(self._model.groups), np.inf)
        self._add(self._pricing.best(self._model.seat + closed, anything, 1))
        while self._budget.left > 0:
            duals = self._solved()
            if duals is None:
                return None
            seat = self._model.seat + closed
            seat[:, self._open] -= np.minimum(0.0, duals[: self._groups])
            limit = duals[self._groups :] - FRACTION
            if not self._add(self._pricing.best(seat, limit, A_GROUP)):
                return self._whole()
        return None

    def _solved(self) -> FloatArray | None:
        self._highs.run()
        if self._highs.getModelStatus() != SOLVED:
            return None
        return np.array(self._highs.getSolution().row_dual, dtype=np.float64)

    def _add(self, found: Iterable[Priced]) -> int:
        new = []
        for priced in found:
            key = (priced.group, priced.column)
            if key not in self._keys:
                self._keys.add(key)
                new.append(priced)
        starts: list[int] = []
        rows: list[int] = []
        for priced in new:
            starts.append(len(rows))
            rows += [self._groups + priced.group]
            rows += [self._row[cell] for cell in priced.column]
        if new:
            self._highs.addCols(
                len(new),
                np.array([priced.cost for priced in new]),
                np.zeros(len(new)),
                np.full(len(new), highspy.kHighsInf),
                len(rows),
                np.array(starts, dtype=np.int32),
                np.array(rows, dtype=np.int32),
                np.ones(len(rows)),
            )
        self._columns += new
        return len(new)

    def _whole(self) -> Counts | None:
        """Make officers whole: mostly they are, else by a small search."""
        value = np.array(self._highs.getSolution().col_value)[self._static :]
        if np.abs(value - np.rint(value)).max(initial=0.0) > FRACTION:
            found = self._searched()
            if found is None:
                return None
            value = found
        officers = np.rint(value).astype(np.int64)
        followers = tuple(
            (self._columns[n], int(officers[n])) for n in np.flatnonzero(officers)
        )
        if sum(count for _, count in followers) < self._model.sizes.sum():
            return None
        return counted(self._model, self._x, followers)

    def _searched(self) -> FloatArray | None:
        count = len(self._columns)
        columns = np.arange(self._static, self._static + count, dtype=np.int32)
        kinds = np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self._highs.changeColsIntegrality(count, columns, kinds)
        self._highs.setOptionValue("mip_rel_gap", FRACTION)
        limit = self._budget.worked() + WHOLE_SECONDS
        budget = self._budget
        watched(self._highs, lambda _: budget.worked() > limit or budget.left <= 0)
        self._highs.run()
        if not np.isfinite(self._highs.getInfo().mip_gap):
            return None
        return np.array(self._highs.getSolution().col_value)[self._static :]
