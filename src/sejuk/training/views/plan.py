"""The page of an area's training, having it planned, and its earlier plans."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sejuk.accounts.access import areas_where, may_in, sees_all_of, visible
from sejuk.accounts.http import AccountRequest
from sejuk.domain.places.level import Level
from sejuk.elections import clock
from sejuk.elections.forms import add_faults
from sejuk.elections.models import Election
from sejuk.elections.queries import Calendar, calendar_on
from sejuk.elections.request import election_or_404
from sejuk.jobs.queries import jobs_under_way
from sejuk.places.models import Area
from sejuk.places.queries import with_path
from sejuk.training import queries, services, words
from sejuk.training.forms.plan import StartForm
from sejuk.training.models import Plan
from sejuk.training.plan_words import (
    coming_in_words,
    how_good,
    missed,
    stale_in_words,
    state_of_days,
)
from sejuk.training.queries import plan_page
from sejuk.training.services.runs import AGAIN_SECONDS, KIND, USUAL_SECONDS
from sejuk.training.shown import standing_calendar, ways_of

PLANS_A_PAGE = 30


@require_safe
def plan_detail(request: AccountRequest, code: str) -> HttpResponse:
    """What is planned and held in an area: the standing plan, or what to do first."""
    area = get_object_or_404(with_path(visible(request.user, Area)), code=code)
    election = election_or_404(request)
    if area.level == Level.SUB_DISTRICT:
        return _of_sub_district(request, area, election)
    if area.level == Level.VILLAGE:
        return _of_village(request, area, election)
    at = clock.now(election, area)
    rows = plan_page.sessions_by_area(area, election, at)
    context = {
        "area": area,
        "rows": rows,
        "held": sum(row.held for row in rows),
        "coming": sum(row.coming for row in rows),
        "without": sum(not (row.held or row.coming) for row in rows),
        "may_edit_trainers": may_in(request.user, "edit_trainers", area),
    }
    return render(request, "training/plan_overview.html", context)


def _of_sub_district(
    request: AccountRequest, area: Area, election: Election
) -> HttpResponse:
    at = clock.now(election, area)
    may_plan = may_in(request.user, "plan", area)
    plans = plan_page.plans_now(area, election)
    sessions = list(plan_page.shown_sessions(area, election))
    calendar = calendar_on(election, at.date())
    context: dict[str, Any] = {
        "area": area,
        "plan": plans.current,
        "draft": plans.draft if may_plan else None,
        "shown": standing_calendar(sessions, at),
        "coming": coming_in_words(sessions, at),
        "missed": missed(sessions),
        "may_plan": may_plan,
        "running": jobs_under_way(KIND, area.code).first() if may_plan else None,
        **_days(calendar, at),
    }
    if plans.current:
        stale = queries.stale_parts(plans.current, calendar, at, sessions)
        context |= _about(plans.current)
        context["stale"] = stale_in_words(stale) if context["days"] == "ahead" else []
    elif not plans.draft:
        context["missing"] = plan_page.missing_for_planning(area, election)
    return render(request, "training/plan_detail.html", context)


def _days(calendar: Calendar | None, at: datetime) -> dict[str, Any]:
    return {
        "days": state_of_days(calendar, at.date()),
        "poll": calendar.voting_on if calendar else None,
    }


def _about(plan: Plan) -> dict[str, Any]:
    return {
        "how_good": how_good(plan),
        "ways": ways_of(plan),
        "shortfalls": words.shortfalls_in_words(plan),
    }


def _of_village(
    request: AccountRequest, area: Area, election: Election
) -> HttpResponse:
    at = clock.now(election, area)
    sessions = list(plan_page.shown_sessions(area, election))
    above = area.parent
    calendar = calendar_on(election, at.date())
    context = {
        "area": area,
        "above": above if above and sees_all_of(request.user, above) else None,
        "coming": coming_in_words(sessions, at),
        "shown": standing_calendar(sessions, at),
        "may_add_own": may_in(request.user, "add_self_organised", area),
        **_days(calendar, at),
    }
    return render(request, "training/plan_of_village.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_start(request: AccountRequest, code: str) -> HttpResponse:
    """Have a plan made, or the sessions to come planned again."""
    areas = with_path(areas_where(request.user, "plan"))
    area = get_object_or_404(areas, code=code, level=Level.SUB_DISTRICT)
    election = election_or_404(request)
    plans = plan_page.plans_now(area, election)
    is_again = bool(plans.current or plans.draft)
    usual = AGAIN_SECONDS if is_again else USUAL_SECONDS
    form = StartForm(
        request.POST if request.method == "POST" else None, initial={"seconds": usual}
    )
    if form.is_valid():
        start = services.replan if is_again else services.start_planning
        try:
            job = start(area, election, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_faults(form, error)
        else:
            return redirect("jobs:job_detail", pk=job.pk)
    context = {"area": area, "form": form, "is_again": is_again, "plans": plans}
    status = 422 if request.method == "POST" else 200
    return render(request, "training/plan_start.html", context, status=status)


@require_POST
def plan_edit(request: AccountRequest, code: str) -> HttpResponse:
    """Begin to change the standing plan by hand, in a draft."""
    areas = areas_where(request.user, "plan")
    area = get_object_or_404(areas, code=code, level=Level.SUB_DISTRICT)
    election = election_or_404(request)
    at = clock.now(election, area)
    try:
        plan = services.start_draft(area, election, by=request.user, at=at)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return redirect("training:plan_detail", code=area.code)
    return redirect("training:plan_draft", pk=plan.pk)


@require_safe
def plan_list(request: AccountRequest, code: str) -> HttpResponse:
    """The plans of a sub-district: who made and published which, and when."""
    areas = with_path(visible(request.user, Area))
    area = get_object_or_404(areas, code=code)
    election = election_or_404(request)
    plans = queries.plans_of(area, election).exclude(
        published_at=None, discarded_at=None
    )
    page = Paginator(plans, PLANS_A_PAGE).get_page(request.GET.get("page"))
    current = queries.current_plan(area, election)
    context = {
        "area": area,
        "page": page,
        "rows": [(plan, _figures(plan)) for plan in page],
        "current": current,
        "count": page.paginator.count,
    }
    return render(request, "training/plan_list.html", context)


def _figures(plan: Plan) -> str:
    found = queries.comparison(plan)
    if found is None:
        return ""
    return _("%(twice)d of %(officers)d officers with two sessions") % {
        "twice": found.ours.officers_twice,
        "officers": found.ours.officers,
    }
