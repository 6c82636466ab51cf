"""Long work in the background."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sejuk.accounts.models import Account
from sejuk.places.models import Area


class Job(models.Model):
    """One piece of long work: who asked for it, how far it is, what became of it.

    The queue's own row only says that something waits; progress, the wish to stop and
    the outcome stand here. Times are the machine's.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped, with the best so far")
        FAILED = "failed", _("failed")
        LOST = "lost", _("lost: its worker ended")

    kind = models.CharField(_("kind"), max_length=40)
    area = models.ForeignKey(Area, models.PROTECT, related_name="jobs")
    asked_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="jobs"
    )
    arguments = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    share_done = models.FloatField(_("share done"), default=0)
    progress = models.JSONField(default=dict)
    wants_stop = models.BooleanField(default=False)
    outcome = models.JSONField(default=dict)
    error = models.TextField(_("error"), blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    started_at = models.DateTimeField(_("started at"), null=True)
    beat_at = models.DateTimeField(_("last sign of life"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    task_id = models.CharField(max_length=40, blank=True)
    worker = models.CharField(
        max_length=40,
        blank=True,
        help_text="Who works on it: only this attempt may write its progress.",
    )

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="job_share_is_a_share",
                condition=Q(share_done__gte=0, share_done__lte=1),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.area_id}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in {self.State.WAITING, self.State.RUNNING}
