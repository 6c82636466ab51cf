"""Who is expected at a session, and calling an announced session off."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sejuk.accounts import acts
from sejuk.accounts.models import Account
from sejuk.crews.models import Seat
from sejuk.domain.places.code import is_within
from sejuk.elections.models import PollingStation
from sejuk.training.models import Invitation, Plan, Session
from sejuk.training.queries import draft_plan
from sejuk.training.services.drafts import Change, Edited
from sejuk.training.services.guard import lock_area, permit_session, stands_ahead


@transaction.atomic
def invite(
    session: Session, seats: Iterable[Seat], *, by: Account | None, at: datetime
) -> Edited:
    """Expect seats at a session: of a draft, or of one that stands and is to come.

    More than there are seats is told, not refused. Saying it twice changes nothing. A
    copy of an announced session in the draft follows.

    Raises:
        ValidationError: if a seat is of another area or election, or the session can
            be changed no more.
        PermissionDenied: if `by` may not plan here; a village committee may invite to
            its own session.
    """
    people = list(seats)
    change, sessions = _begun(session, by, at)
    _refuse_strangers(session, people)
    for each in sessions:
        Invitation.objects.bulk_create(
            [Invitation(session=each, seat=seat) for seat in people],
            ignore_conflicts=True,
        )
    return change.done("invite", session, f"{len(people)}")


@transaction.atomic
def uninvite(
    session: Session, seats: Iterable[Seat], *, by: Account | None, at: datetime
) -> Edited:
    """Expect seats at a session no more. Saying it twice changes nothing.

    Raises:
        ValidationError: if the session can be changed no more.
        PermissionDenied: if `by` may not plan here.
    """
    people = list(seats)
    change, sessions = _begun(session, by, at)
    Invitation.objects.filter(session__in=sessions, seat__in=people).delete()
    return change.done("uninvite", session, f"{len(people)}")


def invite_crew(
    session: Session, station: PollingStation, *, by: Account | None, at: datetime
) -> Edited:
    """Expect all seats of a station at a session; as `invite`."""
    return invite(session, station.seats.all(), by=by, at=at)


def uninvite_crew(
    session: Session, station: PollingStation, *, by: Account | None, at: datetime
) -> Edited:
    """Expect no seat of a station at a session any more; as `uninvite`."""
    return uninvite(session, station.seats.all(), by=by, at=at)


def _begun(
    session: Session, by: Account | None, at: datetime
) -> tuple[Change, list[Session]]:
    """A change of a session's people, and the sessions that it is made in."""
    permit_session(by, session)
    if session.plan.is_draft:
        return Change(session.plan, by, at), [session]
    if not stands_ahead(session, at):
        message = _("This session cannot be changed any more.")
        raise ValidationError(message, code="not_ahead")
    change = Change(session.plan, by, at, published=True)
    return change, [session, *_copies_in_draft(session)]


def _copies_in_draft(session: Session) -> list[Session]:
    """Copies of an announced session in the draft, which is marked as changed."""
    draft = draft_plan(session.plan.area, session.plan.election)
    if draft is None:
        return []
    Plan.objects.filter(pk=draft.pk).update(edited_at=timezone.now())
    return list(draft.sessions.filter(continues=session))


def _refuse_strangers(session: Session, seats: list[Seat]) -> None:
    """A plan has seats of its sub-district, a village's own session of its village."""
    plan = session.plan
    home = session.venue.area if plan.is_addition else plan.area
    stations = PollingStation.objects.filter(seats__in=seats).select_related("village")
    for station in stations.distinct():
        is_here = is_within(station.village.code, home.code)
        if station.election_id != plan.election_id or not is_here:
            message = _("%(station)s is not part of this plan.") % {"station": station}
            raise ValidationError({"seats": message})


@transaction.atomic
def call_off(session: Session, *, by: Account | None, at: datetime) -> Session:
    """Cancel an announced session that has not begun, at once.

    A copy of it in the draft goes too. A village committee may call off its own
    session.

    Raises:
        ValidationError: if it does not stand any more or has begun.
        PermissionDenied: if `by` may not do it here.
    """
    plan = session.plan
    permit_session(by, session)
    lock_area(plan.area)
    session = Session.objects.select_related("plan__area", "venue").get(pk=session.pk)
    if not stands_ahead(session, at):
        message = _("Only an announced session that has not begun is called off.")
        raise ValidationError(message, code="not_ahead")
    session.called_off_at, session.called_off_by = at, by
    session.save(update_fields=["called_off_at", "called_off_by"])
    for copy in _copies_in_draft(session):
        copy.delete()
    acts.record("call_off_session", session, by=by, area_code=plan.area.code)
    return session
