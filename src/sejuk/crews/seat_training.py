"""How often the holder of each seat was trained; an app above says it.

Crews know nothing of training, yet their lists are searched by it. Training registers
its count in `ready`; until then lists have neither the column nor the filter.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from sejuk.elections.models import Election
from sejuk.places.models import Area

Counts = Callable[[Election, Area, datetime], Mapping[int, int]]

ENOUGH = 2
"""Sessions that everybody should have; more are shown as this many."""

_counts: list[Counts] = []


def register(counts: Counts) -> None:
    """Let an app say how many counted sessions the holder of each seat attended.

    Args:
        counts: takes election, area and moment; gives counts by the seat's key, with a
            number of queries that does not depend on how many seats there are.
    """
    _counts[:] = [counts]


def times_trained(election: Election, area: Area, at: datetime) -> dict[int, int]:
    """Counted sessions by seat; empty where no app knows."""
    return {
        seat: n for counts in _counts for seat, n in counts(election, area, at).items()
    }


def is_known() -> bool:
    """Whether some app counts sessions."""
    return bool(_counts)
