"""Having a plan made: as a job, and from the command line."""

import json
from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import translation

from sejuk.accounts.models import Account
from sejuk.elections.models import CalendarRevision, Election
from sejuk.jobs.models import Job
from sejuk.jobs.tasks import run_job
from sejuk.places.models import Area, Venue
from sejuk.training import queries, services
from sejuk.training.models import FreeDay, Plan
from sejuk.training.services import runs
from sejuk.training.words import outcome_in_words


@pytest.mark.usefixtures("ready")
def test_the_job_writes_a_draft_with_two_sessions_for_everybody(
    sub_district: Area, election: Election, ppk: Account
) -> None:
    job = services.start_planning(sub_district, election, by=ppk, seconds=3)

    run_job.call(job.pk)

    job.refresh_from_db()
    draft = queries.draft_plan(sub_district, election)
    assert (job.state, job.error) == (Job.State.DONE, "")
    assert draft
    assert (draft.job, draft.made_by) == (job, ppk)
    assert job.outcome["plan"] == draft.pk
    assert job.outcome["officers_twice"] == job.outcome["officers"] == 27
    assert job.outcome["bound"] <= job.outcome["objective"] == draft.loss
    assert job.outcome["gap"] == pytest.approx(draft.gap)
    with translation.override("en"):
        assert "27 of 27" in outcome_in_words(job.outcome)


@pytest.mark.usefixtures("ready")
def test_the_command_prints_figures_as_json(
    sub_district: Area, election: Election
) -> None:
    out = StringIO()

    call_command("plan_training", "63.02.09", seconds=2, json=True, stdout=out)

    told: dict[str, Any] = json.loads(out.getvalue())
    assert {
        "objective",
        "bound",
        "gap",
        "seconds",
        "officers",
        "officers_twice",
        "sessions",
    } <= told.keys()
    draft = queries.draft_plan(sub_district, election)
    assert draft
    assert told["objective"] == pytest.approx(draft.loss)
    assert told["sessions"] == draft.sessions.count()


def no_voting_day(election: Election) -> None:
    _revise(election, None)


def _revise(election: Election, poll: date | None) -> None:
    CalendarRevision.objects.create(
        election=election,
        effective_from=date(2020, 11, 20),
        regulation="uji",
        status="S",
        voting_on=poll,
    )


def voting_day_past(election: Election) -> None:
    _revise(election, date(2020, 11, 25))


def voting_day_too_near(election: Election) -> None:
    revision = election.revisions.get()
    revision.voting_on = date(2020, 11, 29)
    revision.save()


def no_term(election: Election) -> None:
    election.revisions.get().stages.all().delete()


def no_trainers(election: Election) -> None:
    FreeDay.objects.all().delete()


def no_halls(election: Election) -> None:
    Venue.objects.update(is_active=False)


def no_point(election: Election) -> None:
    Area.objects.filter(code="63.02.09.2014").update(lat=None)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (no_voting_day, "voting_day_unknown"),
        (voting_day_past, "voting_day_past"),
        (voting_day_too_near, "too_late_to_plan"),
        (no_term, "term_unknown"),
        (no_trainers, "no_trainers"),
        (no_halls, "no_halls"),
        (no_point, "village_without_point"),
    ],
)
@pytest.mark.usefixtures("ready")
def test_a_reason_not_to_plan_is_said_before_anything_is_begun(
    spoil: Callable[[Election], None],
    code: str,
    sub_district: Area,
    election: Election,
    ppk: Account,
) -> None:
    spoil(election)

    with pytest.raises(ValidationError) as error:
        services.start_planning(sub_district, election, by=ppk)

    assert [e.code for e in error.value.error_list] == [code]
    for message in error.value.messages:
        assert message.endswith(".")
        assert "%(" not in message
    assert not Job.objects.exists()
    with pytest.raises(CommandError):
        call_command("plan_training", "63.02.09")
    assert not Plan.objects.exists()


def test_an_area_without_stations_is_said(
    halls: dict[str, Venue],
    trainers: object,
    sub_district: Area,
    election: Election,
    ppk: Account,
) -> None:
    with pytest.raises(ValidationError) as error:
        services.start_planning(sub_district, election, by=ppk)

    assert [e.code for e in error.value.error_list] == ["no_stations"]


@pytest.mark.usefixtures("ready")
def test_a_second_run_waits_for_the_first(
    sub_district: Area, election: Election, ppk: Account
) -> None:
    job = services.start_planning(sub_district, election, by=ppk, seconds=20)

    assert services.start_planning(sub_district, election, by=ppk, seconds=20) == job
    with pytest.raises(ValidationError) as error:
        services.start_planning(sub_district, election, by=ppk, seconds=30)
    assert error.value.code == "under_way"


@pytest.mark.parametrize("seconds", [0, -1, 601, float("nan")])
@pytest.mark.usefixtures("ready")
def test_seconds_out_of_bounds_are_refused(
    seconds: float, sub_district: Area, election: Election, ppk: Account
) -> None:
    with pytest.raises(ValidationError) as error:
        services.start_planning(sub_district, election, by=ppk, seconds=seconds)

    assert "seconds" in error.value.error_dict


@pytest.mark.usefixtures("ready")
def test_there_is_nothing_to_plan_again_without_a_plan(
    sub_district: Area, election: Election, ppk: Account
) -> None:
    with pytest.raises(ValidationError) as error:
        services.replan(sub_district, election, by=ppk)

    assert error.value.code == "no_plan"


@pytest.mark.usefixtures("ready")
def test_a_village_committee_starts_no_run(
    sub_district: Area, election: Election, make_account: Callable[..., Account]
) -> None:
    with pytest.raises(PermissionDenied):
        services.start_planning(
            sub_district, election, by=make_account("pps", "63.02.09.2001")
        )

    assert not Job.objects.exists()


def test_planning_again_keeps_what_is_locked(
    published: Plan,
    sub_district: Area,
    election: Election,
    ppk: Account,
    at: datetime,
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=at)
    locked = queries.sessions_of_plan(draft)[0]
    other = 2 if locked.slot == 1 else 1
    place = services.Place(locked.venue, locked.on, other, locked.trainer)
    services.move_session(locked, place, by=ppk, at=at)
    services.lock(locked, by=ppk, at=at)
    going = set(locked.invitations.values_list("seat", flat=True))

    job = services.replan(sub_district, election, by=ppk, seconds=2)
    run_job.call(job.pk)

    new = queries.draft_plan(sub_district, election)
    assert new
    assert new != draft
    kept = new.sessions.get(venue=locked.venue, on=locked.on, slot=other)
    assert kept.is_locked
    assert going <= set(kept.invitations.values_list("seat", flat=True))
    assert job.kind == runs.KIND
