"""Which of the sessions that somebody attended count as training."""

from collections.abc import Iterable
from datetime import date


def counted_days(days: Iterable[date], *, last_day: date, gap_days: int) -> list[date]:
    """The days of one officer's sessions that count, earliest first.

    A session counts when it is early enough before election day and far enough after
    the one counted before it. Taking the earliest that fits is optimal: no other choice
    counts more sessions.

    Args:
        days: days of the sessions, in any order, repeated where there were two.
        last_day: last day on which a session counts.
        gap_days: days between two that count, at least (1 or more).

    Returns:
        Days, ascending.
    """
    counted: list[date] = []
    for on in sorted(days):
        is_apart = not counted or (on - counted[-1]).days >= gap_days
        if on <= last_day and is_apart:
            counted.append(on)
    return counted
