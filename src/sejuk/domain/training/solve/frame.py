"""What both formulations share: sessions, trainers and the rules that tie them.

Columns are x (sessions held), y (a trainer works there that day), o (officers beyond
the recommended class), each one a cell, and z (PPK trainer works on a day). The rows of
seats come first, one a cell; a formulation adds its officers to them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import highspy
import numpy as np

from sejuk.domain.training.instance import Instance
from sejuk.domain.training.parameters import Organiser
from sejuk.domain.training.recall_of_pattern import ORGANISERS, FloatArray, IntArray
from sejuk.domain.training.solve.model import Model

Week = tuple[int, int]
"""ISO year and week."""


@dataclass(slots=True)
class Sparse:
    """A linear model being written down: columns, rows, entries.

    Attributes:
        cost: points of each column.
        lower: lower bound of each column.
        upper: upper bound of each column.
        whole: whether each column is integer.
        row_lower: lower bound of each row.
        row_upper: upper bound of each row.
        rows: row of each entry.
        columns: column of each entry.
        values: value of each entry.
    """

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def column(
        self, cost: float, upper: float, lower: float = 0.0, *, whole: bool = False
    ) -> int:
        """Add a column; returns its index."""
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(
        self,
        entries: Iterable[tuple[int, float]],
        upper: float = 0.0,
        lower: float = -highspy.kHighsInf,
    ) -> int:
        """Add a row with entries (column, value); returns its index."""
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        number = len(self.row_upper) - 1
        for column, value in entries:
            self.entry(number, column, value)
        return number

    def entry(self, row: int, column: int, value: float) -> None:
        """Add one entry; a place is entered at most once."""
        self.rows.append(row)
        self.columns.append(column)
        self.values.append(value)


@dataclass(frozen=True, slots=True)
class Frame:
    """The shared part, and where its columns and rows stand.

    Attributes:
        sparse: the model so far; row n is the seats of cell n.
        x: first column of x; y, o follow, one a cell each.
        trainer_rows: row of each (organiser, date) that limits trainers at work.
    """

    sparse: Sparse
    trainer_rows: dict[tuple[Organiser, date], int]
    cells: int

    def x(self, cell: int) -> int:
        """Column of the sessions of a cell."""
        return cell

    def y(self, cell: int) -> int:
        """Column of whether a cell is used."""
        return self.cells + cell

    def o(self, cell: int) -> int:
        """Column of the officers beyond the recommended class."""
        return 2 * self.cells + cell


def framed(model: Model) -> Frame:
    """Write down sessions and trainers of a model (H2 to H7, H11)."""
    sparse = Sparse()
    count = model.cells
    wish = model.instance.parameters
    for j in range(count):
        least, most = float(model.least[j]), float(model.most[j])
        sparse.column(float(model.rent[j]), most, least, whole=True)
    for j in range(count):
        used = float(model.least[j] > 0)
        sparse.column(float(model.fee[j]), 1.0, used, whole=True)
    for j in range(count):
        beyond = float((model.holds[j] - model.fits[j]) * model.most[j])
        sparse.column(wish.crowding, beyond)
    frame = Frame(sparse, {}, count)
    for j in range(count):
        sparse.row([(frame.x(j), -float(model.fits[j])), (frame.o(j), -1.0)])
    for j in range(count):
        more = float(model.holds[j] - model.fits[j])
        if more:
            sparse.row([(frame.o(j), 1.0), (frame.x(j), -more)])
        sparse.row([(frame.x(j), 1.0), (frame.y(j), -float(model.most[j]))])
    _hall_days(model, frame)
    _kpu(model, frame)
    _ppk(model, frame)
    _own(model, frame)
    return frame


def _hall_days(model: Model, frame: Frame) -> None:
    """H4: one session a slot in a hall, whoever holds it."""
    days = model.kinds.day[model.kind]
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for j in range(model.cells):
        at[int(model.hall[j]), int(days[j])].append(j)
    for (hall, _), cells in at.items():
        slots = len(model.slots_of(hall, model.date_of(cells[0])))
        if len(cells) > 1:
            frame.sparse.row([(frame.x(j), 1.0) for j in cells], float(slots))


def _cells_by_date(model: Model, organiser: Organiser) -> dict[date, list[int]]:
    wanted = ORGANISERS.index(organiser)
    cells: dict[date, list[int]] = defaultdict(list)
    for j in np.flatnonzero(model.kinds.organiser[model.kind] == wanted):
        cells[model.date_of(int(j))].append(int(j))
    return cells


def at_work(instance: Instance, organiser: Organiser) -> dict[date, set[str]]:
    """Trainers who can work on each day: free ones, and those a pin names."""
    days: dict[date, set[str]] = defaultdict(set)
    for trainer in instance.trainers:
        if trainer.organiser is organiser:
            for on in trainer.free_on:
                days[on].add(trainer.id)
    for pin in instance.pins:
        if pin.organiser is organiser and pin.trainer is not None:
            days[pin.on].add(pin.trainer)
    return days


def _kpu(model: Model, frame: Frame) -> None:
    """H6: KPU trainers that the sub-district has on a day."""
    free = at_work(model.instance, Organiser.KPU)
    for on, cells in _cells_by_date(model, Organiser.KPU).items():
        entries = [(frame.y(j), 1.0) for j in cells]
        row = frame.sparse.row(entries, float(len(free[on])))
        frame.trainer_rows[Organiser.KPU, on] = row


def week_of(on: date) -> Week:
    """ISO year and week of a day."""
    year, week, _ = on.isocalendar()
    return year, week


def days_left(instance: Instance) -> dict[tuple[str, Week], int]:
    """Days that each PPK trainer may still work in each week of the window.

    Pins may ask for more than the limit; then as many as they ask.
    """
    limit = instance.parameters.ppk_days_a_week
    pinned = Counter(
        (trainer, week_of(on))
        for trainer, on in {(p.trainer, p.on) for p in instance.pins if p.trainer}
    )
    left = {}
    for trainer in instance.trainers:
        worked = Counter(week_of(on) for on in trainer.worked_on)
        for week in {week_of(on) for on in instance.days}:
            asked = pinned[trainer.id, week]
            left[trainer.id, week] = max(0, limit - worked[week], asked)
    return left


def _ppk(model: Model, frame: Frame) -> None:
    """H5: PPK trainers, each at most so many days a week."""
    instance, sparse = model.instance, frame.sparse
    free = at_work(instance, Organiser.PPK)
    named = {(p.trainer, p.on) for p in instance.pins}
    weeks: dict[tuple[str, Week], list[int]] = defaultdict(list)
    for on, cells in _cells_by_date(model, Organiser.PPK).items():
        entries = [(frame.y(j), 1.0) for j in cells]
        for trainer in sorted(free[on]):
            pinned = float((trainer, on) in named)
            z = sparse.column(0.0, 1.0, pinned)
            entries.append((z, -1.0))
            weeks[trainer, week_of(on)].append(z)
        frame.trainer_rows[Organiser.PPK, on] = sparse.row(entries)
    left = days_left(instance)
    for key, columns in weeks.items():
        if len(columns) > left[key]:
            sparse.row([(z, 1.0) for z in columns], float(left[key]))


def _own(model: Model, frame: Frame) -> None:
    """H7: the village's own sessions, so many for each of its halls."""
    halls = model.instance.halls
    limit = model.instance.parameters.own_sessions_a_hall
    stands = Counter(hall.village for hall in halls if not hall.shared)
    own: dict[str, list[int]] = defaultdict(list)
    for cells in _cells_by_date(model, Organiser.SELF).values():
        for j in cells:
            own[halls[int(model.hall[j])].village].append(j)
    for village, cells in own.items():
        most = max(limit * stands[village], int(model.least[cells].sum()))
        frame.sparse.row([(frame.x(j), 1.0) for j in cells], float(most))


