"""Two processes side by side, and what becomes of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from dataclasses import replace
from datetime import timedelta
from multiprocessing.connection import Connection

import pytest
from tests.domain.training_cases import POLL, small

from sejuk.domain.training.check import violations
from sejuk.domain.training.instance import Hall, Instance
from sejuk.domain.training.plan import Progress
from sejuk.domain.training.solve.solver import Budget
from sejuk.training import solving


def dies(instance: Instance, seed: int, connection: Connection, budget: Budget) -> None:
    """A child that is killed before it has found anything."""
    os.kill(os.getpid(), signal.SIGKILL)


def sleeps(
    instance: Instance, seed: int, connection: Connection, budget: Budget
) -> None:
    """A child that does not look at the clock."""
    time.sleep(60)


def test_a_plan_is_whole_checked_and_bounded() -> None:
    instance = small((1, 1))
    told: list[Progress] = []

    plan = solving.solve(instance, seconds=8, seed=1, on_progress=told.append)

    assert violations(instance, plan) == ()
    assert 0 < plan.bound <= plan.loss
    assert plan.gap < 0.05  # a machine with other work proves less in the time
    assert plan.figures.officers_twice == 18
    assert plan.notes == ()
    assert told[-1].plan is not None
    assert [p.seconds for p in told] == sorted(p.seconds for p in told)
    assert multiprocessing.active_children() == []


def test_nothing_changes_when_nothing_has_changed() -> None:
    instance = small((1, 1))
    before = solving.solve(instance, seconds=4, seed=1)

    after = solving.solve(replace(instance, old=before.sessions), seconds=4, seed=2)

    assert after.figures.told == 0
    assert after.sessions == before.sessions


def test_what_was_found_stands_when_the_other_process_is_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solving, "_compact", dies)
    instance = small((1, 1))

    plan = solving.solve(instance, seconds=3, seed=1)

    assert "compact_died" in plan.notes
    assert violations(instance, plan) == ()
    assert plan.figures.officers_twice == 18


def test_a_plan_comes_even_when_every_process_is_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solving, "_compact", dies)
    monkeypatch.setattr(solving, "_columns", dies)
    instance = small((2, 1))

    plan = solving.solve(instance, seconds=4, seed=1)

    assert set(plan.notes) == {"columns_died", "compact_died"}
    assert plan.bound == 0
    assert violations(instance, plan) == ()
    assert plan.sessions


def test_a_process_that_overruns_its_time_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solving, "_compact", sleeps)
    began = time.monotonic()

    plan = solving.solve(small((2, 2)), seconds=2, seed=1)

    assert time.monotonic() - began < 4
    assert plan.sessions
    assert multiprocessing.active_children() == []


def test_the_best_so_far_is_taken_when_asked() -> None:
    began = time.monotonic()
    known: list[float] = []

    def tell(progress: Progress) -> None:
        if progress.loss is not None:
            known.append(progress.loss)

    plan = solving.solve(
        small((4, 3, 5, 2)),
        seconds=60,
        seed=1,
        on_progress=tell,
        wants_stop=lambda: bool(known),
    )

    assert time.monotonic() - began < 15
    assert plan.notes == ("stopped",)
    assert plan.loss <= known[0]


def test_what_is_refused_is_said() -> None:
    instance = replace(small(), halls=(Hall("none", "63.02.09.2001", 0, 1),))

    with pytest.raises(ValueError, match="no_seats"):
        solving.solve(instance, seconds=1, seed=1)


def test_without_officers_or_days_there_is_but_one_plan() -> None:
    nobody = solving.solve(replace(small(), officers=()), seconds=1, seed=1)
    late = solving.solve(
        replace(small(), today=POLL - timedelta(days=1)), seconds=1, seed=1
    )

    assert (nobody.sessions, nobody.loss, nobody.bound) == ((), 0, 0)
    assert late.sessions == ()
    assert late.gap == 0
    assert {reason.code for reason in late.without_second} == {"too_few_days"}
