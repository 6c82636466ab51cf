"""Every URL, every role, every scope: who gets in, and that nobody else can tell.

A new URL without a row here fails. A row is one line: the name, how its arguments are
built in a scope, and who may read and post inside the own area; everything else follows
and is tried: what is out of scope answers exactly as what does not exist.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from tests.access_world import (
    KINDS,
    Row,
    Scope,
    World,
    area_code,
    client_of,
    make_account,
    make_world,
    missing,
    said,
    seeing,
    url_names,
    village_code,
    writing,
)

from sejuk.accounts import access
from sejuk.accounts.access import SEES, DataClass, Sight
from sejuk.accounts.models import Account, Role
from sejuk.crews.models import Holding, Person
from sejuk.domain.places.level import Level
from sejuk.elections.models import Election, ProblemKind
from sejuk.jobs.models import Job
from sejuk.places.models import Venue
from sejuk.problems.models import Problem
from sejuk.training.models import Invitation, Plan, Session, Trainer
from sejuk.web.lists import uploads

EVERYBODY = frozenset(KINDS)
C1 = seeing(DataClass.COORDINATION)
C2 = seeing(DataClass.CONTACT)
HEADS_SEEN = frozenset(
    kind for kind in KINDS if SEES[kind].get(DataClass.CONTACT) is Sight.HEADS
)
NOBODY: frozenset[str] = frozenset()
MAKERS = writing("make_account")
# A trainer records at the own sessions only; those of the table are nobody's own.
RECORDERS = writing("record_attendance") - {"trainer"}
MAKERS_OF_PPS = frozenset({"administrator", "kpu", "ppk", "pps"})
MAKERS_OF_BHABIN = frozenset({"administrator", "polsek"})
LET_IN = frozenset({200, 302, 422})


def somebody(kind: str, scope: Scope) -> Role:
    """The role of an account made in a scope."""
    account = make_account(kind, scope.village, f"{kind}-{Account.objects.count()}")
    return account.roles.get()


def a_pps(scope: Scope) -> Mapping[str, Any]:
    return {"pk": somebody("pps", scope).account_id}


def a_bhabin(scope: Scope) -> Mapping[str, Any]:
    return {"pk": somebody("bhabin", scope).account_id}


def a_role(scope: Scope) -> Mapping[str, Any]:
    return {"pk": somebody("pps", scope).pk}


def a_station(scope: Scope) -> Mapping[str, Any]:
    return {"pk": scope.station.pk}


def stations_list(_scope: Scope) -> Mapping[str, Any]:
    return {"kind": "stations"}


def crew_list(_scope: Scope) -> Mapping[str, Any]:
    return {"kind": "crew"}


def stations_template(_scope: Scope) -> Mapping[str, Any]:
    return {"kind": "stations", "form": "xlsx"}


def crew_template(_scope: Scope) -> Mapping[str, Any]:
    return {"kind": "crew", "form": "xlsx"}


def somebody_elses_file(_scope: Scope) -> Mapping[str, Any]:
    return {"kind": "crew", "token": token_of_nobody()}


def token_of_nobody() -> str:
    """A token as it would be signed for an account that is none of these."""
    sent = SimpleUploadedFile("kru.csv", b"Desa;TPS")
    return uploads.keep(sent, "crew", Account(pk=10**9))


def stations_of_an_area(scope: Scope) -> Mapping[str, Any]:
    return {"code": scope.area.code, "kind": "stations", "form": "csv"}


def crew_of_an_area(scope: Scope) -> Mapping[str, Any]:
    return {"code": scope.area.code, "kind": "crew", "form": "csv"}


def the_election(scope: Scope) -> Mapping[str, Any]:
    return {"slug": scope.election.slug}


def a_seat(scope: Scope) -> Mapping[str, Any]:
    return {"pk": scope.station.seats.get(number=3).pk}


def a_member(scope: Scope) -> Mapping[str, Any]:
    """A member, no head, of the crew of a station of the scope."""
    seat = scope.station.seats.get(number=3)
    holding = seat.holdings.first() or Holding.objects.create(
        seat=seat,
        person=Person.objects.create(name="Siti Contoh", village=scope.village),
        from_on=date(2020, 11, 24),
    )
    return {"pk": holding.person_id}


def a_job(scope: Scope) -> Mapping[str, Any]:
    return {"pk": Job.objects.create(kind="plan_training", area=scope.area).pk}


def a_problem(scope: Scope) -> Mapping[str, Any]:
    kind, _made = ProblemKind.objects.get_or_create(
        key="test", defaults={"name_id": "Uji", "level": 1}
    )
    problem = Problem.objects.create(
        number=f"T-{Problem.objects.count()}",
        election=scope.election,
        village=scope.village,
        station=scope.station,
        kind=kind,
        title_id="Judul",
        story_id="Cerita",
        source="report",
        recorded_at=timezone.now(),
    )
    return {"pk": problem.pk}


def a_session(scope: Scope) -> Mapping[str, Any]:
    """An announced session in the village of the scope, with the crew of its station."""
    at = datetime(2020, 12, 2, 1, tzinfo=UTC)
    plan = Plan.objects.create(
        election=scope.election,
        area=scope.village.parent or scope.village,
        number=Plan.objects.count() + 1,
        made_at=at,
        from_on=at.date(),
        voting_on=date(2020, 12, 9),
        published_at=at,
    )
    venue, _made = Venue.objects.get_or_create(
        area=scope.village, name="Balai Desa", defaults={"seats": 30}
    )
    session = plan.sessions.create(
        venue=venue,
        organiser="ppk",
        on=at.date(),
        slot=1,
        starts_at=at,
        ends_at=at + timedelta(hours=3),
        seats=30,
    )
    Invitation.objects.bulk_create(
        Invitation(session=session, seat=seat) for seat in scope.station.seats.all()
    )
    return {"pk": session.pk}


def sub_district_code(scope: Scope) -> Mapping[str, Any]:
    """For a page about the sub-district of the scope's village."""
    return {"code": scope.village.code[: len("63.02.09")]}


