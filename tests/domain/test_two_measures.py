"""The solver's measure of a plan and the checker's hold each other."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.domain.training.appraisal import Appraisal
from sejuk.domain.training.instance import (
    Attended,
    Hall,
    Instance,
    Officer,
    Session,
    Trainer,
    Village,
)
from sejuk.domain.training.loss import measure
from sejuk.domain.training.parameters import Duty, Organiser, Parameters

SWORN = date(2020, 11, 24)
DAYS = st.integers(-10, 13).map(lambda n: SWORN + timedelta(days=n))
OFFICERS = tuple(
    Officer(f"{village}{seat}", village, 1, seat, duty)
    for village in "abc"
    for seat, duty in enumerate(Duty, start=1)
)
INSTANCE = Instance(
    poll=date(2020, 12, 9),
    sworn=SWORN,
    today=date(2020, 11, 1),
    villages=(
        Village("a", -2.90, 116.20),
        Village("b", -2.95, 116.23, risk=1.5),
        Village("c", -3.10, 116.30, landmass="an island"),
    ),
    halls=(
        Hall("a1", "a", 2, 75_000),
        Hall("b1", "b", 5, 80_000),
        Hall("seat", "a", 100, 150_000, shared=True),
    ),
    trainers=(Trainer("p1", Organiser.PPK, frozenset({SWORN})),),
    officers=OFFICERS,
    minutes={("a", "c"): 10.0},
)
SESSIONS = st.lists(
    st.builds(
        Session,
        hall=st.sampled_from([hall.id for hall in INSTANCE.halls]),
        on=DAYS,
        slot=st.sampled_from([1, 2]),
        organiser=st.sampled_from(Organiser),
        trainer=st.none(),
        officers=st.lists(st.sampled_from([o.id for o in OFFICERS]), unique=True).map(
            tuple
        ),
    ),
    max_size=5,
).map(tuple)
HISTORY = st.lists(
    st.builds(
        Attended,
        on=st.integers(-10, -1).map(lambda n: SWORN + timedelta(days=n)),
        organiser=st.sampled_from(Organiser),
    ),
    max_size=2,
).map(tuple)
WISHES = st.builds(
    Parameters,
    gap_days=st.integers(2, 5),
    last_days=st.integers(1, 4),
    recommended_class=st.integers(1, 5),
    point_rupiah=st.floats(1_000, 40_000),
)


@given(
    sessions=SESSIONS,
    old=st.none() | SESSIONS,
    history=HISTORY,
    wishes=WISHES,
    today=DAYS,
)
def test_they_agree(
    sessions: tuple[Session, ...],
    old: tuple[Session, ...] | None,
    history: tuple[Attended, ...],
    wishes: Parameters,
    today: date,
) -> None:
    veteran = replace(OFFICERS[0], history=history)
    instance = replace(
        INSTANCE,
        today=today,
        officers=(veteran, *OFFICERS[1:]),
        old=old,
        parameters=wishes,
    )

    loss, figures = measure(instance, sessions)

    appraisal = Appraisal(instance)
    assert appraisal.loss(sessions) == pytest.approx(loss, abs=1e-9, rel=1e-12)
    found = appraisal.figures(sessions)
    for name in ("mean_recall", "worst_recall", "rupiah"):
        assert getattr(found, name) == pytest.approx(getattr(figures, name))
    assert (found.officers, found.by_sessions) == (9, figures.by_sessions)
    assert (found.trainer_days, found.told) == (figures.trainer_days, figures.told)
    assert all(figures.sessions.get(o, 0) == n for o, n in found.sessions.items())
