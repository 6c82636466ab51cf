"""Who is expected at a session: inviting, taking off, and calling it off."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sejuk.accounts.http import AccountRequest
from sejuk.crews.models import Seat
from sejuk.elections import clock
from sejuk.elections.models import PollingStation
from sejuk.training import services, session_words
from sejuk.training.models import Session
from sejuk.training.queries.candidates import CandidateCrew, candidate_crews
from sejuk.training.queries.seen import sessions_changed_by
from sejuk.training.queries.session_page import people_of
from sejuk.training.services import Edited

MOST_FAULTS = 3
"""More sentences than these are not read."""
KEY_DIGITS = 18
"""The longest key of a row."""
MOST_KEYS = 100
"""More seats than a button sends: a crew has nine."""


@require_http_methods(["GET", "HEAD", "POST"])
def session_invite(request: AccountRequest, pk: int) -> HttpResponse:
    """Add crews or single seats, those without a second session first; take off."""
    session = get_object_or_404(sessions_changed_by(request.user), pk=pk)
    at = clock.now(session.plan.election, session.venue.area)
    if request.method == "POST":
        _change(request, session)
        return redirect(_back_to(pk, request.POST))
    state = session_words.state_of(session, at)
    crews = candidate_crews(session, at) if state in {"draft", "announced"} else []
    context = {
        "area": session.venue.area,
        "session": session,
        "state": state,
        "when": session_words.when_and_where(session),
        **_sorted(crews),
    }
    context["free"] = session.seats - context["expected"]
    return render(request, "training/session_invite.html", context)


def _sorted(crews: list[CandidateCrew]) -> dict[str, Any]:
    """Crews by what can be done with them."""
    return {
        "invited": [crew for crew in crews if crew.invited],
        "wanted": sorted((c for c in crews if c.wanted), key=lambda c: c.is_far),
        "others": [crew for crew in crews if crew.others],
        "expected": sum(len(crew.invited) for crew in crews),
        "lacking": sum(len(crew.wanted) for crew in crews),
    }


def _change(request: AccountRequest, session: Session) -> None:
    """Do what the pressed button says, and tell what it breaks."""
    verb = next((name for name in _DOES if name in request.POST), "")
    if not verb:
        messages.error(request, _("Choose a crew or a seat first."))
        return
    at = clock.now(session.plan.election, session.venue.area)
    who: dict[str, Any] = {"by": request.user, "at": at}
    try:
        edited, said = _DOES[verb](session, _keys(request.POST, verb), who)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return
    messages.success(request, said)
    for fault in edited.faults[:MOST_FAULTS]:
        messages.warning(request, fault.text)


def _keys(said: QueryDict, name: str) -> list[int]:
    keys = str(said[name]).split(",", maxsplit=MOST_KEYS)[:MOST_KEYS]
    return [int(k) for k in keys if k.isdecimal() and len(k) <= KEY_DIGITS]


def _seats(session: Session, keys: list[int]) -> list[Seat]:
    """Seats of the plan's election and sub-district."""
    seats = Seat.objects.filter(
        pk__in=keys,
        station__election=session.plan.election,
        station__village__parent=session.plan.area,
    )
    return list(seats.select_related("station__village"))


def _station(session: Session, keys: list[int]) -> PollingStation:
    stations = PollingStation.objects.filter(
        election=session.plan.election, village__parent=session.plan.area
    ).select_related("village")
    return get_object_or_404(stations, pk=keys[0] if keys else 0)


Done = tuple[Edited, str]


def _invite(session: Session, keys: list[int], who: dict[str, Any]) -> Done:
    seats = _seats(session, keys)
    if not seats:
        raise Http404
    edited = services.invite(session, seats, **who)
    return edited, _("Invited: %(seats)s.") % {"seats": _said(seats)}


def _invite_crew(session: Session, keys: list[int], who: dict[str, Any]) -> Done:
    station = _station(session, keys)
    edited = services.invite_crew(session, station, **who)
    return edited, _("Invited: the crew of %(station)s.") % {"station": station}


def _take_off(session: Session, keys: list[int], who: dict[str, Any]) -> Done:
    seats = _seats(session, keys)
    if not seats:
        raise Http404
    edited = services.uninvite(session, seats, **who)
    return edited, _("Not expected any more: %(seats)s.") % {"seats": _said(seats)}


def _take_off_crew(session: Session, keys: list[int], who: dict[str, Any]) -> Done:
    station = _station(session, keys)
    edited = services.uninvite_crew(session, station, **who)
    words = _("Not expected any more: the crew of %(station)s.")
    return edited, words % {"station": station}


def _said(seats: list[Seat]) -> str:
    """Seats of one station as people say them: "Senakin TPS 2, seats 3, 4"."""
    numbers = ", ".join(str(seat.number) for seat in seats)
    return _("%(station)s, seat %(numbers)s") % {
        "station": seats[0].station,
        "numbers": numbers,
    }


_DOES: dict[str, Callable[[Session, list[int], dict[str, Any]], Done]] = {
    "seats": _invite,
    "crew": _invite_crew,
    "off": _take_off,
    "off_crew": _take_off_crew,
}


def _back_to(pk: int, said: QueryDict) -> str:
    href = reverse("training:session_invite", args=[pk])
    return f"{href}#others" if said.get("from") == "others" else href


@require_http_methods(["GET", "HEAD", "POST"])
def session_call_off(request: AccountRequest, pk: int) -> HttpResponse:
    """Say who has to be told, then call a session off."""
    session = get_object_or_404(sessions_changed_by(request.user), pk=pk)
    at = clock.now(session.plan.election, session.venue.area)
    if request.method == "POST":
        try:
            services.call_off(session, by=request.user, at=at)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The session is called off."))
        return redirect("training:session_detail", pk=pk)
    people = people_of(request.user, session, sees_everybody=False)
    context = {
        "area": session.venue.area,
        "session": session,
        "state": session_words.state_of(session, at),
        "when": session_words.when_and_where(session),
        "expected": people.expected,
        "told": session_words.told_of_call_off(session, people.crews),
    }
    return render(request, "training/session_call_off.html", context)
