"""Training: trainers, plans, sessions, who is expected and who came."""

from datetime import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sejuk.accounts.models import Account
from sejuk.crews.models import Person, Seat
from sejuk.elections.models import Election
from sejuk.jobs.models import Job
from sejuk.places.models import Area, Venue


class Organiser(models.TextChoices):
    """Who holds a session: the KPU where possible, extra the PPK, self-organised."""

    KPU = "kpu", _("KPU")
    PPK = "ppk", _("PPK")
    SELF = "self", _("self-organised")


class Trainer(models.Model):
    """One person who trains (narasumber), for the KPU or for a sub-district's PPK."""

    class Kind(models.TextChoices):
        KPU = "kpu", _("KPU")
        PPK = "ppk", _("PPK")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("trains for"), max_length=4, choices=Kind)
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="trainers", verbose_name=_("area")
    )
    phone = models.CharField(_("phone number"), max_length=16, blank=True)
    account = models.OneToOneField(
        Account,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="trainer",
        verbose_name=_("account"),
    )
    is_active = models.BooleanField(_("trains"), default=True)
    is_invented = models.BooleanField(_("invented"), default=False)

    class Meta:
        ordering = ["area__code", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"],
                name="trainer_name_is_new_in_its_area",
                violation_error_message=_("This area has a trainer of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class FreeDay(models.Model):
    """That a trainer is free on a day, and for which sub-district."""

    trainer = models.ForeignKey(Trainer, models.CASCADE, related_name="free_days")
    on = models.DateField(_("free on"))
    sub_district = models.ForeignKey(
        Area, models.PROTECT, related_name="trainer_days", verbose_name=_("for")
    )

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainer", "on"],
                name="trainer_is_given_once_a_day",
                violation_error_message=_("This trainer is given elsewhere that day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.trainer} {self.on}"


class PlanSetting(models.Model):
    """The numbers with which a sub-district plans one election, where it changed any.

    `values` holds names of `domain.training.parameters.Parameters` that users may
    change (`queries.ADJUSTABLE`); what is not there has its default. `risks` holds
    village codes and their risk (1 to 3); what is not there has risk 1.
    """

    election = models.ForeignKey(Election, models.CASCADE, related_name="plan_settings")
    area = models.ForeignKey(Area, models.CASCADE, related_name="plan_settings")
    values = models.JSONField(_("values"), default=dict)
    risks = models.JSONField(_("risks"), default=dict)
    halve_halls = models.BooleanField(
        _("seat half of each hall"), default=False, help_text=_("health rules of 2020")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["election", "area"], name="plan_setting_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.election}"


class Plan(models.Model):
    """One training plan (rencana bimtek) of a sub-district: a draft until published.

    A plan holds the sessions from `from_on` that were still ahead when it was made;
    published, it replaces those of the plans before. Sessions before that day, and what
    was held, belong to the plan that announced them.

    An addition (`is_addition`) is a small plan that is published as it is made and
    replaces nothing: a village committee's own session.
    """

    election = models.ForeignKey(Election, models.PROTECT, related_name="plans")
    area = models.ForeignKey(Area, models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField(_("number"))
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers"
    )
    job = models.ForeignKey(
        Job, models.PROTECT, null=True, blank=True, related_name="plans"
    )
    made_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="made_plans"
    )
    made_at = models.DateTimeField(_("made at"), help_text=_("the election's time"))
    from_on = models.DateField(
        _("from"), help_text=_("sessions before this day stay as they were announced")
    )
    voting_on = models.DateField(_("voting day"))
    is_addition = models.BooleanField(_("addition"), default=False)
    parameters = models.JSONField(_("numbers used"), default=dict)
    loss = models.FloatField(_("loss"), null=True)
    bound = models.FloatField(_("bound"), null=True)
    seconds = models.FloatField(_("seconds"), null=True)
    edited_at = models.DateTimeField(_("changed by hand at"), null=True, blank=True)
    figures = models.JSONField(
        _("figures"),
        default=dict,
        help_text=_("of this plan and of last time's way, by the same measures"),
    )
    shortfalls = models.JSONField(_("what cannot be met"), default=list)
    last_check = models.JSONField(
        _("last check"),
        default=dict,
        blank=True,
        help_text=_("what a draft broke when it was last looked through"),
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="published_plans"
    )
    discarded_at = models.DateTimeField(_("discarded at"), null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "area", "number"], name="plan_number_is_new"
            ),
            models.UniqueConstraint(
                fields=["election", "area"],
                condition=Q(published_at=None, discarded_at=None),
                name="plan_has_one_draft_at_a_time",
            ),
            models.CheckConstraint(
                name="plan_is_not_published_and_discarded",
                condition=Q(published_at=None) | Q(discarded_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.published_at is None and self.discarded_at is None

    @property
    def is_edited(self) -> bool:
        """Whether somebody changed it by hand."""
        return self.edited_at is not None

    @property
    def gap(self) -> float | None:
        """Share by which it may lie under the best plan possible; None if unknown."""
        if self.loss is None or self.bound is None:
            return None
        return max(0.0, (self.loss - self.bound) / self.loss) if self.loss else 0.0


class Session(models.Model):
    """One training session (bimtek): a hall, a day, a slot, a trainer, its seats.

    It stands once its plan is published, until a later plan replaces it (`replaced_by`)
    or it is called off. `continues` is the session of the plan before that it carries
    on: who goes to both is told of nothing but what differs.
    """

    class Slot(models.IntegerChoices):
        MORNING = 1, _("morning")
        AFTERNOON = 2, _("afternoon")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sessions")
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by"
    )
    replaced_by = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="replaced_sessions"
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="sessions", verbose_name=_("venue")
    )
    organiser = models.CharField(_("organiser"), max_length=4, choices=Organiser)
    trainer = models.ForeignKey(
        Trainer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("trainer"),
    )
    on = models.DateField(_("day"))
    slot = models.PositiveSmallIntegerField(_("slot"), choices=Slot)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    seats = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1)]
    )
    is_locked = models.BooleanField(_("locked"), default=False)
    called_off_at = models.DateTimeField(_("called off at"), null=True, blank=True)
    called_off_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="called_off"
    )

    expected: int
    """Seats invited; only there where a query says that it is."""

    class Meta:
        ordering = ["starts_at", "venue__area__code", "pk"]
        constraints = [
            models.CheckConstraint(
                name="session_organiser_known",
                condition=Q(organiser__in=["kpu", "ppk", "self"]),
            ),
            models.CheckConstraint(
                name="session_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A session ends after it starts."),
            ),
            models.CheckConstraint(
                name="session_has_seats",
                condition=Q(seats__gte=1),
                violation_error_message=_("A session has at least one seat."),
            ),
            models.CheckConstraint(
                name="session_slot_known", condition=Q(slot__in=[1, 2])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue} {self.on:%Y-%m-%d}"

    def is_held_by(self, moment: datetime) -> bool:
        """Whether it has begun at a moment of the election's clock."""
        return self.starts_at <= moment


class Invitation(models.Model):
    """That whoever holds a seat is expected at a session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="invitations")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="invitations")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "seat"], name="invitation_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.seat_id}"


class Attendance(models.Model):
    """One statement that a person came to a session, or did not.

    Rows are only added: a correction points at the row that it corrects, and what
    holds is the row that nothing corrects. `recorded_at` is the machine's time.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    came = models.BooleanField(_("came"), default=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction"
    )
    recorded_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="recorded_attendances"
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(corrects=None),
                name="attendance_is_first_said_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person_id}"
