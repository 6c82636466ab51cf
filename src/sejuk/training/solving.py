"""Runs both formulations of the planner, one process each, and keeps the best of both.

Knows no Django: benchmarks use it too. A process that dies, or does not look at the
clock, takes nothing with it: what was found until then stands.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

import numpy as np

from sejuk.domain.training.instance import Instance, Session
from sejuk.domain.training.loss import measure
from sejuk.domain.training.plan import Plan, Price, Progress
from sejuk.domain.training.recall_of_pattern import IntArray
from sejuk.domain.training.refusal import refusals
from sejuk.domain.training.repair import made_fair, without_second
from sejuk.domain.training.solve.columns import Listener, run_columns
from sejuk.domain.training.solve.compact import run_compact
from sejuk.domain.training.solve.counts import Counts
from sejuk.domain.training.solve.greedy import greedy_plan
from sejuk.domain.training.solve.model import Model, build
from sejuk.domain.training.solve.naming import named
from sejuk.domain.training.solve.solver import Budget

ROUNDING = 1e-4
"""Share of the loss by which a bound may lie above it: the solver's tolerances."""

ENOUGH = 5e-4
"""Share of the loss that may be left to gain when a run ends before its time."""

START = 0.5
"""Seconds that a process takes to start."""

LAST_RESORT = 30.0
"""Seconds of work for a plan when no process brought one."""

LOOK = 0.1
"""Seconds between two looks at the clock and at the wish to stop."""

TELL = 0.5
"""Seconds between two reports of progress, at least."""

STARTS = 3
"""How often a process that finds plans is started, at most, when it dies."""

Told = tuple[str, Any]
OnProgress = Callable[[Progress], None]


def solve(
    instance: Instance,
    *,
    seconds: float,
    seed: int,
    on_progress: OnProgress = lambda progress: None,
    wants_stop: Callable[[], bool] = lambda: False,
) -> Plan:
    """The best plan that can be found in a time, and how good it is at least.

    Args:
        instance: a sub-district.
        seconds: machine seconds, all told; the first plan is waited for.
        seed: of every random choice.
        on_progress: told now and then how far it is.
        wants_stop: asked now and then; true to take the best so far.

    Raises:
        ValueError: the instance is refused; see `refusals`.
    """
    if found := refusals(instance):
        raise ValueError(f"cannot be planned: {', '.join(r.code for r in found)}")
    began = time.monotonic()
    state = _State()
    if instance.officers and build(instance).cells:
        _Run(instance, seconds, seed, state).go(on_progress, wants_stop)
        if state.sessions is None:
            state.sessions = _at_least(instance)
    else:
        # Nothing can be held, or nobody is there: there is but one plan.
        state.sessions, state.bound = (), float("inf")
    return _plan(instance, state.sessions, state, time.monotonic() - began)


@dataclass(slots=True)
class _State:
    """What is known so far."""

    sessions: tuple[Session, ...] | None = None
    loss: float = float("inf")
    bound: float = 0.0
    stage: str = "tables"
    prices: tuple[Price, ...] = ()
    notes: list[str] = field(default_factory=list)

    @property
    def is_enough(self) -> bool:
        return self.loss - self.bound <= ENOUGH * abs(self.loss)


def _at_least(instance: Instance) -> tuple[Session, ...]:
    """A plan without the solver, for when no process brought one."""
    model = build(instance)
    budget = Budget(
        time.process_time() + LAST_RESORT, 0, time.process_time, time.process_time
    )
    return made_fair(instance, named(model, greedy_plan(model, budget)))


def _plan(
    instance: Instance, sessions: tuple[Session, ...], state: _State, seconds: float
) -> Plan:
    loss, figures = measure(instance, sessions)
    return Plan(
        sessions=sessions,
        loss=loss,
        bound=_rounded(state.bound, loss),
        figures=figures,
        prices=state.prices,
        without_second=without_second(instance),
        notes=tuple(dict.fromkeys(state.notes)),
        seconds=seconds,
    )


def _rounded(bound: float, loss: float) -> float:
    """A bound that lies above the loss by rounding alone is the loss.

    One that lies further above is left as it is: then it is wrong, and the checker
    refuses the plan.
    """
    has_no_choice = bound == float("inf")
    is_rounding = loss < bound <= loss + ROUNDING * max(1.0, abs(loss))
    return loss if has_no_choice or is_rounding else bound


@dataclass(slots=True)
class _Child:
    """A process of the run, and the way to talk to it."""

    name: str
    process: Any
    connection: Connection
    is_done: bool = False


