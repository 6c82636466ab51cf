"""Making a back-up and putting one back: what the two commands do."""

import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from sejuk.config.backups import archive
from sejuk.config.backups.archive import DATABASE, FILES, BrokenBackupError, Manifest
from sejuk.config.backups.engines import engine_of
from sejuk.config.serve_lock import alone
from sejuk.web.lists import uploads


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a restore put what was there before; None where there was nothing."""

    database: Path | None
    files: Path | None


def back_up(path: Path) -> Manifest:
    """Write everything to one new file, while others may go on writing.

    The database is copied first and the uploaded files after it: what a row of the
    copy names is then among the files.

    Raises:
        FileExistsError: if something of this name is there.
        ToolError: if PostgreSQL's programs say no.
    """
    engine = engine_of(connection.settings_dict)
    with (
        archive.written(path) as writer,
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".sejuk-") as folder,
    ):
        dump = Path(folder, DATABASE)
        migrations = _applied()
        engine.dump(dump)
        writer.add(DATABASE, dump, is_compressed=engine.is_compressed)
        for name, file in _uploaded():
            writer.add(name, file)
        manifest = Manifest(
            version=_version(),
            engine=engine.name,
            made_at=timezone.now().isoformat(timespec="seconds"),
            migrations=migrations,
            members=writer.members,
        )
        writer.finish(manifest)
    return manifest


def restore(path: Path, *, at: datetime) -> Kept:
    """Put a back-up in the place of what is there.

    Everything is checked and laid out beside it first; then the database is swapped in
    one step, and after it the folder of files. What was there is kept.

    Raises:
        BrokenBackupError: if the file is broken, newer, or of another database.
        InUseError: if the server runs or somebody else has the database open.
        ToolError: if PostgreSQL's programs say no.
    """
    manifest = archive.verified(path)
    engine = engine_of(connection.settings_dict)
    _refuse_foreign(manifest, engine.name)
    connection.close()
    beside = _folder_beside(connection.settings_dict["NAME"], engine.name)
    stamp = f"before-restore-{at:%Y%m%d-%H%M%S}"
    with (
        alone(),
        tempfile.TemporaryDirectory(dir=beside, prefix=".sejuk-") as folder,
    ):
        dump, files = Path(folder, DATABASE), Path(folder, FILES)
        archive.extract(path, DATABASE, dump)
        engine.check(dump)
        archive.extract_files(path, manifest, files)
        kept = engine.replace(dump, keep_as=beside / stamp)
        return Kept(kept, _swap_files(files, stamp))


def lacks_migrations() -> bool:
    """Whether this version has changes of the tables that were not made yet."""
    applied = {(app, name) for app, names in _applied().items() for name in names}
    return bool(set(MigrationLoader(connection).graph.nodes) - applied)


def _refuse_foreign(manifest: Manifest, engine_name: str) -> None:
    if manifest.engine != engine_name:
        message = _(
            "it holds a database of %(its)s, and this installation has %(ours)s: "
            "set DATABASE_URL to one of its kind"
        )
        raise BrokenBackupError(message % {"its": manifest.engine, "ours": engine_name})
    known = set(MigrationLoader(None).disk_migrations or ())
    newer = [
        f"{app}.{name}"
        for app, names in manifest.migrations.items()
        for name in names
        if (app, name) not in known
    ]
    if newer:
        message = _(
            "a newer version of Sejuk (%(version)s) made it: this one does not know "
            "%(migration)s"
        )
        raise BrokenBackupError(
            message % {"version": manifest.version, "migration": newer[0]}
        )


def _applied() -> dict[str, list[str]]:
    by_app: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        by_app.setdefault(app, []).append(name)
    return by_app


def _uploaded() -> Iterator[tuple[str, Path]]:
    """All files but the lists that wait to be written: those go within a day."""
    root = Path(settings.MEDIA_ROOT)
    for file in sorted(root.rglob("*")):
        if file.is_relative_to(root / uploads.FOLDER):
            continue
        if file.is_file() and not file.is_symlink():
            yield f"{FILES}/{file.relative_to(root).as_posix()}", file


def _folder_beside(database: str, engine_name: str) -> Path:
    """On the same disk as a database that is a file, so that a swap is a rename."""
    beside = Path(database if engine_name == "sqlite" else settings.MEDIA_ROOT)
    folder = beside.resolve().parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _swap_files(files: Path, stamp: str) -> Path | None:
    root = Path(settings.MEDIA_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    kept = None
    if root.exists():
        kept = root.with_name(f"{root.name}.{stamp}")
        root.rename(kept)
    try:
        files.replace(root)
    except OSError:  # another disk
        shutil.copytree(files, root)
    archive.sync_folder(root.parent)
    return kept


def _version() -> str:
    project = Path(settings.BASE_DIR, "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(project)["project"]["version"])
