"""Whether a plan obeys every rule. Believes nothing that the plan says of itself.

Shares no code with the solver. What a pin decides is nobody's fault here: a pinned
session may stand where none should, and who is pinned into it may come from afar.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import isfinite

from sejuk.domain.training.appraisal import Appraisal, Visit
from sejuk.domain.training.counted import counted_days
from sejuk.domain.training.instance import Hall, Instance, Officer, Session
from sejuk.domain.training.parameters import Organiser
from sejuk.domain.training.plan import Plan

_NEAR_ENOUGH = 1e-6  # points, and shares of any figure
_SUNDAY = 7
_ENOUGH = 2  # sessions; nobody gets more while somebody who could has fewer


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks.

    Attributes:
        code: stable; see `violations`.
        params: what a sentence about it names, by name; dates are ISO.
    """

    code: str
    params: tuple[tuple[str, str | int | float], ...] = ()


def violations(instance: Instance, plan: Plan) -> tuple[Violation, ...]:
    """All rules that a plan breaks; empty for a good one.

    Codes by rule of docs/planner.md:

    - persons: `officer_unknown`, `officer_twice_in_session`;
    - H2: `class_too_large`;
    - H3, H5, H6: `trainer_missing`, `trainer_not_wanted`, `trainer_unknown`,
      `trainer_of_another`, `trainer_not_free`, `trainer_in_two_halls`,
      `trainer_double_booked`, `two_trainers_share_a_day`, `trainer_week_too_long`;
    - H4: `hall_unknown`, `hall_closed`, `hall_double_booked`;
    - H7: `own_session_in_shared_hall`, `own_session_of_others`,
      `own_sessions_too_many`;
    - H8, H10a: `too_early`, `too_late`, `before_swearing_in`, `on_sunday`,
      `slot_unknown`, `friday_prayer`;
    - H9: `gap_too_short`, `too_many_sessions`, `too_far`;
    - H10: `unfair`;
    - H11: `banned`, `pin_missing`, `pin_without_officer`, `pin_without_trainer`;
    - figures: `loss_wrong`, `bound_above_loss`, `figure_wrong`.
    """
    case = _Case(instance, plan)
    return (
        *_of_halls(case),
        *_of_days(case),
        *_of_classes(case),
        *_of_trainers(case),
        *_of_trainer_days(case),
        *_of_own_sessions(case),
        *_of_officers(case),
        *_of_fairness(case),
        *_of_pins(case),
        *_of_figures(case),
    )


class _Case:
    """Instance and plan with what most rules look up."""

    def __init__(self, instance: Instance, plan: Plan) -> None:
        self.instance = instance
        self.plan = plan
        self.wish = instance.parameters
        self.halls = {hall.id: hall for hall in instance.halls}
        self.officers = {officer.id: officer for officer in instance.officers}
        self.trainers = {trainer.id: trainer for trainer in instance.trainers}
        self.appraisal = Appraisal(instance)
        self.visits = self.appraisal.visits(plan.sessions)
        self._could_go: dict[tuple[str, date], bool] = {}
        self.pins = {(p.hall, p.on, p.slot, p.organiser): p for p in instance.pins}
        self.pinned_days = {(p.trainer, p.on) for p in instance.pins if p.trainer}
        self.pinned_visits = {
            (name, (p.on, p.organiser, p.hall))
            for p in instance.pins
            for name in p.officers
        }

    def could_go(self, village: str, on: date) -> bool:
        """Whether anything could be held in reach of a village on a day."""
        if (village, on) not in self._could_go:
            official = {t.organiser for t in self.trainers.values() if on in t.free_on}
            self._could_go[village, on] = any(
                self.instance.allows(hall, on, organiser)
                for hall in self.halls.values()
                if self.appraisal.minutes(village, hall.id)
                <= self.wish.max_travel_minutes
                for organiser in official
                | ({Organiser.SELF} if hall.village == village else set())
            )
        return self._could_go[village, on]

    def is_pinned(self, session: Session) -> bool:
        return _place(session) in self.pins

    def held(self) -> Iterator[tuple[Session, Hall]]:
        """Sessions with their halls, as far as these are known."""
        for session in self.plan.sessions:
            if session.hall in self.halls:
                yield session, self.halls[session.hall]


def _place(session: Session) -> tuple[str, date, int, Organiser]:
    return session.hall, session.on, session.slot, session.organiser


def _violation(code: str, **params: str | int | float) -> Violation:
    return Violation(code, tuple(params.items()))


def _about(code: str, session: Session, **params: str | int | float) -> Violation:
    on = session.on.isoformat()
    return _violation(code, hall=session.hall, on=on, slot=session.slot, **params)


def _of_halls(case: _Case) -> Iterator[Violation]:
    taken = Counter((s.hall, s.on, s.slot) for s in case.plan.sessions)
    for session in case.plan.sessions:
        if session.hall not in case.halls:
            yield _about("hall_unknown", session)
            continue
        is_closed = session.on in case.halls[session.hall].closed_on
        if is_closed and not case.is_pinned(session):
            yield _about("hall_closed", session)
    for (hall, on, slot), times in taken.items():
        if times > 1:
            day = on.isoformat()
            yield _violation("hall_double_booked", hall=hall, on=day, slot=slot)


