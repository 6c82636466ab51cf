"""Pages of halls: the list of an area, one hall, the days on which it is closed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sejuk.accounts.access import areas_where, may, may_in, visible
from sejuk.accounts.http import AccountRequest
from sejuk.accounts.models import Account
from sejuk.domain.places.level import Level
from sejuk.elections import clock
from sejuk.elections.forms import add_faults
from sejuk.elections.request import election_or_404
from sejuk.places.models import Area, Venue
from sejuk.places.queries import lies_in, with_path
from sejuk.training import services
from sejuk.training.forms.resources import ClosureForm, VenueForm
from sejuk.training.models import Session
from sejuk.training.queries.resources import announced_ahead, venues_in


@require_safe
def venue_list(request: AccountRequest, code: str) -> HttpResponse:
    """The halls of an area, with seats, rent and closed days."""
    area = get_object_or_404(with_path(visible(request.user, Area)), code=code)
    election = election_or_404(request)
    at = clock.now(election, area)
    venues = list(venues_in(request.user, area, election, at))
    in_use = [venue for venue in venues if venue.is_active]
    context = {
        "area": area,
        "venues": venues,
        "in_use": len(in_use),
        "seats": sum(venue.seats for venue in in_use),
        "may_edit": may_in(request.user, "edit_venues", area),
        "has_travel": area.level >= Level.SUB_DISTRICT,
    }
    return render(request, "training/venue_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def venue_new(request: AccountRequest, code: str) -> HttpResponse:
    """Add a hall to a village of an area."""
    area = get_object_or_404(with_path(visible(request.user, Area)), code=code)
    villages = _villages(request.user, area)
    if not villages.exists():
        raise Http404
    initial = {"area": area, "rent": 0} if area.level == Level.VILLAGE else {"rent": 0}
    form = VenueForm(request.POST or None, villages=villages, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            venue = services.save_venue(form.save(commit=False), by=request.user)
        except ValidationError as error:
            add_faults(form, error)
        else:
            messages.success(request, _("%(hall)s is added.") % {"hall": venue})
            return redirect("training:venue_edit", pk=venue.pk)
    status = 422 if form.is_bound else 200
    context = {"area": area, "form": form}
    return render(request, "training/venue_form.html", context, status=status)


def _villages(account: Account, area: Area) -> QuerySet[Area]:
    """The villages of an area in which an account keeps the halls."""
    return (
        areas_where(account, "edit_venues")
        .filter(lies_in(area), level=Level.VILLAGE, valid_to=None)
        .order_by("name")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def venue_edit(request: AccountRequest, pk: int) -> HttpResponse:
    """Correct a hall; its closed days stand below."""
    venue = _venue(request, pk)
    form = VenueForm(request.POST or None, instance=venue)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_venue(form.save(commit=False), by=request.user)
        except ValidationError as error:
            add_faults(form, error)
        else:
            messages.success(request, _("The hall is saved."))
            return redirect("training:venue_edit", pk=pk)
    return _venue_page(request, pk, {"form": form})


@require_POST
def venue_close(request: AccountRequest, pk: int) -> HttpResponse:
    """Say that a hall is closed on days."""
    venue = _venue(request, pk)
    form = ClosureForm(request.POST, today=_today(request, venue), prefix="closed")
    if not form.is_valid():
        return _venue_page(request, pk, {"closure_form": form})
    reason = form.cleaned_data["reason"]
    hit = services.close_venue(venue, form.days(), reason=reason, by=request.user)
    messages.success(request, _("The closed days are saved."))
    if hit:
        messages.warning(request, _sessions_to_move(hit))
    return redirect("training:venue_edit", pk=pk)


@require_POST
def venue_open(request: AccountRequest, pk: int) -> HttpResponse:
    """Say that a hall is open on a day after all."""
    venue = _venue(request, pk)
    try:
        on = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        messages.error(request, _("This is no day of the list."))
        return redirect("training:venue_edit", pk=pk)
    if services.open_venue(venue, [on], by=request.user):
        said = {"hall": venue, "on": date_format(on, "DATE_FORMAT")}
        messages.success(request, _("%(hall)s is open on %(on)s.") % said)
    return redirect("training:venue_edit", pk=pk)


def _venue(request: AccountRequest, pk: int) -> Venue:
    venues = may(request.user, "edit_venues", Venue)
    return get_object_or_404(
        venues.select_related("area__parent__parent__parent__parent"), pk=pk
    )


def _today(request: AccountRequest, venue: Venue) -> date:
    return clock.today(election_or_404(request), venue.area)


def _venue_page(
    request: AccountRequest, pk: int, forms: dict[str, Any]
) -> HttpResponse:
    venue = _venue(request, pk)
    election = election_or_404(request)
    at = clock.now(election, venue.area)
    is_bound = any(form.is_bound for form in forms.values())
    context = {
        "area": venue.area,
        "venue": venue,
        "form": VenueForm(instance=venue),
        "closure_form": ClosureForm(today=at.date(), prefix="closed"),
        "closures": list(venue.closures.filter(on__gte=at.date())),
        "sessions": list(announced_ahead(election, at).filter(venue=venue)),
        **forms,
    }
    status = 422 if is_bound else 200
    return render(request, "training/venue_form.html", context, status=status)


def _sessions_to_move(sessions: list[Session]) -> str:
    days = ", ".join(date_format(on, "j F") for on in sorted({s.on for s in sessions}))
    return ngettext(
        "%(n)d announced session is there then (%(days)s). Move it in the plan.",
        "%(n)d announced sessions are there then (%(days)s). Move them in the plan.",
        len(sessions),
    ) % {"n": len(sessions), "days": days}
