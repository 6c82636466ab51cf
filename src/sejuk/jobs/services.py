"""Starting and stopping long work."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from sejuk.accounts import acts
from sejuk.accounts.models import Account
from sejuk.jobs.models import Job
from sejuk.jobs.queries import jobs_under_way
from sejuk.jobs.registry import is_registered
from sejuk.jobs.tasks import queue
from sejuk.places.models import Area


@transaction.atomic
def start(
    kind: str, *, area: Area, by: Account | None, arguments: dict[str, Any]
) -> Job:
    """Ask for long work; saying it twice gives the job that is under way already.

    The job is in the queue when, and only when, the caller's transaction is.

    Raises:
        ValueError: if no app registered this kind.
    """
    if not is_registered(kind):
        raise ValueError(f"no app registered the job kind {kind!r}")
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    for job in jobs_under_way(kind, area.code):
        if job.arguments == arguments and not job.wants_stop:
            return job
    job = Job.objects.create(kind=kind, area=area, asked_by=by, arguments=arguments)
    queue(job)
    acts.record("start_job", job, by=by, area_code=area.code, kind=kind)
    return job


@transaction.atomic
def ask_to_stop(job: Job, by: Account | None) -> Job:
    """Tell a job to end with the best so far; one that still waits ends at once."""
    job = Job.objects.select_for_update().select_related("area").get(pk=job.pk)
    if job.is_over or job.wants_stop:
        return job
    job.wants_stop = True
    if job.state == Job.State.WAITING:
        job.state = Job.State.STOPPED
        job.ended_at = timezone.now()
    job.save(update_fields=["wants_stop", "state", "ended_at"])
    acts.record("stop_job", job, by=by, area_code=job.area.code)
    return job
