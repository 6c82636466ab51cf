"""Stages and rules as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sejuk.elections.models import Rule, Stage
from sejuk.elections.queries import Calendar
from sejuk.elections.words import citations, value_in_words


@dataclass(frozen=True, slots=True)
class ShownStage:
    """One stage and where it stands on a day.

    Attributes:
        stage: the row.
        state: "past", "now", "future" or "unknown".
        words: the same in words: "in 3 days".
    """

    stage: Stage
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownStages:
    """The stages of a calendar: what is ahead first, what is past apart."""

    ahead: list[ShownStage]
    past: list[ShownStage]


def shown_stages(calendar: Calendar, today: date) -> ShownStages:
    """The stages of a calendar in order of time, those without days last."""
    stages = sorted(
        calendar.stages, key=lambda s: (s.from_on or date.max, s.to_on or date.max)
    )
    shown = [ShownStage(stage, *_standing(stage, today)) for stage in stages]
    return ShownStages(
        ahead=[stage for stage in shown if stage.state != "past"],
        past=[stage for stage in shown if stage.state == "past"],
    )


def _standing(stage: Stage, today: date) -> tuple[str, str]:
    first, last = stage.from_on or stage.to_on, stage.to_on or stage.from_on
    if first is None or last is None:
        return "unknown", _("no days at present")
    if last < today:
        return "past", _("past")
    if first <= today:
        left = (last - today).days
        if not left:
            return "now", _("today is the last day")
        words = ngettext("now, %(n)d more day", "now, %(n)d more days", left)
        return "now", words % {"n": left}
    days = (first - today).days
    return "future", ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


@dataclass(frozen=True, slots=True)
class ShownRule:
    """One dated rule as it may be shown: without value and citation while unconfirmed.

    Attributes:
        rule: the row.
        value: its value with the unit, or "".
        cites: where it stands.
        holds: whether it holds on the day.
    """

    rule: Rule
    value: str
    cites: list[str]
    holds: bool


def shown_rules(rules: Iterable[Rule], today: date) -> list[ShownRule]:
    """Rules with what may be said of them."""
    return [
        ShownRule(rule, value_in_words(rule), citations(rule), _holds(rule, today))
        for rule in rules
    ]


def _holds(rule: Rule, today: date) -> bool:
    return rule.valid_from <= today and (
        rule.valid_to is None or rule.valid_to >= today
    )
