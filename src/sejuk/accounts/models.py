"""Accounts, agencies, roles, and who did what."""

from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sejuk.places.models import Area


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; services say who may."""

    def make(self, username: str, password: str | None, **fields: Any) -> "Account":
        """Save a new account with a hashed password."""
        account = self.model(username=username.lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One person who signs in."""

    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                # A letter, so that no user name reads as somebody's phone number.
                r"^(?=.*[a-z])[a-z0-9._-]+$",
                _(
                    "Use small letters, digits, dots and hyphens, "
                    "and at least one letter."
                ),
            )
        ],
        error_messages={"unique": _("This user name is taken.")},
    )
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(
        _("phone number"),
        max_length=16,
        unique=True,
        null=True,
        blank=True,
        error_messages={"unique": _("Another account has this phone number.")},
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("id", "Bahasa Indonesia"), ("en", "English")],
        default="id",
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    password_is_one_time = models.BooleanField(
        _("sets a new password at the next sign-in"), default=False
    )
    made_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="made_accounts"
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AccountManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def active_roles(self) -> list["Role"]:
        """The roles that hold on this machine's day, asked once a request."""
        return list(
            Role.objects.filter(held_on(timezone.localdate()), account=self)
            .select_related("area", "agency")
            .order_by("area__level", "pk")
        )


class Agency(models.Model):
    """One office or committee (instansi) of one area."""

    class Kind(models.TextChoices):
        KPU = "kpu", _("KPU")
        PPK = "ppk", _("PPK")
        PPS = "pps", _("PPS")
        KPPS = "kpps", _("KPPS")
        BAWASLU = "bawaslu", _("Bawaslu")
        PANWASCAM = "panwascam", _("Panwascam")
        PKD = "pkd", _("PKD")
        PTPS = "ptps", _("PTPS")
        POLSEK = "polsek", _("Polsek")
        KORAMIL = "koramil", _("Koramil")
        KECAMATAN = "kecamatan", _("sub-district office")
        VILLAGE_OFFICE = "village_office", _("village office")
        OPERATOR = "operator", _("operator of this installation")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    area = models.ForeignKey(Area, models.PROTECT, related_name="agencies")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["area__code", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "area"],
                name="agency_is_one_of_its_kind_in_its_area",
                violation_error_message=_("This area has such an agency already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Label(models.Model):
    """What this installation calls a thing that has more than one name.

    The heads of a sub-district were called Muspika until PP 12/2022 and Forkopimcam
    since; an installation says which word its people use.
    """

    key = models.CharField(_("key"), max_length=40, unique=True)
    text = models.CharField(_("text"), max_length=120)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.text


class Role(models.Model):
    """That an account acts for an agency in an area, from one day to another."""

    class Kind(models.TextChoices):
        KPPS = "kpps", _("crew (KPPS)")
        PPS = "pps", _("PPS")
        PPK = "ppk", _("PPK")
        KPU = "kpu", _("KPU")
        TRAINER = "trainer", _("trainer")
        PTPS = "ptps", _("PTPS")
        PKD = "pkd", _("PKD")
        PANWASCAM = "panwascam", _("Panwascam")
        BAWASLU = "bawaslu", _("Bawaslu")
        POLSEK = "polsek", _("Polsek")
        BHABIN = "bhabin", _("Bhabinkamtibmas")
        KORAMIL = "koramil", _("Koramil")
        BABINSA = "babinsa", _("Babinsa")
        CAMAT = "camat", _("Camat")
        VILLAGE_HEAD = "village_head", _("village head")
        OVERVIEW = "overview", _("province or nation")
        ADMINISTRATOR = "administrator", _("administrator")

    account = models.ForeignKey(Account, models.CASCADE, related_name="roles")
    kind = models.CharField(_("role"), max_length=16, choices=Kind)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="roles")
    area = models.ForeignKey(Area, models.PROTECT, related_name="roles")
    station_number = models.PositiveSmallIntegerField(
        _("polling station"),
        null=True,
        blank=True,
        help_text=_("for crews and station supervisors"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["area__code", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "area", "starts_on"],
                name="role_is_given_once",
                violation_error_message=_("This account has this role already."),
            ),
            models.CheckConstraint(
                name="role_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A role ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.area}"


def held_on(day: date) -> Q:
    """Roles that hold on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


class Act(models.Model):
    """That somebody did something: who, what, to which row, when, from where.

    Rows are only ever added. `object_text` and `area` stay readable when the row that
    they speak of is gone.
    """

    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="acts")
    verb = models.CharField(_("what"), max_length=40)
    model = models.CharField(_("kind of row"), max_length=60, blank=True)
    object_id = models.CharField(_("row"), max_length=40, blank=True)
    object_text = models.CharField(_("which"), max_length=200, blank=True)
    area_code = models.CharField(_("area"), max_length=13, blank=True, db_index=True)
    details = models.JSONField(_("details"), default=dict)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    where_from = models.CharField(_("from where"), max_length=60, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="act_of_an_object")]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_text}"
