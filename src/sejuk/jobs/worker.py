"""The worker process: takes jobs from the queue, one at a time."""

import logging
import threading
import uuid
from datetime import timedelta
from types import FrameType

from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from sejuk.jobs.recovery import recover
from sejuk.jobs.tasks import SHIFT

logger = logging.getLogger(__name__)

STALE_AFTER_SECONDS = 20.0
"""A worker that gave no sign of life for so long is taken for dead."""

_LOOK_EVERY_SECONDS = 0.5


class JobWorker(Worker):
    """The queue's own worker, which tells the running job when it is to end."""

    def __init__(self, *, until_empty: bool) -> None:
        super().__init__(
            queue_names=["default"],
            interval=_LOOK_EVERY_SECONDS,
            batch=until_empty,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=uuid.uuid4().hex,
            excluded_queue_names=[],
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        SHIFT.ending.set()
        super().shutdown(signum, frame)


class Keeper(threading.Thread):
    """Says beside the work that this worker lives, and looks after the dead.

    A thread, because a solver may be silent for a long time; and all the time, because
    a worker that is started anew at once does not find its predecessor silent yet.
    """

    def __init__(self, stale_after: float) -> None:
        super().__init__(name="keeper", daemon=True)
        self._stale_after = timedelta(seconds=stale_after)
        self._beat_seconds = min(2.0, stale_after / 6)
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(self._beat_seconds):
            try:
                self._look()
            except DatabaseError:
                # The database is busy or restarts: the next beat comes soon.
                logger.warning("no sign of life could be written", exc_info=True)
                connection.close()
        connection.close()

    def end(self) -> None:
        """Stop, and wait until the thread has let go of the database."""
        self._ended.set()
        self.join()

    def _look(self) -> None:
        if running := SHIFT.running:
            running.beat()
        recover(silent_since=timezone.now() - self._stale_after)


def work(
    *, stale_after: float = STALE_AFTER_SECONDS, until_empty: bool = False
) -> None:
    """Carry out jobs until a signal says to end, or nothing waits any more."""
    recover(silent_since=timezone.now() - timedelta(seconds=stale_after))
    worker = JobWorker(until_empty=until_empty)
    worker.configure_signals()
    keeper = Keeper(stale_after)
    keeper.start()
    try:
        worker.run()
    finally:
        keeper.end()
