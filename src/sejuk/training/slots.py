"""Keeps slots and people as they were announced where a plan leaves the choice.

The planner decides halls, days and organisers; which of a day's two slots, and who of
two alike goes to which, costs it nothing. People were told one of the two.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import permutations

from sejuk.domain.training.instance import Instance, Session

_Place = tuple[str, date]
_PAIR = 2


def kept(sessions: Iterable[Session], instance: Instance) -> tuple[Session, ...]:
    """The sessions of a plan, with slots and people nearest to the old plan's.

    Changes neither halls, days, organisers nor sizes, so that loss and rules stay the
    same. Pinned sessions stay as they are.
    """
    old: dict[_Place, list[Session]] = defaultdict(list)
    for session in instance.old or ():
        old[session.hall, session.on].append(session)
    pinned = {(pin.hall, pin.on) for pin in instance.pins}
    new: dict[_Place, list[Session]] = defaultdict(list)
    for session in sessions:
        new[session.hall, session.on].append(session)
    found: list[Session] = []
    for place, own in new.items():
        if place in pinned or place not in old:
            found += own
        else:
            slotted = _best_slots(own, old[place], instance.slots_on(place[1]))
            found += _exchanged(slotted, old[place], instance)
    return tuple(sorted(found, key=lambda s: (s.on, s.slot, s.hall)))


def _best_slots(
    sessions: list[Session], old: list[Session], slots: tuple[int, ...]
) -> list[Session]:
    """The same sessions in those slots of the day that most people know."""
    choices = [
        [replace(s, slot=slot) for s, slot in zip(sessions, order, strict=True)]
        for order in permutations(slots, len(sessions))
    ]
    return max(choices or [sessions], key=lambda choice: _known(choice, old))


def _known(sessions: list[Session], old: list[Session]) -> tuple[int, int]:
    """How many people keep their slot, and how many sessions keep theirs."""
    before = {(s.slot, s.organiser): set(s.officers) for s in old}
    places = [(s, before.get((s.slot, s.organiser))) for s in sessions]
    people = sum(len(went & set(s.officers)) for s, went in places if went)
    return people, sum(went is not None for _, went in places)


def _exchanged(
    sessions: list[Session], old: list[Session], instance: Instance
) -> list[Session]:
    """Two sessions of one organiser: people exchanged, one for one, to their slots."""
    if len(sessions) == _PAIR and sessions[0].organiser == sessions[1].organiser:
        first, second = sessions
        before = {s.slot: set(s.officers) for s in old}
        stay, go = set(first.officers), set(second.officers)
        _exchange(
            stay, go, before.get(first.slot, set()), before.get(second.slot, set())
        )
        order = {officer.id: n for n, officer in enumerate(instance.officers)}
        return [
            replace(first, officers=tuple(sorted(stay, key=order.__getitem__))),
            replace(second, officers=tuple(sorted(go, key=order.__getitem__))),
        ]
    return sessions


def _exchange(
    here: set[str], there: set[str], knows_here: set[str], knows_there: set[str]
) -> None:
    """Bring people who know one of two sessions there, for as many from there."""
    wants_there = sorted((here & knows_there) - knows_here, key=int)
    wants_here = sorted((there & knows_here) - knows_there, key=int)
    easy_here = sorted(here - knows_here - knows_there, key=int)
    easy_there = sorted(there - knows_here - knows_there, key=int)
    leave = wants_there + easy_here[: max(0, len(wants_here) - len(wants_there))]
    come = wants_here + easy_there[: max(0, len(wants_there) - len(wants_here))]
    count = min(len(leave), len(come))
    here -= set(leave[:count])
    there -= set(come[:count])
    here |= set(come[:count])
    there |= set(leave[:count])
