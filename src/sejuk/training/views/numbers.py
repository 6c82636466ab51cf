"""The numbers that a sub-district plans with: what each means and where it is from."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sejuk.accounts.access import areas_where
from sejuk.accounts.http import AccountRequest
from sejuk.domain.places.level import Level
from sejuk.elections import clock
from sejuk.elections.forms import add_faults
from sejuk.elections.request import election_or_404
from sejuk.places.queries import areas_below, with_path
from sejuk.training import queries, services
from sejuk.training.forms.numbers import NumbersForm
from sejuk.training.models import PlanSetting
from sejuk.training.queries.usual import usual_numbers


@require_http_methods(["GET", "HEAD", "POST"])
def plan_settings(request: AccountRequest, code: str) -> HttpResponse:
    """Look at the numbers, and change them."""
    areas = with_path(areas_where(request.user, "plan"))
    area = get_object_or_404(areas, code=code, level=Level.SUB_DISTRICT)
    election = election_or_404(request)
    setting = queries.plan_setting(election, area)
    form = NumbersForm(
        request.POST if request.method == "POST" else None,
        setting=setting,
        usual=usual_numbers(election, clock.today(election, area)),
        villages=list(areas_below(area, Level.VILLAGE).defer("boundary")),
    )
    if form.is_valid() and _saved(request, form, setting):
        messages.success(request, _("The numbers are saved. Plan again to use them."))
        return redirect("training:plan_detail", code=area.code)
    context = {
        "area": area,
        "form": form,
        "changed": len(setting.values),
        "risky": len(setting.risks),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "training/plan_settings.html", context, status=status)


def _saved(request: AccountRequest, form: NumbersForm, setting: PlanSetting) -> bool:
    """Whether the numbers could be saved; else the form says why not."""
    try:
        services.change_setting(
            setting.election,
            setting.area,
            form.values(),
            risks=form.wished_risks(),
            halve_halls=form.cleaned_data["halve_halls"],
            by=request.user,
        )
    except ValidationError as error:
        add_faults(form, error)
        return False
    return True
