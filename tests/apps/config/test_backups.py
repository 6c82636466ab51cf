"""Back-ups: everything in one file, safe while others write, and restored for real.

The commands run as people run them, on files and servers of their own, not on the
database of the tests.
"""

import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).parents[3]
IS_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
ROWS = 300


class Installation:
    """One installation with a database and a folder of its own."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.files = folder / "files"

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": self.url,
                "MEDIA_ROOT": str(self.files),
                "STATIC_ROOT": str(self.folder / "static"),
                "LANGUAGE": "en",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def done(self, *arguments: str) -> str:
        run = self.manage(*arguments)
        assert run.returncode == 0, run.stderr
        return run.stdout

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        with closing(self.connect()) as database:
            found = database.execute(question).fetchall()
            database.commit()
            return list(found)

    def connect(self) -> Any:
        if self.url.startswith("postgres"):
            return psycopg.connect(self.url)
        return sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=20)

    def tell(self, statement: str) -> None:
        with closing(self.connect()) as database:
            database.execute(statement)
            database.commit()

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, so that two installations can be compared."""
        return {
            table: sorted(self.ask(f'SELECT * FROM "{table}"'), key=repr)  # noqa: S608
            for table in self._tables()
        }

    def _tables(self) -> list[str]:
        names = (
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            if self.url.startswith("postgres")
            else "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite_%'"
        )
        return sorted(name for (name,) in self.ask(names))


