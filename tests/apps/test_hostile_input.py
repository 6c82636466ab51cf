"""Whatever is sent to whichever page: it is refused or answered, it never breaks.

Every URL is asked with hostile query strings and posted hostile bodies, by the first of
a few roles that the table lets in (`test_access_matrix`). The names of fields are those
that the page itself shows, and those that its buttons send. One country serves all
requests: each is undone.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.access_world import Row, World, client_of, make_world
from tests.apps.test_access_matrix import ROWS

from sejuk.elections.models import Election

ASKERS = ("ppk", "kpu", "pps", "administrator", "polsek")

VALUES: Mapping[str, str] = {
    "a number beyond every database": "9" * 40,
    "a number beyond int()": "tps " + "9" * 5_000,
    "thousands of words": "a b " * 2_500,
    "a pattern too long for LIKE": "ab%_" * 15_000,
    "signs": "😀٣ ก็ ١٢ Ω\u202e \x01\r\nSet-Cookie: a=b\x7f \"'><script>{{ 7 }}%s %(n)d",
}
"""Sent by every name of a query string, and of a body, at once."""

POSTED: Mapping[str, str] = {
    **VALUES,
    "a key beyond int()": "9" * 5_000,
    "a list of huge keys": ",".join(["9" * 30] * 50),
    "a number below": "-1",
    "a number that is none": "1e999",
    "a NUL, which PostgreSQL keeps nowhere": "a\0b",
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "nothing": "",
}

PIECES = ("9" * 400, "😀٣", "../../etc/passwd", "63.02.09.2001'--")
"""Sent as a part of an address."""

QUERY = (
    *("page", "words", "q", "village", "state", "duty", "trained", "kind", "area"),
    *("time", "from", "for", "next", "mark", "row"),
)
BUTTONS: Mapping[str, tuple[str, ...]] = {
    "training:session_attendance": ("crew", "absent", "came"),
    "training:session_invite": ("seats", "crew", "off", "off_crew"),
    "crews:seat_edit": ("take", "replace", "leave", "move"),
}
"""What is pressed; a seat's page takes it as the value of `wish`."""
OTHERS = ("words", "from", "on", "row", "for", "was", "days", "mark", "language")
"""Names that a page may take and that its empty form does not show."""

_NAME = re.compile(r'<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)"')


class Asker:
    """Asks one URL as somebody who is let in, and collects what broke."""

    def __init__(self, world: World, row: Row, method: str) -> None:
        allowed = (row.get if method == "get" else row.post) or ()
        self.kind = next((k for k in ASKERS if k in allowed), ASKERS[0])
        self.client: Client = client_of(world.accounts[self.kind])
        self.row = row
        scopes = [row.arguments(scope) for scope in world.scopes(self.kind)[:2]]
        self.arguments = next((dict(a) for a in scopes if a is not None), {})
        self.broke: list[str] = []

    def ask(self, method: str, sent: Any, what: str, arguments: Any = None) -> str:
        """Ask, and undo what it did; gives the page."""
        url = reverse(self.row.name, kwargs=arguments or self.arguments)
        try:
            with transaction.atomic():
                answer = getattr(self.client, method)(url, sent)
                status, body = answer.status_code, answer.content
                transaction.set_rollback(True)
        except Exception as error:
            status, body = f"{error!r:.200}", b""
        if not isinstance(status, int) or status >= 500:
            self.broke.append(f"{method} {self.row.name}, {what}: {status}")
        return str(body, errors="replace")


@pytest.fixture
def world(election: Election) -> World:
    return make_world(election)


def rows(method: str) -> list[Row]:
    return [row for row in ROWS if getattr(row, method) is not None]


def test_no_query_string_breaks_a_page(world: World) -> None:
    broke: list[str] = []

    for row in rows("get"):
        asker = Asker(world, row, "get")
        for what in list(VALUES)[: 1 if row.name.endswith("_pdf") else None]:
            asker.ask("get", dict.fromkeys(QUERY, VALUES[what]), what)
        broke += asker.broke

    assert broke == []


def test_no_body_breaks_a_page(world: World) -> None:
    broke: list[str] = []

    for row in rows("post"):
        asker = Asker(world, row, "post")
        page = asker.ask("get", {}, "nothing") if row.get is not None else ""
        for what, body in bodies(row, {*_NAME.findall(page), *OTHERS}):
            asker.ask("post", body, what)
        broke += asker.broke

    assert broke == []


def bodies(row: Row, names: set[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """All fields of a page with one value; where there are buttons, each of them."""
    fields = sorted(names - {"csrfmiddlewaretoken"})
    yield "an empty body", {}
    for what, value in POSTED.items():
        sent = dict.fromkeys(fields, value)
        yield what, sent
        for button in BUTTONS.get(row.name, ()):
            yield f"{what} by {button}", {**sent, "wish": button, button: value}


def test_no_address_breaks_a_page(world: World) -> None:
    broke: list[str] = []

    for row in ROWS:
        asker = Asker(world, row, "get" if row.get is not None else "post")
        for name, value in asker.arguments.items():
            pieces: tuple[object, ...] = PIECES
            if isinstance(value, int):
                pieces = (10**18, 10**30)
            for piece in pieces:
                wrong = {**asker.arguments, name: piece}
                try:
                    reverse(row.name, kwargs=wrong)
                except NoReverseMatch:
                    continue
                method = "get" if row.get is not None else "post"
                asker.ask(method, {}, f"{name}={piece!r:.20}", wrong)
        broke += asker.broke

    assert broke == []


def test_the_check_sees_a_page_that_breaks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_args: Any, **_options: Any) -> Any:
        raise OverflowError

    monkeypatch.setattr("sejuk.problems.views.with_state", breaks)
    row = next(row for row in ROWS if row.name == "problems:problem_list")
    asker = Asker(world, row, "get")

    asker.ask("get", {}, "nothing")

    assert asker.broke
