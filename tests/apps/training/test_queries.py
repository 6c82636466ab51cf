"""Reads: what counts, where seats are free, whose dates, in few queries."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.apps.training.conftest import NOW, WITA, later, on

from sejuk.accounts.models import Account
from sejuk.crews.models import Person, Seat
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area, Venue
from sejuk.training import queries, services
from sejuk.training.models import Attendance, Plan, Session
from sejuk.training.words import (
    FAULTS,
    REFUSALS,
    SHORTFALLS,
    STALE,
    Names,
    gap_in_words,
    quality_in_words,
    sentence,
    shortfalls_in_words,
)


def came(session: Session, person: Person, moment: datetime) -> None:
    Attendance.objects.create(session=session, person=person, recorded_at=moment)


def session_on(plan: Plan, venue: Venue, day: int) -> Session:
    starts = datetime.combine(on(day), datetime.min.time(), WITA) + timedelta(hours=9)
    return Session.objects.create(
        plan=plan,
        venue=venue,
        organiser="ppk",
        on=on(day),
        slot=1,
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        seats=30,
    )


@pytest.mark.parametrize(
    ("days", "counted"),
    [
        ([], 0),
        ([28], 1),
        ([28, 30], 1),  # too near together for both
        ([28, 1], 2),
        ([28, 30, 1], 2),
        ([28, 1, 4], 3),
        ([7, 8], 1),  # the eve is too late
        ([8], 0),
    ],
)
def test_only_sessions_apart_and_in_time_count(
    days: list[int],
    counted: int,
    published: Plan,
    halls: dict[str, Venue],
    crews: dict[int, Person],
    sub_district: Area,
    election: Election,
) -> None:
    published.sessions.all().delete()
    seat, person = next(iter(crews.items()))
    for day in days:
        came(session_on(published, halls["batu"], day), person, NOW)

    counts = queries.attended_counts(election, sub_district, NOW)

    assert counts[seat] == counted
    assert sum(counts.values()) == counted
    assert len(counts) == 27


def test_what_is_planned_counts_beside_what_was_attended(
    published: Plan, sub_district: Area, election: Election, at: datetime
) -> None:
    attended = queries.attended_counts(election, sub_district, at)
    planned = queries.planned_counts(election, sub_district, at)

    assert set(attended.values()) == {0}
    assert all(count >= 2 for count in planned.values())


def test_a_seat_says_whether_a_second_session_is_still_possible(
    published: Plan, sub_district: Area, election: Election
) -> None:
    early = queries.training_of_seats(election, sub_district, NOW)
    assert {s.reachable >= 2 for s in early} == {True}

    late = NOW.replace(month=12, day=6)
    assert {
        s.reachable for s in queries.training_of_seats(election, sub_district, late)
    } == {1}
    over = NOW.replace(month=12, day=8)
    assert {
        s.next_day for s in queries.training_of_seats(election, sub_district, over)
    } == {None}


def test_free_seats_are_those_nobody_is_invited_to(
    published: Plan, sub_district: Area, election: Election, at: datetime
) -> None:
    free = queries.free_seats(sub_district, election, at)

    for place in free:
        invited = place.session.invitations.count()
        assert place.free == place.session.seats - invited > 0


def test_my_dates_say_what_is_to_come_and_what_was_missed(
    held: Session, crews: dict[int, Person], ppk: Account
) -> None:
    seat, other = held.invitations.values_list("seat", flat=True)[:2]
    services.record_attendance(held, [crews[seat]], by=ppk, at=later(held))
    services.correct_attendance(held, crews[other], False, by=ppk, at=later(held))

    mine = queries.dates_of_person(crews[seat])
    theirs = queries.dates_of_seat(Seat.objects.get(pk=other))

    assert [a.came for a in mine if a.session == held] == [True]
    assert [a.came for a in theirs if a.session == held] == [False]
    ahead = [a for a in mine if a.session != held]
    assert ahead
    assert {a.came for a in ahead} == {None}


def test_a_village_has_its_timetable(
    published: Plan,
    areas: dict[str, Area],
    election: Election,
    stations: list[PollingStation],
) -> None:
    senakin = areas["63.02.09.2014"]

    sessions = list(queries.sessions_for_village(senakin, election))

    for session in sessions:
        goes = session.invitations.filter(seat__station__village=senakin).exists()
        assert goes or session.venue.area == senakin
        assert session.expected == session.invitations.count()
    assert set(queries.sessions_for_station(stations[2])) <= set(sessions)


def test_the_calendar_has_every_hall_and_every_session(
    published: Plan, sub_district: Area, halls: dict[str, Venue]
) -> None:
    sessions = list(queries.sessions_of_plan(published))

    calendar = queries.plan_calendar(sessions, sub_district)

    assert {row.venue for row in calendar.rows} == set(halls.values())
    placed = [s for row in calendar.rows for cell in row.cells for s in cell.sessions]
    assert sorted(s.pk for s in placed) == sorted(s.pk for s in sessions)
    assert calendar.days[0] == min(s.on for s in sessions)


@pytest.mark.parametrize(
    "read",
    [
        lambda a, e, p: list(queries.standing_sessions(a, e)),
        lambda a, e, p: queries.free_seats(a, e, NOW),
        lambda a, e, p: queries.training_of_seats(e, a, NOW),
        lambda a, e, p: queries.told(p, NOW),
        lambda a, e, p: queries.plan_calendar(queries.sessions_of_plan(p), a),
        lambda a, e, p: queries.attendance_list(p.sessions.all()[0]),
    ],
)
def test_reading_more_takes_no_more_queries(
    read: Callable[[Area, Election, Plan], object],
    published: Plan,
    halls: dict[str, Venue],
    sub_district: Area,
    election: Election,
) -> None:
    with CaptureQueriesContext(connection) as few:
        read(sub_district, election, published)
    for day in (28, 29, 30, 1, 2, 3):
        session = session_on(published, halls["batu"], day)
        session.invitations.bulk_create(
            [
                type(session.invitations.model())(session=session, seat=seat)
                for seat in Seat.objects.all()[:9]
            ]
        )

    with CaptureQueriesContext(connection) as many:
        read(sub_district, election, published)

    assert len(many) == len(few) <= 12


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (0.0, "No better plan is possible."),
        (0.0004, "This plan is at most 0.1 % below the best one possible."),
        (0.0071, "This plan is at most 0.8 % below the best one possible."),
        (0.12, "This plan is at most 12.0 % below the best one possible."),
    ],
)
def test_quality_is_said_without_our_words(gap: float, said: str) -> None:
    with translation.override("en"):
        assert gap_in_words(gap) == said


def test_a_plan_changed_by_hand_says_so(
    published: Plan, sub_district: Area, election: Election, ppk: Account, at: datetime
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=at)
    with translation.override("en"):
        assert "by hand" in quality_in_words(draft)


def test_shortfalls_are_said_with_names(
    draft: Plan, crews: dict[int, Person], halls: dict[str, Venue]
) -> None:
    draft.shortfalls = [
        {
            "code": "fewer_than_two",
            "params": {"officer": str(min(crews)), "sessions": 1},
        },
        {"code": "seat", "params": {"on": "2020-12-01", "hall": str(halls["batu"].pk)}},
    ]

    with translation.override("en"):
        first, second = shortfalls_in_words(draft)

    assert first.startswith("Tanjung Batu TPS 1, seat 1 has 1 counted")
    assert second.endswith("Balai Desa Tanjung Batu on Tuesday, 1 December 2020.")


@pytest.mark.parametrize("kinds", [REFUSALS, FAULTS, SHORTFALLS, STALE])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_sentence_can_be_made(kinds: dict[str, Any], language: str) -> None:
    class Anything(dict[str, object]):
        def __missing__(self, key: str) -> int:
            return 1

    with translation.override(language):
        for template in kinds.values():
            assert (template % Anything()).endswith(".")
        said = sentence({}, "nothing_known", {}, Names())
    assert "nothing_known" in said
