"""Whatever is changed by hand, figures, faults and what is told stay true."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.training.conftest import NOW, on

from sejuk.elections.models import Election
from sejuk.places.models import Area, Venue
from sejuk.training import queries, services
from sejuk.training.models import Invitation, Plan, Session, Trainer
from sejuk.training.services import Place
from sejuk.training.services.remeasure import measure
from sejuk.training.tables import read_tables

DAYS = (27, 28, 29, 30, 1, 2, 3, 4, 5, 6, 7, 8)
Edit = tuple[str, int, int, int, int]

edits = st.lists(
    st.tuples(
        st.sampled_from(["move", "remove", "add", "lock"]),
        st.integers(0, 50),
        st.sampled_from(DAYS),
        st.integers(1, 2),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture
def change(
    halls: dict[str, Venue], trainers: dict[str, Trainer]
) -> Callable[[Plan, Edit], None]:
    """Carries out one edit of a draft."""
    leaders = [trainers["Ani"], trainers["Budi"], None]

    def carry_out(draft: Plan, edit: Edit) -> None:
        what, which, day, slot, other = edit
        sessions = list(queries.sessions_of_plan(draft))
        hall = list(halls.values())[other]
        place = Place(hall, on(day), slot, leaders[other])
        if what == "add" or not sessions:
            services.add_session(draft, "ppk", place, by=None, at=NOW)
            return
        session = sessions[which % len(sessions)]
        if what == "move":
            services.move_session(session, place, by=None, at=NOW)
        elif what == "remove":
            services.remove_session(session, by=None, at=NOW)
        else:
            services.lock(session, by=None, at=NOW)

    return carry_out


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(made=edits)
def test_figures_and_told_stay_true(
    made: list[Edit],
    published: Plan,
    sub_district: Area,
    election: Election,
    change: Callable[[Plan, Edit], None],
) -> None:
    with transaction.atomic():
        draft = services.start_draft(sub_district, election, by=None, at=NOW)
        for edit in made:
            change(draft, edit)
        draft.refresh_from_db()
        loss, figures = draft.loss, draft.figures

        measure(draft, read_tables(sub_district, election, NOW))
        told = queries.told(draft, NOW)
        faults = services.faults_of(draft, NOW)

        assert (draft.loss, draft.figures) == (loss, figures)
        assert {t.seat.pk for t in told.seats} == _differing(published, draft)
        assert all(fault.text.endswith(".") for fault in faults)
        own = set(draft.sessions.values_list("pk", flat=True))
        assert all(set(fault.sessions) <= own for fault in faults)
        _publishes(draft, sub_district, election)
        transaction.set_rollback(True)


def _differing(before: Plan, after: Plan) -> set[int]:
    """Seats whose sessions are not the same in two plans."""
    known, planned = _visits(before), _visits(after)
    return {s for s in known | planned if known.get(s) != planned.get(s)}


def _visits(plan: Plan) -> dict[int, set[tuple[int, object, int, str]]]:
    visits: dict[int, set[tuple[int, object, int, str]]] = {}
    rows = Invitation.objects.filter(session__plan=plan).select_related("session")
    for row in rows:
        s = row.session
        visits.setdefault(row.seat_id, set()).add(
            (s.venue_id, s.on, s.slot, s.organiser)
        )
    return visits


def _publishes(draft: Plan, area: Area, election: Election) -> None:
    """Published, exactly the draft's sessions stand."""
    moment: datetime = NOW
    services.publish(draft, by=None, at=moment)
    standing = set(queries.standing_sessions(area, election))
    assert standing == set(Session.objects.filter(plan=draft))
