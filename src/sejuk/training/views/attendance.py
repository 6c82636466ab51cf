"""Ticking who came: whole crews, single persons, and who was not expected."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sejuk.accounts.http import AccountRequest
from sejuk.crews.models import Person
from sejuk.elections import clock
from sejuk.elections.models import PollingStation
from sejuk.training import services, session_words
from sejuk.training.models import Session
from sejuk.training.queries.people_found import FEWEST_LETTERS, people_found
from sejuk.training.queries.seen import sees_who_came, sessions_recorded_by
from sejuk.training.queries.session_page import SessionPeople, people_of

KEY_DIGITS = 18
"""The longest key of a row."""
LONGEST_WORDS = 200
"""Of a name that is looked up; what is longer fits no address."""


@require_http_methods(["GET", "HEAD", "POST"])
def session_attendance(request: AccountRequest, pk: int) -> HttpResponse:
    """Say who came; every button works alone, and again to correct."""
    session = get_object_or_404(sessions_recorded_by(request.user), pk=pk)
    is_swap = bool(request.headers.get("HX-Request"))
    told = fault = ""
    if request.method == "POST":
        try:
            told = _recorded(request, session)
        except ValidationError as error:
            fault = " ".join(error.messages)
        if not is_swap:
            (messages.error if fault else messages.success)(request, fault or told)
            return redirect(_back_to(pk, request.POST))
    context = {**_page(request, session), "told": told, "fault": fault}
    part = "_attendance" if is_swap else "session_attendance"
    return render(request, f"training/{part}.html", context)


def _page(request: AccountRequest, session: Session) -> dict[str, Any]:
    at = clock.now(session.plan.election, session.venue.area)
    people = people_of(request.user, session, sees_everybody=True)
    asked = request.POST if request.method == "POST" else request.GET
    words = asked.get("words", "").strip()
    return {
        "area": session.venue.area,
        "session": session,
        "state": session_words.state_of(session, at),
        "when": session_words.when_and_where(session),
        "people": people,
        "beyond": max(0, people.came - session.seats),
        "sees_all_names": sees_who_came(request.user, session.plan.area),
        "words": words,
        "is_too_short": 0 < len(words) < FEWEST_LETTERS,
        "found": people_found(request.user, session, words, _on_list(people)),
    }


def _on_list(people: SessionPeople) -> set[int]:
    lines = [*people.others, *(line for crew in people.crews for line in crew.lines)]
    return {line.person_id for line in lines if line.person_id is not None}


def _recorded(request: AccountRequest, session: Session) -> str:
    """Do what the pressed button says; gives the sentence that tells it."""
    at = clock.now(session.plan.election, session.venue.area)
    who: dict[str, Any] = {"by": request.user, "at": at}
    said = request.POST
    if "crew" in said:
        stations = PollingStation.objects.filter(
            seats__invitations__session=session
        ).distinct()
        station = get_object_or_404(stations, pk=_key(said, "crew"))
        recorded = services.record_whole_crew(session, station, **who)
        return f"{station}: {recorded.in_words()}"
    if "absent" in said:
        person = _person(request, session, _key(said, "absent"))
        services.correct_attendance(session, person, False, **who)
        return _("%(name)s did not come.") % {"name": person.name}
    person = _person(request, session, _key(said, "came"))
    recorded = services.record_attendance(session, [person], **who)
    return f"{person.name}: {recorded.in_words()}"


def _key(said: QueryDict, name: str) -> int:
    """The key that a button sends; 0 where it sends none."""
    value = said.get(name, "")
    return int(value) if value.isdecimal() and len(value) <= KEY_DIGITS else 0


def _person(request: AccountRequest, session: Session, pk: int) -> Person:
    """Somebody on the session's list, or found by name on the page."""
    people = people_of(request.user, session, sees_everybody=True)
    known = _on_list(people)
    if pk not in known:
        found = people_found(request.user, session, request.POST.get("words", ""))
        known = {each.person.pk for each in found}
    if pk not in known:
        raise ValidationError(_("Choose somebody from the list, or look up the name."))
    return get_object_or_404(Person, pk=pk)


def _back_to(pk: int, said: QueryDict) -> str:
    """The page again, at the crew where the button was pressed."""
    href = reverse("training:session_attendance", args=[pk])
    if words := str(said.get("words", ""))[:LONGEST_WORDS]:
        href += "?" + urlencode({"words": words})
    at = said.get("from", "")
    return f"{href}#tps-{at}" if at.isdecimal() else f"{href}#attendance"