@contextmanager
def installation_in(
    folder: Path, copy_of: Installation | None = None
) -> Iterator[Installation]:
    """An installation with an empty database, or with a copy of another's."""
    folder = folder / f"installation-{secrets.token_hex(3)}"
    folder.mkdir()
    if not IS_POSTGRES:
        path = folder / "sejuk.sqlite3"
        if copy_of is not None:
            shutil.copy(copy_of.url.removeprefix("sqlite:///"), path)
        yield Installation(f"sqlite:///{path}", folder)
        return
    name = f"backup_{secrets.token_hex(4)}"
    source = urlsplit(copy_of.url).path[1:] if copy_of else "template1"
    on_server(f"CREATE DATABASE {name} TEMPLATE {source}")
    try:
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}")
        yield Installation(url.geturl(), folder)
    finally:
        on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Tables without rows, made once and copied for each test."""
    with installation_in(tmp_path_factory.mktemp("template")) as installation:
        installation.done("migrate", "-v", "0")
        yield installation


@pytest.fixture
def make_installation(tmp_path: Path) -> Iterator[Callable[[], Installation]]:
    with ExitStack() as stack:
        yield lambda: stack.enter_context(installation_in(tmp_path))


@pytest.fixture
def full(tmp_path: Path, template: Installation) -> Iterator[Installation]:
    """An installation with rows and uploaded files."""
    with installation_in(tmp_path, copy_of=template) as installation:
        fill(installation)
        yield installation


def fill(installation: Installation) -> None:
    values = ", ".join(f"('key-{n}', 'word {n} ≥ é')" for n in range(ROWS))
    installation.tell(f"INSERT INTO accounts_label (key, text) VALUES {values}")  # noqa: S608
    (installation.files / "lists").mkdir(parents=True)
    (installation.files / "lists" / "kpps.xlsx").write_bytes(os.urandom(200_000))
    (installation.files / "empty").touch()


@pytest.fixture
def backup(full: Installation, tmp_path: Path) -> Path:
    path = tmp_path / "everything.sejuk"
    full.done("back_up", str(path))
    return path


def test_leaves_out_lists_that_wait_to_be_written(
    full: Installation, tmp_path: Path
) -> None:
    (full.files / "uploads").mkdir()
    (full.files / "uploads" / "1-waits").write_text("a name and a number")

    full.done("back_up", str(tmp_path / "all.sejuk"))

    names = zipfile.ZipFile(tmp_path / "all.sejuk").namelist()
    assert [name for name in names if "kpps.xlsx" in name]
    assert not [name for name in names if "uploads" in name]


class TestRestore:
    def test_brings_every_row_and_file_to_a_fresh_installation(
        self,
        full: Installation,
        backup: Path,
        make_installation: Callable[[], Installation],
    ) -> None:
        fresh = make_installation()

        fresh.done("restore", str(backup))

        assert fresh.rows() == full.rows()
        assert len(fresh.rows()["accounts_label"]) == ROWS
        assert files_in(fresh) == files_in(full)
        fresh.tell("INSERT INTO accounts_label (key, text) VALUES ('new', 'new')")

    def test_undoes_what_came_after_and_keeps_it(
        self, full: Installation, backup: Path
    ) -> None:
        before = full.rows()
        full.tell("DELETE FROM accounts_label")
        full.tell("CREATE TABLE of_a_later_version (id integer)")
        (full.files / "later").write_text("later")

        told = full.done("restore", str(backup))

        assert full.rows() == before
        assert not (full.files / "later").exists()
        kept = [Path(line.split()[-1].rstrip(".")) for line in told.splitlines()[1:]]
        assert len(kept) == 2
        for path in kept:
            assert path.exists()
            assert full.folder in path.parents

    def test_brings_an_older_schema_up_to_date(
        self, full: Installation, tmp_path: Path
    ) -> None:
        full.done("migrate", "accounts", "0001", "-v", "0")
        path = tmp_path / "older.sejuk"
        full.done("back_up", str(path))

        full.done("restore", str(path))

        assert full.done("migrate", "--check") == ""

    def test_refuses_while_somebody_has_the_database_open(
        self, full: Installation, backup: Path
    ) -> None:
        before = full.rows()
        with closing(full.connect()) as other:
            other.execute("SELECT count(*) FROM accounts_label").fetchone()

            refused = full.manage("restore", str(backup))

        assert refused.returncode != 0
        assert full.rows() == before
        assert files_in(full)

    @pytest.mark.parametrize("fault", ["cut", "flipped", "foreign", "added", "newer"])
    def test_refuses_a_file_that_is_not_as_it_was_written(
        self, full: Installation, backup: Path, fault: str
    ) -> None:
        before, files = full.rows(), files_in(full)
        break_file(backup, fault)

        refused = full.manage("restore", str(backup))

        assert refused.returncode != 0
        assert "CommandError" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert full.rows() == before
        assert files_in(full) == files

    def test_refuses_the_back_up_of_another_kind_of_database(
        self, full: Installation, backup: Path
    ) -> None:
        def other_engine(manifest: dict[str, Any]) -> None:
            manifest["engine"] = "sqlite" if IS_POSTGRES else "postgresql"

        change_manifest(backup, other_engine)

        assert "DATABASE_URL" in full.manage("restore", str(backup)).stderr

    def test_every_flipped_byte_of_the_first_kilobytes_is_found(
        self, full: Installation, backup: Path
    ) -> None:
        whole = backup.read_bytes()
        code = (
            "import sys; from pathlib import Path; import django; django.setup();"
            "from sejuk.config.backups.archive import verified, BrokenBackupError\n"
            "path = Path(sys.argv[1]); whole = path.read_bytes(); missed = []\n"
            "for at in range(60, min(len(whole), 60_000), 997):\n"
            "    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at+1:])\n"
            "    try: verified(path); missed.append(at)\n"
            "    except BrokenBackupError: pass\n"
            "print(missed)"
        )

        run = subprocess.run(
            [sys.executable, "-c", code, str(backup)],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT / "src"),
                "DJANGO_SETTINGS_MODULE": "sejuk.config.settings",
            },
            capture_output=True,
            text=True,
            check=False,
        )

        assert run.stdout.strip() == "[]", run.stderr
        backup.write_bytes(whole)


class TestBackUp:
    def test_never_writes_over_a_file(self, full: Installation, backup: Path) -> None:
        before = backup.read_bytes()

        refused = full.manage("back_up", str(backup))

        assert refused.returncode != 0
        assert backup.read_bytes() == before

    def test_leaves_nothing_behind_when_it_fails(
        self, full: Installation, tmp_path: Path
    ) -> None:
        folder = tmp_path / "elsewhere"
        folder.mkdir()
        (full.files / "secret").symlink_to("/nowhere")
        broken = full.files / "unreadable"
        broken.mkdir()
        full.url = full.url.replace("sejuk.sqlite3", "none/sejuk.sqlite3")
        full.url = full.url.replace("/backup_", "/no_backup_")

        refused = full.manage("back_up", str(folder / "b.sejuk"))

        assert refused.returncode != 0
        assert list(folder.iterdir()) == []

    def test_is_readable_by_its_owner_alone(self, backup: Path) -> None:
        assert backup.stat().st_mode & 0o777 == 0o600

    def test_says_what_it_holds(self, backup: Path) -> None:
        with zipfile.ZipFile(backup) as archive:
            manifest = json.loads(archive.read("manifest.json"))

        assert manifest["version"]
        assert manifest["engine"] == ("postgresql" if IS_POSTGRES else "sqlite")
        assert "0001_initial" in manifest["migrations"]["accounts"]
        assert set(manifest["members"]) == {
            *("database", "files/empty", "files/lists/kpps.xlsx")
        }

    def test_holds_one_moment_while_somebody_writes(
        self,
        full: Installation,
        make_installation: Callable[[], Installation],
        tmp_path: Path,
    ) -> None:
        """The writer adds pairs of rows in one transaction: no copy holds half."""
        stop, written = threading.Event(), [0]
        writer = threading.Thread(target=write_pairs, args=(full, stop, written))
        writer.start()
        paths = [tmp_path / f"{n}.sejuk" for n in range(3)]
        try:
            for path in paths:
                full.done("back_up", str(path))
        finally:
            stop.set()
            writer.join()

        counts = []
        for path in paths:
            fresh = make_installation()
            fresh.done("restore", str(path))
            ones = fresh.ask("SELECT count(*) FROM accounts_label WHERE text = 'one'")
            twos = fresh.ask("SELECT count(*) FROM accounts_label WHERE text = 'two'")
            assert ones == twos
            counts.append(ones[0][0])
        assert counts == sorted(counts)
        assert 0 < counts[-1] < written[0]


def write_pairs(
    installation: Installation, stop: threading.Event, written: list[int]
) -> None:
    with closing(installation.connect()) as database:
        while not stop.is_set():
            number = written[0]
            for word in ("one", "two"):
                database.execute(
                    "INSERT INTO accounts_label (key, text)"  # noqa: S608
                    f" VALUES ('{word}-{number}', '{word}')"
                )
            database.commit()
            written[0] += 1
            stop.wait(0.01)


def break_file(path: Path, fault: str) -> None:
    whole = path.read_bytes()
    if fault == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif fault == "flipped":
        at = 5000
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    elif fault == "foreign":
        path.write_bytes(b"PK\x03\x04 no zip at all")
    elif fault == "added":
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("files/../../outside", "x")
    else:
        change_manifest(path, add_migration)


def add_migration(manifest: dict[str, Any]) -> None:
    manifest["migrations"]["accounts"].append("9999_of_a_later_version")


def change_manifest(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["manifest.json"])
    change(manifest)
    members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def files_in(installation: Installation) -> dict[str, bytes]:
    return {
        str(file.relative_to(installation.files)): file.read_bytes()
        for file in installation.files.rglob("*")
        if file.is_file()
    }


def on_server(statement: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)