class _Run:
    """Two processes side by side until time is over."""

    def __init__(
        self, instance: Instance, seconds: float, seed: int, state: _State
    ) -> None:
        self._instance, self._seed, self._state = instance, seed, state
        self._began = time.monotonic()
        self._seconds = seconds
        self._starts = 0
        self._children: list[_Child] = []
        self._told_at = -TELL

    def go(self, on_progress: OnProgress, wants_stop: Callable[[], bool]) -> None:
        """Start, listen, end; nothing is left running."""
        try:
            self._start_columns()
            self._start(partial(_compact, self._instance, self._seed), "compact")
            while self._children and not self._is_over(wants_stop):
                self._listen()
                self._tell(on_progress)
            self._told_at = -TELL
            self._tell(on_progress)
        finally:
            for child in [*self._children]:
                self._end(child)

    def _is_over(self, wants_stop: Callable[[], bool]) -> bool:
        if self._state.sessions is None:
            # A first plan is worth waiting for, but not for ever.
            return self._elapsed() > 2 * self._seconds + 10 * LOOK
        if wants_stop():
            self._state.notes.append("stopped")
            return True
        return self._state.is_enough or self._elapsed() > self._seconds

    def _elapsed(self) -> float:
        return time.monotonic() - self._began

    def _start_columns(self) -> None:
        seed = self._seed + self._starts
        self._starts += 1
        self._start(partial(_columns, self._instance, seed), "columns")

    def _start(self, work: Callable[..., None], name: str) -> None:
        spawn = get_context("spawn")
        ours, theirs = spawn.Pipe()
        left = self._seconds - self._elapsed() - START
        process = spawn.Process(
            target=_work, args=(work, theirs, left, os.getpid()), daemon=True
        )
        process.start()
        theirs.close()
        self._children.append(_Child(name, process, ours))

    def _listen(self) -> None:
        by_connection = {child.connection: child for child in self._children}
        for ready in wait([*by_connection], LOOK):
            child = by_connection[ready]  # type: ignore[index]
            try:
                self._take(child, child.connection.recv())
            except (EOFError, OSError):
                self._ended(child)

    def _take(self, child: _Child, told: Told) -> None:
        kind, what = told
        state = self._state
        if kind == "bound":
            state.bound = max(state.bound, what)
        elif kind == "prices":
            state.prices = what
        elif kind == "stage":
            state.stage = what
        elif kind == "done":
            child.is_done = True
        elif kind == "plan":
            self._take_plan(*what)
        elif kind == "opened":
            self._pass_on(*what)

    def _take_plan(
        self, sessions: tuple[Session, ...], loss: float, note: list[str]
    ) -> None:
        state = self._state
        if loss < state.loss:
            others = [n for n in state.notes if n != "repaired_fairness"]
            state.sessions, state.loss, state.notes = sessions, loss, [*others, *note]

    def _pass_on(self, sessions: IntArray, loss: float) -> None:
        """Let column generation settle what the compact formulation found."""
        if loss < self._state.loss:
            for child in self._children:
                if child.name == "columns":
                    with suppress(OSError):
                        child.connection.send(sessions)

    def _ended(self, child: _Child) -> None:
        """A process is gone: well, or start it again while there is time."""
        self._end(child)
        if child.is_done:
            return
        self._state.notes.append(f"{child.name}_died")
        is_time = self._elapsed() < self._seconds and self._starts < STARTS
        if child.name == "columns" and is_time:
            self._start_columns()

    def _end(self, child: _Child) -> None:
        if child.process.exitcode is None:
            child.process.join(LOOK)
        child.process.kill()
        child.process.join()
        child.connection.close()
        self._children.remove(child)

    def _tell(self, on_progress: OnProgress) -> None:
        state, now = self._state, self._elapsed()
        if now - self._told_at < TELL:
            return
        self._told_at = now
        plan = None
        if state.sessions is not None:
            plan = _plan(self._instance, state.sessions, state, now)
        loss = plan.loss if plan else None
        on_progress(Progress(now, loss, state.bound or None, state.stage, plan))


def _work(
    work: Callable[[Connection, Budget], None],
    connection: Connection,
    seconds: float,
    parent: int,
) -> None:
    """What a child does. Ctrl-C is the parent's; without a parent it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The solver greets on standard output whatever one tells it; that is the caller's.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    began = time.monotonic()
    budget = Budget(
        seconds=seconds,
        seed=0,
        elapsed=lambda: time.monotonic() - began,
        worked=time.process_time,
        stopped=lambda: os.getppid() != parent,
    )
    with suppress(BrokenPipeError):
        work(connection, budget)
        connection.send(("done", None))
    connection.close()


def _columns(
    instance: Instance, seed: int, connection: Connection, budget: Budget
) -> None:
    """Child: column generation."""

    def tell_plan(model: Model, counts: Counts) -> None:
        sessions = named(model, counts)
        fair = made_fair(instance, sessions)
        note = [] if fair == sessions else ["repaired_fairness"]
        connection.send(("plan", (fair, measure(instance, fair)[0], note)))

    def inbox() -> list[IntArray]:
        found = []
        while connection.poll():
            found.append(np.asarray(connection.recv(), dtype=np.int64))
        return found

    listener = Listener(
        on_bound=lambda bound: connection.send(("bound", bound)),
        on_plan=tell_plan,
        on_prices=lambda prices: connection.send(("prices", prices)),
        on_stage=lambda stage: connection.send(("stage", stage)),
        inbox=inbox,
    )
    run_columns(instance, replace(budget, seed=seed), listener)
    connection.send(("stage", "proof"))


def _compact(
    instance: Instance, seed: int, connection: Connection, budget: Budget
) -> None:
    """Child: the compact formulation."""
    run_compact(
        instance,
        replace(budget, seed=seed),
        lambda bound: connection.send(("bound", bound)),
        lambda sessions, loss: connection.send(("opened", (sessions, loss))),
    )
