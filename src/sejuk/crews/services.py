"""What committees do to crews: give seats, note who left, replace, move, correct.

Each is one transaction, is recorded, and changes nothing when it is said twice. Why
somebody left ("ill") stands at the holding alone, not in the record that stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sejuk.accounts import acts
from sejuk.accounts.access import permit
from sejuk.accounts.models import Account
from sejuk.crews.models import SEATS, Holding, Person, Seat
from sejuk.elections import clock
from sejuk.elections.models import PollingStation
from sejuk.places.models import Area


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is asked of somebody who takes a seat for the first time."""

    name: str
    phone: str
    village: Area


@dataclass(frozen=True, slots=True)
class Leaving:
    """That somebody leaves a seat: when and why."""

    on: date
    reason: str


def make_seats(stations: Sequence[PollingStation]) -> None:
    """Give new stations their nine seats, all empty."""
    Seat.objects.bulk_create(
        Seat(station=station, number=number)
        for station in stations
        for number in range(1, SEATS + 1)
    )


@transaction.atomic
def seat_person(
    seat: Seat, person: Person | NewPerson, *, from_on: date, by: Account | None
) -> Holding:
    """Give an empty seat to a person.

    Raises:
        ValidationError: if somebody else holds the seat, the person holds another, or
            the day lies before the end of an earlier holding.
        PermissionDenied: if `by` may not edit crews there.
    """
    seat = _locked(seat, by)
    holding = _now(seat)
    if holding and _is_same(holding.person, person):
        return holding
    if holding:
        raise ValidationError(
            _("%(name)s holds this seat since %(day)s. Replace the officer instead.")
            % {"name": holding.person.name, "day": _day(holding.from_on)},
            code="taken",
        )
    return _seat(seat, person, from_on, by)


@transaction.atomic
def leave_seat(seat: Seat, leaving: Leaving, *, by: Account | None) -> Holding | None:
    """Note that the holder of a seat left it; None if nobody holds it.

    Raises:
        ValidationError: if the day cannot be.
        PermissionDenied: if `by` may not edit crews there.
    """
    seat = _locked(seat, by)
    holding = _now(seat)
    if holding is None:
        return None
    _end(holding, leaving)
    acts.record(
        "leave_seat",
        seat,
        by=by,
        area_code=seat.station.village.code,
        person=holding.person_id,
    )
    return holding


@transaction.atomic
def replace_officer(
    seat: Seat, person: Person | NewPerson, leaving: Leaving, *, by: Account | None
) -> Holding:
    """Replace the holder of a seat in one step: the old one leaves, the new one sits.

    Raises:
        ValidationError: if nobody holds the seat, the new person holds another, or the
            day cannot be.
        PermissionDenied: if `by` may not edit crews there.
    """
    seat = _locked(seat, by)
    holding = _now(seat)
    if holding is None:
        raise ValidationError(
            _("Nobody holds this seat: give it to somebody."), code="empty"
        )
    if _is_same(holding.person, person):
        return holding
    _end(holding, leaving)
    new = _put(seat, person, leaving.on)
    acts.record(
        "replace_officer",
        seat,
        by=by,
        area_code=seat.station.village.code,
        person=new.person_id,
        left=holding.person_id,
    )
    return new


@transaction.atomic
def move_officer(
    person: Person, seat: Seat, leaving: Leaving, *, by: Account | None
) -> Holding:
    """Move a person from the seat held now to an empty one.

    Raises:
        ValidationError: if the person holds no seat, the new one is taken, or the day
            cannot be.
        PermissionDenied: if `by` may not edit crews there.
    """
    seat = _locked(seat, by)
    held = person.holdings.select_for_update().filter(to_on=None).first()
    if held is None:
        raise ValidationError(_("This person holds no seat."), code="empty")
    if held.seat_id == seat.pk:
        return held
    permit(by, "edit_crew", held.seat.station.village)
    if taken := _now(seat):
        raise ValidationError(
            _("%(name)s holds that seat already. Choose an empty one.")
            % {"name": taken.person.name},
            code="taken",
        )
    _end(held, leaving)
    new = _put(seat, person, leaving.on)
    acts.record(
        "move_officer",
        seat,
        by=by,
        area_code=seat.station.village.code,
        person=person.pk,
        left_seat=held.seat_id,
    )
    return new


