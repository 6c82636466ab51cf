"""Every page that an account of the example reaches by links: `python -m bench.walk`.

Walks breadth first from the home page, as each role, a few pages of each kind; prints
them as JSON. What is dead, or leads out of one's scope, shows by its status.
"""

import argparse
import json
import os
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import django
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, resolve

Answer = Any  # what the test client gives; its type is private to it
ROLES = (
    *("ppk", "kpu", "pps-senakin", "polsek", "trainer", "kpps-senakin-1"),
    *("administrator", "provinsi", "panwascam", "camat", "kades-senakin"),
)
BACKEND = "sejuk.accounts.sign_in.NameOrPhoneBackend"
EACH = 3
FAULTY_LIST = """Desa;TPS;Kursi;Nama;No. HP
63.02.09.2014;1;12;Siti Contoh;0812-0000-7701
63.02.09.2999;1;2;Budi Contoh;0812-0000-7702
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One address as one account found it.

    Attributes:
        role: the account's user name.
        name: of the URL, with its namespace.
        url: path and query.
        status: of the answer.
        is_page: whether it is HTML, not a file.
        found_on: the page with the first link to it.
    """

    role: str
    name: str
    url: str
    status: int
    is_page: bool
    found_on: str


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = "href" if tag == "a" else "hx-get"
        self.found += [value for name, value in attrs if name == wanted and value]


def walk(role: str, each: int = EACH, also: Sequence[str] = ()) -> Iterator[Page]:
    """The pages that an account reaches, at most `each` of every kind.

    Args:
        role: the account's user name.
        each: most pages of one URL name.
        also: addresses to begin at, besides the home page.
    """
    client = client_of(role)
    waiting = deque([("/", ""), *((url, "") for url in also)])
    seen = {"/", *also}
    kinds: Counter[str] = Counter()
    while waiting:
        url, found_on = waiting.popleft()
        name = name_of(url)
        if kinds[name] >= each:
            continue
        kinds[name] += 1
        answer, url = _asked(client, url)
        is_page = "html" in answer.headers.get("Content-Type", "")
        yield Page(role, name_of(url), url, answer.status_code, is_page, found_on)
        if not is_page or answer.streaming:
            continue
        for link in _links(answer, url):
            if link not in seen:
                seen.add(link)
                waiting.append((link, url))


def begin_work() -> list[str]:
    """Begin a draft and a list with a fault, as the sub-district's secretary.

    Their pages are there only while somebody works on them; no link leads to a list
    that is being read in, so its address comes back.
    """
    client = client_of("ppk")
    client.post("/areas/63.02.09/training/edit/")
    file = SimpleUploadedFile("kru.csv", FAULTY_LIST.encode(), "text/csv")
    return [str(client.post("/lists/crew/new/", {"file": file}).headers["Location"])]


def name_of(url: str) -> str:
    """The name of a URL, with its namespace; says so where there is none."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return f"no such page: {url}"


def client_of(role: str) -> Client:
    """A client that is signed in as an account of the example."""
    from sejuk.accounts.models import Account  # noqa: PLC0415 (needs the set-up)

    client = Client(raise_request_exception=False, HTTP_HOST="localhost")
    client.force_login(Account.objects.get(username=role), backend=BACKEND)
    return client


def _asked(client: Client, url: str) -> tuple[Answer, str]:
    """The answer and where it came from: redirects inside are followed."""
    answer = client.get(url, follow=True)
    if answer.redirect_chain:
        url = answer.redirect_chain[-1][0]
    return answer, url


def _links(answer: Answer, url: str) -> list[str]:
    """The addresses inside the product that a page leads to, in their order."""
    parser = _Links()
    parser.feed(answer.content.decode())
    found = [urldefrag(urljoin(url, link)).url for link in parser.found]
    return [link for link in found if link.startswith("/") and link[:8] != "/static/"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("roles", nargs="*", default=ROLES)
    parser.add_argument("--each", type=int, default=EACH, help="pages of each kind")
    parser.add_argument("--begin", action="store_true", help="begin some work first")
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejuk.config.settings")
    django.setup()
    also = {"ppk": begin_work()} if wanted.begin else {}
    pages = [
        asdict(page)
        for role in wanted.roles
        for page in walk(role, wanted.each, also.get(role, ()))
    ]
    print(json.dumps(pages, indent=1))


if __name__ == "__main__":
    main()
