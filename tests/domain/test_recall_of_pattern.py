"""What a pattern of sessions leaves on election day."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.domain.training.parameters import Organiser, Recall
from sejuk.domain.training.recall_of_pattern import (
    ORGANISERS,
    recall_of_pattern,
    recall_of_patterns,
)

SWORN = -15
LETTERS = {"K": Organiser.KPU, "P": Organiser.PPK, "S": Organiser.SELF}


def known(text: str, sworn: int = SWORN) -> float:
    """Recall of a pattern written as in the planner's page: `P -9, K -2`."""
    sessions = [part.split() for part in text.split(", ")] if text else []
    pattern = [(int(day), LETTERS[kind]) for kind, day in sessions]
    return recall_of_pattern(pattern, sworn, Recall())


@pytest.mark.parametrize(
    ("pattern", "share"),
    [
        ("", 0.0),
        ("P -2", 0.6114),
        ("P -14", 0.4701),
        ("P -2, P -2", 0.6970),
        ("P -3, P -2", 0.7462),
        ("P -5, P -2", 0.7951),
        ("P -9, P -2", 0.8269),
        ("P -14, P -2", 0.8316),
        ("P -14, K -2", 0.8692),
        ("K -14, P -2", 0.8723),
        ("S -20, P -2", 0.7495),
        ("S -14, P -2", 0.7759),
        ("P -14, P -8, P -2", 0.9190),
        ("S -15, P -9, K -2", 0.9146),
        ("S -3, K -2", 0.6866),
        ("K -2", 0.7137),
    ],
)
def test_agrees_with_the_worked_examples(pattern: str, share: float) -> None:
    assert known(pattern) == pytest.approx(share, abs=0.0005)


def test_spaced_beats_massed_and_two_beat_one() -> None:
    assert known("P -9, P -2") > known("P -2, P -2") > known("P -2")


def test_the_best_gap_before_a_last_session_is_eleven_days() -> None:
    by_gap = {gap: known(f"P {-2 - gap}, P -2", sworn=-60) for gap in range(1, 40)}

    best = max(by_gap, key=by_gap.__getitem__)

    assert best == 11
    assert all(by_gap[best] - by_gap[gap] < 0.005 for gap in range(7, 20))


spaced = st.lists(
    st.tuples(st.integers(2, 9), st.integers(0, 2)), min_size=1, max_size=3
).map(
    lambda steps: [
        (-sum(step for step, _ in steps[: index + 1]), kind)
        for index, (_, kind) in enumerate(steps)
    ]
)


@given(spaced, st.integers(-30, 0), st.integers(0, 2), st.integers(-40, 0))
def test_one_more_session_never_hurts_when_gaps_are_two_days(
    pattern: list[tuple[int, int]], extra: int, kind: int, sworn: int
) -> None:
    days = sorted([*(day for day, _ in pattern), extra])
    if any(later - day < 2 for day, later in pairwise(days)):
        return
    before = [(day, ORGANISERS[index]) for day, index in pattern]

    more = [*before, (extra, ORGANISERS[kind])]

    recall = Recall()
    assert recall_of_pattern(more, sworn, recall) > recall_of_pattern(
        before, sworn, recall
    )


@given(spaced, st.data())
def test_a_better_organiser_never_hurts(
    pattern: list[tuple[int, int]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(pattern) - 1))
    day, kind = pattern[at]
    better = [*pattern]
    better[at] = (day, max(0, kind - 1))

    sets = [[(on, ORGANISERS[index]) for on, index in p] for p in (pattern, better)]
    worse_share, better_share = (recall_of_pattern(s, -99, Recall()) for s in sets)

    assert better_share >= worse_share - 1e-12


@given(st.lists(spaced.filter(lambda p: len(p) == 3), min_size=1, max_size=5))
def test_many_at_once_are_as_one_by_one(patterns: list[list[tuple[int, int]]]) -> None:
    rows = [sorted(pattern) for pattern in patterns]
    days = np.array([[day for day, _ in row] for row in rows])
    kinds = np.array([[kind for _, kind in row] for row in rows])

    together = recall_of_patterns(days, kinds, SWORN, Recall())

    alone = [
        recall_of_pattern([(d, ORGANISERS[k]) for d, k in row], SWORN, Recall())
        for row in rows
    ]
    assert together == pytest.approx(alone)
    assert np.all((together > 0) & (together < 1))
