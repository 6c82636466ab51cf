"""The example: what it holds, that it is the same always, and that it is invented."""

import csv
import gzip
import re
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models, transaction
from pytest_django import DjangoDbBlocker

from sejuk.accounts.models import Account, Act, Agency, Role
from sejuk.config.example.past_problems import VILLAGES_AT_RISK
from sejuk.config.example.story import NOW
from sejuk.crews.models import Holding, Person, Seat
from sejuk.domain.places.level import Level
from sejuk.elections.clock import now
from sejuk.elections.models import Election, PollingStation
from sejuk.elections.queries import calendar_on
from sejuk.places.models import Area, Venue
from sejuk.places.queries import areas_below
from sejuk.problems.models import Problem
from sejuk.training.models import (
    Attendance,
    FreeDay,
    Invitation,
    Plan,
    PlanSetting,
    Session,
    Trainer,
)
from sejuk.training.queries import numbers_for, training_of_seats

PHONE = re.compile(r"\+6281200000\d{3}")
STATIONS = [3, 2, 1, 2, 2, 2, 7, 2, 1, 2, 2, 1, 8]


@pytest.fixture(scope="module", autouse=True)
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One transaction for all tests of this file.

    It has the name of the usual fixture, by which pytest-django sees that these tests
    need the test database: else they would work on the installation's own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module", autouse=True)
