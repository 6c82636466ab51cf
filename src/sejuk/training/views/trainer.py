"""Pages of trainers: the list of an area, one trainer, and the free days."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sejuk.accounts.access import may, may_in, phones_shown, visible
from sejuk.accounts.http import AccountRequest
from sejuk.domain.places.level import Level
from sejuk.elections import clock
from sejuk.elections.forms import add_faults
from sejuk.elections.queries import calendar_on
from sejuk.elections.request import election_or_404
from sejuk.places.models import Area
from sejuk.places.queries import areas_below, with_path
from sejuk.training import services
from sejuk.training.forms.resources import TrainerDaysForm, TrainerForm
from sejuk.training.models import Session, Trainer
from sejuk.training.queries.resources import (
    TrainerDay,
    accounts_for_trainer,
    days_ahead,
    days_of_trainer,
    trainers_of,
)

_HAVE_TRAINERS = {Level.REGENCY: Trainer.Kind.KPU, Level.SUB_DISTRICT: Trainer.Kind.PPK}


@require_safe
def trainer_list(request: AccountRequest, code: str) -> HttpResponse:
    """Who trains in an area, for whom, and on how many days they are free."""
    area = get_object_or_404(with_path(visible(request.user, Area)), code=code)
    election = election_or_404(request)
    at = clock.now(election, area)
    trainers = list(trainers_of(request.user, area, election, at))
    active = [trainer for trainer in trainers if trainer.is_active]
    may_edit = may_in(request.user, "edit_trainers", area)
    context = {
        "area": area,
        "trainers": trainers,
        "active": len(active),
        "dayless": sum(not vars(trainer)["days_ahead"] for trainer in active),
        "has_kpu_days": any(t.kind == Trainer.Kind.KPU for t in active),
        "editable": {t.pk for t in trainers if _may_edit(request, t)},
        "may_add": may_edit and area.level in _HAVE_TRAINERS,
        "shows_phones": phones_shown(request.user, area),
        "is_sub_district": area.level == Level.SUB_DISTRICT,
    }
    return render(request, "training/trainer_list.html", context)


def _may_edit(request: AccountRequest, trainer: Trainer) -> bool:
    return may_in(request.user, "edit_trainers", trainer.area)


@require_http_methods(["GET", "HEAD", "POST"])
def trainer_new(request: AccountRequest, code: str) -> HttpResponse:
    """Add a trainer of the KPU to a regency, of the PPK to a sub-district."""
    area = get_object_or_404(with_path(visible(request.user, Area)), code=code)
    kind = _HAVE_TRAINERS.get(Level(area.level))
    if kind is None or not may_in(request.user, "edit_trainers", area):
        raise Http404
    trainer = Trainer(area=area, kind=kind)
    form = TrainerForm(
        request.POST or None, instance=trainer, accounts=accounts_for_trainer(trainer)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.save_trainer(form.save(commit=False), by=request.user)
        except ValidationError as error:
            add_faults(form, error)
        else:
            said = {"name": trainer.name}
            messages.success(
                request, _("%(name)s is added. Enter the free days now.") % said
            )
            return redirect("training:trainer_edit", pk=trainer.pk)
    status = 422 if form.is_bound else 200
    context = {"area": area, "form": form, "kind": kind}
    return render(request, "training/trainer_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def trainer_edit(request: AccountRequest, pk: int) -> HttpResponse:
    """Correct a trainer; the free days stand beside."""
    trainer = _trainer(request, pk)
    accounts = accounts_for_trainer(trainer)
    form = TrainerForm(request.POST or None, instance=trainer, accounts=accounts)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_trainer(form.save(commit=False), by=request.user)
        except ValidationError as error:
            add_faults(form, error)
        else:
            messages.success(request, _("The trainer is saved."))
            return redirect("training:trainer_edit", pk=pk)
    return _trainer_page(request, _trainer(request, pk), {"form": form})


@require_POST
def trainer_days(request: AccountRequest, pk: int) -> HttpResponse:
    """Say on which days a trainer is free for a sub-district."""
    trainer = _trainer(request, pk)
    where, _others = _places(request, trainer)
    days = days_of_trainer(trainer, where, _days(request, where))
    shown = request.POST.getlist("was")
    form = TrainerDaysForm(request.POST, days=days, shown=shown)
    if form.is_valid():
        try:
            _keep_days(request, trainer, where, form)
        except ValidationError as error:
            add_faults(form, error)
        else:
            address = reverse("training:trainer_edit", args=[pk])
            return redirect(f"{address}?for={where.code}")
    return _trainer_page(request, trainer, {"days_form": form})


def _keep_days(
    request: AccountRequest, trainer: Trainer, where: Area, form: TrainerDaysForm
) -> None:
    new, gone = form.new(), form.gone()
    if new:
        services.give_days(trainer, where, new, by=request.user)
    hit = services.take_days(trainer, gone, by=request.user) if gone else []
    free = trainer.free_days.filter(
        sub_district=where, on__gte=_today(request, where)
    ).count()
    messages.success(
        request,
        ngettext(
            "Saved: %(name)s is free on %(n)d day.",
            "Saved: %(name)s is free on %(n)d days.",
            free,
        )
        % {"name": trainer.name, "n": free},
    )
    if hit:
        messages.warning(request, _sessions_to_lead(hit))


def _sessions_to_lead(sessions: list[Session]) -> str:
    days = ", ".join(date_format(on, "j F") for on in sorted({s.on for s in sessions}))
    return ngettext(
        "%(n)d announced session needs another trainer (%(days)s). Change the plan.",
        "%(n)d announced sessions need another trainer (%(days)s). Change the plan.",
        len(sessions),
    ) % {"n": len(sessions), "days": days}


def _trainer(request: AccountRequest, pk: int) -> Trainer:
    trainers = may(request.user, "edit_trainers", Trainer)
    return get_object_or_404(
        trainers.select_related("area__parent__parent__parent"), pk=pk
    )


def _places(request: AccountRequest, trainer: Trainer) -> tuple[Area, list[Area]]:
    """The sub-district that the days are for, and those to choose from."""
    if trainer.area.level >= Level.SUB_DISTRICT:
        return trainer.area, []
    rows = areas_below(trainer.area, Level.SUB_DISTRICT).filter(valid_to=None)
    below = {area.code: area for area in rows.defer("boundary").order_by("name")}
    wanted = request.POST.get("for") or request.GET.get("for") or ""
    if not below or (wanted and wanted not in below):
        raise Http404(_("There is no such sub-district here."))
    chosen = list(below.values())
    return below.get(wanted or _given_next(request, trainer)) or chosen[0], chosen


def _given_next(request: AccountRequest, trainer: Trainer) -> str:
    """Code of the sub-district that has the trainer's next day; "" where none has."""
    ahead = trainer.free_days.filter(on__gte=_today(request, trainer.area))
    codes = ahead.values_list("sub_district__code", flat=True)
    return codes.first() or ""


