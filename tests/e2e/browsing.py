"""Pages on phones and at desks, and what may be wrong with any of them."""

import re
from contextlib import ExitStack
from typing import Any

from bench.example_server import Server
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    ViewportSize,
)

PHONE = ViewportSize(width=360, height=640)
DESK = ViewportSize(width=1366, height=768)
SMALLEST_TARGET_PX = 44


class Opener:
    """Opens pages as an account on a phone or at a desk, and hears what goes wrong."""

    def __init__(self, chromium: Browser, server: Server, stack: ExitStack) -> None:
        self._chromium = chromium
        self._server = server
        self._stack = stack
        self.faults: list[str] = []

    def phone(self, account: str = "", path: str = "/", **options: object) -> Page:
        """A page on a phone as committees have them: small, touched, in the sun."""
        wanted = {"is_mobile": True, "has_touch": True, **options}
        return self._open(account, path, PHONE, wanted)

    def desk(self, account: str = "", path: str = "/", **options: object) -> Page:
        """A page on an office's laptop."""
        return self._open(account, path, DESK, options)

    def _open(
        self, account: str, path: str, size: ViewportSize, options: dict[str, object]
    ) -> Page:
        context = self._chromium.new_context(
            base_url=self._server.address,
            viewport=size,
            locale="id-ID",
            timezone_id="Asia/Makassar",
            **options,  # type: ignore[arg-type]
        )
        self._stack.callback(context.close)
        context.set_default_timeout(15_000)
        if account:
            sign_in(context, account, self._server.example.password)
        page = context.new_page()
        self._listen(page)
        page.goto(path)
        return page

    def _listen(self, page: Page) -> None:
        def said(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                self.faults.append(f"{page.url}: {message.text}")

        def answered(answer: Response) -> None:
            if answer.status >= 400:
                self.faults.append(f"{page.url}: {answer.status} {answer.url}")

        page.on("console", said)
        page.on("response", answered)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))


def sign_in(context: BrowserContext, account: str, password: str) -> None:
    """Sign in without a page: what the form sends."""
    page = context.request.get("/sign-in/").text()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, page
    answer = context.request.post(
        "/sign-in/",
        form={
            "csrfmiddlewaretoken": token[1],
            "username": account,
            "password": password,
        },
    )
    assert "/sign-in/" not in answer.url, f"{account} could not sign in"


def axe_faults(page: Page, axe: str) -> list[str]:
    """What axe-core finds wrong with a page: rule, and the first element concerned."""
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {fault['nodes'][0]['target']} {fault['help']}"
        for fault in found["violations"]
    ]


def sideways_px(page: Page) -> int:
    """How far a page can be scrolled sideways."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


_SMALL = """least => [...document.querySelectorAll(
  'button, summary, input:not([type=hidden]), select, textarea, a.button, nav a'
)].filter(e => e.checkVisibility({visibilityProperty: true})).map(e => {
  // A label that wraps its box, or stands for it, is pressed as well.
  // A link whose ::after lies over all that holds it is as large as that.
  const after = getComputedStyle(e, '::after');
  const over = after.position === 'absolute' && after.inset === '0px';
  const parts = [e, ...(e.labels ?? []), ...(over ? [e.offsetParent] : [])];
  const boxes = parts.map(x => x.getBoundingClientRect());
  const height = Math.max(...boxes.map(b => b.height));
  const width = Math.max(...boxes.map(b => b.width));
  const words = (e.innerText || e.name || e.outerHTML).slice(0, 60);
  return [Math.min(height, width), `${e.tagName} ${words} ${width}x${height}`];
}).filter(([size]) => size < least - 0.5).map(([, words]) => words)"""


def small_targets(page: Page) -> list[str]:
    """The controls of a page that a thumb would miss."""
    found: list[str] = page.evaluate(_SMALL, SMALLEST_TARGET_PX)
    return found
