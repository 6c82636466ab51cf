"""Who came: rows are only added, and saying it twice changes nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.apps.training.conftest import later

from sejuk.accounts.models import Account, Act
from sejuk.crews.models import Holding, Person
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area
from sejuk.training import queries, services
from sejuk.training.models import Attendance, Plan, Session, Trainer

MakeAccount = Callable[..., Account]


@pytest.fixture
def people(held: Session) -> list[Person]:
    """Who is expected at the session."""
    return [e.person for e in queries.expected_at(held) if e.person]


def test_writes_down_who_came(
    held: Session, people: list[Person], ppk: Account
) -> None:
    recorded = services.record_attendance(held, people[:4], by=ppk, at=later(held))

    assert (recorded.new, recorded.unexpected, recorded.beyond_seats) == (4, 0, 0)
    assert held.attendances.count() == 4
    assert Act.objects.get(verb="record_attendance").account == ppk


def test_saying_it_twice_changes_nothing(
    held: Session, people: list[Person], ppk: Account
) -> None:
    services.record_attendance(held, people[:3], by=ppk, at=later(held))

    assert services.record_attendance(held, people[:4], by=ppk, at=later(held)).new == 1
    assert held.attendances.count() == 4


def test_a_whole_crew_is_recorded_in_one_step(
    held: Session, stations: list[PollingStation], ppk: Account
) -> None:
    recorded = services.record_whole_crew(held, stations[0], by=ppk, at=later(held))

    assert recorded.new == 9
    came = {line.person for line in queries.attendance_list(held) if line.came}
    holders = Person.objects.filter(holdings__seat__station=stations[0])
    assert came == set(holders)


def test_people_who_were_not_expected_and_beyond_the_seats_are_told(
    held: Session, people: list[Person], areas: dict[str, Area], ppk: Account
) -> None:
    Session.objects.filter(pk=held.pk).update(seats=len(people))
    guest = Person.objects.create(
        name="Tamu", village=areas["63.02.09.2001"], is_invented=True
    )

    recorded = services.record_attendance(
        held, [*people, guest], by=ppk, at=later(held)
    )

    assert (recorded.unexpected, recorded.beyond_seats) == (1, 1)
    last = queries.attendance_list(held)[-1]
    assert (last.person, last.expected, last.came) == (guest, None, True)


def test_a_correction_points_at_what_it_corrects(
    held: Session, people: list[Person], ppk: Account
) -> None:
    moment = later(held)
    services.record_attendance(held, people[:1], by=ppk, at=moment)

    row = services.correct_attendance(held, people[0], False, by=ppk, at=moment)
    again = services.correct_attendance(held, people[0], False, by=ppk, at=moment)

    assert row == again
    assert row.corrects
    assert row.corrects.came
    assert held.attendances.count() == 2
    assert [a.came for a in queries.holding_attendances(held)] == [False]


def test_who_was_struck_off_may_be_recorded_again(
    held: Session, people: list[Person], ppk: Account
) -> None:
    moment = later(held)
    services.record_attendance(held, people[:1], by=ppk, at=moment)
    services.correct_attendance(held, people[0], False, by=ppk, at=moment)

    assert services.record_attendance(held, people[:1], by=ppk, at=moment).new == 1

    assert [a.came for a in queries.holding_attendances(held)] == [True]
    assert held.attendances.count() == 3


def test_nobody_came_to_a_session_that_has_not_begun(
    held: Session, people: list[Person], ppk: Account
) -> None:
    before = held.starts_at - timedelta(minutes=1)

    with pytest.raises(ValidationError) as error:
        services.record_attendance(held, people, by=ppk, at=before)

    assert error.value.code == "not_begun"
    assert not Attendance.objects.exists()


def test_nobody_came_to_a_session_called_off_or_replaced(
    held: Session,
    people: list[Person],
    sub_district: Area,
    election: Election,
    ppk: Account,
    at: datetime,
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=at)
    copy = draft.sessions.get(continues=held)
    services.publish(draft, by=ppk, at=at)
    services.call_off(copy, by=ppk, at=at)

    for session in (held, copy):
        with pytest.raises(ValidationError):
            services.record_attendance(session, people, by=ppk, at=later(held))


def test_a_trainer_records_own_sessions_only(
    published: Plan,
    trainers: dict[str, Trainer],
    areas: dict[str, Area],
    make_account: MakeAccount,
) -> None:
    session, other = published.sessions.exclude(trainer=None)[:2]
    trainer = session.trainer
    assert trainer
    Session.objects.filter(pk=other.pk).update(trainer=None)
    account = make_account("trainer", "63.02.09")
    trainer.account = account
    trainer.save()
    moment = max(later(session), later(other))

    services.record_attendance(session, [], by=account, at=moment)
    with pytest.raises(PermissionDenied):
        services.record_attendance(other, [], by=account, at=moment)


@pytest.mark.parametrize(
    ("kind", "code"),
    [("ppk", "63.02.10"), ("polsek", "63.02.09"), ("panwascam", "63.02.09")],
)
def test_nobody_else_records(
    kind: str,
    code: str,
    held: Session,
    people: list[Person],
    make_account: MakeAccount,
) -> None:
    with pytest.raises(PermissionDenied):
        services.record_attendance(
            held, people, by=make_account(kind, code), at=later(held)
        )

    assert not Attendance.objects.exists()


def test_who_held_the_seat_that_day_was_expected(
    held: Session, crews: dict[int, Person], areas: dict[str, Area]
) -> None:
    invitation = held.invitations.all()[0]
    before = crews[invitation.seat_id]
    Holding.objects.filter(seat=invitation.seat_id).update(to_on=held.on)
    after = Person.objects.create(name="Pengganti", village=areas["63.02.09.2001"])
    Holding.objects.create(
        seat_id=invitation.seat_id,
        person=after,
        from_on=held.on + timedelta(days=1),
    )

    expected = {e.seat.pk: e.person for e in queries.expected_at(held)}

    assert expected[invitation.seat_id] == before
    seat = queries.holders_on([invitation.seat], held.on + timedelta(days=1))
    assert seat[invitation.seat_id] == after
