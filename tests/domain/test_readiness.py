"""The one formula of readiness, its sum over areas, and the actions that raise it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.domain.readiness.actions import (
    Action,
    StationState,
    VillageProblems,
    next_actions,
)
from sejuk.domain.readiness.rollup import joined
from sejuk.domain.readiness.score import (
    Score,
    SeatState,
    shade_of,
    station_score,
    training_worth,
)

FULL = SeatState(is_filled=True, attended=2, planned=2)
EMPTY = SeatState(is_filled=False)


@st.composite
def seat_states(draw: st.DrawFn) -> SeatState:
    attended = draw(st.integers(0, 3))
    return SeatState(
        is_filled=draw(st.booleans()),
        attended=attended,
        planned=attended + draw(st.integers(0, 3)),
    )


@st.composite
def station_scores(draw: st.DrawFn) -> Score:
    problems = draw(st.integers(0, 4))
    return station_score(
        draw(st.lists(seat_states(), min_size=1, max_size=9)),
        problems=problems,
        settled=draw(st.integers(0, problems)),
    )


def test_a_full_trained_crew_in_a_settled_village_is_ready() -> None:
    score = station_score([FULL] * 9, problems=2, settled=2)

    assert score.readiness == pytest.approx(1.0)


def test_by_hand_seven_of_nine_seats_one_session_each_one_problem_open_of_two() -> None:
    once = SeatState(is_filled=True, attended=1, planned=2)

    score = station_score([once] * 7 + [EMPTY] * 2, problems=2, settled=1)

    # 0.25 * 7/9 + 0.5 * 3.5/9 + 0.25 * 1/2, and with the plan 0.5 * 7/9
    assert score.readiness == pytest.approx(0.25 * 7 / 9 + 0.5 * 3.5 / 9 + 0.125)
    assert score.planned == pytest.approx(0.25 * 7 / 9 + 0.5 * 7 / 9 + 0.125)


def test_a_village_without_problems_counts_as_settled() -> None:
    assert station_score([EMPTY], problems=0, settled=0).problems == 1.0


def test_a_third_session_adds_nothing() -> None:
    assert [training_worth(n) for n in range(5)] == [0.0, 0.5, 1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("readiness", "shade"),
    [(0, 0), (0.19, 0), (0.2, 1), (0.4, 2), (0.599, 2), (0.6, 3), (0.8, 4), (1, 4)],
)
def test_shades_begin_at_20_40_60_and_80_per_cent(readiness: float, shade: int) -> None:
    assert shade_of(readiness) == shade


@pytest.mark.parametrize(
    ("seats", "problems", "settled"), [([], 0, 0), ([FULL], 1, 2), ([FULL], 1, -1)]
)
def test_what_cannot_be_is_refused(
    seats: list[SeatState], problems: int, settled: int
) -> None:
    with pytest.raises(ValueError, match="seats"):
        station_score(seats, problems=problems, settled=settled)


def test_planned_sessions_include_attended_ones() -> None:
    with pytest.raises(ValueError, match="include"):
        SeatState(is_filled=True, attended=2, planned=1)


@given(score=station_scores())
def test_readiness_is_a_share_and_the_plan_never_lowers_it(score: Score) -> None:
    assert 0 <= score.readiness <= score.planned <= 1


@given(
    seats=st.lists(seat_states(), min_size=1, max_size=9),
    which=st.integers(0, 8),
)
def test_filling_a_seat_or_attending_never_lowers_readiness(
    seats: Sequence[SeatState], which: int
) -> None:
    before = station_score(seats, problems=0, settled=0).readiness
    better = list(seats)
    at = which % len(seats)
    better[at] = replace(
        seats[at],
        is_filled=True,
        attended=seats[at].attended + 1,
        planned=seats[at].planned + 1,
    )

    assert station_score(better, problems=0, settled=0).readiness >= before


@given(groups=st.lists(st.lists(station_scores(), min_size=1), min_size=1))
def test_summing_villages_equals_summing_stations(groups: list[list[Score]]) -> None:
    at_once = joined(score for group in groups for score in group)
    by_village = joined(j for group in groups if (j := joined(group)))

    assert at_once is not None
    assert by_village is not None
    assert by_village.readiness == pytest.approx(at_once.readiness)
    assert by_village.seats == at_once.seats


def test_by_hand_a_big_station_weighs_more_than_a_small_one() -> None:
    ready = station_score([FULL] * 9, problems=0, settled=0)
    small = station_score([EMPTY] * 3, problems=1, settled=0)

    total = joined([ready, small])

    assert total is not None
    assert total.readiness == pytest.approx(9 / 12)


def test_an_area_without_stations_has_no_readiness() -> None:
    assert joined([]) is None


def test_actions_come_by_the_readiness_that_they_bring() -> None:
    once = SeatState(is_filled=True, attended=0, planned=1)
    first = StationState(1, "a", {1: EMPTY, **dict.fromkeys(range(2, 10), FULL)})
    second = StationState(2, "b", dict.fromkeys(range(1, 10), once))

    actions = next_actions([first, second], {"b": VillageProblems(2, 1)})

    told = [(a.action, a.station, a.count) for a in actions]
    assert told == [
        (Action.INVITE, 2, 9),
        (Action.SETTLE_PROBLEMS, None, 1),
        (Action.INVITE, 1, 1),
        (Action.APPOINT_CHAIR, 1, 1),
    ]
    # nine officers lack one of two sessions: 0.5 * 9 * 0.5 / 18 seats
    assert actions[0].gain == pytest.approx(0.125)
    # one of two problems of a village with half of the seats: 0.25 * 9 / 2 / 18
    assert actions[1].gain == pytest.approx(0.0625)


def test_all_open_problems_are_one_action() -> None:
    crews = [StationState(n, v, {1: FULL}) for n, v in enumerate("abc")]
    problems = {"c": VillageProblems(2, 1), "a": VillageProblems(1, 1)}

    (settle,) = next_actions(crews, problems)

    assert (settle.villages, settle.count) == (("a", "c"), 2)
    # a third of the seats with its one problem, a third with one of two
    assert settle.gain == pytest.approx(0.25 / 3 + 0.25 / 3 / 2)


def test_an_action_brings_what_it_promises() -> None:
    seats = {1: EMPTY, **dict.fromkeys(range(2, 10), FULL)}
    (appoint, _invite) = sorted(
        next_actions([StationState(1, "a", seats)], {}), key=lambda a: a.gain
    )
    before = station_score(list(seats.values()), problems=0, settled=0).readiness
    seats[1] = SeatState(is_filled=True)
    after = station_score(list(seats.values()), problems=0, settled=0).readiness

    assert after - before == pytest.approx(appoint.gain)


def test_who_can_have_no_second_session_any_more_is_not_invited() -> None:
    stuck = StationState(1, "a", {1: SeatState(is_filled=True)}, frozenset({1}))

    assert next_actions([stuck], {}) == []


def test_no_stations_no_actions() -> None:
    assert next_actions([], {"a": VillageProblems(1, 1)}) == []
