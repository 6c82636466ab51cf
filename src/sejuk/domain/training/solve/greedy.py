"""A first plan in a moment: session by session, the one that saves most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sejuk.domain.training.loss import Cell
from sejuk.domain.training.parameters import Organiser
from sejuk.domain.training.recall_of_pattern import FloatArray, IntArray
from sejuk.domain.training.solve.counts import Counts, counted
from sejuk.domain.training.solve.groups import Column
from sejuk.domain.training.solve.model import Model
from sejuk.domain.training.solve.pricing import Priced
from sejuk.domain.training.solve.solver import Budget
from sejuk.domain.training.solve.staff import Staff

OFFICIAL = (Organiser.KPU, Organiser.PPK)

MUCH = 1e6
"""Points of a pattern that is not allowed."""

BoolArray = NDArray[np.bool_]
Key = TypeVar("Key", bound=Hashable)

STRANDS = 128
"""Different (group, column) for which there is room at first."""

LOOKED_AT = 24
"""Cells whose worth is worked out again in a round: those that were best before."""


def greedy_plan(model: Model, budget: Budget) -> Counts:
    """A plan chosen greedily, without the solver.

    Args:
        model: what is planned for.
        budget: time of the whole run; what was chosen until its end is given.

    Returns:
        The plan; pinned sessions are in it.
    """
    opening = _Opening(model)
    crowd = _Crowd(model)
    net = crowd.worth(np.arange(model.cells), opening.x)
    while budget.left > 0:
        net[~opening.possible()] = -np.inf
        best = np.argsort(-net, kind="stable")[:LOOKED_AT]
        net[best] = np.where(
            np.isfinite(net[best]), crowd.worth(best, opening.x), -np.inf
        )
        cell = int(best[net[best].argmax()])
        if net[cell] <= 0:
            break
        if opening.open(cell):
            crowd.attend(cell)
    return counted(model, opening.x, crowd.followers())


class _Opening:
    """Sessions so far, and which one more is allowed (H3 to H7)."""

    def __init__(self, model: Model) -> None:
        instance = model.instance
        self.x = model.least.copy()
        self._model = model
        self._unstaffed = np.zeros(model.cells, dtype=bool)
        self._staff = {o: Staff(instance, o) for o in OFFICIAL}
        dates = [model.date_of(cell) for cell in range(model.cells)]
        halls = [int(hall) for hall in model.hall]
        self._hall_day, room = _numbered(zip(halls, dates, strict=True))
        self._slots = np.array(
            [len(model.slots_of(hall, on)) for hall, on in room], dtype=np.int64
        )
        villages = [instance.halls[hall].village for hall in halls]
        self._village, names = _numbered(villages)
        stands = Counter(h.village for h in instance.halls if not h.shared)
        most = instance.parameters.own_sessions_a_hall
        self._own_most = np.array([most * stands[name] for name in names])
        self._own = np.array(
            [model.organiser_of(cell) is Organiser.SELF for cell in range(model.cells)],
            dtype=bool,
        )
        for cell in np.flatnonzero(self.x):
            self._staffed(int(cell))

    def possible(self) -> BoolArray:
        """Whether one more session is allowed; shape (cells,)."""
        held = np.bincount(self._hall_day, self.x, minlength=len(self._slots))
        own = np.bincount(
            self._village, self.x * self._own, minlength=len(self._own_most)
        )
        full = self._own & (own >= self._own_most)[self._village]
        room = (held < self._slots)[self._hall_day] & (self.x < self._model.most)
        return np.asarray(room & ~full & ~(self._unstaffed & (self.x == 0)))

    def open(self, cell: int) -> bool:
        """Hold one more session, if a trainer can be found."""
        if self.x[cell] == 0 and not self._staffed(cell):
            self._unstaffed[cell] = True
            return False
        self.x[cell] += 1
        return True

    def _staffed(self, cell: int) -> bool:
        organiser, on = self._model.organiser_of(cell), self._model.date_of(cell)
        if organiser is Organiser.SELF:
            return True
        hall = self._model.instance.halls[int(self._model.hall[cell])].id
        if (hall, on, organiser) in self._named:
            return True
        return self._staff[organiser].take(on)

    @property
    def _named(self) -> set[Cell]:
        pins = self._model.instance.pins
        return {(p.hall, p.on, p.organiser) for p in pins if p.trainer is not None}


def _numbered(keys: Iterable[Key]) -> tuple[IntArray, list[Key]]:
    """Numbers of keys in the order in which they first come, and the keys."""
    number: dict[Key, int] = {}
    places = [number.setdefault(key, len(number)) for key in keys]
    return np.array(places, dtype=np.int64), list(number)


class _Crowd:
    """Officers by group and column so far; who gains most by one more session."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._rows: list[list[dict[bytes, int]]] = [
            [{row.tobytes(): n for n, row in enumerate(p.kinds)} for p in table]
            for table in model.tables
        ]
        self._number: dict[tuple[int, Column], int] = {}
        self._of: list[tuple[int, Column]] = []
        self._all_officers = np.zeros(STRANDS, dtype=np.int64)
        self._all_gain = np.zeros((STRANDS, model.cells))
        for number, group in enumerate(model.groups):
            strand = self._strand(number, group.pinned)
            self._officers[strand] += group.size

    def worth(self, cells: IntArray, x: IntArray) -> FloatArray:
        """Points saved by one more session in each of some cells."""
        model = self._model
        gain = np.maximum(0.0, self._gain[:, cells])
        order = np.argsort(-gain, axis=0, kind="stable")
        gain = np.take_along_axis(gain, order, axis=0)
        officers = self._officers[order]
        before = np.cumsum(officers, axis=0) - officers
        taken = np.clip(model.fits[cells][None, :] - before, 0, officers)
        fee = np.where(x[cells] > 0, 0.0, model.fee[cells])
        return np.asarray((gain * taken).sum(axis=0) - model.rent[cells] - fee)

    def attend(self, cell: int) -> None:
        """Send those who gain most into one more session of a cell."""
        room = int(self._model.fits[cell])
        gain = self._gain[:, cell].copy()
        for strand in np.argsort(-gain, kind="stable"):
            if room == 0 or gain[strand] <= 0:
                break
            taken = min(room, int(self._officers[strand]))
            if taken:
                group, column = self._of[int(strand)]
                more = self._strand(group, tuple(sorted((*column, cell))))
                # Growing moves the arrays: look them up again.
                self._officers[strand] -= taken
                self._officers[more] += taken
                room -= taken

    def followers(self) -> tuple[tuple[Priced, int], ...]:
        """Columns and how many officers follow each."""
        found = []
        for (group, column), officers in zip(self._of, self._officers, strict=True):
            if officers:
                cost = self._model.cost(group, column)
                found.append((Priced(group, column, cost, cost), int(officers)))
        return tuple(found)

    def _strand(self, group: int, column: Column) -> int:
        """Number of the officers of a group with a column, made when it is new."""
        key = (group, column)
        if key not in self._number:
            self._number[key] = len(self._of)
            self._of.append(key)
            if len(self._of) > len(self._all_gain):
                self._grow()
            self._all_gain[self._number[key]] = self._gains(group, column)
        return self._number[key]

    @property
    def _officers(self) -> IntArray:
        """Officers of each strand."""
        return self._all_officers[: len(self._of)]

    @property
    def _gain(self) -> FloatArray:
        """Points an officer of each strand gains in each cell."""
        return self._all_gain[: len(self._of)]

    def _grow(self) -> None:
        """Room for twice as many strands."""
        self._all_officers = np.concatenate(
            [self._all_officers, np.zeros_like(self._all_officers)]
        )
        self._all_gain = np.concatenate([self._all_gain, np.zeros_like(self._all_gain)])

    def _gains(self, group: int, column: Column) -> FloatArray:
        """Points saved by adding each cell to a column; -inf where it cannot be."""
        model = self._model
        lookups = self._rows[model.table[group]]
        kinds = model.kind[list(column)]
        gain = np.full(len(model.kinds.day), -np.inf)
        if len(column) + 1 < len(lookups):
            now = self._points(group, kinds)
            for kind in range(len(gain)):
                more = np.sort(np.append(kinds, kind))
                if more.tobytes() in lookups[len(more)]:
                    gain[kind] = now - self._points(group, more)
        return np.asarray(gain[model.kind] - model.seat[group])

    def _points(self, group: int, kinds: IntArray) -> float:
        """Points of a pattern; more than any when a pin is still missing."""
        row = self._rows[self._model.table[group]][len(kinds)].get(kinds.tobytes())
        if row is None:
            return MUCH
        return float(self._model.points(group, len(kinds))[row])
