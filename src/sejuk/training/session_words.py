"""A session in words: its state, its first sentence, and who is told that it is off."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sejuk.training.models import Session
from sejuk.training.queries.dates import Dates
from sejuk.training.queries.session_page import ExpectedCrew, SessionPeople


def state_of(session: Session, at: datetime) -> str:
    """What a session is at a moment of the election.

    One of draft, discarded, replaced, called_off, held and announced.
    """
    plan = session.plan
    if session.called_off_at is not None:
        return "called_off"
    if plan.discarded_at is not None:
        return "discarded"
    if plan.published_at is None:
        return "draft"
    if session.replaced_by_id is not None:
        return "replaced"
    return "held" if session.is_held_by(at) else "announced"


def day_in_words(on: date) -> str:
    """A day as people write it: "Kamis, 3 Desember 2020"."""
    return date_format(on, "l, j F Y")


def hours_in_words(session: Session) -> str:
    """The hours of a session: "09.00–12.00 WITA"."""
    area = session.venue.area
    zone = ZoneInfo(area.zone)
    starts = time_format(session.starts_at.astimezone(zone), "TIME_FORMAT")
    ends = time_format(session.ends_at.astimezone(zone), "TIME_FORMAT")
    return f"{starts}–{ends} {area.zone_abbreviation}"


def place_in_words(session: Session) -> str:
    """The hall with its village, where its name does not say it."""
    hall, village = session.venue.name, session.venue.area.name
    return hall if village.lower() in hall.lower() else f"{hall}, {village}"


def so_what(session: Session, people: SessionPeople, state: str) -> str:
    """The first sentence of a session's page: when, where, and how many."""
    when = _("%(day)s, %(hours)s, %(place)s.") % {
        "day": day_in_words(session.on),
        "hours": hours_in_words(session),
        "place": place_in_words(session),
    }
    return f"{when} {_how_many(session, people, state)}"


def _how_many(session: Session, people: SessionPeople, state: str) -> str:
    if state == "held":
        return _who_came(people)
    if state in {"called_off", "replaced", "discarded"}:
        return str(_GONE[state]())
    return ngettext(
        "%(count)d of %(seats)d seats is taken.",
        "%(count)d of %(seats)d seats are taken.",
        people.expected,
    ) % {"count": people.expected, "seats": session.seats}


_GONE = {
    "called_off": lambda: _("It is called off."),
    "replaced": lambda: _("A later plan took its place."),
    "discarded": lambda: _("Its draft was discarded; it was never announced."),
}


def _who_came(people: SessionPeople) -> str:
    if not people.is_recorded:
        return ngettext(
            "%(count)d officer was expected; nobody has recorded yet who came.",
            "%(count)d officers were expected; nobody has recorded yet who came.",
            people.expected,
        ) % {"count": people.expected}
    return ngettext(
        "%(count)d person came; %(of)d were expected.",
        "%(count)d people came; %(of)d were expected.",
        people.came,
    ) % {"count": people.came, "of": people.expected}


def told_of_call_off(session: Session, crews: Iterable[ExpectedCrew]) -> list[str]:
    """Who has to be told that a session is off, a sentence each."""
    told = [
        ngettext(
            "%(station)s: %(count)d officer need not come.",
            "%(station)s: %(count)d officers need not come.",
            len(crew.lines),
        )
        % {"station": crew.station, "count": len(crew.lines)}
        for crew in crews
    ]
    if session.trainer:
        told.append(_("%(trainer)s, the trainer.") % {"trainer": session.trainer})
    told.append(
        _("Whoever keeps the key of %(hall)s.") % {"hall": place_in_words(session)}
    )
    return told


def when_and_where(session: Session) -> str:
    """Day, hours and hall of a session in one line."""
    return ", ".join(
        [day_in_words(session.on), hours_in_words(session), place_in_words(session)]
    )


def dates_to_copy(dates: Dates, at: datetime) -> str:
    """An officer's sessions to come as a message; empty where there is none."""
    coming = dates.coming(at)
    if dates.person is None or not coming:
        return ""
    lines = [
        _("Dear %(name)s, these are your training dates:")
        % {"name": dates.person.name},
        "",
    ]
    for number, each in enumerate(coming, 1):
        lines.append(f"{number}. {when_and_where(each.session)}")
        if each.session.trainer:
            lines.append(
                "   " + _("Trainer: %(trainer)s") % {"trainer": each.session.trainer}
            )
    return "\n".join([*lines, "", _("Please be there on time.")])
