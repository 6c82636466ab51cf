"""Which days the calendar of a draft shows, so that sessions can be moved to them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sejuk.training.models import Plan, Session

_MOST_DAYS = 28
"""Days shown where no session asks for more; a screen wide."""


def days_of(plan: Plan, sessions: Iterable[Session], at: datetime) -> tuple[date, date]:
    """First and last day: from the draft's first to the eve of the vote, at most four
    weeks; more only where sessions lie beyond."""
    on = [session.on for session in sessions]
    first = max(plan.from_on, at.date())
    last = min(plan.voting_on - timedelta(1), first + timedelta(_MOST_DAYS - 1))
    return min([first, *on]), max([first, last, *on])
