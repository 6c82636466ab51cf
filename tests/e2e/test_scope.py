"""A village's committee and a crew see theirs, and cannot tell what else there is."""

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.browsing import Opener

SENAKIN = "/areas/63.02.09.2014/"


@pytest.fixture
def committee(opened: Opener) -> Page:
    return opened.phone("pps-senakin")


@pytest.fixture
def crew(opened: Opener) -> Page:
    return opened.phone("kpps-senakin-1")


def test_a_committee_begins_at_its_village(committee: Page) -> None:
    assert committee.url.endswith(SENAKIN)
    expect(committee.locator("h1")).to_contain_text("Senakin")


def test_a_committee_finds_its_crews_and_nobody_elses(committee: Page) -> None:
    committee.goto(f"{SENAKIN}crews/")

    stations = committee.locator("#results a[href*='/crew/']").all_inner_texts()

    assert len(stations) == 18
    assert {name.rpartition(" TPS ")[0] for name in stations} == {"Senakin"}


def test_a_crew_begins_at_its_station_and_finds_its_dates(crew: Page) -> None:
    expect(crew.locator("h1")).to_contain_text("Senakin TPS 1")
    assert crew.locator("main a[href^='/sessions/']").count() >= 2
    crew.goto("/settings/")
    crew.get_by_role("link", name="TPS saya").tap()
    expect(crew.locator("h1")).to_contain_text("Senakin TPS 1")


def test_a_crew_sees_no_other_crew_and_nothing_to_organise(crew: Page) -> None:
    words = crew.locator("body").inner_text()

    assert "Senakin TPS 1" in words
    assert "Senakin TPS 2" not in words
    expect(crew.locator("a[href*='/lists/'], a[href*='/accounts/']")).to_have_count(0)


@pytest.mark.parametrize(
    "path",
    [
        "/areas/63.02.09/",
        "/areas/63.02.09.2001/",
        "/areas/63.02.09.2001/crews/",
        "/areas/63.02.09/agenda/",
        "/areas/63.02.09.9999/",
        "/accounts/1/",
    ],
)
@pytest.mark.parametrize("account", ["pps-senakin", "kpps-senakin-1"])
def test_what_is_not_theirs_answers_like_what_does_not_exist(
    account: str, path: str, opened: Opener
) -> None:
    page = opened.phone(account, "/areas/99.99.99.9999/")
    absent = page.locator("main").inner_text()

    page.goto(path)

    assert page.locator("main").inner_text() == absent
    assert len([fault for fault in opened.faults if ": 404 " in fault]) == 2
    opened.faults.clear()
