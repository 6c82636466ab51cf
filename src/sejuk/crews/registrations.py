"""Rows of the access table for crews."""

from django.db.models import Exists, OuterRef, Q

from sejuk.accounts.access import DataClass, Registration, register
from sejuk.crews.models import Holding, Person, Seat


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
