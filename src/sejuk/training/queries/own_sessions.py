"""The sessions that a trainer leads."""

from django.db.models import Count, Q, QuerySet

from sejuk.accounts.access import visible
from sejuk.accounts.models import Account
from sejuk.elections.models import Election
from sejuk.training.models import Session
from sejuk.training.queries.sessions import HEAVY


def sessions_led_by(account: Account, election: Election) -> QuerySet[Session]:
    """Standing sessions that an account leads itself, earliest first.

    Each has `expected` (seats invited), `recorded` (people of whom it was said whether
    they came) and `came`.
    """
    holds = Q(attendances__correction=None, attendances__isnull=False)
    return (
        visible(account, Session)
        .filter(
            trainer__account=account,
            plan__election=election,
            plan__published_at__isnull=False,
            replaced_by=None,
            called_off_at=None,
        )
        .select_related("plan", "venue__area", "trainer")
        .defer(*HEAVY)
        # The model names `expected`, so that whoever reads it has its type.
        .annotate(
            expected=Count("invitations", distinct=True),  # type: ignore[no-redef]
            recorded=Count("attendances", distinct=True, filter=holds),
            came=Count(
                "attendances", distinct=True, filter=holds & Q(attendances__came=True)
            ),
        )
        .order_by("starts_at", "pk")
    )
