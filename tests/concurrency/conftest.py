"""Real databases that several processes share: files, or databases of a cluster.

The usual test database of SQLite lives in memory and no second process sees it. Here
each test gets a fresh copy of a migrated database, stands on it itself, and hands its
address to the processes that it starts.
"""

import os
import shutil
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).parents[2]
WAIT_SECONDS = 40


def run_manage(url: str, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(url),
        check=True,
    )


def environment(url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.concurrency.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }


def connection_to(url: str) -> BaseDatabaseWrapper:
    """A connection as the product opens it, to another database."""
    old = settings.DATABASES["default"]
    name = url.split("///")[1] if url.startswith("sqlite") else url.rpartition("/")[2]
    settings.DATABASES["default"] = {**old, "NAME": name}
    try:
        return connections.create_connection("default")
    finally:
        settings.DATABASES["default"] = old


@pytest.fixture(scope="session")
def template_database(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The address of a migrated, empty database."""
    cluster = os.environ.get("DATABASE_URL", "")
    if not cluster.startswith("postgres"):
        file = tmp_path_factory.mktemp("database") / "template.sqlite3"
        run_manage(f"sqlite:///{file}", "migrate", "-v", "0")
        yield f"sqlite:///{file}"
        return
    name = f"template_{uuid.uuid4().hex[:8]}"
    url = f"{cluster.rpartition('/')[0]}/{name}"
    execute(cluster, f"CREATE DATABASE {name}", django_db_blocker)
    run_manage(url, "migrate", "-v", "0")
    yield url
    execute(cluster, f"DROP DATABASE {name} WITH (FORCE)", django_db_blocker)


def execute(url: str, statement: str, blocker: DjangoDbBlocker) -> None:
    with blocker.unblock():
        connection = connection_to(url)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()


@pytest.fixture
def database(
    template_database: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The address of a fresh database; this test's own queries go there too."""
    if template_database.startswith("sqlite"):
        url = f"sqlite:///{tmp_path / 'test.sqlite3'}"
        shutil.copy(template_database.split("///")[1], url.split("///")[1])
    else:
        name = f"test_{uuid.uuid4().hex[:8]}"
        url = f"{template_database.rpartition('/')[0]}/{name}"
        model = template_database.rpartition("/")[2]
        cluster = os.environ["DATABASE_URL"]
        execute(cluster, f"CREATE DATABASE {name} TEMPLATE {model}", django_db_blocker)
    usual = connections["default"]
    connections["default"] = connection_to(url)
    with django_db_blocker.unblock():
        yield url
        connections["default"].close()
    connections["default"] = usual
    if not url.startswith("sqlite"):
        execute(cluster, f"DROP DATABASE {name} WITH (FORCE)", django_db_blocker)


@pytest.fixture
def start_worker(database: str) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts real workers, and ends those that a test leaves behind."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> "subprocess.Popen[str]":
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "work", "--stale-after", "2", *arguments],
            cwd=ROOT,
            env=environment(database),
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.communicate()


def at_once(url: str, *functions: Callable[[], object]) -> list[object]:
    """Run functions in threads at the same moment; gives results or exceptions."""
    start = threading.Barrier(len(functions))
    mine = [connection_to(url) for _ in functions]

    def run(function: Callable[[], object], own: BaseDatabaseWrapper) -> object:
        own.inc_thread_sharing()
        connections["default"] = own
        start.wait()
        try:
            return function()
        except Exception as error:
            return error
        finally:
            own.close()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(run, functions, mine))


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """Wait for another process, and fail with `what` if it never comes."""
    until = time.monotonic() + WAIT_SECONDS
    while not is_so():
        if time.monotonic() > until:
            pytest.fail(f"{what}: not within {WAIT_SECONDS} s")
        time.sleep(0.05)
