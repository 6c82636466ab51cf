"""Every page that anybody reaches: no dead link, no barrier, no sideways scroll.

The pages are found by walking the example's links as each role (`bench.walk`), with a
draft and a list with faults under way. Each kind of page is looked at on a phone and at
a desk; on a phone, what differs from role to role is looked at in each.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from bench.example_server import Example, Server, served
from bench.walk import ROLES
from playwright.sync_api import Page, expect
from tests.apps.test_access_matrix import ROWS
from tests.e2e.browsing import Opener, axe_faults, sideways_px, small_targets

DIFFERS_BY_ROLE = frozenset(
    {
        "crews:crew_list",
        "readiness:area_detail",
        "readiness:station_detail",
        "training:plan_detail",
        "training:session_detail",
        "web:import_list",
        "web:settings",
    }
)
HOME = "/areas/63.02.09/"


@dataclass(frozen=True)
class Found:
    """One page as one role found it, as `bench.walk` tells it."""

    role: str
    name: str
    url: str
    status: int
    is_page: bool
    found_on: str


@pytest.fixture(scope="module")
def walked(
    example: Example, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, list[Found]]]:
    """A server with work under way, and all pages that the roles reach on it."""
    folder = tmp_path_factory.mktemp("walked") / "var"
    copy = example.copy_to(folder)
    pages = json.loads(copy.python("-m", "bench.walk", "--begin", "--each", "2"))
    with served(copy) as server:
        yield server, [Found(**page) for page in pages]
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def server(walked: tuple[Server, list[Found]]) -> Server:
    return walked[0]


@pytest.fixture(scope="module")
def pages(walked: tuple[Server, list[Found]]) -> list[Found]:
    return walked[1]


def to_look_at(
    pages: list[Found], role: str, also: frozenset[str] = frozenset()
) -> list[Found]:
    """The pages of a role that no role before it showed, one of each kind."""
    before = {page.name for page in pages if ROLES.index(page.role) < ROLES.index(role)}
    kinds: dict[str, Found] = {}
    for page in pages:
        is_new = page.name not in before - also
        if page.role == role and page.is_page and is_new:
            kinds.setdefault(page.name, page)
    return list(kinds.values())


def test_no_link_is_dead(pages: list[Found]) -> None:
    dead = [page for page in pages if page.status != 200]

    assert dead == []


def test_a_link_leads_to_everything_that_can_be_read(pages: list[Found]) -> None:
    to_read = {row.name for row in ROWS if row.get}
    # Home leads on to another page; nobody asked for long work yet.
    elsewhere = {"accounts:sign_in", "web:home", "jobs:job_detail"}
    reached = {page.name for page in pages} | elsewhere

    assert sorted(to_read - reached) == []


@pytest.mark.parametrize("role", ROLES)
def test_has_no_fault_on_a_phone(
    role: str, pages: list[Found], opened: Opener, axe: str
) -> None:
    page = opened.phone(role, "/me/")
    chosen = to_look_at(pages, role, also=DIFFERS_BY_ROLE)

    assert faults_of_all(page, chosen, axe, phone_faults) == {}


@pytest.mark.parametrize("role", ROLES)
def test_has_no_fault_at_a_desk(
    role: str, pages: list[Found], opened: Opener, axe: str
) -> None:
    page = opened.desk(role, "/me/")

    assert faults_of_all(page, to_look_at(pages, role), axe, desk_faults) == {}


def test_has_no_fault_in_the_dark(pages: list[Found], opened: Opener, axe: str) -> None:
    page = opened.phone("ppk", "/me/", color_scheme="dark")
    dark = {
        "readiness:area_detail",
        "training:plan_detail",
        "training:plan_draft",
        "training:session_attendance",
        "crews:crew_list",
        "web:import_preview",
    }
    chosen = [found for found in to_look_at(pages, "ppk") if found.name in dark]

    assert len(chosen) == len(dark)
    assert faults_of_all(page, chosen, axe, desk_faults) == {}


def test_the_sign_in_has_no_fault(opened: Opener, axe: str) -> None:
    assert phone_faults(opened.phone(), axe) == []
    assert desk_faults(opened.desk(), axe) == []


def test_long_work_has_no_fault_while_it_runs_and_after(
    opened: Opener, axe: str
) -> None:
    page = opened.phone("kpu", f"{HOME}training/start/")
    page.locator("input[type=radio][value='5']").check()
    page.locator("main form button.button").tap()
    expect(page.locator("#job progress")).to_be_visible()

    assert phone_faults(page, axe) == []
    expect(page.locator("#job a.button")).to_be_visible(timeout=60_000)
    assert phone_faults(page, axe) == []


def faults_of_all(
    page: Page, found: list[Found], axe: str, look: Callable[[Page, str], list[str]]
) -> dict[str, list[str]]:
    faults = {}
    for each in found:
        page.goto(each.url)
        if wrong := look(page, axe):
            faults[f"{each.name} {each.url}"] = wrong
    return faults


def desk_faults(page: Page, axe: str) -> list[str]:
    sideways = sideways_px(page)
    wide = [f"scrolls {sideways} px sideways"] if sideways else []
    return [*axe_faults(page, axe), *wide]


def phone_faults(page: Page, axe: str) -> list[str]:
    return [*desk_faults(page, axe), *small_targets(page)]


class TestTheChecksThemselves:
    """Each is shown a page that was broken on purpose."""

    @pytest.fixture
    def page(self, opened: Opener) -> Page:
        page = opened.phone("ppk", "/accounts/new/")
        page.locator("h1").wait_for()
        return page

    def test_axe_sees_a_field_that_lost_its_label(self, page: Page, axe: str) -> None:
        assert axe_faults(page, axe) == []

        page.evaluate("document.querySelector('label[for=id_name]').remove()")

        assert [fault for fault in axe_faults(page, axe) if fault.startswith("label")]

    def test_axe_sees_words_that_are_too_pale(self, page: Page, axe: str) -> None:
        page.evaluate("document.querySelector('.so-what').style.color = '#bbb'")

        assert [f for f in axe_faults(page, axe) if f.startswith("color-contrast")]

    def test_a_page_that_is_too_wide_is_seen(self, page: Page) -> None:
        page.evaluate("document.querySelector('main').style.minWidth = '400px'")

        assert sideways_px(page) > 0

    def test_a_button_that_is_too_small_is_seen(self, page: Page) -> None:
        button = "document.querySelector('main button.button')"
        page.evaluate(f"{button}.style.cssText = 'min-height: 0; height: 30px'")

        assert len(small_targets(page)) == 1

    def test_what_the_policy_of_the_page_blocks_is_heard(
        self, page: Page, opened: Opener
    ) -> None:
        page.evaluate(
            "document.head.append(Object.assign(document.createElement('script'),"
            " {textContent: 'window.ran = true'}))"
        )

        assert page.evaluate("window.ran") is None
        assert [fault for fault in opened.faults if "Content Security" in fault]
        opened.faults.clear()

    def test_a_file_that_is_missing_is_heard(self, page: Page, opened: Opener) -> None:
        page.evaluate("fetch('/static/no-such-file.css')")
        page.wait_for_timeout(500)

        assert [fault for fault in opened.faults if "404" in fault]
        opened.faults.clear()
