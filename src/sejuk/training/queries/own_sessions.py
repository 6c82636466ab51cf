"""Own sessions: those that a trainer leads, and those that a village holds."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from sejuk.accounts.access import visible
from sejuk.accounts.models import Account
from sejuk.crews.models import Seat
from sejuk.elections.models import Election, PollingStation
from sejuk.elections.queries import Calendar
from sejuk.places.models import Area, Venue
from sejuk.training.models import Session
from sejuk.training.queries.attendance import ENOUGH, training_of_seats
from sejuk.training.queries.sessions import HEAVY


def sessions_led_by(account: Account, election: Election) -> QuerySet[Session]:
    """Standing sessions that an account leads itself, earliest first.

    Each has `expected` (seats invited), `recorded` (people of whom it was said whether
    they came) and `came`.
    """
    holds = Q(attendances__correction=None, attendances__isnull=False)
    return (
        visible(account, Session)
        .filter(
            trainer__account=account,
            plan__election=election,
            plan__published_at__isnull=False,
            replaced_by=None,
            called_off_at=None,
        )
        .select_related("plan", "venue__area", "trainer")
        .defer(*HEAVY)
        # The model names `expected`, so that whoever reads it has its type.
        .annotate(
            expected=Count("invitations", distinct=True),  # type: ignore[no-redef]
            recorded=Count("attendances", distinct=True, filter=holds),
            came=Count(
                "attendances", distinct=True, filter=holds & Q(attendances__came=True)
            ),
        )
        .order_by("starts_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class VillageSeat:
    """One seat of a village, with how much its holder will be trained.

    Attributes:
        seat: the seat.
        name: of who holds it; "" while nobody does.
        planned: counted sessions, those announced taken as attended.
    """

    seat: Seat
    name: str
    planned: int

    @property
    def lacks(self) -> bool:
        """Whether a second session is still lacking."""
        return self.planned < ENOUGH


@dataclass(frozen=True, slots=True)
class VillageCrew:
    """The seats of one station of a village."""

    station: PollingStation
    seats: tuple[VillageSeat, ...]

    @property
    def lacking(self) -> list[VillageSeat]:
        """Those that lack a second session."""
        return [seat for seat in self.seats if seat.lacks]


def village_seats(village: Area, election: Election) -> QuerySet[Seat]:
    """The seats of a village's stations, by station and number."""
    return (
        Seat.objects.filter(station__village=village, station__election=election)
        .select_related("station")
        .order_by("station__number", "number")
    )


def halls_of(village: Area) -> QuerySet[Venue]:
    """The halls in use in which a village may hold its own sessions."""
    halls = Venue.objects.filter(area=village, is_active=True)
    return halls.exclude(kind=Venue.Kind.SEAT_HALL)


def village_crews(
    village: Area, election: Election, at: datetime, calendar: Calendar | None
) -> list[VillageCrew]:
    """The crews of a village, to choose whom to invite. 5 queries."""
    planned = {
        training.seat_id: training.planned
        for training in training_of_seats(election, village, at, calendar)
    }
    now = FilteredRelation("holdings", condition=Q(holdings__to_on=None))
    seats = (
        village_seats(village, election)
        .annotate(now=now)
        .annotate(person_name=F("now__person__name"))
    )
    crews: list[VillageCrew] = []
    for _number, own in groupby(seats, key=lambda seat: seat.station_id):
        rows = list(own)
        for seat in rows:
            seat.station.village = village
        crews.append(
            VillageCrew(
                rows[0].station,
                tuple(
                    VillageSeat(s, vars(s)["person_name"] or "", planned[s.pk])
                    for s in rows
                ),
            )
        )
    return crews
