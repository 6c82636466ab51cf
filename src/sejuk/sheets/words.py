"""Text as people type it, made comparable."""

import datetime
import re
import unicodedata

from sejuk.sheets.grid import Value

INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    "|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]|[\ud800-\udfff]"
)
"""Signs that show nothing; PostgreSQL keeps no NUL, which "_x0000_" in XLSX is."""
NOT_WORD = re.compile(r"[^0-9a-z#]+")
BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
PERSONAL = re.compile(r"(?<!\d)\d{16}(?!\d)")
"""NIK (person) and KK (family) both have 16 digits; no phone or code here has."""


def tidy(value: Value) -> str:
    """A cell as one line of text: composed (NFC), single spaces, nothing invisible.

    Otherwise as sent, upper case included. Doing it twice changes nothing.
    """
    if isinstance(value, str):
        if value.isascii() and value.isprintable():
            return " ".join(value.split())
        seen = INVISIBLE.sub("", unicodedata.normalize("NFC", value))
        return " ".join(seen.split())
    if value is None:
        return ""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def key(text: str) -> str:
    """What of a heading or a choice counts: small letters and digits, single spaces."""
    plain = unicodedata.normalize("NFKD", tidy(text)).lower()
    return NOT_WORD.sub(" ", plain).strip()


def keys(text: str) -> tuple[str, ...]:
    """The ways to read a heading: whole, then without what stands in brackets."""
    whole, bare = key(text), key(BRACKETS.sub(" ", text))
    return (whole, bare) if bare and bare != whole else (whole,)


def is_personal_number(value: Value) -> bool:
    """Whether a cell holds a number as long as a NIK or KK.

    Spaces, dots and hyphens between its digits do not hide it.
    """
    text = tidy(value)
    if len(text) < 16:  # noqa: PLR2004 digits of a NIK
        return False
    return PERSONAL.search(re.sub(r"(?<=\d)[ .\-](?=\d)", "", text)) is not None
