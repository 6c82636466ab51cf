"""The next best actions in words, each with the page where it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sejuk.accounts.access import may_in
from sejuk.accounts.models import Account
from sejuk.domain.places.code import parent_of
from sejuk.domain.places.travel import Point, TravelRules, trip
from sejuk.domain.readiness.actions import Action, NextAction
from sejuk.domain.training.parameters import Organiser
from sejuk.places.models import Area
from sejuk.readiness.queries import AreaPicture, StationPicture
from sejuk.training.queries import ENOUGH, FreeSeats

MOST_NAMES = 3
"""Places named in a sentence; the others are counted."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One action as the page shows it.

    Attributes:
        sentence: what is missing, and where it can be had.
        verb, href: the button that leads to the doing; empty for those who may not.
        gain: readiness of the area that it brings (0..1).
    """

    sentence: str
    verb: str
    href: str
    gain: float

    @property
    def points(self) -> float:
        """What it brings, in percentage points."""
        return self.gain * 100


def advice(
    actions: Iterable[NextAction],
    seen: AreaPicture,
    free: Sequence[FreeSeats],
    reader: Account,
) -> list[Advice]:
    """Actions of a picture in words, in their order."""
    stations = {station.pk: station for station in seen.stations}
    return [
        _problems(action, seen, reader)
        if action.station is None
        else _station(action, stations[action.station], free, reader)
        for action in actions
    ]


def _problems(action: NextAction, seen: AreaPicture, reader: Account) -> Advice:
    names = {s.village.code: s.village.name for s in seen.stations}
    named = [names[code] for code in action.villages]
    where = ", ".join(named[:MOST_NAMES])
    if len(named) > MOST_NAMES:
        where = _("%(places)s and %(n)d more") % {
            "places": where,
            "n": len(named) - MOST_NAMES,
        }
    sentence = ngettext(
        "%(count)d problem is not settled: %(places)s.",
        "%(count)d problems are not settled: %(places)s.",
        action.count,
    ) % {"count": action.count, "places": where}
    code = seen.area.code
    if may_in(reader, "host_meeting", seen.area):
        href = reverse("meetings:agenda", args=[code])
        return Advice(sentence, _("To the agenda"), href, action.gain)
    href = reverse("problems:problem_list", args=[code]) + "?state=open"
    return Advice(sentence, _("Read"), href, action.gain)


def _station(
    action: NextAction,
    station: StationPicture,
    free: Sequence[FreeSeats],
    reader: Account,
) -> Advice:
    if action.action is Action.INVITE:
        return _invite(action, station, free, reader)
    named = {"station": f"{station.village.name} TPS {station.number}"}
    if action.action is Action.APPOINT_CHAIR:
        sentence, verb = _("%(station)s has no chair.") % named, _("Appoint")
    else:
        sentence = ngettext(
            "%(count)d seat of %(station)s is empty.",
            "%(count)d seats of %(station)s are empty.",
            action.count,
        ) % {"count": action.count, **named}
        verb = _("Fill seats")
    if not may_in(reader, "edit_crew", station.village):
        return Advice(sentence, "", "", action.gain)
    href = reverse("crews:station_crew", args=[station.pk])
    return Advice(sentence, verb, href, action.gain)


def _invite(
    action: NextAction,
    station: StationPicture,
    free: Sequence[FreeSeats],
    reader: Account,
) -> Advice:
    named = {
        "count": action.count,
        "station": f"{station.village.name} TPS {station.number}",
    }
    found = _nearest(station, free)
    may_plan = may_in(reader, "plan", station.village)
    if found is None:
        sentence = ngettext(
            "%(count)d officer of %(station)s has no second session in the plan.",
            "%(count)d officers of %(station)s have no second session in the plan.",
            action.count,
        )
        code = parent_of(station.village.code) or ""
        href = reverse("training:plan_detail", args=[code]) if may_plan else ""
        return Advice(sentence % named, _("To the plan"), href, action.gain)
    sentence = ngettext(
        "%(count)d officer of %(station)s has no second session:"
        " %(free)d seats are free on %(day)s in %(place)s.",
        "%(count)d officers of %(station)s have no second session:"
        " %(free)d seats are free on %(day)s in %(place)s.",
        action.count,
    )
    named |= {
        "free": found.free,
        "day": date_format(found.session.on, "j F"),
        "place": found.session.venue.area.name,
    }
    href = reverse("training:session_detail", args=[found.session.pk])
    return Advice(sentence % named, _("Invite"), href if may_plan else "", action.gain)


def _nearest(station: StationPicture, free: Sequence[FreeSeats]) -> FreeSeats | None:
    """The nearest session with free seats that would count for one who lacks one.

    A village's own session has room for its own officers only.
    """
    village = station.village
    days = [
        seat.next_day
        for seat in station.seats.values()
        if seat.planned < ENOUGH and seat.next_day is not None
    ]
    fitting = [
        f
        for f in free
        if days
        and f.session.on >= min(days)
        and (f.session.organiser != Organiser.SELF or _place(f).pk == village.pk)
    ]
    return min(
        fitting,
        key=lambda f: (_minutes(village, _place(f)), f.session.starts_at),
        default=None,
    )


def _place(free: FreeSeats) -> Area:
    return free.session.venue.area


def _minutes(start: Area, end: Area) -> float:
    """Minutes one way, ferries included; more than any while a point is missing."""
    if start.pk == end.pk:
        return 0.0
    if start.lat is None or start.lon is None or end.lat is None or end.lon is None:
        return float("inf")
    here = Point(start.lat, start.lon, start.landmass)
    there = Point(end.lat, end.lon, end.landmass)
    return trip(here, there, TravelRules()).minutes
