"""Column generation: finds good plans. Each one is better than the last."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sejuk.domain.training.instance import Instance
from sejuk.domain.training.plan import Price
from sejuk.domain.training.recall_of_pattern import IntArray
from sejuk.domain.training.solve.counts import Counts
from sejuk.domain.training.solve.greedy import greedy_plan
from sejuk.domain.training.solve.master import Master
from sejuk.domain.training.solve.model import Model, build
from sejuk.domain.training.solve.root import Root, climb
from sejuk.domain.training.solve.search import Field, search
from sejuk.domain.training.solve.settle import settle
from sejuk.domain.training.solve.solver import Budget

ENRICHED = 2.0
"""Points, times weight, by which a column may be dearer than the best of its group."""

A_GROUP = 10
"""Such columns for each group and length, at most."""

SLICE = 3.0
"""Seconds of work of one search; twice as many while the best plan is poor."""

POOR = 0.02
"""Share of its loss by which a poor plan is above the bound."""

GRACE = 0.6
"""Seconds kept at the end for settling what the last search found."""

FIRST_CLIMB = 0.3
"""Share of the time for the linear program before the first search."""

NEAR = 4e-3
"""Nearness of bound and linear program at which the first search begins."""

CLIMB = 2.0
"""Seconds of the linear program between two searches."""

NEAR_SLICE = 1.5
"""Seconds of work of a search near the best plan."""

NEIGHBOURS = 5
"""Searches near the best plan after each one among all promising cells."""

FREED, FREED_STEP, LEAST_FREED, MOST_FREED = 0.4, 0.05, 0.2, 0.8
"""Share of the days, or of the halls, that such a search may change: more after an easy
search, less after a hard one."""

HALF = 0.5

WIDER = (0, 0, 30, 70, 120)
"""Cells that are searched beside those in use, slice by slice."""

WORTH_SAYING = 1.0
"""Points from which a price is told."""

PRICES_TOLD = 12

IN_USE = 1e-6

USED = 0.01
"""Trainer-days from which a cell of the linear program is searched."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told what was found, and who may know something.

    Attributes:
        on_bound: told each better bound, in points.
        on_plan: told each better plan, in counts.
        on_prices: told what is scarce, dearest first.
        on_stage: told what is being done (`Progress.stage`).
        inbox: gives sessions of cells, shape (cells,), that others found since.
    """

    on_bound: Callable[[float], None]
    on_plan: Callable[[Model, Counts], None]
    on_prices: Callable[[tuple[Price, ...]], None]
    on_stage: Callable[[str], None]
    inbox: Callable[[], Iterable[IntArray]]


def run_columns(instance: Instance, budget: Budget, listener: Listener) -> None:
    """Search by column generation until nothing is left to try or time is over.

    Args:
        instance: not refused, with officers.
        budget: time and seed.
        listener: is told of bounds and plans.
    """
    listener.on_stage("tables")
    model = build(instance)
    listener.on_stage("first_plan")
    _Run(model, budget, listener).all()


class _Run:
    """One run: the master, the best plan, and what to try next."""

    def __init__(self, model: Model, budget: Budget, listener: Listener) -> None:
        self._model, self._listener, self._late = model, listener, budget
        self._budget = replace(budget, seconds=budget.seconds - GRACE)
        self._master = Master(model, budget.seed)
        self._pricing = self._master.pricing
        self._best: Counts | None = None
        self._tried: set[bytes] = set()
        self._freed = FREED

    def all(self) -> None:
        """First plan, prices, search."""
        model, pricing = self._model, self._pricing
        anything = np.full(len(model.groups), np.inf)
        self._master.add(list(pricing.old_columns()))
        self._master.add(pricing.best(model.seat, anything, 1))
        if any(group.old for group in model.groups):
            self._try(self._old_sessions())
        greedy = greedy_plan(model, self._budget)
        self._keep(greedy)
        self._try(greedy.x)
        self._listener.on_stage("prices")
        share = FIRST_CLIMB * self._budget.left
        root = self._climb(None, share, NEAR)
        if root is not None:
            self._tell_prices(root)
            self._listener.on_stage("search")
            self._widen(root)

    def _old_sessions(self) -> IntArray:
        """Sessions of the old plan that can still be held."""
        model = self._model
        x = model.least.copy()
        for session in model.instance.old or ():
            cell = model.index.get((session.hall, session.on, session.organiser))
            if cell is not None:
                x[cell] += 1
        return np.minimum(x, model.most)

    def _climb(
        self, root: Root | None, seconds: float, near: float = 0.0
    ) -> Root | None:
        """Go on with the linear program for some seconds."""
        told = self._listener.on_bound
        return climb(self._master, self._budget, seconds, told, root, near)

    def _widen(self, root: Root | None) -> None:
        """Search among ever more cells, and near the best plan, till the end."""
        dice = np.random.default_rng(self._budget.seed)
        step = 0
        while root is not None and self._budget.left > 0:
            for sessions in self._listener.inbox():
                self._try(sessions)
            if step <= len(WIDER) or not root.done:
                root = self._climb(root, CLIMB if step else 0.0)
                if root is None:
                    return
                self._enrich(root)
            self._search(root, WIDER[min(step, len(WIDER) - 1)])
            for _ in range(NEIGHBOURS if step else 0):
                self._search_near(root, dice)
            step += 1

    def _tell_prices(self, root: Root) -> None:
        """What one more trainer-day or seat would be worth, by the duals."""
        model, duals = self._model, root.duals
        prices = [
            Price(f"{organiser.value}_trainer_day", on, None, -float(duals[row]))
            for (organiser, on), row in self._master.frame.trainer_rows.items()
        ]
        halls = model.instance.halls
        for cell in np.flatnonzero(duals[: model.cells] < -WORTH_SAYING):
            hall, on = halls[int(model.hall[cell])].id, model.date_of(int(cell))
            prices.append(Price("seat", on, hall, -float(duals[cell])))
        prices = [price for price in prices if price.points > WORTH_SAYING]
        prices.sort(key=lambda price: (-price.points, price.code, price.on))
        self._listener.on_prices(tuple(prices[:PRICES_TOLD]))

    def _enrich(self, root: Root) -> None:
        """Take in all columns that are nearly good enough, with a second hall too."""
        master = self._master
        seat = master.seat_prices(root.solution.duals)
        limit = master.of_officers(root.solution.duals)
        limit = limit + ENRICHED * self._model.weights
        best = self._pricing.best(seat, limit, A_GROUP)
        master.add(best)
        for priced in best:
            seat[priced.group, list(priced.column)] = np.inf
        master.add(self._pricing.best(seat, limit, A_GROUP))

    def _promising(self, root: Root, wider: int) -> NDArray[np.bool_]:
        """Cells in use, in the linear program or the best plan, and some more."""
        cells = root.solution.y > USED
        cells |= self._model.least > 0
        if self._best is not None:
            cells |= self._best.x > 0
        worth = self._master.worth(root.solution.duals)
        worth[cells] = np.inf
        cells[np.argsort(worth, kind="stable")[:wider]] = True
        return np.asarray(cells)

    def _search(self, root: Root, wider: int) -> None:
        """Search among all promising cells."""
        if self._best is None or self._budget.left <= 0:
            return
        poor = self._best.loss - root.bound > POOR * self._best.loss
        cells = self._promising(root, wider)
        field = Field(cells, cells, self._best.x)
        seconds = 2 * SLICE if poor else SLICE
        search(self._master, field, seconds, self._budget, self._try)

    def _search_near(self, root: Root, dice: np.random.Generator) -> None:
        """Search on some days, or in some halls, and leave the rest as it is."""
        if self._best is None or self._budget.left <= 0:
            return
        model = self._model
        what = model.hall if dice.random() < HALF else model.kinds.day[model.kind]
        values = np.unique(what)
        count = max(2, round(self._freed * len(values)))
        chosen = dice.choice(values, min(count, len(values)), replace=False)
        free = np.isin(what, chosen)
        held = (self._best.x > 0) | (model.least > 0)
        cells = (self._promising(root, WIDER[-1]) & free) | held
        field = Field(cells, cells & free, self._best.x)
        began = self._budget.worked()
        search(self._master, field, NEAR_SLICE, self._budget, self._try)
        was_easy = self._budget.worked() - began < HALF * NEAR_SLICE
        step = FREED_STEP if was_easy else -FREED_STEP
        self._freed = min(MOST_FREED, max(LEAST_FREED, self._freed + step))

    def _try(self, sessions: IntArray) -> None:
        """Settle who attends; keep and tell the plan when it is the best so far."""
        key = sessions.astype(np.int64).tobytes()
        if key in self._tried:
            return
        self._tried.add(key)
        columns, late = self._master.columns, self._late
        found = settle(self._model, self._pricing, sessions, columns, late)
        if found is not None:
            self._keep(found)

    def _keep(self, found: Counts) -> None:
        """Remember the columns of a plan; tell it when it is the best so far."""
        self._master.add([priced for priced, _ in found.followers])
        if self._best is None or found.loss < self._best.loss - IN_USE:
            self._best = found
            self._listener.on_plan(self._model, found)
