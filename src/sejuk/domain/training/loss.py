"""The loss of a plan and its figures, from its sessions and nothing else.

The solver's half: `appraisal` works all of it out once more for the checker, and
neither may import the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from sejuk.domain.training.instance import Instance, Officer, Session
from sejuk.domain.training.parameters import Duty, Organiser, Parameters
from sejuk.domain.training.plan import Figures
from sejuk.domain.training.recall_of_pattern import recall_of_pattern

Cell = tuple[str, date, Organiser]
"""Hall, day and organiser: what an officer has to be told."""


def times_counted(days: Iterable[date], instance: Instance) -> int:
    """How many of one officer's sessions count as one of the two.

    A session counts when it is at least `last_days` before the poll and at least
    `gap_days` after the one counted before it.

    Args:
        days: days of the sessions, in any order.
        instance: gives poll, gap and last day.
    """
    times, before = 0, date.min
    for on in sorted(days):
        if on > instance.last_day:
            break
        if not times or (on - before).days >= instance.parameters.gap_days:
            times, before = times + 1, on
    return times


def short(counted: int, wish: Parameters) -> float:
    """Extra loss, before weights, of an officer with so few counted sessions."""
    if counted == 0:
        return wish.no_session
    return wish.one_session if counted == 1 else 0.0


def cells_of(sessions: Iterable[Session], since: date) -> dict[str, set[Cell]]:
    """Hall, day and organiser of each officer's sessions from a day on, by officer."""
    cells: dict[str, set[Cell]] = defaultdict(set)
    for session in sessions:
        if session.on >= since:
            for name in session.officers:
                cells[name].add((session.hall, session.on, session.organiser))
    return cells


def told(instance: Instance, sessions: Iterable[Session]) -> frozenset[str]:
    """Officers whose hall, day or organiser is not what the old plan said.

    Args:
        instance: gives the old plan; without one nobody is told.
        sessions: of the new plan.

    Returns:
        Ids.
    """
    if instance.old is None:
        return frozenset()
    old = cells_of(instance.old, instance.first_day)
    new = cells_of(sessions, instance.first_day)
    nothing: set[Cell] = set()
    return frozenset(
        officer.id
        for officer in instance.officers
        if old.get(officer.id, nothing) != new.get(officer.id, nothing)
    )


def measure(instance: Instance, sessions: tuple[Session, ...]) -> tuple[float, Figures]:
    """Loss in points and figures of a plan.

    Args:
        instance: what was planned for.
        sessions: the plan, persons named.

    Returns:
        The loss as `plan` defines it, and the figures.
    """
    wish = instance.parameters
    ledger = _Ledger(instance)
    of_officer: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        for name in session.officers:
            of_officer[name].append(session)
    for officer in instance.officers:
        ledger.count(officer, of_officer.get(officer.id, []))
    halls = {hall.id: hall for hall in instance.halls}
    crowding = 0.0
    for session in sessions:
        hall = halls[session.hall]
        ledger.rupiah += hall.rent
        fits = min(wish.recommended_class, hall.seats)
        crowding += wish.crowding * max(0, len(session.officers) - fits)
    blocks = {(s.hall, s.on, s.organiser) for s in sessions}
    fees = sum(wish.trainer_day_rupiah.of(organiser) for _, _, organiser in blocks)
    ledger.rupiah += fees
    changed = len(told(instance, sessions))
    loss = ledger.points + crowding + wish.calm * changed
    figures = Figures(
        officers=len(instance.officers),
        by_sessions=ledger.by_sessions(),
        mean_recall=sum(ledger.recalls) / max(1, len(ledger.recalls)),
        worst_recall=min(ledger.recalls, default=0.0),
        sessions=dict(Counter(session.organiser for session in sessions)),
        trainer_days=sum(kind is not Organiser.SELF for _, _, kind in blocks),
        rupiah=ledger.rupiah,
        told=changed,
    )
    return loss + ledger.rupiah / wish.point_rupiah, figures


class _Ledger:
    """Adds up officers: points of what they do not know, rupiah of their seats."""

    def __init__(self, instance: Instance) -> None:
        self.points = 0.0
        self.rupiah = 0.0
        self.recalls: list[float] = []
        self._instance = instance
        self._counted: Counter[int] = Counter()
        self._known: dict[tuple[tuple[date, Organiser], ...], float] = {}
        self._fares: dict[tuple[str, str], float] = {}
        self._villages = {village.code: village for village in instance.villages}
        self._hall_village = {hall.id: hall.village for hall in instance.halls}

    def count(self, officer: Officer, sessions: list[Session]) -> None:
        """Take in one officer with his planned sessions."""
        wish = self._instance.parameters
        pattern = [(past.on, past.organiser) for past in officer.history]
        pattern += [(session.on, session.organiser) for session in sessions]
        recall = self._recall(tuple(sorted(pattern)))
        counted = times_counted([on for on, _ in pattern], self._instance)
        points = 100.0 * (1.0 - recall) + short(counted, wish)
        official = any(organiser is not Organiser.SELF for _, organiser in pattern)
        if officer.duty is Duty.CHAIR and not official:
            points += wish.chair_without_official
        weight = wish.weight_of(officer.duty) * self._villages[officer.village].risk
        self.points += weight * points
        self.recalls.append(recall)
        self._counted[min(counted, 3)] += 1
        for session in sessions:
            self.rupiah += wish.snack_rupiah + 2 * self._fare(officer, session)

    def by_sessions(self) -> tuple[int, int, int, int]:
        """Officers with 0, 1, 2 and more counted sessions."""
        zero, one, two, more = (self._counted[count] for count in range(4))
        return zero, one, two, more

    def _recall(self, pattern: tuple[tuple[date, Organiser], ...]) -> float:
        if pattern not in self._known:
            poll = self._instance.poll
            self._known[pattern] = recall_of_pattern(
                [((on - poll).days, organiser) for on, organiser in pattern],
                (self._instance.sworn - poll).days,
                self._instance.parameters.recall,
            )
        return self._known[pattern]

    def _fare(self, officer: Officer, session: Session) -> float:
        ends = (officer.village, self._hall_village[session.hall])
        if ends not in self._fares:
            start, end = (self._villages[code] for code in ends)
            self._fares[ends] = self._instance.trip(start, end).rupiah
        return self._fares[ends]
