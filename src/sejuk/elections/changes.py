"""What a new calendar changes, in words, and for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sejuk.elections.concerns import Concern, concerns
from sejuk.elections.models import Election, PollingStation, Stage
from sejuk.elections.queries import Calendar


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One revision in the story of a calendar.

    Attributes:
        calendar: what it says.
        changes: what it says otherwise than what was known before, a sentence each.
        state: "past", "holds" or "future", by the working date.
    """

    calendar: Calendar
    changes: list[str]
    state: str


def timeline(election: Election, today: date) -> list[TimelineEntry]:
    """The revisions of a calendar in order, with what each changed."""
    revisions = election.revisions.order_by("effective_from")
    calendars = [Calendar(r) for r in revisions.prefetch_related("stages")]
    holding = [c for c in calendars if c.revision.effective_from <= today]
    holds = (holding or calendars[:1])[-1:]
    known = Known()
    entries: list[TimelineEntry] = []
    for calendar in calendars:
        state = "past" if calendar in holding else "future"
        if calendar in holds:
            state = "holds"
        changes = known.changed_by(calendar) if entries else []
        entries.append(TimelineEntry(calendar, changes, state))
        known.learn(calendar)
    return entries


class Known:
    """What the calendars so far said last of each stage and of the voting day.

    A decision that suspends names only some stages: the days of the others are still
    what an earlier calendar said.
    """

    def __init__(self) -> None:
        self._stages: dict[str, Stage] = {}
        self._voting_on: date | None = None
        self._last_voting_on: date | None = None

    def learn(self, calendar: Calendar) -> None:
        """Go on to the next calendar."""
        self._stages.update({stage.key: stage for stage in calendar.stages})
        self._voting_on = calendar.voting_on
        self._last_voting_on = calendar.voting_on or self._last_voting_on

    def changed_by(self, after: Calendar) -> list[str]:
        """What a calendar says otherwise, a sentence each."""
        told = [
            _stage(self._stages.get(stage.key), stage)
            for stage in after.stages
            if stage.key != "voting"
        ]
        voting = _voting_day(self._voting_on, after.voting_on, self._last_voting_on)
        return [sentence for sentence in [voting, *told] if sentence]


def days_of(stage: Stage) -> str:
    """When a stage is, as people write it; "" while it has no days."""
    first, last = stage.from_on, stage.to_on
    if first and last and first != last:
        return f"{date_format(first, 'j F Y')} – {date_format(last, 'j F Y')}"
    only = first or last
    return date_format(only, "j F Y") if only else ""


def concerned(before: Calendar, after: Calendar) -> list[Concern]:
    """Whom a new calendar concerns: by elections themselves, then by apps above."""
    return [*_concerned(before, after), *concerns(before, after)]


def _concerned(before: Calendar, after: Calendar) -> Iterator[Concern]:
    if before.voting_on == after.voting_on:
        return
    stations = PollingStation.objects.filter(election=after.revision.election)
    count = stations.count()
    villages = stations.values("village").distinct().count()
    if count:
        yield Concern(
            _("Villages"),
            _("%(stations)d polling stations in %(villages)d villages are concerned.")
            % {"stations": count, "villages": villages},
        )
    sworn = after.crew_sworn_on
    if sworn is None:
        yield Concern(
            _("PPS"),
            _("When the crews begin is not known: form crews, promise no day yet."),
        )
    elif before.crew_sworn_on != sworn:
        day = date_format(sworn, "j F Y")
        yield Concern(
            _("PPS"), _("The term of the crews now begins on %(day)s.") % {"day": day}
        )


def _voting_day(was: date | None, now: date | None, last: date | None) -> str:
    if was == now:
        return ""
    if now is None:
        return _("The voting day is not known any more; it was %(day)s.") % {
            "day": date_format(last or date.min)
        }
    if last is None:
        return _("The voting day is %(day)s.") % {"day": date_format(now)}
    words = {"was": date_format(last), "now": date_format(now), "moved": ""}
    if last == now:
        return _("The voting day is known again: %(now)s.") % words
    words["moved"] = _moved((now - last).days)
    if was is None:
        return (
            _("The voting day is known again: %(now)s, %(moved)s than %(was)s.") % words
        )
    return _("The voting day moves from %(was)s to %(now)s: %(moved)s.") % words


def _moved(days: int) -> str:
    if days > 0:
        return ngettext("%(n)d day later", "%(n)d days later", days) % {"n": days}
    return ngettext("%(n)d day earlier", "%(n)d days earlier", -days) % {"n": -days}


def _stage(was: Stage | None, now: Stage) -> str:
    before, after = days_of(was) if was else "", days_of(now)
    if before == after:
        return ""
    words = {"stage": str(now), "was": before, "now": after}
    if not after:
        return _("%(stage)s: no days any more; it was %(was)s.") % words
    if not before:
        return _("%(stage)s: %(now)s.") % words
    return _("%(stage)s: %(now)s; it was %(was)s.") % words
