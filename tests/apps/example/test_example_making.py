"""When the example is made, and the plan that it ships."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sejuk.accounts.models import Account
from sejuk.config.example import kept_plan
from sejuk.config.example.kept_plan import (
    FILE,
    PlanDoesNotFitError,
    keep_plan,
    read_plan,
)
from sejuk.config.example.names import Invented
from sejuk.config.example.story import PLANNED_AT
from sejuk.crews.models import Person
from sejuk.elections.clock import now
from sejuk.elections.models import Election
from sejuk.places.models import Area
from sejuk.training.models import Attendance, Invitation, Plan, Session
from sejuk.training.planning import Problem, problem_of


@pytest.fixture
def sign_ins(db: None, tmp_path: Path) -> Path:
    return tmp_path / "var" / "sign-ins.txt"


class TestWhetherToMake:
    def test_where_there_is_something_if_empty_makes_nothing(
        self, sign_ins: Path
    ) -> None:
        Account.objects.make("secretary", "a-long-password", name="Secretary")

        call_command("make_example", if_empty=True, sign_ins=sign_ins)

        assert Account.objects.count() == 1
        assert not sign_ins.exists()

    def test_real_people_are_not_thrown_away_unasked(
        self, sign_ins: Path, areas: dict[str, Area]
    ) -> None:
        Person.objects.create(name="Real", village=areas["63.02.09.2001"])

        with pytest.raises(CommandError, match="--discard"):
            call_command("make_example", sign_ins=sign_ins)

        assert Person.objects.filter(name="Real").exists()

    def test_asked_to_it_throws_them_away(
        self, sign_ins: Path, areas: dict[str, Area]
    ) -> None:
        Person.objects.create(name="Real", village=areas["63.02.09.2001"])

        call_command("make_example", discard=True, sign_ins=sign_ins)

        assert not Person.objects.filter(name="Real").exists()
        assert Person.objects.count() == 301

    def test_a_plan_that_does_not_fit_leaves_everything_as_it_was(
        self, sign_ins: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        spoilt = tmp_path / "plan.json"
        spoilt.write_text(json.dumps({**json.loads(FILE.read_text()), "loss": 1.0}))
        monkeypatch.setattr(kept_plan, "FILE", spoilt)
        Account.objects.make("ppk", "a-long-password", name="Here before")

        with pytest.raises(CommandError, match="--replan"):
            call_command("make_example", sign_ins=sign_ins)

        assert Account.objects.get().name == "Here before"
        assert not sign_ins.exists()


class TestTheKeptPlan:
    @pytest.fixture
    def problem(self, sign_ins: Path) -> Problem:
        """What was to be planned on 13 November."""
        call_command("make_example", sign_ins=sign_ins)
        Attendance.objects.all().delete()
        Invitation.objects.all().delete()
        Session.objects.all().delete()
        Plan.objects.all().delete()
        election = Election.objects.get(is_running=True)
        election.set_at = PLANNED_AT
        election.save()
        area = Area.objects.get(code="63.02.09")
        return problem_of(area, election, now(election, area))

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda kept: kept.update(loss=kept["loss"] - 1),
            lambda kept: kept["sessions"].pop(),
            lambda kept: kept["sessions"][0].update(on="2020-11-29"),
            lambda kept: kept["sessions"][0].update(trainer="trainer-9"),
            lambda kept: kept["sessions"][0]["officers"].update(
                {"63.02.09.2099/1": "1"}
            ),
            lambda kept: kept["sessions"][1].update(slot=2),
        ],
    )
    def test_nothing_false_is_believed(
        self, problem: Problem, tmp_path: Path, spoil: Callable[[Any], object]
    ) -> None:
        kept = json.loads(FILE.read_text())
        spoil(kept)
        file = tmp_path / "plan.json"
        file.write_text(json.dumps(kept))

        with pytest.raises(PlanDoesNotFitError):
            read_plan(problem, file)

    def test_kept_and_read_it_is_the_same_plan(
        self, problem: Problem, tmp_path: Path
    ) -> None:
        plan = read_plan(problem)
        file = tmp_path / "plan.json"

        keep_plan(plan, problem, file)

        assert read_plan(problem, file) == plan
        assert file.read_text() == FILE.read_text()


class TestNames:
    def test_the_same_draw_gives_the_same_name(self) -> None:
        assert Invented().name(1, "a") == Invented().name(1, "a")

    def test_no_name_is_given_twice(self) -> None:
        invented = Invented()
        names = [invented.name(1, number, woman=False) for number in range(400)]

        assert len(set(names)) == 400

    def test_phone_numbers_are_of_the_form_that_nobody_has(self) -> None:
        assert Invented().phone() == "+6281200000001"
