"""Only one serves an installation, and nobody serves it while it is restored."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


class InUseError(Exception):
    """Somebody serves this installation, or has its database open."""


@contextmanager
def alone() -> Iterator[None]:
    """Hold the place of the one that serves this database.

    The place is a lock on a file and ends with the process, however that ends.

    Raises:
        InUseError: if somebody else holds it.
    """
    path = _lock_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUseError from error
        yield


def _lock_file() -> Path:
    database = connection.settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        path = Path(database["NAME"]).resolve()
        return path.with_name(f"{path.name}.serving")
    address = ":".join(str(database.get(k, "")) for k in ("HOST", "PORT", "NAME"))
    key = hashlib.sha256(address.encode()).hexdigest()[:12]
    return Path(settings.MEDIA_ROOT).resolve().parent / f"{key}.serving"
