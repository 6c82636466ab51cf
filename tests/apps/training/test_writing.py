"""Plans are written whole, after an independent check, or not at all."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sejuk.accounts.models import Account, Act
from sejuk.domain.training.baseline import greedy
from sejuk.domain.training.instance import Session as PlannedSession
from sejuk.elections.models import Election
from sejuk.places.models import Area
from sejuk.training import queries, services
from sejuk.training.models import Invitation, Plan, Session
from sejuk.training.planning import problem_of

pytestmark = pytest.mark.usefixtures("ready")


def test_a_plan_is_written_with_its_sessions_and_people(
    sub_district: Area, election: Election, ppk: Account, at: datetime
) -> None:
    problem = problem_of(sub_district, election, at)
    found = greedy(problem.instance)

    plan = services.write_plan(problem, found, by=ppk)

    assert plan.is_draft
    assert (plan.loss, plan.bound) == (found.loss, found.bound)
    assert plan.sessions.count() == len(found.sessions)
    seats = sum(len(session.officers) for session in found.sessions)
    assert Invitation.objects.filter(session__plan=plan).count() == seats
    assert Act.objects.get(verb="make_plan").account == ppk


def test_everybody_has_two_sessions_in_it(draft: Plan) -> None:
    comparison = queries.comparison(draft)

    assert comparison
    assert comparison.ours.officers_twice == comparison.ours.officers == 27
    assert comparison.last_time.officers_twice == 0
    assert comparison.ours.mean_recall > comparison.last_time.mean_recall
    assert draft.shortfalls == []


def test_hours_are_those_of_the_area(draft: Plan) -> None:
    session = draft.sessions.filter(slot=1).first()

    assert session
    assert session.starts_at.hour == 1  # 09.00 WITA in UTC
    assert (session.ends_at - session.starts_at).seconds == 3 * 3600


def _twice_at_once(sessions: tuple[PlannedSession, ...]) -> tuple[PlannedSession, ...]:
    return (*sessions, sessions[0])


def _a_stranger(sessions: tuple[PlannedSession, ...]) -> tuple[PlannedSession, ...]:
    return (replace(sessions[0], officers=("999999",)), *sessions[1:])


def _too_soon(sessions: tuple[PlannedSession, ...]) -> tuple[PlannedSession, ...]:
    day = sessions[0].on.replace(month=11, day=26)
    return (replace(sessions[0], on=day), *sessions[1:])


def _somebody_left_out(
    sessions: tuple[PlannedSession, ...],
) -> tuple[PlannedSession, ...]:
    return (replace(sessions[0], officers=sessions[0].officers[1:]), *sessions[1:])


@pytest.mark.parametrize(
    "corrupt", [_twice_at_once, _a_stranger, _too_soon, _somebody_left_out]
)
def test_a_plan_that_breaks_a_rule_is_not_written(
    corrupt: object, sub_district: Area, election: Election, at: datetime
) -> None:
    assert callable(corrupt)
    problem = problem_of(sub_district, election, at)
    found = greedy(problem.instance)

    with pytest.raises(services.BrokenPlanError):
        services.write_plan(
            problem, replace(found, sessions=corrupt(found.sessions)), by=None
        )

    assert not Plan.objects.exists()
    assert not Session.objects.exists()


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lie=st.floats(min_value=0.01, max_value=1e6))
def test_a_plan_that_lies_about_its_loss_is_not_written(
    lie: float, sub_district: Area, election: Election
) -> None:
    moment = datetime.fromisoformat("2020-11-26T08:00+08:00")
    problem = problem_of(sub_district, election, moment)
    found = greedy(problem.instance)

    with pytest.raises(services.BrokenPlanError):
        services.write_plan(problem, replace(found, loss=found.loss - lie), by=None)

    assert not Plan.objects.exists()


def test_a_plan_is_not_written_over_hand_made_changes(
    draft: Plan, sub_district: Area, election: Election, ppk: Account, at: datetime
) -> None:
    problem = problem_of(sub_district, election, at)
    session = draft.sessions.first()
    assert session
    services.lock(session, by=ppk, at=at)

    with pytest.raises(ValidationError) as error:
        services.write_plan(problem, greedy(problem.instance), by=ppk)

    assert error.value.code == "changed_meanwhile"
    assert queries.draft_plan(sub_district, election) == draft


def test_a_new_plan_takes_the_place_of_the_draft(
    draft: Plan, sub_district: Area, election: Election, ppk: Account, at: datetime
) -> None:
    problem = problem_of(sub_district, election, at)

    new = services.write_plan(problem, greedy(problem.instance), by=ppk)

    draft.refresh_from_db()
    assert draft.discarded_at == at
    assert queries.draft_plan(sub_district, election) == new
    assert new.number == draft.number + 1


@pytest.mark.parametrize(
    ("kind", "code"),
    [("ppk", "63.02.10"), ("pps", "63.02.09.2001"), ("polsek", "63.02.09")],
)
def test_only_who_may_plan_here_writes(
    kind: str,
    code: str,
    sub_district: Area,
    election: Election,
    make_account: object,
    at: datetime,
) -> None:
    assert callable(make_account)
    problem = problem_of(sub_district, election, at)

    with pytest.raises(PermissionDenied):
        services.write_plan(
            problem, greedy(problem.instance), by=make_account(kind, code)
        )

    assert not Plan.objects.exists()
