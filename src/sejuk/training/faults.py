"""What a plan changed by hand breaks, in words. Told at once, never forbidden."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation

from sejuk.domain.training.check import violations
from sejuk.domain.training.instance import Instance
from sejuk.domain.training.plan import Figures
from sejuk.domain.training.plan import Plan as FoundPlan
from sejuk.training.models import Organiser, Plan, Session
from sejuk.training.planning import (
    bare_instance,
    names_of,
    short_officers,
    with_history,
)
from sejuk.training.tables import Going, Tables, read_tables
from sejuk.training.words import FAULTS, Names, sentence

_ARITHMETIC = {"loss_wrong", "bound_above_loss", "figure_wrong"}
_OF_MANY = {
    "gap_too_short",
    "too_far",
    "own_session_of_others",
    "too_many_sessions",
    "unfair",
}
_FIELDS = {
    **dict.fromkeys(
        (
            "hall_unknown",
            "hall_closed",
            "hall_double_booked",
            "banned",
            "own_session_in_shared_hall",
            "own_sessions_too_many",
        ),
        "venue",
    ),
    **dict.fromkeys(
        (
            "trainer_missing",
            "trainer_not_wanted",
            "trainer_unknown",
            "trainer_of_another",
            "trainer_not_free",
            "trainer_in_two_halls",
            "trainer_double_booked",
            "two_trainers_share_a_day",
            "trainer_week_too_long",
        ),
        "trainer",
    ),
    **dict.fromkeys(
        ("too_early", "too_late", "before_swearing_in", "on_sunday", "begun"), "on"
    ),
    **dict.fromkeys(("slot_unknown", "friday_prayer"), "slot"),
    "class_too_large": "seats",
}
_NO_FIGURES = Figures(0, (0, 0, 0, 0), 0.0, 0.0, {}, 0, 0.0, 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule or wish that a plan breaks.

    Attributes:
        code: stable; a code of the checker, or one of `words.FAULTS`.
        text: a whole sentence in the reader's language.
        sessions: keys of the sessions concerned.
        seats: keys of the seats concerned.
        texts: the sentence in each language of the screens.
    """

    code: str
    text: str
    sessions: tuple[int, ...] = ()
    seats: tuple[int, ...] = ()
    texts: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def field(self) -> str:
        """The field of a session's form that it is about; "" for its people."""
        return _FIELDS.get(self.code, "")


def faults_of(plan: Plan, at: datetime) -> list[Fault]:
    """What a plan breaks at the election's moment; empty when all is well.

    Of a draft: what would be broken if it were published now. Of a published plan:
    what stands and is still to come. The same number of queries however many rows.
    """
    tables = read_tables(plan.area, plan.election, at)
    return faults_in(tables, plan)


def faults_in(tables: Tables, plan: Plan) -> list[Fault]:
    """The same from tables that were read already."""
    calendar = tables.calendar
    if not (calendar and calendar.voting_on):
        return [_unplaced(tables, "voting_day_unknown")]
    if calendar.crew_sworn_on is None:
        return [_unplaced(tables, "term_unknown")]
    own = tables.drafted if plan.is_draft else tables.standing
    beside = tables.beside(plan) if plan.is_draft else ()
    return _Search(tables, own, beside).faults()


def _unplaced(tables: Tables, code: str) -> Fault:
    return _worded(code, {}, names_of(tables))


def _worded(code: str, params: dict[str, Any], names: Names, **about: Any) -> Fault:
    """A fault with its sentence in every language of the screens."""
    texts = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts.append((language, sentence(FAULTS, code, params, names)))
    text = sentence(FAULTS, code, params, names)
    return Fault(code, text, texts=tuple(texts), **about)


