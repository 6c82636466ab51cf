"""The time zone of an area, by its province.

Source: Keputusan Presiden 41/1987 (three zones); provinces made since keep the zone
of the one that they came from.
"""

from typing import Final

WIB: Final = "Asia/Jakarta"
WITA: Final = "Asia/Makassar"
WIT: Final = "Asia/Jayapura"

ABBREVIATION: Final = {WIB: "WIB", WITA: "WITA", WIT: "WIT"}

_BY_PROVINCE: Final = {
    **dict.fromkeys(["51", "52", "53", "63", "64", "65"], WITA),
    **dict.fromkeys(["71", "72", "73", "74", "75", "76"], WITA),
    **dict.fromkeys(["81", "82", "91", "92", "93", "94", "95", "96"], WIT),
}


def zone_of(code: str) -> str:
    """The IANA name of the zone of an official code; the nation keeps Jakarta's."""
    return _BY_PROVINCE.get(code[:2], WIB)


def abbreviation_of(code: str) -> str:
    """WIB, WITA or WIT, as it stands behind a time of day."""
    return ABBREVIATION[zone_of(code)]