def _today(request: AccountRequest, where: Area) -> date:
    return clock.today(election_or_404(request), where)


def _days(request: AccountRequest, where: Area) -> list[date]:
    election = election_or_404(request)
    today = clock.today(election, where)
    calendar = calendar_on(election, today)
    return days_ahead(today, calendar.voting_on if calendar else None)


def _trainer_page(
    request: AccountRequest, trainer: Trainer, forms: dict[str, Any]
) -> HttpResponse:
    where, sub_districts = _places(request, trainer)
    days = days_of_trainer(trainer, where, _days(request, where))
    bound = [form for form in forms.values() if form.is_bound]
    days_form = forms.get("days_form")
    context = {
        "area": trainer.area,
        "trainer": trainer,
        "where": where,
        "sub_districts": sub_districts,
        "weeks": _weeks(days, days_form),
        "free": sum(day.is_free for day in days),
        "kind": trainer.kind,
        **forms,
    }
    if "form" not in forms:
        accounts = accounts_for_trainer(trainer)
        context["form"] = TrainerForm(instance=trainer, accounts=accounts)
    status = 422 if bound else 200
    return render(request, "training/trainer_form.html", context, status=status)


def _weeks(
    days: list[TrainerDay], form: TrainerDaysForm | None
) -> list[list[dict[str, Any]]]:
    """The days by week, each with whether its box is ticked."""
    ticked = set(form["days"].data or []) if form and form.is_bound else None
    weeks: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for day in days:
        iso = day.on.isoformat()
        is_ticked = day.is_free if ticked is None else iso in ticked
        line = {"day": day, "iso": iso, "is_ticked": is_ticked}
        weeks.setdefault(day.on.isocalendar()[:2], []).append(line)
    return list(weeks.values())
