"""What people did last time, and what a greedy clerk would do (docs/planner.md).

Both obey the rules of halls, trainers, class and travel, so that their loss can stand
beside a plan's. Neither proves anything: their bound is 0.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import fsum

from sejuk.domain.training.appraisal import Appraisal, Visit
from sejuk.domain.training.instance import Hall, Instance, Officer, Session
from sejuk.domain.training.parameters import Duty, Organiser
from sejuk.domain.training.plan import Plan
from sejuk.domain.training.roster import Roster

_DUTIES = (Duty.CHAIR, Duty.MEMBER, Duty.SECURITY)
_A_GAIN = 1e-9  # points; less is no gain, and no difference between two

_Cell = tuple[Hall, date, Organiser]
_Group = tuple[int, tuple[Visit, ...]]
"""Officers who are alike, by their kind, and where they go already."""


def last_times_way(instance: Instance) -> Plan:
    """One session for everybody, village by village, as late as possible.

    The largest villages come first. Each uses its own halls, then the sub-district's
    where these are in reach, from the last day backwards, with PPK trainers and
    classes as large as allowed. Who finds no place stays untrained.
    """
    board = _Board(instance)
    stations = {village.code: 0 for village in instance.villages}
    for code, _ in {(o.village, o.station) for o in instance.officers}:
        stations[code] += 1
    for village in sorted(stations, key=lambda code: (-stations[code], code)):
        _call_in(board, village)
    return board.plan()


def _call_in(board: "_Board", village: str) -> None:
    waiting = [
        officer
        for duty in _DUTIES
        for officer in board.by_village[village]
        if officer.duty is duty and not board.times(officer)
    ]
    for cell in _own_then_shared(board, village):
        hall, on, _ = cell
        largest = min(board.instance.parameters.largest_class, hall.seats)
        while waiting and board.may_open(cell):
            apart = [o for o in waiting if board.is_apart(o, on)]
            if not apart:
                break
            board.open(cell, apart[:largest])
            waiting = [o for o in waiting if not board.times(o)]


def _own_then_shared(board: "_Board", village: str) -> Iterator[_Cell]:
    own = [h for h in board.instance.halls if h.village == village and not h.shared]
    shared = [h for h in board.instance.halls if h.shared]
    for hall in own + [h for h in shared if board.is_in_reach(village, h)]:
        for on in reversed(board.instance.days):
            if board.instance.allows(hall, on, Organiser.PPK):
                yield hall, on, Organiser.PPK


def greedy(instance: Instance) -> Plan:
    """Session by session whatever lowers the loss most, until nothing does."""
    board = _Board(instance)
    cells = [
        (hall, on, organiser)
        for hall in instance.halls
        for on in instance.days
        for organiser in Organiser
        if instance.allows(hall, on, organiser)
    ]
    while True:
        best: tuple[float, _Cell, list[Officer]] | None = None
        for cell in cells:
            if board.may_open(cell):
                net, officers = board.most_gained(cell)
                if net > (best[0] if best else 0.0) + _A_GAIN:
                    best = (net, cell, officers)
        if best is None:
            return board.plan()
        board.open(*best[1:])


@dataclass(slots=True)
class _Held:
    """A session of the board; it gets its trainer in the end."""

    cell: _Cell
    slot: int
    officers: list[str]
    trainer: str | None = None


class _Board:
    """Sessions opened so far, and whether one more may be. Begins with the pins."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.by_village: dict[str, list[Officer]] = defaultdict(list)
        self._appraisal = Appraisal(instance)
        self._roster = Roster(instance)
        self._held: list[_Held] = []
        self._slots: dict[tuple[str, date], set[int]] = defaultdict(set)
        self._blocks: set[tuple[str, date, Organiser]] = set()
        self._own_sessions: dict[str, int] = defaultdict(int)
        self._own_halls: dict[str, int] = defaultdict(int)
        self._visits: dict[str, tuple[Visit, ...]] = {}
        self._kind_of: dict[str, int] = {}
        self._like: dict[int, Officer] = {}
        self._groups: dict[_Group, list[Officer]] = {}
        self._points: dict[_Group, float] = {}
        self._gains: dict[Visit, dict[_Group, float]] = defaultdict(dict)
        for hall in instance.halls:
            self._own_halls[hall.village] += not hall.shared
        self._seat_all()
        self._hold_pins()

    def _seat_all(self) -> None:
        kinds: dict[tuple[object, ...], int] = {}
        crews = sorted(self.instance.officers, key=lambda o: (o.station, o.seat))
        for village in self.instance.villages:
            for duty in _DUTIES:
                for officer in crews:
                    if (officer.village, officer.duty) == (village.code, duty):
                        alike = (officer.village, officer.duty, officer.history)
                        kind = kinds.setdefault(alike, len(kinds))
                        self._kind_of[officer.id] = kind
                        self._like.setdefault(kind, officer)
                        self._groups.setdefault((kind, ()), []).append(officer)
                        self._visits[officer.id] = ()
                        self.by_village[village.code].append(officer)

    def _hold_pins(self) -> None:
        halls = {hall.id: hall for hall in self.instance.halls}
        officers = {officer.id: officer for officer in self.instance.officers}
        # Those with a trainer first: he leads the whole block.
        for pin in sorted(self.instance.pins, key=lambda pin: pin.trainer is None):
            cell = (halls[pin.hall], pin.on, pin.organiser)
            held = _Held(cell, pin.slot, [], pin.trainer)
            if pin.trainer:
                self._roster.fix(pin.trainer, pin.on)
            self._hold(held, [officers[name] for name in pin.officers])

    def times(self, officer: Officer) -> int:
        """Counted sessions of an officer so far."""
        return self._appraisal.counted(officer, self._visits[officer.id])

    def is_in_reach(self, village: str, hall: Hall) -> bool:
        """Whether a village's officers may be sent to a hall."""
        farthest = self.instance.parameters.max_travel_minutes
        return self._appraisal.minutes(village, hall.id) <= farthest

    def is_apart(self, officer: Officer, on: date) -> bool:
        """Whether a day is far enough from all sessions of an officer."""
        kind = self._kind_of[officer.id]
        return self._is_apart((kind, self._visits[officer.id]), on)

    def _is_apart(self, group: _Group, on: date) -> bool:
        officer, visits = self._like[group[0]], group[1]
        days = [a.on for a in officer.history] + [day for day, _, _ in visits]
        return all(abs(on - d).days >= self.instance.parameters.gap_days for d in days)

    def may_open(self, cell: _Cell) -> bool:
        """Whether slots, trainers and the village's limit leave room for one more."""
        hall, on, organiser = cell
        if self._free_slot(hall, on) is None:
            return False
        if organiser is Organiser.SELF:
            most = self.instance.parameters.own_sessions_a_hall
            halls = self._own_halls[hall.village]
            return self._own_sessions[hall.village] < most * halls
        if (hall.id, on, organiser) in self._blocks:
            return True
        return self._roster.has_room(on, organiser)

    def _free_slot(self, hall: Hall, on: date) -> int | None:
        taken = self._slots[hall.id, on]
        slots = (s for s in self.instance.slots_on(on) if s not in taken)
        return next(slots, None)

    def most_gained(self, cell: _Cell) -> tuple[float, list[Officer]]:
        """Points gained by one more session, and by whose going most is gained."""
        hall, on, organiser = cell
        known = self._gains[on, organiser, hall.id]
        for group in self._groups.keys() - known.keys():
            known[group] = self._gain(group, cell)
        gains = [
            (known[group], officers)
            for group, officers in self._groups.items()
            if known[group] > 0
        ]
        gains.sort(key=lambda pair: -pair[0])
        room = min(self.instance.parameters.recommended_class, hall.seats)
        going: list[Officer] = []
        gained: list[float] = []
        for gain, officers in gains:
            seated = officers[: room - len(going)]
            going += seated
            gained += [gain] * len(seated)
        return fsum(gained) - self._cost(cell), going

    def _may_go(self, group: _Group, cell: _Cell) -> bool:
        officer, visits = self._like[group[0]], group[1]
        hall, on, organiser = cell
        if organiser is Organiser.SELF and officer.village != hall.village:
            return False
        if not self.is_in_reach(officer.village, hall):
            return False
        most = self.instance.parameters.max_sessions
        return (
            self._is_apart(group, on)
            and self._appraisal.counted(officer, visits) < most
        )

    def _gain(self, group: _Group, cell: _Cell) -> float:
        """Points gained by one officer's going; none where he may not."""
        if not self._may_go(group, cell):
            return 0.0
        kind, visits = group
        hall, on, organiser = cell
        after = (kind, tuple(sorted((*visits, (on, organiser, hall.id)))))
        return self._points_of(group) - self._points_of(after)

    def _points_of(self, group: _Group) -> float:
        if group not in self._points:
            kind, visits = group
            self._points[group] = self._appraisal.points(self._like[kind], visits)
        return self._points[group]

    def _cost(self, cell: _Cell) -> float:
        hall, on, organiser = cell
        wish = self.instance.parameters
        is_new = (hall.id, on, organiser) not in self._blocks
        fee = wish.trainer_day_rupiah.of(organiser) if is_new else 0.0
        return (hall.rent + fee) / wish.point_rupiah

    def open(self, cell: _Cell, officers: list[Officer]) -> None:
        """Hold one more session, of a cell that `may_open`."""
        slot = self._free_slot(cell[0], cell[1])
        if slot is None:
            raise ValueError(f"no slot is left in {cell[0].id} on {cell[1]}")
        self._hold(_Held(cell, slot, []), officers)

    def _hold(self, held: _Held, officers: list[Officer]) -> None:
        hall, on, organiser = held.cell
        block = (hall.id, on, organiser)
        is_led = organiser is Organiser.SELF or held.trainer is not None
        if block not in self._blocks and not is_led:
            self._roster.add(on, organiser)
        self._blocks.add(block)
        self._slots[hall.id, on].add(held.slot)
        self._own_sessions[hall.village] += organiser is Organiser.SELF
        self._held.append(held)
        for officer in officers:
            self._send(officer, (on, organiser, hall.id))
            held.officers.append(officer.id)

    def _send(self, officer: Officer, visit: Visit) -> None:
        kind, visits = self._kind_of[officer.id], self._visits[officer.id]
        self._groups[kind, visits].remove(officer)
        if not self._groups[kind, visits]:
            del self._groups[kind, visits]
        self._visits[officer.id] = tuple(sorted((*visits, visit)))
        group = (kind, self._visits[officer.id])
        self._groups.setdefault(group, []).append(officer)

    def plan(self) -> Plan:
        """The board as a plan: each block gets its trainer."""
        leads = self._leads()
        order = {officer.id: n for n, officer in enumerate(self.instance.officers)}
        sessions = tuple(
            Session(
                hall=held.cell[0].id,
                on=held.cell[1],
                slot=held.slot,
                organiser=held.cell[2],
                trainer=leads.get((held.cell[0].id, *held.cell[1:])),
                officers=tuple(sorted(held.officers, key=order.__getitem__)),
            )
            for held in sorted(
                self._held, key=lambda h: (h.cell[1], h.slot, h.cell[0].id)
            )
        )
        loss = self._appraisal.loss(sessions)
        return Plan(sessions, loss, 0.0, self._appraisal.figures(sessions))

    def _leads(self) -> dict[tuple[str, date, Organiser], str]:
        leads = {
            (held.cell[0].id, *held.cell[1:]): held.trainer
            for held in self._held
            if held.trainer
        }
        left = sorted(b for b in self._blocks - leads.keys() if b[2] != Organiser.SELF)
        for on, organiser in {block[1:] for block in left}:
            blocks = [block for block in left if block[1:] == (on, organiser)]
            working = self._roster.working(on, organiser)
            leads.update(zip(blocks, working, strict=False))
        return leads
