"""Tags and filters for pages: `{% load web %}`. `docs/pages.md` shows each in use."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils.translation import gettext as _

from sejuk.places.models import Area
from sejuk.web import figures, parts, svg
from sejuk.web.context import Frame

register = template.Library()

register.filter("percent", figures.percent)
register.filter("share", figures.share_in_words)
register.filter("rupiah", figures.rupiah)
register.filter("wita", figures.time_of_day)
register.filter("day_short", figures.day_short)
register.filter("shade", svg.shade_of)

_SIGNS = {"notice": "!", "fault": "×", "done": "✓", "draft": "", "plain": ""}
_STATUS_SHOWN_PLAINLY = frozenset("VB")
_BY_MESSAGE_LEVEL = {"success": "done", "warning": "notice", "error": "fault"}


@register.inclusion_tag("web/parts/_menu.html", takes_context=True)
def frame_menu(context: Context) -> dict[str, Any]:
    """The left column; a bottom bar on a phone."""
    frame = context.get("frame")
    entries = frame.menu(_area(context)) if isinstance(frame, Frame) else []
    return {"entries": entries, "further": entries[4:]}


@register.inclusion_tag("web/parts/_path.html", takes_context=True)
def frame_path(context: Context) -> dict[str, Any]:
    """The area's path in the header line."""
    frame = context.get("frame")
    return {"steps": frame.path(_area(context)) if isinstance(frame, Frame) else []}


def _area(context: Context) -> Area | None:
    area = context.get("area")
    return area if isinstance(area, Area) else None


@register.inclusion_tag("web/parts/_badge.html")
def badge(kind: str, words: object) -> dict[str, Any]:
    """A word with its sign: kind is notice, fault, done, draft or plain.

    Raises:
        KeyError: if there is no such kind.
    """
    return {"kind": kind, "sign": _SIGNS[kind], "words": words}


@register.inclusion_tag("web/parts/_fact_mark.html")
def fact_mark(status: str) -> dict[str, Any]:
    """How far a fact is verified; nothing for V and B, which are said plainly."""
    return {"status": "" if status in _STATUS_SHOWN_PLAINLY else status}


@register.filter
def whole_percent(share: float | None) -> str:
    """`0.41` as "41", for places where the sign stands elsewhere."""
    return "–" if share is None else str(figures.whole_percent(share))


@register.filter
def may_be_said(status: str) -> bool:
    """Whether a fact of this status may be shown as an answer: never U."""
    return status in {"V", "B", "S", "A"}


@register.filter
def message_kind(tags: str) -> str:
    """The kind of notice for the level of a message."""
    return _BY_MESSAGE_LEVEL.get(tags.split(" ")[-1], "plain")


@register.inclusion_tag("web/parts/_shade.html")
def shade(value: float | None, is_blocked: bool = False) -> dict[str, Any]:
    """A readiness (0..1) as a number on its shade."""
    return {
        "shade": svg.shade_of(value),
        "words": figures.percent(value),
        "is_blocked": is_blocked,
    }


@register.inclusion_tag("web/parts/_bar.html")
def bar(count: float, of: float, words: str = "") -> dict[str, Any]:
    """A short bar with its value as text beside it."""
    shown = words or f"{figures.number(count)}/{figures.number(of)}"
    return {"width": svg.bar_width(count, of), "words": shown}


@register.inclusion_tag("web/parts/_measure.html")
def measure(
    name: str, count: int, of: int, href: str = "", planned: int | None = None
) -> dict[str, Any]:
    """One line of `<div class="measures">`: name, count, bar, and what is planned."""
    return {
        "name": name,
        "count": count,
        "of": of,
        "href": href,
        "planned": planned,
        "width": svg.bar_width(count, of),
        "planned_width": svg.bar_width(planned or 0, of),
    }


@register.inclusion_tag("web/parts/_map.html")
def area_map(
    shapes: Sequence[svg.Shape], label: str, key: str = "map"
) -> dict[str, Any]:
    """A readiness map; `key` sets its ids apart where a page has two."""
    drawing = svg.draw_map(shapes)
    return {
        "drawing": drawing,
        "label": label,
        "key": key,
        "has_links": any(area.href for area in drawing.areas),
    }


@register.inclusion_tag("web/parts/_ways.html")
def ways(
    measures: Iterable[parts.Way], then_name: str = "", now_name: str = ""
) -> dict[str, Any]:
    """A plan beside last time's way: values as text, and two dots a measure."""
    return {
        "ways": parts.drawn_ways(measures),
        "then_name": then_name or _("Last time's way"),
        "now_name": now_name or _("This plan"),
    }


@register.inclusion_tag("web/parts/_calendar.html", takes_context=True)
def session_calendar(
    context: Context,
    rows: Iterable[parts.CalendarRow],
    days: Iterable[date],
    entries: Iterable[parts.CalendarEntry],
    label: str,
) -> dict[str, Any]:
    """Sessions as rows and days; a list by day on a phone."""
    frame = context.get("frame")
    today = frame.today if isinstance(frame, Frame) else None
    return {
        "calendar": parts.calendar_of(rows, days, entries, today),
        "label": label,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("web/parts/_field.html")
def field(bound: BoundField, **attributes: Any) -> dict[str, Any]:
    """A form field: label, help, fault at the field, control."""
    widget = bound.field.widget
    return {
        "field": bound,
        "control": bound.as_widget(attrs=_attributes(attributes)),
        "is_tick": getattr(widget, "input_type", "") == "checkbox"
        and not hasattr(widget, "choices"),
        "is_group": bound.use_fieldset,
    }


def _attributes(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name.replace("_", "-"): value for name, value in given.items()}


@register.inclusion_tag("web/parts/_fields.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form, with the faults that belong to none of them on top."""
    return {"form": form}


@register.inclusion_tag("web/parts/_pages.html", takes_context=True)
def pages(context: Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Earlier and later pages of a long list; keeps what is filtered."""
    request = context.get("request")
    query = request.GET if isinstance(request, HttpRequest) else QueryDict()

    def address(number: int) -> str:
        changed = query.copy()
        changed[name] = str(number)
        return f"?{changed.urlencode()}"

    return {
        "page": page,
        "earlier": address(page.previous_page_number()) if page.has_previous() else "",
        "later": address(page.next_page_number()) if page.has_next() else "",
    }
