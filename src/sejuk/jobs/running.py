"""The job in the hands of a worker: what its function may ask and say.

Whoever works on a job holds it by a name that is new for each attempt (`Job.worker`).
Every write asks for that name, so a worker that was thought dead and comes back can
neither spoil the work of the one after it nor end a job twice.
"""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from sejuk.accounts.models import Account
from sejuk.jobs.models import Job
from sejuk.places.models import Area

WRITE_EVERY_SECONDS = 0.5
"""Progress is written no oftener than this."""

ASK_EVERY_SECONDS = 0.25
"""Whether somebody wants it stopped is asked no oftener than this."""


class LaidDown(BaseException):
    """This worker ends, or lost the job: whoever has the job begins it again.

    Not an `Exception`, so that no function of a job swallows it.
    """


class RunningJob:
    """What the function of a job is given."""

    def __init__(self, job: Job, ending: threading.Event) -> None:
        self._job = job
        self._ending = ending
        self._wrote_at = self._asked_at = -1e9
        self._is_to_stop = False

    @property
    def pk(self) -> int:
        """The job's number."""
        return self._job.pk

    @property
    def job(self) -> Job:
        """The row as it was when this attempt began."""
        return self._job

    @property
    def arguments(self) -> dict[str, Any]:
        """What was asked for."""
        arguments: dict[str, Any] = self._job.arguments
        return arguments

    @property
    def area(self) -> Area:
        """The area that the work is for."""
        return self._job.area

    @property
    def asked_by(self) -> Account | None:
        """Who asked for it; None is the system itself."""
        return self._job.asked_by

    def held(self) -> QuerySet[Job]:
        """The row, as long as this attempt still has it."""
        return Job.objects.filter(
            pk=self._job.pk, worker=self._job.worker, state=Job.State.RUNNING
        )

    def report(self, share: float, **progress: Any) -> None:
        """Say how far the work is; written at most twice a second.

        Args:
            share: what is done, 0..1.
            progress: what else there is to say, as JSON can carry it.

        Raises:
            LaidDown: if the worker ends or the job is no longer its own.
        """
        self._leave_if_ending()
        moment = time.monotonic()
        if moment - self._wrote_at < WRITE_EVERY_SECONDS and share < 1:
            return
        self._wrote_at = moment
        share = min(1.0, max(0.0, share))
        if not self.held().update(
            share_done=share, progress=progress, beat_at=timezone.now()
        ):
            raise LaidDown

    def wants_stop(self) -> bool:
        """Whether somebody wants the work to end now, with the best so far.

        Raises:
            LaidDown: if the worker ends or the job is no longer its own.
        """
        moment = time.monotonic()
        if not self._is_to_stop and moment - self._asked_at >= ASK_EVERY_SECONDS:
            self._asked_at = moment
            said = self.held().values_list("wants_stop", flat=True).first()
            if said is None:
                raise LaidDown
            self._is_to_stop = said
        self._leave_if_ending()
        return self._is_to_stop

    @contextmanager
    def writing(self) -> Iterator[dict[str, Any]]:
        """One transaction for the result and the end of the job.

        Whatever is written inside stands if, and only if, this attempt ended the job:
        no crash, and no second worker, writes a result twice. Yields the outcome, to
        be filled in.

        Raises:
            LaidDown: if the job is no longer this worker's own.
        """
        outcome: dict[str, Any] = {}
        with transaction.atomic():
            if self.held().select_for_update().first() is None:
                raise LaidDown
            yield outcome
            self.end(self._state_at_end(), outcome=outcome)

    def end(self, state: str, **fields: Any) -> bool:
        """Write what became of the job; False if it is over or with somebody else."""
        if state == Job.State.DONE:
            fields["share_done"] = 1
        ended = self.held().update(state=state, ended_at=timezone.now(), **fields)
        return bool(ended)

    def end_with(self, outcome: dict[str, Any]) -> bool:
        """End the job with an outcome, unless `writing` has ended it."""
        return self.end(self._state_at_end(), outcome=outcome)

    def beat(self) -> None:
        """Write down that the worker lives; called from its second thread."""
        self.held().update(beat_at=timezone.now())

    def _state_at_end(self) -> str:
        return Job.State.STOPPED if self._is_to_stop else Job.State.DONE

    def _leave_if_ending(self) -> None:
        if self._ending.is_set() and not self._is_to_stop:
            raise LaidDown


def take(job_pk: int, ending: threading.Event) -> RunningJob | None:
    """Take a waiting job; None if somebody else has it or nobody wants it any more."""
    moment = timezone.now()
    name = uuid.uuid4().hex
    taken = Job.objects.filter(pk=job_pk, state=Job.State.WAITING).update(
        state=Job.State.RUNNING,
        worker=name,
        attempts=F("attempts") + 1,
        started_at=moment,
        beat_at=moment,
        share_done=0,
        progress={},
    )
    if not taken:
        return None
    job = Job.objects.select_related("area", "asked_by").get(pk=job_pk)
    return RunningJob(job, ending)
