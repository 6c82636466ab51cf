"""The picture of an area and of a station: how ready, what blocks, what next."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sejuk.accounts.access import sees_all_of, visible
from sejuk.accounts.http import AccountRequest
from sejuk.domain.places.level import Level
from sejuk.elections import clock
from sejuk.elections.models import PollingStation
from sejuk.elections.request import election_or_404
from sejuk.places.models import Area
from sejuk.places.queries import with_path
from sejuk.readiness.advice import Advice, advice
from sejuk.readiness.queries import (
    AreaPicture,
    actions_of,
    picture,
)
from sejuk.training.queries import free_seats, sessions_for_station


@dataclass(frozen=True, slots=True)
class Shape:
    """One area on the map."""

    name: str
    geometry: dict[str, Any] | None
    lon: float | None
    lat: float | None
    value: float | None
    href: str
    is_blocked: bool


@require_safe
def area_detail(request: AccountRequest, code: str) -> HttpResponse:
    """How ready an area is: the sentence, what next, the map, what makes it up."""
    area = get_object_or_404(with_path(visible(request.user, Area)), code=code)
    seen, actions = _seen(request, area)
    context = {
        "area": area,
        "seen": seen,
        "actions": actions[:3],
        "action_count": len(actions),
        "shapes": [_shape(part) for part in seen.parts],
        "days_left": _days_left(request, seen),
        "is_village": area.level >= Level.VILLAGE,
    }
    return render(request, "readiness/area_detail.html", context)


@require_safe
def action_list(request: AccountRequest, code: str) -> HttpResponse:
    """Everything that would raise an area's readiness, most first."""
    area = get_object_or_404(with_path(visible(request.user, Area)), code=code)
    seen, actions = _seen(request, area)
    context = {"area": area, "seen": seen, "actions": actions}
    return render(request, "readiness/action_list.html", context)


@require_safe
def station_detail(request: AccountRequest, pk: int) -> HttpResponse:
    """How ready one station is, seat by seat, and its sessions."""
    election = election_or_404(request)
    stations = visible(request.user, PollingStation).filter(election=election)
    station = get_object_or_404(
        stations.select_related("village__parent__parent__parent__parent"), pk=pk
    )
    at = clock.now(election, station.village)
    village = picture(election, station.village, at)
    found = next((s for s in village.stations if s.pk == station.pk), None)
    context = {
        "area": station.village,
        "station": station,
        "seen": found,
        "village": village,
        "sessions": sessions_for_station(station),
        "sees_village": sees_all_of(request.user, station.village),
    }
    return render(request, "readiness/station_detail.html", context)


def _seen(request: AccountRequest, area: Area) -> tuple[AreaPicture, list[Advice]]:
    election = election_or_404(request)
    at = clock.now(election, area)
    seen = picture(election, area, at)
    free = free_seats(area, election, at) if seen.counts.short else []
    return seen, advice(actions_of(seen), seen, free, request.user)


def _days_left(request: AccountRequest, seen: AreaPicture) -> int | None:
    """Days to the voting day; None while it is not known."""
    if seen.voting_on is None:
        return None
    return (seen.voting_on - clock.today(election_or_404(request), seen.area)).days


def _shape(part: AreaPicture) -> Shape:
    area = part.area
    return Shape(
        name=area.name,
        geometry=area.boundary,
        lon=area.lon,
        lat=area.lat,
        value=part.readiness,
        href=reverse("readiness:area_detail", args=[area.code]),
        is_blocked=part.is_blocked,
    )
