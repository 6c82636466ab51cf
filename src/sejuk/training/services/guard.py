"""What every service asks first: may this account do it, and is it still possible."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from sejuk.accounts.access import may_in
from sejuk.accounts.models import Account
from sejuk.elections.models import Election
from sejuk.places.models import Area
from sejuk.training.models import Plan, Session


def permit(by: Account | None, verb: str, area: Area) -> None:
    """Go on only if an account may do something in an area; None is the system.

    Raises:
        PermissionDenied: if it may not. Pages answer this like "does not exist".
    """
    if by is not None and not may_in(by, verb, area):
        raise PermissionDenied


def permit_session(by: Account | None, session: Session) -> None:
    """Go on only if an account may change a session; a village's own is its own.

    Raises:
        PermissionDenied: if it may not.
    """
    if session.plan.is_addition:
        permit(by, "add_self_organised", session.venue.area)
    else:
        permit(by, "plan", session.plan.area)


def lock_area(area: Area) -> None:
    """Let nobody else change the plans of a sub-district in this transaction."""
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)


def next_number(area: Area, election: Election) -> int:
    """The number of the next plan; ask it while the area is locked."""
    last = Plan.objects.filter(area=area, election=election).order_by("-number").first()
    return last.number + 1 if last else 1


def locked_draft(plan: Plan) -> Plan:
    """The draft as it is now, with its area locked.

    Raises:
        ValidationError: if it is a draft no more.
    """
    lock_area(plan.area)
    found = Plan.objects.select_related("area", "election").get(pk=plan.pk)
    if found.published_at is not None:
        raise ValidationError(_("This plan is published already."), code="published")
    if found.discarded_at is not None:
        raise ValidationError(_("This draft was discarded."), code="discarded")
    return found


def stands_ahead(session: Session, at: datetime) -> bool:
    """Whether a session is published, holds, and has not begun."""
    return (
        session.plan.published_at is not None
        and session.replaced_by_id is None
        and session.called_off_at is None
        and not session.is_held_by(at)
    )
