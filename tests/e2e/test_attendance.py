"""Ticking who came, on a phone in the hall; and what that does to readiness."""

import re

import pytest
from bench.example_server import Server
from playwright.sync_api import Page, expect
from tests.e2e.browsing import Opener, sign_in

HOME = "/areas/63.02.09/"
STATIONS, SEATS, FILLED = 35, 315, 301
STATIONS_WITH_PROBLEMS = 18
"""Tanjung Batu 3, Sang-Sang 7, Geronggang 8: none of their problems is settled."""


def trained(page: Page) -> list[int]:
    """Officers with no, one, and two counted sessions, as the page of the area says."""
    return [
        int(
            page.locator(f"main p.small a[href$='trained={n}']").inner_text().split()[0]
        )
        for n in (0, 1, 2)
    ]


def percent(page: Page) -> int:
    found = re.search(r"(\d+)\s*%", page.locator(".so-what").inner_text())
    assert found
    return int(found[1])


def by_the_formula(counts: list[int]) -> float:
    """Readiness in percent: crew a quarter, training a half, problems a quarter."""
    _none, one, two = counts
    settled = (STATIONS - STATIONS_WITH_PROBLEMS) / STATIONS
    return 25 * FILLED / SEATS + 50 * (one / 2 + two) / SEATS + 25 * settled


def held_sessions(page: Page) -> list[str]:
    """The addresses of the ticking pages of the sessions that were held."""
    page.goto("/areas/63.02.09/training/")
    links = page.locator(".calendar-list a[href^='/sessions/']")
    held = links.filter(has_text="terlaksana")
    return [f"{link.get_attribute('href')}attendance/" for link in held.all()]


def test_ticking_whole_crews_moves_readiness_by_the_formula(opened: Opener) -> None:
    page = opened.phone("ppk", HOME)
    before = trained(page)
    assert percent(page) == round(by_the_formula(before))

    pressed = 0
    for href in held_sessions(page):
        page.goto(href)
        buttons = page.locator("button[name=crew]")
        while left := buttons.count():
            buttons.first.tap()
            expect(buttons).to_have_count(left - 1)
            pressed += 1

    page.goto(HOME)
    after = trained(page)
    assert pressed > 0
    assert after[0] < before[0]
    assert sum(after) == sum(before) == SEATS
    assert by_the_formula(after) > by_the_formula(before) + 1
    assert percent(page) == round(by_the_formula(after))


def test_one_tap_records_a_whole_crew_and_a_correction_takes_one_back(
    opened: Opener, server: Server
) -> None:
    page = opened.phone("trainer", "/sessions/")
    page.locator("a[href*='/attendance/']").first.tap()
    crew = page.locator("form.ticks").last
    whole = crew.locator("button[name=crew]")
    if whole.count():
        whole.tap()
        expect(crew.locator("button[name=crew]")).to_have_count(0)
    came = crew.locator("button[name=came][aria-pressed=true]")
    many = came.count()
    assert many > 1

    crew.locator("button[name=absent]").first.tap()

    expect(crew.locator("button[name=absent][aria-pressed=true]")).to_have_count(1)
    expect(came).to_have_count(many - 1)
    page.reload()
    expect(came).to_have_count(many - 1)
    crew.locator("button[name=came]").first.tap()
    expect(came).to_have_count(many)


def test_ticks_without_a_script(opened: Opener) -> None:
    page = opened.phone("trainer-2", "/sessions/", java_script_enabled=False)
    page.locator("a[href*='/attendance/']").first.tap()
    line = page.locator("form.ticks").first.locator("li").first
    absent, came = line.locator("[name=absent]"), line.locator("[name=came]")

    absent.tap()

    expect(absent).to_have_attribute("aria-pressed", "true")
    came.tap()
    expect(came).to_have_attribute("aria-pressed", "true")


def test_the_list_to_sign_opens_as_a_pdf(opened: Opener) -> None:
    page = opened.phone("trainer", "/sessions/")
    href = page.locator("a[href$='/list.pdf']").first.get_attribute("href")
    assert href

    answer = page.request.get(href)

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def test_a_lost_server_is_said_and_what_was_typed_stays(opened: Opener) -> None:
    page = opened.phone("trainer", "/sessions/")
    page.locator("a[href*='/attendance/']").first.tap()
    typed = page.get_by_role("searchbox")
    typed.fill("Siti")
    page.context.set_offline(True)

    page.locator("form.ticks li button").first.tap()

    expect(page.locator("#unreachable")).to_be_visible()
    expect(typed).to_have_value("Siti")
    page.context.set_offline(False)
    opened.faults.clear()  # the browser says that it is offline
    page.locator("form.ticks li button").first.tap()
    expect(page.locator("#unreachable")).to_be_hidden()


@pytest.mark.parametrize("account", ["trainer-3", "kpps-senakin-1", "polsek"])
def test_another_ones_session_cannot_be_ticked(
    account: str, opened: Opener, server: Server
) -> None:
    own = opened.phone("trainer", "/sessions/")
    href = own.locator("a[href*='/attendance/']").first.get_attribute("href")
    assert href
    context = own.context.browser
    assert context
    other = context.new_context(base_url=server.address)
    sign_in(other, account, server.example.password)

    answer = other.request.get(href)

    assert answer.status == 404
    other.close()
