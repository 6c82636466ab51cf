"""Official area codes (Kemendagri): the code of a place is its path.

`63.02.09.2007` is a village of sub-district `63.02.09`, of regency `63.02`, of province
`63`. The nation has the code `00`, which no province has.
"""

import re
from collections.abc import Iterable

from sejuk.domain.places.level import Level

NATION = "00"

_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")


def is_code(text: str) -> bool:
    """Whether `text` has the form of an official code, the nation's included."""
    return _CODE.fullmatch(text) is not None


def level_of(code: str) -> Level:
    """The level of the area with this code.

    Raises:
        ValueError: if `code` is not an official code.
    """
    if not is_code(code):
        raise ValueError(f"{code!r} is not an official code")
    return Level.NATION if code == NATION else Level(code.count(".") + 1)


def parent_of(code: str) -> str | None:
    """The code one level up; None above the nation.

    Raises:
        ValueError: if `code` is not an official code.
    """
    level = level_of(code)
    if level is Level.NATION:
        return None
    return NATION if level is Level.PROVINCE else code.rpartition(".")[0]


def path_of(code: str) -> tuple[str, ...]:
    """The codes from the province down to `code` itself; the nation is left out.

    Raises:
        ValueError: if `code` is not an official code.
    """
    level = level_of(code)
    if level is Level.NATION:
        return ()
    parts = code.split(".")
    return tuple(".".join(parts[: depth + 1]) for depth in range(len(parts)))


def is_within(code: str, area: str) -> bool:
    """Whether `code` is `area` or lies anywhere under it."""
    return area in (NATION, code) or code.startswith(f"{area}.")


def common_code(codes: Iterable[str]) -> str:
    """The code of the smallest area in which all of these lie."""
    paths = [path_of(code) for code in codes]
    common = NATION
    for steps in zip(*paths, strict=False):
        if len(set(steps)) > 1:
            break
        common = steps[0]
    return common
