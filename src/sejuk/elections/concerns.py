"""Whom a new calendar concerns. Apps above register what they know of it in `ready`."""

from collections.abc import Callable
from dataclasses import dataclass

from sejuk.elections.queries import Calendar


@dataclass(frozen=True, slots=True)
class Concern:
    """What somebody must know or do because the calendar changed.

    Attributes:
        who: those concerned, "PPK".
        what: a sentence.
        href: the page where they do it, or "".
    """

    who: str
    what: str
    href: str = ""


Concerned = Callable[[Calendar, Calendar], list[Concern]]

_concerned: list[Concerned] = []


def register(concerned: Concerned) -> None:
    """Let an app say whom a change of the calendar concerns.

    Args:
        concerned: takes the calendar before and the one after.
    """
    if concerned not in _concerned:
        _concerned.append(concerned)


def concerns(before: Calendar, after: Calendar) -> list[Concern]:
    """Whom a change of the calendar concerns, by all who know."""
    return [found for concerned in _concerned for found in concerned(before, after)]
