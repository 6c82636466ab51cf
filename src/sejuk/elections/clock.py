"""The one clock of elections.

What is said of an election (plans, deadlines, rules, readiness) takes its day and hour
from here. The machine's own time serves only jobs, sign-in, the record of who did what
and back-ups.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from sejuk.elections.models import Election
from sejuk.places.models import Area


def now(election: Election, area: Area | None = None) -> datetime:
    """The election's moment, in the area's time zone.

    It is the real moment, or for examples and rehearsals the one that was set.
    """
    zone = ZoneInfo(area.zone if area else settings.TIME_ZONE)
    return (election.set_at or timezone.now()).astimezone(zone)


def today(election: Election, area: Area | None = None) -> date:
    """The election's working date, in the area's time zone."""
    return now(election, area).date()