@transaction.atomic
def correct_person(
    person: Person, *, name: str, phone: str, by: Account | None
) -> Person:
    """Correct how a person is called and reached.

    Raises:
        PermissionDenied: if `by` may not edit crews there.
    """
    permit(by, "edit_crew", person.village)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if (person.name, person.phone) != (name, phone):
        person.name, person.phone = name, phone
        person.save(update_fields=["name", "phone"])
        acts.record("correct_person", person, by=by, area_code=person.village.code)
    return person


def _seat(
    seat: Seat, person: Person | NewPerson, from_on: date, by: Account | None
) -> Holding:
    holding = _put(seat, person, from_on)
    acts.record(
        "seat_person",
        seat,
        by=by,
        area_code=seat.station.village.code,
        person=holding.person_id,
    )
    return holding


def _put(seat: Seat, person: Person | NewPerson, from_on: date) -> Holding:
    known = person if isinstance(person, Person) else _known_or_new(person)
    # Whoever gives this person another seat at this moment waits for us.
    Person.objects.select_for_update(of=("self",)).get(pk=known.pk)
    held = known.holdings.filter(to_on=None).select_related("seat__station__village")
    if other := held.first():
        raise ValidationError(
            _("%(name)s holds another seat: %(station)s, seat %(seat)d. Move instead.")
            % {
                "name": known.name,
                "station": other.seat.station,
                "seat": other.seat.number,
            },
            code="holds_another",
        )
    _check_after_others(seat, known, from_on)
    return Holding.objects.create(seat=seat, person=known, from_on=from_on)


def _check_after_others(seat: Seat, person: Person, from_on: date) -> None:
    ends = [
        *seat.holdings.exclude(to_on=None).values_list("to_on", flat=True),
        *person.holdings.exclude(to_on=None).values_list("to_on", flat=True),
    ]
    last = max((end for end in ends if end), default=None)
    if last and from_on < last:
        raise ValidationError(
            {
                "from_on": _(
                    "An earlier holding ended on %(day)s. Choose that day or a later "
                    "one."
                )
                % {"day": _day(last)}
            }
        )


def _known_or_new(person: NewPerson) -> Person:
    """The same person again, if name and number say so and no seat is held now.

    Who returns keeps what was learnt before. Without a number a name alone proves
    nothing: two people of a village may share it.
    """
    if person.phone:
        known = Person.objects.filter(
            name__iexact=person.name, phone=person.phone, village=person.village
        ).first()
        if known:
            return known
    return Person.objects.create(
        name=person.name, phone=person.phone, village=person.village
    )


def _end(holding: Holding, leaving: Leaving) -> None:
    today = clock.today(holding.seat.station.election, holding.seat.station.village)
    latest = max(today, holding.from_on)
    if leaving.on < holding.from_on:
        message = _("The seat was held from %(day)s: nobody leaves before.")
        raise ValidationError({"on": message % {"day": _day(holding.from_on)}})
    if leaving.on > latest:
        message = _("This day is still to come; today is %(day)s.")
        raise ValidationError({"on": message % {"day": _day(today)}})
    holding.to_on = leaving.on
    holding.reason = leaving.reason
    holding.save(update_fields=["to_on", "reason"])


def _locked(seat: Seat, by: Account | None) -> Seat:
    """The seat, locked, for those who may change its crew."""
    seats = Seat.objects.select_for_update(of=("self",))
    seats = seats.select_related("station__village", "station__election")
    found = seats.get(pk=seat.pk)
    permit(by, "edit_crew", found.station.village)
    return found


def _now(seat: Seat) -> Holding | None:
    holdings = seat.holdings.filter(to_on=None)
    return holdings.select_related(
        "person__village", "seat__station__election", "seat__station__village"
    ).first()


def _is_same(person: Person, other: Person | NewPerson) -> bool:
    if isinstance(other, Person):
        return person.pk == other.pk
    return (person.name.casefold(), person.phone, person.village_id) == (
        other.name.casefold(),
        other.phone,
        other.village.pk,
    )


def _day(day: date) -> str:
    return date_format(day, "j F Y")
