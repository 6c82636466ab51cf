"""Fairness: nobody has three sessions while somebody who could has fewer than two.

The price of a missing second session makes the solver keep to it nearly always. Where a
plan does not, a seat moves from who has three to who has fewer than two; and where no
seat can move, third sessions are given up.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from sejuk.domain.training.instance import Hall, Instance, Officer, Session, Village
from sejuk.domain.training.loss import times_counted
from sejuk.domain.training.parameters import Organiser
from sejuk.domain.training.plan import NoSecond
from sejuk.domain.training.recall_of_pattern import recall_of_pattern

TWICE = 2
"""Counted sessions that everybody should have before anybody has more."""


class Reach:
    """Who could attend what, by gap, travel and village (H7, H9)."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._village = {village.code: village for village in instance.villages}
        self._hall = {hall.id: hall for hall in instance.halls}
        self._minutes: dict[tuple[str, str], float] = {}
        self._could_go: dict[tuple[str, date], bool] = {}

    def may_go(self, officer: Officer, hall: Hall, organiser: Organiser) -> bool:
        """Whether a hall is near enough, and open to the officer's village."""
        if organiser is Organiser.SELF and officer.village != hall.village:
            return False
        return self.is_near(officer, hall)

    def is_near(self, officer: Officer, hall: Hall) -> bool:
        """Whether a hall is within the minutes of travel."""
        ends = (officer.village, hall.village)
        if ends not in self._minutes:
            start, end = self._ends(ends)
            self._minutes[ends] = self.instance.trip(start, end).minutes
        return self._minutes[ends] <= self.instance.parameters.max_travel_minutes

    def may_join(
        self, officer: Officer, session: Session, others: list[Session]
    ) -> bool:
        """Whether one more session fits an officer with some others."""
        days = [past.on for past in officer.history] + [other.on for other in others]
        gap = self.instance.parameters.gap_days
        if any(abs((session.on - day).days) < gap for day in days):
            return False
        return self.may_go(officer, self._hall[session.hall], session.organiser)

    def could_go(self, officer: Officer, on: date) -> bool:
        """Whether anything could be held in reach of an officer's village on a day."""
        key = (officer.village, on)
        if key not in self._could_go:
            teach = {t.organiser for t in self.instance.trainers if on in t.free_on}
            self._could_go[key] = any(
                self.instance.allows(hall, on, organiser)
                and self.may_go(officer, hall, organiser)
                for hall in self.instance.halls
                for organiser in (*teach, Organiser.SELF)
            )
        return self._could_go[key]

    def hall(self, name: str) -> Hall:
        """The hall of an id."""
        return self._hall[name]

    def _ends(self, ends: tuple[str, str]) -> tuple[Village, Village]:
        return self._village[ends[0]], self._village[ends[1]]


class _Seats:
    """A plan whose seats can be moved."""

    def __init__(self, instance: Instance, sessions: tuple[Session, ...]) -> None:
        self.reach = Reach(instance)
        self._instance = instance
        self._sessions = list(sessions)
        self._people = [set(session.officers) for session in sessions]
        self._officers = {officer.id: officer for officer in instance.officers}
        self._pinned = {
            (name, pin.hall, pin.on, pin.slot)
            for pin in instance.pins
            for name in pin.officers
        }
        self._places: dict[str, list[int]] = defaultdict(list)
        for number, session in enumerate(sessions):
            for name in session.officers:
                self._places[name].append(number)

    def short(self) -> list[Officer]:
        """Officers with fewer than two who could have two."""
        return [
            officer
            for officer in self._instance.officers
            if self.is_short(officer)
            and could_have_two(self._instance, self.reach, officer)
        ]

    def long(self) -> list[Officer]:
        """Officers with more than two, one of which at least may be taken away."""
        return [officer for officer in self._instance.officers if self.is_long(officer)]

    def is_short(self, officer: Officer) -> bool:
        """Whether an officer has fewer than two."""
        return self._counted(officer) < TWICE

    def is_long(self, officer: Officer) -> bool:
        """Whether an officer has more than two and one of them may be taken away."""
        return self._counted(officer) > TWICE and bool(self._movable(officer))

    def help(self, officer: Officer) -> bool:
        """Give an officer a free seat, or one of somebody who has three."""
        for number in self._joinable(officer):
            if len(self._people[number]) < self._holds(number):
                self._join(officer, number)
                return True
        joinable = set(self._joinable(officer))
        for other in self.long():
            for number in self._movable(other):
                if number in joinable:
                    self._leave(other, number)
                    self._join(officer, number)
                    return True
        return False

    def give_up(self, officer: Officer) -> None:
        """Take away the session whose loss is felt least."""
        movable = self._movable(officer)
        best = max(movable, key=lambda number: self._recall_without(officer, number))
        self._leave(officer, best)

    def sessions(self) -> tuple[Session, ...]:
        """The plan as it is now, without sessions to which nobody comes any more."""
        order = {officer.id: n for n, officer in enumerate(self._instance.officers)}
        pins = {(pin.hall, pin.on, pin.slot) for pin in self._instance.pins}
        return tuple(
            replace(session, officers=tuple(sorted(people, key=order.__getitem__)))
            for session, people in zip(self._sessions, self._people, strict=True)
            if people or (session.hall, session.on, session.slot) in pins
        )

    def _counted(self, officer: Officer) -> int:
        days = [past.on for past in officer.history]
        days += [self._sessions[n].on for n in self._places[officer.id]]
        return times_counted(days, self._instance)

    def _movable(self, officer: Officer) -> list[int]:
        return [
            number
            for number in self._places[officer.id]
            if (
                officer.id,
                self._sessions[number].hall,
                self._sessions[number].on,
                self._sessions[number].slot,
            )
            not in self._pinned
        ]

    def _joinable(self, officer: Officer) -> list[int]:
        own = [self._sessions[n] for n in self._places[officer.id]]
        return [
            number
            for number, session in enumerate(self._sessions)
            if self.reach.may_join(officer, session, own)
        ]

    def _holds(self, number: int) -> int:
        hall = self.reach.hall(self._sessions[number].hall)
        return min(self._instance.parameters.largest_class, hall.seats)

    def _join(self, officer: Officer, number: int) -> None:
        self._people[number].add(officer.id)
        self._places[officer.id].append(number)

    def _leave(self, officer: Officer, number: int) -> None:
        self._people[number].remove(officer.id)
        self._places[officer.id].remove(number)

    def _recall_without(self, officer: Officer, number: int) -> float:
        poll = self._instance.poll
        rest = [self._sessions[n] for n in self._places[officer.id] if n != number]
        pattern = [(past.on, past.organiser) for past in officer.history]
        pattern += [(session.on, session.organiser) for session in rest]
        return recall_of_pattern(
            [((on - poll).days, organiser) for on, organiser in pattern],
            (self._instance.sworn - poll).days,
            self._instance.parameters.recall,
        )


