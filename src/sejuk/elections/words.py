"""Values of dated rules as people read them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sejuk.elections.models import Rule

_COUNTS: dict[str, Callable[[int], str]] = {
    "voters": lambda n: ngettext("%(n)s voter", "%(n)s voters", n),
    "ballots": lambda n: ngettext("%(n)s ballot", "%(n)s ballots", n),
    "persons": lambda n: ngettext("%(n)s person", "%(n)s persons", n),
    "pieces": lambda n: ngettext("%(n)s piece", "%(n)s pieces", n),
    "years": lambda n: ngettext("%(n)s year", "%(n)s years", n),
    "days": lambda n: ngettext("%(n)s day", "%(n)s days", n),
    "working_days": lambda n: ngettext("%(n)s working day", "%(n)s working days", n),
    "days_before": lambda n: ngettext(
        "%(n)s day before the voting day", "%(n)s days before the voting day", n
    ),
    "days_after": lambda n: ngettext(
        "%(n)s day after the voting day", "%(n)s days after the voting day", n
    ),
    "minutes": lambda n: ngettext("%(n)s minute", "%(n)s minutes", n),
}


def value_in_words(rule: Rule) -> str:
    """The value of a rule with its unit; "" where it has none to show."""
    value: Any = rule.value
    if rule.status == "U" or value is None:
        return ""
    if isinstance(value, dict):
        return _by_size(value)
    if rule.unit in {"days_before", "days_after"} and not value:
        return _("on the voting day")
    if rule.unit in _COUNTS:
        return _COUNTS[rule.unit](int(value)) % {"n": _number(value)}
    return _MEASURES.get(rule.unit, str)(value)


def citations(rule: Rule) -> list[str]:
    """Where a rule stands, "PKPU 6/2020, Pasal 21(4)" each; else who says so."""
    if rule.status == "U":
        return []
    cited = [
        ", ".join(filter(None, [cite["regulation"], cite.get("article")]))
        for cite in rule.cites
    ]
    return cited or [_("source: %(name)s") % {"name": name} for name in rule.sources]


def _number(value: float) -> str:
    whole = float(value).is_integer()
    return number_format(int(value) if whole else value, force_grouping=True)


def _by_size(value: dict[str, Any]) -> str:
    return _("%(least)s; %(then)s above %(voters)s voters") % {
        "least": _number(value["default"]),
        "then": _number(value["then"]),
        "voters": _number(value["above_voters"]),
    }


def _dates(value: list[str]) -> str:
    days = [date_format(date.fromisoformat(day), "j F Y") for day in value]
    return " – ".join(days)


_MEASURES: dict[str, Callable[[Any], str]] = {
    "share": lambda value: f"{_number(value * 100)}\N{NO-BREAK SPACE}%",
    "local_time": lambda value: (
        _("%(time)s local time") % {"time": value.replace(":", ".")}
    ),
    "dates": _dates,
    "direction": lambda value: _("rounded up") if value == "up" else _("rounded down"),
    "celsius": lambda value: f"{_number(value)} °C",
    "metres": lambda value: f"{_number(value)} m",
    "rupiah": lambda value: f"Rp\N{NO-BREAK SPACE}{_number(value)}",
}
