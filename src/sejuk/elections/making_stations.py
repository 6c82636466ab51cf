"""What comes with a new polling station. Apps above register it in `ready`."""

from collections.abc import Callable, Sequence

from sejuk.elections.models import PollingStation

AfterMaking = Callable[[Sequence[PollingStation]], None]

_after: list[AfterMaking] = []


def register(after_making: AfterMaking) -> None:
    """Let an app add what every new station has, such as its seats."""
    if after_making not in _after:
        _after.append(after_making)


def were_made(stations: Sequence[PollingStation]) -> None:
    """Tell everybody of new stations, in the transaction that made them."""
    for after_making in _after:
        after_making(stations)
