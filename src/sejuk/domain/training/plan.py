"""What a training planner gives.

The loss of a plan, in points, is the sum of

- for each officer, weight (duty x risk of the village) x (100 (1 - K) + `no_session` or
  `one_session` by counted sessions + `chair_without_official` for a chair whose
  sessions are all the village's own, or none); K is recall over history and plan;
- for each seat taken, (2 x fare one way + snack) / point_rupiah;
- for each session, rent / point_rupiah;
- for each hall, day and organiser in use, the trainer-day / point_rupiah;
- for each session, `crowding` x officers above min(recommended class, hall seats);
- with an old plan, `calm` for each officer whose set of (hall, day, organiser) from
  the first day on is not the old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sejuk.domain.training.instance import Session
from sejuk.domain.training.parameters import Organiser

__all__ = ["Figures", "NoSecond", "Plan", "Price", "Progress", "Session"]


@dataclass(frozen=True, slots=True)
class Figures:
    """A plan in numbers, facts (`Officer.history`) included where it says so.

    Attributes:
        officers: how many are planned for.
        by_sessions: officers with 0, 1, 2, and 3 or more counted sessions (history
            included).
        mean_recall: mean share of the rules known on election day, 0..1.
        worst_recall: the lowest of any officer, 0..1.
        sessions: planned sessions of each organiser.
        trainer_days: days on which a KPU or PPK trainer works in a hall.
        rupiah: halls, trainers, snacks and fares (both ways) of what is planned.
        told: persons whose sessions differ from the old plan's (0 without one).
    """

    officers: int
    by_sessions: tuple[int, int, int, int]
    mean_recall: float
    worst_recall: float
    sessions: dict[Organiser, int]
    trainer_days: int
    rupiah: float
    told: int

    @property
    def officers_twice(self) -> int:
        """Officers with two or more counted sessions."""
        return self.by_sessions[2] + self.by_sessions[3]


@dataclass(frozen=True, slots=True)
class Price:
    """What one more of something scarce would be worth.

    Attributes:
        code: `ppk_trainer_day`, `kpu_trainer_day` or `seat`.
        on: the day.
        hall: id of the hall, for a seat; else None.
        points: fall of the loss by one more, in points (> 0; to first order).
    """

    code: str
    on: date
    hall: str | None
    points: float


@dataclass(frozen=True, slots=True)
class NoSecond:
    """An officer who can have no second counted session whatever is planned.

    Attributes:
        officer: id.
        code: `no_hall_in_reach`, `no_trainer_and_no_hall` or `too_few_days`; see
            `repair.without_second`.
        params: figures for the sentence, by name.
    """

    officer: str
    code: str
    params: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Sessions and who attends them, with what is proven about it.

    Attributes:
        sessions: by day, slot, hall.
        loss: points (the objective; lower is better), of everybody and of all money.
        bound: points that no plan can go below; <= `loss`.
        figures: the plan in numbers.
        prices: what is scarce, dearest first.
        without_second: who can have no second counted session, and why.
        notes: codes of what went otherwise than it should (`compact_died`,
            `columns_died`, `stopped`, `repaired_fairness`).
        seconds: machine seconds it took.
    """

    sessions: tuple[Session, ...]
    loss: float
    bound: float
    figures: Figures
    prices: tuple[Price, ...] = ()
    without_second: tuple[NoSecond, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def gap(self) -> float:
        """Share of the loss that a better plan could save at most, 0..1."""
        return max(0.0, (self.loss - self.bound) / self.loss) if self.loss > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        seconds: machine seconds since it began.
        loss: points of the best plan so far; None before the first.
        bound: points that no plan can go below; None before the first bound.
        stage: `tables`, `first_plan`, `prices`, `search` or `proof`.
        plan: the best plan so far, named and complete; None before the first.
    """

    seconds: float
    loss: float | None
    bound: float | None
    stage: str
    plan: Plan | None = None

    @property
    def gap(self) -> float | None:
        """As `Plan.gap`; None while loss or bound is unknown."""
        if self.loss is None or self.bound is None:
            return None
        return max(0.0, (self.loss - self.bound) / self.loss) if self.loss > 0 else 0.0
