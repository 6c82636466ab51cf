"""Planning again on a phone: watched, stopped where there is time, published."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from tests.e2e.browsing import Opener

TRAINING = "/areas/63.02.09/training/"
MINUTE = 60_000


@pytest.fixture
def page(opened: Opener) -> Page:
    return opened.phone("ppk", TRAINING)


def test_plans_with_progress_takes_the_best_so_far_and_publishes(page: Page) -> None:
    before = page.locator(".calendar-list li").count()
    page.locator(f"a.button[href='{TRAINING}start/']").tap()
    page.locator("input[type=radio][value='60']").check()
    page.locator("main form button.button").tap()

    job = page.locator("#job")
    result = job.locator("a.button")
    under_way = job.locator("progress:not([value='0'])")
    expect(under_way.or_(result).first).to_be_visible(timeout=MINUTE)
    if under_way.count():
        _take_the_best_so_far(page)
    expect(result).to_be_visible(timeout=MINUTE)
    expect(job.locator("progress")).to_have_count(0)

    result.tap()
    expect(page).to_have_url(re.compile(r"/plans/\d+/draft/$"))
    expect(page.locator(".so-what")).to_contain_text("315")
    assert page.locator(".calendar-list li").count() > 0
    page.locator("a.button[href$='/publish/']").tap()

    told = page.locator(".told")
    expect(page.locator(".so-what")).to_contain_text(re.compile(r"^\s*\d+ "))
    number = int(re.findall(r"\d+", page.locator(".so-what").inner_text())[0])
    assert 0 <= number < 315, "planning again is calm: few are told something new"
    told.locator("button.button").tap()

    expect(page).to_have_url(re.compile(f"{TRAINING}$"))
    expect(page.locator(".note.is-done")).to_contain_text(str(number))
    expect(page.locator(f"a.button[href='{TRAINING}start/']")).to_be_visible()
    assert page.locator(".calendar-list li").count() >= before / 2


def _take_the_best_so_far(page: Page) -> None:
    """Press stop, unless a quick machine has proven the plan to be the best by then.

    That a stopped job keeps its best plan is proven in `tests/concurrency`.
    """
    with suppress(PlaywrightTimeout):
        page.locator("#job form[action$='/stop/'] button").tap(timeout=3_000)


def test_a_timetable_opens_as_a_pdf_and_is_there_as_text(page: Page) -> None:
    page.goto(f"{TRAINING}timetable/")

    text = page.locator("pre").inner_text()
    answer = page.request.get(f"{TRAINING.removesuffix('/')}/timetable.pdf")

    assert "Balai Desa Tanjung Batu" in text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
