"""The file of a back-up: a zip of the database, the uploaded files, and a manifest.

The manifest names the version, the schema and the SHA-256 of every member, so that a
broken or foreign file is refused before anything is touched.
"""

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

FORMAT = 1
DATABASE = "database"
FILES = "files"
_MANIFEST = "manifest.json"
_PIECE = 1 << 20


class BrokenBackupError(Exception):
    """A file is no back-up of ours, or not whole; the argument is a sentence."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a back-up says of itself.

    Attributes:
        version: of the product that made it.
        engine: "sqlite" or "postgresql".
        made_at: machine time, ISO 8601.
        migrations: names of the applied migrations, by app.
        members: for each member its size in bytes and its SHA-256.
        format: of the file.
    """

    version: str
    engine: str
    made_at: str
    migrations: Mapping[str, list[str]]
    members: Mapping[str, Mapping[str, Any]]
    format: int = FORMAT


class BackupWriter:
    """Puts members into a back-up and remembers their checksums."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, source: Path, *, is_compressed: bool = False) -> None:
        """Copy a file in as one member; memory stays small however large it is."""
        how = zipfile.ZIP_STORED if is_compressed else zipfile.ZIP_DEFLATED
        member = zipfile.ZipInfo.from_file(source, name, strict_timestamps=False)
        member.compress_type = how
        with (
            source.open("rb") as taken,
            self._archive.open(member, "w", force_zip64=True) as given,
        ):
            self.members[name] = _copy(taken, given)

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest, which makes the file a back-up."""
        text = json.dumps(asdict(manifest), indent=1, sort_keys=True)
        self._archive.writestr(_MANIFEST, text)


@contextmanager
def written(path: Path) -> Iterator[BackupWriter]:
    """A back-up that is there whole, on disk, or not at all; never over another file.

    Raises:
        FileExistsError: if something of this name is there.
    """
    if path.exists():
        raise FileExistsError(path)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w") as archive:
                yield BackupWriter(archive)
            file.flush()
            os.fsync(file.fileno())
        _take_name(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(path.parent)


def verified(path: Path) -> Manifest:
    """The manifest of a back-up whose every byte was checked.

    Raises:
        BrokenBackupError: if the file is no back-up, not whole, or changed since.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            _check_members(archive, manifest)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError) as error:
        raise BrokenBackupError(_("it is not a whole back-up file")) from error
    except NotImplementedError as error:  # an unknown compression: a changed byte
        raise BrokenBackupError(_("it is not a whole back-up file")) from error
    return manifest


def extract(path: Path, name: str, target: Path) -> None:
    """Write one member of a verified back-up to a file, on disk when this returns."""
    with zipfile.ZipFile(path) as archive, target.open("xb") as given:
        with archive.open(name) as taken:
            shutil.copyfileobj(taken, given, _PIECE)
        given.flush()
        os.fsync(given.fileno())


def extract_files(path: Path, manifest: Manifest, folder: Path) -> None:
    """Write the uploaded files of a verified back-up into a new folder."""
    folder.mkdir(parents=True)
    for name in manifest.members:
        if name.startswith(f"{FILES}/"):
            target = folder / name.removeprefix(f"{FILES}/")
            target.parent.mkdir(parents=True, exist_ok=True)
            extract(path, name, target)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk, as its files' contents are."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take_name(partial: Path, path: Path) -> None:
    """Give the file its name; a link refuses a name that was taken meanwhile."""
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        raise
    except OSError:  # a memory stick has no links
        if path.exists():
            raise FileExistsError(path) from None
        partial.rename(path)


def _copy(taken: IO[bytes], given: IO[bytes] | None) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    while piece := taken.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        if given is not None:
            given.write(piece)
    return {"bytes": size, "sha256": digest.hexdigest()}


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        text = archive.read(_MANIFEST)
        manifest = Manifest(**json.loads(text))
    except (KeyError, ValueError, TypeError) as error:
        raise BrokenBackupError(_("it has no manifest of Sejuk")) from error
    if manifest.format != FORMAT:
        raise BrokenBackupError(_("a newer version of Sejuk made it"))
    return manifest


def _check_members(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    names = archive.namelist()
    if sorted(names) != sorted({_MANIFEST, *manifest.members}):
        raise BrokenBackupError(_("its members are not those of its manifest"))
    if DATABASE not in manifest.members:
        raise BrokenBackupError(_("it holds no database"))
    for name, expected in manifest.members.items():
        if not _is_safe(name):
            raise BrokenBackupError(_("a member would be written outside its folder"))
        try:
            with archive.open(name) as taken:
                found = _copy(taken, None)
        except (zlib.error, RuntimeError) as error:
            raise BrokenBackupError(
                _("%(name)s is damaged") % {"name": name}
            ) from error
        if found != dict(expected):
            raise BrokenBackupError(
                _("%(name)s is not as it was written") % {"name": name}
            )


def _is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    inside = name == DATABASE or (len(parts) > 1 and parts[0] == FILES)
    return inside and not name.startswith("/") and ".." not in parts
