"""Publishing and discarding drafts."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sejuk.accounts import acts
from sejuk.accounts.models import Account
from sejuk.elections.queries import calendar_on
from sejuk.training.models import Plan, Session
from sejuk.training.queries import (
    Told,
    replaced_by_publishing,
    sessions_of_plan,
    told,
)
from sejuk.training.services.guard import locked_draft, permit
from sejuk.training.words import Names, refusal


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did.

    Attributes:
        plan: the plan, published.
        told: who is told what.
        replaced: sessions announced before that it replaces.
    """

    plan: Plan
    told: Told
    replaced: int


@transaction.atomic
def publish(plan: Plan, *, by: Account | None, at: datetime) -> Published:
    """Publish a draft: from now on its sessions stand.

    Sessions announced before, from the draft's first day on and not begun, are replaced
    by it. What was held stays. A copy of a session that was held meanwhile is dropped.

    Raises:
        ValidationError: if it is no draft any more, the voting day is unknown or past,
            or a session would have begun already (code `begun`).
        PermissionDenied: if `by` may not plan here.
    """
    permit(by, "plan", plan.area)
    plan = locked_draft(plan)
    _refuse_without_a_day(plan, at)
    _drop_held_copies(plan, at)
    whom = told(plan, at)
    before = list(replaced_by_publishing(plan, at).values_list("pk", flat=True))
    Session.objects.filter(pk__in=before).update(replaced_by=plan)
    plan.published_at = at
    plan.published_by = by
    plan.save(update_fields=["published_at", "published_by"])
    acts.record(
        "publish_plan",
        plan,
        by=by,
        area_code=plan.area.code,
        told=len(whom.seats),
        trainers_told=len(whom.trainers),
        replaced=len(before),
    )
    return Published(plan, whom, len(before))


def _refuse_without_a_day(plan: Plan, at: datetime) -> None:
    calendar = calendar_on(plan.election, at.date())
    poll = calendar.voting_on if calendar else None
    if poll is None:
        raise refusal("voting_day_unknown", {}, Names())
    if poll <= at.date():
        raise refusal("voting_day_past", {"poll": poll.isoformat()}, Names())


def _drop_held_copies(plan: Plan, at: datetime) -> None:
    for session in sessions_of_plan(plan).filter(starts_at__lte=at):
        before = session.continues
        if before is None or not before.is_held_by(at):
            raise ValidationError(
                _(
                    "The session at %(hall)s on %(on)s would have begun already. Move "
                    "or remove it, or plan again."
                )
                % {"hall": session.venue, "on": date_format(session.on, "DATE_FORMAT")},
                code="begun",
            )
        session.delete()


@transaction.atomic
def discard(plan: Plan, *, by: Account | None, at: datetime) -> Plan:
    """Give a draft up. What was announced stays as it is.

    Raises:
        ValidationError: if it is no draft any more.
        PermissionDenied: if `by` may not plan here.
    """
    permit(by, "plan", plan.area)
    plan = locked_draft(plan)
    plan.discarded_at = at
    plan.save(update_fields=["discarded_at"])
    acts.record("discard_plan", plan, by=by, area_code=plan.area.code)
    return plan
