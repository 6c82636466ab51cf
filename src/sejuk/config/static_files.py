"""Collecting the static files of all apps, when they have changed."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_changed() -> bool:
    """Compress and fingerprint the static files; returns whether there was a need."""
    root = Path(settings.STATIC_ROOT)
    mark, now = root / ".collected", _fingerprint()
    if mark.is_file() and mark.read_text(encoding="ascii") == now:
        return False
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(now, encoding="ascii")
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for package in ("django", "whitenoise", "brotli"):
        digest.update(f"{package} {version(package)}\n".encode())
    found = [
        (path, storage.path(path))
        for finder in get_finders()
        for path, storage in finder.list([])
    ]
    for path, place in sorted(found):
        state = Path(place).stat()
        digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
