"""Who sits where in some villages now, for a whole list at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Q, QuerySet

from sejuk.crews.models import Holding, Person, Seat
from sejuk.elections.models import Election
from sejuk.places.models import Area

MOST_NAMED = 5_000
"""Beyond so many villages all are asked for, rather than naming each."""


@dataclass(slots=True, eq=False)
class KnownPerson:
    """Somebody who holds a seat, or once held one.

    Attributes:
        free_from: the end of the last holding before.
        holding: the row that says that the person holds a seat now; None without.
        from_on: from when.
        seat: that seat, where it is one of those looked at.
        where: village, TPS and number of that seat, where the list may speak of it.
    """

    pk: int
    name: str
    phone: str
    village: int
    free_from: date | None = None
    holding: int | None = None
    from_on: date | None = None
    seat: "SeatNow | None" = None
    where: tuple[str, int, int] | None = None


@dataclass(slots=True, eq=False)
class SeatNow:
    """One seat, who holds it, and since when it could be taken."""

    pk: int
    village: int
    tps: int
    number: int
    holder: KnownPerson | None = None
    free_from: date | None = None


@dataclass(slots=True)
class Standing:
    """Who sits where in some villages.

    Attributes:
        seats: by village and TPS, then by number.
        by_phone: who is known by name and phone number.
    """

    seats: dict[tuple[int, int], dict[int, SeatNow]] = field(default_factory=dict)
    by_phone: dict[tuple[str, str], list[KnownPerson]] = field(
        default_factory=lambda: defaultdict(list)
    )


def standing_in(
    election: Election, villages: set[int], scope: Sequence[Area], *, locks: bool
) -> Standing:
    """Who sits where in some villages, and who is known in the scope of a list.

    Four queries, however many seats; five with `locks`.
    """
    seats = Seat.objects.filter(
        station__election=election, station__village__in=villages
    ).order_by("pk")
    if locks:  # whoever gives one of these seats waits for us
        list(seats.select_for_update(of=("self",)).values_list("pk"))
    standing, by_pk = Standing(), dict[int, SeatNow]()
    for row in seats.values_list("pk", "station__village", "station__number", "number"):
        seat = by_pk[row[0]] = SeatNow(*row)
        standing.seats.setdefault((seat.village, seat.tps), {})[seat.number] = seat
    _add_ends(by_pk, seats)
    for person in _people(by_pk, seats, {area.pk for area in scope}):
        if person.phone:
            who = (letters(person.name), person.phone)
            standing.by_phone[who].append(person)
    return standing


def _add_ends(by_pk: dict[int, SeatNow], seats: QuerySet[Seat]) -> None:
    ended = Holding.objects.filter(seat__in=seats.values("pk")).exclude(to_on=None)
    for pk, end in ended.order_by().values_list("seat").annotate(end=Max("to_on")):
        by_pk[pk].free_from = end


def _people(
    by_pk: dict[int, SeatNow], seats: QuerySet[Seat], scope: set[int]
) -> list[KnownPerson]:
    """Everybody of the scope, and whoever sits on the seats, each with that seat."""
    here = Q(village__in=scope) if len(scope) <= MOST_NAMED else Q()
    held = Holding.objects.filter(to_on=None).order_by()
    sits = Q(pk__in=held.filter(seat__in=seats.values("pk")).values("person"))
    rows = Person.objects.filter(here | sits if here else Q()).order_by("pk")
    rows = rows.annotate(end=Max("holdings__to_on"))
    found = rows.values_list("pk", "name", "phone", "village", "end")
    people = {row[0]: KnownPerson(*row) for row in found}
    holdings = held.filter(person__in=rows.values("pk")) if here else held
    for pk, who, from_on, seat_pk, village, name, tps, number in holdings.values_list(
        "pk",
        "person",
        "from_on",
        "seat",
        "seat__station__village",
        "seat__station__village__name",
        "seat__station__number",
        "seat__number",
    ):
        if who not in people:
            continue  # sat down between the two questions, which only a look allows
        person = people[who]
        person.holding, person.from_on = pk, from_on
        person.where = (name, tps, number) if village in scope else None
        if seat := by_pk.get(seat_pk):
            person.seat, seat.holder = seat, person
    return list(people.values())


def letters(name: str) -> str:
    """What of a name counts when two are compared."""
    return " ".join(name.casefold().split())
