"""Measuring a draft again after it was changed by hand."""

from dataclasses import replace

from sejuk.domain.training.appraisal import Appraisal
from sejuk.training.models import Plan
from sejuk.training.planning import (
    bare_instance,
    short_officers,
    whole_course,
    with_history,
)
from sejuk.training.tables import Tables


def measure(plan: Plan, tables: Tables) -> None:
    """Write loss, figures and shortfalls of a draft as its sessions are now.

    Does nothing while the days are unknown. The bound stays: it holds for every plan
    that obeys the rules.
    """
    calendar = tables.calendar
    if not (calendar and calendar.voting_on and calendar.crew_sworn_on):
        plan.save(update_fields=["edited_at"])
        return
    beside = tables.beside(plan)
    bare = bare_instance(tables)
    instance = with_history(tables, bare, [*tables.held, *beside])
    known = [g.planned() for g in tables.standing if g not in beside]
    instance = replace(
        instance, old=tuple(known) if tables.standing or tables.held else None
    )
    sessions = [g.planned() for g in tables.drafted if not g.row.is_held_by(tables.at)]
    appraisal = Appraisal(instance)
    plan.loss = appraisal.loss(sessions)
    ahead = [*sessions, *(going.planned() for going in beside)]
    plan.figures = whole_course(tables, ahead, plan.figures.get("last_time"))
    plan.figures["plan"]["told"] = appraisal.figures(sessions).told
    plan.shortfalls = [
        short
        for short in plan.shortfalls
        if short["code"]
        in {"no_hall_in_reach", "no_trainer_and_no_hall", "too_few_days"}
    ]
    hopeless = {short["params"].get("officer") for short in plan.shortfalls}
    plan.shortfalls += [
        {"code": "fewer_than_two", "params": {"officer": officer, "sessions": times}}
        for officer, times in short_officers(instance, sessions).items()
        if officer not in hopeless
    ]
    plan.save(update_fields=["loss", "figures", "shortfalls", "edited_at"])
