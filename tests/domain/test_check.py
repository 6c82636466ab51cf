"""Plans that break one rule each, beside plans that only look as if they did."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sejuk.domain.training.appraisal import Appraisal
from sejuk.domain.training.check import violations
from sejuk.domain.training.instance import (
    Attended,
    Ban,
    Hall,
    Instance,
    Officer,
    Pin,
    Session,
    Trainer,
    Village,
)
from sejuk.domain.training.parameters import Duty, Organiser, Parameters
from sejuk.domain.training.plan import Plan

KPU, PPK, SELF = Organiser.KPU, Organiser.PPK, Organiser.SELF
Case = tuple[Instance, list[Session]]


def nov(day: int) -> date:
    return date(2020, 11, day)


def dec(day: int) -> date:
    return date(2020, 12, day)


ANY_DAY = frozenset(nov(14) + timedelta(days=n) for n in range(26))
NEAR = ("a/1", "a/2", "b/1", "b/2")
FAR = ("c/1", "c/2")

INSTANCE = Instance(
    poll=dec(9),
    sworn=nov(24),
    today=nov(1),
    villages=(
        Village("a", -2.90, 116.20),
        Village("b", -2.95, 116.20),  # 5.6 km from a: 32 minutes
        Village("c", -4.80, 115.80, "an island"),
    ),
    halls=(
        Hall("a1", "a", 40, 75_000),
        Hall("b1", "b", 30, 75_000),
        Hall("c1", "c", 30, 75_000),
        Hall("seat", "a", 100, 150_000, shared=True),
    ),
    trainers=(
        Trainer("p1", PPK, ANY_DAY),
        Trainer("p2", PPK, ANY_DAY),
        Trainer("k1", KPU, ANY_DAY),
    ),
    officers=(
        Officer("a/1", "a", 1, 1, Duty.CHAIR),
        Officer("a/2", "a", 1, 2, Duty.MEMBER),
        Officer("b/1", "b", 1, 1, Duty.CHAIR),
        Officer("b/2", "b", 1, 2, Duty.SECURITY),
        Officer("c/1", "c", 1, 1, Duty.CHAIR),
        Officer("c/2", "c", 1, 2, Duty.MEMBER),
    ),
)
SESSIONS = (
    Session("a1", nov(25), 1, PPK, "p1", NEAR),
    Session("c1", nov(26), 1, SELF, None, FAR),
    Session("c1", dec(4), 2, SELF, None, FAR),  # a Friday
    Session("a1", dec(5), 1, KPU, "k1", NEAR),
)
FIRST, ISLAND, FRIDAY, LAST = range(4)


def stated(instance: Instance, sessions: list[Session]) -> Plan:
    """A plan whose figures are true, whatever its sessions are."""
    found = Appraisal(instance)
    return Plan(tuple(sessions), found.loss(sessions), 0.0, found.figures(sessions))


def codes(instance: Instance, sessions: list[Session]) -> set[str]:
    found = violations(instance, stated(instance, sessions))
    return {violation.code for violation in found}


Change = Callable[[Case], Case]


def session(number: int, **fields: Any) -> Change:
    """Changes one session."""

    def change(case: Case) -> Case:
        sessions = list(case[1])
        sessions[number] = replace(sessions[number], **fields)
        return case[0], sessions

    return change


def more(*sessions: Session) -> Change:
    """Adds sessions."""
    return lambda case: (case[0], [*case[1], *sessions])


def given(**fields: Any) -> Change:
    """Changes the instance."""
    return lambda case: (replace(case[0], **fields), case[1])


def wish(**fields: Any) -> Change:
    """Changes the parameters."""
    return given(parameters=Parameters(**fields))


def hall(name: str, **fields: Any) -> Change:
    """Changes one hall."""
    halls = [replace(h, **fields) if h.id == name else h for h in INSTANCE.halls]
    return given(halls=tuple(halls))


def trainer(name: str, **fields: Any) -> Change:
    """Changes one trainer."""
    people = [replace(t, **fields) if t.id == name else t for t in INSTANCE.trainers]
    return given(trainers=tuple(people))


def history(name: str, *days: date) -> Change:
    """Gives one officer sessions of the past."""
    past = tuple(Attended(on, PPK) for on in days)
    people = [
        replace(o, history=past) if o.id == name else o for o in INSTANCE.officers
    ]
    return given(officers=tuple(people))


def held(where: str, on: date, by: Organiser = SELF, **fields: Any) -> Session:
    """A session; that of a committee is led by p1 or k1."""
    led = {KPU: "k1", PPK: "p1", SELF: None}[by]
    return replace(Session(where, on, 1, by, led), **fields)


def pin(number: int, **fields: Any) -> Change:
    """Pins one session of the plan."""
    s = SESSIONS[number]
    one = Pin(s.hall, s.on, s.slot, s.organiser, s.trainer, s.officers)
    return given(pins=(replace(one, **fields),))


def applied(*changes: Change) -> Case:
    case: Case = INSTANCE, list(SESSIONS)
    for change in changes:
        case = change(case)
    return case


BROKEN: list[tuple[str, tuple[Change, ...]]] = [
    ("officer_unknown", (session(FIRST, officers=(*NEAR, "nobody")),)),
    ("class_too_large", (hall("a1", seats=3),)),
    ("class_too_large", (wish(largest_class=3),)),
    ("trainer_missing", (session(FIRST, trainer=None),)),
    ("trainer_not_wanted", (session(ISLAND, trainer="p1"),)),
    ("trainer_unknown", (session(FIRST, trainer="p9"),)),
    ("trainer_of_another", (session(FIRST, trainer="k1"),)),
    ("trainer_of_another", (session(LAST, trainer="p2"),)),
    ("trainer_not_free", (trainer("p1", free_on=ANY_DAY - {nov(25)}),)),
    ("trainer_in_two_halls", (more(held("b1", nov(25), PPK, slot=2)),)),
    (
        "two_trainers_share_a_day",
        (more(held("a1", nov(25), PPK, slot=2, trainer="p2")),),
    ),
    (
        "trainer_week_too_long",
        (trainer("p1", worked_on=frozenset(map(nov, (23, 24, 26, 27)))),),
    ),
    ("trainer_week_too_long", (wish(ppk_days_a_week=0),)),
    ("hall_unknown", (session(LAST, hall="z1"),)),
    ("hall_closed", (hall("a1", closed_on=frozenset({dec(5)})),)),
    ("hall_double_booked", (more(held("a1", nov(25))),)),
    ("own_session_in_shared_hall", (more(held("seat", nov(28))),)),
    ("own_session_of_others", (more(held("b1", nov(29), officers=("a/1",))),)),
    ("own_sessions_too_many", (wish(own_sessions_a_hall=1),)),
    ("too_early", (given(today=nov(24)),)),
    ("too_early", (more(held("b1", nov(13), slot=2)),)),
    ("too_late", (session(LAST, on=dec(8)),)),
    ("before_swearing_in", (more(held("b1", nov(23), PPK)),)),
    ("on_sunday", (more(held("b1", nov(29), PPK)),)),
    ("slot_unknown", (session(FIRST, slot=3),)),
    ("slot_unknown", (session(FIRST, slot=0),)),
    ("friday_prayer", (session(FRIDAY, slot=1),)),
    ("gap_too_short", (session(LAST, on=nov(27), slot=2),)),
    ("gap_too_short", (history("a/1", nov(23)),)),
    ("gap_too_short", (more(held("a1", dec(4), slot=2, officers=("a/1",))),)),
    (
        "too_many_sessions",
        (more(*(held("a1", d, officers=NEAR[:1]) for d in (nov(28), dec(1)))),),
    ),
    ("too_many_sessions", (history("a/1", *map(nov, (15, 18))),)),
    ("too_far", (more(held("a1", nov(30), PPK, officers=("c/1",))),)),
    ("too_far", (wish(max_travel_minutes=30),)),
    (
        "unfair",
        (
            session(LAST, officers=NEAR[1:]),
            more(held("b1", nov(30), officers=("b/1",))),
        ),
    ),
    ("banned", (given(bans=(Ban("a1", dec(5), KPU),)),)),
    ("banned", (given(bans=(Ban(organiser=SELF),)),)),
    ("pin_missing", (pin(FIRST, slot=2),)),
    ("pin_missing", (pin(FIRST, organiser=KPU, trainer=None),)),
    ("pin_without_officer", (pin(FIRST), session(FIRST, officers=NEAR[:3]))),
    ("pin_without_trainer", (pin(FIRST), session(FIRST, trainer="p2"))),
]
BROKEN_TOGETHER: list[tuple[set[str], tuple[Change, ...]]] = [
    (
        {"officer_twice_in_session", "gap_too_short"},
        (session(FIRST, officers=(*NEAR, "a/1")),),
    ),
    (
        {"trainer_double_booked", "trainer_in_two_halls"},
        (more(held("b1", nov(25), PPK)),),
    ),
]

SOUND: list[tuple[str, tuple[Change, ...]]] = [
    ("as it is", ()),
    ("an officer fewer", (session(FIRST, officers=NEAR[:3]),)),
    ("just enough seats", (hall("a1", seats=4),)),
    ("another trainer", (session(FIRST, trainer="p2"),)),
    ("free on that day alone", (trainer("p1", free_on=frozenset({nov(25)})),)),
    ("two trainers in two halls", (more(held("b1", nov(25), PPK, trainer="p2")),)),
    ("one trainer all day", (more(held("a1", nov(25), PPK, slot=2)),)),
    (
        "a full week of four days",
        (trainer("p1", worked_on=frozenset(map(nov, (23, 24, 26)))),),
    ),
    (
        "a full week before",
        (trainer("p1", worked_on=frozenset(map(nov, (16, 17, 18, 19, 20)))),),
    ),
    (
        "the KPU has no weekly limit",
        (trainer("k1", worked_on=frozenset(map(dec, (1, 2, 3, 4)))),),
    ),
    ("closed on another day", (hall("a1", closed_on=frozenset({dec(4)})),)),
    ("the other slot", (more(held("a1", nov(25), slot=2)),)),
    ("own hall", (more(held("a1", nov(28))),)),
    ("own officers", (more(held("b1", nov(29), officers=("b/1",))),)),
    ("as many of their own as allowed", (wish(own_sessions_a_hall=2),)),
    ("just after notice", (given(today=nov(23)),)),
    ("the first day", (more(held("b1", nov(14))),)),
    ("the last day", (session(LAST, on=dec(7)),)),
    ("candidates in their village", (more(held("b1", nov(23))),)),
    ("the day of swearing-in", (more(held("b1", nov(24), PPK)),)),
    ("a village on Sunday", (more(held("b1", nov(29))),)),
    (
        "Sundays allowed",
        (more(held("b1", nov(29), PPK)), wish(official_on_sundays=True)),
    ),
    ("Friday afternoon", (more(held("b1", dec(4), slot=2)),)),
    ("three days apart", (session(LAST, on=nov(28)),)),
    ("three days after history", (history("a/1", nov(22)),)),
    ("history near to history", (history("a/1", nov(20), nov(21)),)),
    ("three sessions", (more(held("a1", nov(30), officers=("a/1",))),)),
    (
        "far, but somebody knows a short way",
        (
            more(held("a1", nov(30), PPK, officers=("c/1",))),
            given(minutes={("a", "c"): 80.0}),
        ),
    ),
    ("33 minutes are near", (wish(max_travel_minutes=33),)),
    (
        "one has two, nobody more",
        (session(LAST, officers=NEAR[1:]),),
    ),
    (
        "three, while one could not have two",
        (
            more(held("b1", nov(30), officers=("b/1",))),
            given(
                villages=(*INSTANCE.villages, Village("d", -4, 117, "nowhere")),
                officers=(*INSTANCE.officers, Officer("d/1", "d", 1, 1, Duty.CHAIR)),
            ),
        ),
    ),
    ("others banned", (given(bans=(Ban("b1"), Ban("a1", dec(5), PPK))),)),
    ("all pinned", (pin(FIRST),)),
    ("pinned, anybody may lead", (pin(FIRST, trainer=None),)),
    ("pinned, others join", (pin(FIRST, officers=NEAR[:1]),)),
    ("pinned on a closed day", (pin(LAST), hall("a1", closed_on=frozenset({dec(5)})))),
    (
        "pinned with a trainer who is not free",
        (pin(FIRST), trainer("p1", free_on=frozenset({dec(1)}))),
    ),
    ("pinned though banned", (pin(LAST), given(bans=(Ban("a1", dec(5)),)))),
    (
        "pinned from afar",
        (
            more(held("a1", nov(30), PPK, officers=("c/1",))),
            given(pins=(Pin("a1", nov(30), 1, PPK, "p1", ("c/1",)),)),
        ),
    ),
    (
        "pinned beyond a week",
        (pin(FIRST), trainer("p1", worked_on=frozenset(map(nov, (23, 24, 26, 27))))),
    ),
    (
        "a third that somebody decided",
        (
            session(LAST, officers=NEAR[1:]),
            more(held("b1", nov(30), officers=("b/1",))),
            given(
                pins=(
                    Pin("a1", nov(25), 1, PPK, None, ("b/1",)),
                    Pin("b1", nov(30), 1, SELF, None, ("b/1",)),
                    Pin("a1", dec(5), 1, KPU, None, ("b/1",)),
                )
            ),
        ),
    ),
]


@pytest.mark.parametrize(("code", "changes"), BROKEN)
def test_finds(code: str, changes: tuple[Change, ...]) -> None:
    assert codes(*applied(*changes)) == {code}


@pytest.mark.parametrize(("together", "changes"), BROKEN_TOGETHER)
def test_finds_together(together: set[str], changes: tuple[Change, ...]) -> None:
    assert codes(*applied(*changes)) == together


@pytest.mark.parametrize(("what", "changes"), SOUND)
def test_finds_nothing_in(what: str, changes: tuple[Change, ...]) -> None:
    assert codes(*applied(*changes)) == set(), what


def test_every_code_is_tried() -> None:
    told = set(re.findall(r"`([a-z_0-9]+)`", violations.__doc__ or ""))

    tried = {code for code, _ in BROKEN}.union(*(found for found, _ in BROKEN_TOGETHER))

    # Those of the figures stand in test_check_figures.py.
    assert told - tried == {"loss_wrong", "bound_above_loss", "figure_wrong"}


def test_a_violation_names_what_a_sentence_needs() -> None:
    case = applied(hall("a1", seats=3))

    (first, second) = violations(case[0], stated(*case))

    assert dict(first.params) == {
        "hall": "a1",
        "on": "2020-11-25",
        "slot": 1,
        "most": 3,
        "officers": 4,
    }
    assert dict(second.params)["on"] == "2020-12-05"


def test_an_empty_plan_breaks_nothing() -> None:
    assert codes(INSTANCE, []) == set()
