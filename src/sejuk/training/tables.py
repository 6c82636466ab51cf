"""What the tables say about a sub-district that is to be planned for, read once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from sejuk.crews.models import Holding, Seat
from sejuk.domain.places.level import Level
from sejuk.domain.training.instance import Session as PlannedSession
from sejuk.domain.training.parameters import Organiser
from sejuk.elections.models import Election
from sejuk.elections.queries import Calendar, calendar_on
from sejuk.places.models import Area, TravelTime, Venue
from sejuk.places.queries import areas_below, lies_in
from sejuk.training.models import (
    Attendance,
    FreeDay,
    Invitation,
    Plan,
    Session,
    Trainer,
)
from sejuk.training.queries import (
    Numbers,
    draft_plan,
    numbers_for,
    sessions_beside,
    sessions_of_plan,
    standing_sessions,
)


@dataclass(frozen=True, slots=True)
class Going:
    """A session of the tables with the seats that go there, or went.

    Attributes:
        row: the session.
        seats: ids of seats; of a session that was recorded those whose holders came,
            else those invited.
    """

    row: Session
    seats: tuple[str, ...]

    def planned(self) -> PlannedSession:
        """The session as the planner sees it."""
        return PlannedSession(
            hall=str(self.row.venue_id),
            on=self.row.on,
            slot=self.row.slot,
            organiser=Organiser(self.row.organiser),
            trainer=str(self.row.trainer_id) if self.row.trainer_id else None,
            officers=self.seats,
        )


@dataclass(frozen=True, slots=True)
class Tables:
    """What planning needs of a sub-district and an election, at a moment.

    Attributes:
        election: the election.
        area: the sub-district.
        at: the election's moment.
        calendar: what its calendar says; None without any revision.
        numbers: what the sub-district weighs with.
        villages: with a point, in the order of their codes.
        pointless: villages without a point that have stations or halls.
        venues: halls in use, the sub-district's last; with `closures`.
        trainers: who train, KPU first.
        free_days: days given to this sub-district, by trainer.
        seats: of all stations, by village, station and number.
        minutes: minutes that people know better, by village codes.
        held: sessions that have begun, with who came.
        standing: published sessions that have not begun.
        draft: the draft, if there is one.
        drafted: its sessions.
        elsewhere: days on which trainers stand in other sub-districts, by trainer.
        visits: sessions that holders of seats attended elsewhere, by seat.
    """

    election: Election
    area: Area
    at: datetime
    calendar: Calendar | None
    numbers: Numbers
    villages: tuple[Area, ...]
    pointless: tuple[Area, ...]
    venues: tuple[Venue, ...]
    trainers: tuple[Trainer, ...]
    free_days: dict[int, frozenset[date]]
    seats: tuple[Seat, ...]
    minutes: dict[tuple[str, str], float]
    held: tuple[Going, ...]
    standing: tuple[Going, ...]
    draft: Plan | None
    drafted: tuple[Going, ...]
    elsewhere: dict[int, frozenset[date]]
    visits: dict[str, tuple[tuple[date, Organiser], ...]]

    @property
    def today(self) -> date:
        """The working date."""
        return self.at.date()

    def beside(self, plan: Plan) -> tuple[Going, ...]:
        """Standing sessions that stay as they are when a draft is published."""
        rows = set(sessions_beside(plan, self.at).values_list("pk", flat=True))
        return tuple(going for going in self.standing if going.row.pk in rows)


def read_tables(area: Area, election: Election, at: datetime) -> Tables:
    """Read what planning needs; the same number of queries however many rows."""
    seats = tuple(
        Seat.objects.filter(
            lies_in(area, "station__village"), station__election=election
        )
        .select_related("station__village")
        .defer("station__village__boundary")
        .order_by("station__village__code", "station__number", "number")
    )
    standing = list(standing_sessions(area, election))
    draft = draft_plan(area, election)
    drafted = list(sessions_of_plan(draft)) if draft else []
    going = _Goers([*standing, *drafted], election, area)
    venues = tuple(_venues(area, [*standing, *drafted]))
    villages = list(areas_below(area, Level.VILLAGE).defer("boundary"))
    used = {s.station.village_id for s in seats} | {v.area_id for v in venues}
    return Tables(
        election=election,
        area=area,
        at=at,
        calendar=calendar_on(election, at.date()),
        numbers=numbers_for(election, area, at.date()),
        villages=tuple(v for v in villages if v.lat is not None and v.lon is not None),
        pointless=tuple(
            v for v in villages if v.pk in used and (v.lat is None or v.lon is None)
        ),
        venues=venues,
        trainers=(trainers := tuple(_trainers(area, [*standing, *drafted]))),
        free_days=_free_days(area),
        seats=seats,
        minutes=_minutes(area),
        held=tuple(going.who_went(s) for s in standing if s.is_held_by(at)),
        standing=tuple(going.invited(s) for s in standing if not s.is_held_by(at)),
        draft=draft,
        drafted=tuple(going.invited(s) for s in drafted),
        elsewhere=_elsewhere(area, trainers),
        visits=going.visits_elsewhere(),
    )


def _venues(area: Area, sessions: list[Session]) -> list[Venue]:
    """Halls in use and halls of sessions; the sub-district's own come last."""
    used = {session.venue_id for session in sessions}
    venues = (
        Venue.objects.filter(Q(lies_in(area, "area"), is_active=True) | Q(pk__in=used))
        .select_related("area")
        .defer("area__boundary")
        .prefetch_related("closures")
        .order_by("area__code", "pk")
    )
    return sorted(venues, key=lambda venue: venue.kind == Venue.Kind.SEAT_HALL)


