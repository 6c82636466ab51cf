"""How ready one polling station is, and what makes it up.

    readiness = 25 % crew + 50 % training + 25 % problems

- crew: seats filled, of nine;
- training: over the seats, 0 for none, a half for one, 1 for two or more counted
  sessions attended;
- problems: share of the problems of its village that are settled; 1 if it has none.

The weights are our own choice; `docs/readiness.md` says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass

CREW_WEIGHT = 0.25
"""Share of readiness that a full crew brings (1)."""

TRAINING_WEIGHT = 0.5
"""Share of readiness that two counted sessions for everybody bring (1)."""

PROBLEMS_WEIGHT = 0.25
"""Share of readiness that settled problems bring (1)."""

ENOUGH_SESSIONS = 2
"""Counted sessions after which one more adds nothing to readiness."""

SHADES = (0.2, 0.4, 0.6, 0.8)
"""Lower ends of shades 1 to 4; below the first it is shade 0."""


@dataclass(frozen=True, slots=True)
class SeatState:
    """One of a station's nine seats.

    Attributes:
        is_filled: whether a person holds it.
        attended: counted sessions that this person attended, >= 0; an empty seat has 0.
        planned: the same if every session that is planned for the seat is attended as
            well, >= attended.
    """

    is_filled: bool
    attended: int = 0
    planned: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.attended <= self.planned:
            raise ValueError(f"planned sessions include attended ones: {self}")


@dataclass(frozen=True, slots=True)
class Score:
    """Readiness and its parts, each a share in 0..1, with its weight in seats.

    Attributes:
        crew: seats filled.
        training: sessions attended, over the seats.
        problems: problems settled.
        training_planned: `training` if every planned session is attended.
        seats: number of seats it stands for, >= 0; the weight when scores are joined.
    """

    crew: float
    training: float
    problems: float
    training_planned: float
    seats: int

    @property
    def readiness(self) -> float:
        """Readiness now, 0..1."""
        return self._sum(self.training)

    @property
    def planned(self) -> float:
        """Readiness if every planned session is attended, 0..1."""
        return self._sum(self.training_planned)

    def _sum(self, training: float) -> float:
        return (
            CREW_WEIGHT * self.crew
            + TRAINING_WEIGHT * training
            + PROBLEMS_WEIGHT * self.problems
        )


def training_worth(sessions: int) -> float:
    """What counted sessions are worth: 0, a half, or 1 for two and more.

    Args:
        sessions: counted sessions of one officer, >= 0.
    """
    return min(sessions, ENOUGH_SESSIONS) / ENOUGH_SESSIONS


def station_score(seats: Sequence[SeatState], *, problems: int, settled: int) -> Score:
    """The score of one station.

    Args:
        seats: its seats, filled or not; at least one.
        problems: problems of its village, >= 0.
        settled: those of them that are settled, 0..problems.

    Raises:
        ValueError: if there is no seat, or more problems are settled than there are.
    """
    if not seats or not 0 <= settled <= problems:
        raise ValueError(f"{len(seats)} seats, {settled} of {problems} settled")
    n = len(seats)
    return Score(
        crew=sum(seat.is_filled for seat in seats) / n,
        training=sum(training_worth(seat.attended) for seat in seats) / n,
        problems=settled / problems if problems else 1.0,
        training_planned=sum(training_worth(seat.planned) for seat in seats) / n,
        seats=n,
    )


def shade_of(readiness: float) -> int:
    """The shade on maps and bars, 0 (far from ready) to 4 (ready).

    Args:
        readiness: share in 0..1.
    """
    return sum(readiness >= low for low in SHADES)
