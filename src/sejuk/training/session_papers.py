"""Papers about sessions: the list to sign, and dates to hand out."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sejuk.accounts.sign_in import phone_as_spoken
from sejuk.crews.models import Seat
from sejuk.documents import papers
from sejuk.places.models import Area
from sejuk.training.models import Session
from sejuk.training.queries.dates import Dates
from sejuk.training.queries.session_page import SessionPeople, ShownPresent
from sejuk.training.queries.sessions import Appointment
from sejuk.training.session_words import (
    day_in_words,
    hours_in_words,
    place_in_words,
)


def attendance_paper(
    session: Session, people: SessionPeople, day: date
) -> papers.AttendanceList:
    """Who is expected at a session, to be signed; empty seats have an empty name."""
    lines = [line for crew in people.crews for line in crew.lines]
    trainer = str(session.trainer) if session.trainer else ""
    return papers.AttendanceList(
        title=_("Attendance list of the training"),
        subtitle=(str(session.plan.election),),
        made_on=day,
        language=_language(),
        facts=(
            papers.Fact(label=_("Day and date"), text=day_in_words(session.on)),
            papers.Fact(label=_("Time"), text=hours_in_words(session)),
            papers.Fact(label=_("Place"), text=place_in_words(session)),
            papers.Fact(
                label=_("Organiser"), text=str(session.get_organiser_display())
            ),
            papers.Fact(label=_("Trainer"), text=trainer or "…"),
        ),
        people=tuple(_attendee(line) for line in lines),
        signature=papers.Signature(
            place=session.venue.area.name,
            day=date_format(session.on, "j F Y"),
            office=_("Trainer"),
            name=trainer,
        ),
    )


def _attendee(line: ShownPresent) -> papers.Attendee:
    role = duty_in_words(line.seat) if line.seat else ""
    phone = phone_as_spoken(line.phone) if line.phone else ""
    return papers.Attendee(name=line.name, role=role, phone=phone)


def duty_in_words(seat: Seat) -> str:
    """A seat as it stands on a list: "Senakin TPS 2 / chair"."""
    return f"{seat.station} / {seat.duty.label}"


def dates_paper(
    dates: Iterable[Dates], area: Area, day: date, *, knows_who_came: bool = True
) -> papers.Slips:
    """A strip for each officer with all sessions, to cut and hand out."""
    return papers.Slips(
        title=_("Training dates"),
        subtitle=(area.name,),
        made_on=day,
        language=_language(),
        slips=tuple(_slip(one, knows_who_came) for one in dates),
    )


def _slip(dates: Dates, knows_who_came: bool) -> papers.Slip:
    return papers.Slip(
        name=dates.person.name if dates.person else _("(seat still empty)"),
        role=duty_in_words(dates.seat) if dates.seat else "",
        appointments=tuple(
            _appointment(each, knows_who_came) for each in dates.appointments
        ),
    )


def _appointment(each: Appointment, knows_who_came: bool) -> papers.Appointment:
    session = each.session
    return papers.Appointment(
        day=day_in_words(session.on),
        time=hours_in_words(session),
        venue=place_in_words(session),
        trainer=str(session.trainer) if session.trainer else "",
        note=came_in_words(each) if knows_who_came else "",
    )


def came_in_words(each: Appointment) -> str:
    """Whether somebody came to a session, where that is known."""
    if each.came is None:
        return ""
    return _("attended") if each.came else _("did not come")


def _language() -> str:
    return "en" if get_language() == "en" else "id"
