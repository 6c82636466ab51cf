"""The one task of the queue: carry out a job and write down what became of it."""

import logging
import threading

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from sejuk.jobs.models import Job
from sejuk.jobs.registry import kind_of
from sejuk.jobs.running import LaidDown, RunningJob, take

logger = logging.getLogger(__name__)


class Shift:
    """What this process works on: one job at a time, until it is to end."""

    def __init__(self) -> None:
        self.ending = threading.Event()
        self.running: RunningJob | None = None


SHIFT = Shift()


@task()
def run_job(job_pk: int) -> None:
    """Carry out a job, if it still waits."""
    running = take(job_pk, SHIFT.ending)
    if running is None:
        return
    SHIFT.running = running
    asker = running.asked_by
    try:
        with translation.override(asker.language if asker else settings.LANGUAGE_CODE):
            _carry_out(running)
    except LaidDown:
        _lay_down(running)
    finally:
        SHIFT.running = None


def queue(job: Job) -> None:
    """Put a job into the queue, in the caller's transaction."""
    result = run_job.enqueue(job.pk)
    job.state = Job.State.WAITING
    job.task_id = str(result.id)
    job.worker = ""
    job.save(update_fields=["state", "task_id", "worker"])


def _carry_out(running: RunningJob) -> None:
    kind = kind_of(running.job)
    if kind is None:
        running.end(Job.State.FAILED, error=_("This kind of work is gone."))
        return
    try:
        running.end_with(kind.function(running))
    except ValidationError as error:
        running.end(Job.State.FAILED, error=" ".join(error.messages))
    except Exception:
        logger.exception("job %d (%s) failed", running.pk, running.job.kind)
        _mend_connection()
        running.end(Job.State.FAILED, error=_unforeseen(running.pk))


def _mend_connection() -> None:
    """Let go of a connection that the fault broke; the next query opens a new one."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _unforeseen(number: int) -> str:
    return _(
        "Something unforeseen happened, and nothing was written. Whoever runs this "
        "installation finds it in the log under job %(number)d."
    ) % {"number": number}


@transaction.atomic
def _lay_down(running: RunningJob) -> None:
    """Give the job back; an attempt that only the restart ended does not count."""
    if running.held().update(attempts=F("attempts") - 1, beat_at=None):
        queue(Job.objects.get(pk=running.pk))
