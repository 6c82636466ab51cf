"""What every page costs: `python -m bench.pages [--json]`.

Queries, milliseconds of the server (median), and kilobytes of a first load: the page
and all its static files, compressed as they are served. On the example and on the same
grown ten times; what is over its limit, or grows with the rows, is said aloud.
"""

import argparse
import json
import os
import re
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.example_server import Example
from bench.walk import Answer, begin_work, client_of, walk

ROLES = ("ppk", "kpu", "pps-senakin", "trainer", "kpps-senakin-1", "administrator")
MOST_QUERIES = 12
MOST_KILOBYTES = 150.0
RUNS = 5
_FILES = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="(/static/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Cost:
    """What one page costs one account.

    Attributes:
        kilobytes: of a first load, compressed; 1 kB = 1,024 bytes.
    """

    role: str
    name: str
    url: str
    status: int
    queries: int
    milliseconds: float
    kilobytes: float


def cost_of(client: Client, role: str, name: str, url: str) -> Cost:
    """Ask for a page several times."""
    _ask(client, url)  # what is loaded once is not the page's
    with CaptureQueriesContext(connection) as captured:
        answer = _ask(client, url)
    queries = sum(1 for query in captured if _reads_or_writes(query["sql"]))
    spent = []
    for _run in range(RUNS):
        start = time.perf_counter()
        _ask(client, url)
        spent.append(1000 * (time.perf_counter() - start))
    return Cost(
        role,
        name,
        url,
        answer.status_code,
        queries,
        round(statistics.median(spent), 1),
        round(_first_load_bytes(client, url, answer) / 1024, 1),
    )


def _reads_or_writes(sql: str) -> bool:
    return not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))


def _ask(client: Client, url: str, encoding: str = "identity") -> Answer:
    return client.get(url, headers={"accept-encoding": encoding})


def _first_load_bytes(client: Client, url: str, answer: Answer) -> int:
    if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return 0
    files = sorted(set(_FILES.findall(answer.content.decode())))
    total = len(_ask(client, url, "gzip, br").content)
    return total + sum(_size(_ask(client, path, "gzip, br")) for path in files)


def _size(answer: Answer) -> int:
    return len(b"".join(answer)) if answer.streaming else len(answer.content)


def costs_here(urls: dict[str, list[tuple[str, str]]]) -> list[Cost]:
    """The costs of pages of the example that this process works on."""
    return [
        cost_of(client, role, name, url)
        for role, pages in urls.items()
        for client in [client_of(role)]
        for name, url in pages
    ]


def pages_here() -> dict[str, list[tuple[str, str]]]:
    """Name and address of one page of each kind, by role, with work under way."""
    also = {"ppk": begin_work()}
    return {
        role: [
            (page.name, page.url)
            for page in walk(role, 1, also.get(role, ()))
            if page.is_page
        ]
        for role in ROLES
    }


def work_here(task: str) -> Any:
    """What a child does in the environment of an example."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejuk.config.settings")
    django.setup()
    if task == "walk":
        return pages_here()
    if task == "grow":
        from bench.growing import grow  # noqa: PLC0415 (needs the set-up)

        return grow(int(sys.stdin.read()))
    return [asdict(cost) for cost in costs_here(json.load(sys.stdin))]


def measure(times: int) -> dict[str, Any]:
    """Make both examples and ask for every page of both."""
    with tempfile.TemporaryDirectory() as folder:
        example = Example.make(Path(folder, "example"))
        pages = _child(example, "walk", "")
        grown = example.copy_to(Path(folder, "grown"))
        rows = _child(grown, "grow", str(times))
        asked = json.dumps(pages)
        return {
            "times": times,
            "rows": rows,
            "example": _child(example, "measure", asked),
            "grown": _child(grown, "measure", asked),
        }


def _child(example: Example, task: str, given: str) -> Any:
    return json.loads(example.python("-m", "bench.pages", "--here", task, given=given))


def faults_of(figures: dict[str, Any]) -> list[str]:
    """What is over a limit, or costs more queries where there are more rows."""
    found = []
    for cost, grown in zip(figures["example"], figures["grown"], strict=True):
        about = f"{cost['role']} {cost['name']} {cost['url']}"
        most = max(cost["queries"], grown["queries"])
        weight = max(cost["kilobytes"], grown["kilobytes"])
        if cost["status"] != 200 or grown["status"] != 200:
            found.append(f"{about}: answers {cost['status']}, {grown['status']}")
        if most > MOST_QUERIES:
            found.append(f"{about}: {most} queries, not {MOST_QUERIES}")
        if grown["queries"] > cost["queries"]:
            found.append(
                f"{about}: {cost['queries']} queries grow to {grown['queries']}"
            )
        if weight > MOST_KILOBYTES:
            found.append(f"{about}: {weight} kB, not {MOST_KILOBYTES:.0f}")
    return found


def show(figures: dict[str, Any]) -> None:
    """Print a line a page: the dearest of the accounts that see it."""
    names: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
    for pair in zip(figures["example"], figures["grown"], strict=True):
        names.setdefault(pair[0]["name"], []).append(pair)
    times = figures["times"]
    print(f"{'page':34} {'queries':>7} {'ms':>6} {'kB':>6}   grown {times} times")
    for name, pairs in sorted(names.items()):
        most = [
            max(pair[side][what] for pair in pairs)
            for side in (0, 1)
            for what in ("queries", "milliseconds", "kilobytes")
        ]
        print(
            f"{name:34} {most[0]:7} {most[1]:6.0f} {most[2]:6.0f}  "
            f"{most[3]:7} {most[4]:6.0f} {most[5]:6.0f}"
        )
    for fault in faults_of(figures):
        print(f"OVER  {fault}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10, help="how far to grow")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument(
        "--here", choices=["walk", "grow", "measure"], help=argparse.SUPPRESS
    )
    wanted = parser.parse_args()
    if wanted.here:
        print(json.dumps(work_here(wanted.here)))
        return
    figures = measure(wanted.times)
    figures["over"] = faults_of(figures)
    if wanted.json:
        print(json.dumps(figures))
    else:
        show(figures)
    if figures["over"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
