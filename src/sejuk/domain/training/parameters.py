"""Every number the planner weighs with. Nothing of it is a constant of the solver."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

from sejuk.domain.places.travel import TravelRules


class Organiser(StrEnum):
    """Who holds a session: the KPU, the PPK, or the village itself (swadaya)."""

    KPU = "kpu"
    PPK = "ppk"
    SELF = "self"


class Duty(StrEnum):
    """What an officer does at the station."""

    CHAIR = "chair"
    MEMBER = "member"
    SECURITY = "security"


@dataclass(frozen=True, slots=True)
class PerOrganiser:
    """One number for each organiser.

    Attributes:
        kpu: for the KPU.
        ppk: for the PPK.
        own: for the village itself (`Organiser.SELF`).
    """

    kpu: float
    ppk: float
    own: float

    def of(self, organiser: Organiser) -> float:
        """The number of one organiser."""
        if organiser is Organiser.KPU:
            return self.kpu
        return self.ppk if organiser is Organiser.PPK else self.own


@dataclass(frozen=True, slots=True)
class Recall:
    """What sessions leave in a head (docs/planner.md, "What is known").

    Attributes:
        understood: share of the rules understood at first hearing, 0..1. Assumption:
            no test score of such a training was ever published.
        stability: days until recall of what a session taught falls to 0.9. PPK: median
            of 19,854 learners (FSRS-4.5, w2); KPU and village: 25 % more and less.
        growth: factor A of the growth of stability (e^w8 (11 - w4), medians).
        growth_decay: exponent w9: the stabler, the less it grows.
        growth_surprise: exponent w10: the more was forgotten, the more it grows.
        covered: share of the rules that a later session comes back to. Assumption.
        massed: share of learning lost when two sessions follow at once (rho), 0..1.
        massed_days: days (tau) in which that loss falls to 1/e of itself.
        appointed: share of candidates trained before swearing-in who are appointed.
    """

    understood: PerOrganiser = PerOrganiser(0.75, 0.65, 0.50)
    stability: PerOrganiser = PerOrganiser(4.5, 3.6, 2.7)
    growth: float = 30.5
    growth_decay: float = 0.138
    growth_surprise: float = 1.03
    covered: float = 0.9
    massed: float = 0.6
    massed_days: float = 3.0
    appointed: float = 0.85


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of day at which a session can be held.

    Attributes:
        starts: local time.
        ends: local time, later than `starts`.
    """

    starts: time
    ends: time

    def meets(self, other: Slot) -> bool:
        """Whether the two share more than an instant."""
        return self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is wished, what is allowed, and what it costs.

    Loss is in points: one point = one officer of weight 1 failing to know one per cent
    of the rules on election day.

    Attributes:
        recall: how sessions become knowledge.
        travel: how villages become minutes and fares.
        gap_days: days between two sessions of one officer, at least (2 or more).
        last_days: the last session is at the latest this many days before the poll.
        early_days: the village's own sessions may begin this many days before the
            crews are sworn in.
        notice_days: no new session earlier than this many days after today.
        max_sessions: counted sessions of one officer, at most (1..3).
        slots: times of a day, earliest first; slot number n is `slots[n - 1]`.
        friday_prayer: on Fridays no session may meet it.
        official_on_sundays: whether KPU and PPK hold sessions on Sundays.
        recommended_class: officers in a session without extra loss.
        largest_class: officers in a session, never more (nor more than hall seats).
        max_travel_minutes: minutes an officer may travel, one way.
        chair_weight: weight of a chair (omega, before the village's risk).
        member_weight: weight of a member.
        security_weight: weight of a security officer.
        crowding: loss in points for each seat taken above `recommended_class` (over).
        no_session: extra loss, times weight, of an officer without counted session.
        one_session: extra loss, times weight, of an officer with only one.
        chair_without_official: extra loss, times weight, of a chair without any KPU
            or PPK session.
        calm: loss in points for each person who must be told of a change (psi).
        point_rupiah: rupiah that one point is worth (pi).
        snack_rupiah: for each seat taken.
        trainer_day_rupiah: for each hall and day in which a trainer works.
        ppk_days_a_week: days a PPK trainer works in one ISO week, at most.
        own_sessions_a_hall: a village's own sessions for each hall of its own, at most.
    """

    recall: Recall = field(default_factory=Recall)
    travel: TravelRules = field(default_factory=TravelRules)
    gap_days: int = 3
    last_days: int = 2
    early_days: int = 10
    notice_days: int = 2
    max_sessions: int = 3
    slots: tuple[Slot, ...] = (
        Slot(time(9), time(12)),
        Slot(time(13, 30), time(16, 30)),
    )
    friday_prayer: Slot = Slot(time(11, 30), time(13))
    official_on_sundays: bool = False
    recommended_class: int = 30
    largest_class: int = 49
    max_travel_minutes: float = 90.0
    chair_weight: float = 2.0
    member_weight: float = 1.0
    security_weight: float = 0.5
    crowding: float = 3.0
    no_session: float = 100.0
    one_session: float = 40.0
    chair_without_official: float = 15.0
    calm: float = 3.0
    point_rupiah: float = 8_500.0
    snack_rupiah: float = 25_000.0
    trainer_day_rupiah: PerOrganiser = PerOrganiser(750_000, 300_000, 100_000)
    ppk_days_a_week: int = 4
    own_sessions_a_hall: int = 4

    def weight_of(self, duty: Duty) -> float:
        """Weight of a duty, before the village's risk."""
        if duty is Duty.CHAIR:
            return self.chair_weight
        return self.member_weight if duty is Duty.MEMBER else self.security_weight
