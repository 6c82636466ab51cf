"""Figures and times as people read them, in the language of the request."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _

from sejuk.domain.places.zone import ABBREVIATION, zone_of
from sejuk.places.models import Area

_MILLION = 1_000_000
_BILLION = 1_000_000_000


def whole_percent(share: float) -> int:
    """A share (0..1) in whole per cent; 100 is said only of what is complete."""
    if share >= 1:
        return 100
    return min(99, int(share * 100 + 0.5))


def percent(share: float | None) -> str:
    """`0.41` as "41 %"; an en dash where nothing is known."""
    if share is None:
        return "–"
    return f"{whole_percent(share)}\N{NO-BREAK SPACE}%"


def share_in_words(count: int, of: int) -> str:
    """`38` of `315` as "12 %, 38 of 315"; never a percentage without its count."""
    share = count / of if of else 0.0
    parts = {"percent": percent(share), "count": number(count), "of": number(of)}
    return _("%(percent)s, %(count)s of %(of)s") % parts


def number(value: float) -> str:
    """A count grouped ("1.000"), another number with one decimal ("2,5")."""
    decimals = 0 if value == int(value) else 1
    return number_format(value, decimals, force_grouping=True)


def rupiah(amount: float) -> str:
    """An amount of money, short from a million on: "Rp 14,2 jt"."""
    space = "\N{NO-BREAK SPACE}"
    if abs(amount) >= _BILLION:
        short = number_format(amount / _BILLION, 1)
        return _("Rp %(amount)s billion").replace(" ", space) % {"amount": short}
    if abs(amount) >= _MILLION:
        short = number_format(amount / _MILLION, 1)
        return _("Rp %(amount)s m").replace(" ", space) % {"amount": short}
    return f"Rp{space}{number(round(amount))}"


def time_of_day(at: datetime, place: Area | str | None = None) -> str:
    """The time with its zone, "09.00 WITA": that of a place, else the current one."""
    if place is None:
        local = timezone.localtime(at)
        name = ABBREVIATION.get(timezone.get_current_timezone_name(), "")
    else:
        zone = zone_of(place if isinstance(place, str) else place.code)
        local, name = timezone.localtime(at, ZoneInfo(zone)), ABBREVIATION[zone]
    return f"{time_format(local, 'TIME_FORMAT')} {name}".rstrip()


def day_short(on: date) -> str:
    """A day as it heads a column: "Kam 26 Nov"."""
    return date_format(on, "D j M")
