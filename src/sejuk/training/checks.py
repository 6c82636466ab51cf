"""What a draft broke when it was last looked through, and whether that still holds.

To look a plan through reads nearly all tables of its sub-district. So what was found is
kept with the draft, and pages ask whether anything that matters was done since.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max, Q
from django.utils import translation

from sejuk.accounts.models import Act
from sejuk.domain.places.code import NATION, path_of
from sejuk.places.models import Area
from sejuk.places.queries import codes_in
from sejuk.training.faults import Fault
from sejuk.training.models import Plan

MATTERS = (
    "add_self_organised",
    "add_station",
    "add_trainer",
    "add_venue",
    "call_off_session",
    "change_setting",
    "change_trainer",
    "change_venue",
    "close_venue",
    "correct_attendance",
    "correct_station",
    "give_days",
    "invite",
    "leave_seat",
    "move_officer",
    "open_venue",
    "publish_plan",
    "record_attendance",
    "record_crew",
    "record_stations",
    "replace_officer",
    "run_election",
    "say_travel",
    "seat_person",
    "set_calendar",
    "set_working_moment",
    "take_days",
    "uninvite",
)
"""What people do that may change what a draft breaks; `acts` has their words."""


def last_check(plan: Plan, at: datetime) -> list[Fault] | None:
    """What a draft breaks, as found before, in the reader's language. 1 query.

    None where it was never looked through, or where something was done since, here or
    above, or another day has come: then `services.check` looks again.
    """
    kept = plan.last_check
    if kept.get("on") != at.date().isoformat():
        return None
    if _last_act(plan.area) != kept["after"]:
        return None
    return [_fault(found) for found in kept["faults"]]


def keep_check(plan: Plan, faults: Iterable[Fault], at: datetime) -> None:
    """Keep with a draft what it breaks now; call it after the act is recorded."""
    plan.last_check = {
        "on": at.date().isoformat(),
        "after": _last_act(plan.area),
        "faults": [
            {
                "code": fault.code,
                "texts": dict(fault.texts),
                "sessions": fault.sessions,
                "seats": fault.seats,
            }
            for fault in faults
        ],
    }
    plan.save(update_fields=["last_check"])


def _last_act(area: Area) -> int:
    """Key of the last act that may change what a draft of an area breaks."""
    above = Q(area_code__in=["", NATION, *path_of(area.code)])
    here = codes_in(area.code, "area_code")
    acts = Act.objects.filter(above | here, verb__in=MATTERS)
    found: int | None = acts.aggregate(last=Max("pk"))["last"]
    return found or 0


def _fault(found: Mapping[str, Any]) -> Fault:
    texts: dict[str, str] = found["texts"]
    language = translation.get_language() or ""
    return Fault(
        code=found["code"],
        text=texts.get(language) or next(iter(texts.values())),
        sessions=tuple(found["sessions"]),
        seats=tuple(found["seats"]),
        texts=tuple(texts.items()),
    )
