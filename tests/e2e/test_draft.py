"""A plan changed by hand: by form, by dragging, published without a script."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.e2e.browsing import Opener

TRAINING = "/areas/63.02.09/training/"
DRAFT = re.compile(r"/plans/(\d+)/draft/$")
Place = tuple[str, str]


def begin(page: Page) -> None:
    """Open the draft, a new one if there is none."""
    page.goto(TRAINING)
    going_on = page.locator("a.button[href$='/draft/']")
    if going_on.count():
        going_on.click()
    else:
        page.locator("form[action$='/training/edit/'] button").click()
    expect(page).to_have_url(DRAFT)


def an_empty_cell_beside(page: Page, session: Locator) -> Locator:
    """A free open cell of the session's own hall."""
    row = session.locator("xpath=ancestor::tr")
    cells = row.locator("td[data-on]:not(.is-closed)")
    empty = [
        cell
        for cell in (cells.nth(at) for at in range(cells.count()))
        if not cell.locator(".session").count()
    ]
    assert empty, "no empty day in this hall"
    return empty[-1]


def place_of(page: Page, href: str) -> Place:
    """Day and hall of a session in the calendar of a desk."""
    cell = page.locator(f".calendar-grid a[data-move-href='{href}']").locator(
        "xpath=.."
    )
    return cell.get_attribute("data-on") or "", cell.get_attribute("data-row") or ""


def test_moves_a_session_by_its_form_on_a_phone(opened: Opener) -> None:
    page = opened.phone("ppk")
    begin(page)
    entry = page.locator(".calendar-list a[href*='/move/']").last
    href = entry.get_attribute("href") or ""
    entry.tap()
    hall = page.locator("select[name=venue]")
    days = page.locator("[name=on]")
    before = days.input_value()
    other = hall.locator("option:not([value='']):not(:checked)").first
    chosen = other.get_attribute("value") or ""

    hall.select_option(chosen)
    page.locator("main form.stack button.button").first.tap()

    expect(page).to_have_url(re.compile(r"/plans/\d+/draft/"))
    expect(page.locator("#main .note").nth(1)).to_be_visible()
    page.goto(href)
    expect(page.locator("select[name=venue]")).to_have_value(chosen)
    expect(page.locator("[name=on]")).to_have_value(before)


def test_drags_a_session_to_another_day_at_a_desk(opened: Opener) -> None:
    page = opened.desk("ppk")
    begin(page)
    session = page.locator(".calendar-grid a.session[data-move-href]").first
    href = session.get_attribute("data-move-href") or ""
    target = an_empty_cell_beside(page, session)
    wanted = (target.get_attribute("data-on"), target.get_attribute("data-row"))
    assert place_of(page, href) != wanted

    drag(page, session, target)

    expect(page.locator("#main .note").nth(1)).to_be_visible()
    assert place_of(page, href) == wanted


def drag(page: Page, what: Locator, to: Locator) -> None:
    """With the mouse, in steps, as a hand does."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + 5, end["y"] + 5, steps=8)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=8)
    page.mouse.up()


@pytest.mark.parametrize("account", ["polsek", "pps-senakin", "kpps-senakin-1"])
def test_nobody_else_is_offered_a_draft(account: str, opened: Opener) -> None:
    begin(opened.phone("ppk"))

    page = opened.phone(account)
    page.goto(TRAINING)

    expect(page.locator("a[href*='/draft/'], form[action*='/edit/']")).to_have_count(0)
    opened.faults.clear()  # the training of the whole sub-district is not theirs: 404


def test_publishes_without_a_script(opened: Opener) -> None:
    page = opened.phone("ppk", java_script_enabled=False)
    begin(page)

    page.locator("a.button[href$='/publish/']").tap()
    page.locator(".told button.button").tap()

    expect(page).to_have_url(re.compile(f"{TRAINING}$"))
    expect(page.locator(".note.is-done")).to_be_visible()
    expect(page.locator("a.button[href$='/draft/']")).to_have_count(0)
