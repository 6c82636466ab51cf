"""From counts to names: who goes to which session, in which slot, with which trainer.

Crews are kept together where it costs nothing; people stay in the slots and trainers in
the halls that the old plan gave them where that can be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from sejuk.domain.training.instance import Instance, Pin, Session
from sejuk.domain.training.parameters import Organiser
from sejuk.domain.training.solve.counts import Counts
from sejuk.domain.training.solve.model import Model
from sejuk.domain.training.solve.staff import Staff

Block = tuple[str, date, Organiser]
"""A hall on a day in the hands of one organiser: a cell."""

Slots = dict[Block, tuple[int, ...]]


def named(model: Model, counts: Counts) -> tuple[Session, ...]:
    """Sessions with persons and trainers.

    Args:
        model: what was planned for.
        counts: the plan in counts.

    Returns:
        Sessions by day, slot and hall.
    """
    instance = model.instance
    held = {
        (
            instance.halls[int(model.hall[cell])].id,
            model.date_of(cell),
            model.organiser_of(cell),
        ): cell
        for cell in range(model.cells)
        if counts.x[cell]
    }
    slots = _slots(model, counts, held)
    trainers = _trainers(instance, slots)
    people = _people(model, counts)
    sessions = []
    for block, cell in held.items():
        rooms = _Rooms(instance, block, slots[block])
        rooms.seat_all(people[cell], int(model.fits[cell]), int(model.holds[cell]))
        for slot in slots[block]:
            names = tuple(instance.officers[n].id for n in sorted(rooms.of[slot]))
            hall, on, organiser = block
            trainer = trainers.get(block)
            sessions.append(Session(hall, on, slot, organiser, trainer, names))
    return tuple(sorted(sessions, key=lambda s: (s.on, s.slot, s.hall)))


def _people(model: Model, counts: Counts) -> dict[int, list[int]]:
    """Officers (indices) in each cell; members of a group follow columns in order."""
    people: dict[int, list[int]] = defaultdict(list)
    place = [0] * len(model.groups)
    order = sorted(counts.followers, key=lambda f: (f[0].group, f[0].column))
    for priced, officers in order:
        start = place[priced.group]
        place[priced.group] += officers
        members = model.groups[priced.group].members[start : start + officers]
        for cell in priced.column:
            people[cell] += members
    return people


def _slots(model: Model, counts: Counts, held: dict[Block, int]) -> Slots:
    """Slots of each block: pinned ones, then the old plan's, then the first free."""
    instance = model.instance
    pinned: dict[Block, list[int]] = defaultdict(list)
    for pin in instance.pins:
        pinned[pin.hall, pin.on, pin.organiser].append(pin.slot)
    old: dict[Block, list[int]] = defaultdict(list)
    for session in instance.old or ():
        old[session.hall, session.on, session.organiser].append(session.slot)
    chosen: dict[Block, list[int]] = {block: [*pinned[block]] for block in held}
    taken = {(hall, on, s) for (hall, on, _), own in pinned.items() for s in own}
    hall_of = {hall.id: n for n, hall in enumerate(instance.halls)}
    for wishes in (old, None):
        for block, cell in held.items():
            hall, on, _ = block
            free = model.slots_of(hall_of[hall], on)
            for slot in free if wishes is None else wishes[block]:
                is_free = slot in free and (hall, on, slot) not in taken
                if is_free and len(chosen[block]) < counts.x[cell]:
                    chosen[block].append(slot)
                    taken.add((hall, on, slot))
    return {block: tuple(sorted(slots)) for block, slots in chosen.items()}


def _trainers(instance: Instance, slots: Slots) -> dict[Block, str]:
    """A trainer for each block of KPU and PPK."""
    named_by_pin = {
        (p.hall, p.on, p.organiser): p.trainer
        for p in instance.pins
        if p.trainer is not None
    }
    known = {
        (s.hall, s.on, s.organiser): s.trainer
        for s in instance.old or ()
        if s.trainer is not None
    }
    leads: dict[Block, str] = {}
    for organiser in (Organiser.KPU, Organiser.PPK):
        staff = Staff(instance, organiser)
        blocks = sorted(block for block in slots if block[2] is organiser)
        for block in blocks:
            if block not in named_by_pin:
                wanted = [known[block]] if block in known else []
                staff.take(block[1], wanted)
        for on in sorted({block[1] for block in blocks}):
            today = [block for block in blocks if block[1] == on]
            leads |= _matched(today, {*staff.by_day[on]}, named_by_pin, known)
    return leads


def _matched(
    blocks: Sequence[Block],
    present: set[str],
    pinned: dict[Block, str],
    known: dict[Block, str],
) -> dict[Block, str]:
    """Who of those present leads which block: pins, old leaders, then anybody."""
    leads = {block: pinned[block] for block in blocks if block in pinned}
    present -= {*leads.values()}
    for block in blocks:
        if block not in leads and known.get(block) in present:
            leads[block] = known[block]
            present.remove(known[block])
    for block in blocks:
        if block not in leads and present:
            leads[block] = min(present)
            present.remove(leads[block])
    return leads


class _Rooms:
    """The sessions of one cell being filled."""

    def __init__(
        self, instance: Instance, block: Block, slots: tuple[int, ...]
    ) -> None:
        self.of: dict[int, list[int]] = {slot: [] for slot in slots}
        self._officers = instance.officers
        self._pinned = _slot_of(instance.pins, block)
        self._old = _slot_of(instance.old or (), block)

    def seat_all(self, people: list[int], fits: int, holds: int) -> None:
        """Give everybody a session; crews together where it costs nothing."""
        room = fits
        if len(people) > fits * len(self.of):
            room = min(holds, -(-len(people) // len(self.of)))
        rest = self._keep(sorted(people, key=self._crew), room)
        rest = self._fill(rest, room)
        for number in rest:
            slot = min(self.of, key=lambda slot: len(self.of[slot]))
            self.of[slot].append(number)

    def _crew(self, number: int) -> tuple[str, int, int]:
        officer = self._officers[number]
        return officer.village, officer.station, officer.seat

    def _keep(self, people: list[int], room: int) -> list[int]:
        """Seat those whose slot is pinned or known; returns the others."""
        rest = []
        for number in people:
            name = self._officers[number].id
            if name in self._pinned:
                self.of[self._pinned[name]].append(number)
            else:
                rest.append(number)
        others = []
        for number in rest:
            slot = self._old.get(self._officers[number].id)
            if slot in self.of and len(self.of[slot]) < room:
                self.of[slot].append(number)
            else:
                others.append(number)
        return others

    def _fill(self, people: list[int], room: int) -> list[int]:
        """Seat whole crews, about as many in each session; returns who is left."""
        total = len(people) + sum(len(seated) for seated in self.of.values())
        even = -(-total // len(self.of))
        left = []
        slots = iter(self.of)
        slot = next(slots)
        for _, members in groupby(people, key=lambda number: self._crew(number)[:2]):
            crew = [*members]
            while len(self.of[slot]) >= even or len(self.of[slot]) + len(crew) > room:
                following = next(slots, None)
                if following is None:
                    break
                slot = following
            free = max(0, room - len(self.of[slot]))
            self.of[slot] += crew[:free]
            left += crew[free:]
        return left


def _slot_of(sessions: Sequence[Pin | Session], block: Block) -> dict[str, int]:
    """Slot of each officer in the sessions of a block."""
    return {
        name: session.slot
        for session in sessions
        if (session.hall, session.on, session.organiser) == block
        for name in session.officers
    }
