"""The page on which a seat is given, left, or passed on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sejuk.accounts.access import may
from sejuk.accounts.http import AccountRequest
from sejuk.crews import queries, services
from sejuk.crews.forms import LeaveForm, MoveForm, ReplaceForm, TakeForm
from sejuk.crews.models import Holding, Seat
from sejuk.elections import clock
from sejuk.elections.forms import add_faults


@require_http_methods(["GET", "HEAD", "POST"])
def seat_edit(request: AccountRequest, pk: int) -> HttpResponse:
    """Give an empty seat; or replace, move or note as gone whoever holds it."""
    seats = may(request.user, "edit_crew", Seat).select_related(
        "station__village", "station__election"
    )
    seat = get_object_or_404(seats, pk=pk)
    holding = seat.holdings.filter(to_on=None).select_related("person").first()
    forms = _forms(request, seat, holding)
    wish = request.POST.get("wish", "")
    if wish in forms and forms[wish].is_valid():
        try:
            told = _DOES[wish](seat, holding, forms[wish], request)
        except ValidationError as error:
            add_faults(forms[wish], error)
        else:
            messages.success(request, told)
            return redirect("crews:station_crew", pk=seat.station_id)
    context = {
        "area": seat.station.village,
        "seat": seat,
        "holding": holding,
        "earlier": seat.holdings.exclude(to_on=None)
        .select_related("person")
        .order_by("-to_on", "-pk"),
        "wish": wish,
        **{f"{name}_form": form for name, form in forms.items()},
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "crews/seat_form.html", context, status=status)


def _forms(
    request: AccountRequest, seat: Seat, holding: Holding | None
) -> dict[str, Form]:
    """What can be done with a seat; the one that was sent has what was typed."""
    village, election = seat.station.village, seat.station.election
    today = clock.today(election, village)
    who: dict[str, Any] = {
        "village": village,
        "free": queries.without_seat(request.user, village),
    }

    def given(wish: str) -> Any:
        return request.POST if request.POST.get("wish") == wish else None

    if holding is None:
        take = TakeForm(given("take"), initial={"from_on": today}, **who)
        return {"take": take}
    on: dict[str, Any] = {"initial": {"on": today}}
    empty = queries.empty_seats(request.user, seat.station)
    return {
        "replace": ReplaceForm(given("replace"), prefix="replace", **on, **who),
        "leave": LeaveForm(given("leave"), prefix="leave", **on),
        "move": MoveForm(given("move"), prefix="move", empty=empty, **on),
    }


def _take(
    seat: Seat, _holding: Holding | None, form: Any, request: AccountRequest
) -> str:
    holding = services.seat_person(
        seat, form.who(), from_on=form.cleaned_data["from_on"], by=request.user
    )
    return _("%(name)s has the seat.") % {"name": holding.person.name}


def _replace(
    seat: Seat, _holding: Holding | None, form: Any, request: AccountRequest
) -> str:
    new = services.replace_officer(seat, form.who(), form.leaving(), by=request.user)
    return _("%(name)s has the seat now.") % {"name": new.person.name}


def _leave(
    seat: Seat, holding: Holding | None, form: Any, request: AccountRequest
) -> str:
    services.leave_seat(seat, form.leaving(), by=request.user)
    return _("The seat is empty.")


def _move(
    _seat: Seat, holding: Holding | None, form: Any, request: AccountRequest
) -> str:
    if holding is None:
        raise ValidationError(_("Nobody holds this seat any more."))
    new = services.move_officer(
        holding.person, form.cleaned_data["to"], form.leaving(), by=request.user
    )
    return _("%(name)s is moved.") % {"name": new.person.name}


_DOES: dict[str, Callable[[Seat, Holding | None, Any, AccountRequest], str]] = {
    "take": _take,
    "replace": _replace,
    "leave": _leave,
    "move": _move,
}
