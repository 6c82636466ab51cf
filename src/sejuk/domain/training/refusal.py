"""What a planner refuses to begin with, as codes; the caller words them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from itertools import pairwise
from math import isfinite

from sejuk.domain.places.travel import TravelRules
from sejuk.domain.training.instance import Instance, Officer, Pin
from sejuk.domain.training.loss import times_counted
from sejuk.domain.training.parameters import Organiser, Parameters, PerOrganiser

POSITIVE = (
    "point_rupiah",
    "road_kmh",
    "ferry_kmh",
    "recommended_class",
    "largest_class",
    "max_sessions",
)
"""Numbers that may not even be 0; no number may be less."""

MOST_OFFICERS = 20_000
"""More than this in one sub-district are refused: split it by groups of villages."""

LEAST_GAP = 2
"""Days; below it one session more could lower what is known on election day."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an instance is not planned.

    Attributes:
        code: stable; one sentence each, in the docstring of `refusals`.
        params: what the sentence names, by name.
    """

    code: str
    params: tuple[tuple[str, str | int], ...] = ()


def refusals(instance: Instance) -> tuple[Refusal, ...]:
    """All reasons not to plan an instance; empty when it can be planned.

    Codes and params: `gap_too_small` (gap, least), `gap_longer_than_window` (gap,
    days), `number_not_finite` (name), `no_seats` (hall), `hall_without_village` (hall),
    `village_without_point` (village), `trainer_without_free_day` (trainer),
    `trainer_of_the_village` (trainer), `officer_without_village` (officer),
    `officer_twice` (officer), `too_many_officers` (officers, most), `pin_unknown`
    (what), `pin_outside_window` (hall, on), `pin_slot_unknown` (hall, on, slot),
    `pins_share_slot` (hall, on, slot), `pins_share_trainer` (trainer, on),
    `pin_lacks_trainer` (on, organiser), `pin_too_full` (hall, on, seats, officers),
    `pins_too_near` (officer), `pins_too_many` (officer, most). Dates are ISO.
    """
    return (
        *_of_parameters(instance),
        *_of_places(instance),
        *_of_trainers(instance),
        *_of_officers(instance),
        *_of_pins(instance),
    )


def _refusal(code: str, **params: str | int) -> Refusal:
    return Refusal(code, tuple(params.items()))


def _of_parameters(instance: Instance) -> Iterator[Refusal]:
    wish = instance.parameters
    if wish.gap_days < LEAST_GAP:
        yield _refusal("gap_too_small", gap=wish.gap_days, least=LEAST_GAP)
    days = (instance.last_day - instance.sworn).days + wish.early_days + 1
    if wish.gap_days >= days:
        yield _refusal("gap_longer_than_window", gap=wish.gap_days, days=max(0, days))
    for part in (wish, wish.travel, wish.trainer_day_rupiah):
        for name, number in _numbers(part):
            is_nothing = number == 0 and name in POSITIVE
            if not isfinite(number) or number < 0 or is_nothing:
                yield _refusal("number_not_finite", name=name)
    for (start, end), minutes in instance.minutes.items():
        if not (isfinite(minutes) and minutes >= 0):
            yield _refusal("number_not_finite", name=f"minutes {start} {end}")


def _numbers(
    part: Parameters | TravelRules | PerOrganiser,
) -> Iterator[tuple[str, float]]:
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield field.name, value


def _of_places(instance: Instance) -> Iterator[Refusal]:
    known = {village.code for village in instance.villages}
    for village in instance.villages:
        if not (isfinite(village.lat) and isfinite(village.lon)):
            yield _refusal("village_without_point", village=village.code)
        if not (isfinite(village.risk) and village.risk > 0):
            yield _refusal("number_not_finite", name=f"risk {village.code}")
    for hall in instance.halls:
        if hall.village not in known:
            yield _refusal("hall_without_village", hall=hall.id)
        if not (isfinite(hall.seats) and hall.seats >= 1):
            yield _refusal("no_seats", hall=hall.id)
        if not isfinite(hall.rent):
            yield _refusal("number_not_finite", name=f"rent {hall.id}")


def _of_trainers(instance: Instance) -> Iterator[Refusal]:
    decided = {pin.trainer for pin in instance.pins}
    for trainer in instance.trainers:
        if not trainer.free_on and trainer.id not in decided:
            yield _refusal("trainer_without_free_day", trainer=trainer.id)
        if trainer.organiser is Organiser.SELF:
            yield _refusal("trainer_of_the_village", trainer=trainer.id)


def _of_officers(instance: Instance) -> Iterator[Refusal]:
    known = {village.code for village in instance.villages}
    if len(instance.officers) > MOST_OFFICERS:
        count = len(instance.officers)
        yield _refusal("too_many_officers", officers=count, most=MOST_OFFICERS)
    for officer in instance.officers:
        if officer.village not in known:
            yield _refusal("officer_without_village", officer=officer.id)
    for name, times in Counter(officer.id for officer in instance.officers).items():
        if times > 1:
            yield _refusal("officer_twice", officer=name)


def _of_pins(instance: Instance) -> Iterator[Refusal]:
    wrong = [*_of_single_pins(instance)]
    yield from wrong
    if wrong:
        return
    slots = Counter((pin.hall, pin.on, pin.slot) for pin in instance.pins)
    for (hall, on, slot), times in slots.items():
        if times > 1:
            yield _refusal("pins_share_slot", hall=hall, on=on.isoformat(), slot=slot)
    halls = {(p.trainer, p.on, p.hall) for p in instance.pins if p.trainer}
    for (name, on), times in Counter((t, on) for t, on, _ in halls).items():
        if times > 1:
            yield _refusal("pins_share_trainer", trainer=name, on=on.isoformat())
    yield from _of_pinned_blocks(instance)
    yield from _of_pinned_officers(instance)


def _of_single_pins(instance: Instance) -> Iterator[Refusal]:
    halls = {hall.id: hall for hall in instance.halls}
    people = {officer.id for officer in instance.officers}
    trainers = {trainer.id: trainer.organiser for trainer in instance.trainers}
    for pin in instance.pins:
        on = pin.on.isoformat()
        unknown = [name for name in pin.officers if name not in people]
        if pin.trainer is not None and trainers.get(pin.trainer) != pin.organiser:
            unknown.append(pin.trainer)
        if pin.hall not in halls:
            unknown.append(pin.hall)
        for name in unknown:
            yield _refusal("pin_unknown", what=name)
        if not instance.first_day <= pin.on <= instance.last_day:
            yield _refusal("pin_outside_window", hall=pin.hall, on=on)
        if not 1 <= pin.slot <= len(instance.parameters.slots):
            yield _refusal("pin_slot_unknown", hall=pin.hall, on=on, slot=pin.slot)
        seats = min(
            instance.parameters.largest_class,
            halls[pin.hall].seats if pin.hall in halls else 0,
        )
        if pin.hall in halls and len(pin.officers) > seats:
            count = len(pin.officers)
            yield _refusal(
                "pin_too_full", hall=pin.hall, on=on, seats=seats, officers=count
            )


def _of_pinned_blocks(instance: Instance) -> Iterator[Refusal]:
    """Days on which pinned sessions need more trainers than there are."""
    blocks = {(p.on, p.organiser, p.hall): p.trainer for p in instance.pins}
    for on, organiser in sorted({(on, organiser) for on, organiser, _ in blocks}):
        if organiser is Organiser.SELF:
            continue
        named = {
            pin.trainer
            for pin in instance.pins
            if (pin.on, pin.organiser) == (on, organiser) and pin.trainer
        }
        free = {
            trainer.id
            for trainer in instance.trainers
            if trainer.organiser is organiser and on in trainer.free_on
        }
        if len([b for b in blocks if b[:2] == (on, organiser)]) > len(named | free):
            day = on.isoformat()
            yield _refusal("pin_lacks_trainer", on=day, organiser=organiser.value)


def _of_pinned_officers(instance: Instance) -> Iterator[Refusal]:
    pins: dict[str, list[Pin]] = {}
    for pin in instance.pins:
        for name in pin.officers:
            pins.setdefault(name, []).append(pin)
    officers = {officer.id: officer for officer in instance.officers}
    for name, own in pins.items():
        if _too_near(instance, officers[name], own):
            yield _refusal("pins_too_near", officer=name)
        past = [attended.on for attended in officers[name].history]
        most = instance.parameters.max_sessions
        if times_counted(past, instance) + len(own) > most:
            yield _refusal("pins_too_many", officer=name, most=most)


def _too_near(instance: Instance, officer: Officer, pins: list[Pin]) -> bool:
    gap = timedelta(days=instance.parameters.gap_days)
    past = [attended.on for attended in officer.history]
    days = sorted(pin.on for pin in pins)
    near = any(later - on < gap for on, later in pairwise(days))
    return near or any(on - day < gap for on in days for day in past)
