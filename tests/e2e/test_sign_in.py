"""Getting in and out, and reading in one's own language."""

import re

from bench.example_server import Server
from playwright.sync_api import Page, expect
from tests.e2e.browsing import Opener

PHONE = "0812-0000-0001"


def fill(page: Page, name: str, password: str) -> None:
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").tap()


def test_a_secretary_signs_in_by_name(opened: Opener, server: Server) -> None:
    page = opened.phone()

    fill(page, "ppk", server.example.password)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Kelumpang Tengah")
    expect(page).to_have_url(re.compile(r"/areas/63\.02\.09/$"))
