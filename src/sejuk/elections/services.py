"""What people do to elections: set calendars, run one, keep its polling stations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sejuk.accounts import acts
from sejuk.accounts.access import permit, permit_somewhere
from sejuk.accounts.models import Account
from sejuk.domain.places.code import common_code
from sejuk.elections import clock, making_stations
from sejuk.elections.models import CalendarRevision, Election, PollingStation, Stage
from sejuk.places.models import Area


@dataclass(frozen=True, slots=True)
class StageDays:
    """One stage of a new calendar; without days it is suspended or not yet known."""

    key: str
    name_id: str
    name_en: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True, slots=True)
class NewCalendar:
    """A decision on the calendar, as KPU writes it down.

    Attributes:
        effective_from: from when it holds.
        decided_on: day of the decision, None where it is not recorded.
        regulation: its name and number.
        status: how far its text was verified (`Status`).
        voting_on: voting day, None while it is not known.
        stages: the stages that it names.
        note: what else there is to say.
    """

    effective_from: date
    decided_on: date | None
    regulation: str
    status: str
    voting_on: date | None
    stages: Sequence[StageDays]
    note: str = ""


@transaction.atomic
def set_revision(
    election: Election, new: NewCalendar, *, by: Account | None
) -> CalendarRevision:
    """Write down a new decision on the calendar; the earlier ones stay.

    Raises:
        ValidationError: if a day cannot be, by the names of the fields.
        PermissionDenied: if `by` may not set calendars.
    """
    permit_somewhere(by, "set_calendar")
    election = Election.objects.select_for_update().get(pk=election.pk)
    _check_calendar(election, new)
    revision = CalendarRevision.objects.create(
        election=election,
        effective_from=new.effective_from,
        decided_on=new.decided_on,
        regulation=new.regulation,
        status=new.status,
        voting_on=new.voting_on,
        note=new.note,
    )
    Stage.objects.bulk_create(
        Stage(
            revision=revision,
            key=stage.key,
            name_id=stage.name_id,
            name_en=stage.name_en,
            from_on=stage.from_on,
            to_on=stage.to_on,
            status=new.status,
        )
        for stage in new.stages
    )
    voting_on = new.voting_on.isoformat() if new.voting_on else None
    acts.record("set_calendar", revision, by=by, voting_on=voting_on)
    return revision


def _check_calendar(election: Election, new: NewCalendar) -> None:
    today = clock.today(election)
    faults: dict[str, str] = {}
    latest = election.revisions.order_by("effective_from").last()
    if latest and new.effective_from <= latest.effective_from:
        faults["effective_from"] = _(
            "The calendar in the list holds from %(day)s. A new one holds from a later "
            "day."
        ) % {"day": date_format(latest.effective_from, "j F Y")}
    if new.decided_on and new.decided_on > today:
        faults["decided_on"] = _("This decision lies after today, %(day)s.") % {
            "day": date_format(today, "j F Y")
        }
    if new.voting_on and new.voting_on < today:
        faults["voting_on"] = _(
            "The voting day lies before today, %(day)s. Leave it empty while it is not "
            "known."
        ) % {"day": date_format(today, "j F Y")}
    for stage in new.stages:
        if stage.from_on and stage.to_on and stage.to_on < stage.from_on:
            faults["__all__"] = _("%(stage)s ends before it starts.") % {
                "stage": stage.name_id
            }
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def set_working_moment(
    election: Election, moment: datetime | None, *, by: Account | None
) -> Election:
    """Set the election's working moment for a rehearsal; None is the real one.

    Raises:
        PermissionDenied: if `by` may not set calendars.
    """
    permit_somewhere(by, "set_calendar")
    election = Election.objects.select_for_update().get(pk=election.pk)
    if election.set_at != moment:
        election.set_at = moment
        election.save(update_fields=["set_at"])
        acts.record(
            "set_working_moment",
            election,
            by=by,
            moment=moment.isoformat() if moment else None,
        )
    return election


@transaction.atomic
def run_election(election: Election, *, by: Account | None) -> Election:
    """Make this the election that everybody works for; the last one stays readable.

    Raises:
        PermissionDenied: if `by` may not set calendars.
    """
    permit_somewhere(by, "set_calendar")
    elections = {e.pk: e for e in Election.objects.select_for_update().order_by("pk")}
    election = elections[election.pk]
    if not election.is_running:
        Election.objects.filter(is_running=True).update(is_running=False)
        election.is_running = True
        election.save(update_fields=["is_running"])
        acts.record("run_election", election, by=by)
    return election


@dataclass(frozen=True, slots=True)
class StationFacts:
    """What a committee says of one polling station."""

    village: Area
    number: int
    place: str = ""
    voters: int | None = None


@transaction.atomic
def add_station(
    election: Election, facts: StationFacts, *, by: Account | None
) -> PollingStation:
    """Add a polling station with all that a new one has.

    Raises:
        ValidationError: if the village has one of this number, or the number is none.
        PermissionDenied: if `by` may not edit stations there.
    """
    permit(by, "edit_stations", facts.village)
    # Whoever adds a station of this village at this moment waits for us.
    Area.objects.select_for_update(no_key=True).get(pk=facts.village.pk)
    station = PollingStation(election=election)
    _say(station, facts)
    station.save()
    making_stations.were_made([station])
    acts.record("add_station", station, by=by, area_code=facts.village.code)
    return station


@transaction.atomic
def correct_station(
    station: PollingStation, facts: StationFacts, *, by: Account | None
) -> PollingStation:
    """Correct a polling station; what a person says is no longer derived.

    Raises:
        ValidationError: if the village has one of this number, or the number is none.
        PermissionDenied: if `by` may not edit stations there.
    """
    permit(by, "edit_stations", station.village, facts.village)
    station = PollingStation.objects.select_for_update().get(pk=station.pk)
    was = {"number": station.number, "place": station.place, "voters": station.voters}
    now = {"number": facts.number, "place": facts.place, "voters": facts.voters}
    if was != now or station.is_derived:
        station.is_derived = False
        _say(station, facts)
        station.save()
        acts.record(
            "correct_station", station, by=by, area_code=facts.village.code, was=was
        )
    return station


def _say(station: PollingStation, facts: StationFacts) -> None:
    station.village = facts.village
    station.number = facts.number
    station.place = facts.place
    station.voters = facts.voters
    twice = PollingStation.objects.filter(
        election=station.election, village=facts.village, number=facts.number
    ).exclude(pk=station.pk)
    if facts.number >= 1 and twice.exists():
        raise ValidationError(
            {
                "number": _(
                    "%(village)s has TPS %(number)d already. Choose another number."
                )
                % {"village": facts.village.name, "number": facts.number}
            }
        )
    station.full_clean(exclude=["election", "village"], validate_unique=False)


def key_of(name: str) -> str:
    """The key of a stage that somebody named."""
    return slugify(name).replace("-", "_")[:60] or "stage"


@transaction.atomic
def record_stations(
    new: Sequence[PollingStation],
    changed: Sequence[PollingStation],
    election: Election,
    *,
    was: Sequence[tuple[int, str, int | None]] = (),
    by: Account | None,
) -> int:
    """Write a list of stations: add the new ones, correct place and voters of others.

    Args:
        new: stations to add.
        changed: stations with their new values set; they are no longer derived.
        election: whose stations.
        was: number, place and voters before, of each of `changed`, for the record.
        by: who writes.

    Returns:
        How many were written; recorded as one act.

    Raises:
        PermissionDenied: if `by` may not edit the stations of one of the villages.
    """
    named = {station.village_id for station in (*new, *changed)}
    villages = list(Area.objects.filter(pk__in=named).only("code"))
    permit(by, "edit_stations", *villages)
    made = PollingStation.objects.bulk_create(new, batch_size=1000)
    making_stations.were_made(made)
    for station in changed:
        station.is_derived = False
    PollingStation.objects.bulk_update(
        changed, ["place", "voters", "is_derived"], batch_size=500
    )
    written = [*made, *changed]
    if written:
        acts.record(
            "record_stations",
            election,
            by=by,
            area_code=common_code(village.code for village in villages),
            added=len(made),
            corrected=[
                {"station": station.pk, "was": before}
                for station, before in zip(changed, was, strict=False)
            ],
        )
    return len(written)