def arrays(sparse: Sparse) -> tuple[IntArray, IntArray, FloatArray]:
    """Entries by row: starts, columns and values."""
    rows = np.array(sparse.rows, dtype=np.int64)
    order = np.argsort(rows, kind="stable")
    counts = np.bincount(rows, minlength=len(sparse.row_upper))
    starts = np.concatenate([[0], np.cumsum(counts)])
    columns = np.array(sparse.columns, dtype=np.int64)[order]
    return starts, columns, np.array(sparse.values, dtype=np.float64)[order]


def load(highs: highspy.Highs, sparse: Sparse) -> None:
    """Give a model to the solver."""
    starts, columns, values = arrays(sparse)
    lp = highspy.HighsLp()
    lp.num_col_ = len(sparse.cost)
    lp.num_row_ = len(sparse.row_upper)
    lp.col_cost_ = np.array(sparse.cost)
    lp.col_lower_ = np.array(sparse.lower)
    lp.col_upper_ = np.array(sparse.upper)
    lp.row_lower_ = np.array(sparse.row_lower)
    lp.row_upper_ = np.array(sparse.row_upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = starts.astype(np.int32)
    lp.a_matrix_.index_ = columns.astype(np.int32)
    lp.a_matrix_.value_ = values
    if any(sparse.whole):
        kinds = highspy.HighsVarType
        lp.integrality_ = [
            kinds.kInteger if whole else kinds.kContinuous for whole in sparse.whole
        ]
    highs.passModel(lp)
