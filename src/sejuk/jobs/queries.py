"""Reads about long work."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from sejuk.jobs.models import Job
from sejuk.places.models import Area
from sejuk.places.queries import lies_in

_UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)
_PATIENCE = timedelta(seconds=30)


def jobs_under_way(kind: str, area_code: str) -> QuerySet[Job]:
    """What of one kind waits or runs for an area, the newest first."""
    return Job.objects.filter(
        kind=kind, area__code=area_code, state__in=_UNDER_WAY
    ).order_by("-pk")


def jobs_before(job: Job) -> int:
    """How many jobs are worked on or wait before this one."""
    earlier = Q(state=Job.State.RUNNING) | Q(state=Job.State.WAITING, pk__lt=job.pk)
    return Job.objects.filter(earlier).exclude(pk=job.pk).count()


def nobody_works(job: Job) -> bool:
    """Whether a job waits although no worker gives a sign of life."""
    if job.state != Job.State.WAITING or job.asked_at > timezone.now() - _PATIENCE:
        return False
    recent = timezone.now() - _PATIENCE
    return not Job.objects.filter(beat_at__gte=recent).exists()


def jobs_in(area: Area, *, of: QuerySet[Job]) -> QuerySet[Job]:
    """Those of `of` that are for an area or one under it, the newest first."""
    return (
        of.filter(lies_in(area, "area"))
        .select_related("area", "asked_by")
        .order_by("-asked_at", "-pk")
    )
