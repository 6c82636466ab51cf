"""The register of problems: open first, with what became of each."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sejuk.accounts.models import Account
from sejuk.elections.models import Election, ProblemKind
from sejuk.places.models import Area
from sejuk.problems.models import Closure, Problem, Reopening
from sejuk.problems.queries import open_problems

SUB_DISTRICT = "63.02.09"
AT = datetime(2020, 11, 1, tzinfo=UTC)


@pytest.fixture
def make_problem(
    election: Election, areas: dict[str, Area]
) -> Callable[[str], Problem]:
    kind = ProblemKind.objects.create(
        key="M10", level=2, name_id="Angka tidak cocok", name_en="Figures differ"
    )

    def make(code: str = "63.02.09.2001") -> Problem:
        number = Problem.objects.count() + 1
        return Problem.objects.create(
            number=f"KT-2019-{number:03}",
            election=election,
            village=areas[code],
            kind=kind,
            title_id=f"Judul {number}",
            title_en=f"Title {number}",
            story_id="Angka seperti yang diumumkan tidak cocok.",
            source="figures",
            recorded_at=AT,
        )

    return make


@pytest.fixture
def ppk(make_account: Callable[..., Account]) -> Account:
    return make_account("ppk", SUB_DISTRICT)


def settle(problem: Problem, by: Account) -> Closure:
    return Closure.objects.create(
        problem=problem, closed_by=by, closed_at=AT, outcome="Sudah dilatih."
    )


def test_open_problems_leave_when_settled_and_return_when_reopened(
    make_problem: Callable[..., Problem], ppk: Account, areas: dict[str, Area]
) -> None:
    problem = make_problem()
    area = areas[SUB_DISTRICT]
    closure = settle(problem, ppk)
    settled = list(open_problems(area))
    Reopening.objects.create(
        closure=closure, reopened_by=ppk, reopened_at=AT, reason="Terulang."
    )

    assert settled == []
    assert list(open_problems(area)) == [problem]


def test_the_list_shows_open_ones_first_and_filters(
    make_problem: Callable[..., Problem],
    ppk: Account,
    sign_in: Callable[[Account], Client],
) -> None:
    settle(make_problem(), ppk)
    make_problem()
    url = reverse("problems:problem_list", args=[SUB_DISTRICT])
    client = sign_in(ppk)

    everything = client.get(url).content.decode()
    settled = client.get(url, {"state": "settled"}).content.decode()

    assert everything.index("Judul 2") < everything.index("Judul 1")
    assert "Judul 1" in settled
    assert "Judul 2" not in settled


def test_the_page_tells_what_became_of_it(
    make_problem: Callable[..., Problem],
    ppk: Account,
    sign_in: Callable[[Account], Client],
) -> None:
    problem = make_problem()
    settle(problem, ppk)

    page = sign_in(ppk).get(reverse("problems:problem_detail", args=[problem.pk]))

    assert "Sudah dilatih." in page.content.decode()


def test_the_list_takes_the_same_queries_however_many_problems(
    make_problem: Callable[..., Problem],
    ppk: Account,
    sign_in: Callable[[Account], Client],
) -> None:
    make_problem()
    client = sign_in(ppk)
    url = reverse("problems:problem_list", args=[SUB_DISTRICT])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _number in range(30):
        make_problem()
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few) <= 12


def test_a_neighbours_problem_does_not_exist(
    make_problem: Callable[..., Problem],
    ppk: Account,
    sign_in: Callable[[Account], Client],
) -> None:
    theirs = make_problem("63.02.10.2001")
    client = sign_in(ppk)

    there = client.get(reverse("problems:problem_detail", args=[theirs.pk]))
    nowhere = client.get(reverse("problems:problem_detail", args=[99_999]))

    assert (there.status_code, nowhere.status_code) == (404, 404)
