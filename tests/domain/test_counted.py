from datetime import date, timedelta
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from sejuk.domain.training.counted import counted_days
from sejuk.domain.training.instance import Instance
from sejuk.domain.training.loss import times_counted
from sejuk.domain.training.parameters import Parameters

FIRST = date(2020, 11, 14)
DAYS = st.lists(st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n)), max_size=8)


def on(day: int) -> date:
    return date(2020, 11, day)


def test_too_near_to_the_one_before_does_not_count() -> None:
    days = [on(24), on(26), on(27)]

    assert counted_days(days, last_day=on(30), gap_days=3) == [on(24), on(27)]


def test_too_late_does_not_count() -> None:
    days = [on(24), on(29)]

    assert counted_days(days, last_day=on(28), gap_days=3) == [on(24)]


def test_twice_on_a_day_counts_once() -> None:
    assert counted_days([on(24), on(24)], last_day=on(28), gap_days=3) == [on(24)]


@given(days=DAYS, last=st.integers(0, 45), gap=st.integers(1, 15))
def test_no_other_choice_counts_more(days: list[date], last: int, gap: int) -> None:
    last_day = FIRST + timedelta(days=last)

    counted = counted_days(days, last_day=last_day, gap_days=gap)

    in_time = sorted(day for day in days if day <= last_day)
    best = max(
        size
        for size in range(len(in_time) + 1)
        for choice in combinations(in_time, size)
        if all((b - a).days >= gap for a, b in pairwise(choice))
    )
    assert len(counted) == best
    assert all((b - a).days >= gap for a, b in pairwise(counted))


@given(days=DAYS, last=st.integers(1, 12), gap=st.integers(2, 15))
def test_planner_and_attendance_count_alike(
    days: list[date], last: int, gap: int
) -> None:
    instance = Instance(
        poll=date(2020, 12, 9),
        sworn=on(24),
        today=on(13),
        villages=(),
        halls=(),
        trainers=(),
        officers=(),
        parameters=Parameters(gap_days=gap, last_days=last),
    )

    counted = counted_days(days, last_day=instance.last_day, gap_days=gap)

    assert len(counted) == times_counted(days, instance)
