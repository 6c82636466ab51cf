"""Places: areas by official code, halls, and how long the way between villages is."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sejuk.domain.places.level import Level
from sejuk.domain.places.zone import abbreviation_of, zone_of


class Area(models.Model):
    """One official area (wilayah) of any level; its code is its path.

    A row is valid from one day to another: areas are split, merged and re-coded, and
    `Lineage` says what an area came from.
    """

    class Levels(models.IntegerChoices):
        NATION = Level.NATION, _("nation")
        PROVINCE = Level.PROVINCE, _("province")
        REGENCY = Level.REGENCY, _("regency")
        SUB_DISTRICT = Level.SUB_DISTRICT, _("sub-district")
        VILLAGE = Level.VILLAGE, _("village")

    code = models.CharField(
        _("code"),
        max_length=13,
        unique=True,
        validators=[RegexValidator(r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$")],
    )
    name = models.CharField(_("name"), max_length=120)
    level = models.PositiveSmallIntegerField(_("level"), choices=Levels)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    landmass = models.CharField(_("island"), max_length=80, blank=True, default="main")
    boundary = models.JSONField(_("boundary"), null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="area_level_known", condition=Q(level__gte=0, level__lte=4)
            ),
            models.CheckConstraint(
                name="area_valid_to_is_not_before_valid_from",
                condition=Q(valid_from=None)
                | Q(valid_to=None)
                | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> str:
        """The IANA name of the area's time zone."""
        return zone_of(self.code)

    @property
    def zone_abbreviation(self) -> str:
        """WIB, WITA or WIT."""
        return abbreviation_of(self.code)


class Lineage(models.Model):
    """That an area came from another: split off, re-coded, renamed or merged."""

    class How(models.TextChoices):
        SPLIT = "split", _("split off")
        RECODED = "recoded", _("got a new code")
        RENAMED = "renamed", _("got a new name")
        MERGED = "merged", _("merged")

    area = models.ForeignKey(Area, models.PROTECT, related_name="origins")
    came_from = models.ForeignKey(Area, models.PROTECT, related_name="successors")
    how = models.CharField(_("how"), max_length=8, choices=How)
    on = models.DateField(_("on"), null=True, blank=True)
    name_then = models.CharField(_("name then"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "came_from", "how"], name="lineage_said_once"
            ),
            models.CheckConstraint(
                name="lineage_how_known",
                condition=Q(how__in=["split", "recoded", "renamed", "merged"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.came_from_id} → {self.area_id}"


class Venue(models.Model):
    """One hall (tempat) where training can be held."""

    class Kind(models.TextChoices):
        VILLAGE_HALL = "village_hall", _("village hall")
        SEAT_HALL = "seat_hall", _("sub-district hall")
        OTHER = "other", _("other")

    area = models.ForeignKey(
        Area, models.PROTECT, related_name="venues", verbose_name=_("village")
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind, default=Kind.VILLAGE_HALL
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1)]
    )
    rent = models.PositiveIntegerField(
        _("rent for one session"), help_text=_("in rupiah"), default=0
    )
    is_active = models.BooleanField(_("in use"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["area__code", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"],
                name="venue_name_is_new_in_its_village",
                violation_error_message=_(
                    "This village has a hall of this name already."
                ),
            ),
            models.CheckConstraint(
                name="venue_has_seats",
                condition=Q(seats__gte=1),
                violation_error_message=_("A hall has at least one seat."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VenueClosure(models.Model):
    """That a hall cannot be used on a day."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="closures")
    on = models.DateField(_("closed on"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "on"], name="venue_closure_said_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.venue} {self.on}"


class TravelTime(models.Model):
    """How long the way between two villages takes, where people know better.

    Holds in both directions; `origin` is the village with the smaller code.
    """

    origin = models.ForeignKey(Area, models.CASCADE, related_name="travel_from")
    destination = models.ForeignKey(Area, models.CASCADE, related_name="travel_to")
    minutes = models.PositiveSmallIntegerField(_("minutes one way"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "destination"], name="travel_time_said_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} – {self.destination_id}: {self.minutes}"