def a_draft(scope: Scope) -> Mapping[str, Any]:
    at = datetime(2020, 11, 26, tzinfo=UTC)
    draft, _made = Plan.objects.get_or_create(
        election=scope.election,
        area=scope.village.parent,
        published_at=None,
        discarded_at=None,
        defaults={
            "number": Plan.objects.count() + 1,
            "made_at": at,
            "from_on": at.date(),
            "voting_on": date(2020, 12, 9),
        },
    )
    return {"pk": draft.pk}


def a_drafted_session(scope: Scope) -> Mapping[str, Any]:
    """A session in the village of the scope that only a draft has."""
    session = Session.objects.get(**a_session(scope))
    session.plan_id = a_draft(scope)["pk"]
    session.save()
    return {"pk": session.pk}


def a_venue(scope: Scope) -> Mapping[str, Any]:
    venue, _made = Venue.objects.get_or_create(
        area=scope.village, name="Balai Desa", defaults={"seats": 30}
    )
    return {"pk": venue.pk}


def where_trainers_are(scope: Scope) -> Mapping[str, Any] | None:
    """A regency has trainers of the KPU, a sub-district those of the PPK."""
    has_trainers = scope.area.level in {Level.REGENCY, Level.SUB_DISTRICT}
    return {"code": scope.area.code} if has_trainers else None


def a_trainer(scope: Scope) -> Mapping[str, Any] | None:
    if where_trainers_are(scope) is None:
        return None
    kind = "kpu" if scope.area.level == Level.REGENCY else "ppk"
    trainer, _made = Trainer.objects.get_or_create(
        area=scope.area, name="Ani Contoh", defaults={"kind": kind}
    )
    return {"pk": trainer.pk}


