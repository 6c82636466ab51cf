"""The example on a real server of its own: what browser tests and pictures look at.

`Example` is a folder with the database, the sign-ins and the collected static files.
`Server` is `manage.py serve` on it, web processes and worker, as users run it; whoever
writes serves a copy.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[1]
COLLECT = """
import django
django.setup()
from sejuk.config.static_files import collect_if_changed
collect_if_changed()
"""
START_SECONDS = 90.0
STOP_SECONDS = 60.0


class Example:
    """A folder with the example in it."""

    def __init__(self, folder: Path, static: Path) -> None:
        self.folder = folder
        self.static = static

    @classmethod
    def make(cls, folder: Path) -> Self:
        """Make tables, example and static files in an empty folder.

        Raises:
            subprocess.CalledProcessError: if a command failed; its words were printed.
        """
        folder.mkdir(parents=True, exist_ok=True)
        example = cls(folder, folder / "static")
        example.manage("migrate", "-v", "0")
        example.manage("make_example")
        example.python("-c", COLLECT)
        return example

    def copy_to(self, folder: Path) -> "Example":
        """The same example in another folder; the static files are shared."""
        leave = shutil.ignore_patterns("static", "*.serving", "log")
        shutil.copytree(self.folder, folder, ignore=leave)
        return Example(folder, self.static)

    @property
    def environment(self) -> dict[str, str]:
        """What makes every command of the product work on this folder."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "sejuk.config.settings",
            "SEJUK_VAR": str(self.folder),
            "DATABASE_URL": f"sqlite:///{self.folder}/sejuk.sqlite3",
            "STATIC_ROOT": str(self.static),
            "MEDIA_ROOT": str(self.folder / "files"),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }

    @property
    def password(self) -> str:
        """The password of every account of the example."""
        first = (self.folder / "sign-ins.txt").read_text(encoding="utf-8").split("\n")
        return first[0].removeprefix("password: ")

    def manage(self, *arguments: str) -> str:
        """Run a command of the product; what it printed."""
        return self.python("manage.py", *arguments)

    def python(self, *arguments: str, given: str = "") -> str:
        """Run Python on this example; what it printed on standard output."""
        ran = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            input=given.encode(),
            stdout=subprocess.PIPE,
            check=True,
        )
        return ran.stdout.decode()


class Server:
    """A running `manage.py serve`."""

    def __init__(self, example: Example) -> None:
        self.example = example
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self.log = example.folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "manage.py", "serve"),
                    *("--port", str(self.port), "--workers", "1"),
                ],
                cwd=ROOT,
                env=example.environment,
                stdout=log,
                stderr=log,
            )

    def wait(self) -> None:
        """Come back when it answers.

        Raises:
            RuntimeError: if it ended or did not answer in time; with what it said.
        """
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            if self._answers():
                return
            time.sleep(0.1)
        raise RuntimeError(f"no server: {self.log.read_text(encoding='utf-8')}")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/sign-in/", timeout=5):  # noqa: S310
                return True
        except (OSError, urllib.error.URLError):
            return False

    def stop(self) -> None:
        """End it as Ctrl-C does; what it started ends with it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()  # its children get a signal from the kernel
            self.process.wait()


@contextmanager
def served(example: Example) -> Iterator[Server]:
    """The example on a server that ends with the block."""
    server = Server(example)
    try:
        server.wait()
        yield server
    finally:
        server.stop()
