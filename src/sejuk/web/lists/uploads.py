"""Files between upload and writing: kept for a day, for the account that sent them."""

import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
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
KEPT_FILES = 5
NAME_LETTERS = 60
FOLDER = "uploads"
_SALT = "sejuk.web.lists"


class NotYoursError(Exception):
    """A token that was never given to this account for this kind of list."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file that waits to be written: its token, its own name, where it is."""

    token: str
    name: str
    path: Path

    def forget(self) -> None:
        """Drop it: it was written, or is not wanted any more."""
        self.path.unlink(missing_ok=True)


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
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = f"{account.pk}-{secrets.token_hex(16)}"
    path = folder / file
    path.touch(mode=0o600)
    path.write_bytes(sent.read())
    forget_old(account)
    name = (sent.name or "")[-NAME_LETTERS:]
    return signing.dumps([file, name], salt=_salt(kind, account), compress=True)


def kept(token: str, kind: str, account: Account) -> Kept | None:
    """The file of a token; None if it was written, replaced or kept long enough.

    Raises:
        NotYoursError: if this account never had such a token.
    """
    try:
        said = signing.loads(token, salt=_salt(kind, account))
    except signing.BadSignature:
        raise NotYoursError from None
    file, name = (str(part) for part in said)
    path = _folder() / file
    if not path.is_file() or path.stat().st_mtime < time.time() - KEPT_SECONDS:
        return None
    return Kept(token, name, path)


def _salt(kind: str, account: Account) -> str:
    """A token of one account and kind is a wrong signature to every other."""
    return f"{_SALT}.{account.pk}.{kind}"


def forget_old(account: Account | None = None) -> None:
    """Drop what stayed a day, and an account's files beyond its five.

    Files hold names and numbers; whenever lists are looked at, the old ones go.
    """
    oldest = time.time() - KEPT_SECONDS
    files = sorted(_with_age())
    own = [f for f in files if account and f[1].name.startswith(f"{account.pk}-")]
    for _at, file in [*(f for f in files if f[0] < oldest), *own[:-KEPT_FILES]]:
        file.unlink(missing_ok=True)


def _with_age() -> Iterator[tuple[float, Path]]:
    """The files that wait; one that somebody drops meanwhile is left out."""
    folder = _folder()
    for file in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            yield file.stat().st_mtime, file


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER
