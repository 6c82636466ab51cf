"""What each pattern of days and organisers is worth, all of them at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sejuk.domain.training.loss import short
from sejuk.domain.training.parameters import Parameters
from sejuk.domain.training.recall_of_pattern import (
    FloatArray,
    IntArray,
    recall_of_patterns,
)

OFFICIAL_KINDS = 2
"""Organisers with a smaller index (KPU, PPK) satisfy a chair."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Day-kinds: on which days who may hold a session at all, ascending by day.

    Attributes:
        day: relative to the poll (< 0); shape (kinds,).
        organiser: index of `ORGANISERS`; shape (kinds,).
        sworn: day of swearing-in relative to the poll.
    """

    day: IntArray
    organiser: IntArray
    sworn: int


@dataclass(frozen=True, slots=True)
class History:
    """What officers of a group bring along and must keep.

    Attributes:
        past: (day, organiser index) of sessions attended, ascending.
        counted: how many of them count.
        pinned: indices of day-kinds that every pattern must hold, ascending.
    """

    past: tuple[tuple[int, int], ...]
    counted: int
    pinned: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """All patterns of one length that a group may follow.

    Attributes:
        kinds: indices of day-kinds, ascending by day; shape (patterns, length).
        points: loss before weight, for who is no chair; shape (patterns,).
        chair_points: the same for chairs; shape (patterns,).
    """

    kinds: IntArray
    points: FloatArray
    chair_points: FloatArray


def tables(kinds: Kinds, history: History, wish: Parameters) -> tuple[Patterns, ...]:
    """Patterns of 0, 1, 2, ... new sessions after a history.

    Args:
        kinds: day-kinds on which something can be held.
        history: facts and pins.
        wish: gap, most sessions, prices.

    Returns:
        One `Patterns` a length, from 0; lengths without any pattern are empty arrays.
    """
    room = max(0, wish.max_sessions - history.counted)
    found = []
    for chosen in _combinations(kinds, history, wish.gap_days, room):
        kept = chosen
        for pin in history.pinned:
            kept = kept[(kept == pin).any(axis=1)]
        found.append(_valued(kept, kinds, history, wish))
    return tuple(found)


def _combinations(
    kinds: Kinds, history: History, gap: int, room: int
) -> list[IntArray]:
    """Index rows of 0..room day-kinds whose days keep the gap, also from the past."""
    count = len(kinds.day)
    rows = [np.zeros((1, 0), dtype=np.int64)]
    last = max((day for day, _ in history.past), default=-(10**6))
    first = int(np.searchsorted(kinds.day, last + gap))
    # The first day-kind that keeps the gap after each one.
    after = np.searchsorted(kinds.day, kinds.day + gap)
    for length in range(1, room + 1):
        before = rows[-1]
        starts = after[before[:, -1]] if length > 1 else np.array([first])
        more = count - starts
        head = np.repeat(np.arange(len(before)), more)
        offset = np.arange(len(head)) - np.repeat(np.cumsum(more) - more, more)
        tail = np.repeat(starts, more) + offset
        rows.append(np.column_stack([before[head], tail]))
    return rows


def _valued(
    rows: IntArray, kinds: Kinds, history: History, wish: Parameters
) -> Patterns:
    past_days = np.array([day for day, _ in history.past], dtype=np.int64)
    past_kinds = np.array([kind for _, kind in history.past], dtype=np.int64)
    count = len(rows)
    days = np.hstack([np.tile(past_days, (count, 1)), kinds.day[rows]])
    who = np.hstack([np.tile(past_kinds, (count, 1)), kinds.organiser[rows]])
    share = recall_of_patterns(days, who, kinds.sworn, wish.recall)
    points = 100.0 * (1.0 - share) + short(history.counted + rows.shape[1], wish)
    lacks = ~(who < OFFICIAL_KINDS).any(axis=1)
    return Patterns(rows, points, points + wish.chair_without_official * lacks)
