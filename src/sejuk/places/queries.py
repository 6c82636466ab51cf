"""Reads about places."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from sejuk.domain.places.code import NATION, path_of
from sejuk.domain.places.level import Level
from sejuk.places.models import Area


def lies_in(area: Area, relation: str = "") -> Q:
    """Whatever `relation` leads to lies in an area: there or anywhere under it.

    A range of codes, not a prefix match: an index serves it on both databases
    ("/" is the character after ".").
    """
    return lies_in_code(area.code, relation)


def lies_in_code(code: str, relation: str = "") -> Q:
    """The same as `lies_in`, by the code alone."""
    return codes_in(code, f"{relation}__code" if relation else "code")


def codes_in(code: str, column: str) -> Q:
    """Rows whose column holds a code that lies in the area of this code."""
    if code == NATION:
        return Q()
    return Q(**{f"{column}__gte": code, f"{column}__lt": f"{code}/"})


def areas_above(area: Area) -> list[Area]:
    """The areas from the province down to the one above, outermost first.

    Costs no query for an area that came `with_path`.
    """
    if not _has_path(area):
        codes = path_of(area.code)[:-1]
        return list(Area.objects.filter(code__in=codes).order_by("level"))
    above: list[Area] = []
    while area.parent is not None and area.parent.level > Level.NATION:
        area = area.parent
        above.insert(0, area)
    return above


def with_path(areas: QuerySet[Area]) -> QuerySet[Area]:
    """Areas together with those above them, in one query."""
    return areas.select_related("parent__parent__parent__parent")


def _has_path(area: Area) -> bool:
    step: Area | None = area
    while step is not None and step.level > Level.PROVINCE:
        if not Area.parent.is_cached(step):
            return False
        step = step.parent
    return True


def areas_below(area: Area, level: int) -> QuerySet[Area]:
    """The areas of one level in an area, by code."""
    return Area.objects.filter(lies_in(area), level=level).order_by("code")


def names_by_code(codes: Iterable[str]) -> dict[str, str]:
    """What the areas with these codes are called."""
    return dict(Area.objects.filter(code__in=set(codes)).values_list("code", "name"))


def valid_on(day: date, relation: str = "") -> Q:
    """Whatever `relation` leads to is an area whose code holds on a day."""
    prefix = f"{relation}__" if relation else ""
    begun = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})
    not_over = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day})
    return begun & not_over
