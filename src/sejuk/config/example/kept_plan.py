"""The example's plan as a file: found once, kept with the source, checked at each load.

A search limited by the clock ends elsewhere on every machine. So its result ships, with
ids that are the same everywhere, and what it claims (its loss, and that it breaks no
rule) is computed again before anything is written.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from sejuk.domain.training.appraisal import Appraisal
from sejuk.domain.training.check import violations
from sejuk.domain.training.instance import Session
from sejuk.domain.training.parameters import Organiser
from sejuk.domain.training.plan import Plan
from sejuk.training.planning import Problem
from sejuk.training.tables import Tables

FILE: Final = Path(__file__).with_name("plan.json")

_DIGITS: Final = 6


class PlanDoesNotFitError(Exception):
    """The plan that ships does not fit the example; the text says why."""

    def __init__(self, why: str) -> None:
        text = _(
            "The plan that ships does not fit (%(why)s): run make_example --replan."
        )
        super().__init__(text % {"why": why})


@dataclass(frozen=True, slots=True)
class _Ids:
    """What halls, trainers and seats are on every machine, by id of the instance."""

    halls: Mapping[str, str]
    trainers: Mapping[str, str]
    officers: Mapping[str, str]

    @classmethod
    def of(cls, tables: Tables) -> "_Ids":
        return cls(
            halls={str(v.pk): f"{v.area.code}/{v.kind}" for v in tables.venues},
            trainers={
                str(trainer.pk): trainer.account.username
                for trainer in tables.trainers
                if trainer.account
            },
            officers={
                str(seat.pk): (
                    f"{seat.station.village.code}/{seat.station.number}/{seat.number}"
                )
                for seat in tables.seats
            },
        )

    def turned(self) -> "_Ids":
        """Ids of the instance, by what they are on every machine."""
        return _Ids(
            halls={name: pk for pk, name in self.halls.items()},
            trainers={name: pk for pk, name in self.trainers.items()},
            officers={name: pk for pk, name in self.officers.items()},
        )


def keep_plan(plan: Plan, problem: Problem, file: Path = FILE) -> None:
    """Write a plan to its file, people by station with their seats."""
    ids = _Ids.of(problem.tables)
    kept = {
        "loss": round(plan.loss, _DIGITS),
        "bound": round(plan.bound, _DIGITS),
        "seconds": round(plan.seconds, 1),
        "sessions": [_as_kept(session, ids) for session in plan.sessions],
    }
    file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def read_plan(problem: Problem, file: Path | None = None) -> Plan:
    """The plan of a file, after the independent checker found nothing wrong with it.

    Raises:
        PlanDoesNotFitError: if it names what there is not, breaks a rule, or misstates
            its loss.
    """
    kept = json.loads((file or FILE).read_text(encoding="utf-8"))
    ids = _Ids.of(problem.tables).turned()
    order = {officer.id: n for n, officer in enumerate(problem.instance.officers)}
    try:
        sessions = tuple(_as_found(row, ids, order) for row in kept["sessions"])
    except KeyError as error:
        raise PlanDoesNotFitError(str(error)) from error
    appraisal = Appraisal(problem.instance)
    loss = appraisal.loss(sessions)
    if abs(loss - kept["loss"]) > 10**-_DIGITS:
        raise PlanDoesNotFitError(f"{loss:.{_DIGITS}f} ≠ {kept['loss']}")
    figures = appraisal.figures(sessions)
    plan = Plan(
        sessions, loss, min(kept["bound"], loss), figures, seconds=kept["seconds"]
    )
    if broken := violations(problem.instance, plan):
        codes = sorted({violation.code for violation in broken})
        raise PlanDoesNotFitError(", ".join(codes))
    return plan


def _as_kept(session: Session, ids: _Ids) -> dict[str, Any]:
    people: dict[str, list[int]] = {}
    for officer in session.officers:
        station, _slash, seat = ids.officers[officer].rpartition("/")
        people.setdefault(station, []).append(int(seat))
    return {
        "hall": ids.halls[session.hall],
        "on": session.on.isoformat(),
        "slot": session.slot,
        "organiser": str(session.organiser),
        "trainer": ids.trainers[session.trainer] if session.trainer else None,
        "officers": {
            station: " ".join(str(seat) for seat in sorted(seats))
            for station, seats in sorted(people.items())
        },
    }


def _as_found(row: dict[str, Any], ids: _Ids, order: Mapping[str, int]) -> Session:
    people = [
        ids.officers[f"{station}/{seat}"]
        for station, seats in row["officers"].items()
        for seat in seats.split()
    ]
    return Session(
        hall=ids.halls[row["hall"]],
        on=date.fromisoformat(row["on"]),
        slot=row["slot"],
        organiser=Organiser(row["organiser"]),
        trainer=ids.trainers[row["trainer"]] if row["trainer"] else None,
        officers=tuple(sorted(people, key=order.__getitem__)),
    )
