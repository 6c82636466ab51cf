"""Measures every figure, one after the other: `make bench`, `bench/run --write`.

Prints a table of figure, limit and what was measured; `--write` puts it, with machine
and date, between the marks of docs/benchmarks.md. Ends with 1 if a limit was missed.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
MOST_TOLD = 20  # what "about 11" still is
BEGIN, END = "<!-- measured -->", "<!-- end -->"
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure beside its limit."""

    what: str
    limit: str
    measured: str
    is_met: bool


def _at_most(what: str, value: float, limit: float, form: str) -> Measured:
    shown = (form.format(number) for number in (limit, value))
    return Measured(what, f"≤ {next(shown)}", next(shown), value <= limit)


def _exactly(what: str, value: float, wanted: int) -> Measured:
    return Measured(what, f"{wanted:,}", f"{value:,.0f}", round(value) == wanted)


def _twice(figures: Figures) -> Measured:
    twice, of = figures["officers_twice"], figures["officers"]
    return Measured(
        "officers with two sessions", "all", f"{twice} of {of}", twice == of
    )


def _plan(figures: Figures) -> Iterator[Measured]:
    yield _at_most("first plan", figures["first_plan_seconds"], 2, "{:.1f} s")
    yield _at_most("gap after 20 s", figures["gap"], 0.01, "{:.2%}")
    yield _exactly("last time's way", figures["last_time"], 20_558)
    yield _exactly("greedy", figures["greedy"], 5_949)
    yield _twice(figures)


def _example(figures: Figures) -> Iterator[Measured]:
    yield _at_most("gap after 20 s", figures["gap"], 0.01, "{:.2%}")
    yield _exactly("last time's way", figures["last_time"], 35_544)
    yield _exactly("greedy", figures["greedy"], 16_069)
    yield _twice(figures)


def _again(figures: Figures) -> Iterator[Measured]:
    yield _at_most("gap after 5 s", figures["gap"], 0.005, "{:.2%}")
    told = figures["told"]
    yield Measured("persons told", "about 11", str(told), told <= MOST_TOLD)
    yield _twice(figures)


def _imports(figures: Figures) -> Iterator[Measured]:
    yield _at_most(
        "20,000 rows read, checked, written", figures["seconds"], 4, "{:.1f} s"
    )
    yield _at_most("memory of the child", figures["child_mib"], 256, "{:.0f} MiB")


def _pages(figures: Figures) -> Iterator[Measured]:
    every = [*figures["example"], *figures["grown"]]
    dearest = max(every, key=lambda cost: cost["queries"])
    heaviest = max(every, key=lambda cost: cost["kilobytes"])
    first = max(figures["example"], key=lambda cost: cost["milliseconds"])
    slowest = max(figures["grown"], key=lambda cost: cost["milliseconds"])
    grow = [fault for fault in figures["over"] if "grow" in fault]
    kinds = {cost["name"] for cost in figures["example"]}
    yield _at_most(f"queries, most of {len(kinds)} pages", dearest["queries"], 12, "{}")
    yield Measured("pages whose queries grow with rows", "0", str(len(grow)), not grow)
    about = f"first load, heaviest ({heaviest['name']})"
    yield _at_most(about, heaviest["kilobytes"], 150, "{:.0f} kB")
    yield _told(f"server, slowest ({first['name']})", first)
    yield _told(f"the same, ten times the rows ({slowest['name']})", slowest)


def _told(what: str, cost: Figures) -> Measured:
    return Measured(what, "", f"{cost['milliseconds']:.0f} ms", True)


BENCHES: tuple[tuple[str, Callable[[Figures], Iterator[Measured]]], ...] = (
    ("bench.plan --area 63.02.09 --seconds 20 --seed 1", _plan),
    ("bench.plan --example --seconds 20 --seed 1", _example),
    ("bench.plan --replan --seconds 20 --seed 1", _again),
    ("bench.imports", _imports),
    ("bench.pages", _pages),
)


def machine() -> str:
    """Processors, memory, load and day, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} processors, {memory:.0f} GB, "
        f"Python {sys.version.split()[0]}, SQLite, load {os.getloadavg()[0]:.1f} before"
    )


def figures_of(command: str) -> Figures:
    """Run one benchmark.

    Raises:
        RuntimeError: if it gave no figures.
    """
    told = subprocess.run(
        [sys.executable, "-m", *command.split(), "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=False,
    )
    if not told.stdout.strip():
        raise RuntimeError(
            f"{command} gave no figures (it ended with {told.returncode})"
        )
    figures: Figures = json.loads(told.stdout)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    wanted = parser.parse_args()
    lines = [machine(), ""]
    missed = 0
    _say(lines[0])
    for command, look in BENCHES:
        rows = list(look(figures_of(command)))
        missed += sum(not row.is_met for row in rows)
        lines += [f"`python -m {command}`", "", "| figure | limit | measured |"]
        lines += ["|---|---|---|", *(_row(row) for row in rows), ""]
        _say("\n".join([f"\npython -m {command}", *(_line(row) for row in rows)]))
    if wanted.write:
        before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        after = rest.split(END)[1]
        table = "\n".join(lines)
        page = f"{before}{BEGIN}\n{table}{END}{after}"
        PAGE.write_text(page, encoding="utf-8")
    if missed:
        raise SystemExit(f"{missed} figures are over their limits")


def _row(row: Measured) -> str:
    mark = "" if row.is_met else " (missed)"
    return f"| {row.what} | {row.limit} | {row.measured}{mark} |"


def _line(row: Measured) -> str:
    mark = " " if row.is_met else "!"
    return f" {mark} {row.what:58} {row.measured:>12}   {row.limit}"


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main()
