"""Publishing: what stands, what is replaced, and who is told what."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.apps.training.conftest import later, on

from sejuk.accounts.models import Account, Act
from sejuk.domain.training.appraisal import Appraisal
from sejuk.domain.training.instance import Session as PlannedSession
from sejuk.domain.training.plan import Plan as FoundPlan
from sejuk.elections.models import CalendarRevision, Election
from sejuk.places.models import Area, Venue
from sejuk.training import queries, services
from sejuk.training.models import Plan, Session, Trainer
from sejuk.training.planning import Problem, problem_of
from sejuk.training.services import Place


def test_nothing_stands_before_it_is_published(
    draft: Plan, sub_district: Area, election: Election
) -> None:
    assert not queries.standing_sessions(sub_district, election).exists()
    assert queries.current_plan(sub_district, election) is None


def test_a_published_plan_stands(
    published: Plan, sub_district: Area, election: Election, ppk: Account
) -> None:
    standing = queries.standing_sessions(sub_district, election)

    assert {s.plan_id for s in standing} == {published.pk}
    assert queries.current_plan(sub_district, election) == published
    assert queries.draft_plan(sub_district, election) is None
    act = Act.objects.get(verb="publish_plan")
    assert (act.account, act.details["told"]) == (ppk, 27)


def test_everybody_is_told_of_the_first_plan(draft: Plan, at: datetime) -> None:
    told = queries.told(draft, at)

    assert len(told.seats) == 27
    assert all(t.changes.new and not t.changes.dropped for t in told.seats)
    assert all(t.person for t in told.seats)
    leaders = set(
        draft.sessions.exclude(trainer=None).values_list("trainer", flat=True)
    )
    assert {t.trainer.pk for t in told.trainers} == leaders


def test_nobody_is_told_when_nothing_changes(
    published: Plan, sub_district: Area, election: Election, ppk: Account, at: datetime
) -> None:
    again = services.start_draft(sub_district, election, by=ppk, at=at)

    told = queries.told(again, at)

    assert (told.seats, told.trainers) == ((), ())
    assert services.faults_of(again, at) == []
    assert again.loss == pytest.approx(published.loss)


def test_who_is_told_is_exactly_who_goes_to_the_session_that_moves(
    published: Plan, sub_district: Area, election: Election, ppk: Account, at: datetime
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=at)
    session = queries.sessions_of_plan(draft).exclude(trainer=None)[0]
    other = Session.Slot.AFTERNOON if session.slot == 1 else Session.Slot.MORNING
    place = Place(session.venue, session.on, other, session.trainer)
    services.move_session(session, place, by=ppk, at=at)

    told = queries.told(draft, at)

    going = set(session.invitations.values_list("seat", flat=True))
    assert {t.seat.pk for t in told.seats} == going
    change = told.seats[0].changes.changed[0]
    assert (change.before, change.after) == (session.continues, session)
    assert [t.trainer for t in told.trainers] == [session.trainer]


def test_publishing_replaces_what_was_to_come(
    published: Plan, sub_district: Area, election: Election, ppk: Account, at: datetime
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=at)
    session = queries.sessions_of_plan(draft)[0]
    services.remove_session(session, by=ppk, at=at)
    before = queries.told(draft, at)

    done = services.publish(draft, by=ppk, at=at)

    assert done.told == before
    assert len(done.told.seats) == done.told.seats[0].changes.dropped[0].expected
    assert done.replaced == published.sessions.count()
    standing = queries.standing_sessions(sub_district, election)
    assert {s.plan_id for s in standing} == {draft.pk}
    # afterwards one can still read who was told
    assert {t.seat for t in queries.told(done.plan, at).seats} == {
        t.seat for t in before.seats
    }


def test_what_was_held_stays_with_the_plan_that_announced_it(
    held: Session, sub_district: Area, election: Election, ppk: Account
) -> None:
    moment = later(held)
    draft = services.start_draft(sub_district, election, by=ppk, at=moment)

    services.publish(draft, by=ppk, at=moment)

    held.refresh_from_db()
    assert held.replaced_by is None
    assert held in queries.held_sessions(sub_district, election, moment)


def test_a_copy_of_what_was_held_meanwhile_is_dropped(
    held: Session,
    sub_district: Area,
    election: Election,
    ppk: Account,
    at: datetime,
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=at)
    assert draft.sessions.filter(continues=held).exists()

    services.publish(draft, by=ppk, at=later(held))

    standing = list(queries.standing_sessions(sub_district, election))
    places = [(s.venue_id, s.on, s.slot) for s in standing]
    assert len(places) == len(set(places))
    assert held in standing


def test_a_new_session_whose_time_came_is_not_published(
    published: Plan,
    halls: dict[str, Venue],
    trainers: dict[str, Trainer],
    sub_district: Area,
    election: Election,
    ppk: Account,
    at: datetime,
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=at)
    place = Place(halls["batu"], on(27), 2, trainers["Ani"])
    services.add_session(draft, "ppk", place, by=ppk, at=at)

    with pytest.raises(ValidationError) as error:
        services.publish(draft, by=ppk, at=at + timedelta(days=2))

    assert error.value.code == "begun"
    draft.refresh_from_db()
    assert draft.is_draft
    assert not draft.replaced_sessions.exists()


@pytest.mark.parametrize("poll", [None, date(2020, 11, 26)])
def test_nothing_is_published_without_a_day_ahead(
    poll: date | None, draft: Plan, election: Election, ppk: Account, at: datetime
) -> None:
    CalendarRevision.objects.create(
        election=election,
        effective_from=date(2020, 11, 20),
        regulation="uji",
        status="S",
        voting_on=poll,
    )

    with pytest.raises(ValidationError):
        services.publish(draft, by=ppk, at=at)

    draft.refresh_from_db()
    assert draft.is_draft


def test_a_plan_is_published_once(published: Plan, ppk: Account, at: datetime) -> None:
    with pytest.raises(ValidationError):
        services.publish(published, by=ppk, at=at)

    assert Act.objects.filter(verb="publish_plan").count() == 1


def test_a_discarded_draft_changes_nothing(
    published: Plan, sub_district: Area, election: Election, ppk: Account, at: datetime
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=at)

    services.discard(draft, by=ppk, at=at)

    assert queries.draft_plan(sub_district, election) is None
    assert {s.plan_id for s in queries.standing_sessions(sub_district, election)} == {
        published.pk
    }
    with pytest.raises(ValidationError):
        services.publish(draft, by=ppk, at=at)


def test_a_neighbour_publishes_nothing(
    draft: Plan, make_account: object, at: datetime
) -> None:
    assert callable(make_account)

    with pytest.raises(PermissionDenied):
        services.publish(draft, by=make_account("ppk", "63.02.10"), at=at)


def test_planning_again_from_the_same_facts_tells_nobody(
    published: Plan, sub_district: Area, election: Election, at: datetime
) -> None:
    problem = problem_of(sub_district, election, at)
    assert problem.instance.old is not None

    same = services.write_plan(
        problem, _as_found(problem.instance.old, problem), by=None
    )

    assert queries.told(same, at).seats == ()
    assert same.figures["plan"]["told"] == 0


def _as_found(sessions: tuple[PlannedSession, ...], problem: Problem) -> FoundPlan:
    appraisal = Appraisal(problem.instance)
    figures = appraisal.figures(sessions)
    return FoundPlan(sessions, appraisal.loss(sessions), 0.0, figures)
