"""The page on which people say how long the ways between villages take."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sejuk.accounts.access import may_in, visible
from sejuk.accounts.http import AccountRequest
from sejuk.domain.places.level import Level
from sejuk.places.models import Area
from sejuk.places.queries import with_path
from sejuk.training import services
from sejuk.training.forms.resources import TravelForm
from sejuk.training.queries.resources import Way, villages_of, ways_from


@require_http_methods(["GET", "HEAD", "POST"])
def travel_list(request: AccountRequest, code: str) -> HttpResponse:
    """The ways from one village of a sub-district to the others, to be corrected."""
    area, origin, villages = _place(request, code)
    ways = ways_from(origin, villages)
    may_edit = may_in(request.user, "edit_venues", area)
    if request.method == "POST" and not may_edit:
        raise Http404
    form = TravelForm(request.POST or None, ways=ways) if may_edit else None
    if form and request.method == "POST" and form.is_valid():
        try:
            changed = services.say_travel(origin, form.minutes(), by=request.user)
        except ValidationError as error:
            form.add_faults(error)
        else:
            messages.success(request, _said(changed))
            address = reverse("training:travel_list", args=[area.code])
            return redirect(f"{address}?from={origin.code}")
    context = {
        "area": area,
        "origin": origin,
        "villages": villages,
        "lines": _lines(ways, form),
        "known": sum(way.known is not None for way in ways),
        "farthest": ways[-1] if ways and ways[-1].minutes is not None else None,
        "form": form,
    }
    status = 422 if form and form.is_bound else 200
    return render(request, "training/travel_list.html", context, status=status)


def _place(request: AccountRequest, code: str) -> tuple[Area, Area, list[Area]]:
    """The sub-district, the village that the ways begin at, and all its villages."""
    area = get_object_or_404(with_path(visible(request.user, Area)), code=code)
    if area.level < Level.SUB_DISTRICT:
        raise Http404(_("Ways are kept sub-district by sub-district."))
    above = area if area.level == Level.SUB_DISTRICT else area.parent
    villages = villages_of(above or area)
    if area.level == Level.VILLAGE:
        return area, area, villages
    wanted = request.GET.get("from", "")
    origin = next((v for v in villages if v.code == wanted), None)
    if not villages or (wanted and origin is None):
        raise Http404(_("This sub-district has no such village."))
    return area, origin or villages[0], villages


def _lines(ways: list[Way], form: TravelForm | None) -> list[dict[str, object]]:
    return [{"way": way, "field": form.field_of(way) if form else None} for way in ways]


def _said(changed: int) -> str:
    if not changed:
        return _("Nothing was changed.")
    return ngettext(
        "%(n)d way is saved. The next plan reckons with it.",
        "%(n)d ways are saved. The next plan reckons with them.",
        changed,
    ) % {"n": changed}
