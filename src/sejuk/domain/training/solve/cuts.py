"""Rows that every plan keeps and its linear relaxation does not."""

from __future__ import annotations

import numpy as np

from sejuk.domain.training.recall_of_pattern import FloatArray
from sejuk.domain.training.solve.master import Cut, Master, Solution

VIOLATED = 1e-3
"""Officers by which a cut must be broken to be worth a row."""

NOTHING = 1e-9
"""Officers below which a column is not in use."""

MOST_AT_ONCE = 400
"""Cuts taken in at once: the most broken ones."""


def attendance(master: Master, solution: Solution) -> FloatArray:
    """Officers of each group in each cell, as the linear program has them."""
    model = master.model
    counts = np.zeros((len(model.groups), model.cells))
    for number in np.flatnonzero(solution.w > NOTHING):
        priced = master.columns[number]
        counts[priced.group, list(priced.column)] += solution.w[number]
    return counts


def broken(master: Master, solution: Solution) -> list[Cut]:
    """Cuts that a solution breaks, the worst first."""
    counts = attendance(master, solution)
    known = {(cut.cell, cut.groups) for cut in master.cuts}
    found = [*_linking(master, solution, counts), *_rounding(master, solution, counts)]
    fresh = [(by, cut) for by, cut in found if (cut.cell, cut.groups) not in known]
    fresh.sort(key=lambda pair: -pair[0])
    return [cut for _, cut in fresh[:MOST_AT_ONCE]]


def _linking(
    master: Master, solution: Solution, counts: FloatArray
) -> list[tuple[float, Cut]]:
    """Nobody attends a cell that is not used: officers of g in j <= n_g y_j."""
    sizes = master.model.sizes.astype(np.float64)
    by = counts - sizes[:, None] * solution.y[None, :]
    return [
        (float(by[g, j]), Cut(int(j), (int(g),), 0.0, float(sizes[g]), 0.0))
        for g, j in zip(*np.nonzero(by > VIOLATED), strict=True)
    ]


def _rounding(
    master: Master, solution: Solution, counts: FloatArray
) -> list[tuple[float, Cut]]:
    """Rounding cuts: officers fill whole sessions, not parts of one.

    For groups with N officers in all, b = ceil(N/R) >= 2 and r = N - R (b - 1):
    officers <= r x + (R - r)(b - 1) y + o.
    """
    found = []
    for j in np.flatnonzero(solution.y > VIOLATED):
        cut = _worst_rounding(master, solution, counts[:, j], int(j))
        if cut is not None:
            found.append(cut)
    return found


def _worst_rounding(
    master: Master, solution: Solution, there: FloatArray, cell: int
) -> tuple[float, Cut] | None:
    """The most broken rounding cut of a cell; groups by share of officers there."""
    model = master.model
    sizes = model.sizes.astype(np.float64)
    order = np.argsort(-there / sizes, kind="stable")
    order = order[there[order] > VIOLATED]
    if not len(order):
        return None
    room = float(model.fits[cell])
    together = np.cumsum(sizes[order])
    sessions = np.ceil(together / room)
    rest = together - room * (sessions - 1)
    y_part = (room - rest) * (sessions - 1)
    by = np.cumsum(there[order]) - rest * solution.x[cell]
    by -= y_part * solution.y[cell] + solution.o[cell]
    by[sessions == 1] = -np.inf
    at = int(by.argmax())
    if by[at] <= VIOLATED:
        return None
    groups = tuple(sorted(int(group) for group in order[: at + 1]))
    return float(by[at]), Cut(cell, groups, float(rest[at]), float(y_part[at]), 1.0)
