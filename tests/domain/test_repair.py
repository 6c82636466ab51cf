"""Nobody has three sessions while somebody who could has fewer than two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.domain.training_cases import plan_of, small

from sejuk.domain.training.check import violations
from sejuk.domain.training.instance import Hall, Instance, Pin, Session
from sejuk.domain.training.parameters import Organiser
from sejuk.domain.training.repair import made_fair, without_second

DAYS = (date(2020, 11, 25), date(2020, 11, 30), date(2020, 12, 7))


def unfair(instance: Instance, shares: tuple[slice, ...]) -> tuple[Session, ...]:
    """A session of the PPK in the last hall on each of three days."""
    names = [officer.id for officer in instance.officers]
    return tuple(
        Session("hall 1", on, 1, Organiser.PPK, "ppk 0", tuple(names[share]))
        for on, share in zip(DAYS, shares, strict=True)
    )


def codes(instance: Instance, sessions: tuple[Session, ...]) -> list[str]:
    return [found.code for found in violations(instance, plan_of(instance, sessions))]


def test_free_seats_are_given_first() -> None:
    instance = small((1, 1))
    everybody, all_but_one = slice(0, 18), slice(1, 18)
    sessions = unfair(instance, (everybody, all_but_one, all_but_one))
    assert "unfair" in codes(instance, sessions)

    fair = made_fair(instance, sessions)

    assert codes(instance, fair) == []
    assert sum(len(s.officers) for s in fair) > sum(len(s.officers) for s in sessions)


def test_a_seat_moves_from_three_to_one_in_a_full_hall() -> None:
    bare = small((1, 1))
    full = tuple(replace(hall, seats=17) for hall in bare.halls)
    instance = replace(bare, halls=full)
    sessions = unfair(instance, (slice(0, 17), slice(1, 18), slice(1, 18)))
    assert "unfair" in codes(instance, sessions)

    fair = made_fair(instance, sessions)

    assert codes(instance, fair) == []
    assert [len(s.officers) for s in fair] == [17, 17, 17]


def test_third_sessions_are_given_up_when_no_seat_can_move() -> None:
    bare = small((1, 1))
    pins = (
        Pin("hall 1", DAYS[0], 1, Organiser.PPK, "ppk 0"),
        Pin("hall 0", DAYS[0], 1, Organiser.SELF),
    )
    # The first crew's village is too far from the second's hall.
    far = {("63.02.09.2001", "63.02.09.2002"): 120.0}
    instance = replace(bare, pins=pins, minutes=far)
    sessions = (
        Session("hall 0", DAYS[0], 1, Organiser.SELF, None, ()),
        *unfair(instance, (slice(9, 18), slice(9, 18), slice(9, 18))),
    )
    assert "unfair" in codes(instance, sessions)

    fair = made_fair(instance, sessions)

    assert "unfair" not in codes(instance, fair)
    assert {len(s.officers) for s in fair if s.hall == "hall 0"} == {9}


def test_a_fair_plan_is_left_alone() -> None:
    instance = small((1, 1))
    sessions = unfair(instance, (slice(0, 18), slice(0, 18), slice(0, 9)))

    assert made_fair(instance, sessions) == sessions


def test_who_can_have_no_second_is_named_with_the_reason() -> None:
    bare = small((1, 1))
    island = replace(bare.villages[1], lat=-6.0, landmass="island")
    far = replace(bare, villages=(bare.villages[0], island), halls=(bare.halls[0],))
    late = replace(bare, today=date(2020, 12, 3))
    idle = replace(
        bare,
        halls=(Hall("h", "63.02.09.2001", 30, 0, frozenset(bare.days)),),
    )

    assert {(r.officer[:13], r.code) for r in without_second(far)} == {
        ("63.02.09.2002", "no_hall_in_reach")
    }
    assert {r.code for r in without_second(late)} == {"too_few_days"}
    assert {r.code for r in without_second(idle)} == {"no_trainer_and_no_hall"}
    assert without_second(bare) == ()
