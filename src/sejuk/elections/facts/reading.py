"""Reads the files of facts and says all that is wrong with them at once."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sejuk.elections.models import ElectionKind, Status

FOLDER = Path(__file__).parent
CALENDAR, RULES = "calendar.json", "rules.json"
KINDS, ROLES = "problem_kinds.json", "roles.json"

_OF_COUNTS = ["voters", "ballots", "persons", "pieces", "years", "share", "rupiah"]
_OF_TIME = ["days", "working_days", "days_before", "days_after", "minutes"]
_OTHER = ["local_time", "dates", "direction", "celsius", "metres"]
UNITS = frozenset([*_OF_COUNTS, *_OF_TIME, *_OTHER])
LEVELS = frozenset(
    {"nation", "province", "regency", "sub_district", "village", "polling_station"}
)

Row = dict[str, Any]
Wrong = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the file, the id of the fact there, and what is wrong."""

    file: str
    id: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.id}: {self.message}"


@dataclass(slots=True)
class Facts:
    """What the files say. Not to be written while there are faults."""

    elections: list[Row] = field(default_factory=list)
    rules: list[Row] = field(default_factory=list)
    kinds: list[Row] = field(default_factory=list)
    roles: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_facts(folder: Path = FOLDER) -> Facts:
    """Everything in the files of a folder, with every fault of it."""
    facts = Facts()
    facts.elections = _rows(facts, folder / CALENDAR)
    facts.rules = _rows(facts, folder / RULES)
    facts.kinds = _rows(facts, folder / KINDS, under="kinds")
    facts.roles = _rows(facts, folder / ROLES)
    for file, wrongs in [
        (CALENDAR, _wrong_elections(facts.elections)),
        (RULES, _wrong_rules(facts.rules)),
        (KINDS, _wrong_kinds(facts.kinds)),
        (ROLES, _wrong_roles(facts.roles)),
    ]:
        facts.faults += [Fault(file, place, message) for place, message in wrongs]
    return facts


def day(text: str | None) -> date | None:
    """A date as the files write it, or None."""
    return date.fromisoformat(text) if text else None


def _rows(facts: Facts, path: Path, under: str | None = None) -> list[Row]:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        rows = read[under] if under else read
    except OSError:
        facts.faults.append(Fault(path.name, "-", _("The file is missing.")))
        return []
    except (ValueError, KeyError, TypeError) as error:
        message = _("This is not a file of facts: %(why)s.") % {"why": error}
        facts.faults.append(Fault(path.name, "-", message))
        return []
    return [row for row in rows if isinstance(row, dict)]


def _wrong_elections(elections: list[Row]) -> Iterator[Wrong]:
    yield from _repeated(str(election.get("id")) for election in elections)
    for election in elections:
        place = str(election.get("id"))
        yield from _lacking(place, election, "id kind name_id name_en revisions")
        yield from _unknown(place, "kind", election, ElectionKind.values)
        revisions = election.get("revisions", [])
        days = [str(revision.get("effective_from")) for revision in revisions]
        yield from ((f"{place} / {p}", why) for p, why in _repeated(days))
        for revision in revisions:
            yield from _wrong_revision(place, revision)


def _wrong_revision(election: str, revision: Row) -> Iterator[Wrong]:
    place = f"{election} / {revision.get('effective_from')}"
    needed = "effective_from regulation status stages"
    yield from _lacking(place, revision, needed)
    yield from _unknown(place, "status", revision, Status.values)
    yield from _no_dates(place, revision, "decided_on effective_from voting_on")
    stages = revision.get("stages", [])
    ids = [str(stage.get("id")) for stage in stages]
    yield from ((f"{place} / {p}", why) for p, why in _repeated(ids))
    for stage in stages:
        of_stage = f"{place} / {stage.get('id')}"
        yield from _lacking(of_stage, stage, "id name_id name_en status")
        yield from _unknown(of_stage, "status", stage, Status.values)
        yield from _wrong_period(of_stage, stage)


def _wrong_rules(rules: list[Row]) -> Iterator[Wrong]:
    yield from _repeated(str(rule.get("id")) for rule in rules)
    by_key: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for rule in rules:
        place = str(rule.get("id"))
        wrongs = list(_wrong_rule(place, rule))
        yield from wrongs
        if not wrongs:
            by_key[rule["key"], rule["kind"]].append(rule)
    for periods in by_key.values():
        yield from _overlapping(periods)


def _wrong_rule(place: str, rule: Row) -> Iterator[Wrong]:
    yield from _lacking(place, rule, "id key name_id name_en unit kind from status")
    yield from _unknown(place, "kind", rule, ElectionKind.values)
    yield from _unknown(place, "status", rule, Status.values)
    yield from _unknown(place, "unit", rule, UNITS)
    yield from _wrong_period(place, rule)
    if rule.get("value") is None and rule.get("status") != Status.U:
        yield place, _("A rule without a value is not confirmed: its status is U.")


def _overlapping(periods: list[Row]) -> Iterator[Wrong]:
    """Periods of one key and kind that hold on the same day."""
    for before, after in pairwise(sorted(periods, key=lambda rule: str(rule["from"]))):
        if before.get("to") is None or before["to"] >= after["from"]:
            yield (
                after["id"],
                _("It holds on the same days as “%(other)s”.")
                % {"other": before["id"]},
            )


def _wrong_kinds(kinds: list[Row]) -> Iterator[Wrong]:
    yield from _repeated(str(kind.get("id")) for kind in kinds)
    level_of = {kind.get("id"): kind.get("level") for kind in kinds}
    for kind in kinds:
        place = str(kind.get("id"))
        yield from _lacking(place, kind, "id level name_id name_en")
        yield from _unknown(place, "level", kind, [1, 2])
        if kind.get("level") == 2 and level_of.get(kind.get("parent")) != 1:  # noqa: PLR2004
            yield place, _("Its parent is none of the kinds of level 1.")
        if kind.get("default"):
            yield from _unknown(place, "status", kind["default"], Status.values)


def _wrong_roles(roles: list[Row]) -> Iterator[Wrong]:
    yield from _repeated(str(role.get("role")) for role in roles)
    for role in roles:
        place = str(role.get("role"))
        yield from _lacking(place, role, "role line level size formed_by reports_to")
        yield from _unknown(place, "level", role, LEVELS)


def _lacking(place: str, row: Row, names: str) -> Iterator[Wrong]:
    for name in names.split():
        if row.get(name) in (None, ""):
            yield place, _("“%(name)s” is missing.") % {"name": name}


def _unknown(place: str, name: str, row: Row, known: Iterable[Any]) -> Iterator[Wrong]:
    """A word that is not in the list; a missing one is `_lacking`'s fault."""
    value = row.get(name)
    if value not in (None, "") and value not in known:
        values = {"name": name, "value": value}
        yield place, _("“%(value)s” is no known %(name)s.") % values


def _wrong_period(place: str, row: Row) -> Iterator[Wrong]:
    wrongs = list(_no_dates(place, row, "from to"))
    yield from wrongs
    if not wrongs and row.get("from") and row.get("to") and row["to"] < row["from"]:
        yield place, _("It ends before it begins.")


def _no_dates(place: str, row: Row, names: str) -> Iterator[Wrong]:
    for name in names.split():
        try:
            day(row.get(name))
        except (TypeError, ValueError):
            values = {"name": name, "value": row[name]}
            yield place, _("%(name)s: “%(value)s” is no date (2020-12-09).") % values


def _repeated(ids: Iterable[str]) -> Iterator[Wrong]:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            yield name, _("This id stands twice.")
        seen.add(name)
