"""The timetable of a village or sub-district: as a message, and for the noticeboard."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sejuk.documents import papers
from sejuk.domain.places.level import Level
from sejuk.elections.models import Election
from sejuk.places.models import Area
from sejuk.training.models import Session
from sejuk.training.session_words import day_in_words, hours_in_words, place_in_words

Groups = dict[int, list[tuple[str, int, int]]]
"""Who comes to each session: village, station and count."""


def in_text(
    election: Election,
    area: Area,
    sessions: Iterable[Session],
    groups: Groups,
    day: date,
) -> str:
    """The timetable as a message to paste into WhatsApp; its stars make bold there."""
    lines = [
        _("*Training of the KPPS: %(area)s*") % {"area": area},
        _("%(election)s, as of %(day)s")
        % {"election": election, "day": date_format(day, "j F Y")},
    ]
    for on, held in groupby(sessions, key=lambda session: session.on):
        lines += ["", f"*{day_in_words(on)}*"]
        for number, session in enumerate(held):
            lines += [""] if number else []
            lines.append(f"{hours_in_words(session)}, {place_in_words(session)}")
            lines.append(f"{_led(session)}")
            lines += [f"- {who}" for who in _who(groups[session.pk], area)]
    return "\n".join([*lines, "", _("Please be there 15 minutes before.")])


def _led(session: Session) -> str:
    organiser = str(session.get_organiser_display())
    if session.trainer is None:
        return _("Organiser: %(organiser)s") % {"organiser": organiser}
    return _("Organiser: %(organiser)s, trainer: %(trainer)s") % {
        "organiser": organiser,
        "trainer": session.trainer,
    }


def _who(found: list[tuple[str, int, int]], area: Area) -> Iterable[str]:
    """ "Senakin: TPS 1 (7), TPS 2 (9)"; of a village only its own stations."""
    if area.level == Level.VILLAGE:
        found = [group for group in found if group[0] == area.name]
    for village, stations in groupby(found, key=lambda group: group[0]):
        said = ", ".join(f"TPS {number} ({count})" for _v, number, count in stations)
        yield f"{village}: {said}"


def on_paper(
    election: Election,
    area: Area,
    sessions: Iterable[Session],
    groups: Groups,
    day: date,
) -> papers.Timetable:
    """The timetable as a wall sheet, in the reader's language."""
    return papers.Timetable(
        title=_("Timetable of the training (bimtek) of the KPPS"),
        subtitle=(_named(area), str(election)),
        made_on=day,
        language="en" if get_language() == "en" else "id",
        sessions=tuple(
            _line(session, groups[session.pk], area) for session in sessions
        ),
        notes=(
            _("As of %(day)s. Please be there 15 minutes before.")
            % {"day": date_format(day, "l, j F Y")},
        ),
    )


def _named(area: Area) -> str:
    if area.level == Level.VILLAGE and area.parent:
        return f"{area}, {area.parent}"
    return str(area)


def _line(
    session: Session, found: list[tuple[str, int, int]], area: Area
) -> papers.Session:
    is_village = area.level == Level.VILLAGE
    own = [group for group in found if not is_village or group[0] == area.name]
    return papers.Session(
        day=day_in_words(session.on),
        time=hours_in_words(session),
        venue=place_in_words(session),
        organiser=str(session.get_organiser_display()),
        trainer=str(session.trainer or ""),
        groups=tuple(
            papers.Group(
                station=f"TPS {number}" if is_village else f"{village} TPS {number}",
                officers=count,
            )
            for village, number, count in own
        ),
    )
