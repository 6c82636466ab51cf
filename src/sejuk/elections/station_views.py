"""Pages on which a committee adds and corrects polling stations."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sejuk.accounts.access import areas_where, may, visible
from sejuk.accounts.http import AccountRequest
from sejuk.accounts.models import Account
from sejuk.domain.places.level import Level
from sejuk.elections import services
from sejuk.elections.forms import StationForm, add_faults
from sejuk.elections.models import PollingStation
from sejuk.elections.request import election_or_404
from sejuk.places.models import Area
from sejuk.places.queries import lies_in, with_path


@require_http_methods(["GET", "HEAD", "POST"])
def station_new(request: AccountRequest, code: str) -> HttpResponse:
    """Add a polling station to a village of an area."""
    election = election_or_404(request)
    area = get_object_or_404(with_path(visible(request.user, Area)), code=code)
    villages = _villages(request.user, area)
    if not villages.exists():
        raise Http404
    initial = {"village": area} if area.level == Level.VILLAGE else None
    form = StationForm(request.POST or None, villages=villages, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            station = services.add_station(election, form.facts(), by=request.user)
        except ValidationError as error:
            add_faults(form, error)
        else:
            messages.success(request, _("%(station)s is added.") % {"station": station})
            return redirect("elections:station_edit", pk=station.pk)
    return _form_page(request, form, {"area": area})


@require_http_methods(["GET", "HEAD", "POST"])
def station_edit(request: AccountRequest, pk: int) -> HttpResponse:
    """Correct a polling station."""
    stations = may(request.user, "edit_stations", PollingStation)
    station = get_object_or_404(stations.select_related("village", "election"), pk=pk)
    form = StationForm(
        request.POST or None,
        villages=Area.objects.filter(pk=station.village_id),
        initial={
            "village": station.village,
            "number": station.number,
            "place": station.place,
            "voters": station.voters,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_station(station, form.facts(), by=request.user)
        except ValidationError as error:
            add_faults(form, error)
        else:
            messages.success(request, _("The polling station is saved."))
            return redirect("elections:station_edit", pk=pk)
    return _form_page(request, form, {"area": station.village, "station": station})


def _villages(account: Account, area: Area) -> QuerySet[Area]:
    """The villages of an area in which an account keeps the stations."""
    return areas_where(account, "edit_stations").filter(
        lies_in(area), level=Level.VILLAGE
    )


def _form_page(
    request: AccountRequest, form: StationForm, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context["form"] = form
    return render(request, "elections/station_form.html", context, status=status)
