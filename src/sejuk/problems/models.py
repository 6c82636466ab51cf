"""The register of problems: what the agencies work off together."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sejuk.accounts.models import Account, Agency
from sejuk.elections.models import Election, PollingStation, ProblemKind
from sejuk.places.models import Area


class Problem(models.Model):
    """One problem (permasalahan) of one election at one place."""

    class Severity(models.IntegerChoices):
        LOW = 1, _("low")
        MEDIUM = 2, _("medium")
        HIGH = 3, _("high")

    class Source(models.TextChoices):
        PUBLIC_FIGURES = "figures", _("published result figures")
        REPORT = "report", _("report")
        IMPORT = "import", _("list of an agency")

    number = models.CharField(
        _("number"), max_length=20, unique=True, help_text=_("such as KT-2019-001")
    )
    election = models.ForeignKey(Election, models.PROTECT, related_name="problems")
    village = models.ForeignKey(
        Area, models.PROTECT, related_name="problems", verbose_name=_("village")
    )
    station = models.ForeignKey(
        PollingStation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("polling station"),
    )
    kind = models.ForeignKey(
        ProblemKind, models.PROTECT, related_name="problems", verbose_name=_("kind")
    )
    severity = models.PositiveSmallIntegerField(
        _("severity"), choices=Severity, default=Severity.MEDIUM
    )
    title_id = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    story_id = models.TextField(_("story"))
    story_en = models.TextField(_("story in English"), blank=True)
    source = models.CharField(_("source"), max_length=8, choices=Source)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("responsible"),
    )
    recorded_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="recorded_problems"
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        ordering = ["village__code", "number"]
        constraints = [
            models.CheckConstraint(
                name="problem_severity_known", condition=Q(severity__in=[1, 2, 3])
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_settled(self) -> bool:
        """Whether a closure holds, as `queries.with_state` asked.

        Raises:
            AttributeError: if the problem did not come through `with_state`.
        """
        return bool(getattr(self, "closure_holds"))  # noqa: B009  an annotation

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return _in_language(self.title_id, self.title_en)

    @property
    def story(self) -> str:
        """The story in the reader's language."""
        return _in_language(self.story_id, self.story_en)


def _in_language(indonesian: str, english: str) -> str:
    return english if english and get_language() == "en" else indonesian


class Closure(models.Model):
    """That a problem was dealt with: by whom, when and how.

    It holds until a `Reopening` points at it, and stays in the register after that.
    """

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="closures")
    closed_by = models.ForeignKey(Account, models.PROTECT, related_name="closures")
    closed_at = models.DateTimeField(_("closed at"))
    outcome = models.TextField(_("outcome"))

    def __str__(self) -> str:
        return self.outcome


class Reopening(models.Model):
    """That a closure did not hold: who said so, when and why."""

    closure = models.OneToOneField(Closure, models.PROTECT, related_name="reopening")
    reopened_by = models.ForeignKey(Account, models.PROTECT, related_name="reopenings")
    reopened_at = models.DateTimeField(_("reopened at"))
    reason = models.TextField(_("reason"))

    def __str__(self) -> str:
        return self.reason
