"""The linear program with all columns and many cuts: duals, bound, where to look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sejuk.domain.training.recall_of_pattern import FloatArray
from sejuk.domain.training.solve.cuts import broken
from sejuk.domain.training.solve.master import Cut, Master, Solution
from sejuk.domain.training.solve.solver import Budget

CUT_WITHIN = 0.05
"""Cuts come when bound and linear program are as near as this, relatively."""

ENOUGH = 2e-5
"""Bound and linear program as near as this are one."""

HARDLY = 1e-6
"""Points by which a column must be better to enter."""

A_GROUP = 10
"""Columns that enter for each group and length in a round."""

SMOOTH = 0.5
"""Weight of the best duals so far in the duals that are priced."""


@dataclass(slots=True)
class Root:
    """State of the linear program as it is being solved.

    Attributes:
        solution: the last one.
        bound: best so far, in points.
        duals: where the best bound came from.
        done: whether nothing is left to add.
    """

    solution: Solution
    bound: float
    duals: FloatArray
    done: bool = False


def climb(
    master: Master,
    budget: Budget,
    seconds: float,
    on_bound: Callable[[float], None],
    root: Root | None = None,
    near: float = 0.0,
) -> Root | None:
    """Add columns and cuts until nothing is left, or for a while.

    Args:
        master: with at least one column a group.
        budget: time of the whole run.
        seconds: machine seconds after which to pause.
        on_bound: told each better bound.
        root: where an earlier call paused.
        near: pause when bound and linear program are as near as this, relatively.

    Returns:
        The state, or None when the solver gave up.
    """
    solution = master.solve()
    if solution is None:
        return None
    if root is None:
        root = Root(solution, -np.inf, solution.duals)
    root.solution, root.done = solution, False
    until = budget.elapsed() + seconds
    while budget.left > 0 and budget.elapsed() < until:
        if not _round(master, root, on_bound):
            root.done = True
            break
        solution = master.solve()
        if solution is None:
            return None
        root.solution = solution
        if solution.value - root.bound < near * abs(solution.value):
            break
    return root


def _round(master: Master, root: Root, on_bound: Callable[[float], None]) -> bool:
    """Add columns, and cuts when it is time; says whether there were any."""
    out = root.solution.duals
    smoothed = SMOOTH * master.padded(root.duals) + (1 - SMOOTH) * out
    tries = (smoothed, out) if np.isfinite(root.bound) else (out,)
    added = 0
    for duals in tries:
        added = _price(master, root, duals, on_bound)
        if added:
            break
    gap = root.solution.value - root.bound
    cuts: list[Cut] = []
    if gap < CUT_WITHIN * abs(root.solution.value):
        cuts = broken(master, root.solution)
        master.cut(cuts)
        added += len(cuts)
    return added > 0 and (bool(cuts) or gap > ENOUGH * abs(root.solution.value))


def _price(
    master: Master, root: Root, duals: FloatArray, on_bound: Callable[[float], None]
) -> int:
    """Add the best columns at some duals; returns how many were new."""
    seat, officers = master.seat_prices(duals), master.of_officers(duals)
    found = master.pricing.best(seat, np.full(len(officers), np.inf), A_GROUP)
    least = np.full(len(officers), np.inf)
    for priced in found:
        least[priced.group] = min(least[priced.group], priced.price)
    bound = master.bound(duals, least)
    if bound > root.bound:
        root.bound, root.duals = bound, duals
        on_bound(bound)
    better = officers - HARDLY
    return master.add([p for p in found if p.price < better[p.group]])
