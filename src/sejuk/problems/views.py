"""The register of problems, to be read: a list of an area and a page a problem."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sejuk.accounts.access import visible
from sejuk.accounts.http import AccountRequest
from sejuk.places.models import Area
from sejuk.places.queries import lies_in
from sejuk.problems.models import Problem
from sejuk.problems.queries import history, with_state

STATES = {"open": False, "settled": True}


@require_safe
def problem_list(request: AccountRequest, code: str) -> HttpResponse:
    """The problems of an area, open ones first; `?state=open` or `settled`."""
    area = get_object_or_404(visible(request.user, Area), code=code)
    problems = list(
        with_state(
            visible(request.user, Problem).filter(lies_in(area, "village"))
        ).order_by("-severity", "village__code", "number")
    )
    state = request.GET.get("state", "")
    shown = [p for p in problems if STATES.get(state, p.is_settled) is p.is_settled]
    context = {
        "area": area,
        "problems": sorted(shown, key=lambda p: p.is_settled),
        "state": state if state in STATES else "",
        "open_count": sum(not p.is_settled for p in problems),
        "count": len(problems),
    }
    return render(request, "problems/problem_list.html", context)


@require_safe
def problem_detail(request: AccountRequest, pk: int) -> HttpResponse:
    """One problem: what happened, where, and what became of it."""
    problem = get_object_or_404(with_state(visible(request.user, Problem)), pk=pk)
    context = {
        "area": problem.village,
        "problem": problem,
        "history": history(problem),
    }
    return render(request, "problems/problem_detail.html", context)
