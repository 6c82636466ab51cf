"""The facts that ship: read, checked, written twice."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from sejuk.elections.facts.reading import FOLDER, Facts, read_facts
from sejuk.elections.facts.writing import write_facts
from sejuk.elections.models import (
    CalendarRevision,
    Election,
    ProblemKind,
    Rule,
    Stage,
)
from sejuk.elections.queries import calendar_on, rule_value

ROOT = Path(__file__).parents[3]

Change = Callable[[Any], None]


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, Change], Facts]:
    """Reads the facts that ship after a change of one file."""

    def read(file: str, change: Change) -> Facts:
        for path in FOLDER.glob("*.json"):
            shutil.copy(path, tmp_path)
        rows = json.loads((tmp_path / file).read_text())
        change(rows)
        (tmp_path / file).write_text(json.dumps(rows))
        return read_facts(tmp_path)

    return read


def told(facts: Facts) -> list[tuple[str, str]]:
    return [(fault.file, fault.id) for fault in facts.faults]


class TestReading:
    def test_what_ships_has_no_fault(self) -> None:
        assert read_facts().faults == []

    def test_periods_of_a_rule_do_not_overlap(
        self, changed: Callable[[str, Change], Facts]
    ) -> None:
        def overlap(rules: Any) -> None:
            older = next(r for r in rules if r["id"] == "voters_per_station-2020")
            older["to"] = "2024-01-26"

        facts = changed("rules.json", overlap)

        assert told(facts) == [("rules.json", "voters_per_station-2024")]
        assert "voters_per_station-2020" in facts.faults[0].message

    def test_periods_of_two_kinds_of_election_may(self) -> None:
        rules = [r for r in read_facts().rules if r["key"] == "voters_per_station"]

        assert {rule["kind"] for rule in rules if rule["to"] is None} == {
            "pilkada",
            "pemilu",
        }

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("status", "X"),
            ("status", ""),
            ("value", None),
            ("unit", "bushels"),
            ("kind", "pilkades"),
            ("from", "9 Dec 2020"),
            ("to", "2019-12-31"),
            ("name_en", ""),
        ],
    )
    def test_a_faulty_rule_is_named(
        self, changed: Callable[[str, Change], Facts], field: str, value: object
    ) -> None:
        def spoil(rules: Any) -> None:
            rules[0][field] = value

        facts = changed("rules.json", spoil)

        assert told(facts) == [("rules.json", "voters_per_station_by_law-pilkada")]

    def test_a_rule_without_a_value_may_be_unconfirmed(
        self, changed: Callable[[str, Change], Facts]
    ) -> None:
        def unknown(rules: Any) -> None:
            rules[0].update(value=None, status="U")

        assert changed("rules.json", unknown).faults == []

    def test_all_faults_of_all_files_are_told_at_once(
        self, tmp_path: Path, changed: Callable[[str, Change], Facts]
    ) -> None:
        def twice(elections: Any) -> None:
            elections.append(elections[0])
            elections[1]["revisions"][0]["stages"][0]["status"] = "?"

        changed("calendar.json", twice)
        (tmp_path / "roles.json").unlink()
        (tmp_path / "problem_kinds.json").write_text('{"kinds": [')

        assert told(read_facts(tmp_path)) == [
            ("problem_kinds.json", "-"),
            ("roles.json", "-"),
            ("calendar.json", "pemilu-2019"),
            ("calendar.json", "pilkada-2020 / 2020-01-01 / observer_registration"),
        ]

    def test_a_kind_lies_under_one_of_level_1(
        self, changed: Callable[[str, Change], Facts]
    ) -> None:
        def orphan(read: Any) -> None:
            read["kinds"][-1]["parent"] = "M1"

        assert told(changed("problem_kinds.json", orphan)) == [
            ("problem_kinds.json", "M26")
        ]


@pytest.mark.django_db
class TestWriting:
    def test_loading_twice_changes_nothing(self) -> None:
        assert not write_facts(read_facts()).is_empty

        again = write_facts(read_facts())

        assert again.is_empty
        assert again.lines == []
        assert again.tallies["rule"].same == Rule.objects.count() == 115

    def test_what_changed_is_updated_in_place_and_told(
        self, changed: Callable[[str, Change], Facts]
    ) -> None:
        write_facts(read_facts())
        before = Rule.objects.get(rule_id="voters_per_station-2020").pk

        def fewer(rules: Any) -> None:
            next(r for r in rules if r["id"] == "voters_per_station-2020")["value"] = (
                450
            )

        changes = write_facts(changed("rules.json", fewer))

        assert changes.lines == ["voters_per_station-2020: value: 500 → 450"]
        assert Rule.objects.get(pk=before).value == 450

    def test_what_was_verified_here_is_kept(self) -> None:
        write_facts(read_facts())
        Rule.objects.filter(rule_id="voters_per_station-2020").update(
            value=400, verified_by="KPU Kotabaru"
        )

        changes = write_facts(read_facts())

        assert changes.is_empty
        assert changes.tallies["rule"].kept == 1
        assert rule_value("pilkada", "voters_per_station", date(2020, 12, 1)) == 400

    def test_a_revision_that_a_committee_added_stays(self) -> None:
        write_facts(read_facts())
        election = Election.objects.get(slug="pilkada-2020")
        CalendarRevision.objects.create(
            election=election,
            effective_from=date(2020, 12, 1),
            regulation="own",
            status="V",
            voting_on=date(2020, 12, 16),
        )

        write_facts(read_facts())

        assert election.revisions.count() == 5

    def test_how_a_kind_is_handled_is_told_in_the_readers_language(self) -> None:
        write_facts(read_facts())
        kind = ProblemKind.objects.get(key="M10")

        with override("id"):
            assert kind.handling["owner"] == "KPPS, sebelum menandatangani"
        with override("en"):
            assert kind.handling["owner"] == "KPPS, before signing"
        nothing = ProblemKind.objects.get(key="identity_politics")
        assert nothing.handling == {}

    def test_the_suspension_has_no_voting_day(self) -> None:
        write_facts(read_facts())
        election = Election.objects.get(slug="pilkada-2020")

        days = [
            calendar.voting_on
            for day in [(3, 20), (3, 21), (5, 4), (6, 15)]
            if (calendar := calendar_on(election, date(2020, *day)))
        ]

        assert days == [date(2020, 9, 23), None, None, date(2020, 12, 9)]
        assert Stage.objects.filter(revision__effective_from=date(2020, 3, 21)).count()

    def test_the_command_refuses_faults_and_writes_nothing(
        self,
        tmp_path: Path,
        changed: Callable[[str, Change], Facts],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def spoil(rules: Any) -> None:
            rules[0]["status"] = "X"

        changed("rules.json", spoil)

        with pytest.raises(CommandError):
            call_command("load_facts", folder=tmp_path)

        assert "rules.json: voters_per_station_by_law" in capsys.readouterr().err
        assert not Election.objects.exists()

    def test_faulty_facts_are_never_written(
        self, changed: Callable[[str, Change], Facts]
    ) -> None:
        facts = changed("rules.json", lambda rules: rules[0].update(unit="?"))

        with pytest.raises(ValueError, match="faults"):
            write_facts(facts)


class TestEvidence:
    def test_the_page_says_what_the_facts_say(self) -> None:
        page = subprocess.run(
            [sys.executable, ROOT / "bin" / "make_evidence", "-"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout

        assert page == (ROOT / "docs" / "evidence.md").read_text()

    def test_nothing_unconfirmed_is_given_as_an_answer(self) -> None:
        page = (ROOT / "docs" / "evidence.md").read_text()
        unconfirmed = [r for r in read_facts().rules if r["status"] == "U"]

        lines = [line for line in page.splitlines() if "no confirmed rule" in line]

        assert len(lines) == len(unconfirmed) + 1
