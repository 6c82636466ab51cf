"""Serving by one command: it answers, mends itself, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SECONDS = 90.0

pytestmark = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="makes SQLite databases of its own: once is enough",
)


class Served:
    """A running `manage.py serve` on a database of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/sejuk.sqlite3",
            "STATIC_ROOT": str(folder / "static"),
            "MEDIA_ROOT": str(folder / "files"),
        }
        self.manage("migrate", "-v", "0")
        self.log = folder / "log"
        self.process = self._start()

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [
                    *(sys.executable, "manage.py", "serve"),
                    *("--port", str(self.port), "--workers", "1"),
                ],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url("/sign-in/"), timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def children(self) -> dict[int, str]:
        """Every process that serving started, children's children too."""
        return descendants(self.process.pid)

    def child(self, word: str) -> int:
        return next(pid for pid, line in self.children().items() if word in line)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    serving = Served(tmp_path)
    try:
        wait_until(serving.answers)
        wait_until(lambda: str(serving.port) in serving.said())
        yield serving
    finally:
        left = serving.children() if serving.process.poll() is None else {}
        serving.process.kill()
        serving.process.wait()
        for pid in left:
            end(pid)


def test_serves_pages_and_compressed_static_files_until_told_to_end(
    served: Served,
) -> None:
    page = urllib.request.urlopen(served.url("/sign-in/")).read().decode()  # noqa: S310
    path = page.split('rel="stylesheet" href="')[1].split('"')[0]
    asked = urllib.request.Request(  # noqa: S310
        served.url(path), headers={"Accept-Encoding": "br"}
    )
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]
    left = served.children()
    assert any("gunicorn" in line for line in left.values())
    assert any("manage.py work" in line for line in left.values())

    served.process.send_signal(signal.SIGINT)

    assert served.process.wait(timeout=SECONDS) == 0
    assert alive(left) == {}


def test_starts_a_child_that_died_again(served: Served) -> None:
    for word in ("manage.py work", "gunicorn"):
        before = served.child(word)

        os.kill(before, signal.SIGKILL)

        wait_until(lambda word=word, gone=before: _is_new(served, word, gone))  # type: ignore[misc]
    wait_until(served.answers)
    served.process.terminate()
    assert served.process.wait(timeout=SECONDS) == 0


def test_leaves_nothing_behind_when_it_is_killed(served: Served) -> None:
    left = served.children()
    assert len(left) >= 3

    served.process.kill()
    served.process.wait()

    wait_until(lambda: alive(left) == {})


def test_a_place_that_is_taken_is_said(served: Served) -> None:
    second = served.manage("serve", "--port", str(served.port))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    beside = served.manage("serve", "--port", str(port))
    restored = served.manage("restore", __file__)

    assert str(served.port) in second.stderr
    assert "CommandError" in beside.stderr
    assert "CommandError" in restored.stderr


def test_a_back_up_is_made_and_none_restored_while_serving(
    served: Served, tmp_path: Path
) -> None:
    path = tmp_path / "everything.sejuk"

    assert served.manage("back_up", str(path)).returncode == 0
    refused = served.manage("restore", str(path))

    assert refused.returncode != 0
    assert served.answers()


def test_does_not_serve_tables_of_another_version(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", "1"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode != 0
    assert "manage.py migrate" in run.stderr


def _is_new(served: Served, word: str, gone: int) -> bool:
    found = [pid for pid, line in served.children().items() if word in line]
    return bool(found) and gone not in found


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.2)


def descendants(pid: int) -> dict[int, str]:
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found: dict[int, str] = {}
    waiting = parents.get(pid, [])
    while waiting:
        child = waiting.pop()
        found[child] = command_of(child)
        waiting += parents.get(child, [])
    return found


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    except OSError:
        return ""


def alive(pids: dict[int, str]) -> dict[int, str]:
    """Those that still run the same command (a number may be given again)."""
    return {pid: line for pid, line in pids.items() if line and command_of(pid) == line}


def end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
