"""Which trainer can work on which day, one more at a time."""

from collections import defaultdict
from datetime import date

from sejuk.domain.training.instance import Instance, Trainer
from sejuk.domain.training.parameters import Organiser


class Roster:
    """Days promised to the trainers of an instance, within their days and weeks."""

    def __init__(self, instance: Instance) -> None:
        self._limit = instance.parameters.ppk_days_a_week
        self._trainers = {
            organiser: [t for t in instance.trainers if t.organiser is organiser]
            for organiser in Organiser
        }
        self._works: dict[str, set[date]] = defaultdict(set)
        self._fixed: set[tuple[str, date]] = set()
        self._has_room: dict[tuple[date, Organiser], bool] = {}

    def fix(self, trainer: str, on: date) -> None:
        """Promise a day that somebody decided, whatever the rules say."""
        self._works[trainer].add(on)
        self._fixed.add((trainer, on))
        self._has_room.clear()

    def has_room(self, on: date, organiser: Organiser) -> bool:
        """Whether one more trainer of an organiser could work on a day."""
        key = (on, organiser)
        if key not in self._has_room:
            before = {trainer: set(days) for trainer, days in self._works.items()}
            self._has_room[key] = self._place(on, organiser, set())
            self._works = defaultdict(set, before)
        return self._has_room[key]

    def add(self, on: date, organiser: Organiser) -> bool:
        """Have one more trainer work on a day, moving others where that helps."""
        self._has_room.clear()
        return self._place(on, organiser, set())

    def working(self, on: date, organiser: Organiser) -> list[str]:
        """Trainers who work on a day without being fixed to it, in their order."""
        return [
            trainer.id
            for trainer in self._trainers[organiser]
            if on in self._works[trainer.id] and (trainer.id, on) not in self._fixed
        ]

    def _place(
        self, on: date, organiser: Organiser, tried: set[tuple[str, date]]
    ) -> bool:
        """An augmenting path: a trainer with room, or one who can give a day away."""
        for trainer in self._trainers[organiser]:
            works = self._works[trainer.id]
            if on not in trainer.free_on or on in works or (trainer.id, on) in tried:
                continue
            tried.add((trainer.id, on))
            if self._has_week(trainer, on):
                works.add(on)
                return True
            if self._gives_away(trainer, on, tried):
                return True
        return False

    def _has_week(self, trainer: Trainer, on: date) -> bool:
        if trainer.organiser is not Organiser.PPK:
            return True
        days = self._works[trainer.id] | trainer.worked_on | {on}
        return sum(_same_week(day, on) for day in days) <= self._limit

    def _gives_away(
        self, trainer: Trainer, on: date, tried: set[tuple[str, date]]
    ) -> bool:
        works = self._works[trainer.id]
        for other in sorted(works):
            if not _same_week(other, on) or (trainer.id, other) in self._fixed:
                continue
            works.symmetric_difference_update({other, on})
            if self._has_week(trainer, on) and self._place(
                other, trainer.organiser, tried
            ):
                return True
            works.symmetric_difference_update({other, on})
        return False


def _same_week(one: date, other: date) -> bool:
    return one.isocalendar()[:2] == other.isocalendar()[:2]
