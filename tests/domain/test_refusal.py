"""What a planner does not begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import inf, nan
from typing import Any

import pytest
from tests.domain.training_cases import POLL, SWORN, small

from sejuk.domain.training.instance import Attended, Instance, Pin
from sejuk.domain.training.parameters import Organiser, PerOrganiser
from sejuk.domain.training.refusal import refusals

BASE = small()
FIRST = BASE.officers[0]
PIN = Pin("hall 0", date(2020, 12, 1), 1, Organiser.PPK, "ppk 0", (FIRST.id,))


def wish(**changes: Any) -> Instance:
    return replace(BASE, parameters=replace(BASE.parameters, **changes))


def pins(*more: Pin) -> Instance:
    return replace(BASE, pins=more)


REFUSED = {
    "gap_too_small": wish(gap_days=1),
    "gap_longer_than_window": wish(gap_days=30),
    "number_not_finite": wish(point_rupiah=nan),
    "no_seats": replace(BASE, halls=(replace(BASE.halls[0], seats=0),)),
    "hall_without_village": replace(
        BASE, halls=(replace(BASE.halls[0], village="63.02.10.2001"),)
    ),
    "village_without_point": replace(
        BASE, villages=(replace(BASE.villages[0], lat=nan), *BASE.villages[1:])
    ),
    "trainer_without_free_day": replace(
        BASE, trainers=(replace(BASE.trainers[0], free_on=frozenset()),)
    ),
    "trainer_of_the_village": replace(
        BASE, trainers=(replace(BASE.trainers[0], organiser=Organiser.SELF),)
    ),
    "officer_without_village": replace(
        BASE, officers=(replace(FIRST, village="63.02.10.2001"),)
    ),
    "officer_twice": replace(BASE, officers=(FIRST, FIRST)),
    "too_many_officers": replace(
        BASE, officers=tuple(replace(FIRST, id=str(n)) for n in range(20_001))
    ),
    "pin_unknown": pins(replace(PIN, hall="nowhere", officers=())),
    "pin_outside_window": pins(replace(PIN, on=POLL)),
    "pin_slot_unknown": pins(replace(PIN, slot=3)),
    "pins_share_slot": pins(PIN, replace(PIN, trainer="ppk 1")),
    "pins_share_trainer": pins(PIN, replace(PIN, hall="hall 1", officers=())),
    "pin_lacks_trainer": pins(
        *(
            replace(
                PIN,
                hall=f"hall {n}",
                organiser=Organiser.KPU,
                trainer=None,
                on=SWORN + timedelta(days=9),
                officers=(),
            )
            for n in range(2)
        )
    ),
    "pin_too_full": pins(
        replace(PIN, officers=tuple(o.id for o in BASE.officers[:21]))
    ),
    "pins_too_near": pins(PIN, replace(PIN, on=PIN.on + timedelta(days=2))),
    "pins_too_many": replace(
        wish(max_sessions=1),
        officers=(
            replace(FIRST, history=(Attended(date(2020, 11, 25), Organiser.PPK),)),
            *BASE.officers[1:],
        ),
        pins=(PIN,),
    ),
}


@pytest.mark.parametrize("code", REFUSED)
def test_is_refused_with_its_reason(code: str) -> None:
    assert code in {refusal.code for refusal in refusals(REFUSED[code])}


def test_what_can_be_planned_is_not_refused() -> None:
    assert refusals(BASE) == ()
    assert refusals(pins(PIN, replace(PIN, on=PIN.on + timedelta(days=3)))) == ()
    assert refusals(replace(BASE, officers=())) == ()


@pytest.mark.parametrize(
    "instance",
    [
        wish(point_rupiah=0),
        wish(crowding=-1),
        wish(chair_weight=inf),
        wish(travel=replace(BASE.parameters.travel, road_kmh=0)),
        wish(trainer_day_rupiah=PerOrganiser(1, nan, 1)),
        replace(BASE, minutes={("63.02.09.2001", "63.02.09.2002"): nan}),
    ],
)
def test_numbers_that_are_none_are_refused(instance: Instance) -> None:
    assert [refusal.code for refusal in refusals(instance)] == ["number_not_finite"]


def test_all_reasons_are_said_at_once() -> None:
    instance = replace(wish(gap_days=1), officers=(FIRST, FIRST))

    codes = {refusal.code for refusal in refusals(instance)}

    assert {"gap_too_small", "officer_twice"} <= codes
