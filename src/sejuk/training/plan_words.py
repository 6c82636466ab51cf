"""The first sentences of the pages of plans, and what a new calendar does to them."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sejuk.elections.queries import Calendar
from sejuk.training.models import Plan, Session
from sejuk.training.queries import StalePart, comparison
from sejuk.training.session_words import place_in_words
from sejuk.training.words import STALE, Names, quality_in_words, sentence


def how_good(plan: Plan) -> str:
    """How many get two sessions, and how near the plan is to the best one."""
    found = comparison(plan)
    if found is None:
        return quality_in_words(plan)
    twice, officers = found.ours.officers_twice, found.ours.officers
    said = {
        "twice": number_format(twice, force_grouping=True),
        "officers": number_format(officers, force_grouping=True),
    }
    if twice == officers and plan.published_at:
        # Since then some did not come, or a seat changed hands.
        first = _("As it was made, all %(officers)s officers get two sessions.") % said
    elif twice == officers:
        first = _("All %(officers)s officers get two sessions.") % said
    else:
        first = _("%(twice)s of %(officers)s officers get two sessions.") % said
    return f"{first} {quality_in_words(plan)}"


def state_of_days(calendar: Calendar | None, today: date) -> str:
    """`unknown`, `past` or `ahead`: where the voting day lies."""
    poll = calendar.voting_on if calendar else None
    if poll is None:
        return "unknown"
    return "past" if poll <= today else "ahead"


def coming_in_words(sessions: Iterable[Session], at: datetime) -> str:
    """How many sessions are still to come, and the next of them."""
    ahead = [session for session in sessions if not session.is_held_by(at)]
    if not ahead:
        return _("No session is to come.")
    said = {
        "n": len(ahead),
        "day": date_format(ahead[0].on, "l, j F"),
        "place": place_in_words(ahead[0]),
    }
    return (
        ngettext(
            "%(n)d session is to come: %(day)s in %(place)s.",
            "%(n)d sessions are to come, the next on %(day)s in %(place)s.",
            len(ahead),
        )
        % said
    )


def missed(sessions: Iterable[Session]) -> int:
    """How many were expected at held sessions and did not come, as far as is said.

    Of sessions that `plan_page.with_who_came` read.
    """
    held = [s for s in sessions if getattr(s, "came", None) is not None]
    return sum(max(0, getattr(s, "expected", 0) - getattr(s, "came", 0)) for s in held)


def stale_in_words(parts: Iterable[StalePart]) -> list[str]:
    """What of a plan a calendar does not allow any more, a sentence each."""
    return [_stale(part) for part in parts]


def _stale(part: StalePart) -> str:
    words = sentence(STALE, part.code, part.params, Names())
    if part.session is None:
        return words
    day = date_format(part.session.on, "l, j F")
    return f"{day}, {place_in_words(part.session)}: {words}"