def _of_days(case: _Case) -> Iterator[Violation]:
    for session in case.plan.sessions:
        if session.on < case.instance.first_day:
            yield _about("too_early", session)
        if session.on > case.instance.last_day:
            yield _about("too_late", session)
        if not 1 <= session.slot <= len(case.wish.slots):
            yield _about("slot_unknown", session)
        elif not case.is_pinned(session):
            yield from _of_hours(case, session)


def _of_hours(case: _Case, session: Session) -> Iterator[Violation]:
    slot, prayer = case.wish.slots[session.slot - 1], case.wish.friday_prayer
    meets_prayer = slot.starts < prayer.ends and prayer.starts < slot.ends
    if session.on.strftime("%w") == "5" and meets_prayer:
        yield _about("friday_prayer", session)
    if session.organiser is not Organiser.SELF:
        if session.on < case.instance.sworn:
            yield _about("before_swearing_in", session)
        if session.on.isoweekday() == _SUNDAY and not case.wish.official_on_sundays:
            yield _about("on_sunday", session)
    if any(
        (ban.hall is None or ban.hall == session.hall)
        and (ban.on is None or ban.on == session.on)
        and (ban.organiser is None or ban.organiser == session.organiser)
        for ban in case.instance.bans
    ):
        yield _about("banned", session)


def _of_classes(case: _Case) -> Iterator[Violation]:
    for session, hall in case.held():
        most, going = min(case.wish.largest_class, hall.seats), len(session.officers)
        if going > most:
            yield _about("class_too_large", session, most=most, officers=going)
    for session in case.plan.sessions:
        for name, times in Counter(session.officers).items():
            if name not in case.officers:
                yield _about("officer_unknown", session, officer=name)
            if times > 1:
                yield _about("officer_twice_in_session", session, officer=name)


def _of_trainers(case: _Case) -> Iterator[Violation]:
    for session in case.plan.sessions:
        if session.organiser is Organiser.SELF:
            if session.trainer is not None:
                yield _about("trainer_not_wanted", session, trainer=session.trainer)
        elif session.trainer is None:
            yield _about("trainer_missing", session)
        else:
            yield from _of_trainer(case, session, session.trainer)


def _of_trainer(case: _Case, session: Session, name: str) -> Iterator[Violation]:
    trainer = case.trainers.get(name)
    if trainer is None:
        yield _about("trainer_unknown", session, trainer=name)
        return
    if trainer.organiser is not session.organiser:
        yield _about("trainer_of_another", session, trainer=name)
    if session.on not in trainer.free_on and (name, session.on) not in case.pinned_days:
        yield _about("trainer_not_free", session, trainer=name)


def _of_trainer_days(case: _Case) -> Iterator[Violation]:
    led = [(s, s.trainer) for s in case.plan.sessions if s.trainer is not None]
    halls: dict[tuple[str, date], set[str]] = defaultdict(set)
    leads: dict[tuple[str, date, Organiser], set[str]] = defaultdict(set)
    for session, name in led:
        halls[name, session.on].add(session.hall)
        leads[session.hall, session.on, session.organiser].add(name)
    for (name, on), places in halls.items():
        if len(places) > 1:
            yield _violation("trainer_in_two_halls", trainer=name, on=on.isoformat())
    for (name, on, slot), times in Counter((n, s.on, s.slot) for s, n in led).items():
        if times > 1:
            day = on.isoformat()
            yield _violation("trainer_double_booked", trainer=name, on=day, slot=slot)
    for (hall, on, _), names in leads.items():
        if len(names) > 1:
            yield _violation("two_trainers_share_a_day", hall=hall, on=on.isoformat())
    yield from _of_weeks(case, set(halls))


def _of_weeks(case: _Case, works: set[tuple[str, date]]) -> Iterator[Violation]:
    weeks: dict[tuple[str, date], set[date]] = defaultdict(set)
    for name, on in works:
        weeks[name, _monday(on)].add(on)
    for (name, monday), days in sorted(weeks.items()):
        trainer = case.trainers.get(name)
        if trainer is None or trainer.organiser is not Organiser.PPK:
            continue
        count = len(days | {on for on in trainer.worked_on if _monday(on) == monday})
        is_decided = all((name, on) in case.pinned_days for on in days)
        if count > case.wish.ppk_days_a_week and not is_decided:
            week = monday.isoformat()
            yield _violation(
                "trainer_week_too_long", trainer=name, week=week, days=count
            )


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _of_own_sessions(case: _Case) -> Iterator[Violation]:
    own = [(s, h) for s, h in case.held() if s.organiser is Organiser.SELF]
    for session, hall in own:
        if hall.shared and not case.is_pinned(session):
            yield _about("own_session_in_shared_hall", session)
        for name in session.officers:
            is_decided = (name, _visit(session)) in case.pinned_visits
            officer = case.officers.get(name)
            if officer and officer.village != hall.village and not is_decided:
                yield _about("own_session_of_others", session, officer=name)
    halls = Counter(h.village for h in case.instance.halls if not h.shared)
    planned = Counter(h.village for s, h in own if not case.is_pinned(s))
    held = Counter(h.village for _, h in own)
    for village in planned:
        most = case.wish.own_sessions_a_hall * halls[village]
        if held[village] > most:
            count = held[village]
            yield _violation(
                "own_sessions_too_many", village=village, most=most, sessions=count
            )


