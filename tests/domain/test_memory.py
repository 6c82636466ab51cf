from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.domain.training.memory import share_known
from sejuk.domain.training.parameters import Organiser, Recall
from sejuk.domain.training.recall_of_pattern import recall_of_pattern

POLL = date(2020, 12, 9)
SWORN = date(2020, 11, 24)
BY = {"K": Organiser.KPU, "P": Organiser.PPK, "S": Organiser.SELF}
LESSONS = st.lists(st.tuples(st.integers(-30, -1), st.sampled_from(Organiser)))


def known(lessons: list[tuple[int, Organiser]]) -> float:
    dated = [(POLL + timedelta(days=on), by) for on, by in lessons]
    return share_known(dated, poll=POLL, sworn=SWORN, by=Recall())


@pytest.mark.parametrize(
    ("pattern", "share"),
    [
        ("P-2", 0.6114),
        ("P-14", 0.4701),
        ("P-2 P-2", 0.6970),
        ("P-3 P-2", 0.7462),
        ("P-5 P-2", 0.7951),
        ("P-9 P-2", 0.8269),
        ("P-14 P-2", 0.8316),
        ("P-14 K-2", 0.8692),
        ("K-14 P-2", 0.8723),
        ("S-20 P-2", 0.7495),
        ("S-14 P-2", 0.7759),
        ("P-14 P-8 P-2", 0.9190),
        ("S-15 P-9 K-2", 0.9146),
        ("S-3 K-2", 0.6866),
        ("K-2", 0.7137),
        ("", 0.0),
    ],
)
def test_published_patterns(pattern: str, share: float) -> None:
    lessons = [(int(word[1:]), BY[word[0]]) for word in pattern.split()]

    assert known(lessons) == pytest.approx(share, abs=5e-4)


@given(LESSONS.filter(lambda lessons: len(lessons) <= 4))
def test_agrees_with_the_tables_of_the_solver(
    lessons: list[tuple[int, Organiser]],
) -> None:
    sworn = (SWORN - POLL).days

    assert known(lessons) == pytest.approx(
        recall_of_pattern(lessons, sworn, Recall()), abs=1e-12
    )


@given(LESSONS.filter(lambda lessons: len(lessons) <= 4))
def test_is_a_share(lessons: list[tuple[int, Organiser]]) -> None:
    assert 0 <= known(lessons) <= 1


@given(
    st.lists(
        st.tuples(st.integers(-15, -1), st.sampled_from(Organiser)),
        min_size=1,
        max_size=3,
        unique_by=lambda lesson: lesson[0] // 2,
    ),
    st.data(),
)
def test_one_session_more_never_hurts_two_days_apart(
    lessons: list[tuple[int, Organiser]], data: st.DataObject
) -> None:
    days = sorted(on for on, _ in lessons)
    apart = all(b - a >= 2 for a, b in pairwise(days))
    left = data.draw(st.sampled_from(lessons))
    fewer = [lesson for lesson in lessons if lesson != left]

    if apart:
        assert known(lessons) >= known(fewer)
