#!/usr/bin/env python3
"""Makes the pictures of the README in docs/images: `make screenshots`.

From a server of its own on an example of its own; the same pages, sizes and names every
time.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))

from bench.example_server import Example, Server, served  # noqa: E402
from bench.walk import FAULTY_LIST  # noqa: E402
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright  # noqa: E402
from tests.e2e.browsing import DESK, PHONE, sign_in  # noqa: E402

IMAGES = ROOT / "docs" / "images"
AREA = "/areas/63.02.09/"
MOST_BYTES = 200_000


def readiness(page: Page) -> None:
    page.goto(AREA)


def plan(page: Page) -> None:
    page.goto(f"{AREA}training/")


def draft(page: Page) -> None:
    """A draft in which one session went to a day when its hall is closed."""
    page.goto(f"{AREA}training/")
    page.locator("form[action$='/training/edit/'] button").click()
    page.locator(".calendar-grid a.session[data-move-href]").first.click()
    page.locator("[name=on]").fill("2020-11-29")
    page.locator("main form.stack button.button").first.click()


def attendance(page: Page) -> None:
    page.goto(f"{AREA}training/")
    held = page.locator(".calendar-list a").filter(has_text="terlaksana").first
    page.goto(f"{held.get_attribute('href')}attendance/")


def agenda(page: Page) -> None:
    page.goto(f"{AREA}agenda/")


def import_faults(page: Page) -> None:
    page.goto("/lists/crew/new/")
    page.locator("input[type=file]").set_input_files(
        {"name": "kru.csv", "mimeType": "text/csv", "buffer": FAULTY_LIST.encode()}
    )
    page.locator("main form button.button").first.click()
    page.locator("#faults").wait_for()


TALL = ViewportSize(width=DESK["width"], height=900)
PICTURES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "readiness": ("desk", readiness),
    "plan": ("desk", plan),
    "draft": ("desk", draft),
    "attendance": ("phone", attendance),
    "agenda": ("desk", agenda),
    "import": ("desk", import_faults),
}


def take(browser: Browser, server: Server) -> None:
    """Take every picture as the secretary of the sub-district sees it."""
    for name, (size, go) in PICTURES.items():
        with ExitStack() as stack:
            context = browser.new_context(
                base_url=server.address,
                viewport=TALL if size == "desk" else PHONE,
                is_mobile=size == "phone",
                has_touch=size == "phone",
                device_scale_factor=1 if size == "desk" else 2,
                locale="id-ID",
                timezone_id="Asia/Makassar",
            )
            stack.callback(context.close)
            sign_in(context, "ppk", server.example.password)
            page = context.new_page()
            go(page)
            page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
            path = IMAGES / f"{name}.png"
            page.screenshot(path=path, animations="disabled")
        _say(f"{path.relative_to(ROOT)} {path.stat().st_size / 1024:.0f} kB")
        if path.stat().st_size > MOST_BYTES:
            raise SystemExit(f"{path} is too large")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Example.make(Path(folder, "var"))) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        take(browser, server)
        browser.close()


if __name__ == "__main__":
    main()
