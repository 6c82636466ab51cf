"""A village's own session: announced at once, kept by whatever is planned next."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.apps.training.conftest import on

from sejuk.accounts.models import Account
from sejuk.crews.models import Seat
from sejuk.elections.models import Election
from sejuk.places.models import Area, Venue, VenueClosure
from sejuk.training import queries, services
from sejuk.training.models import Plan, Session
from sejuk.training.planning import problem_of
from sejuk.training.services import Place

pytestmark = pytest.mark.usefixtures("ready")
Add = Callable[..., services.Edited]


@pytest.fixture
def pps(make_account: Callable[..., Account]) -> Account:
    return make_account("pps", "63.02.09.2001")


@pytest.fixture
def add(
    areas: dict[str, Area],
    election: Election,
    halls: dict[str, Venue],
    pps: Account,
    at: datetime,
) -> Add:
    """Announces a session of Tanjung Batu for the crew of its first station."""

    def add_one(**changed: Any) -> services.Edited:
        seats = Seat.objects.filter(station__village__code="63.02.09.2001")
        given = {"hall": "batu", "day": 29, "by": pps, "seats": seats[:9], **changed}
        return services.add_self_organised(
            areas["63.02.09.2001"],
            election,
            Place(halls[given["hall"]], on(given["day"]), 2),
            given["seats"],
            by=given["by"],
            at=at,
        )

    return add_one


def test_it_stands_at_once_and_replaces_nothing(
    add: Add, published: Plan, sub_district: Area, election: Election
) -> None:
    before = set(queries.standing_sessions(sub_district, election))

    edited = add()

    assert edited.session
    assert edited.plan.is_addition
    after = set(queries.standing_sessions(sub_district, election))
    assert after - before == {edited.session}
    assert before <= after
    assert queries.current_plan(sub_district, election) == published


def test_no_officer_of_another_village_is_invited_later(
    add: Add, published: Plan, pps: Account, at: datetime
) -> None:
    session = add().session
    assert session
    strangers = Seat.objects.filter(station__village__code="63.02.09.2014")
    before = session.invitations.count()

    with pytest.raises(ValidationError):
        services.invite(session, strangers, by=pps, at=at)

    assert session.invitations.count() == before


def test_planning_again_goes_around_it_with_its_people(
    add: Add, published: Plan, sub_district: Area, election: Election, at: datetime
) -> None:
    session = add().session
    assert session

    (pin,) = problem_of(sub_district, election, at).instance.pins

    assert (pin.hall, pin.on, pin.slot) == (str(session.venue_id), session.on, 2)
    seats = {str(s) for s in session.invitations.values_list("seat", flat=True)}
    assert set(pin.officers) == seats


def test_publishing_a_draft_begun_before_keeps_it(
    published: Plan,
    add: Add,
    sub_district: Area,
    election: Election,
    ppk: Account,
    at: datetime,
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=at)
    session = add().session
    assert session
    assert not queries.told(draft, at).seats

    services.publish(draft, by=ppk, at=at)

    standing = queries.standing_sessions(sub_district, election)
    kept = standing.get(venue=session.venue, on=session.on, slot=session.slot)
    assert kept.plan == draft
    assert kept.expected == 9


def test_two_sessions_too_near_together_are_told_not_refused(add: Add) -> None:
    add(day=29)

    edited = add(day=30)

    assert "many_gap_too_short" in {fault.code for fault in edited.faults}
    assert Session.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"hall": "senakin"}, "venue", "elsewhere"),
        ({"day": 25}, "on", "past"),
        ({"day": 9}, "on", "after_poll"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    changed: dict[str, Any], field: str, code: str, add: Add
) -> None:
    with pytest.raises(ValidationError) as error:
        add(**changed)

    assert [e.code for e in error.value.error_dict[field]] == [code]
    assert not Plan.objects.exists()
    assert not Session.objects.exists()


def test_a_closed_or_taken_hall_is_refused(add: Add, halls: dict[str, Venue]) -> None:
    add(day=29)
    VenueClosure.objects.create(venue=halls["batu"], on=on(30))

    for day, code in ((29, "taken"), (30, "closed")):
        with pytest.raises(ValidationError) as error:
            add(day=day)
        assert [e.code for e in error.value.error_dict["venue"]] == [code]

    assert Session.objects.count() == 1


def test_officers_of_another_village_are_refused(add: Add) -> None:
    others = Seat.objects.filter(station__village__code="63.02.09.2014")

    with pytest.raises(ValidationError) as error:
        add(seats=others)

    assert "seats" in error.value.error_dict
    assert not Session.objects.exists()


def test_another_village_committee_adds_nothing(
    add: Add, make_account: Callable[..., Account]
) -> None:
    with pytest.raises(PermissionDenied):
        add(by=make_account("pps", "63.02.09.2014"))

    assert not Plan.objects.exists()


def test_a_village_committee_calls_off_its_own_session_only(
    add: Add, published: Plan, pps: Account, at: datetime
) -> None:
    session = add().session
    assert session

    services.call_off(session, by=pps, at=at)
    with pytest.raises(PermissionDenied):
        services.call_off(published.sessions.all()[0], by=pps, at=at)

    session.refresh_from_db()
    assert session.called_off_at == at


def test_a_village_committee_invites_to_its_own_session_only(
    add: Add, published: Plan, pps: Account, at: datetime
) -> None:
    session = add(seats=[]).session
    assert session
    seats = Seat.objects.filter(station__village__code="63.02.09.2001")[:3]

    services.invite(session, seats, by=pps, at=at)
    with pytest.raises(PermissionDenied):
        services.invite(published.sessions.all()[0], seats, by=pps, at=at)

    assert session.invitations.count() == 3
