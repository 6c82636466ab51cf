"""Parts of the solver that can be held against trying everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.training_cases import small

from sejuk.domain.training.instance import Instance, Trainer
from sejuk.domain.training.parameters import Organiser
from sejuk.domain.training.solve.frame import week_of
from sejuk.domain.training.solve.model import build
from sejuk.domain.training.solve.pricing import Pricing
from sejuk.domain.training.solve.staff import Staff

MONDAY = date(2020, 11, 30)
WEEK = [MONDAY + timedelta(days=n) for n in range(6)]


def with_trainers(free: list[set[int]], limit: int) -> Instance:
    trainers = tuple(
        Trainer(f"t{n}", Organiser.PPK, frozenset(WEEK[day] for day in days))
        for n, days in enumerate(free)
    )
    bare = small((1,))
    wish = replace(bare.parameters, ppk_days_a_week=limit)
    return replace(bare, trainers=trainers, parameters=wish)


def most_days(free: list[set[int]], limit: int, wanted: list[int]) -> int:
    """Blocks that can be staffed at most, by trying every choice of each trainer."""
    choices = [
        [set(c) for n in range(limit + 1) for c in combinations(sorted(days), n)]
        for days in free
    ]
    best = 0

    def go(number: int, load: list[int]) -> None:
        nonlocal best
        if number == len(choices):
            met = [min(a, wanted.count(day)) for day, a in enumerate(load)]
            best = max(best, sum(met))
            return
        for days in choices[number]:
            go(number + 1, [a + (day in days) for day, a in enumerate(load)])

    go(0, [0] * len(WEEK))
    return best


@settings(max_examples=60, deadline=None)
@given(
    free=st.lists(st.sets(st.integers(0, 4), min_size=1), min_size=1, max_size=3),
    limit=st.integers(1, 3),
    wanted=st.lists(st.integers(0, 4), max_size=8),
)
def test_as_many_blocks_are_staffed_as_can_be(
    free: list[set[int]], limit: int, wanted: list[int]
) -> None:
    staff = Staff(with_trainers(free, limit), Organiser.PPK)

    taken = sum(staff.take(WEEK[day]) for day in wanted)

    assert taken == most_days(free, limit, wanted)
    for number, days in enumerate(free):
        works = {on for on, names in staff.by_day.items() if f"t{number}" in names}
        assert works <= {WEEK[day] for day in days}
        assert len(works) <= limit
        assert len({week_of(on) for on in works}) <= 1


@pytest.mark.parametrize("seed", range(5))
def test_pricing_finds_the_cheapest_column_there_is(seed: int) -> None:
    model = build(small((1, 1)))
    dice = np.random.default_rng(seed)
    seat = model.seat + dice.exponential(20.0, model.seat.shape)
    gap = model.instance.parameters.gap_days
    days = model.kinds.day[model.kind]

    best = Pricing(model).best(seat, np.full(len(seat), np.inf), 1)

    for group in (0, 4):
        least = min(priced.price for priced in best if priced.group == group)
        open_cells = np.flatnonzero(np.isfinite(seat[group]))
        near = dice.choice(open_cells, 14, replace=False)
        for size in (0, 1, 2, 3):
            for column in combinations(sorted(int(cell) for cell in near), size):
                if np.all(np.diff(days[list(column)]) >= gap):
                    own = model.cost(group, column) - model.surcharge(group, column)
                    assert least <= own + seat[group, list(column)].sum() + 1e-9
