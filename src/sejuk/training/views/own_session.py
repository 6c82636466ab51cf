"""A village's own session (swadaya), announced at once."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sejuk.accounts.access import areas_where, may_in
from sejuk.accounts.http import AccountRequest
from sejuk.domain.places.level import Level
from sejuk.domain.training.parameters import Parameters
from sejuk.elections import clock
from sejuk.elections.forms import add_faults
from sejuk.elections.models import Election
from sejuk.elections.queries import Calendar, calendar_on
from sejuk.elections.request import election_or_404
from sejuk.places.models import Area
from sejuk.places.queries import with_path
from sejuk.training import services
from sejuk.training.forms.own_session import OwnSessionForm
from sejuk.training.models import Session
from sejuk.training.queries.own_sessions import (
    halls_of,
    village_crews,
    village_seats,
)

MOST_FAULTS = 3


@require_http_methods(["GET", "HEAD", "POST"])
def self_organised_new(request: AccountRequest, code: str) -> HttpResponse:
    """Add a session that the village holds for its own officers."""
    villages = areas_where(request.user, "add_self_organised")
    village = get_object_or_404(with_path(villages), code=code, level=Level.VILLAGE)
    election = election_or_404(request)
    at = clock.now(election, village)
    calendar = calendar_on(election, at.date())
    crews = village_crews(village, election, at, calendar)
    halls = list(halls_of(village))
    form = OwnSessionForm(
        request.POST or None,
        initial={"slot": 1, "seats": [s.seat.pk for c in crews for s in c.lacking]},
        halls=halls,
        seats=village_seats(village, election),
        slots=_slots(),
        days=_days(at.date(), calendar),
    )
    if request.method == "POST" and form.is_valid():
        session = _added(request, form, village, election)
        if session is not None:
            return redirect("training:session_detail", pk=session.pk)
    context = {
        "area": village,
        "form": form,
        "crews": crews,
        "halls": halls,
        "ticked": form.ticked(),
        "lacking": sum(len(crew.lacking) for crew in crews),
        "may_add_hall": may_in(request.user, "edit_venues", village),
    }
    status = 422 if form.is_bound else 200
    return render(request, "training/own_session_form.html", context, status=status)


def _days(today: date, calendar: Calendar | None) -> tuple[date, date | None]:
    """The first and the last day that can be chosen; None while that is unknown."""
    poll = calendar.voting_on if calendar else None
    return today, poll - timedelta(days=1) if poll else None


def _slots() -> list[tuple[int, str]]:
    """The times of a day with their hours: "morning, 09.00–12.00"."""
    return [
        (
            number,
            _("%(slot)s, %(starts)s–%(ends)s")
            % {
                "slot": Session.Slot(number).label,
                "starts": time_format(hours.starts, "TIME_FORMAT"),
                "ends": time_format(hours.ends, "TIME_FORMAT"),
            },
        )
        for number, hours in enumerate(Parameters().slots, 1)
    ]


def _added(
    request: AccountRequest, form: OwnSessionForm, village: Area, election: Election
) -> Session | None:
    """The session, announced; None where the form now says what is wrong."""
    at = clock.now(election, village)
    who: dict[str, Any] = {"by": request.user, "at": at}
    try:
        edited = services.add_self_organised(
            village, election, form.place(), form.invited(), **who
        )
    except ValidationError as error:
        add_faults(form, error)
        return None
    messages.success(
        request, _("The session is announced. Tell those who are invited.")
    )
    for fault in edited.faults[:MOST_FAULTS]:
        messages.warning(request, fault.text)
    return edited.session
