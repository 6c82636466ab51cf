"""Plans that lie about themselves, and plans changed behind their own back."""

from dataclasses import replace
from datetime import date, timedelta
from math import inf, nan
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sejuk.domain.training.baseline import greedy, last_times_way
from sejuk.domain.training.check import violations
from sejuk.domain.training.instance import (
    Hall,
    Instance,
    Officer,
    Session,
    Trainer,
    Village,
)
from sejuk.domain.training.parameters import Duty, Organiser
from sejuk.domain.training.plan import Plan

SWORN = date(2020, 11, 24)
DAYS = [SWORN + timedelta(days=n) for n in range(14)]
CREW = (Duty.CHAIR, *[Duty.MEMBER] * 6, *[Duty.SECURITY] * 2)

INSTANCE = Instance(
    poll=date(2020, 12, 9),
    sworn=SWORN,
    today=date(2020, 11, 1),
    villages=(Village("a", -2.90, 116.20), Village("b", -2.95, 116.23, risk=1.5)),
    halls=(
        Hall("a1", "a", 30, 75_000, frozenset(DAYS[::4])),
        Hall("b1", "b", 20, 75_000, frozenset(DAYS[1::4])),
        Hall("seat", "a", 100, 150_000, frozenset(DAYS[2::3]), shared=True),
    ),
    trainers=(
        Trainer("k1", Organiser.KPU, frozenset(DAYS[3::5])),
        Trainer("p1", Organiser.PPK, frozenset(DAYS[::2])),
        Trainer("p2", Organiser.PPK, frozenset(DAYS[::3])),
    ),
    officers=tuple(
        Officer(f"{village}/{station}/{seat}", village, station, seat, duty)
        for village in "ab"
        for station in (1, 2)
        for seat, duty in enumerate(CREW, start=1)
    ),
)
PLANS = (greedy(INSTANCE), last_times_way(INSTANCE))
PLAN = PLANS[0]


def found(plan: Plan) -> set[str]:
    return {violation.code for violation in violations(INSTANCE, plan)}


class TestFigures:
    def test_true_ones_break_nothing(self) -> None:
        assert [found(plan) for plan in PLANS] == [set(), set()]

    @pytest.mark.parametrize("off", [2e-6, -2e-6, nan, inf])
    def test_a_loss_that_is_not_the_persons(self, off: float) -> None:
        assert found(replace(PLAN, loss=PLAN.loss + off)) == {"loss_wrong"}

    def test_a_loss_within_rounding(self) -> None:
        assert found(replace(PLAN, loss=PLAN.loss + 5e-7)) == set()

    @pytest.mark.parametrize("above", [1e-5, nan, inf, -inf])
    def test_a_bound_that_cannot_be(self, above: float) -> None:
        assert found(replace(PLAN, bound=PLAN.loss + above)) == {"bound_above_loss"}

    def test_a_bound_that_is_reached(self) -> None:
        assert found(replace(PLAN, bound=PLAN.loss)) == set()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"officers": 35},
            {"by_sessions": (0, 0, 0, 35)},
            {"mean_recall": 0.999},
            {"worst_recall": nan},
            {"sessions": {}},
            {"trainer_days": 99},
            {"rupiah": 0.0},
            {"told": 1},
        ],
    )
    def test_a_wrong_figure(self, wrong: dict[str, Any]) -> None:
        figures = replace(PLAN.figures, **wrong)

        assert found(replace(PLAN, figures=figures)) == {"figure_wrong"}

    def test_an_organiser_without_sessions_need_not_be_named(self) -> None:
        plan = PLANS[1]
        ppk = plan.figures.sessions[Organiser.PPK]
        figures = replace(plan.figures, sessions={Organiser.PPK: ppk})

        assert found(replace(plan, figures=figures)) == set()


def changed(plan: Plan, number: int, **fields: Any) -> Plan:
    """A plan with one session changed and its figures as they were."""
    sessions = list(plan.sessions)
    sessions[number] = replace(sessions[number], **fields)
    return replace(plan, sessions=tuple(sessions))


ONE_OF = st.sampled_from(
    [(plan, number) for plan in PLANS for number in range(len(plan.sessions))]
)


@given(ONE_OF, st.data())
def test_nobody_can_be_left_out_unseen(
    one: tuple[Plan, int], data: st.DataObject
) -> None:
    plan, number = one
    officers = plan.sessions[number].officers
    left_out = data.draw(st.sampled_from(officers))

    stays = tuple(name for name in officers if name != left_out)

    assert "loss_wrong" in found(changed(plan, number, officers=stays))


@given(ONE_OF, st.sampled_from([officer.id for officer in INSTANCE.officers]))
def test_nobody_can_be_added_unseen(one: tuple[Plan, int], name: str) -> None:
    plan, number = one
    officers = (*plan.sessions[number].officers, name)

    assert "loss_wrong" in found(changed(plan, number, officers=officers))


@given(ONE_OF, st.sampled_from(DAYS))
def test_no_session_can_be_moved_unseen(one: tuple[Plan, int], on: date) -> None:
    plan, number = one
    assume(on != plan.sessions[number].on)

    assert found(changed(plan, number, on=on))


@given(ONE_OF, st.sampled_from(["a1", "b1", "seat"]))
def test_no_session_can_change_its_hall_unseen(
    one: tuple[Plan, int], hall: str
) -> None:
    plan, number = one
    assume(hall != plan.sessions[number].hall)

    assert "loss_wrong" in found(changed(plan, number, hall=hall))


@given(ONE_OF, st.sampled_from(Organiser))
def test_no_session_can_change_hands_unseen(
    one: tuple[Plan, int], organiser: Organiser
) -> None:
    plan, number = one
    assume(organiser is not plan.sessions[number].organiser)

    assert "loss_wrong" in found(changed(plan, number, organiser=organiser))


@given(ONE_OF)
def test_no_session_can_be_held_twice_unseen(one: tuple[Plan, int]) -> None:
    plan, number = one
    again: Session = plan.sessions[number]

    codes = found(replace(plan, sessions=(*plan.sessions, again)))

    assert {"hall_double_booked", "gap_too_short", "loss_wrong"} <= codes
