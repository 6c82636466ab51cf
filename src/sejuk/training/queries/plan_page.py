"""What the page of an area's training shows, in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr

from sejuk.crews.models import Seat
from sejuk.domain.places.level import Level
from sejuk.elections.models import Election
from sejuk.places.models import Area, Venue
from sejuk.places.queries import lies_in
from sejuk.training.models import Attendance, FreeDay, Plan, Session
from sejuk.training.queries.plans import plans_of
from sejuk.training.queries.sessions import sessions_for_village, standing_sessions

_CHILD_CODE_LENGTH = {Level.NATION: 2, Level.PROVINCE: 5, Level.REGENCY: 8}


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of a sub-district that matter now.

    Attributes:
        current: published last; None before the first.
        draft: the one that is worked on, if there is one.
    """

    current: Plan | None
    draft: Plan | None


def plans_now(area: Area, election: Election) -> Plans:
    """The plan in force and the draft. 1 query."""
    # A draft has the highest number: it is made last, and there is one at a time.
    newest = plans_of(area, election).filter(is_addition=False, discarded_at=None)[:2]
    rows = list(newest)
    draft = rows[0] if rows and rows[0].is_draft else None
    current = next((plan for plan in rows if not plan.is_draft), None)
    return Plans(current, draft)


def with_who_came(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """The same sessions, each with `came`: how many came; None: nobody said yet."""
    said = Attendance.objects.filter(session=OuterRef("pk"), correction=None)
    counted = said.order_by().values("session")
    came = counted.annotate(n=Count("pk", filter=Q(came=True))).values("n")
    return sessions.annotate(came=Subquery(came))


def shown_sessions(area: Area, election: Election) -> QuerySet[Session]:
    """What stands for an area, with `expected` and `came`: of a village its timetable.

    A village's timetable has its officers' sessions in halls of other villages too.
    """
    if area.level == Level.VILLAGE:
        return with_who_came(sessions_for_village(area, election))
    return with_who_came(standing_sessions(area, election))


@dataclass(frozen=True, slots=True)
class Missing:
    """What a sub-district still lacks before anything can be planned."""

    stations: bool
    halls: bool
    trainers: bool

    @property
    def anything(self) -> bool:
        """Whether it lacks anything at all."""
        return self.stations or self.halls or self.trainers


def missing_for_planning(area: Area, election: Election) -> Missing:
    """What has to be entered before a first plan. 3 queries."""
    seats = Seat.objects.filter(
        lies_in(area, "station__village"), station__election=election
    )
    halls = Venue.objects.filter(lies_in(area, "area"), is_active=True)
    days = FreeDay.objects.filter(sub_district=area, trainer__is_active=True)
    return Missing(
        stations=not seats.exists(),
        halls=not halls.exists(),
        trainers=not days.exists(),
    )


@dataclass(frozen=True, slots=True)
class AreaSessions:
    """How many standing sessions an area has, held and to come."""

    area: Area
    held: int
    coming: int


def sessions_by_area(
    area: Area, election: Election, at: datetime
) -> list[AreaSessions]:
    """The areas right under a regency, province or the nation. 2 queries."""
    length = _CHILD_CODE_LENGTH[Level(area.level)]
    counted = (
        Session.objects.filter(
            lies_in(area, "venue__area"),
            plan__election=election,
            plan__published_at__isnull=False,
            replaced_by=None,
            called_off_at=None,
        )
        .annotate(below=Substr("venue__area__code", 1, length))
        .order_by()
        .values_list("below")
        .annotate(
            held=Count("pk", filter=Q(starts_at__lte=at)),
            coming=Count("pk", filter=Q(starts_at__gt=at)),
        )
    )
    counts = {below: (held, coming) for below, held, coming in counted}
    below = Area.objects.filter(parent=area).defer("boundary").order_by("code")
    return [AreaSessions(each, *counts.get(each.code, (0, 0))) for each in below]


def groups_of(sessions: Iterable[Session]) -> dict[int, list[tuple[str, int, int]]]:
    """Who is expected at each session: village, station and count. 1 query."""
    wanted = [session.pk for session in sessions]
    rows = (
        Seat.objects.filter(invitations__session__in=wanted)
        .order_by("station__village__code", "station__number")
        .values_list(
            "invitations__session", "station__village__name", "station__number"
        )
        .annotate(count=Count("pk"))
    )
    found: dict[int, list[tuple[str, int, int]]] = {pk: [] for pk in wanted}
    for session, village, number, count in rows:
        if session in found:
            found[session].append((village, number, count))
    return found
