"""How long the ways between villages take, where people know better."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sejuk.accounts import acts
from sejuk.accounts.models import Account
from sejuk.places.models import Area, TravelTime
from sejuk.training.services.guard import permit

MOST_MINUTES = 1_440
"""A day."""


@transaction.atomic
def say_travel(
    origin: Area, minutes: Mapping[Area, int | None], *, by: Account | None
) -> int:
    """Say how long the ways from a village to others take, one way.

    None: as computed by distance again. Holds in both directions. Saying it twice
    changes nothing; returns how many ways changed.

    Raises:
        ValidationError: at each other village's code, if its way takes no time or more
            than a day; or if it is the village itself.
        PermissionDenied: if `by` may not edit the halls of one of the villages.
    """
    for village in (origin, *minutes):
        permit(by, "edit_venues", village)
    if faults := {
        village.code: fault
        for village, n in minutes.items()
        if (fault := _fault(origin, village, n))
    }:
        raise ValidationError(faults)
    changed = sum(_say(origin, village, n) for village, n in minutes.items())
    if changed:
        acts.record(
            "say_travel",
            origin,
            by=by,
            area_code=origin.code,
            minutes={village.code: n for village, n in minutes.items()},
        )
    return changed


def _fault(origin: Area, village: Area, minutes: int | None) -> str:
    if village.pk == origin.pk:
        return _("Choose two different villages.")
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        said = {"most": MOST_MINUTES}
        return _("Enter whole minutes from 1 to %(most)d.") % said
    return ""


def _say(origin: Area, village: Area, minutes: int | None) -> bool:
    """Write down one way; whether that changed anything."""
    start, end = sorted((origin, village), key=lambda area: area.code)
    rows = TravelTime.objects.filter(origin=start, destination=end)
    if minutes is None:
        return rows.delete()[0] > 0
    if rows.filter(minutes=minutes).exists():
        return False
    TravelTime.objects.update_or_create(
        origin=start, destination=end, defaults={"minutes": minutes}
    )
    return True
