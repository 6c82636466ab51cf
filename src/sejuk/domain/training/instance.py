"""What a training planner is given. Dates outward; money in rupiah, time in days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sejuk.domain.places.travel import Point, Trip, trip
from sejuk.domain.training.parameters import Duty, Organiser, Parameters

FRIDAY, SUNDAY = 4, 6


@dataclass(frozen=True, slots=True)
class Village:
    """A village or ward.

    Attributes:
        code: official code.
        lat: latitude in degrees.
        lon: longitude in degrees.
        landmass: name of its island; between two of them goes a ferry.
        risk: factor on the weight of its officers (1, or 1.5 with past problems; > 0).
    """

    code: str
    lat: float
    lon: float
    landmass: str = "main"
    risk: float = 1.0


@dataclass(frozen=True, slots=True)
class Hall:
    """A place where sessions can be held. It stands at its village's point.

    Attributes:
        id: known to the caller.
        village: code of the village it stands in.
        seats: seats that may be used (halved already where health rules ask it), >= 1.
        rent: rupiah for each session.
        closed_on: days on which it cannot be used.
        shared: it belongs to the sub-district, so that the village in which it stands
            holds none of its own sessions there.
    """

    id: str
    village: str
    seats: int
    rent: float
    closed_on: frozenset[date] = frozenset()
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Trainer:
    """A trainer of the KPU or the PPK; the village's own sessions need none.

    Attributes:
        id: known to the caller.
        organiser: `Organiser.KPU` or `Organiser.PPK`.
        free_on: days on which this sub-district may have the trainer.
        worked_on: days already worked or promised outside the plan; they count for the
            weekly limit of PPK trainers.
    """

    id: str
    organiser: Organiser
    free_on: frozenset[date]
    worked_on: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Attended:
    """A session that an officer has attended, or that stands and cannot change.

    Attributes:
        on: its day, before the first day on which something new can be planned.
        organiser: who held it.
    """

    on: date
    organiser: Organiser


@dataclass(frozen=True, slots=True)
class Officer:
    """A seat whose person is to be trained.

    Attributes:
        id: known to the caller; unique.
        village: code of the village of the station.
        station: number of the station in its village.
        seat: number of the seat in its crew; crews are kept together by both numbers.
        duty: decides the weight.
        history: facts, earliest first. Recall counts all of them; as one of the two
            counts one that is early enough before the poll, and far enough after the
            one counted before it.
    """

    id: str
    village: str
    station: int
    seat: int
    duty: Duty
    history: tuple[Attended, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """One session of a plan.

    Attributes:
        hall: id of the hall.
        on: day.
        slot: number of the slot of the day, from 1.
        organiser: who holds it.
        trainer: id of the trainer; None for the village's own sessions.
        officers: ids of those who are expected, in the order of the instance.
    """

    hall: str
    on: date
    slot: int
    organiser: Organiser
    trainer: str | None
    officers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pin:
    """A session that must be in the plan. Somebody decided it.

    It may therefore stand on a closed day, a Sunday, in the Friday prayer, before
    swearing-in, with a trainer who is not free or has worked enough that week, as one
    more of the village's own sessions than allowed, and with named officers from too
    far or from another village. All other rules hold for it.

    Attributes:
        hall: id of the hall.
        on: day, from `Instance.first_day` to `Instance.last_day`.
        slot: number of the slot of the day, from 1.
        organiser: who holds it.
        trainer: who must lead it; None: the planner chooses.
        officers: ids of those who must be in it; others may join them.
    """

    hall: str
    on: date
    slot: int
    organiser: Organiser
    trainer: str | None = None
    officers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ban:
    """No session like this, whatever the slot. None stands for any.

    Attributes:
        hall: id of the hall.
        on: day.
        organiser: who would hold it.
    """

    hall: str | None = None
    on: date | None = None
    organiser: Organiser | None = None

    def forbids(self, hall: str, on: date, organiser: Organiser) -> bool:
        """Whether a session of that hall, day and organiser is banned."""
        return (
            self.hall in (None, hall)
            and self.on in (None, on)
            and self.organiser in (None, organiser)
        )


@dataclass(frozen=True, slots=True)
class Instance:
    """One sub-district to plan for.

    Attributes:
        poll: election day.
        sworn: first day of the crews' term.
        today: the working date; nothing new before today + `notice_days`.
        villages: in the order of their codes.
        halls: order breaks ties.
        trainers: KPU trainers that this sub-district may use, and its PPK trainers.
        officers: seats to be trained; ids are unique.
        parameters: what is wished, allowed and priced.
        minutes: (village, village) to minutes one way, both directions; where it says
            nothing, and for fares always, the rules of travel hold.
        pins: sessions that must be in the plan.
        bans: what must not be in it.
        old: sessions of the plan that people know. Officers whose halls, days or
            organisers from `first_day` on change pay `calm` each. None: no plan is
            known, nobody pays.
    """

    poll: date
    sworn: date
    today: date
    villages: tuple[Village, ...]
    halls: tuple[Hall, ...]
    trainers: tuple[Trainer, ...]
    officers: tuple[Officer, ...]
    parameters: Parameters = field(default_factory=Parameters)
    minutes: dict[tuple[str, str], float] = field(default_factory=dict)
    pins: tuple[Pin, ...] = ()
    bans: tuple[Ban, ...] = ()
    old: tuple[Session, ...] | None = None

    @property
    def first_day(self) -> date:
        """First day on which anything new may be held."""
        early = self.sworn - timedelta(days=self.parameters.early_days)
        return max(early, self.today + timedelta(days=self.parameters.notice_days))

    @property
    def last_day(self) -> date:
        """Last day on which a session may be held."""
        return self.poll - timedelta(days=self.parameters.last_days)

    @property
    def days(self) -> tuple[date, ...]:
        """All days from `first_day` to `last_day`; empty when it is too late."""
        count = (self.last_day - self.first_day).days + 1
        return tuple(self.first_day + timedelta(days=n) for n in range(max(0, count)))

    def slots_on(self, on: date) -> tuple[int, ...]:
        """Numbers of the slots that a day has (on Fridays fewer)."""
        prayer = self.parameters.friday_prayer
        return tuple(
            number
            for number, slot in enumerate(self.parameters.slots, start=1)
            if on.weekday() != FRIDAY or not slot.meets(prayer)
        )

    def allows(self, hall: Hall, on: date, organiser: Organiser) -> bool:
        """Whether rules (H4, H8), halls and bans leave room for such a session."""
        official = organiser is not Organiser.SELF
        if on < self.sworn if official else hall.shared:
            return False
        sundays = not official or self.parameters.official_on_sundays
        if on.weekday() == SUNDAY and not sundays:
            return False
        if on in hall.closed_on or not self.slots_on(on):
            return False
        return not any(ban.forbids(hall.id, on, organiser) for ban in self.bans)

    def trip(self, start: Village, end: Village) -> Trip:
        """The way between two villages, with the caller's minutes where he gave any."""
        way = trip(
            Point(start.lat, start.lon, start.landmass),
            Point(end.lat, end.lon, end.landmass),
            self.parameters.travel,
        )
        key, back = (start.code, end.code), (end.code, start.code)
        minutes = self.minutes.get(key, self.minutes.get(back, way.minutes))
        return Trip(minutes, way.km, way.rupiah)
