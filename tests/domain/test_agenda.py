"""The agenda: problems of earlier elections first, then blocks, then gaps."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sejuk.domain.meetings.agenda import Blocked, PastProblem, PlanGap, Reason, agenda

LAST = date(2019, 4, 17)

problems = st.lists(
    st.builds(
        PastProblem,
        key=st.integers(1, 99),
        village=st.sampled_from("abc"),
        severity=st.integers(1, 3),
        happened_on=st.dates(date(2010, 1, 1), date(2020, 1, 1)),
    )
)
blocks = st.lists(
    st.builds(
        Blocked,
        station=st.integers(1, 99),
        village=st.sampled_from("abc"),
        reason=st.sampled_from([Reason.NO_CHAIR, Reason.NO_SECOND_SESSION]),
        officers=st.integers(1, 9),
    )
)
gaps = st.lists(
    st.builds(PlanGap, village=st.sampled_from("abcdefgh"), officers=st.integers(1, 99))
)


def test_the_past_comes_first_then_what_blocks_then_the_largest_gaps() -> None:
    items = agenda(
        [PastProblem(1, "b", 2, LAST), PastProblem(2, "a", 3, LAST)],
        [
            Blocked(9, "a", Reason.NO_SECOND_SESSION, 3),
            Blocked(7, "c", Reason.NO_CHAIR),
        ],
        [PlanGap("a", 2), PlanGap("b", 12)],
    )

    assert [(i.number, i.reason, i.village) for i in items] == [
        (1, Reason.PAST_PROBLEM, "a"),
        (2, Reason.PAST_PROBLEM, "b"),
        (3, Reason.NO_CHAIR, "c"),
        (4, Reason.NO_SECOND_SESSION, "a"),
        (5, Reason.PLAN_GAP, "b"),
        (6, Reason.PLAN_GAP, "a"),
    ]


def test_a_problem_of_the_latest_election_comes_before_an_older_one() -> None:
    older = PastProblem(1, "a", 2, date(2015, 12, 9))

    items = agenda([older, PastProblem(2, "a", 2, LAST)], [], [])

    assert [item.subject for item in items] == [PastProblem(2, "a", 2, LAST), older]


def test_nothing_open_gives_an_empty_agenda() -> None:
    assert agenda([], [], []) == []


@given(problems=problems, blocked=blocks, gaps=gaps, most=st.integers(0, 6))
def test_every_problem_and_block_stands_on_it_once(
    problems: list[PastProblem],
    blocked: list[Blocked],
    gaps: list[PlanGap],
    most: int,
) -> None:
    items = agenda(problems, blocked, gaps, most_gaps=most)

    assert [item.number for item in items] == list(range(1, len(items) + 1))
    subjects = [item.subject for item in items]
    assert sorted(map(repr, subjects[: len(problems)])) == sorted(map(repr, problems))
    middle = subjects[len(problems) : len(problems) + len(blocked)]
    assert sorted(map(repr, middle)) == sorted(map(repr, blocked))
    assert len(subjects) - len(problems) - len(blocked) == min(most, len(gaps))


@given(gaps=gaps, most=st.integers(1, 6))
def test_no_gap_left_out_is_larger_than_one_named(
    gaps: list[PlanGap], most: int
) -> None:
    named = [i.subject for i in agenda([], [], gaps, most_gaps=most)]
    sizes = sorted((gap.officers for gap in gaps), reverse=True)

    assert [s.officers for s in named if isinstance(s, PlanGap)] == sizes[:most]
