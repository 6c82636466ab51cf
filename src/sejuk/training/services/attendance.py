"""Who came. Rows are only added; a correction points at the row that it corrects."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sejuk.accounts import acts
from sejuk.accounts.access import may
from sejuk.accounts.models import Account
from sejuk.crews.models import Person
from sejuk.elections.models import PollingStation
from sejuk.training.models import Attendance, Session
from sejuk.training.queries import expected_at, holders_on


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written down.

    Attributes:
        new: people of whom it is said for the first time, or now, that they came.
        unexpected: how many of those were not expected at the session.
        beyond_seats: how many came in all beyond the seats.
    """

    new: int
    unexpected: int = 0
    beyond_seats: int = 0

    def in_words(self) -> str:
        """What was written down, as a sentence or two."""
        if not self.new:
            return _("Everybody was recorded already.")
        said = ngettext(
            "%(count)d person recorded.", "%(count)d people recorded.", self.new
        ) % {"count": self.new}
        if self.beyond_seats:
            said += " " + ngettext(
                "%(count)d more came than there are seats.",
                "%(count)d more came than there are seats.",
                self.beyond_seats,
            ) % {"count": self.beyond_seats}
        return said


@transaction.atomic
def record_attendance(
    session: Session, people: Iterable[Person], *, by: Account | None, at: datetime
) -> Recorded:
    """Write down who came. Saying it twice changes nothing.

    People who were not expected, and more than there are seats, are recorded and told.

    Raises:
        ValidationError: if the session has not begun at the election's moment, or does
            not stand.
        PermissionDenied: if `by` may not record here.
    """
    session = _held(session, by, at)
    wanted = {person.pk for person in people}
    rows = session.attendances.filter(correction=None)
    holding = {row.person_id: row for row in rows}
    new = sorted(pk for pk in wanted if pk not in holding or not holding[pk].came)
    moment = timezone.now()
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            person_id=pk,
            corrects=holding.get(pk),
            recorded_by=by,
            recorded_at=moment,
        )
        for pk in new
    )
    came = sum(row.came for row in holding.values()) + len(new)
    expected = {e.person.pk for e in expected_at(session) if e.person}
    if new:
        code = session.venue.area.code
        acts.record(
            "record_attendance", session, by=by, area_code=code, people=len(new)
        )
    return Recorded(
        new=len(new),
        unexpected=len(set(new) - expected),
        beyond_seats=max(0, came - session.seats),
    )


def record_whole_crew(
    session: Session, station: PollingStation, *, by: Account | None, at: datetime
) -> Recorded:
    """Write down that everybody came who held a seat of a station that day.

    Raises:
        ValidationError: as `record_attendance`.
        PermissionDenied: as `record_attendance`.
    """
    people = holders_on(station.seats.all(), session.on)
    return record_attendance(session, people.values(), by=by, at=at)


@transaction.atomic
def correct_attendance(
    session: Session, person: Person, came: bool, *, by: Account | None, at: datetime
) -> Attendance:
    """Say that a person came, or did not, whatever was said before.

    What was said before stays in the record. Saying it twice changes nothing.

    Raises:
        ValidationError: as `record_attendance`.
        PermissionDenied: as `record_attendance`.
    """
    session = _held(session, by, at)
    last = session.attendances.filter(person=person, correction=None).first()
    if last and last.came == came:
        return last
    row = Attendance.objects.create(
        session=session,
        person=person,
        came=came,
        corrects=last,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    code = session.venue.area.code
    acts.record("correct_attendance", session, by=by, area_code=code, came=came)
    return row


def _held(session: Session, by: Account | None, at: datetime) -> Session:
    """The session, locked, if it has begun and `by` may record who came."""
    found = (
        Session.objects.select_for_update(of=("self",))
        .select_related("venue__area", "plan")
        .get(pk=session.pk)
    )
    may_record = by is None or (
        may(by, "record_attendance", Session).filter(pk=found.pk).exists()
    )
    if not may_record:
        raise PermissionDenied
    if found.plan.published_at is None or found.replaced_by_id is not None:
        message = _("This session was never held: another plan took its place.")
        raise ValidationError(message, code="not_standing")
    if found.called_off_at is not None:
        raise ValidationError(_("This session was called off."), code="called_off")
    if not found.is_held_by(at):
        message = _("This session has not begun. Record who came when it has.")
        raise ValidationError(message, code="not_begun")
    return found