def _visit(session: Session) -> Visit:
    return session.on, session.organiser, session.hall


def _of_officers(case: _Case) -> Iterator[Violation]:
    for name, visits in case.visits.items():
        if not visits:
            continue
        officer = case.officers[name]
        yield from _of_gaps(case, officer, visits)
        times, most = case.appraisal.counted(officer, visits), case.wish.max_sessions
        if times > most:
            yield _violation("too_many_sessions", officer=name, sessions=times)
        for visit in visits:
            minutes = case.appraisal.minutes(officer.village, visit[2])
            is_too_far = minutes > case.wish.max_travel_minutes
            if is_too_far and (name, visit) not in case.pinned_visits:
                way = round(minutes)
                yield _violation("too_far", officer=name, hall=visit[2], minutes=way)


def _of_gaps(
    case: _Case, officer: Officer, visits: tuple[Visit, ...]
) -> Iterator[Violation]:
    """Too little time between two sessions, one of which at least is planned."""
    days = sorted(
        [(attended.on, False) for attended in officer.history]
        + [(on, True) for on, _, _ in visits]
    )
    for (on, is_planned), (later, is_planned_too) in pairwise(days):
        is_near = (later - on).days < case.wish.gap_days
        if is_near and (is_planned or is_planned_too):
            first, second = on.isoformat(), later.isoformat()
            yield _violation(
                "gap_too_short", officer=officer.id, on=first, later=second
            )


def _of_fairness(case: _Case) -> Iterator[Violation]:
    """Nobody has three while somebody has fewer than two who could have two."""
    times = {
        o: case.appraisal.counted(case.officers[o], v) for o, v in case.visits.items()
    }
    short = [o for o, n in times.items() if n < _ENOUGH and _could_have_two(case, o)]
    if not short:
        return
    for name, visits in case.visits.items():
        is_decided = all((name, visit) in case.pinned_visits for visit in visits)
        if times[name] > _ENOUGH and not is_decided:
            yield _violation("unfair", officer=name, to=short[0], persons=len(short))


def _could_have_two(case: _Case, name: str) -> bool:
    """Whether an officer could count two sessions if all were planned for him."""
    officer, gap = case.officers[name], case.wish.gap_days
    past = [attended.on for attended in officer.history]
    days = [
        on
        for on in case.instance.days
        if all(abs(on - day).days >= gap for day in past)
        and case.could_go(officer.village, on)
    ]
    last = case.instance.last_day
    return len(counted_days(past + days, last_day=last, gap_days=gap)) >= _ENOUGH


def _of_pins(case: _Case) -> Iterator[Violation]:
    held = {_place(session): session for session in case.plan.sessions}
    for pin in case.instance.pins:
        session = held.get((pin.hall, pin.on, pin.slot, pin.organiser))
        about: dict[str, str | int | float] = {
            "hall": pin.hall,
            "on": pin.on.isoformat(),
            "slot": pin.slot,
        }
        if session is None:
            yield _violation("pin_missing", **about)
            continue
        if pin.trainer is not None and session.trainer != pin.trainer:
            yield _violation("pin_without_trainer", trainer=pin.trainer, **about)
        for name in pin.officers:
            if name not in session.officers:
                yield _violation("pin_without_officer", officer=name, **about)


def _of_figures(case: _Case) -> Iterator[Violation]:
    loss, plan = case.appraisal.loss(case.plan.sessions), case.plan
    if not abs(plan.loss - loss) <= _NEAR_ENOUGH:
        yield _violation("loss_wrong", stated=plan.loss, found=loss)
    if not (isfinite(plan.bound) and plan.bound <= loss + _NEAR_ENOUGH):
        yield _violation("bound_above_loss", bound=plan.bound, loss=loss)
    found = asdict(case.appraisal.figures(plan.sessions))
    stated = asdict(plan.figures)
    for name, figure in found.items():
        if not _agree(stated[name], figure):
            yield _violation("figure_wrong", figure=name)


def _agree(stated: object, found: object) -> bool:
    if isinstance(stated, dict) and isinstance(found, dict):
        return all(stated.get(o, 0) == found.get(o, 0) for o in stated | found)
    if isinstance(stated, int | float) and isinstance(found, int | float):
        return abs(stated - found) <= _NEAR_ENOUGH * max(1.0, abs(found))
    return stated == found
