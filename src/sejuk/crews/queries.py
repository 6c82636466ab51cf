"""Reads about crews, with as much of each person as the reader may see."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
)

from sejuk.accounts.access import (
    DataClass,
    Sight,
    phones_shown,
    sight_in,
    visible,
)
from sejuk.accounts.models import Account
from sejuk.crews.models import CREW_SEATS, Holding, Person, Seat
from sejuk.crews.seat_training import ENOUGH, is_known, times_trained
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area
from sejuk.places.queries import lies_in
from sejuk.places.search import search_words

_DUTIES: dict[str, Q] = {
    Seat.Duty.CHAIR: Q(number=1),
    Seat.Duty.MEMBER: Q(number__gt=1, number__lte=CREW_SEATS),
    Seat.Duty.SECURITY: Q(number__gt=CREW_SEATS),
}
_EMPTY = Q(now__isnull=True)
_PHONE = re.compile(r"\+?\d{4,20}")
_TPS = re.compile(r"\btps\s*0*(\d{1,4})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CrewFilter:
    """What of a crew list is wanted; "" is everything.

    Attributes:
        words: parts of names, digits of a phone number, "TPS 4".
        village: code of a village.
        duty: a `Seat.Duty`.
        state: "empty" or "held".
        trained: "0", "1" or "2" counted sessions (2 is two or more).
    """

    words: str = ""
    village: str = ""
    duty: str = ""
    state: str = ""
    trained: str = ""


@dataclass(frozen=True, slots=True)
class VillageSeats:
    """How many seats a village has, and how many of them are empty."""

    code: str
    name: str
    seats: int
    empty: int


@dataclass(frozen=True, slots=True)
class ShownSeat:
    """One seat with its holder, as far as the reader may see.

    Attributes:
        seat: the seat.
        is_held: whether somebody holds it.
        person_id, name, phone, since: of the holder; None and "" where not to be seen.
        trained: counted sessions, None where not known or not to be seen.
    """

    seat: Seat
    is_held: bool
    person_id: int | None
    name: str
    phone: str
    since: date | None
    trained: int | None


def seats_by_village(
    account: Account, election: Election, area: Area
) -> list[VillageSeats]:
    """The villages of an area that have seats, with how many are empty."""
    rows = (
        _seats(account, election, area)
        .order_by("station__village__code")
        .values_list("station__village__code", "station__village__name")
        .annotate(seats=Count("pk"), empty=Count("pk", filter=_EMPTY))
    )
    return [VillageSeats(*row) for row in rows]


def crew_seats(
    account: Account,
    election: Election,
    area: Area,
    wanted: CrewFilter,
    trained: Mapping[int, int] | None = None,
) -> QuerySet[Seat]:
    """The seats of an area that a reader wants and may see.

    Args:
        trained: counted sessions by seat, where the reader may know them.
    """
    seats = _seats(account, election, area).filter(_DUTIES.get(wanted.duty, Q()))
    if wanted.village:
        seats = seats.filter(station__village__code=wanted.village)
    if wanted.state in {"empty", "held"}:
        seats = seats.filter(_EMPTY if wanted.state == "empty" else ~_EMPTY)
    if wanted.trained and trained is not None:
        found = [
            pk for pk, n in trained.items() if str(min(n, ENOUGH)) == wanted.trained
        ]
        seats = seats.filter(~_EMPTY, pk__in=found)
    return _found(seats, account, area, wanted.words)


def crew_of(account: Account, station: PollingStation) -> QuerySet[Seat]:
    """The nine seats of one station."""
    seats = _seats(account, station.election, station.village)
    return seats.filter(station=station)


def shown(
    account: Account, seats: QuerySet[Seat], trained: Mapping[int, int] | None = None
) -> list[ShownSeat]:
    """Seats with their holders, as far as an account may see; one query."""
    rows = seats.select_related("station__village").defer("station__village__boundary")
    rows = rows.annotate(
        is_seen=Exists(
            visible(account, Holding).filter(seat=OuterRef("pk"), to_on=None)
        ),
        person_id=F("now__person"),
        person_name=F("now__person__name"),
        person_phone=F("now__person__phone"),
        since=F("now__from_on"),
    )
    return [_shown(account, row, trained) for row in rows]


def times_trained_seen(
    account: Account, election: Election, area: Area, at: datetime
) -> dict[int, int] | None:
    """Counted sessions by seat; None where no app knows or the reader may not."""
    sights = sight_in(account, DataClass.CONTACT, area)
    if not is_known() or not sights & {Sight.ALL, Sight.NAMES}:
        return None
    return times_trained(election, area, at)


def sees_phones(account: Account, station: PollingStation) -> bool:
    """Whether an account sees the numbers of a crew: by its sight, or its own crew."""
    return phones_shown(account, station.village) or any(
        role.station_number == station.number
        and role.area_id == station.village_id
        and role.kind == role.Kind.KPPS
        for role in account.active_roles
    )


def persons_seen_by(account: Account) -> QuerySet[Person]:
    """Officers of the own area, and those who hold a seat that one may see."""
    held = visible(account, Holding).filter(to_on=None)
    seen = Q(pk__in=visible(account, Person).values("pk"))
    return Person.objects.filter(seen | Q(pk__in=held.values("person")))


def seats_held(account: Account, person: Person) -> QuerySet[Holding]:
    """The seats that a person holds and held, as far as an account may see."""
    holdings = visible(account, Holding).filter(person=person)
    return holdings.select_related(
        "seat__station__village", "seat__station__election"
    ).order_by("-from_on", "-pk")


def empty_seats(account: Account, station: PollingStation) -> QuerySet[Seat]:
    """The empty seats of a station's village, to which somebody can be moved."""
    seats = _seats(account, station.election, station.village)
    return seats.filter(_EMPTY).select_related("station__village")


