"""A village's own session (swadaya), announced at once.

It is a small plan of its own that replaces nothing: an addition. Its session is locked,
so that planning again goes around it with its people; a draft that is under way gets a
copy, so that publishing it does not drop it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sejuk.accounts import acts
from sejuk.accounts.models import Account
from sejuk.crews.models import Seat
from sejuk.elections.models import Election
from sejuk.places.models import Area
from sejuk.training.faults import faults_in
from sejuk.training.models import Organiser, Plan, Session
from sejuk.training.queries import (
    coming_sessions,
    current_plan,
    draft_plan,
    numbers_for,
)
from sejuk.training.services.drafts import (
    Edited,
    Place,
    refuse_impossible,
    voting_day,
)
from sejuk.training.services.guard import lock_area, next_number, permit
from sejuk.training.services.writing import copied, invite_all, seats_in
from sejuk.training.tables import read_tables


@transaction.atomic
def add_self_organised(
    village: Area,
    election: Election,
    to: Place,
    seats: Iterable[Seat],
    *,
    by: Account | None,
    at: datetime,
) -> Edited:
    """Announce a village's own session, with its own officers.

    Returns the addition, its session, and what it breaks by now (two sessions too near
    together, for example).

    Raises:
        ValidationError: at the field `venue` if the hall is of another village, closed
            or taken; at `seats` if an officer is of another village; at `on` if the
            time is past or not before the voting day.
        PermissionDenied: if `by` may not do it here.
    """
    permit(by, "add_self_organised", village)
    area = village.parent or village
    lock_area(area)
    people = list(seats)
    _refuse_others(village, election, to, people)
    plan = _addition(area, election, to, by, at)
    before = set(faults_in(read_tables(area, election, at), plan))
    session = _session(plan, to, at)
    plan.save()
    session.save()
    invite_all([(session, [str(seat.pk) for seat in people])])
    _copy_into_draft(session, people)
    acts.record("add_self_organised", session, by=by, area_code=village.code)
    broken = faults_in(read_tables(area, election, at), plan)
    return Edited(plan, session, [fault for fault in broken if fault not in before])


def _addition(
    area: Area, election: Election, to: Place, by: Account | None, at: datetime
) -> Plan:
    """A plan, unsaved, that is published as it is made."""
    return Plan(
        election=election,
        area=area,
        number=next_number(area, election),
        follows=current_plan(area, election),
        made_by=by,
        made_at=at,
        from_on=to.on,
        voting_on=voting_day(election, at),
        parameters=numbers_for(election, area, at.date()).as_stored(),
        is_addition=True,
        published_at=at,
        published_by=by,
    )


def _session(plan: Plan, to: Place, at: datetime) -> Session:
    """The village's session, unsaved, if it can be held."""
    numbers = numbers_for(plan.election, plan.area, at.date())
    session = Session(
        plan=plan,
        venue=to.venue,
        organiser=Organiser.SELF,
        on=to.on,
        slot=to.slot,
        seats=seats_in(to.venue.seats, numbers),
        is_locked=True,
    )
    refuse_impossible(session, plan.area, numbers, at)
    if to.venue.closures.filter(on=to.on).exists():
        message = _("%(hall)s is closed that day.") % {"hall": to.venue}
        raise ValidationError({"venue": ValidationError(message, code="closed")})
    taken = coming_sessions(plan.area, plan.election, at).filter(
        venue=to.venue, on=to.on, slot=to.slot
    )
    if taken.exists():
        message = _("Another session is at %(hall)s then.") % {"hall": to.venue}
        raise ValidationError({"venue": ValidationError(message, code="taken")})
    return session


def _refuse_others(
    village: Area, election: Election, to: Place, people: list[Seat]
) -> None:
    if to.venue.area_id != village.pk or not to.venue.is_active:
        message = _("Choose a hall of %(village)s.") % {"village": village}
        raise ValidationError({"venue": ValidationError(message, code="elsewhere")})
    own = Seat.objects.filter(station__village=village, station__election=election)
    known = set(own.values_list("pk", flat=True))
    if any(seat.pk not in known for seat in people):
        message = _("Invite officers of %(village)s only.") % {"village": village}
        raise ValidationError({"seats": ValidationError(message, code="elsewhere")})


def _copy_into_draft(session: Session, people: list[Seat]) -> None:
    plan = session.plan
    draft = draft_plan(plan.area, plan.election)
    if draft is None:
        return
    copy = copied(session, draft, session)
    copy.save()
    invite_all([(copy, [str(seat.pk) for seat in people])])
    draft.edited_at = timezone.now()
    draft.save(update_fields=["edited_at"])
