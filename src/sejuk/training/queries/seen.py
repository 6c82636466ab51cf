"""Which sessions an account has to do with, and how much of their people it sees."""

from django.db.models import Q, QuerySet

from sejuk.accounts.access import DataClass, Sight, may, sight_in, visible
from sejuk.accounts.models import Account
from sejuk.crews.models import Seat
from sejuk.places.models import Area
from sejuk.training.models import Invitation, Session
from sejuk.training.queries.sessions import HEAVY

_BY_NAME = {Sight.ALL, Sight.NAMES, Sight.OWN}


_ANNOUNCED = Q(plan__published_at__isnull=False)


def sessions_seen(account: Account) -> QuerySet[Session]:
    """Sessions in the own area, and those at which officers of it are expected.

    A crew, and a village's committee, go to halls of other villages; who leads a
    session sees it wherever it is. A draft is nobody's but of those who plan there.
    """
    here = visible(account, Session).values("pk")
    invited = Invitation.objects.filter(seat__in=visible(account, Seat).values("pk"))
    return with_everything(
        Session.objects.filter(
            Q(pk__in=may(account, "plan", Session).values("pk"))
            | _ANNOUNCED & (Q(pk__in=here) | Q(pk__in=invited.values("session")))
        )
    )


def sessions_recorded_by(account: Account) -> QuerySet[Session]:
    """Sessions of which an account may say who came."""
    return with_everything(
        may(account, "record_attendance", Session).filter(_ANNOUNCED)
    )


def sessions_changed_by(account: Account) -> QuerySet[Session]:
    """Sessions to which an account may invite; of a village its own ones only."""
    planned = may(account, "plan", Session).filter(plan__is_addition=False)
    own = may(account, "add_self_organised", Session).filter(plan__is_addition=True)
    return with_everything(planned | own)


def with_everything(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Sessions with plan, election, trainer and the hall's area up to the nation."""
    above = "venue__area__parent"
    return sessions.select_related(
        "plan__election", "plan__area", "trainer", "venue__area__parent__parent__parent"
    ).defer(
        *HEAVY,
        "plan__area__boundary",
        f"{above}__boundary",
        f"{above}__parent__boundary",
        f"{above}__parent__parent__boundary",
    )


def may_record(account: Account, session: Session) -> bool:
    """Whether an account may say who came to a session. 1 query."""
    recorded = may(account, "record_attendance", Session)
    return recorded.filter(pk=session.pk).exists()


def sees_who_came(account: Account, area: Area) -> bool:
    """Whether an account sees by name how officers of an area are trained."""
    return bool(sight_in(account, DataClass.CONTACT, area) & _BY_NAME)
