"""The adapter: what the planner is given is what the tables say."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.apps.training.conftest import NOW, later, on

from sejuk.accounts.models import Account
from sejuk.crews.models import Person
from sejuk.domain.training.baseline import greedy
from sejuk.domain.training.check import violations
from sejuk.domain.training.parameters import Organiser
from sejuk.elections.models import Election
from sejuk.elections.queries import calendar_on
from sejuk.places.models import Area, TravelTime, Venue, VenueClosure
from sejuk.training import queries, services
from sejuk.training.models import FreeDay, Plan, Session, Trainer
from sejuk.training.planning import Problem, problem_of
from sejuk.training.services import Place

pytestmark = pytest.mark.usefixtures("ready")


@pytest.fixture
def ask(sub_district: Area, election: Election) -> object:
    """Builds the problem at a moment, 26 November by default."""

    def build(at: datetime = NOW) -> Problem:
        return problem_of(sub_district, election, at)

    return build


def test_the_instance_says_what_the_tables_say(
    sub_district: Area, election: Election, halls: dict[str, Venue], ppk: Account
) -> None:
    VenueClosure.objects.create(venue=halls["batu"], on=on(30))
    services.change_setting(
        election,
        sub_district,
        {"gap_days": 4},
        risks={"63.02.09.2014": 1.5},
        halve_halls=True,
        by=ppk,
    )

    instance = problem_of(sub_district, election, NOW).instance

    assert (instance.sworn, instance.poll) == (on(24), on(9))
    assert (instance.first_day, instance.last_day) == (on(28), on(7))
    assert instance.parameters.gap_days == 4
    assert [(v.code, v.risk) for v in instance.villages] == [
        ("63.02.09.2001", 1.0),
        ("63.02.09.2014", 1.5),
    ]
    by_id = {hall.id: hall for hall in instance.halls}
    batu, seat = by_id[str(halls["batu"].pk)], by_id[str(halls["seat"].pk)]
    assert (batu.seats, set(batu.closed_on), batu.shared) == (15, {on(30)}, False)
    assert (seat.seats, seat.shared) == (30, True)
    assert instance.halls[-1] == seat
    assert len(instance.officers) == 27
    assert instance.old is None
    assert instance.pins == ()


def test_only_kpu_days_given_to_the_sub_district_are_used(
    ask: object, trainers: dict[str, Trainer], areas: dict[str, Area]
) -> None:
    assert callable(ask)
    FreeDay.objects.filter(trainer=trainers["Citra"], on=on(5)).update(
        sub_district=areas["63.02.10"]
    )

    kpu = [t for t in ask().instance.trainers if t.organiser is Organiser.KPU]

    assert [t.free_on for t in kpu] == [{on(30)}]


def test_a_trainer_without_free_days_ahead_is_left_out(
    ask: object, trainers: dict[str, Trainer]
) -> None:
    assert callable(ask)
    FreeDay.objects.filter(trainer=trainers["Ani"], on__gt=on(27)).delete()

    ids = {t.id for t in ask().instance.trainers}

    assert str(trainers["Ani"].pk) not in ids
    assert str(trainers["Budi"].pk) in ids


def test_who_leads_a_locked_session_stays_even_without_a_free_day(
    published: Plan, ask: object
) -> None:
    assert callable(ask)
    session = published.sessions.exclude(trainer=None).last()
    assert session is not None
    Session.objects.filter(pk=session.pk).update(is_locked=True)
    FreeDay.objects.filter(trainer=session.trainer).delete()

    problem = ask()

    assert [pin.trainer for pin in problem.instance.pins] == [str(session.trainer_id)]
    plan = greedy(problem.instance)
    assert violations(problem.instance, plan) == ()


def test_minutes_that_people_know_are_used(ask: object, areas: dict[str, Area]) -> None:
    assert callable(ask)
    TravelTime.objects.create(
        origin=areas["63.02.09.2001"],
        destination=areas["63.02.09.2014"],
        minutes=77,
    )

    instance = ask().instance
    start, end = instance.villages

    assert instance.trip(end, start).minutes == 77


def test_what_was_attended_is_history_and_what_was_missed_is_not(
    held: Session, ask: object, crews: dict[int, Person], ppk: Account
) -> None:
    assert callable(ask)
    invited = list(held.invitations.values_list("seat", flat=True))
    came, missed = invited[0], invited[1]
    moment = later(held)
    services.record_attendance(held, [crews[came]], by=ppk, at=moment)

    history = {int(o.id): o.history for o in ask(moment).instance.officers}

    assert held.on in [a.on for a in history[came]]
    assert held.on not in [a.on for a in history[missed]]


def test_while_nobody_said_who_came_those_expected_are_taken_to_have_come(
    held: Session, ask: object
) -> None:
    assert callable(ask)
    moment = later(held)

    history = {int(o.id): o.history for o in ask(moment).instance.officers}

    for seat in held.invitations.values_list("seat", flat=True):
        assert held.on in [a.on for a in history[seat]]


def test_a_replacement_inherits_the_seat_and_nothing_else(
    held: Session,
    ask: object,
    crews: dict[int, Person],
    areas: dict[str, Area],
    ppk: Account,
) -> None:
    assert callable(ask)
    seat = held.invitations.all()[0].seat
    moment = later(held)
    services.record_attendance(held, [crews[seat.pk]], by=ppk, at=moment)
    seat.holdings.update(to_on=held.on)
    new = Person.objects.create(name="Pengganti", village=areas["63.02.09.2001"])
    seat.holdings.create(person=new, from_on=held.on)

    history = {int(o.id): o.history for o in ask(moment).instance.officers}

    assert held.on not in [a.on for a in history[seat.pk]]


def test_a_session_within_the_days_of_notice_stands(
    published: Plan, held: Session, ask: object
) -> None:
    assert callable(ask)
    moment = held.starts_at - timedelta(days=1)

    problem = ask(moment)

    near = {going.row.pk for going in problem.near}
    assert held.pk in near
    assert problem.instance.old is not None
    assert all(s.on >= problem.instance.first_day for s in problem.instance.old)
    history = {int(o.id): o.history for o in problem.instance.officers}
    for seat in held.invitations.values_list("seat", flat=True):
        assert held.on in [a.on for a in history[seat]]


def test_a_hand_made_change_within_the_days_of_notice_comes_along(
    published: Plan,
    sub_district: Area,
    election: Election,
    halls: dict[str, Venue],
    trainers: dict[str, Trainer],
    ppk: Account,
    at: datetime,
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=at)
    place = Place(halls["batu"], on(27), 2, trainers["Ani"])
    added = services.add_session(draft, "ppk", place, by=ppk, at=at).session
    assert added
    problem = problem_of(sub_district, election, at)
    assert [g.row for g in problem.near] == [added]
    assert problem.instance.old is not None

    new = services.write_plan(problem, greedy(problem.instance), by=ppk)

    assert new.from_on == draft.from_on
    assert new.sessions.filter(venue=halls["batu"], on=on(27), slot=2).exists()


def test_reading_takes_the_same_queries_however_much_there_is(
    sub_district: Area,
    election: Election,
    published: Plan,
    at: datetime,
    django_assert_max_num_queries: object,
) -> None:
    assert callable(django_assert_max_num_queries)
    with django_assert_max_num_queries(20):
        problem_of(sub_district, election, at)


def test_the_voting_day_is_named_when_a_calendar_moves_it(
    published: Plan, election: Election, at: datetime
) -> None:
    calendar = calendar_on(election, at.date())
    assert queries.stale_parts(published, calendar, at) == []
    revision = election.revisions.get()
    revision.voting_on = on(5)
    revision.save()
    moved = calendar_on(election, at.date())

    parts = queries.stale_parts(published, moved, at)

    assert parts[0].code == "voting_day_moved"
    late = {p.session for p in parts if p.code == "too_late"}
    assert late == set(published.sessions.filter(on__gt=on(3)))
    revision.voting_on = None
    revision.save()
    (part,) = queries.stale_parts(published, calendar_on(election, at.date()), at)
    assert part.code == "voting_day_unknown"


def test_a_hall_out_of_use_is_never_planned_though_a_session_stands_there(
    held: Session, ask: object
) -> None:
    assert callable(ask)
    Venue.objects.filter(pk=held.venue_id).update(is_active=False)

    instance = ask().instance
    found = greedy(instance)

    assert str(held.venue_id) in {hall.id for hall in instance.halls}
    assert str(held.venue_id) not in {session.hall for session in found.sessions}
    faults = services.faults_of(held.plan, NOW)
    assert {f.field for f in faults if f.code == "banned"} == {"venue"}


def test_only_a_sub_district_is_planned(
    areas: dict[str, Area], election: Election
) -> None:
    for code in ("63.02", "63.02.09.2001"):
        with pytest.raises(ValidationError) as error:
            problem_of(areas[code], election, NOW)
        assert [e.code for e in error.value.error_list] == ["not_sub_district"]
