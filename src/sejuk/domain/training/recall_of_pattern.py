"""Recall: what a pattern of sessions leaves in a head on election day.

Each rule of the election is, for one officer, never understood, or understood with a
stability (days until recall falls to 0.9) and a day on which it was last touched. A
session makes some of the rules not yet understood understood, and touches most of the
others; touching strengthens a rule the more, the more of it was forgotten. Forgetting
has the form of FSRS-4.5: R(t, S) = (1 + 19/81 t/S)^-0.5.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sejuk.domain.training.parameters import Organiser, Recall

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

ORGANISERS = (Organiser.KPU, Organiser.PPK, Organiser.SELF)
"""Index 0, 1, 2 of an organiser in arrays."""

DECAY = -0.5
"""Exponent of the forgetting curve."""

FACTOR = 19 / 81
"""Makes recall 0.9 after as many days as the stability has."""


def recall_probability(days: FloatArray, stability: FloatArray) -> FloatArray:
    """Chance to recall a rule some days after it was touched.

    Args:
        days: since it was touched; any shape, >= 0.
        stability: days until recall falls to 0.9; same shape, > 0.

    Returns:
        In (0, 1]; same shape.
    """
    return np.asarray((1.0 + FACTOR * days / stability) ** DECAY)


def recall_of_patterns(
    days: IntArray, kinds: IntArray, sworn: int, recall: Recall
) -> FloatArray:
    """Expected share of the rules known on election day, for many patterns at once.

    Args:
        days: days of the sessions relative to the poll (the eve is -1), ascending in
            each row; shape (patterns, sessions).
        kinds: organisers as indices of `ORGANISERS`; same shape.
        sworn: day of swearing-in relative to the poll; to earlier sessions only
            the share `recall.appointed` of those who will serve came.
        recall: the parameters.

    Returns:
        Shares in 0..1; shape (patterns,).
    """
    heard = np.array([recall.understood.of(kind) for kind in ORGANISERS])
    lasting = np.array([recall.stability.of(kind) for kind in ORGANISERS])
    never = np.ones(len(days))
    leaves: list[tuple[FloatArray, FloatArray, FloatArray]] = []
    for step in range(days.shape[1]):
        on = days[:, step].astype(np.float64)
        taught = lasting[kinds[:, step]]
        came = np.where(on < sworn, recall.appointed, 1.0)
        learned = heard[kinds[:, step]] * came
        if step:
            since = on - days[:, step - 1]
            learned = learned * (
                1.0 - recall.massed * np.exp(-since / recall.massed_days)
            )
        leaves = _touched(leaves, on, taught, came, recall)
        leaves.append((never * learned, taught, on))
        never = never * (1.0 - learned)
    known = np.zeros(len(days))
    for chance, stability, touched in leaves:
        known += chance * recall_probability(-touched, stability)
    return known


def recall_of_pattern(
    sessions: Sequence[tuple[int, Organiser]], sworn: int, recall: Recall
) -> float:
    """Expected share of the rules that one officer knows on election day.

    Args:
        sessions: (day relative to the poll, organiser), in any order.
        sworn: day of swearing-in relative to the poll.
        recall: the parameters.

    Returns:
        In 0..1; 0 without a session.
    """
    rows = sorted((on, ORGANISERS.index(kind)) for on, kind in sessions)
    days = np.array([[on for on, _ in rows]], dtype=np.int64)
    kinds = np.array([[kind for _, kind in rows]], dtype=np.int64)
    return float(recall_of_patterns(days, kinds, sworn, recall)[0])


def _touched(
    leaves: list[tuple[FloatArray, FloatArray, FloatArray]],
    on: FloatArray,
    taught: FloatArray,
    came: FloatArray,
    recall: Recall,
) -> list[tuple[FloatArray, FloatArray, FloatArray]]:
    """Understood rules after one more session: remembered, relearned or untouched."""
    after = []
    for chance, stability, last in leaves:
        touched = chance * recall.covered * came
        remembered = recall_probability(on - last, stability)
        base = np.maximum(stability, taught)
        after.append((touched * remembered, _grown(base, remembered, recall), on))
        after.append((touched * (1.0 - remembered), base, on))
        after.append((chance - touched, stability, last))
    return after


def _grown(stability: FloatArray, remembered: FloatArray, recall: Recall) -> FloatArray:
    """Stability after a successful recall."""
    surprise = np.exp(recall.growth_surprise * (1.0 - remembered)) - 1.0
    growth = recall.growth * stability**-recall.growth_decay * surprise
    return np.asarray(stability * (1.0 + growth))