def where_ways_are(scope: Scope) -> Mapping[str, Any] | None:
    """Ways are kept in a sub-district, and seen from a village."""
    has_ways = scope.area.level >= Level.SUB_DISTRICT
    return {"code": scope.area.code} if has_ways else None


# One row a line, however long:
# ruff: noqa: E501
# fmt: off
ROWS = [
    Row("web:home", get=EVERYBODY, is_placeless=True),
    Row("web:settings", get=EVERYBODY, is_placeless=True),
    Row("web:language", post=EVERYBODY, is_placeless=True, needs_account=False),
    Row("web:import_list", get=C1, is_placeless=True),
    Row("web:import_new", stations_list, get=writing("edit_stations"), post=writing("edit_stations"), is_placeless=True),
    Row("web:import_new", crew_list, get=writing("edit_crew"), post=writing("edit_crew"), is_placeless=True),
    Row("web:import_template", stations_template, get=writing("edit_stations"), is_placeless=True),
    Row("web:import_template", crew_template, get=writing("edit_crew"), is_placeless=True),
    Row("web:import_preview", somebody_elses_file, get=NOBODY, post=NOBODY, is_placeless=True),
    Row("web:export", stations_of_an_area, get=C1),
    Row("web:export", crew_of_an_area, get=C2 | HEADS_SEEN),
    Row("accounts:sign_in", get=EVERYBODY, post=EVERYBODY, is_placeless=True, needs_account=False),
    Row("accounts:sign_out", post=EVERYBODY, is_placeless=True),
    Row("accounts:own_account", get=EVERYBODY, is_placeless=True),
    Row("accounts:password_change", get=EVERYBODY, post=EVERYBODY, is_placeless=True),
    Row("accounts:account_list", get=MAKERS, is_placeless=True),
    Row("accounts:account_new", get=MAKERS, post=MAKERS, is_placeless=True),
    Row("accounts:account_detail", a_pps, get=MAKERS_OF_PPS),
    Row("accounts:account_detail", a_bhabin, get=MAKERS_OF_BHABIN),
    Row("accounts:account_edit", a_pps, get=MAKERS_OF_PPS, post=MAKERS_OF_PPS),
    Row("accounts:account_reset_password", a_pps, post=MAKERS_OF_PPS),
    Row("accounts:account_lock", a_pps, post=MAKERS_OF_PPS),
    Row("accounts:account_unlock", a_pps, post=MAKERS_OF_PPS),
    Row("accounts:role_new", a_pps, get=MAKERS_OF_PPS, post=MAKERS_OF_PPS),
    Row("accounts:role_end", a_role, get=MAKERS_OF_PPS, post=MAKERS_OF_PPS),
    Row("accounts:act_list", area_code, get=MAKERS),
    Row("accounts:label_list", get=writing("set_labels"), post=writing("set_labels"), is_placeless=True),
    Row("elections:election_list", get=EVERYBODY, is_placeless=True),
    Row("elections:election_detail", the_election, get=EVERYBODY, is_placeless=True),
    Row("elections:revision_new", the_election, get=writing("set_calendar"), post=writing("set_calendar"), is_placeless=True),
    Row("elections:working_moment", the_election, get=writing("set_calendar"), post=writing("set_calendar"), is_placeless=True),
    Row("elections:election_run", the_election, post=writing("set_calendar"), is_placeless=True),
    Row("elections:rule_list", get=EVERYBODY, is_placeless=True),
    Row("elections:kind_list", get=EVERYBODY, is_placeless=True),
    Row("elections:station_new", area_code, get=writing("edit_stations"), post=writing("edit_stations")),
    Row("elections:station_edit", a_station, get=writing("edit_stations"), post=writing("edit_stations")),
    Row("crews:crew_list", area_code, get=C1),
    Row("crews:station_crew", a_station, get=C1 | {"kpps"}),
    Row("crews:seat_edit", a_seat, get=writing("edit_crew"), post=writing("edit_crew")),
    Row("crews:person_detail", a_member, get=C2 | {"kpps"}),
    Row("crews:person_edit", a_member, get=writing("edit_crew"), post=writing("edit_crew")),
    Row("training:plan_detail", area_code, get=C1),
    Row("training:plan_list", area_code, get=C1),
    Row("training:timetable", village_code, get=C1),
    Row("training:timetable_pdf", village_code, get=C1),
    Row("training:plan_start", sub_district_code, get=writing("plan"), post=writing("plan")),
    Row("training:plan_edit", sub_district_code, post=writing("plan")),
    Row("training:plan_settings", sub_district_code, get=writing("plan"), post=writing("plan")),
    Row("training:plan_draft", a_draft, get=writing("plan")),
    Row("training:plan_publish", a_draft, get=writing("plan"), post=writing("plan")),
    Row("training:plan_discard", a_draft, post=writing("plan")),
    Row("training:session_add", a_draft, get=writing("plan"), post=writing("plan")),
    Row("training:session_move", a_drafted_session, get=writing("plan"), post=writing("plan")),
    Row("training:session_seats", a_drafted_session, post=writing("plan")),
    Row("training:session_lock", a_drafted_session, post=writing("plan")),
    Row("training:session_unlock", a_drafted_session, post=writing("plan")),
    Row("training:session_remove", a_drafted_session, post=writing("plan")),
    Row("training:my_sessions", get=EVERYBODY, is_placeless=True),
    Row("training:session_detail", a_session, get=C1 | {"kpps"}),
    Row("training:session_list_pdf", a_session, get=RECORDERS),
    Row("training:session_attendance", a_session, get=RECORDERS, post=RECORDERS),
    Row("training:session_invite", a_session, get=writing("plan"), post=writing("plan")),
    Row("training:session_call_off", a_session, get=writing("plan"), post=writing("plan")),
    Row("training:self_organised_new", village_code, get=writing("add_self_organised"), post=writing("add_self_organised")),
    Row("training:venue_list", area_code, get=C1),
    Row("training:venue_new", area_code, get=writing("edit_venues"), post=writing("edit_venues")),
    Row("training:venue_edit", a_venue, get=writing("edit_venues"), post=writing("edit_venues")),
    Row("training:venue_close", a_venue, post=writing("edit_venues")),
    Row("training:venue_open", a_venue, post=writing("edit_venues")),
    Row("training:travel_list", where_ways_are, get=C1, post=writing("edit_venues")),
    Row("training:trainer_list", area_code, get=C1),
    Row("training:trainer_new", where_trainers_are, get=writing("edit_trainers"), post=writing("edit_trainers")),
    Row("training:trainer_edit", a_trainer, get=writing("edit_trainers"), post=writing("edit_trainers")),
    Row("training:trainer_days", a_trainer, post=writing("edit_trainers")),
    Row("training:person_dates", a_member, get=C2 | {"kpps"}),
    Row("training:person_dates_pdf", a_member, get=C2 | {"kpps"}),
    Row("training:station_dates_pdf", a_station, get=writing("edit_crew")),
    Row("jobs:job_list", area_code, get=C1),
    Row("jobs:job_detail", a_job, get=C1),
    Row("jobs:job_stop", a_job, post=writing("plan")),
    Row("problems:problem_list", area_code, get=C1),
    Row("problems:problem_detail", a_problem, get=C1 | {"kpps"}),
    Row("readiness:area_detail", area_code, get=C1),
    Row("readiness:action_list", area_code, get=C1),
    Row("readiness:station_detail", a_station, get=C1 | {"kpps"}),
    Row("meetings:agenda", area_code, get=C1),
    Row("meetings:agenda_pdf", area_code, get=C1),
]
# fmt: on


