"""Elections: calendar revisions, dated rules, polling stations, problem kinds."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sejuk.places.models import Area


class Status(models.TextChoices):
    """How far a fact is verified."""

    V = "V", _("the text of the rule was read")
    B = "B", _("read in the base law")
    S = "S", _("secondary source")
    A = "A", _("taken from a parallel rule")
    U = "U", _("not confirmed")


class Named(models.Model):
    """Something with an Indonesian and an English name."""

    name_id = models.CharField(_("Indonesian name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_id


class ElectionKind(models.TextChoices):
    """Local and general elections use the same words for different things."""

    PILKADA = "pilkada", _("local election (Pilkada)")
    PEMILU = "pemilu", _("general election (Pemilu)")


class Election(Named):
    """One election (pemilihan)."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=ElectionKind)
    contests = models.JSONField(_("contests"), default=list)
    is_running = models.BooleanField(_("running"), default=False)
    set_at = models.DateTimeField(
        _("set working moment"),
        null=True,
        blank=True,
        help_text=_("For examples and rehearsals; empty means the real date."),
    )

    class Meta:
        ordering = ["-is_running", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_running"],
                condition=Q(is_running=True),
                name="election_runs_alone",
                violation_error_message=_("Another election is running."),
            )
        ]


class CalendarRevision(models.Model):
    """One decision on the calendar; the voting day may be unknown (suspension)."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="revisions")
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    effective_from = models.DateField(_("holds from"))
    regulation = models.CharField(_("regulation"), max_length=200)
    status = models.CharField(_("status"), max_length=1, choices=Status)
    voting_on = models.DateField(
        _("voting day"),
        null=True,
        blank=True,
        help_text=_("Leave empty while it is not known."),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "effective_from"],
                name="calendar_has_one_revision_a_day",
                violation_error_message=_(
                    "This election has a revision from that day already."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.election} {self.effective_from}"


class Stage(Named):
    """One stage (tahapan) of a calendar; without dates it is suspended or in doubt."""

    revision = models.ForeignKey(
        CalendarRevision, models.CASCADE, related_name="stages"
    )
    key = models.CharField(_("key"), max_length=60)
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("to"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=1, choices=Status)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "key"], name="stage_stands_once_in_a_revision"
            ),
            models.CheckConstraint(
                name="stage_ends_after_it_starts",
                condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=F("from_on")),
                violation_error_message=_("A stage ends after it starts."),
            ),
        ]


class Rule(Named):
    """One dated number of law, with its citation and how far it is verified."""

    rule_id = models.CharField(max_length=80, unique=True)
    key = models.CharField(_("key"), max_length=80)
    kind = models.CharField(_("election kind"), max_length=8, choices=ElectionKind)
    value = models.JSONField(_("value"), null=True)
    unit = models.CharField(_("unit"), max_length=20)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    cites = models.JSONField(_("citations"), default=list)
    sources = models.JSONField(_("sources"), default=list)
    status = models.CharField(_("status"), max_length=1, choices=Status)
    note = models.TextField(_("note"), blank=True)
    verified_by = models.CharField(_("verified by"), max_length=120, blank=True)

    class Meta:
        ordering = ["key", "kind", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="rule_without_value_is_unconfirmed",
                condition=Q(value__isnull=False) | Q(status="U"),
            ),
        ]


class PollingStation(models.Model):
    """One polling station (TPS) of one election."""

    election = models.ForeignKey(
        Election, models.PROTECT, related_name="polling_stations"
    )
    village = models.ForeignKey(
        Area, models.PROTECT, related_name="polling_stations", verbose_name=_("village")
    )
    number = models.PositiveSmallIntegerField(
        _("TPS number"), validators=[MinValueValidator(1)]
    )
    place = models.CharField(_("place"), max_length=160, blank=True)
    voters = models.PositiveIntegerField(_("voters on the roll"), null=True, blank=True)
    is_derived = models.BooleanField(
        _("derived"), default=False, help_text=_("computed, not from an official list")
    )

    class Meta:
        ordering = ["village__code", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "village", "number"],
                name="polling_station_number_is_new_in_its_village",
                violation_error_message=_("This village has a TPS of this number."),
            ),
            models.CheckConstraint(
                name="polling_station_number_is_positive", condition=Q(number__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} TPS {self.number}"


class ProblemKind(Named):
    """One kind of problem: nine variables, and under them typical mistakes."""

    key = models.CharField(max_length=40, unique=True)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    breaks = models.JSONField(_("facts that it breaks"), default=list)
    default = models.JSONField(_("suggested handling"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    @property
    def handling(self) -> dict[str, str]:
        """Who handles it first, who decides, who is next, how soon: as suggested.

        In the reader's language; a default of ours, not law. Empty where none fits.
        """
        said = self.default or {}
        suffix = "" if get_language() == "en" else "_id"
        keys = ("first_handler", "owner", "escalation", "clock")
        found = {key: said.get(f"{key}{suffix}") or said.get(key) for key in keys}
        return {key: text for key, text in found.items() if text}
