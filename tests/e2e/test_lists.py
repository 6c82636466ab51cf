"""A list with faults: seen where they stand, corrected, written, sent again."""

import csv
import io

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.browsing import Opener

FORM = "/lists/crew/new/"
NEW_NAMES = ("Siti Contoh", "Budi Contoh", "Rahmat Contoh")


def csv_of(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def send(page: Page, rows: list[list[str]], name: str = "kru.csv") -> None:
    page.get_by_label("Berkas").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": csv_of(rows)}
    )
    page.get_by_role("button", name="Lihat daftarnya").tap()


@pytest.fixture
def page(opened: Opener) -> Page:
    return opened.phone("ppk", FORM)


def what_stands(page: Page) -> list[list[str]]:
    """The crews as the product gives them out, heading first."""
    answer = page.request.get("/areas/63.02.09/lists/crew.csv")
    text = answer.body().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def empty_seats(rows: list[list[str]]) -> list[tuple[str, str, str]]:
    held = {(row[0], row[1], row[2]) for row in rows[1:]}
    stations = sorted({(row[0], row[1]) for row in rows[1:]})
    every = [(*station, str(seat)) for station in stations for seat in range(1, 10)]
    return [seat for seat in every if seat not in held]


def test_a_list_with_faults_is_corrected_and_written(page: Page) -> None:
    heading, *_ = rows = what_stands(page)
    seats = empty_seats(rows)[: len(NEW_NAMES)]
    good = [
        [*seat, name, f"0812-0000-77{at:02}", ""]
        for at, (seat, name) in enumerate(zip(seats, NEW_NAMES, strict=True))
    ]
    bad = [list(row) for row in good]
    bad[1][0] = "63.02.09.2999"
    bad[2][2] = "12"

    send(page, [heading, *bad])

    faults = page.locator("#faults tbody tr")
    expect(faults).to_have_count(2)
    expect(faults.nth(0)).to_contain_text("baris 3")
    expect(faults.nth(0)).to_contain_text("Desa")
    expect(faults.nth(1)).to_contain_text("baris 4")
    expect(faults.nth(1)).to_contain_text("Kursi")
    expect(page.get_by_role("button", name="Tulis")).to_have_count(0)
    assert what_stands(page) == rows

    send(page, [heading, *good])
    expect(page.locator("#faults")).to_have_count(0)
    for name in NEW_NAMES:
        expect(page.get_by_text(name, exact=False).first).to_be_visible()
    assert what_stands(page) == rows
    page.locator("main form button.button").first.tap()

    expect(page.locator(".note.is-done")).to_be_visible()
    assert len(what_stands(page)) == len(rows) + len(NEW_NAMES)
    page.goto("/areas/63.02.09/crews/?q=Siti+Contoh")
    expect(page.get_by_role("link", name="Siti Contoh")).to_be_visible()


def test_what_was_given_out_changes_nothing_when_it_comes_back(page: Page) -> None:
    rows = what_stands(page)

    send(page, rows)

    expect(page.locator(".so-what")).to_contain_text("Tidak ada yang baru")
    expect(page.locator("#faults")).to_have_count(0)


def test_what_is_no_list_is_said_in_a_sentence(page: Page) -> None:
    page.get_by_label("Berkas").set_input_files(
        {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" * 99}
    )
    page.get_by_role("button", name="Lihat daftarnya").tap()

    expect(page.get_by_role("row", name="bukan berkas tabel")).to_be_visible()