@pytest.fixture
def world(election: Election) -> World:
    return make_world(election)


def test_every_url_has_a_row() -> None:
    with_row = {row.name for row in ROWS}

    assert [name for name in url_names() if name not in with_row] == []


def test_no_row_speaks_of_a_url_that_is_gone() -> None:
    assert sorted({row.name for row in ROWS} - set(url_names())) == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_lets_in_whom_the_table_lets_in(row: Row, method: str, world: World) -> None:
    assert faults_of(row, method, world) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_without_an_account_there_is_only_the_sign_in(row: Row, world: World) -> None:
    method = "get" if row.get is not None else "post"
    arguments = row.arguments(world.scopes("ppk")[0]) or {}

    status, _body = said(Client(), row, method, arguments)

    if row.needs_account:
        assert status == 302
        assert status == said(Client(), row, method, missing(arguments))[0]
    else:
        assert status in LET_IN


def test_the_check_sees_a_table_that_lets_too_many_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Row("problems:problem_list", area_code, get=C1)
    monkeypatch.setitem(access.SEES, "kpps", {DataClass.COORDINATION: access.Sight.ALL})

    assert [fault for fault in faults_of(row, "get", world) if "kpps" in fault]


def test_the_check_sees_a_scope_that_leaks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Row("problems:problem_list", area_code, get=C1)
    monkeypatch.setattr(access, "lies_in", lambda _area, _relation="": Q())

    faults = faults_of(row, "get", world)

    assert [fault for fault in faults if "ppk" in fault and "sibling" in fault]
    assert [fault for fault in faults if "ppk" in fault and "parent" in fault]
    assert [fault for fault in faults if "pps" in fault and "elsewhere" in fault]


