"""The master: sessions, trainers and the columns found so far, as a linear program."""

from __future__ import annotations

from dataclasses import dataclass, replace

import highspy
import numpy as np

from sejuk.domain.training.recall_of_pattern import FloatArray
from sejuk.domain.training.solve.frame import Frame, Sparse, framed, load
from sejuk.domain.training.solve.groups import Column
from sejuk.domain.training.solve.model import Model
from sejuk.domain.training.solve.pricing import Priced, Pricing
from sejuk.domain.training.solve.solver import SOLVED, quiet

PERTURBED = (
    "primal_simplex_bound_perturbation_multiplier",
    "dual_simplex_cost_perturbation_multiplier",
)
"""What HiGHS does against degeneracy costs more here than it saves (a tenth)."""

DUAL_SIMPLEX, PRIMAL_SIMPLEX = 1, 4
"""How HiGHS names its ways."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A row that every plan keeps and the linear program did not.

    It says: officers of some groups in a cell <= x_part x + y_part y + o_part o.

    Attributes:
        cell: index of the cell.
        groups: whose officers are counted.
        x_part: factor of the sessions of the cell.
        y_part: factor of whether it is used.
        o_part: factor of its officers beyond the recommended class.
    """

    cell: int
    groups: tuple[int, ...]
    x_part: float
    y_part: float
    o_part: float


@dataclass(frozen=True, slots=True)
class Solution:
    """What the linear program says.

    Attributes:
        value: points.
        x: sessions of each cell; shape (cells,).
        y: whether each cell is used, 0..1; shape (cells,).
        o: officers beyond the recommended class; shape (cells,).
        w: officers who follow each column of `Master.columns`.
        duals: of all rows.
    """

    value: float
    x: FloatArray
    y: FloatArray
    o: FloatArray
    w: FloatArray
    duals: FloatArray


