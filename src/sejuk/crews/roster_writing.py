"""Writing a whole list of crews at once: a few statements, however many rows."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sejuk.accounts import acts
from sejuk.accounts.access import permit
from sejuk.accounts.models import Account
from sejuk.crews.models import Holding, Person
from sejuk.crews.roster import How, SeatChange
from sejuk.domain.places.code import common_code
from sejuk.elections.models import Election

BATCH = 1000


@transaction.atomic
def record_crew(
    changes: Sequence[SeatChange], election: Election, *, by: Account | None
) -> int:
    """Give seats to the officers of a list, all or none; gives how many changed.

    Whoever must leave a seat leaves it on the day on which the next one sits, is not
    erased, and keeps what was learnt. Recorded as one act.

    Raises:
        PermissionDenied: if `by` may not edit the crews of one of the villages.
    """
    villages = {change.row.village.pk: change.row.village for change in changes}
    permit(by, "edit_crew", *villages.values())
    corrected = [change for change in changes if change.corrects]
    seated = [change for change in changes if change.how in {How.TAKES, How.REPLACES}]
    _correct(corrected)
    left = _end_holdings(seated)
    _seat(seated)
    if changes:
        acts.record(
            "record_crew",
            election,
            by=by,
            area_code=common_code(village.code for village in villages.values()),
            seated=len(seated),
            left=left,
            corrected=[change.person.pk for change in corrected if change.person],
        )
    return len(changes)


def _correct(changes: Sequence[SeatChange]) -> None:
    people = [
        Person(
            pk=change.person.pk,
            name=change.row.name,
            phone=change.row.phone or change.person.phone,
        )
        for change in changes
        if change.person
    ]
    Person.objects.bulk_update(people, ["name", "phone"], batch_size=BATCH)


def _end_holdings(changes: Sequence[SeatChange]) -> list[int]:
    """End what is held by those who must leave; gives who they are."""
    ends: dict[int, date] = {}
    people: set[int] = set()
    for change in changes:
        for person in change.leaving:
            if person.holding is not None:
                people.add(person.pk)
                end = ends.get(person.holding, change.on)
                ends[person.holding] = min(end, change.on)
    reason = _("replaced by a list")
    ended = [Holding(pk=pk, to_on=end, reason=reason) for pk, end in ends.items()]
    Holding.objects.bulk_update(ended, ["to_on", "reason"], batch_size=BATCH)
    return sorted(people)


def _seat(changes: Sequence[SeatChange]) -> None:
    new = [
        Person(name=c.row.name, phone=c.row.phone, village=c.row.village)
        for c in changes
        if c.person is None
    ]
    made = iter(Person.objects.bulk_create(new, batch_size=BATCH))
    holdings = []
    for change in changes:
        who = next(made).pk if change.person is None else change.person.pk
        holding = Holding(seat_id=change.seat.pk, person_id=who, from_on=change.on)
        holdings.append(holding)
    Holding.objects.bulk_create(holdings, batch_size=BATCH)
