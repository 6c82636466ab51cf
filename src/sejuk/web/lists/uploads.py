"""Files between upload and writing: kept for a day, for the account that sent them."""

import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from sejuk.accounts.models import Account

LARGEST_BYTES = 10 << 20
KEPT_SECONDS = 24 * 60 * 60
_SALT = "sejuk.web.lists"


@dataclass(frozen=True, slots=True)
class Kept:
    """One file that waits to be written: its token, its own name, its content."""

    token: str
    name: str
    content: bytes


def keep(sent: "UploadedFile[Any]", kind: str, account: Account) -> str:
    """Keep a file; gives the token by which its sender alone finds it again.

    Raises:
        ValidationError: if it is empty or too large.
    """
    size = sent.size or 0
    if size > LARGEST_BYTES:
        raise ValidationError(
            _("This file is larger than 10 MB: send the list alone, without pictures."),
            code="too_large",
        )
    if not size:
        raise ValidationError(_("This file is empty."), code="empty")
    _forget_old()
    name = secrets.token_hex(16)
    _folder().mkdir(parents=True, exist_ok=True)
    (_folder() / name).write_bytes(sent.read())
    said = {"file": name, "name": (sent.name or "")[:120], "kind": kind}
    return signing.dumps({**said, "account": account.pk}, salt=_SALT, compress=True)


def kept(token: str, kind: str, account: Account) -> Kept | None:
    """The file of a token; None if it is another's, of another kind, or gone."""
    path = _path(token, kind, account)
    if path is None:
        return None
    file, name = path
    return Kept(token, name, file.read_bytes())


def forget(token: str, kind: str, account: Account) -> None:
    """Drop a file that was written, or that is not wanted any more."""
    path = _path(token, kind, account)
    if path:
        path[0].unlink(missing_ok=True)


def _path(token: str, kind: str, account: Account) -> tuple[Path, str] | None:
    try:
        said = signing.loads(token, salt=_SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    if (said["account"], said["kind"]) != (account.pk, kind):
        return None
    file = _folder() / said["file"]
    return (file, said["name"]) if file.is_file() else None


def _forget_old() -> None:
    """Files hold names and numbers: none stays longer than a day."""
    if not _folder().is_dir():
        return
    oldest = time.time() - KEPT_SECONDS
    for file in _folder().iterdir():
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "uploads"
