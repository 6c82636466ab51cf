"""The agenda's page and paper: made from what is open, in the mission's order."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sejuk.accounts.models import Account
from sejuk.domain.meetings.agenda import Reason
from sejuk.elections import clock
from sejuk.elections.models import (
    CalendarRevision,
    Election,
    PollingStation,
    ProblemKind,
)
from sejuk.meetings.queries import agenda_of
from sejuk.places.models import Area
from sejuk.problems.models import Closure, Problem

SUB_DISTRICT = "63.02.09"


@pytest.fixture
def past(db: None) -> Election:
    """The general election before."""
    election = Election.objects.create(
        slug="pemilu-2019", kind="pemilu", name_id="Pemilu 2019", name_en="2019"
    )
    CalendarRevision.objects.create(
        election=election,
        effective_from=date(2019, 4, 17),
        regulation="-",
        status="S",
        voting_on=date(2019, 4, 17),
    )
    return election


@pytest.fixture
def problem(past: Election, stations: list[PollingStation]) -> Problem:
    kind = ProblemKind.objects.create(
        key="M10",
        level=2,
        name_id="Angka",
        name_en="Figures",
        default={"owner": "KPPS"},
    )
    return Problem.objects.create(
        number="KT-2019-001",
        election=past,
        village=stations[0].village,
        kind=kind,
        title_id="Angka pada formulir tidak cocok",
        story_id="-",
        source="figures",
        recorded_at=datetime(2020, 11, 1, tzinfo=UTC),
    )


def test_the_past_comes_first_then_blocks_then_gaps(
    election: Election, areas: dict[str, Area], problem: Problem
) -> None:
    items = agenda_of(election, areas[SUB_DISTRICT], clock.now(election))

    reasons = [item.reason for item in items]
    assert reasons == [
        Reason.PAST_PROBLEM,
        *[Reason.NO_CHAIR] * 3,
        *[Reason.PLAN_GAP] * 2,
    ]
    assert items[0].problem == problem


def test_a_settled_problem_is_off_the_agenda(
    election: Election,
    areas: dict[str, Area],
    problem: Problem,
    make_account: Callable[..., Account],
) -> None:
    Closure.objects.create(
        problem=problem,
        closed_by=make_account("ppk", SUB_DISTRICT),
        closed_at=datetime(2020, 11, 2, tzinfo=UTC),
        outcome="Dilatih.",
    )

    items = agenda_of(election, areas[SUB_DISTRICT], clock.now(election))

    assert Reason.PAST_PROBLEM not in {item.reason for item in items}


def test_a_problem_of_this_election_is_no_past_problem(
    election: Election, areas: dict[str, Area], problem: Problem
) -> None:
    Problem.objects.update(election=election)

    items = agenda_of(election, areas[SUB_DISTRICT], clock.now(election))

    assert Reason.PAST_PROBLEM not in {item.reason for item in items}


def test_every_agency_reads_the_same_agenda_and_prints_it(
    election: Election,
    problem: Problem,
    make_account: Callable[..., Account],
    sign_in: Callable[[Account], Client],
) -> None:
    for kind in ["ppk", "polsek", "koramil", "camat", "panwascam"]:
        client = sign_in(make_account(kind, SUB_DISTRICT))

        page = client.get(reverse("meetings:agenda", args=[SUB_DISTRICT]))
        paper = client.get(reverse("meetings:agenda_pdf", args=[SUB_DISTRICT]))

        assert "Angka pada formulir tidak cocok" in page.content.decode()
        assert BytesIO(paper.content).read(5) == b"%PDF-"


def test_takes_at_most_twelve_queries(
    election: Election,
    problem: Problem,
    make_account: Callable[..., Account],
    sign_in: Callable[[Account], Client],
) -> None:
    client = sign_in(make_account("ppk", SUB_DISTRICT))
    url = reverse("meetings:agenda", args=[SUB_DISTRICT])
    client.get(url)

    with CaptureQueriesContext(connection) as queries:
        client.get(url)

    assert len(queries) <= 12


def test_a_neighbouring_sub_district_has_no_agenda_here(
    election: Election,
    areas: dict[str, Area],
    make_account: Callable[..., Account],
    sign_in: Callable[[Account], Client],
) -> None:
    client = sign_in(make_account("ppk", SUB_DISTRICT))

    for name in ["meetings:agenda", "meetings:agenda_pdf"]:
        assert client.get(reverse(name, args=["63.02.10"])).status_code == 404
