"""Which area came from which, concluded from two editions of the code list.

The lists do not say where a code went. An old and a new area of one level are taken
for the same when they share their name, spaces and hyphens aside, and nothing else in
the regency does; failing that, when they also share the name of the area above and
nothing else in the nation does. What stays ambiguous gets no lineage.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sejuk.domain.places.code import level_of, parent_of
from sejuk.domain.places.level import Level

_REGENCY_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Successor:
    """That a new code is what an old one became: "recoded", or "split" from it."""

    old: str
    new: str
    how: str


def squashed(name: str) -> str:
    """A name without what lists differ in: case, spaces, hyphens, "Kabupaten"."""
    letters = name.upper().replace("KABUPATEN ", "").replace("KAB. ", "")
    return "".join(letter for letter in letters if letter.isalnum())


def successors(
    removed: Mapping[str, str], added: Mapping[str, str], names: Mapping[str, str]
) -> list[Successor]:
    """What became of the codes that went, and what new areas were split from.

    Args:
        removed: names by code that only the older edition has.
        added: names by code that only the newer edition has.
        names: names by code of both editions, for the areas above.

    Returns:
        In the order of new codes.
    """

    def in_regency(code: str, name: str) -> tuple[object, ...]:
        return level_of(code), code[:_REGENCY_LETTERS], squashed(name)

    def under_its_name(code: str, name: str) -> tuple[object, ...]:
        above = names.get(parent_of(code) or "", "")
        return level_of(code), squashed(above), squashed(name)

    recoded: dict[str, str] = {}
    for key in (in_regency, under_its_name):
        left_old = {c: n for c, n in removed.items() if c not in recoded.values()}
        left_new = {c: n for c, n in added.items() if c not in recoded}
        recoded |= _pairs(left_old, left_new, key)
    found = [Successor(old, new, "recoded") for new, old in recoded.items()]
    found += _splits(recoded, added)
    return sorted(found, key=lambda successor: (successor.new, successor.old))


def _pairs(
    removed: Mapping[str, str],
    added: Mapping[str, str],
    key: Callable[[str, str], tuple[object, ...]],
) -> dict[str, str]:
    """Old code by new code, where exactly one of each has the same key."""
    olds, news = defaultdict(list), defaultdict(list)
    for code, name in removed.items():
        olds[key(code, name)].append(code)
    for code, name in added.items():
        news[key(code, name)].append(code)
    return {
        new[0]: olds[same][0]
        for same, new in news.items()
        if len(new) == 1 and len(olds.get(same, [])) == 1
    }


def _splits(recoded: Mapping[str, str], added: Iterable[str]) -> list[Successor]:
    """New sub-districts whose villages came from another: split off from it."""
    origins: dict[str, set[str]] = defaultdict(set)
    for new, old in recoded.items():
        if level_of(new) is Level.VILLAGE:
            origins[parent_of(new) or ""].add(parent_of(old) or "")
    return [
        Successor(old, new, "split")
        for new in added
        if level_of(new) is Level.SUB_DISTRICT and new not in recoded
        for old in sorted(origins[new])
    ]
