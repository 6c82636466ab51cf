"""Puts checked facts into the tables: new rows are added, changed ones updated.

Nothing is deleted: a committee may have added a revision of the calendar, and a rule
that somebody verified here (`verified_by`) keeps the value that was verified.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction

from sejuk.elections.facts.reading import Facts, Row, day
from sejuk.elections.models import (
    CalendarRevision,
    Election,
    ProblemKind,
    Rule,
    Stage,
)


@dataclass(slots=True)
class Tally:
    """How many rows of one kind were new, changed, as before, or kept as verified."""

    new: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0


@dataclass(slots=True)
class Changes:
    """What writing the facts changed.

    Attributes:
        tallies: counts by the name of the table.
        lines: one line for each row that was there and changed: which, what, to what.
    """

    tallies: dict[str, Tally] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether everything was there already."""
        return not any(t.new or t.changed for t in self.tallies.values())


@transaction.atomic
def write_facts(facts: Facts) -> Changes:
    """Make the tables say what the facts say.

    Raises:
        ValueError: if the facts have faults.
    """
    if facts.faults:
        raise ValueError("facts with faults are not written")
    changes = Changes()
    _write_elections(facts.elections, changes)
    _write_rules(facts.rules, changes)
    _write_kinds(facts.kinds, changes)
    return changes


def _write_elections(rows: list[Row], changes: Changes) -> None:
    elections = {e.slug: e for e in Election.objects.all()}
    for row in rows:
        fields = {
            "kind": row["kind"],
            "name_id": row["name_id"],
            "name_en": row["name_en"],
            "contests": row.get("contests", []),
        }
        there = elections.get(row["id"]) or Election(slug=row["id"])
        _put(there, row["id"], fields, changes)
        revisions = {r.effective_from: r for r in there.revisions.all()}
        for revision in row["revisions"]:
            known = revisions.get(date.fromisoformat(revision["effective_from"]))
            _write_revision(there, revision, known, changes)


def _write_revision(
    election: Election, row: Row, known: CalendarRevision | None, changes: Changes
) -> None:
    fields = {
        "decided_on": day(row.get("decided_on")),
        "regulation": row["regulation"],
        "status": row["status"],
        "voting_on": day(row.get("voting_on")),
        "note": _note(row),
    }
    since = date.fromisoformat(row["effective_from"])
    there = known or CalendarRevision(election=election, effective_from=since)
    _put(there, f"{election.slug} / {since}", fields, changes)
    stages = {stage.key: stage for stage in there.stages.all()}
    for stage in row["stages"]:
        fields = {
            "name_id": stage["name_id"],
            "name_en": stage["name_en"],
            "from_on": day(stage.get("from")),
            "to_on": day(stage.get("to")),
            "status": stage["status"],
            "note": _note(stage),
        }
        known_stage = stages.get(stage["id"])
        row_of_stage = known_stage or Stage(revision=there, key=stage["id"])
        name = f"{election.slug} / {since} / {stage['id']}"
        _put(row_of_stage, name, fields, changes)


def _note(row: Row) -> str:
    """A note in Indonesian where there is one: committees write theirs in it too."""
    return str(row.get("note_id") or row.get("note") or "")


def _write_rules(rows: list[Row], changes: Changes) -> None:
    rules = {rule.rule_id: rule for rule in Rule.objects.all()}
    for row in rows:
        fields = {
            "key": row["key"],
            "name_id": row["name_id"],
            "name_en": row["name_en"],
            "kind": row["kind"],
            "value": row["value"],
            "unit": row["unit"],
            "valid_from": day(row["from"]),
            "valid_to": day(row.get("to")),
            "cites": row.get("cites", []),
            "sources": row.get("sources", []),
            "status": row["status"],
            "note": row.get("note", ""),
        }
        there = rules.get(row["id"]) or Rule(rule_id=row["id"])
        if there.verified_by:
            changes.tallies.setdefault("rule", Tally()).kept += 1
            continue
        _put(there, row["id"], fields, changes)


def _write_kinds(rows: list[Row], changes: Changes) -> None:
    kinds = {kind.key: kind for kind in ProblemKind.objects.all()}
    for row in sorted(rows, key=lambda kind: int(kind["level"])):
        parent = kinds[row["parent"]] if row.get("parent") else None
        fields = {
            "level": row["level"],
            "parent": parent,
            "name_id": row["name_id"],
            "name_en": row["name_en"],
            "breaks": row.get("breaks", []),
            "default": row.get("default"),
        }
        there = kinds.get(row["id"]) or ProblemKind(key=row["id"])
        _put(there, row["id"], fields, changes)
        kinds[row["id"]] = there


def _put(
    row: models.Model, name: str, fields: Mapping[str, Any], changes: Changes
) -> None:
    """Save a row if it is new or differs, and note which."""
    tally = changes.tallies.setdefault(str(row._meta.verbose_name), Tally())
    is_new = row.pk is None
    differing = [key for key, value in fields.items() if getattr(row, key) != value]
    if not is_new and not differing:
        tally.same += 1
        return
    for key in differing:
        if not is_new:
            was, becomes = getattr(row, key), fields[key]
            changes.lines.append(f"{name}: {key}: {was} → {becomes}")
        setattr(row, key, fields[key])
    row.save()
    tally.new += is_new
    tally.changed += not is_new
