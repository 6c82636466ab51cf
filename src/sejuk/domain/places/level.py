"""The levels of official areas."""

from enum import IntEnum


class Level(IntEnum):
    """How deep an area lies, by the number of parts of its official code."""

    NATION = 0
    PROVINCE = 1
    REGENCY = 2
    SUB_DISTRICT = 3
    VILLAGE = 4