def sign_ins(db: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, made once for all tests of this file, and its file of sign-ins."""
    path = tmp_path_factory.mktemp("var") / "sign-ins.txt"
    call_command("make_example", sign_ins=path)
    return path


@pytest.fixture
def election() -> Election:
    return Election.objects.get(is_running=True)


@pytest.fixture
def area() -> Area:
    return Area.objects.get(code="63.02.09")


def stations_of(election: Election) -> models.QuerySet[PollingStation]:
    return election.polling_stations.select_related("village")


class TestPlaces:
    def test_there_are_13_villages_with_point_and_boundary(self, area: Area) -> None:
        villages = areas_below(area, Level.VILLAGE)

        assert len(villages) == 13
        assert all(v.lat and v.boundary for v in villages)

    def test_there_are_35_stations_computed_by_the_rule_and_marked(
        self, election: Election
    ) -> None:
        stations = stations_of(election)
        count = Counter(station.village.code for station in stations)

        assert [count[code] for code in sorted(count)] == STATIONS
        assert all(station.is_derived for station in stations)
        assert sum(station.voters or 0 for station in stations) == 8257

    def test_the_stations_of_2019_are_there_for_past_problems(self) -> None:
        before = Election.objects.get(slug="pemilu-2019")

        assert stations_of(before).count() == 43

    def test_it_is_thursday_8_o_clock_in_the_morning(
        self, election: Election, area: Area
    ) -> None:
        moment = now(election, area)

        assert f"{moment:%A %Y-%m-%d %H:%M %z}" == "Thursday 2020-11-26 08:00 +0800"
        calendar = calendar_on(election, moment.date())
        assert calendar
        assert calendar.voting_on == date(2020, 12, 9)
        assert calendar.crew_sworn_on == date(2020, 11, 24)


class TestPeople:
    def test_every_station_has_nine_seats_and_14_of_315_are_empty(self) -> None:
        assert Seat.objects.count() == 315
        assert Holding.objects.filter(to_on=None).count() == 301

    def test_exactly_one_station_has_no_chair(self) -> None:
        chairless = Seat.objects.filter(number=1, holdings=None)

        assert [str(seat.station) for seat in chairless] == ["Geronggang TPS 4"]

    def test_nobody_is_real(self) -> None:
        assert Person.objects.count() == 301
        assert not Person.objects.filter(is_invented=False).exists()
        assert not Trainer.objects.filter(is_invented=False).exists()

    def test_all_phone_numbers_lie_in_the_reserved_range_and_differ(self) -> None:
        crew = list(Person.objects.values_list("phone", flat=True))
        signed = list(Account.objects.values_list("phone", flat=True))

        assert len(set(crew)) == 301
        assert len(set(signed)) == len(signed)
        assert all(PHONE.fullmatch(phone or "") for phone in crew + signed)

    def test_nobody_has_the_name_of_another(self) -> None:
        names = list(Person.objects.values_list("name", flat=True))

        assert len(set(names)) == len(names)

    def test_no_text_holds_anything_like_an_identity_number(self) -> None:
        for row in whole().values():
            assert not re.search(r"(?<![\d.])\d{16}(?!\d)", repr(row))


class TestAccounts:
    def test_every_role_has_an_account(self) -> None:
        assert {role.kind for role in Role.objects.all()} == set(Role.Kind.values)

    def test_every_village_has_its_committees(self) -> None:
        kinds = Counter(Agency.objects.values_list("kind", flat=True))

        assert kinds["pps"] == kinds["kpps"] == kinds["village_office"] == 13
        assert kinds["ppk"] == kinds["polsek"] == kinds["panwascam"] == 1

    def test_roles_hold_today(self) -> None:
        for account in Account.objects.all():
            assert account.active_roles

    def test_the_file_names_every_account_and_the_password_opens_it(
        self, sign_ins: Path
    ) -> None:
        first, *lines = sign_ins.read_text().splitlines()
        password = first.removeprefix("password: ")

        names = [line.split("\t")[0] for line in lines]

        assert names == list(
            Account.objects.order_by("pk").values_list("username", flat=True)
        )
        for name in ("ppk", "kpps-senakin-1"):
            assert Account.objects.get(username=name).check_password(password)

    def test_only_its_owner_reads_the_file(self, sign_ins: Path) -> None:
        assert stat.S_IMODE(sign_ins.stat().st_mode) == 0o600

    def test_the_crew_of_senakin_1_signs_in_as_its_chair(self) -> None:
        account = Account.objects.get(username="kpps-senakin-1")
        chair = Holding.objects.get(
            seat__station__village__code="63.02.09.2014",
            seat__station__number=1,
            seat__number=1,
        )

        assert account.name == chair.person.name


class TestProblems:
    def test_the_four_forms_of_2019_are_in_the_register(self) -> None:
        problems = Problem.objects.order_by("number")

        assert [(p.number, str(p.station), p.kind.key) for p in problems] == [
            ("KT-2019-001", "Tanjung Batu TPS 1", "M10"),
            ("KT-2019-002", "Sang-Sang TPS 3", "M25"),
            ("KT-2019-003", "Sang-Sang TPS 4", "M10"),
            ("KT-2019-004", "Geronggang TPS 9", "M10"),
        ]
        assert all(p.election.slug == "pemilu-2019" for p in problems)

    def test_a_village_has_each_kind_once(self) -> None:
        pairs = Counter(Problem.objects.values_list("village__code", "kind__key"))

        assert set(pairs.values()) == {1}

    def test_both_languages_say_that_paper_or_entry_may_be_wrong(self) -> None:
        for problem in Problem.objects.all():
            assert "entri data" in problem.story_id
            assert "data entry" in problem.story_en
            assert "dipublikasikan" in problem.story_id
            assert "as published" in problem.story_en

    @pytest.mark.data
    def test_no_votes_of_a_pair_are_told(self, data: Path) -> None:
        villages = {
            row["kpu2019_id"]: row["region_code"]
            for row in read(data / "tps/villages_tps_2019.csv.gz")
            if row["region_code"] in VILLAGES_AT_RISK
        }
        told = {
            (p.village.code, str(p.station.number)): f"{p.story_id} {p.story_en}"
            for p in Problem.objects.select_related("village", "station")
            if p.station
        }
        seen = 0
        for row in read(data / "tps/stations_2019.csv.gz"):
            code = villages.get(row["kpu2019_village_id"], "")
            story = told.get((code, row["tps"]))
            if story is None:
                continue
            numbers = set(re.findall(r"\d+", story))
            votes = [row["kpu_votes_01"], row["kpu_votes_02"]]
            together = str(sum(int(vote) for vote in votes))
            assert not numbers & {*votes, *({together} - {row["kpu_valid"]})}
            seen += 1
        assert seen == 4

    def test_their_villages_weigh_half_as_much_again(
        self, election: Election, area: Area
    ) -> None:
        numbers = numbers_for(election, area, date(2020, 11, 13))

        assert numbers.risks == dict.fromkeys(VILLAGES_AT_RISK, 1.5)
        assert numbers.halve_halls
        assert numbers.parameters.point_rupiah == 4_000
        assert PlanSetting.objects.count() == 1


class TestHallsAndTrainers:
    def test_halls_are_invented_and_say_so(self) -> None:
        assert Venue.objects.count() == 14
        assert Venue.objects.filter(kind="seat_hall").get().area.name == "Geronggang"
        assert all("Rekaan" in venue.note for venue in Venue.objects.all())

    def test_the_ppk_has_five_trainers_and_the_kpu_comes_on_two_days(self) -> None:
        kpu = FreeDay.objects.filter(trainer__kind="kpu")

        assert Trainer.objects.filter(kind="ppk").count() == 5
        assert [day.on for day in kpu] == [date(2020, 11, 24), date(2020, 12, 5)]
        assert FreeDay.objects.filter(trainer__kind="ppk").count() == 39


class TestPlan:
    def test_everybody_has_two_sessions_and_the_gap_is_within_a_percent(self) -> None:
        plan = Plan.objects.get()

        assert plan.gap is not None
        assert plan.gap < 0.01
        assert plan.figures["plan"]["by_sessions"][:2] == [0, 0]
        assert plan.figures["last_time"]["loss"] == pytest.approx(35_544, abs=1)

    def test_it_was_published_on_the_day_it_was_made(self) -> None:
        plan = Plan.objects.get()

        assert plan.published_at
        assert plan.made_at.date() == plan.published_at.date() == date(2020, 11, 13)

    def test_only_what_was_held_has_attendance(self) -> None:
        held = Session.objects.filter(starts_at__lte=NOW)

        assert {s.on for s in held} == {date(2020, 11, 24), date(2020, 11, 25)}
        assert all(session.attendances.exists() for session in held)
        assert not Attendance.objects.exclude(session__in=held).exists()

    def test_about_92_of_100_came(self) -> None:
        held = Session.objects.filter(starts_at__lte=NOW)
        invited = Invitation.objects.filter(
            session__in=held, seat__holdings__isnull=False
        )

        share = Attendance.objects.count() / invited.count()

        assert 0.90 < share < 0.94

    def test_whoever_held_or_hosted_it_recorded_who_came(self) -> None:
        for row in Attendance.objects.select_related("session__trainer", "recorded_by"):
            trainer = row.session.trainer
            assert trainer
            assert row.recorded_by == trainer.account

    def test_on_the_working_date_nobody_is_trained_twice_yet(
        self, election: Election, area: Area
    ) -> None:
        training = training_of_seats(election, area, now(election, area))

        assert max(seat.counted for seat in training) == 1
        assert all(seat.reachable >= 2 for seat in training)


def read(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt") as lines:
        yield from csv.DictReader(lines)


def whole() -> dict[str, list[dict[str, Any]]]:
    """Every row of our tables but what the machine's clock and chance put there."""
    own = [m for m in apps.get_models() if m.__module__.startswith("sejuk.")]
    return {m._meta.label: rows_of(m) for m in own if m is not Act}


def rows_of(model: type[models.Model]) -> list[dict[str, Any]]:
    rows = model._default_manager.order_by("pk").values()
    return [
        {k: v for k, v in row.items() if k not in {"password", "made_at"}}
        if model is Account
        else row
        for row in rows
    ]


class TestAgain:
    def test_made_again_it_is_the_same_row_by_row(self, sign_ins: Path) -> None:
        before = whole()
        password = sign_ins.read_text().splitlines()[0]

        call_command("make_example", sign_ins=sign_ins)

        assert whole() == before
        assert sign_ins.read_text().splitlines()[0] == password
        assert PollingStation.objects.count() == 35 + 43
