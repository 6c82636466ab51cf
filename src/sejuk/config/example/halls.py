"""Halls of the example: real villages, invented seats and opening days."""

from datetime import date, timedelta
from typing import Final

from sejuk.config.example.story import (
    EARLIEST_DAY,
    LAST_DAY,
    SEED,
    SUB_DISTRICT,
    stations_by_village,
)
from sejuk.domain.training.invented import (
    SEAT_HALL_SEATS,
    hall_seats,
    is_hall_closed,
    is_seat_hall_closed,
    seat_village,
)
from sejuk.places.models import Area, Venue, VenueClosure

RENT_OF_A_VILLAGE_HALL: Final = 75_000
RENT_OF_THE_SEAT_HALL: Final = 150_000
_NOTE: Final = "Rekaan: kursi, sewa, dan hari buka bukan data sungguhan"
_TAKEN: Final = "Rekaan: dipakai acara lain"


def make_halls(areas: dict[str, Area]) -> list[Venue]:
    """One hall a village, the sub-district's own where most stations are."""
    stations = stations_by_village()
    halls = [
        Venue(
            area=areas[code],
            name=f"Balai Desa {areas[code].name}",
            kind=Venue.Kind.VILLAGE_HALL,
            seats=hall_seats(SEED, code, stations[code]),
            rent=RENT_OF_A_VILLAGE_HALL,
            note=_NOTE,
        )
        for code in stations
    ]
    halls.append(
        Venue(
            area=areas[seat_village(stations)],
            name=f"Aula Kecamatan {areas[SUB_DISTRICT].name}",
            kind=Venue.Kind.SEAT_HALL,
            seats=SEAT_HALL_SEATS,
            rent=RENT_OF_THE_SEAT_HALL,
            note=_NOTE,
        )
    )
    for hall in halls:
        hall.save()
    days = [
        EARLIEST_DAY + timedelta(n) for n in range((LAST_DAY - EARLIEST_DAY).days + 1)
    ]
    VenueClosure.objects.bulk_create(
        VenueClosure(venue=hall, on=on, reason=_TAKEN)
        for hall in halls
        for on in days
        if _is_closed(hall, on)
    )
    return halls


def _is_closed(hall: Venue, on: date) -> bool:
    if hall.kind == Venue.Kind.SEAT_HALL:
        return is_seat_hall_closed(SEED, SUB_DISTRICT, on)
    return is_hall_closed(SEED, hall.area.code, on)
