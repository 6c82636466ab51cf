"""Talking to HiGHS: one thread, no output, a clock that it looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy

Elapsed = Callable[[], float]
"""Machine seconds since the run began."""

SOLVED = highspy.HighsModelStatus.kOptimal


@dataclass(frozen=True, slots=True)
class Budget:
    """How long, how, and whether to go on.

    Attributes:
        seconds: of the whole run, by `elapsed`.
        seed: of every random choice.
        elapsed: machine seconds since the run began.
        worked: seconds that the processor worked for it: what a crowded machine does
            not stretch.
        stopped: whether somebody asked to stop.
    """

    seconds: float
    seed: int
    elapsed: Elapsed
    worked: Elapsed
    stopped: Callable[[], bool] = lambda: False

    @property
    def left(self) -> float:
        """Seconds left; 0 when time is over or somebody asked to stop."""
        return 0.0 if self.stopped() else max(0.0, self.seconds - self.elapsed())


def quiet(seed: int) -> highspy.Highs:
    """A solver that says nothing and keeps to one thread.

    The number of threads must never change within a process: HiGHS then fails without
    a word.
    """
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("log_to_console", False)
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", seed % 2**31)
    return highs  # type: ignore[no-any-return]


def watched(highs: highspy.Highs, over: Callable[[Any], bool]) -> None:
    """Let `over` interrupt a search; HiGHS alone overruns its limit by many seconds.

    Args:
        highs: the solver.
        over: given what HiGHS knows (`mip_dual_bound` and more); true to end.
    """

    def look(event: Any) -> None:
        if over(event.data_out):
            event.interrupt()

    highs.cbMipInterrupt.subscribe(look)
    highs.cbSimplexInterrupt.subscribe(look)
