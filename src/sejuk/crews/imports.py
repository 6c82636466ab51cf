"""Lists of crews: what a row says, what it would change, and writing it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sejuk.accounts.models import Account
from sejuk.accounts.sign_in import phone_as_spoken, phone_in_e164
from sejuk.crews import roster_writing
from sejuk.crews.models import CREW_SEATS, SEATS
from sejuk.crews.roster import CrewRow, How, SeatChange, settle
from sejuk.crews.standing import standing_in
from sejuk.elections import clock
from sejuk.elections.imports import MOST_STATIONS, VILLAGE, station_number
from sejuk.elections.models import Election
from sejuk.elections.village_names import VillageNames
from sejuk.places.models import Area
from sejuk.sheets.preview import Effect, Line, Place, Preview, Sent, Watch, read_files
from sejuk.sheets.records import Cells, Kind
from sejuk.sheets.tables import Column
from sejuk.sheets.words import key

LONGEST_NAME = 120

CREW = Kind(
    name="crew",
    label=gettext_lazy("Crews"),
    columns=(
        VILLAGE,
        station_number("station"),
        Column(
            "seat",
            gettext_lazy("Seat"),
            words=("kursi", "jabatan", "kpps ke", "no kpps", "seat"),
            width=12,
            hint=gettext_lazy(
                "1 or “ketua” for the chair; 2 to 7, or “anggota” for any of them; 8 "
                "and 9, or “linmas” for either"
            ),
            example="1",
        ),
        Column(
            "name",
            gettext_lazy("Name"),
            words=("nama", "nama lengkap", "nama petugas", "name"),
            width=32,
            hint=gettext_lazy("Of the officer, without NIK"),
            example="Siti Rahmah",
        ),
        Column(
            "phone",
            gettext_lazy("Phone number"),
            words=("no hp", "hp", "nomor hp", "telepon", "no telepon", "wa", "phone"),
            is_required=False,
            width=20,
            hint=gettext_lazy("In any way of writing; leave it empty if there is none"),
            example="0812-0000-0001",
        ),
        Column(
            "from_on",
            gettext_lazy("From day"),
            words=("mulai", "tanggal mulai", "tmt", "sejak", "dari", "from"),
            is_required=False,
            width=14,
            hint=gettext_lazy("Day on which the officer took the seat; empty is today"),
            example="24/11/2020",
        ),
    ),
    notes=(
        gettext_lazy(
            "One row an officer. A seat that already has somebody else is replaced;"
            " seats that are not in the list stay as they are."
        ),
        gettext_lazy("NIK and KK numbers do not belong here and are not read."),
    ),
)

_CHAIR = (1,)
_MEMBER = tuple(range(2, CREW_SEATS + 1))
_SECURITY = tuple(range(CREW_SEATS + 1, SEATS + 1))
_DUTIES = {
    **dict.fromkeys(("ketua", "ketua kpps", "chair"), _CHAIR),
    **dict.fromkeys(("anggota", "anggota kpps", "member"), _MEMBER),
    **dict.fromkeys(
        ("linmas", "satlinmas", "keamanan", "ketertiban", "petugas ketertiban"),
        _SECURITY,
    ),
    "security": _SECURITY,
}
_NUMBERED = re.compile(r"(?:(?:anggota )?kpps |anggota |kursi )?(?:ke )?0*([1-9])")
_MOBILE = re.compile(r"(?:\+?62|0)?(8\d{8,11})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]00:00(?::00)?)?")


@dataclass(slots=True)
class CrewList:
    """A list of crews held against who sits where.

    Attributes:
        preview: what it would do, and what stops it.
        changes: seats whose holder is new, replaced, moved, or corrected.
    """

    preview: Preview
    changes: list[SeatChange] = field(default_factory=list)


def read_crew(
    files: Sequence[Sent],
    election: Election,
    villages: Sequence[Area],
    *,
    locks: bool = False,
    watch: Watch | None = None,
) -> CrewList:
    """Read a list of crews of some villages. Nothing is written.

    Asks the database four times, however many rows; with `locks`, in a transaction,
    what it compared with still stands when it is written.
    """
    check = partial(_row, VillageNames(villages).find)
    preview, rows = read_files(files, CREW, check, watch)
    among = {row.village.pk for row in rows}
    standing = standing_in(election, among, villages, locks=locks)
    result = CrewList(preview)
    for change in settle(rows, standing, clock.today(election)):
        if change.how is How.SAME:
            preview.unchanged += 1
            continue
        result.changes.append(change)
        preview.lines.append(_line(change))
    return result


def write_crew(crew: CrewList, election: Election, *, by: Account | None) -> int:
    """Write a clean list; gives how many seats it changed.

    Raises:
        ValueError: if the list has a fault.
    """
    if not crew.preview.is_clean:
        raise ValueError("a list with faults is not written")
    return roster_writing.record_crew(crew.changes, election, by=by)


def _row(find: Callable[[str], Area], cells: Cells, at: Place) -> CrewRow | None:
    village = cells.read("village", find)
    station = cells.whole("station", 1, MOST_STATIONS)
    seats = cells.read("seat", seats_of)
    name = cells.text("name", longest=LONGEST_NAME)
    phone = cells.read("phone", phone_of)
    from_on = cells.read("from_on", day_of)
    if village is None or station is None:
        return None
    who = (name, phone or "", from_on)
    return CrewRow(cells, at, village, station, seats or (), *who)


def _line(change: SeatChange) -> Line:
    row = change.row
    effect = Effect.NEW if change.how is How.TAKES else Effect.CHANGED
    mark = (row.village.code, row.station, change.seat.number, row.name, row.phone)
    return Line(
        row.at,
        effect,
        row.village.name,
        (*mark, *change.mark),
        partial(_told, change),
    )


def _told(change: SeatChange) -> tuple[str, str]:
    """A seat in words, and who sits there now."""
    row, holder = change.row, change.seat.holder
    words = _("TPS %(tps)d, seat %(seat)d: %(name)s") % {
        "tps": row.station,
        "seat": change.seat.number,
        "name": _person(row.name, row.phone),
    }
    before = []
    if change.how is How.CORRECTS and holder:
        before = [_person(holder.name, holder.phone)]
    elif holder:
        before = [holder.name]
    if change.moved_from:
        named = {"tps": change.moved_from.tps, "seat": change.moved_from.number}
        before.append(_("moves from TPS %(tps)d, seat %(seat)d") % named)
    return words, "; ".join(before)


def _person(name: str, phone: str) -> str:
    return f"{name}, {phone_as_spoken(phone)}" if phone else name


def seats_of(text: str) -> tuple[int, ...]:
    """The seats that a text may mean: "ketua" is 1, "anggota" any of 2 to 7.

    Raises:
        ValidationError: if it means none.
    """
    words = key(text)
    if words in _DUTIES:
        return _DUTIES[words]
    if found := _NUMBERED.fullmatch(words):
        return (int(found[1]),)
    message = _(
        "“%(text)s” is not a seat. Write 1 to 9, “ketua”, “anggota” or “linmas”."
    )
    raise ValidationError(message % {"text": text}, code="seat_unknown")


def phone_of(text: str) -> str:
    """A phone number as +62….

    Raises:
        ValidationError: if it is none.
    """
    # Mobile numbers, nearly all there are, without the full parser, which takes most of
    # the time of a long list; the same result is a test.
    if found := _MOBILE.fullmatch(re.sub(r"[ .\-]", "", text)):
        return f"+62{found[1]}"
    number = phone_in_e164(text)
    if number is None:
        message = _("“%(text)s” is no phone number: write it as in 0812-0000-1234.")
        raise ValidationError(message % {"text": text}, code="phone_invalid")
    return number


@cache
def day_of(text: str) -> date:
    """A day written day first, as here, or as a spreadsheet keeps it (ISO).

    Raises:
        ValidationError: if it is none.
    """
    try:
        if found := _ISO.fullmatch(text):
            return date.fromisoformat(found[1])
        if found := _DAY_FIRST.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass  # such as 31 February: no day, like everything else below
    message = _("“%(text)s” is not a day. Write it as in 24/11/2020.")
    raise ValidationError(message % {"text": text}, code="day_invalid")
