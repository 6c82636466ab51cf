"""The draft as a workplace, publishing it, and giving it up."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sejuk.accounts.access import may
from sejuk.accounts.http import AccountRequest
from sejuk.accounts.models import Account
from sejuk.elections import clock
from sejuk.training import queries, services, words
from sejuk.training.checks import last_check
from sejuk.training.draft_days import days_of
from sejuk.training.models import Plan
from sejuk.training.plan_words import how_good
from sejuk.training.shown import draft_calendar, ways_of
from sejuk.training.told_words import told_by_village, told_in_short

PATH = ("area__parent__parent__parent__parent", "election", "follows")


def plans_of(account: Account) -> QuerySet[Plan]:
    """The plans that an account may work on, with their area and election."""
    return may(account, "plan", Plan).select_related(*PATH)


@require_safe
def plan_draft(request: AccountRequest, pk: int) -> HttpResponse:
    """The draft: how good it is, what it breaks, its sessions to move about."""
    plan = get_object_or_404(plans_of(request.user), pk=pk)
    if not plan.is_draft:
        return redirect("training:plan_detail", code=plan.area.code)
    at = clock.now(plan.election, plan.area)
    faults = last_check(plan, at)
    if faults is None:
        faults = services.check(plan, at)
    sessions = list(queries.sessions_of_plan(plan))
    first, last = days_of(plan, sessions, at)
    calendar = queries.plan_calendar(sessions, plan.area, from_on=first, to_on=last)
    context = {
        "area": plan.area,
        "plan": plan,
        "how_good": how_good(plan),
        "shown": draft_calendar(calendar, plan, at, faults),
        "at_sessions": [fault for fault in faults if fault.sessions],
        "elsewhere": [fault for fault in faults if not fault.sessions],
        "faults": len(faults),
        "shortfalls": words.shortfalls_in_words(plan),
        "ways": ways_of(plan),
        "locked": sum(session.is_locked for session in sessions),
        "sessions": len(sessions),
    }
    return render(request, "training/plan_draft.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_publish(request: AccountRequest, pk: int) -> HttpResponse:
    """Who will be told what; and, asked to, publish the draft."""
    plan = get_object_or_404(plans_of(request.user), pk=pk)
    at = clock.now(plan.election, plan.area)
    refused: list[str] = []
    if request.method == "POST":
        try:
            published = services.publish(plan, by=request.user, at=at)
        except ValidationError as error:
            refused = error.messages
        else:
            messages.success(request, _published(published))
            return redirect("training:plan_detail", code=plan.area.code)
    if not plan.is_draft and not refused:
        return redirect("training:plan_detail", code=plan.area.code)
    told = queries.told(plan, at)
    faults = last_check(plan, at)
    context: dict[str, Any] = {
        "area": plan.area,
        "plan": plan,
        "refused": refused,
        "short": told_in_short(told, plan),
        "villages": told_by_village(told),
        "told": told,
        "faults": len(faults or []),
    }
    status = 422 if refused else 200
    return render(request, "training/plan_publish.html", context, status=status)


def _published(published: services.Published) -> str:
    count = len(published.told.seats)
    return ngettext(
        "Plan %(number)d is published. %(n)d officer is to be told.",
        "Plan %(number)d is published. %(n)d officers are to be told.",
        count,
    ) % {"number": published.plan.number, "n": count}


@require_POST
def plan_discard(request: AccountRequest, pk: int) -> HttpResponse:
    """Give the draft up; what was announced stays."""
    plan = get_object_or_404(plans_of(request.user), pk=pk)
    at = clock.now(plan.election, plan.area)
    try:
        services.discard(plan, by=request.user, at=at)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        messages.success(
            request, _("The draft is discarded. What was announced stays as it is.")
        )
    return redirect("training:plan_detail", code=plan.area.code)
