"""What a draft breaks is kept with it, and found out to be old."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from tests.apps.training.conftest import on

from sejuk.accounts.models import Account
from sejuk.places.models import Area, Venue
from sejuk.training import checks, services
from sejuk.training.models import Plan, Trainer


def fresh(plan: Plan) -> Plan:
    return Plan.objects.select_related("area", "election").get(pk=plan.pk)


def kept_and_true(plan: Plan, at: datetime) -> bool:
    """Whether what was kept is what looking through finds."""
    plan = fresh(plan)
    return services.last_check(plan, at) == services.faults_of(plan, at)


def test_a_plan_that_was_found_is_looked_through(draft: Plan, at: datetime) -> None:
    assert services.last_check(fresh(draft), at) is not None
    assert kept_and_true(draft, at)


def test_every_edit_keeps_what_is_broken_then(
    draft: Plan, ppk: Account, halls: dict[str, Venue], at: datetime
) -> None:
    session = draft.sessions.select_related("plan__area").first()
    assert session

    sunday = services.Place(halls["seat"], on(29), 1, session.trainer)
    edited = services.move_session(session, sunday, by=ppk, at=at)

    assert edited.faults
    found = services.last_check(fresh(draft), at)
    assert found is not None
    assert set(edited.faults) <= set(found)
    assert kept_and_true(draft, at)


def test_a_draft_begun_by_hand_is_looked_through(
    published: Plan, sub_district: Area, ppk: Account, at: datetime
) -> None:
    draft = services.start_draft(sub_district, published.election, by=ppk, at=at)

    assert kept_and_true(draft, at)


def test_is_old_when_a_hall_was_closed(
    draft: Plan, ppk: Account, halls: dict[str, Venue], at: datetime
) -> None:
    for hall in halls.values():
        services.close_venue(hall, [s.on for s in draft.sessions.all()], by=ppk)

    assert services.last_check(fresh(draft), at) is None
    assert services.check(fresh(draft), at)
    assert kept_and_true(draft, at)


def test_is_old_when_the_regency_takes_a_trainer_back(
    draft: Plan,
    trainers: dict[str, Trainer],
    make_account: Callable[..., Account],
    at: datetime,
) -> None:
    services.take_days(trainers["Citra"], [on(30)], by=make_account("kpu", "63.02"))

    assert services.last_check(fresh(draft), at) is None


def test_is_not_old_by_what_is_done_beside(
    draft: Plan,
    areas: dict[str, Area],
    make_account: Callable[..., Account],
    at: datetime,
) -> None:
    hall = Venue(area=areas["63.02.10.2001"], name="Balai Pudi", seats=20)
    services.save_venue(hall, by=make_account("kpu", "63.02"))

    assert services.last_check(fresh(draft), at) is not None


def test_every_act_that_matters_is_one_that_is_recorded() -> None:
    sources = Path(checks.__file__).parents[1].rglob("*.py")
    recorded = set()
    for source in sources:
        if source.name != "checks.py":
            recorded |= set(re.findall(r'"([a-z_]+)"', source.read_text()))

    assert set(checks.MATTERS) <= recorded


def test_would_miss_a_closed_hall_if_that_did_not_matter(
    draft: Plan,
    ppk: Account,
    halls: dict[str, Venue],
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    services.close_venue(halls["batu"], [s.on for s in draft.sessions.all()], by=ppk)
    assert services.last_check(fresh(draft), at) is None

    monkeypatch.setattr(checks, "MATTERS", ("publish_plan",))

    assert services.last_check(fresh(draft), at) is not None


def test_is_old_on_another_day(draft: Plan, at: datetime) -> None:
    assert services.last_check(fresh(draft), at + timedelta(days=1)) is None


def test_is_said_in_the_language_of_the_reader(
    draft: Plan, ppk: Account, halls: dict[str, Venue], at: datetime
) -> None:
    session = draft.sessions.select_related("plan__area").first()
    assert session
    sunday = services.Place(halls["seat"], on(29), 1, session.trainer)
    services.move_session(session, sunday, by=ppk, at=at)

    def texts(language: str) -> str:
        with translation.override(language):
            return " ".join(f.text for f in services.last_check(fresh(draft), at) or [])

    assert "Sunday" in texts("en")
    assert "Minggu" in texts("id")


@pytest.mark.usefixtures("draft")
def test_costs_one_query(
    draft: Plan, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = fresh(draft)

    with django_assert_num_queries(1):
        services.last_check(plan, at)
