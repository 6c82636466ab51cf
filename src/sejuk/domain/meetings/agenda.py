"""The agenda of a coffee morning, made from what is open in a sub-district.

The order is the mission's: first every problem of earlier elections, so that none comes
back; then what blocks readiness; then where the training plan falls short most. Only
what is open stands on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Reason(StrEnum):
    """Why something stands on the agenda; also the order of the agenda."""

    PAST_PROBLEM = "past_problem"
    NO_CHAIR = "no_chair"
    NO_SECOND_SESSION = "no_second_session"
    PLAN_GAP = "plan_gap"


@dataclass(frozen=True, slots=True)
class PastProblem:
    """An unsettled problem of an earlier election.

    Attributes:
        key: what the caller knows it by.
        village: code of its village.
        severity: 1 (low) to 3 (high).
        happened_on: voting day of the election that it comes from.
    """

    key: int
    village: str
    severity: int
    happened_on: date


@dataclass(frozen=True, slots=True)
class Blocked:
    """A station that cannot become ready as things stand.

    Attributes:
        station: what the caller knows it by.
        village: code of its village.
        reason: `NO_CHAIR` or `NO_SECOND_SESSION`.
        officers: how many officers it concerns, >= 1.
    """

    station: int
    village: str
    reason: Reason
    officers: int = 1


@dataclass(frozen=True, slots=True)
class PlanGap:
    """Officers of a village who have fewer than two sessions in the standing plan.

    Attributes:
        village: code of the village.
        officers: how many, >= 1.
    """

    village: str
    officers: int


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item: its number on the agenda, from 1, why it is there, and what it is."""

    number: int
    reason: Reason
    village: str
    subject: PastProblem | Blocked | PlanGap


def agenda(
    problems: Iterable[PastProblem],
    blocked: Iterable[Blocked],
    gaps: Iterable[PlanGap],
    *,
    most_gaps: int = 5,
) -> list[AgendaItem]:
    """The items of the next meeting, numbered.

    Args:
        problems: unsettled problems of earlier elections; graver ones come first, then
            those of the later election.
        blocked: stations that are blocked; missing chairs first, then by officers.
        gaps: villages whose officers lack a second session in the plan.
        most_gaps: how many of the largest gaps are named, >= 0; a meeting is short.

    Returns:
        Items in the order in which they are to be talked about.
    """
    items: list[tuple[Reason, PastProblem | Blocked | PlanGap]] = []
    items += [(Reason.PAST_PROBLEM, p) for p in sorted(problems, key=_gravest_first)]
    items += [(b.reason, b) for b in sorted(blocked, key=_chairs_first)]
    largest: Sequence[PlanGap] = sorted(gaps, key=lambda g: (-g.officers, g.village))
    items += [(Reason.PLAN_GAP, gap) for gap in largest[:most_gaps]]
    return [
        AgendaItem(number, reason, subject.village, subject)
        for number, (reason, subject) in enumerate(items, start=1)
    ]


def _gravest_first(problem: PastProblem) -> tuple[int, int, str, int]:
    return (
        -problem.severity,
        -problem.happened_on.toordinal(),
        problem.village,
        problem.key,
    )


def _chairs_first(blocked: Blocked) -> tuple[bool, int, str, int]:
    return (
        blocked.reason is not Reason.NO_CHAIR,
        -blocked.officers,
        blocked.village,
        blocked.station,
    )
