"""Reads about sessions: which stand, who is expected, where seats are free."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from sejuk.crews.models import Holding, Person, Seat
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area
from sejuk.places.queries import lies_in
from sejuk.training.models import Attendance, Invitation, Session

HEAVY = (
    "venue__area__boundary",
    "plan__figures",
    "plan__parameters",
    "plan__shortfalls",
    "plan__last_check",
)
"""What rows of sessions need not bring along: large JSON."""


def standing_sessions(area: Area, election: Election) -> QuerySet[Session]:
    """Published sessions of an area that hold or were held, earliest first.

    Not replaced by a later plan, not called off. Each has `expected`, the number of
    seats invited.
    """
    return with_expected(
        Session.objects.filter(
            lies_in(area, "venue__area"),
            plan__election=election,
            plan__published_at__isnull=False,
            replaced_by=None,
            called_off_at=None,
        )
        .select_related("plan", "venue__area", "trainer")
        .defer(*HEAVY)
        .order_by("starts_at", "venue__area__code", "pk")
    )


def with_expected(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """The same sessions, each with `expected`: how many seats are invited."""
    # The model names this attribute, so that whoever reads it has its type.
    return sessions.annotate(expected=Count("invitations"))  # type: ignore[no-redef]


def coming_sessions(area: Area, election: Election, at: datetime) -> QuerySet[Session]:
    """The standing sessions of an area that have not begun at a moment."""
    return standing_sessions(area, election).filter(starts_at__gt=at)


def held_sessions(area: Area, election: Election, at: datetime) -> QuerySet[Session]:
    """The standing sessions of an area that have begun at a moment."""
    return standing_sessions(area, election).filter(starts_at__lte=at)


def unrecorded_sessions(
    area: Area, election: Election, at: datetime
) -> QuerySet[Session]:
    """Held sessions for which nobody said who came; planning takes them as attended."""
    return held_sessions(area, election, at).filter(attendances=None)


def sessions_for_village(village: Area, election: Election) -> QuerySet[Session]:
    """Standing sessions in a village or with officers of it: its timetable."""
    invited = Invitation.objects.filter(
        seat__station__village=village, seat__station__election=election
    ).values("session")
    return standing_sessions(village.parent or village, election).filter(
        Q(venue__area=village) | Q(pk__in=invited)
    )


@dataclass(frozen=True, slots=True)
class FreeSeats:
    """A coming session with seats left."""

    session: Session
    free: int


def free_seats(area: Area, election: Election, at: datetime) -> list[FreeSeats]:
    """Coming sessions of an area that have free seats, earliest first. 1 query."""
    coming = coming_sessions(area, election, at).filter(seats__gt=F("expected"))
    return [FreeSeats(session, session.seats - session.expected) for session in coming]


@dataclass(frozen=True, slots=True)
class Expected:
    """One seat that is expected at a session.

    Attributes:
        seat: with its station and village.
        person: who holds it on the day; None while nobody does.
    """

    seat: Seat
    person: Person | None


def expected_at(session: Session) -> list[Expected]:
    """Who is expected at a session, by village, station and seat. 2 queries."""
    seats = list(
        Seat.objects.filter(invitations__session=session)
        .select_related("station__village")
        .defer("station__village__boundary")
        .order_by("station__village__code", "station__number", "number")
    )
    holders = holders_on(seats, session.on)
    return [Expected(seat, holders.get(seat.pk)) for seat in seats]


def holders_on(seats: Iterable[Seat], day: date) -> dict[int, Person]:
    """Who holds each seat on a day, by seat; the present holder where nobody did.

    Candidates are invited before their term begins: then the day lies before all
    holdings, and the present holder is meant. 1 query.
    """
    wanted = [seat.pk for seat in seats]
    holdings = Holding.objects.filter(seat__in=wanted).select_related("person")
    rows: dict[int, list[Holding]] = defaultdict(list)
    for holding in holdings.order_by("from_on", "pk"):
        rows[holding.seat_id].append(holding)
    found = {seat: _holder(own, day) for seat, own in rows.items()}
    return {seat: person for seat, person in found.items() if person is not None}


def _holder(holdings: list[Holding], day: date) -> Person | None:
    for holding in reversed(holdings):
        if holding.from_on <= day and (holding.to_on is None or day <= holding.to_on):
            return holding.person
    return next((h.person for h in holdings if h.to_on is None), None)


@dataclass(frozen=True, slots=True)
class Appointment:
    """A session that somebody is to attend, or attended.

    Attributes:
        session: the session, with its hall and trainer.
        came: True or False once it is known who came; None while it is not.
    """

    session: Session
    came: bool | None


def dates_of_seat(seat: Seat) -> list[Appointment]:
    """The standing sessions of a seat, earliest first. 3 queries."""
    sessions = _standing().filter(invitations__seat=seat)
    holding = seat.holdings.filter(to_on=None).first()
    return _appointments(sessions, holding.person_id if holding else None)


def dates_of_person(person: Person) -> list[Appointment]:
    """Sessions that a person is expected at, or came to, earliest first. 2 queries."""
    invited = Q(
        invitations__seat__holdings__person=person,
        invitations__seat__holdings__to_on=None,
    )
    came = Q(attendances__person=person)
    sessions = _standing().filter(invited | came).distinct()
    return _appointments(sessions, person.pk)


def sessions_for_station(station: PollingStation) -> QuerySet[Session]:
    """Standing sessions at which the crew of a station is expected, earliest first."""
    return _standing().filter(invitations__seat__station=station).distinct()


def _standing() -> QuerySet[Session]:
    return (
        Session.objects.filter(
            plan__published_at__isnull=False, replaced_by=None, called_off_at=None
        )
        .select_related("plan", "venue__area", "trainer")
        .defer(*HEAVY)
        .order_by("starts_at", "pk")
    )


def _appointments(sessions: QuerySet[Session], person: int | None) -> list[Appointment]:
    rows = list(sessions)
    came = dict(
        Attendance.objects.filter(
            session__in=rows, person=person, correction=None
        ).values_list("session", "came")
    )
    return [Appointment(session, came.get(session.pk)) for session in rows]
