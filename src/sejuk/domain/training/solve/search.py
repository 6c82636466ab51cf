"""Whole sessions among a few promising cells: a search by HiGHS, slice by slice."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sejuk.domain.training.recall_of_pattern import IntArray
from sejuk.domain.training.solve.frame import Sparse, load
from sejuk.domain.training.solve.master import Master
from sejuk.domain.training.solve.solver import Budget, quiet, watched

ENOUGH = 1e-4
"""Relative gap at which a slice ends."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where a search may look.

    Attributes:
        cells: cells that may be used; shape (cells,).
        free: cells among them whose sessions may change; shape (cells,).
        start: sessions of the best plan, only in `cells`; shape (cells,).
    """

    cells: NDArray[np.bool_]
    free: NDArray[np.bool_]
    start: IntArray


def search(
    master: Master,
    field: Field,
    seconds: float,
    budget: Budget,
    on_found: Callable[[IntArray], None],
) -> None:
    """Look for better sessions, officers not yet whole.

    Args:
        master: columns and cuts; only columns within the field's cells are used.
        field: where to look, and where from.
        seconds: of work, at most (HiGHS may overrun them a little).
        budget: time of the whole run.
        on_found: told the sessions of each better plan, shape (cells,).
    """
    highs = quiet(budget.seed)
    highs.setOptionValue("mip_rel_gap", ENOUGH)
    highs.setOptionValue("time_limit", max(0.1, budget.left))
    load(highs, _restricted(master, field))
    known, start = np.flatnonzero(field.cells), field.start
    y = np.array([master.frame.y(int(cell)) for cell in known])
    columns = np.concatenate([known, y]).astype(np.int32)
    held = np.concatenate([start[known], start[known] > 0]).astype(np.float64)
    highs.setSolution(len(columns), columns, held)
    limit = budget.worked() + seconds

    def over(_: Any) -> bool:
        return budget.worked() > limit or budget.left <= 0

    def found(event: Any) -> None:
        held = np.array(event.data_out.mip_solution[: master.model.cells])
        on_found(np.rint(held).astype(np.int64))

    highs.cbMipImprovingSolution.subscribe(found)
    watched(highs, over)
    highs.run()


def _restricted(master: Master, field: Field) -> Sparse:
    """The master with whole sessions, and only in some cells."""
    frame, cells = master.frame, field.cells
    sparse = deepcopy(frame.sparse)
    for cell in (int(cell) for cell in np.flatnonzero(cells & ~field.free)):
        held = float(field.start[cell])
        sparse.lower[frame.x(cell)] = sparse.upper[frame.x(cell)] = held
        sparse.lower[frame.y(cell)] = sparse.upper[frame.y(cell)] = float(held > 0)
    for cell in (int(cell) for cell in np.flatnonzero(~cells)):
        for column in (frame.x(cell), frame.y(cell), frame.o(cell)):
            sparse.upper[column] = 0.0
    for cut in master.cuts:
        sparse.row(master.own_part(cut) if cells[cut.cell] else [])
    for priced in master.columns:
        if all(cells[cell] for cell in priced.column):
            column = sparse.column(priced.cost, float(master.model.sizes[priced.group]))
            for row in master.rows_of(priced):
                sparse.entry(row, column, 1.0)
    return sparse
