"""Who is told what by publishing a plan: in short, and village by village."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sejuk.training.models import Plan, Session
from sejuk.training.queries import Changes, Told, ToldSeat
from sejuk.training.session_words import place_in_words
from sejuk.training.shown import begins


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """Officers of one station who are told the same.

    Attributes:
        station: "TPS 2".
        who: their names; of an empty seat its number.
        what: what they are told, a sentence each.
    """

    station: str
    who: tuple[str, ...]
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldVillage:
    """All of one village who are told something."""

    name: str
    officers: int
    groups: tuple[ToldGroup, ...]


def told_in_short(told: Told, plan: Plan) -> list[str]:
    """Counts first: how many hear of what, a sentence each."""
    changes = [seat.changes for seat in told.seats]
    said = [
        *_counted(changes),
        *_trainers(told),
        *_empty(sum(seat.person is None for seat in told.seats)),
    ]
    if plan.follows_id and told.seats:
        said.append(_("Everybody else keeps what they know and is told nothing."))
    return said


def _counted(changes: list[Changes]) -> Iterable[str]:
    if new := sum(bool(change.new) for change in changes):
        yield ngettext(
            "%(n)d officer gets new dates.", "%(n)d officers get new dates.", new
        ) % {"n": new}
    if moved := sum(bool(change.changed) for change in changes):
        yield ngettext(
            "%(n)d officer has a session that moves.",
            "%(n)d officers have a session that moves.",
            moved,
        ) % {"n": moved}
    if dropped := sum(bool(change.dropped) for change in changes):
        yield ngettext(
            "%(n)d officer need not come to a session that was announced.",
            "%(n)d officers need not come to a session that was announced.",
            dropped,
        ) % {"n": dropped}


def _trainers(told: Told) -> Iterable[str]:
    if told.trainers:
        names = ", ".join(str(one.trainer) for one in told.trainers)
        yield ngettext(
            "%(n)d trainer: %(names)s.",
            "%(n)d trainers: %(names)s.",
            len(told.trainers),
        ) % {"n": len(told.trainers), "names": names}


def _empty(seats: int) -> Iterable[str]:
    if seats:
        yield ngettext(
            "%(n)d of these seats is empty: whoever takes it is to be told.",
            "%(n)d of these seats are empty: whoever takes them is to be told.",
            seats,
        ) % {"n": seats}


def told_by_village(told: Told) -> list[ToldVillage]:
    """Names and dates, village by village; who is told the same stands together."""
    villages: dict[str, list[ToldSeat]] = defaultdict(list)
    for seat in told.seats:
        villages[seat.seat.station.village.name].append(seat)
    words = _Words()
    return [
        ToldVillage(name, len(seats), tuple(_groups(seats, words)))
        for name, seats in villages.items()
    ]


def _groups(seats: list[ToldSeat], words: "_Words") -> Iterable[ToldGroup]:
    same: dict[tuple[int, tuple[str, ...]], list[str]] = defaultdict(list)
    for seat in seats:
        what = tuple(words.of(seat.changes))
        same[seat.seat.station.number, what].append(_who(seat))
    for (number, what), who in same.items():
        yield ToldGroup(f"TPS {number}", tuple(who), what)


def _who(seat: ToldSeat) -> str:
    if seat.person:
        return seat.person.name
    return _("empty seat %(n)d") % {"n": seat.seat.number}


class _Words:
    """Says changes; each session is put into words once."""

    def __init__(self) -> None:
        self._said: dict[int, str] = {}

    def of(self, changes: Changes) -> Iterable[str]:
        """What one person is told."""
        for session in changes.new:
            yield _("new: %(session)s") % {"session": self._session(session)}
        for change in changes.changed:
            yield _("instead of %(before)s: %(after)s") % {
                "before": self._session(change.before),
                "after": self._session(change.after),
            }
        for session in changes.dropped:
            yield _("no longer: %(session)s") % {"session": self._session(session)}

    def _session(self, session: Session) -> str:
        if session.pk not in self._said:
            day = date_format(session.on, "D j M")
            where = place_in_words(session)
            self._said[session.pk] = f"{day}, {begins(session)}, {where}"
        return self._said[session.pk]
