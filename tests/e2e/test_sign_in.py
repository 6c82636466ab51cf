"""Getting in and out, and reading in one's own language, on a phone."""

import re
from pathlib import Path

import pytest
from bench.example_server import Server
from playwright.sync_api import Page, expect
from tests.e2e.browsing import Opener

KELUMPANG_TENGAH = re.compile(r"/areas/63\.02\.09/$")


def fill_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()


def test_a_secretary_signs_in_by_name_and_out_again(
    opened: Opener, server: Server
) -> None:
    page = opened.phone()

    fill_in(page, "ppk", server.example.password)

    expect(page).to_have_url(KELUMPANG_TENGAH)
    page.locator(".who summary").tap()
    page.get_by_role("button", name="Keluar").tap()
    expect(page).to_have_url(re.compile("/sign-in/"))
    page.go_back()
    page.reload()
    expect(page).to_have_url(re.compile("/sign-in/"))


@pytest.mark.parametrize("way", ["0812-0000-0305", "+62 812 0000 0305"])
def test_a_secretary_signs_in_by_phone_number_however_written(
    way: str, opened: Opener, server: Server
) -> None:
    page = opened.phone()

    fill_in(page, way, server.example.password)

    expect(page).to_have_url(KELUMPANG_TENGAH)


@pytest.mark.parametrize("name", ["ppk", "nobody-of-this-name"])
def test_a_wrong_half_is_refused_without_saying_which(
    name: str, opened: Opener
) -> None:
    page = opened.phone()

    fill_in(page, name, "not-the-password")

    expect(page.get_by_text("tidak cocok", exact=False)).to_have_count(1)
    expect(page.get_by_label("Nama pengguna")).to_have_value(name)


def test_comes_back_to_the_page_that_was_asked_for(
    opened: Opener, server: Server
) -> None:
    page = opened.phone("", "/areas/63.02.09/problems/")

    fill_in(page, "ppk", server.example.password)

    expect(page).to_have_url(re.compile(r"/areas/63\.02\.09/problems/$"))


def test_changes_the_language_and_back_and_stays_on_the_page(opened: Opener) -> None:
    page = opened.phone("ppk", "/areas/63.02.09/problems/")

    page.get_by_role("button", name="English").tap()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Problems")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(r"/areas/63\.02\.09/problems/$"))
    page.get_by_role("button", name="Bahasa Indonesia").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Masalah")


def test_the_chosen_language_follows_the_account_to_another_phone(
    opened: Opener, server: Server
) -> None:
    first = opened.phone("camat", "/settings/")
    first.get_by_role("button", name="English").tap()
    expect(first.locator("html")).to_have_attribute("lang", "en")

    other = opened.phone("camat", "/settings/")

    expect(other.locator("html")).to_have_attribute("lang", "en")


def test_prints_the_agenda_as_a_pdf(opened: Opener, tmp_path: Path) -> None:
    page = opened.phone("ppk", "/areas/63.02.09/agenda/")
    href = page.get_by_role("link", name="Cetak agenda").get_attribute("href")
    assert href

    answer = page.request.get(href)

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
