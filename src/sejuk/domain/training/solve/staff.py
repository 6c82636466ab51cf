"""Which trainer works on which day, so that nobody works too often in a week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from sejuk.domain.training.instance import Instance
from sejuk.domain.training.parameters import Organiser
from sejuk.domain.training.solve.frame import at_work, days_left, week_of


class Staff:
    """Trainers of one organiser at work; takes one more as long as that can be."""

    def __init__(self, instance: Instance, organiser: Organiser) -> None:
        self._free = at_work(instance, organiser)
        self._limited = organiser is Organiser.PPK
        self._left = days_left(instance)
        self._load: Counter[tuple[str, tuple[int, int]]] = Counter()
        self._named: set[tuple[str, date]] = set()
        self.by_day: dict[date, set[str]] = defaultdict(set)
        for pin in instance.pins:
            if pin.organiser is organiser and pin.trainer is not None:
                if pin.trainer not in self.by_day[pin.on]:
                    self._assign(pin.trainer, pin.on)
                self._named.add((pin.trainer, pin.on))

    def take(self, on: date, wanted: Iterable[str] = ()) -> bool:
        """Put one more trainer to work on a day, moving others where that helps.

        Args:
            on: the day.
            wanted: who is taken first, if that can be.

        Returns:
            False when there is no way; then nothing has changed.
        """
        return self._place(on, set(), list(wanted))

    def _place(self, on: date, seen: set[str], wanted: list[str]) -> bool:
        """Find somebody for a day along a path of swaps within its week."""
        week = week_of(on)
        candidates = sorted(
            self._free[on] - self.by_day[on],
            key=lambda name: (name not in wanted, self._load[name, week], name),
        )
        for name in candidates:
            if not self._limited or self._load[name, week] < self._left[name, week]:
                self._assign(name, on)
                return True
        for name in candidates:
            if name not in seen:
                seen.add(name)
                if self._relieved(name, on, seen):
                    return True
        return False

    def _relieved(self, name: str, on: date, seen: set[str]) -> bool:
        """Give another day of a trainer to somebody else, and this one to him."""
        week = week_of(on)
        days = [
            day
            for day, names in self.by_day.items()
            if name in names and week_of(day) == week and (name, day) not in self._named
        ]
        for day in sorted(days):
            if self._place(day, seen, []):
                self.by_day[day].remove(name)
                self._load[name, week] -= 1
                self._assign(name, on)
                return True
        return False

    def _assign(self, name: str, on: date) -> None:
        self.by_day[on].add(name)
        self._load[name, week_of(on)] += 1
