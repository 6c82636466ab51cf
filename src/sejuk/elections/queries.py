"""Reads about elections: which one runs, what its calendar and its rules say."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from sejuk.elections.models import CalendarRevision, Election, Rule, Stage
from sejuk.places.search import search_words


@dataclass(frozen=True)
class Calendar:
    """What the calendar of an election says on one day."""

    revision: CalendarRevision

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of the revision; asked of the database only when looked at."""
        return tuple(self.revision.stages.all())

    @property
    def voting_on(self) -> date | None:
        """The voting day; None while it is not known."""
        return self.revision.voting_on

    def stage(self, key: str) -> Stage | None:
        """The stage of this key, if the revision names it."""
        return next((stage for stage in self.stages if stage.key == key), None)

    @property
    def crew_sworn_on(self) -> date | None:
        """First day of the crews' term (masa kerja KPPS); None while not known."""
        term = self.stage("kpps_term") or self.stage("kpps_inauguration")
        return term.from_on if term else None


def running_election() -> Election | None:
    """The election that this installation works for now."""
    return Election.objects.filter(is_running=True).first()


def calendar_on(election: Election, day: date) -> Calendar | None:
    """The revision that holds on a day, or the first one before any holds."""
    revisions = list(election.revisions.order_by("effective_from"))
    holding = [r for r in revisions if r.effective_from <= day] or revisions[:1]
    if not holding:
        return None
    return Calendar(holding[-1])


def known_stages(election: Election) -> list[Stage]:
    """Every stage that a calendar of this election named, as the last one has it."""
    stages = Stage.objects.filter(revision__election=election)
    last: dict[str, Stage] = {}
    began: dict[str, date] = {}
    for stage in stages.order_by("revision__effective_from", "pk"):
        last[stage.key] = stage
        if stage.from_on:
            began[stage.key] = stage.from_on
    return sorted(last.values(), key=lambda s: (began.get(s.key, date.max), s.pk))


def rules_found(kind: str, words: str = "") -> QuerySet[Rule]:
    """The dated rules of an election kind, of all times, that have all of the words."""
    rules = Rule.objects.filter(kind=kind)
    for word in search_words(words):
        rules = rules.filter(Q(name_id__icontains=word) | Q(name_en__icontains=word))
    return rules.order_by("name_id", "-valid_from")


def rules_on(kind: str, day: date) -> QuerySet[Rule]:
    """The dated rules of an election kind that hold on a day."""
    return Rule.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), kind=kind, valid_from__lte=day
    )


def rule_value(kind: str, key: str, day: date) -> Any | None:
    """The value of one rule on a day; None where no rule with a known value holds."""
    rule = rules_on(kind, day).filter(key=key).exclude(status="U").first()
    return rule.value if rule else None
