"""Changing a draft by hand: told at once what breaks, refused only what cannot be."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.training.conftest import on

from sejuk.accounts.models import Account
from sejuk.crews.models import Seat
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area, Venue, VenueClosure
from sejuk.training import queries, services
from sejuk.training.models import Plan, Session, Trainer
from sejuk.training.services import Place

Halls = dict[str, Venue]
Trainers = dict[str, Trainer]


@pytest.fixture
def empty(
    ready: None, sub_district: Area, election: Election, ppk: Account, at: datetime
) -> Plan:
    """A draft without sessions."""
    return services.start_draft(sub_district, election, by=ppk, at=at)


@pytest.fixture
def add(
    empty: Plan, halls: Halls, trainers: Trainers, ppk: Account, at: datetime
) -> Callable[..., services.Edited]:
    """Adds a session to the empty draft, in Tanjung Batu on 30 November by default."""

    def add_one(
        hall: str = "batu",
        day: int = 30,
        slot: int = 1,
        trainer: str | None = "Ani",
        organiser: str = "ppk",
    ) -> services.Edited:
        leader = trainers[trainer] if trainer else None
        place = Place(halls[hall], on(day), slot, leader)
        return services.add_session(empty, organiser, place, by=ppk, at=at)

    return add_one


def codes(edited: services.Edited) -> set[str]:
    return {fault.code for fault in edited.faults}


def test_a_sound_session_breaks_nothing(add: Callable[..., services.Edited]) -> None:
    edited = add()

    assert edited.faults == []
    assert edited.session
    assert edited.session.seats == 30
    assert edited.plan.is_edited


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"day": 4, "slot": 1}, "friday_prayer"),
        ({"day": 29}, "on_sunday"),
        ({"day": 8}, "too_late"),
        ({"day": 27, "slot": 2}, "too_early"),
        ({"trainer": None}, "trainer_missing"),
        ({"trainer": "Citra"}, "trainer_of_another"),
        ({"trainer": "Citra", "organiser": "kpu", "day": 1}, "trainer_not_free"),
        ({"trainer": None, "organiser": "self", "hall": "seat"}, "own_session_in"),
        ({"organiser": "self"}, "trainer_not_wanted"),
    ],
)
def test_what_is_only_unwise_is_told_in_words(
    add: Callable[..., services.Edited], changed: dict[str, object], code: str
) -> None:
    edited = add(**changed)

    (fault,) = [f for f in edited.faults if f.code.startswith(code)]
    assert edited.session
    assert fault.sessions == (edited.session.pk,)
    assert fault.text.endswith(".")
    assert "%(" not in fault.text
    assert "(trainer" not in fault.text


def test_a_closed_hall_is_told(
    add: Callable[..., services.Edited], halls: Halls
) -> None:
    VenueClosure.objects.create(venue=halls["batu"], on=on(30))

    edited = add()

    (fault,) = edited.faults
    assert fault.code == "hall_closed"
    assert "Balai Desa Tanjung Batu" in fault.text


def test_a_hall_and_a_trainer_taken_twice_are_told(
    add: Callable[..., services.Edited],
) -> None:
    add()

    assert codes(add(trainer="Budi")) == {
        "hall_double_booked",
        "two_trainers_share_a_day",
    }
    assert codes(add(hall="senakin")) == {
        "trainer_in_two_halls",
        "trainer_double_booked",
    }


def test_a_fifth_day_in_a_week_is_told(add: Callable[..., services.Edited]) -> None:
    for day in (30, 1, 2, 3):
        assert add(day=day).faults == []

    assert codes(add(day=4, slot=2)) == {"trainer_week_too_long"}


def test_more_people_than_seats_are_told(
    add: Callable[..., services.Edited],
    stations: list[PollingStation],
    ppk: Account,
    at: datetime,
) -> None:
    session = add(hall="senakin").session
    assert session
    services.invite_crew(session, stations[0], by=ppk, at=at)
    services.invite_crew(session, stations[1], by=ppk, at=at)

    edited = services.invite_crew(session, stations[2], by=ppk, at=at)

    assert "class_too_large" in codes(edited)
    assert session.invitations.count() == 27


def test_two_sessions_of_a_crew_too_near_together_are_told_once(
    add: Callable[..., services.Edited],
    stations: list[PollingStation],
    ppk: Account,
    at: datetime,
) -> None:
    first, second = add().session, add(day=1).session
    assert first
    assert second
    services.invite_crew(first, stations[0], by=ppk, at=at)

    edited = services.invite_crew(second, stations[0], by=ppk, at=at)

    near = [f for f in edited.faults if f.code == "many_gap_too_short"]
    assert len(near) == 1
    assert len(near[0].seats) == 9
    assert near[0].sessions == (second.pk,)


def test_crews_with_fewer_than_two_sessions_are_named(
    add: Callable[..., services.Edited],
    empty: Plan,
    stations: list[PollingStation],
    ppk: Account,
    at: datetime,
) -> None:
    for day in (30, 4):
        session = add(day=day, slot=2).session
        assert session
        services.invite_crew(session, stations[0], by=ppk, at=at)

    short = [f for f in services.faults_of(empty, at) if f.code == "crew_short"]

    assert len(short) == 2
    assert sum(len(f.seats) for f in short) == 18


@pytest.mark.parametrize(
    ("day", "field", "code"), [(25, "on", "past"), (9, "on", "after_poll")]
)
def test_what_cannot_be_is_refused_at_its_field(
    add: Callable[..., services.Edited], empty: Plan, day: int, field: str, code: str
) -> None:
    with pytest.raises(ValidationError) as error:
        add(day=day)

    assert [e.code for e in error.value.error_dict[field]] == [code]
    assert empty.sessions.count() == 0


def test_a_session_without_seats_is_refused(
    add: Callable[..., services.Edited], ppk: Account, at: datetime
) -> None:
    session = add().session
    assert session

    with pytest.raises(ValidationError) as error:
        services.set_seats(session, 0, by=ppk, at=at)

    assert "seats" in error.value.error_dict


def test_an_announced_session_is_not_moved_outside_a_draft(
    published: Plan, halls: Halls, ppk: Account, at: datetime
) -> None:
    session = published.sessions.all()[0]

    with pytest.raises(ValidationError):
        services.move_session(session, Place(halls["seat"], on(4), 2), by=ppk, at=at)


def test_a_moved_session_is_measured_again(
    published: Plan,
    sub_district: Area,
    election: Election,
    ppk: Account,
    at: datetime,
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=at)
    loss = draft.loss
    session = queries.sessions_of_plan(draft)[0]

    edited = services.remove_session(session, by=ppk, at=at)

    assert edited.plan.loss
    assert loss
    assert edited.plan.loss > loss
    after = queries.comparison(edited.plan)
    before = queries.comparison(published)
    assert after
    assert before
    assert after.ours.sessions == before.ours.sessions - 1
    assert after.last_time == before.last_time
    assert {f.code for f in edited.faults} == {"crew_short"}
    assert edited.plan.shortfalls


def test_an_invitation_said_twice_stands_once(
    add: Callable[..., services.Edited],
    stations: list[PollingStation],
    ppk: Account,
    at: datetime,
) -> None:
    session = add().session
    assert session
    services.invite_crew(session, stations[0], by=ppk, at=at)
    services.invite_crew(session, stations[0], by=ppk, at=at)
    assert session.invitations.count() == 9

    services.uninvite_crew(session, stations[0], by=ppk, at=at)
    services.uninvite_crew(session, stations[0], by=ppk, at=at)
    assert session.invitations.count() == 0


def test_officers_of_another_area_are_not_invited(
    add: Callable[..., services.Edited],
    stations: list[PollingStation],
    ppk: Account,
    at: datetime,
) -> None:
    session = add().session
    assert session

    with pytest.raises(ValidationError):
        services.invite_crew(session, stations[3], by=ppk, at=at)

    assert session.invitations.count() == 0


def test_an_invitation_to_an_announced_session_reaches_the_draft_too(
    published: Plan,
    sub_district: Area,
    election: Election,
    ppk: Account,
    at: datetime,
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=at)
    copy = draft.sessions.all()[0]
    announced = copy.continues
    assert announced
    seat = Seat.objects.filter(invitations__session=announced)[0]

    services.uninvite(announced, [seat], by=ppk, at=at)
    assert not copy.invitations.filter(seat=seat).exists()

    services.invite(announced, [seat], by=ppk, at=at)
    assert announced.invitations.filter(seat=seat).exists()
    assert copy.invitations.filter(seat=seat).exists()


def test_calling_off_takes_a_session_from_what_stands_and_from_the_draft(
    published: Plan,
    sub_district: Area,
    election: Election,
    ppk: Account,
    at: datetime,
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=at)
    session = published.sessions.all()[0]

    services.call_off(session, by=ppk, at=at)

    assert session not in queries.standing_sessions(sub_district, election)
    assert not draft.sessions.filter(continues=session).exists()
    with pytest.raises(ValidationError):
        services.call_off(session, by=ppk, at=at)


def test_starting_a_draft_twice_gives_the_same(
    empty: Plan, sub_district: Area, election: Election, ppk: Account, at: datetime
) -> None:
    assert services.start_draft(sub_district, election, by=ppk, at=at) == empty


def test_a_village_committee_changes_no_draft(
    empty: Plan, halls: Halls, make_account: Callable[..., Account], at: datetime
) -> None:
    pps = make_account("pps", "63.02.09.2001")

    with pytest.raises(PermissionDenied):
        services.add_session(
            empty, "ppk", Place(halls["batu"], on(30), 1), by=pps, at=at
        )

    assert not Session.objects.exists()


def test_faults_take_the_same_queries_however_many_sessions(
    published: Plan, empty: Plan, at: datetime
) -> None:
    with CaptureQueriesContext(connection) as few:
        services.faults_of(empty, at)
    empty.sessions.all().delete()
    with CaptureQueriesContext(connection) as none:
        services.faults_of(empty, at)

    assert len(few) == len(none) <= 22
