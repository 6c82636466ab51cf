"""The numbers that a sub-district plans with, and where each comes from."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sejuk.domain.training.parameters import Parameters
from sejuk.elections.models import Election
from sejuk.elections.queries import Calendar, rules_on
from sejuk.places.models import Area
from sejuk.training.models import PlanSetting

PAY_RULE = "fee_kpps_member"
"""A member's pay; a hundredth of it is what one point is worth."""


@dataclass(frozen=True, slots=True)
class Adjustable:
    """Bounds of a number that people may change.

    Attributes:
        is_whole: whether it is a whole number.
        least: smallest value allowed.
        most: largest value allowed.
    """

    is_whole: bool
    least: float
    most: float


ADJUSTABLE: dict[str, Adjustable] = {
    "point_rupiah": Adjustable(False, 100, 1_000_000),
    "calm": Adjustable(False, 0, 100),
    "gap_days": Adjustable(True, 2, 14),
    "last_days": Adjustable(True, 0, 14),
    "early_days": Adjustable(True, 0, 30),
    "notice_days": Adjustable(True, 0, 14),
    "recommended_class": Adjustable(True, 1, 200),
    "largest_class": Adjustable(True, 1, 200),
    "max_sessions": Adjustable(True, 1, 3),
    "max_travel_minutes": Adjustable(False, 0, 600),
    "ppk_days_a_week": Adjustable(True, 1, 7),
    "own_sessions_a_hall": Adjustable(True, 0, 20),
    "snack_rupiah": Adjustable(False, 0, 1_000_000),
}
"""Names of `Parameters` that a sub-district may set, with their bounds."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Parameters, risks and halving, each number with its source.

    Attributes:
        parameters: what the planner weighs with.
        risks: risk by village code; 1 for a village that is not there.
        halve_halls: whether half of each hall's seats may be used.
        sources: by name of a number: `setting`, or `rule:` and the id of the dated
            rule; a name that is not there has the planner's default (an assumption).
    """

    parameters: Parameters
    risks: dict[str, float] = field(default_factory=dict)
    halve_halls: bool = False
    sources: dict[str, str] = field(default_factory=dict)

    def usable_seats(self, seats: int) -> int:
        """Seats of a hall that may be used, at least one."""
        return max(1, seats // 2) if self.halve_halls else seats

    def as_stored(self) -> dict[str, Any]:
        """What is kept with a plan made with them."""
        values = {name: getattr(self.parameters, name) for name in ADJUSTABLE}
        halves = {"halve_halls": self.halve_halls, "risks": self.risks}
        return {"values": values, "sources": self.sources, **halves}


def plan_setting(election: Election, area: Area) -> PlanSetting:
    """What a sub-district changed of its numbers; unsaved where it changed nothing."""
    found = PlanSetting.objects.filter(election=election, area=area).first()
    return found or PlanSetting(election=election, area=area)


def numbers_for(election: Election, area: Area, day: date) -> Numbers:
    """The numbers that a sub-district plans an election with, on a day. 2 queries."""
    setting = plan_setting(election, area)
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    pay = rules_on(election.kind, day).filter(key=PAY_RULE).exclude(status="U").first()
    if pay and pay.value:
        values["point_rupiah"] = float(pay.value) / 100
        sources["point_rupiah"] = f"rule:{pay.rule_id}"
    for name, value in setting.values.items():
        if name in ADJUSTABLE:
            values[name] = int(value) if ADJUSTABLE[name].is_whole else float(value)
            sources[name] = "setting"
    return Numbers(
        parameters=replace(Parameters(), **values),
        risks={code: float(risk) for code, risk in setting.risks.items()},
        halve_halls=setting.halve_halls,
        sources=sources,
    )


@dataclass(frozen=True, slots=True)
class Counting:
    """What makes an attended session count as training.

    Attributes:
        last_day: last day on which a session counts.
        gap_days: days between two that count, at least.
    """

    last_day: date
    gap_days: int


def counting_in(
    election: Election, calendar: Calendar | None
) -> tuple[dict[str, Counting], Counting]:
    """How sessions count, by code of the sub-district, and where nothing is set.

    While the voting day is unknown no session is too late. 1 query.
    """
    poll = calendar.voting_on if calendar else None
    wish = Parameters()

    def counting(values: dict[str, Any]) -> Counting:
        last = int(values.get("last_days", wish.last_days))
        gap = int(values.get("gap_days", wish.gap_days))
        day = date.max if poll is None else date.fromordinal(poll.toordinal() - last)
        return Counting(day, gap)

    settings = PlanSetting.objects.filter(election=election).select_related("area")
    return {s.area.code: counting(s.values) for s in settings}, counting({})
