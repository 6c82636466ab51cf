"""How each database gives itself away as one file, and takes itself back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext as _

from sejuk.config.backups.archive import BrokenBackupError, sync_folder
from sejuk.config.serve_lock import InUseError


class ToolError(Exception):
    """A program of PostgreSQL is missing or said no; the argument is what it said."""


class Engine(Protocol):
    """One kind of database."""

    name: str
    is_compressed: bool

    def dump(self, target: Path) -> None:
        """Write the database as it is at one moment to a new file."""

    def check(self, dump: Path) -> None:
        """Raise BrokenBackupError if a dump cannot be restored."""

    def replace(self, dump: Path, *, keep_as: Path) -> Path | None:
        """Put a dump in the place of the database, in one step; keep the old one.

        Returns where the old one is kept, None where there was nothing.

        Raises:
            InUseError: if somebody else has the database open; nothing was changed.
        """


def engine_of(settings: Mapping[str, Any]) -> Engine:
    """The engine of a Django database."""
    if settings["ENGINE"].endswith("sqlite3"):
        return Sqlite(Path(settings["NAME"]))
    return Postgresql(settings)


@dataclass
class Sqlite:
    """A database in one file beside the program."""

    path: Path
    name: str = "sqlite"
    is_compressed: bool = False

    def dump(self, target: Path) -> None:
        # One read transaction: writers go on writing, and are not in the copy.
        with closing(sqlite3.connect(self.path, timeout=20)) as database:
            database.execute("VACUUM INTO ?", [str(target)])

    def check(self, dump: Path) -> None:
        try:
            with closing(sqlite3.connect(dump)) as database:
                (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
                orphans = database.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError as error:
            raise BrokenBackupError(_("its database cannot be read")) from error
        if verdict != "ok" or orphans:
            raise BrokenBackupError(_("its database is damaged"))

    def replace(self, dump: Path, *, keep_as: Path) -> Path | None:
        kept = None
        if self.path.exists():
            self._close_for_all()
            kept = keep_as.with_suffix(".sqlite3")
            kept.hardlink_to(self.path)
            shutil.copymode(self.path, dump)
        else:
            dump.chmod(0o600)
        dump.replace(self.path)
        for rest in ("-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + rest).unlink(missing_ok=True)
        sync_folder(self.path.parent)
        return kept

    def _close_for_all(self) -> None:
        """Bring the write-ahead log home; fails while anybody has the file open."""
        try:
            with closing(sqlite3.connect(self.path, timeout=1)) as database:
                database.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise InUseError from error
        except sqlite3.DatabaseError:
            return  # the old file is broken: it is kept, but cannot be tidied


class Postgresql:
    """A database of a PostgreSQL server, by the server's own programs."""

    name = "postgresql"
    is_compressed = True

    def __init__(self, settings: Mapping[str, Any]) -> None:
        known = {
            "PGDATABASE": settings.get("NAME"),
            "PGUSER": settings.get("USER"),
            "PGPASSWORD": settings.get("PASSWORD"),
            "PGHOST": settings.get("HOST"),
            "PGPORT": settings.get("PORT"),
            "PGSSLMODE": settings.get("OPTIONS", {}).get("sslmode"),
        }
        self._environment = {
            **os.environ,
            **{name: str(value) for name, value in known.items() if value},
        }

    def dump(self, target: Path) -> None:
        self._run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")

    def check(self, dump: Path) -> None:
        try:
            self._run("pg_restore", "--list", str(dump))
        except ToolError as error:
            raise BrokenBackupError(_("its database cannot be read")) from error

    def replace(self, dump: Path, *, keep_as: Path) -> Path | None:
        self._refuse_company()
        kept = None
        if self._ask("SELECT to_regclass('django_migrations') IS NOT NULL") == "t":
            kept = keep_as.with_suffix(".dump")
            self.dump(kept)
            kept.chmod(0o600)
        script = dump.with_suffix(".sql")
        try:
            self._write_script(dump, script)
            # One transaction: either all of it, or the database stays as it was.
            self._run("psql", *_QUIET, "--single-transaction", f"--file={script}")
        finally:
            script.unlink(missing_ok=True)
        return kept

    def _write_script(self, dump: Path, script: Path) -> None:
        body = script.with_suffix(".body")
        try:
            self._run(
                "pg_restore", "--no-owner", "--no-acl", f"--file={body}", str(dump)
            )
            with script.open("xb") as whole, body.open("rb") as restored:
                # What a newer schema may have left behind must go too.
                whole.write(b"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n")
                shutil.copyfileobj(restored, whole)
        finally:
            body.unlink(missing_ok=True)

    def _refuse_company(self) -> None:
        others = self._ask(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        if others != "0":
            raise InUseError

    def _ask(self, question: str) -> str:
        return self._run(
            "psql", *_QUIET, "--tuples-only", "--no-align", f"--command={question}"
        ).strip()

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 (a known program, no shell)
            [_found(program), *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ToolError(f"{program}: {done.stderr.strip()}")
        return done.stdout


_QUIET = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1")


def _found(program: str) -> str:
    """The newest of PostgreSQL's programs of this name on this machine."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{program}"),
        key=lambda path: int(path.parts[4]) if path.parts[4].isdecimal() else 0,
    )
    if installed:
        return str(installed[-1])
    if known := shutil.which(program):
        return known
    raise ToolError(_("%(program)s is not installed") % {"program": program})
