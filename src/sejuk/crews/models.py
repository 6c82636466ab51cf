"""Crews: persons, the nine seats of a station, and who holds which seat."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sejuk.elections.models import PollingStation
from sejuk.places.models import Area

CREW_SEATS = 7
SECURITY_SEATS = 2
SEATS = CREW_SEATS + SECURITY_SEATS


class Person(models.Model):
    """One officer. Kept for: calling and training the crew of one election.

    Only what is needed: name, phone number, village. Kept until the crews' term ends
    and the record of training is handed over; never an identity number.
    """

    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone number"), max_length=16, blank=True)
    village = models.ForeignKey(
        Area, models.PROTECT, related_name="persons", verbose_name=_("village")
    )
    is_invented = models.BooleanField(_("invented"), default=False)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """One of the nine places of a station's crew: 1 chairs, 2 to 7, 8 and 9 guard.

    A seat is planned for whether somebody holds it or not.
    """

    class Duty(models.TextChoices):
        CHAIR = "chair", _("chair")
        MEMBER = "member", _("member")
        SECURITY = "security", _("security officer")

    station = models.ForeignKey(PollingStation, models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField(_("seat"))

    class Meta:
        ordering = ["station__village__code", "station__number", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "number"], name="seat_stands_once_in_its_crew"
            ),
            models.CheckConstraint(
                name="seat_number_is_1_to_9",
                condition=Q(number__gte=1, number__lte=SEATS),
                violation_error_message=_(
                    "Seats are 1 to 7, and 8 and 9 for security."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} / {self.number}"

    @property
    def duty(self) -> "Seat.Duty":
        """What the seat does: chairs, is a member, or guards."""
        if self.number == 1:
            return self.Duty.CHAIR
        return self.Duty.MEMBER if self.number <= CREW_SEATS else self.Duty.SECURITY


class Holding(models.Model):
    """That a person holds a seat from one day, until another person or nobody does."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)
    reason = models.CharField(_("why it ended"), max_length=200, blank=True)

    class Meta:
        ordering = ["seat", "from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(to_on=None),
                name="seat_is_held_by_one_person",
                violation_error_message=_("This seat is taken."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(to_on=None),
                name="person_holds_one_seat",
                violation_error_message=_("This person holds another seat."),
            ),
            models.CheckConstraint(
                name="holding_ends_after_it_starts",
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.seat_id}"
