"""Reads of the register of problems."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from sejuk.accounts.models import Account
from sejuk.places.models import Area
from sejuk.places.queries import lies_in
from sejuk.problems.models import Closure, Problem


def with_state(problems: QuerySet[Problem]) -> QuerySet[Problem]:
    """Problems with `is_settled`: a closure holds that nobody reopened."""
    return problems.annotate(closure_holds=_holding_closure()).select_related(
        "village", "kind", "election", "station__village", "agency"
    )


def open_problems(area: Area) -> QuerySet[Problem]:
    """What is not settled in an area and under it, gravest first."""
    return (
        with_state(Problem.objects.filter(lies_in(area, "village")))
        .filter(~_holding_closure())
        .order_by("-severity", "village__code", "number")
    )


def _holding_closure() -> Exists:
    return Exists(Closure.objects.filter(problem=OuterRef("pk"), reopening=None))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a problem: when, by whom, what was said."""

    what: str
    at: datetime
    by: Account | None
    words: str


def history(problem: Problem) -> list[Step]:
    """What happened to a problem since it was recorded, latest first."""
    steps = [Step("recorded", problem.recorded_at, problem.recorded_by, "")]
    closures = problem.closures.select_related("closed_by", "reopening__reopened_by")
    for closure in closures:
        steps.append(
            Step("settled", closure.closed_at, closure.closed_by, closure.outcome)
        )
        again = getattr(closure, "reopening", None)
        if again:
            steps.append(
                Step("reopened", again.reopened_at, again.reopened_by, again.reason)
            )
    return sorted(steps, key=lambda step: step.at, reverse=True)
