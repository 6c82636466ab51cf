"""Slots and people stay as they were announced where the plan leaves the choice."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sejuk.domain.training.instance import (
    Hall,
    Instance,
    Officer,
    Pin,
    Session,
    Village,
)
from sejuk.domain.training.parameters import Duty, Organiser
from sejuk.training.slots import kept

DAY = date(2020, 12, 1)
PEOPLE = tuple(str(n) for n in range(8))


def session(slot: int, *people: str) -> Session:
    return Session("1", DAY, slot, Organiser.PPK, "9", people)


def instance(old: tuple[Session, ...] | None, pins: tuple[Pin, ...] = ()) -> Instance:
    return Instance(
        poll=date(2020, 12, 9),
        sworn=date(2020, 11, 24),
        today=date(2020, 11, 26),
        villages=(Village("63.02.09.2001", -3, 116),),
        halls=(Hall("1", "63.02.09.2001", 30, 0),),
        trainers=(),
        officers=tuple(Officer(o, "63.02.09.2001", 1, 1, Duty.MEMBER) for o in PEOPLE),
        pins=pins,
        old=old,
    )


def test_two_sessions_exchanged_come_back() -> None:
    old = (session(1, "0", "1"), session(2, "2", "3"))
    found = (session(1, "2", "3"), session(2, "0", "1"))

    assert kept(found, instance(old)) == old


def test_a_session_alone_keeps_its_slot() -> None:
    old = (session(2, "0", "1"),)

    assert kept((session(1, "0", "1"),), instance(old)) == old


def test_a_pinned_session_stays_where_it_is() -> None:
    found = (session(1, "0"),)
    pin = Pin("1", DAY, 1, Organiser.PPK)

    assert kept(found, instance((session(2, "0"),), (pin,))) == found


def test_without_an_old_plan_nothing_moves() -> None:
    found = (session(1, "0"), session(2, "1"))

    assert kept(found, instance(None)) == found


def split(places: list[int]) -> tuple[Session, ...]:
    groups = {
        slot: [p for p, s in zip(PEOPLE, places, strict=True) if s == slot]
        for slot in (1, 2)
    }
    return tuple(session(slot, *people) for slot, people in groups.items())


@given(
    old=st.lists(st.integers(0, 2), min_size=8, max_size=8),
    new=st.lists(st.integers(1, 2), min_size=8, max_size=8),
)
def test_sizes_and_people_stay_and_never_more_are_told(
    old: list[int], new: list[int]
) -> None:
    before, found = split(old), split(new)

    after = kept(found, instance(before))

    assert sorted(len(s.officers) for s in after) == sorted(
        len(s.officers) for s in found
    )
    assert sorted(o for s in after for o in s.officers) == sorted(PEOPLE)
    assert {replace(s, officers=(), slot=0) for s in after} == {
        replace(s, officers=(), slot=0) for s in found
    }
    assert _told(after, before) <= _told(found, before)


def _told(after: tuple[Session, ...], before: tuple[Session, ...]) -> int:
    known = {o: s.slot for s in before for o in s.officers}
    return sum(known.get(o, s.slot) != s.slot for s in after for o in s.officers)
