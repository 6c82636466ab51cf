"""Rows of the access table for crews."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from sejuk.accounts import acts
from sejuk.accounts.access import DataClass, Registration, register
from sejuk.crews import services
from sejuk.crews.models import Holding, Person, Seat
from sejuk.elections import making_stations


def _chairs_a_crew() -> Q:
    return Q(
        Exists(
            Holding.objects.filter(person=OuterRef("pk"), to_on=None, seat__number=1)
        )
    )


register(
    Seat,
    Registration(DataClass.COORDINATION, area="station__village", station="station"),
)
register(
    Person,
    Registration(DataClass.CONTACT, area="village", heads=_chairs_a_crew),
)
register(
    Holding,
    Registration(
        DataClass.CONTACT,
        area="seat__station__village",
        station="seat__station",
        heads=lambda: Q(seat__number=1),
    ),
)

acts.say(
    {
        "record_crew": _("read a list of crews for"),
        "export_crew": _("fetched the list of crews of"),
        "seat_person": _("gave the seat"),
        "leave_seat": _("noted who left the seat"),
        "replace_officer": _("replaced the officer of the seat"),
        "move_officer": _("moved the officer to the seat"),
        "correct_person": _("corrected the officer"),
    }
)
making_stations.register(services.make_seats)
