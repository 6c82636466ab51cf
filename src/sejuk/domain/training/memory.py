"""What one officer still knows on election day, followed session by session.

The planner's solver has tables of its own for this. Here the same rules are walked
through one officer at a time, plainly, so that the two can hold each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import exp

from sejuk.domain.training.parameters import Organiser, Recall

_DECAY = -0.5
_FACTOR = 19 / 81  # makes recall 0.9 after as many days as the stability


@dataclass(frozen=True, slots=True)
class _Trace:
    """A share of the rules that are understood and were last touched together."""

    share: float
    stability: float
    touched_on: date


def share_known(
    lessons: Iterable[tuple[date, Organiser]], *, poll: date, sworn: date, by: Recall
) -> float:
    """The share of the rules that an officer is expected to know on election day.

    Args:
        lessons: day and organiser of each session, in any order, none after the poll.
        poll: election day.
        sworn: first day of the crews' term; of those trained before it only a part
            becomes crew.
        by: how sessions become knowledge.

    Returns:
        A share, 0..1.
    """
    traces: list[_Trace] = []
    unknown = 1.0
    before: date | None = None
    for on, organiser in sorted(lessons):
        stays = by.appointed if on < sworn else 1.0
        traces = [
            after
            for trace in traces
            for after in _taught_again(trace, on, organiser, by.covered * stays, by)
        ]
        learned = by.understood.of(organiser) * stays * _freshness(before, on, by)
        stability = by.stability.of(organiser)
        traces.append(_Trace(unknown * learned, stability, on))
        unknown *= 1 - learned
        before = on
    return sum(
        t.share * _recall((poll - t.touched_on).days, t.stability) for t in traces
    )


def _recall(days: float, stability: float) -> float:
    return float((1 + _FACTOR * days / stability) ** _DECAY)


def _freshness(before: date | None, on: date, by: Recall) -> float:
    if before is None:
        return 1.0
    return 1 - by.massed * exp(-(on - before).days / by.massed_days)


def _taught_again(
    trace: _Trace, on: date, organiser: Organiser, touched: float, by: Recall
) -> tuple[_Trace, _Trace, _Trace]:
    """What becomes of a share: remembered and firmer, relearned, or not touched."""
    remembered = _recall((on - trace.touched_on).days, trace.stability)
    stability = max(trace.stability, by.stability.of(organiser))
    surprise = exp(by.growth_surprise * (1 - remembered)) - 1
    firmer = stability * (1 + by.growth * stability**-by.growth_decay * surprise)
    again = trace.share * touched
    return (
        _Trace(again * remembered, firmer, on),
        _Trace(again * (1 - remembered), stability, on),
        _Trace(trace.share - again, trace.stability, trace.touched_on),
    )
