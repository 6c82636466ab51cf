"""Reads about what planning has at its disposal: halls, trainers and their days."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sejuk.accounts.access import visible
from sejuk.accounts.models import Account, Role
from sejuk.domain.places.level import Level
from sejuk.domain.places.travel import Point, TravelRules, trip
from sejuk.elections.models import Election
from sejuk.places.models import Area, TravelTime, Venue
from sejuk.places.queries import lies_in
from sejuk.training.models import FreeDay, Session, Trainer

DAYS_SHOWN_UNKNOWN = 42
"""Days offered while the voting day is not known: six weeks."""
MOST_DAYS_SHOWN = 84


def announced_ahead(election: Election, at: datetime) -> QuerySet[Session]:
    """Announced sessions of all areas that have not begun, earliest first."""
    return (
        Session.objects.filter(
            plan__election=election,
            plan__published_at__isnull=False,
            replaced_by=None,
            called_off_at=None,
            starts_at__gt=at,
        )
        .select_related("venue__area")
        .defer("venue__area__boundary")
        .order_by("starts_at", "pk")
    )


def venues_in(
    account: Account, area: Area, election: Election, at: datetime
) -> QuerySet[Venue]:
    """The halls of an area that an account sees, by village. 1 query.

    Each has `closed_ahead`, closed days from today on, and `sessions_ahead`.
    """
    ahead = _number_of(announced_ahead(election, at).filter(venue=OuterRef("pk")))
    return (
        visible(account, Venue)
        .filter(lies_in(area, "area"))
        .select_related("area")
        .defer("area__boundary")
        .annotate(
            closed_ahead=Count("closures", filter=Q(closures__on__gte=at.date())),
            sessions_ahead=ahead,
        )
        .order_by("-is_active", "area__code", "kind", "name", "pk")
    )


def trainers_of(
    account: Account, area: Area, election: Election, at: datetime
) -> QuerySet[Trainer]:
    """Who trains in an area: its own, and those given to it. 1 query.

    Each has `days_ahead`, free days from today on that are given to the area, and
    `next_day`, the first of them; `sessions_ahead`, sessions led there.
    """
    given = visible(account, FreeDay).filter(
        lies_in(area, "sub_district"), on__gte=at.date()
    )
    of_area = Q(lies_in(area, "free_days__sub_district"), free_days__on__gte=at.date())
    led = announced_ahead(election, at).filter(
        lies_in(area, "venue__area"), trainer=OuterRef("pk")
    )
    own = visible(account, Trainer).filter(lies_in(area, "area"))
    return (
        Trainer.objects.filter(
            Q(pk__in=own.values("pk")) | Q(pk__in=given.values("trainer"))
        )
        .select_related("area", "account")
        .defer("area__boundary")
        .annotate(
            days_ahead=Count("free_days", filter=of_area),
            next_day=Min("free_days__on", filter=of_area),
            sessions_ahead=_number_of(led),
        )
        .order_by("-is_active", "kind", "name", "pk")
    )


def _number_of(sessions: QuerySet[Session]) -> Coalesce:
    """How many sessions there are for each outer row."""
    counted = (
        sessions.select_related(None)
        .order_by()
        .annotate(one=F("plan__election"))
        .values("one")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted), 0)


def accounts_for_trainer(trainer: Trainer) -> QuerySet[Account]:
    """Accounts with the role of a trainer in this area that no other trainer has.

    Not those of the area above: their accounts are not this committee's to give.
    """
    roles = Role.objects.filter(
        lies_in(trainer.area, "area"), kind=Role.Kind.TRAINER
    ).values("account")
    free = Q(pk__in=roles, trainer=None)
    own = Q(trainer=trainer.pk) if trainer.pk else Q(pk__in=[])
    return Account.objects.filter(free | own).order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class TrainerDay:
    """One day of a trainer's calendar.

    Attributes:
        on: the day.
        is_free: whether the trainer is free then, for the sub-district asked about.
        given_to: name of another sub-district that has the day; "" where none has.
        sessions: announced sessions that the trainer leads then.
    """

    on: date
    is_free: bool
    given_to: str
    sessions: int


def days_of_trainer(
    trainer: Trainer, sub_district: Area, days: Iterable[date]
) -> list[TrainerDay]:
    """The days of a trainer as a sub-district sees them. 2 queries."""
    asked = list(days)
    rows = trainer.free_days.filter(on__in=asked).values_list(
        "on", "sub_district", "sub_district__name"
    )
    given = {on: (pk, name) for on, pk, name in rows}
    led: dict[date, int] = defaultdict(int)
    announced = Session.objects.filter(
        trainer=trainer,
        on__in=asked,
        plan__published_at__isnull=False,
        replaced_by=None,
        called_off_at=None,
    )
    for on in announced.values_list("on", flat=True):
        led[on] += 1
    return [_trainer_day(on, given.get(on), sub_district, led[on]) for on in asked]


def _trainer_day(
    on: date, given: tuple[int, str] | None, sub_district: Area, sessions: int
) -> TrainerDay:
    is_free = given is not None and given[0] == sub_district.pk
    return TrainerDay(on, is_free, given[1] if given and not is_free else "", sessions)


def days_ahead(today: date, poll: date | None) -> list[date]:
    """The days on which somebody may still train: from today to the voting day."""
    last = poll or today + timedelta(days=DAYS_SHOWN_UNKNOWN)
    number = min((last - today).days, MOST_DAYS_SHOWN)
    return [today + timedelta(days=n) for n in range(number)]


@dataclass(frozen=True, slots=True)
class Way:
    """The way from one village to another.

    Attributes:
        to: the other village.
        computed: minutes by distance, one way; None where a village has no point.
        known: minutes that people entered; None where nobody did.
    """

    to: Area
    computed: float | None
    known: int | None

    @property
    def minutes(self) -> float | None:
        """What planning reckons with."""
        return self.computed if self.known is None else float(self.known)


def villages_of(area: Area) -> list[Area]:
    """The villages of a sub-district, by name. 1 query."""
    villages = Area.objects.filter(lies_in(area), level=Level.VILLAGE, valid_to=None)
    return list(villages.defer("boundary").order_by("name"))


def ways_from(origin: Area, villages: Iterable[Area]) -> list[Way]:
    """The ways from a village to others, the shortest first. 1 query."""
    rows = TravelTime.objects.filter(Q(origin=origin) | Q(destination=origin))
    known: dict[int, int] = {}
    for start, end, minutes in rows.values_list("origin", "destination", "minutes"):
        known[end if start == origin.pk else start] = minutes
    ways = [
        Way(village, _computed(origin, village), known.get(village.pk))
        for village in villages
        if village.pk != origin.pk
    ]
    return sorted(ways, key=lambda w: (w.minutes is None, w.minutes or 0, w.to.code))


def _computed(start: Area, end: Area) -> float | None:
    if start.lat is None or start.lon is None or end.lat is None or end.lon is None:
        return None
    here = Point(start.lat, start.lon, start.landmass)
    there = Point(end.lat, end.lon, end.landmass)
    return trip(here, there, TravelRules()).minutes