def test_the_check_sees_a_forbidden_page_that_admits_to_exist(world: World) -> None:
    row = Row("problems:problem_list", area_code, get=C1)

    def telling(_client: Client, _row: Row, _method: str, arguments: Any) -> Any:
        return 404, str(arguments).encode()

    assert faults_of(row, "get", world, ask=telling)


def faults_of(row: Row, method: str, world: World, ask: Any = said) -> list[str]:
    """What is wrong with the answers of one URL, for all kinds of roles."""
    found = []
    for kind, account in world.accounts.items():
        scopes = world.scopes(kind)
        if row.is_placeless or row.allowed(method) is None:
            scopes = scopes[:1]
        absent = None
        for scope in scopes:
            arguments = row.arguments(scope)
            if arguments is None:
                continue
            absent = absent or ask(client_of(account), row, method, missing(arguments))
            # A client anew: what the last page said would show on this one.
            answer = ask(client_of(account), row, method, arguments)
            if fault := _fault(row, method, (kind, scope), answer, absent):
                found.append(f"{kind} {method} {scope.name}: {fault}")
    return found


def _fault(
    row: Row,
    method: str,
    who: tuple[str, Scope],
    answer: tuple[int, bytes],
    absent: tuple[int, bytes],
) -> str:
    (kind, scope), status, allowed = who, answer[0], row.allowed(method)
    if allowed is None:
        return "" if status == 405 else f"{status} instead of 405"
    if kind in allowed and (row.is_placeless or scope.is_inside):
        return "" if status in LET_IN else f"{status} although it may"
    if status != 404:
        return f"{status} instead of 404"
    if not row.is_placeless and answer != absent:
        return "it does not answer like what does not exist"
    return ""


def test_a_role_that_has_ended_or_not_begun_opens_nothing(world: World) -> None:
    row = Row("problems:problem_list", area_code, get=C1)
    ppk = world.accounts["ppk"]
    own = world.scopes("ppk")[0]
    assert said(client_of(ppk), row, "get", area_code(own))[0] == 200

    ppk.roles.update(ends_on=date(2020, 12, 31))
    assert said(client_of(ppk), row, "get", area_code(own))[0] == 404

    ppk.roles.update(starts_on=date(2199, 1, 1), ends_on=None)
    assert said(client_of(ppk), row, "get", area_code(own))[0] == 404
