"""Reads about attendance: what holds, and how many sessions count for whom."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import FilteredRelation, Q, QuerySet

from sejuk.crews.models import Holding, Person, Seat
from sejuk.domain.places.code import parent_of
from sejuk.domain.training.counted import counted_days
from sejuk.elections.models import Election
from sejuk.elections.queries import Calendar, calendar_on
from sejuk.places.models import Area
from sejuk.places.queries import lies_in
from sejuk.training.models import Attendance, Invitation, Session
from sejuk.training.queries.numbers import Counting, counting_in
from sejuk.training.queries.sessions import Expected, expected_at

ENOUGH = 2
"""Counted sessions that everybody should have."""


def holding_attendances(session: Session) -> QuerySet[Attendance]:
    """What holds about who came: the rows that nothing corrects."""
    return session.attendances.filter(correction=None).select_related(
        "person", "recorded_by"
    )


@dataclass(frozen=True, slots=True)
class Present:
    """One line of a session's attendance list.

    Attributes:
        person: who; None for a seat that nobody holds.
        expected: the seat invited; None for somebody who was not expected.
        attendance: what holds; None while nothing was said.
    """

    person: Person | None
    expected: Expected | None
    attendance: Attendance | None

    @property
    def came(self) -> bool | None:
        """Whether the person came; None while nothing was said."""
        return self.attendance.came if self.attendance else None


def attendance_list(session: Session) -> list[Present]:
    """Everybody who is expected, then everybody who came besides. 3 queries."""
    rows = {row.person_id: row for row in holding_attendances(session)}
    lines = [
        Present(e.person, e, rows.pop(e.person.pk, None) if e.person else None)
        for e in expected_at(session)
    ]
    return lines + [Present(row.person, None, row) for row in rows.values()]


@dataclass(frozen=True, slots=True)
class SeatTraining:
    """The training of the person who holds a seat.

    Attributes:
        seat_id: the seat.
        station_id, station_number: its polling station.
        number: the seat's number in its crew.
        village_code: where the station is.
        person_id: who holds the seat; None while nobody does.
        counted: counted sessions attended.
        planned: counted sessions, when all that stands and is to come is attended.
        attended_on: days of all sessions attended, earliest first.
        next_day: first day on which one more session would count; None if there is
            none any more.
        reachable: counted sessions that days alone still allow.
    """

    seat_id: int
    station_id: int
    station_number: int
    number: int
    village_code: str
    person_id: int | None
    counted: int
    planned: int
    attended_on: tuple[date, ...]
    next_day: date | None
    reachable: int


def training_of_seats(
    election: Election, area: Area, at: datetime, calendar: Calendar | None = None
) -> list[SeatTraining]:
    """Every seat of an area with what its person attended and will. 5 queries.

    A session that has begun and of which nobody said who came is taken as still to be
    attended by whoever was expected: it counts in `planned`, not in `counted`.

    Args:
        election, area, at: whose seats, and at which moment of the election.
        calendar: what holds at that moment, where the caller has asked already.
    """
    calendar = calendar or calendar_on(election, at.date())
    settings, default = counting_in(election, calendar)
    attended = attended_days(election, area)
    ahead = ahead_days(election, area, at)
    return [
        _training(
            seat,
            attended.get(seat[4], []) if seat[4] else [],
            ahead.get(seat[0], []),
            settings.get(parent_of(seat[3]) or "", default),
            at.date(),
        )
        for seat in _seats(election, area)
    ]


_SeatRow = tuple[int, int, int, str, int | None, int]


def _seats(election: Election, area: Area) -> list[_SeatRow]:
    """Seat, station, its seat number, village code, person, station number."""
    now = FilteredRelation("holdings", condition=Q(holdings__to_on=None))
    rows = (
        Seat.objects.filter(
            lies_in(area, "station__village"), station__election=election
        )
        .annotate(now=now)
        .order_by("station__village__code", "station__number", "number")
        .values_list(
            "pk",
            "station",
            "number",
            "station__village__code",
            "now__person",
            "station__number",
        )
    )
    return list(rows)


def attended_days(election: Election, area: Area) -> dict[int, list[date]]:
    """Days of sessions that each holder of a seat in an area attended, anywhere."""
    holders = Holding.objects.filter(
        lies_in(area, "seat__station__village"),
        seat__station__election=election,
        to_on=None,
    ).values("person")
    rows = Attendance.objects.filter(
        person__in=holders,
        session__plan__election=election,
        came=True,
        correction=None,
    ).values_list("person", "session__on")
    days: dict[int, list[date]] = defaultdict(list)
    for person, on in rows:
        days[person].append(on)
    return days


def ahead_days(election: Election, area: Area, at: datetime) -> dict[int, list[date]]:
    """Days of sessions that seats are expected at and that nobody recorded yet."""
    standing = Q(
        session__plan__published_at__isnull=False,
        session__replaced_by=None,
        session__called_off_at=None,
    )
    rows = (
        Invitation.objects.filter(
            standing,
            Q(session__starts_at__gt=at) | Q(session__attendances=None),
            lies_in(area, "seat__station__village"),
            session__plan__election=election,
        )
        .values_list("seat", "session__on")
        .distinct()
    )
    days: dict[int, list[date]] = defaultdict(list)
    for seat, on in rows:
        days[seat].append(on)
    return days


def _training(
    seat: _SeatRow,
    attended: list[date],
    ahead: list[date],
    rule: Counting,
    today: date,
) -> SeatTraining:
    done = counted_days(attended, last_day=rule.last_day, gap_days=rule.gap_days)
    all_days = attended + ahead
    planned = counted_days(all_days, last_day=rule.last_day, gap_days=rule.gap_days)
    following = _next_day(done, rule, today)
    return SeatTraining(
        seat_id=seat[0],
        station_id=seat[1],
        station_number=seat[5],
        number=seat[2],
        village_code=seat[3],
        person_id=seat[4],
        counted=len(done),
        planned=len(planned),
        attended_on=tuple(sorted(attended)),
        next_day=following,
        reachable=_reachable(done, rule, following),
    )


def _next_day(done: list[date], rule: Counting, today: date) -> date | None:
    first = today
    if done:
        first = max(first, date.fromordinal(done[-1].toordinal() + rule.gap_days))
    return first if first <= rule.last_day else None


def _reachable(done: list[date], rule: Counting, following: date | None) -> int:
    if following is None:
        return len(done)
    if rule.last_day == date.max:
        return max(ENOUGH, len(done) + 1)
    more = (rule.last_day - following).days // rule.gap_days + 1
    return len(done) + more


def attended_counts(election: Election, area: Area, at: datetime) -> dict[int, int]:
    """Counted sessions attended by the holder of each seat of an area. 4 queries."""
    settings, default = counting_in(election, calendar_on(election, at.date()))
    attended = attended_days(election, area)
    counts = {}
    for pk, _station, _number, village, person, _in_village in _seats(election, area):
        rule = settings.get(parent_of(village) or "", default)
        days = attended.get(person, []) if person else []
        done = counted_days(days, last_day=rule.last_day, gap_days=rule.gap_days)
        counts[pk] = len(done)
    return counts


def planned_counts(election: Election, area: Area, at: datetime) -> dict[int, int]:
    """Counted sessions of each seat when all that stands is attended, by seat."""
    return {s.seat_id: s.planned for s in training_of_seats(election, area, at)}
