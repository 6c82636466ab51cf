"""Real browsers on a real server: web processes and worker, as users run them."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from bench.example_server import Example, Server, served
from playwright.sync_api import Browser, sync_playwright
from tests.e2e.browsing import Opener

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        item.add_marker("e2e")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's own Chromium."""
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """The example, made once; nobody writes to it."""
    return Example.make(tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="module")
def server(
    example: Example, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The example on a server of its own, for one file of tests."""
    folder = tmp_path_factory.mktemp("served") / "var"
    with served(example.copy_to(folder)) as server:
        yield server
    shutil.rmtree(folder)


@pytest.fixture
def opened(chromium: Browser, server: Server) -> Iterator[Opener]:
    """Opens pages; afterwards nothing may have gone wrong in any of them."""
    with ExitStack() as stack:
        opener = Opener(chromium, server, stack)
        yield opener
    assert opener.faults == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    root = Path(__file__).parents[2]
    path = root / "phone" / "node_modules" / "axe-core" / "axe.min.js"
    return path.read_text(encoding="utf-8")