class Master:
    """Linear program over the columns found so far; columns and cuts come and stay."""

    def __init__(self, model: Model, seed: int) -> None:
        self.model = model
        self.pricing = Pricing(model)
        self.columns: list[Priced] = []
        self.cuts: list[Cut] = []
        self.frame: Frame = framed(model)
        self._known: set[tuple[int, Column]] = set()
        self._cuts_at: list[list[int]] = [[] for _ in range(model.cells)]
        sparse = self.frame.sparse
        self._static = len(sparse.cost)
        self._everybody = len(sparse.row_upper)
        for size in model.sizes:
            sparse.row([], float(size), float(size))
        self._first_cut = len(sparse.row_upper)
        self._cuts_solved = -1
        self._highs = quiet(seed)
        for name in PERTURBED:
            self._highs.setOptionValue(name, 0.0)
        load(self._highs, _relaxed(sparse))
        self._entries = (
            np.array(sparse.rows, dtype=np.int64),
            np.array(sparse.columns, dtype=np.int64),
            np.array(sparse.values),
        )
        self._remember_cuts()

    def add(self, found: list[Priced]) -> int:
        """Take in columns; returns how many were new."""
        new = []
        for priced in found:
            key = (priced.group, priced.column)
            if key not in self._known:
                self._known.add(key)
                new.append(priced)
        if not new:
            return 0
        starts: list[int] = []
        rows: list[int] = []
        for priced in new:
            starts.append(len(rows))
            rows += self.rows_of(priced)
        count = len(new)
        self._highs.addCols(
            count,
            np.array([priced.cost for priced in new]),
            np.zeros(count),
            np.full(count, highspy.kHighsInf),
            len(rows),
            np.array(starts, dtype=np.int32),
            np.array(rows, dtype=np.int32),
            np.ones(len(rows)),
        )
        self.columns += new
        return count

    def rows_of(self, priced: Priced) -> list[int]:
        """Rows in which a column stands, each with 1."""
        rows = [self._everybody + priced.group, *priced.column]
        for cell in priced.column:
            for number in self._cuts_at[cell]:
                if priced.group in self.cuts[number].groups:
                    rows.append(self._first_cut + number)
        return rows

    def cut(self, cuts: list[Cut]) -> None:
        """Take in cuts."""
        if not cuts:
            return
        attends: dict[tuple[int, int], list[int]] = {}
        for number, priced in enumerate(self.columns):
            for cell in priced.column:
                key = (priced.group, cell)
                attends.setdefault(key, []).append(self._static + number)
        for cut in cuts:
            self._cuts_at[cut.cell].append(len(self.cuts))
            self.cuts.append(cut)
            entries = self.own_part(cut)
            for group in cut.groups:
                entries += [(w, 1.0) for w in attends.get((group, cut.cell), [])]
            self._highs.addRow(
                -highspy.kHighsInf,
                0.0,
                len(entries),
                np.array([column for column, _ in entries], dtype=np.int32),
                np.array([value for _, value in entries]),
            )
        self._remember_cuts()

    def own_part(self, cut: Cut) -> list[tuple[int, float]]:
        """Entries of a cut in columns of sessions and trainers."""
        frame = self.frame
        parts = [
            (frame.x(cut.cell), -cut.x_part),
            (frame.y(cut.cell), -cut.y_part),
            (frame.o(cut.cell), -cut.o_part),
        ]
        return [(column, value) for column, value in parts if value]

    def solve(self) -> Solution | None:
        """Solve the linear program; None when the solver gave up."""
        # New columns keep the last solution feasible, new cuts keep its duals so.
        strategy = (
            DUAL_SIMPLEX if len(self.cuts) > self._cuts_solved else PRIMAL_SIMPLEX
        )
        self._cuts_solved = len(self.cuts)
        self._highs.setOptionValue("simplex_strategy", strategy)
        self._highs.run()
        if self._highs.getModelStatus() != SOLVED:
            return None
        solution = self._highs.getSolution()
        value = np.array(solution.col_value, dtype=np.float64)
        count = self.model.cells
        return Solution(
            value=float(self._highs.getInfo().objective_function_value),
            x=value[:count],
            y=value[count : 2 * count],
            o=value[2 * count : 3 * count],
            w=value[self._static :],
            duals=np.minimum(
                np.array(solution.row_dual, dtype=np.float64), self._dual_limits()
            ),
        )

    def worth(self, duals: FloatArray) -> FloatArray:
        """Points lost by using each cell against duals; low is good; (cells,)."""
        own = self._own_costs(duals)
        x, y = own[: self.model.cells], own[self.frame.y(0) : self.frame.o(0)]
        return np.asarray(x * self.model.most + y)

    def _dual_limits(self) -> FloatArray:
        """Rows that only limit from above have duals <= 0, whatever rounding says."""
        limits = np.zeros(self._first_cut + len(self.cuts))
        limits[self._everybody : self._first_cut] = np.inf
        return limits

    def seat_prices(self, duals: FloatArray) -> FloatArray:
        """Points of a seat at some duals, fares and cuts included; (groups, cells)."""
        price = self.model.seat - duals[: self.model.cells]
        weights = duals[self._first_cut :][self._seat_cut]
        shape = price.shape
        extra = np.bincount(self._seat_at, weights, minlength=price.size)
        return np.asarray(price - extra.reshape(shape))

    def of_officers(self, duals: FloatArray) -> FloatArray:
        """Duals of the rows that give every officer one column; shape (groups,)."""
        return duals[self._everybody : self._first_cut]

    def padded(self, duals: FloatArray) -> FloatArray:
        """Duals of an earlier solution, with 0 for the cuts that came since."""
        missing = self._first_cut + len(self.cuts) - len(duals)
        return np.concatenate([duals, np.zeros(missing)])

    def bound(self, duals: FloatArray, least: FloatArray) -> float:
        """Points that no plan can go below (Lagrange), at any duals.

        Args:
            duals: of all rows; <= 0 where a row limits from above.
            least: least price of a column of each group at these duals.
        """
        sparse, own = self.frame.sparse, self._own_costs(duals)
        at_best = np.where(own > 0, own * sparse.lower, own * sparse.upper)
        right = np.array(sparse.row_upper[: self._everybody])
        fixed = float((right * duals[: self._everybody]).sum())
        return fixed + float(at_best.sum()) + float((self.model.sizes * least).sum())

    def _own_costs(self, duals: FloatArray) -> FloatArray:
        """Costs of sessions and trainers, reduced by duals."""
        rows, columns, factors = self._entries
        own = np.array(self.frame.sparse.cost)
        own -= np.bincount(columns, factors * duals[rows], minlength=self._static)
        of_cuts = duals[self._first_cut :]
        for column, part in zip(self._part_columns, self._parts, strict=True):
            own -= np.bincount(column, part * of_cuts, minlength=self._static)
        return own

    def _remember_cuts(self) -> None:
        """Lay out the cuts as arrays."""
        frame, cells = self.frame, self.model.cells
        at = [
            (g * cells + c.cell, n) for n, c in enumerate(self.cuts) for g in c.groups
        ]
        self._seat_at = np.array([place for place, _ in at], dtype=np.int64)
        self._seat_cut = np.array([number for _, number in at], dtype=np.int64)
        cell = np.array([cut.cell for cut in self.cuts], dtype=np.int64)
        self._part_columns = (cell, cell + frame.y(0), cell + frame.o(0))
        self._parts = (
            np.array([-cut.x_part for cut in self.cuts], dtype=np.float64),
            np.array([-cut.y_part for cut in self.cuts], dtype=np.float64),
            np.array([-cut.o_part for cut in self.cuts], dtype=np.float64),
        )


def _relaxed(sparse: Sparse) -> Sparse:
    return replace(sparse, whole=[False] * len(sparse.whole))
