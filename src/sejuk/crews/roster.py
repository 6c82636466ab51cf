"""Writing a whole list of crews at once: a few statements, however many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from sejuk.accounts import acts
from sejuk.accounts.models import Account
from sejuk.crews.models import Holding, Person, Seat
from sejuk.crews.services import NewPerson
from sejuk.elections.models import Election

BATCH = 1000


@dataclass(frozen=True, slots=True)
class SeatChange:
    """What a list says of one seat.

    Attributes:
        seat: with its station and village.
        person: who holds it by the list; an empty number leaves what is known.
        holder: who holds it now; None if nobody does.
        is_same_person: whether only name or number of the holder are corrected.
    """

    seat: Seat
    person: NewPerson
    holder: Person | None = None
    is_same_person: bool = False


@transaction.atomic
def record_crew(
    changes: Sequence[SeatChange], election: Election, *, on: date, by: Account | None
) -> int:
    """Give seats to the officers of a list, all or none; gives how many changed.

    Whoever held a seat leaves it on the day, is not erased, and keeps what was learnt.
    Who is known by name, number and village and holds no seat returns as the same
    person.
    """
    corrected = [change for change in changes if change.is_same_person]
    seated = [change for change in changes if not change.is_same_person]
    _correct(corrected)
    starts = _end_holdings([c.seat.pk for c in seated if c.holder], on)
    people = _people(seated)
    Holding.objects.bulk_create(
        [
            Holding(
                seat=change.seat,
                person=person,
                from_on=starts.get(change.seat.pk, on),
            )
            for change, person in zip(seated, people, strict=True)
        ],
        batch_size=BATCH,
    )
    if changes:
        acts.record(
            "record_crew",
            election,
            by=by,
            seated=len(seated),
            corrected=len(corrected),
        )
    return len(changes)


def _correct(changes: Sequence[SeatChange]) -> None:
    people = []
    for change in changes:
        if change.holder is not None:
            change.holder.name = change.person.name
            change.holder.phone = change.person.phone or change.holder.phone
            people.append(change.holder)
    Person.objects.bulk_update(people, ["name", "phone"], batch_size=BATCH)


def _end_holdings(seats: Sequence[int], on: date) -> dict[int, date]:
    """End what is held; gives by seat the day from which it is free."""
    ending: list[Holding] = []
    for start in range(0, len(seats), BATCH):
        part = seats[start : start + BATCH]
        ending += Holding.objects.filter(seat__in=part, to_on=None)
    for holding in ending:
        holding.to_on = max(on, holding.from_on)
        holding.reason = _("replaced by a list")
    Holding.objects.bulk_update(ending, ["to_on", "reason"], batch_size=BATCH)
    return {holding.seat_id: holding.to_on or on for holding in ending}


def _people(changes: Sequence[SeatChange]) -> list[Person]:
    """The person of each change: known and without a seat, or new."""
    villages = {change.person.village.pk for change in changes}
    sits = Exists(Holding.objects.filter(person=OuterRef("pk"), to_on=None))
    free = {
        (person.name.casefold(), person.phone, person.village_id): person
        for person in Person.objects.filter(~sits, village__in=villages).exclude(
            phone=""
        )
    }
    new: list[Person] = []
    people: list[Person] = []
    for change in changes:
        wanted = change.person
        known = free.pop(
            (wanted.name.casefold(), wanted.phone, wanted.village.pk), None
        )
        if known is None:
            known = Person(name=wanted.name, phone=wanted.phone, village=wanted.village)
            new.append(known)
        people.append(known)
    Person.objects.bulk_create(new, batch_size=BATCH)
    return people
