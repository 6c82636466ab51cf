"""Plans as the parts of pages draw them: calendar entries, ways beside each other."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import number_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sejuk.places.models import Venue
from sejuk.training.faults import Fault
from sejuk.training.models import Organiser, Plan, Session
from sejuk.training.queries import Comparison, PlanCalendar, comparison

_MILLION = 1_000_000
_BRIEF: dict[str, str | Promise] = {
    Organiser.KPU: "KPU",
    Organiser.PPK: "PPK",
    Organiser.SELF: gettext_lazy("own"),
}

_AT_A_GLANCE: dict[str, Promise] = {
    "banned": gettext_lazy("hall closed"),
    "before_swearing_in": gettext_lazy("before swearing-in"),
    "begun": gettext_lazy("past"),
    "class_too_large": gettext_lazy("too full"),
    "friday_prayer": gettext_lazy("Friday prayer"),
    "gap_too_short": gettext_lazy("too near"),
    "hall_closed": gettext_lazy("hall closed"),
    "hall_double_booked": gettext_lazy("hall taken"),
    "hall_unknown": gettext_lazy("hall closed"),
    "many_gap_too_short": gettext_lazy("too near"),
    "many_too_far": gettext_lazy("too far"),
    "on_sunday": gettext_lazy("Sunday"),
    "too_early": gettext_lazy("short notice"),
    "too_far": gettext_lazy("too far"),
    "too_late": gettext_lazy("too late"),
    "trainer_double_booked": gettext_lazy("trainer twice"),
    "trainer_in_two_halls": gettext_lazy("trainer twice"),
    "trainer_missing": gettext_lazy("no trainer"),
    "trainer_not_free": gettext_lazy("trainer not free"),
}
"""A broken rule in a cell of the calendar; its sentence stands above."""

_BY_FIELD: dict[str, Promise] = {
    "on": gettext_lazy("day"),
    "seats": gettext_lazy("seats"),
    "slot": gettext_lazy("time"),
    "trainer": gettext_lazy("trainer"),
    "venue": gettext_lazy("hall"),
    "": gettext_lazy("officers"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A hall as a row of the calendar."""

    key: int
    name: str
    closed_on: Collection[date] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in the calendar."""

    row: int
    on: date
    at: str
    text: str
    href: str
    move_href: str = ""
    state: str = ""
    faults: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A calendar as `session_calendar` takes it."""

    rows: tuple[Row, ...]
    days: tuple[date, ...]
    entries: tuple[Entry, ...]


def standing_calendar(sessions: Iterable[Session], at: datetime) -> Shown:
    """What stands, a row for each hall in use."""
    found = list(sessions)
    halls = {session.venue_id: session.venue for session in found}
    ordered = sorted(halls.values(), key=lambda hall: (hall.area.code, hall.pk))
    days = tuple(sorted({session.on for session in found}))
    entries = tuple(_standing_entry(session, at) for session in found)
    return Shown(tuple(_rows(ordered)), days, entries)


def _standing_entry(session: Session, at: datetime) -> Entry:
    is_held = session.is_held_by(at)
    came = getattr(session, "came", None)
    count = number_format(session.expected)
    if is_held and came is not None:
        count = f"{number_format(came)}/{count}"
    return Entry(
        row=session.venue_id,
        on=session.on,
        at=begins(session),
        text=f"{_BRIEF[session.organiser]} {count}",
        href=reverse("training:session_detail", args=[session.pk]),
        state="held" if is_held else "",
        faults=(_("nobody said who came"),) if is_held and came is None else (),
    )


def draft_calendar(
    calendar: PlanCalendar, plan: Plan, at: datetime, faults: Iterable[Fault]
) -> Shown:
    """A draft, with what it breaks named in the session concerned."""
    broken: dict[int, list[str]] = defaultdict(list)
    for fault in faults:
        for session in fault.sessions:
            broken[session].append(at_a_glance(fault))
    entries = [
        _draft_entry(session, plan, at, broken[session.pk])
        for line in calendar.rows
        for cell in line.cells
        for session in cell.sessions
    ]
    closed = {
        line.venue.pk: frozenset(cell.on for cell in line.cells if cell.is_closed)
        for line in calendar.rows
    }
    rows = _rows([line.venue for line in calendar.rows], closed)
    return Shown(tuple(rows), calendar.days, tuple(entries))