class _Search:
    """Holds a plan against the checker and says what it finds."""

    def __init__(
        self, tables: Tables, own: Iterable[Going], beside: Iterable[Going]
    ) -> None:
        self._tables = tables
        self._names = names_of(tables)
        self._begun = [g for g in own if g.row.is_held_by(tables.at)]
        self._own = [g for g in own if not g.row.is_held_by(tables.at)]
        self._all = [*self._own, *beside]
        self._instance: Instance = with_history(
            tables, bare_instance(tables), tables.held
        )

    def faults(self) -> list[Fault]:
        found = [
            *self._of_begun(),
            *self._broken(),
            *self._beyond_seats(),
            *self._short_crews(),
        ]
        return sorted(found, key=lambda fault: not fault.sessions)

    def _of_begun(self) -> Iterable[Fault]:
        for going in self._begun:
            if not _is_copy(going.row):
                params = {"hall": going.row.venue_id, "on": going.row.on.isoformat()}
                yield self._fault("begun", params, [going.row])

    def _beyond_seats(self) -> Iterable[Fault]:
        """Sessions with fewer seats than people, where the hall itself is no limit."""
        numbers = self._tables.numbers
        for going in self._own:
            row, officers = going.row, len(going.seats)
            room = numbers.usable_seats(row.venue.seats)
            if row.seats < officers <= min(room, numbers.parameters.largest_class):
                params = {
                    "officers": officers,
                    "hall": row.venue_id,
                    "on": row.on.isoformat(),
                    "most": row.seats,
                }
                yield self._fault("class_too_large", params, [row])

    def _broken(self) -> Iterable[Fault]:
        sessions = tuple(going.planned() for going in self._all)
        plan = FoundPlan(sessions, 0.0, 0.0, _NO_FIGURES)
        grouped: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
        for n, violation in enumerate(violations(self._instance, plan)):
            if violation.code in _ARITHMETIC:
                continue
            about: dict[str, Any] = dict(violation.params)
            rows = self._concerned(violation.code, about)
            if rows is None:
                continue
            key = tuple(row.pk for row in rows)
            alone = None if violation.code in _OF_MANY else n
            grouped[violation.code, key, alone].append(about)
        rows_by_key = {going.row.pk: going.row for going in self._own}
        for (code, key, _), params in grouped.items():
            yield self._told(code, params, [rows_by_key[pk] for pk in key])

    def _concerned(self, code: str, params: dict[str, Any]) -> list[Session] | None:
        """The plan's own sessions that a violation is about; None if only others'."""
        rows = [g.row for g in self._own if _is_about(g, code, params)]
        if code == "too_early":
            rows = [row for row in rows if not _is_copy(row)]
        if code == "gap_too_short" and rows:
            rows = rows[-1:]  # the later one is where it can be mended
        return rows or ([] if code in {"unfair", "too_many_sessions"} else None)

    def _told(
        self, code: str, params: list[dict[str, Any]], rows: list[Session]
    ) -> Fault:
        seats = [int(p["officer"]) for p in params if "officer" in p]
        if len(params) == 1 or code not in _OF_MANY:
            return self._fault(code, params[0], rows, seats)
        about = {"officers": len(params), "hall": "", "on": ""}
        if rows:
            about |= {"hall": rows[0].venue_id, "on": rows[0].on.isoformat()}
        return self._fault(f"many_{code}", about, rows, seats)

    def _short_crews(self) -> Iterable[Fault]:
        short = short_officers(self._instance, [going.planned() for going in self._all])
        crews: dict[tuple[str, int], list[int]] = defaultdict(list)
        for officer in self._instance.officers:
            if officer.id in short:
                crews[officer.village, officer.station].append(int(officer.id))
        for (village, station), seats in crews.items():
            params = {"village": village, "station": station, "officers": len(seats)}
            yield self._fault("crew_short", params, [], seats)

    def _fault(
        self,
        code: str,
        params: dict[str, Any],
        rows: list[Session],
        seats: Iterable[int] = (),
    ) -> Fault:
        sessions = tuple(row.pk for row in rows)
        about = {"sessions": sessions, "seats": tuple(seats)}
        return _worded(code, params, self._names, **about)


def _is_copy(row: Session) -> bool:
    """Whether it stands as it was announced."""
    before = row.continues
    if before is None:
        return row.plan.published_at is not None
    return (before.venue_id, before.on, before.slot) == (row.venue_id, row.on, row.slot)


def _is_about(going: Going, code: str, params: dict[str, Any]) -> bool:
    row = going.row
    if code == "own_sessions_too_many":
        is_own = row.organiser == Organiser.SELF
        return is_own and row.venue.area.code == params["village"]
    if code == "trainer_week_too_long":
        monday = date.fromisoformat(params["week"])
        is_led = str(row.trainer_id) == params["trainer"]
        return is_led and monday <= row.on < monday + timedelta(days=7)
    days = {params[key] for key in ("on", "later") if key in params}
    return (
        (not days or row.on.isoformat() in days)
        and str(params.get("hall", row.venue_id)) == str(row.venue_id)
        and params.get("slot", row.slot) == row.slot
        and str(params.get("trainer", row.trainer_id)) == str(row.trainer_id)
        and (code in {"unfair"} or params.get("officer") in (None, *going.seats))
        and bool({"hall", "on", "trainer"} & params.keys())
    )