def _trainers(area: Area, sessions: list[Session]) -> list[Trainer]:
    """Who trains here, and whoever leads a session although the days are gone."""
    used = {session.trainer_id for session in sessions}
    given = FreeDay.objects.filter(sub_district=area).values("trainer")
    here = Q(pk__in=given) | Q(area=area)
    return list(
        Trainer.objects.filter(Q(here, is_active=True) | Q(pk__in=used)).order_by(
            "kind", "pk"
        )
    )


def _free_days(area: Area) -> dict[int, frozenset[date]]:
    days: dict[int, set[date]] = defaultdict(set)
    rows = FreeDay.objects.filter(sub_district=area, trainer__is_active=True)
    for trainer, on in rows.values_list("trainer", "on"):
        days[trainer].add(on)
    return {trainer: frozenset(own) for trainer, own in days.items()}


def _elsewhere(area: Area, trainers: Iterable[Trainer]) -> dict[int, frozenset[date]]:
    days: dict[int, set[date]] = defaultdict(set)
    rows = Session.objects.filter(
        trainer__in=[trainer.pk for trainer in trainers],
        plan__published_at__isnull=False,
        replaced_by=None,
        called_off_at=None,
    ).exclude(lies_in(area, "venue__area"))
    for trainer, on in rows.values_list("trainer", "on"):
        if trainer is not None:
            days[trainer].add(on)
    return {trainer: frozenset(own) for trainer, own in days.items()}


def _minutes(area: Area) -> dict[tuple[str, str], float]:
    rows = TravelTime.objects.filter(
        lies_in(area, "origin"), lies_in(area, "destination")
    )
    return {
        (origin, destination): float(minutes)
        for origin, destination, minutes in rows.values_list(
            "origin__code", "destination__code", "minutes"
        )
    }


class _Goers:
    """Who goes to sessions, and who went: 3 queries for all of them."""

    def __init__(self, sessions: list[Session], election: Election, area: Area) -> None:
        self._invited: dict[int, list[str]] = defaultdict(list)
        rows = Invitation.objects.filter(
            session__in=sessions, seat__station__election=election
        ).order_by(
            "seat__station__village__code", "seat__station__number", "seat__number"
        )
        for session, seat in rows.values_list("session", "seat"):
            self._invited[session].append(str(seat))
        self._seat_of = {
            person: str(seat)
            for person, seat in Holding.objects.filter(
                lies_in(area, "seat__station__village"),
                seat__station__election=election,
                to_on=None,
            ).values_list("person", "seat")
        }
        self._here = {session.pk for session in sessions}
        self._attended = list(
            Attendance.objects.filter(
                Q(session__in=self._here) | Q(person__in=list(self._seat_of)),
                session__plan__election=election,
                correction=None,
            ).values_list(
                "session", "person", "came", "session__on", "session__organiser"
            )
        )
        self._recorded = {row[0] for row in self._attended}

    def invited(self, session: Session) -> Going:
        return Going(session, tuple(self._invited.get(session.pk, ())))

    def who_went(self, session: Session) -> Going:
        """Who came; while nobody said who, those who were expected."""
        if session.pk not in self._recorded:
            return self.invited(session)
        came = {
            self._seat_of[person]
            for pk, person, did, *_ in self._attended
            if pk == session.pk and did and person in self._seat_of
        }
        return Going(session, tuple(sorted(came, key=int)))

    def visits_elsewhere(self) -> dict[str, tuple[tuple[date, Organiser], ...]]:
        visits: dict[str, list[tuple[date, Organiser]]] = defaultdict(list)
        for pk, person, came, on, organiser in self._attended:
            if came and pk not in self._here and person in self._seat_of:
                seat = self._seat_of[person]
                visits[seat].append((on, Organiser(organiser)))
        return {seat: tuple(sorted(own)) for seat, own in visits.items()}
