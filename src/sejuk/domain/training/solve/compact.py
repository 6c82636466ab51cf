"""The compact formulation: whom nobody names. It proves how good a plan can be.

For each group, `f` counts officers with a pattern of days and organisers, and `a`
officers in a cell. Only sessions and trainers are integer: with integer officers the
same model found nothing useful in the same time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sejuk.domain.training.instance import Instance
from sejuk.domain.training.recall_of_pattern import IntArray
from sejuk.domain.training.solve.frame import Frame, Sparse, framed, load
from sejuk.domain.training.solve.model import Model, build
from sejuk.domain.training.solve.solver import Budget, quiet, watched

MOST_PATTERNS = 250_000
"""Columns of patterns above which the model is too large: 100,000 take 0.5 GB."""

ENOUGH = 1e-4
"""Relative gap at which the search ends."""

OnBound = Callable[[float], None]
OnOpened = Callable[[IntArray, float], None]


def run_compact(
    instance: Instance, budget: Budget, on_bound: OnBound, on_opened: OnOpened
) -> None:
    """Search with the compact formulation until it is proven or time is over.

    Args:
        instance: not refused, with officers.
        budget: time and seed.
        on_bound: told each better bound, in points.
        on_opened: told the sessions of each cell, shape (cells,), and the loss of each
            better plan; officers may be fractional in it.
    """
    model = build(instance)
    if patterns(model) > MOST_PATTERNS or not model.cells:
        return
    frame = compact(model)
    highs = quiet(budget.seed)
    highs.setOptionValue("mip_rel_gap", ENOUGH)
    load(highs, frame.sparse)
    best = [-np.inf]

    def over(known: Any) -> bool:
        bound = float(known.mip_dual_bound)
        if np.isfinite(bound) and bound > best[0] + 1e-6 * abs(bound):
            best[0] = bound
            on_bound(bound)
        return budget.left <= 0

    def found(event: Any) -> None:
        solution = np.array(event.data_out.mip_solution[: model.cells])
        on_opened(
            np.rint(solution).astype(np.int64), float(event.data_out.mip_primal_bound)
        )

    watched(highs, over)
    highs.cbMipImprovingSolution.subscribe(found)
    highs.run()
    bound = float(highs.getInfo().mip_dual_bound)
    if np.isfinite(bound) and bound > best[0]:
        on_bound(bound)


def patterns(model: Model) -> int:
    """Columns that patterns take in the compact formulation."""
    of_table = [sum(len(p.points) for p in table) for table in model.tables]
    return sum(of_table[table] for table in model.table)


def compact(model: Model) -> Frame:
    """Write down the compact formulation."""
    frame = framed(model)
    for number in range(len(model.groups)):
        _group(model, frame, number)
    return frame


def _group(model: Model, frame: Frame, number: int) -> None:
    """Columns and rows of one group (H1, H2, H9, strong linking)."""
    sparse, group = frame.sparse, model.groups[number]
    size = float(group.size)
    everybody = sparse.row([], size, size)
    reach = np.flatnonzero(np.isfinite(model.seat[number]))
    kinds = {int(kind): n for n, kind in enumerate(np.unique(model.kind[reach]))}
    link = {kind: sparse.row([], 0.0, 0.0) for kind in kinds}
    old = (
        sparse.column(_old_cost(model, number), size) if group.old is not None else None
    )
    if old is not None:
        sparse.entry(everybody, old, 1.0)
        for cell in group.old or ():
            sparse.entry(cell, old, 1.0)
    for j in (int(cell) for cell in reach):
        a = sparse.column(float(model.seat[number, j]), size)
        sparse.entry(link[int(model.kind[j])], a, -1.0)
        sparse.entry(j, a, 1.0)
        used = [(a, 1.0), (frame.y(j), -size)]
        if old is not None and j in (group.old or ()):
            used.append((old, 1.0))
        sparse.row(used)
    for length in range(len(model.tables[model.table[number]])):
        _patterns(model, sparse, number, length, everybody, link)


def _old_cost(model: Model, number: int) -> float:
    return model.cost(number, model.groups[number].old or ())


def _patterns(
    model: Model,
    sparse: Sparse,
    number: int,
    length: int,
    everybody: int,
    link: dict[int, int],
) -> None:
    """Columns f of one group and length."""
    table = model.tables[model.table[number]][length]
    points = model.points(number, length) + model.groups[number].calm
    rows = np.full(len(model.kinds.day), -1, dtype=np.int64)
    rows[list(link)] = list(link.values())
    places = rows[table.kinds]
    kept = np.flatnonzero((places >= 0).all(axis=1))
    first = len(sparse.cost)
    count = len(kept)
    sparse.cost.extend(points[kept].tolist())
    sparse.lower.extend([0.0] * count)
    sparse.upper.extend([float(model.groups[number].size)] * count)
    sparse.whole.extend([False] * count)
    columns = np.arange(first, first + count)
    sparse.rows.extend([everybody] * count)
    sparse.columns.extend(columns.tolist())
    sparse.rows.extend(places[kept].ravel().tolist())
    sparse.columns.extend(np.repeat(columns, length).tolist())
    sparse.values.extend([1.0] * (count + count * length))