def possible_days(instance: Instance, reach: Reach, officer: Officer) -> list[date]:
    """Days on which something could be held for an officer, gaps to the past kept."""
    gap = instance.parameters.gap_days
    past = [attended.on for attended in officer.history]
    return [
        on
        for on in instance.days
        if all(abs((on - day).days) >= gap for day in past)
        and reach.could_go(officer, on)
    ]


def could_have_two(instance: Instance, reach: Reach, officer: Officer) -> bool:
    """Whether an officer could count two sessions if all were planned for him."""
    past = [attended.on for attended in officer.history]
    days = past + possible_days(instance, reach, officer)
    return times_counted(days, instance) >= TWICE


def without_second(instance: Instance) -> tuple[NoSecond, ...]:
    """Officers who can have no second counted session whatever is planned, and why.

    Codes: `no_hall_in_reach` (minutes), `no_trainer_and_no_hall` (nobody to hold a
    session in an open hall in reach, on no day), `too_few_days` (first, last as ISO
    dates where there are any, gap: the days that are left lie too near together).
    """
    reach = Reach(instance)
    alike: dict[tuple[object, ...], NoSecond | None] = {}
    reasons = []
    for officer in instance.officers:
        key = (officer.village, officer.history)
        if key not in alike:
            can = could_have_two(instance, reach, officer)
            alike[key] = None if can else _reason(instance, reach, officer)
        reason = alike[key]
        if reason is not None:
            reasons.append(replace(reason, officer=officer.id))
    return tuple(reasons)


def _reason(instance: Instance, reach: Reach, officer: Officer) -> NoSecond:
    """Why an officer can have no second session."""
    if not any(reach.is_near(officer, hall) for hall in instance.halls):
        minutes = round(instance.parameters.max_travel_minutes)
        return NoSecond(officer.id, "no_hall_in_reach", (("minutes", minutes),))
    if instance.days and not any(reach.could_go(officer, on) for on in instance.days):
        return NoSecond(officer.id, "no_trainer_and_no_hall")
    days = possible_days(instance, reach, officer)
    ends = (days[0], days[-1]) if days else ()
    names = zip(("first", "last"), ends, strict=False)
    gap = ("gap", instance.parameters.gap_days)
    known = tuple((name, on.isoformat()) for name, on in names)
    return NoSecond(officer.id, "too_few_days", (*known, gap))


def made_fair(instance: Instance, sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    """The plan with seats moved, or third sessions given up, until it is fair.

    Args:
        instance: what was planned for.
        sessions: a plan that keeps all other rules.

    Returns:
        The same sessions when they are fair; else a fair plan that keeps the others.
    """
    seats = _Seats(instance, sessions)
    short = seats.short()
    if not short or not seats.long():
        return sessions
    for officer in short:
        while seats.is_short(officer) and seats.help(officer):
            pass
    if seats.short():
        for officer in seats.long():
            while seats.is_long(officer):
                seats.give_up(officer)
    return seats.sessions()
