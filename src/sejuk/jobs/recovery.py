"""What happens to the jobs of a worker that died."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sejuk.jobs.models import Job
from sejuk.jobs.tasks import queue

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 2
"""A job that killed its worker this often is not begun again."""


def recover(*, silent_since: datetime) -> int:
    """Begin again, or give up, what no living worker works on.

    Args:
        silent_since: a worker that gave no sign of life since then is dead.

    Returns:
        How many jobs were found so.
    """
    silent = Job.objects.filter(state=Job.State.RUNNING, beat_at__lt=silent_since)
    found = list(silent.values_list("pk", flat=True))
    found += _dropped(silent_since)
    return sum(_recover(pk, silent_since) for pk in found)


def _dropped(silent_since: datetime) -> list[int]:
    """Jobs that wait although the queue handed them out: the worker died between."""
    waiting = Job.objects.filter(state=Job.State.WAITING).exclude(task_id="")
    by_task = dict(waiting.values_list("task_id", "pk"))
    if not by_task:
        return []
    handed_out = DBTaskResult.objects.filter(
        id__in=list(by_task), started_at__lt=silent_since
    ).exclude(status=TaskResultStatus.READY)
    return [by_task[str(pk)] for pk in handed_out.values_list("pk", flat=True)]


@transaction.atomic
def _recover(pk: int, silent_since: datetime) -> bool:
    job = Job.objects.select_for_update().get(pk=pk)
    if job.is_over or (job.beat_at and job.beat_at >= silent_since):
        return False
    DBTaskResult.objects.filter(id=job.task_id).update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now()
    )
    if job.wants_stop or job.attempts >= MAX_ATTEMPTS:
        job.state = Job.State.LOST
        job.ended_at = timezone.now()
        job.save(update_fields=["state", "ended_at"])
        logger.error("job %d (%s) is lost", job.pk, job.kind)
    else:
        queue(job)
        logger.warning("job %d (%s) is begun again", job.pk, job.kind)
    return True