def _draft_entry(
    session: Session, plan: Plan, at: datetime, faults: Sequence[str]
) -> Entry:
    href = reverse("training:session_move", args=[session.pk])
    is_held = session.is_held_by(at)
    state = "held" if is_held else "locked" if session.is_locked else ""
    if not state and plan.follows_id and not session.continues_id:
        state = "new"
    return Entry(
        row=session.venue_id,
        on=session.on,
        at=begins(session),
        text=f"{_BRIEF[session.organiser]} {number_format(session.expected)}",
        href=href,
        move_href="" if is_held else href,
        state=state,
        faults=tuple(dict.fromkeys(faults)),
    )


def at_a_glance(fault: Fault) -> str:
    """A broken rule in two words, for a narrow cell."""
    return str(_AT_A_GLANCE.get(fault.code) or _BY_FIELD[fault.field])


def _rows(
    halls: Sequence[Venue], closed: dict[int, frozenset[date]] | None = None
) -> Iterable[Row]:
    """A village's only hall is headed by the village's name."""
    in_village = Counter(hall.area_id for hall in halls)
    for hall in halls:
        is_only = in_village[hall.area_id] == 1
        is_usual = hall.kind == Venue.Kind.VILLAGE_HALL
        name = hall.area.name if is_only and is_usual else hall.name
        yield Row(hall.pk, name, (closed or {}).get(hall.pk, frozenset()))


def begins(session: Session) -> str:
    """The hour at which a session begins, "09.00", where it is held."""
    zone = ZoneInfo(session.venue.area.zone)
    return time_format(session.starts_at.astimezone(zone), "TIME_FORMAT")


@dataclass(frozen=True, slots=True)
class Way:
    """One measure of a plan and of last time's way."""

    name: str
    then: float
    now: float
    then_text: str
    now_text: str
    full: float | None = None


def ways_of(plan: Plan) -> list[Way]:
    """A plan beside last time's way by the same measures; empty for an addition."""
    found = comparison(plan)
    return _ways(found) if found else []


def _ways(found: Comparison) -> list[Way]:
    then, now = found.last_time, found.ours
    return [
        Way(
            _("Rules known on the voting day"),
            then.mean_recall,
            now.mean_recall,
            share(then.mean_recall),
            share(now.mean_recall),
            1,
        ),
        Way(
            _("Officers with two sessions"),
            then.officers_twice,
            now.officers_twice,
            _of(then.officers_twice, then.officers),
            _of(now.officers_twice, now.officers),
            now.officers,
        ),
        _counted(_("Sessions"), then.sessions, now.sessions),
        _counted(_("Days of trainers"), then.trainer_days, now.trainer_days),
        Way(
            _("Cost"),
            then.rupiah,
            now.rupiah,
            rupiah(then.rupiah),
            rupiah(now.rupiah),
        ),
    ]


def _counted(name: str, then: int, now: int) -> Way:
    return Way(name, then, now, number_format(then), number_format(now))


def _of(count: int, of: int) -> str:
    return _("%(count)s of %(of)s") % {
        "count": number_format(count, force_grouping=True),
        "of": number_format(of, force_grouping=True),
    }


def share(value: float) -> str:
    """A share (0..1) in whole per cent: "61 %"."""
    return f"{int(value * 100 + 0.5)}\N{NO-BREAK SPACE}%"


def rupiah(amount: float) -> str:
    """An amount of money, short from a million on: "Rp 14,2 jt"."""
    space = "\N{NO-BREAK SPACE}"
    if amount >= _MILLION:
        said = {"amount": number_format(amount / _MILLION, 1, force_grouping=True)}
        return _("Rp %(amount)s m").replace(" ", space) % said
    return f"Rp{space}{number_format(round(amount), 0, force_grouping=True)}"
