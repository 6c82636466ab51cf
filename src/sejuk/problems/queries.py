"""Reads of the register of problems."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, Value, When

from sejuk.places.models import Area
from sejuk.places.queries import lies_in
from sejuk.problems.models import Closure, Problem


@dataclass(frozen=True, slots=True)
class VillageProblems:
    """How many problems a village has, and which of them are open.

    Attributes:
        total: problems, settled or not.
        open: keys of the unsettled ones, in the register's order.
    """

    total: int
    open: tuple[int, ...]

    @property
    def settled(self) -> int:
        """Problems that are settled."""
        return self.total - len(self.open)


def with_state(problems: QuerySet[Problem]) -> QuerySet[Problem]:
    """Problems with `is_settled`: a closure holds that nobody reopened."""
    holds = Exists(Closure.objects.filter(problem=OuterRef("pk"), reopening=None))
    return problems.annotate(
        is_settled=Case(
            When(holds, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    ).select_related("village", "kind", "election", "station__village", "agency")


def open_problems(area: Area) -> QuerySet[Problem]:
    """What is not settled in an area and under it, gravest first."""
    return (
        with_state(Problem.objects.filter(lies_in(area, "village")))
        .filter(is_settled=False)
        .order_by("-severity", "village__code", "number")
    )


def problems_by_village(area: Area) -> dict[str, VillageProblems]:
    """By village code: how many problems there are and which are open. One query."""
    totals: Counter[str] = Counter()
    still_open: dict[str, list[int]] = {}
    rows = with_state(Problem.objects.filter(lies_in(area, "village"))).order_by(
        "-severity", "number"
    )
    for code, pk, settled in rows.values_list("village__code", "pk", "is_settled"):
        totals[code] += 1
        if not settled:
            still_open.setdefault(code, []).append(pk)
    return {
        code: VillageProblems(total, tuple(still_open.get(code, ())))
        for code, total in totals.items()
    }
