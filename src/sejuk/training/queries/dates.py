"""The sessions of one officer, or of a whole crew."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from sejuk.crews.models import Holding, Person, Seat
from sejuk.elections.models import Election, PollingStation
from sejuk.training.models import Attendance, Invitation, Session
from sejuk.training.queries.sessions import (
    HEAVY,
    Appointment,
    dates_of_person,
)


@dataclass(frozen=True, slots=True)
class Dates:
    """One officer's sessions.

    Attributes:
        seat: the seat held; None for whoever holds none.
        person: who holds it; None while nobody does.
        appointments: sessions expected at or attended, earliest first.
    """

    seat: Seat | None
    person: Person | None
    appointments: list[Appointment] = field(default_factory=list)

    def coming(self, at: datetime) -> list[Appointment]:
        """Those that have not begun at a moment."""
        return [a for a in self.appointments if not a.session.is_held_by(at)]

    def past(self, at: datetime) -> list[Appointment]:
        """Those that have begun at a moment."""
        return [a for a in self.appointments if a.session.is_held_by(at)]


def dates_in(election: Election, person: Person) -> Dates:
    """The sessions of a person in one election. 3 queries."""
    holding = (
        Holding.objects.filter(
            person=person, to_on=None, seat__station__election=election
        )
        .select_related("seat__station__village")
        .defer("seat__station__village__boundary")
        .first()
    )
    found = [
        each
        for each in dates_of_person(person)
        if each.session.plan.election_id == election.pk
    ]
    return Dates(holding.seat if holding else None, person, found)


def dates_of_crew(station: PollingStation) -> list[Dates]:
    """The sessions of every seat of a station, by seat. 5 queries."""
    seats = list(station.seats.order_by("number"))
    for seat in seats:
        seat.station = station
    held = Holding.objects.filter(seat__in=seats, to_on=None).select_related("person")
    people = {holding.seat_id: holding.person for holding in held}
    invited = _pairs(Invitation.objects.filter(seat__in=seats), "seat")
    said = {
        (who, session): came
        for who, session, came in Attendance.objects.filter(
            person__in=people.values(), correction=None
        ).values_list("person", "session", "came")
    }
    attended: dict[int, set[int]] = defaultdict(set)
    for (who, session), came in said.items():
        if came:
            attended[who].add(session)
    wanted = set().union(*invited.values(), *attended.values())
    sessions = _standing(wanted, station.election_id)
    rows = []
    for seat in seats:
        person = people.get(seat.pk)
        own = invited[seat.pk] | (attended[person.pk] if person else set())
        dates = [
            Appointment(s, said.get((person.pk, s.pk)) if person else None)
            for s in sessions
            if s.pk in own
        ]
        rows.append(Dates(seat, person, dates))
    return rows


def _pairs(rows: Iterable[Invitation], key: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        found[getattr(row, f"{key}_id")].add(row.session_id)
    return found


def _standing(sessions: set[int], election: int) -> list[Session]:
    standing = Q(plan__published_at__isnull=False, replaced_by=None, called_off_at=None)
    return list(
        Session.objects.filter(standing, pk__in=sessions, plan__election=election)
        .select_related("plan", "venue__area", "trainer")
        .defer(*HEAVY)
        .order_by("starts_at", "pk")
    )
