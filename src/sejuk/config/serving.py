"""Serving: the web server and the job worker as children that are looked after.

A child that dies is started again. Each child leads a session of its own, so that what
it starts itself (a solver, say) ends with it; and a child whose keeper is killed gets a
signal from the kernel. So nothing is left running, however serving ends.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

from django.utils.translation import gettext as _

_LOOK_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 30.0
_HEALTHY_AFTER_SECONDS = 20.0
_PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None)


@dataclass
class Child:
    """One program that is kept running."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    not_before: float = 0.0
    pause_seconds: float = 0.5

    def start(self) -> None:
        """Start the program in a session of its own."""
        parent = os.getpid()

        def end_with_parent() -> None:
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 (our own programs, no shell)
            self.command,
            start_new_session=True,
            preexec_fn=end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509, RUF100
            stdin=subprocess.DEVNULL,
        )

    def look(self) -> str | None:
        """Start the program again if it died; what to say about it, if anything."""
        if self.process is None:
            if time.monotonic() >= self.not_before:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        self._kill_group()
        now = time.monotonic()
        if now - self.started_at > _HEALTHY_AFTER_SECONDS:
            self.pause_seconds = 0.5
        self.process, self.not_before = None, now + self.pause_seconds
        self.pause_seconds = min(2 * self.pause_seconds, _LONGEST_PAUSE_SECONDS)
        told = _("%(what)s ended (%(code)d) and is started again.")
        return told % {"what": self.name, "code": code}

    def ask_to_end(self) -> None:
        """Let the program finish what it is doing."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, until: float) -> None:
        """Wait for the program until a moment, then end it and all that it started."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        finally:
            self._kill_group()
            self.process.wait()

    def _kill_group(self) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return  # nothing is left of it


class Keeper:
    """Keeps children running until a signal says to end."""

    def __init__(
        self,
        children: Sequence[Child],
        say: Callable[[str], object],
        *,
        grace_seconds: float,
    ) -> None:
        self._children = children
        self._say = say
        self._grace_seconds = grace_seconds
        self._signals = 0

    def run(self, when_ready: Callable[[], bool]) -> None:
        """Start everything, and come back when everything has ended.

        Args:
            when_ready: asked again and again until it says yes once.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._heard)
        try:
            for child in self._children:
                child.start()
            is_ready = False
            while not self._signals:
                time.sleep(_LOOK_SECONDS)
                for child in self._children:
                    if told := child.look():
                        self._say(told)
                is_ready = is_ready or when_ready()
        finally:
            self._end()

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1
        if self._signals > 1:  # somebody is in a hurry
            self._grace_seconds = 0.0
            for child in self._children:
                child.end(0.0)

    def _end(self) -> None:
        for child in self._children:
            child.ask_to_end()
        until = time.monotonic() + self._grace_seconds
        for child in self._children:
            child.end(until)