def without_seat(account: Account, village: Area) -> QuerySet[Person]:
    """Officers of a village who hold no seat at present."""
    held = Holding.objects.filter(person=OuterRef("pk"), to_on=None)
    return visible(account, Person).filter(~Exists(held), village=village)


def _seats(account: Account, election: Election, area: Area) -> QuerySet[Seat]:
    now = FilteredRelation("holdings", condition=Q(holdings__to_on=None))
    return (
        visible(account, Seat)
        .filter(lies_in(area, "station__village"), station__election=election)
        .annotate(now=now)
        .order_by("station__village__code", "station__number", "number")
    )


def _found(
    seats: QuerySet[Seat], account: Account, area: Area, words: str
) -> QuerySet[Seat]:
    """Those seats that have all of the words."""
    number = _TPS.search(words)
    if number:
        seats = seats.filter(station__number=int(number[1]))
        words = words.replace(number[0], " ")
    for word in _terms(words):
        seen = visible(account, Holding).filter(seat=OuterRef("pk"), to_on=None)
        digits = word if word.isdecimal() and phones_shown(account, area) else ""
        who = (
            Q(person__phone__contains=digits)
            if digits
            else Q(person__name__icontains=word)
        )
        where = Q() if digits else Q(station__village__name__icontains=word)
        found = Q(Exists(seen.filter(who)))
        seats = seats.filter(found | where if where else found)
    return seats


def _terms(words: str) -> list[str]:
    """Words to look for; whatever way a phone number is written becomes its digits."""
    digits = re.sub(r"[\s.()-]", "", words)
    if _PHONE.fullmatch(digits):
        return [re.sub(r"^(\+?62|0)", "", digits).lstrip("+")]
    return search_words(words)


def _shown(
    account: Account, seat: Seat, trained: Mapping[int, int] | None
) -> ShownSeat:
    row = vars(seat)
    is_held, is_seen = row["person_id"] is not None, bool(row["is_seen"])
    phones = is_seen and sees_phones(account, seat.station)
    return ShownSeat(
        seat=seat,
        is_held=is_held,
        person_id=row["person_id"] if is_seen else None,
        name=row["person_name"] if is_seen else "",
        phone=row["person_phone"] if phones else "",
        since=row["since"] if is_seen else None,
        trained=trained.get(seat.pk, 0) if is_seen and trained is not None else None,
    )
