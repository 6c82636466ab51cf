"""Lists of crews: what a row says, what it would change, and writing it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sejuk.accounts.models import Account
from sejuk.accounts.sign_in import phone_in_e164
from sejuk.crews import roster
from sejuk.crews.models import SEATS, Holding, Person, Seat
from sejuk.crews.roster import SeatChange
from sejuk.crews.services import NewPerson
from sejuk.elections.imports import MOST_STATIONS
from sejuk.elections.models import Election
from sejuk.elections.village_names import VillageNames
from sejuk.places.models import Area
from sejuk.sheets.preview import Effect, Line, Preview
from sejuk.sheets.records import Cells, Kind, read_list
from sejuk.sheets.tables import Column
from sejuk.sheets.words import key

LONGEST_NAME = 120

CREW = Kind(
    name="crew",
    label=gettext_lazy("Crews"),
    columns=(
        Column(
            "village",
            gettext_lazy("Village"),
            words=("desa", "kelurahan", "desa/kelurahan", "kode desa", "village"),
            hint=gettext_lazy("Its official code, or its name as in the list of areas"),
            example="63.02.09.2014",
        ),
        Column(
            "station",
            gettext_lazy("TPS"),
            words=("tps", "no tps", "nomor tps", "polling station"),
            width=8,
            hint=gettext_lazy("The number of the polling station in its village"),
            example="1",
        ),
        Column(
            "seat",
            gettext_lazy("Seat"),
            words=("kursi", "jabatan", "kpps ke", "no kpps", "seat"),
            width=12,
            hint=gettext_lazy("1 or “ketua” chairs, 2 to 7, 8 and 9 for security"),
            example="1",
        ),
        Column(
            "name",
            gettext_lazy("Name"),
            words=("nama", "nama lengkap", "nama petugas", "name"),
            width=32,
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
    ),
    notes=(
        gettext_lazy(
            "One row an officer. A seat that already has somebody else is replaced;"
            " seats that are not in the list stay as they are."
        ),
        gettext_lazy("NIK and KK numbers do not belong here and are not read."),
    ),
)

_CHAIR = frozenset({"ketua", "ketua kpps", "kpps 1", "chair"})


@dataclass(frozen=True, slots=True)
class CrewRow:
    """What one row says."""

    seat: Seat
    name: str
    phone: str


@dataclass(slots=True)
class CrewList:
    """A list of crews held against who sits where.

    Attributes:
        preview: what it would do, and what stops it.
        changes: seats whose holder is new, replaced, or corrected.
    """

    preview: Preview
    changes: list[SeatChange] = field(default_factory=list)


def read_crew(content: bytes, election: Election, villages: Sequence[Area]) -> CrewList:
    """Read a list of crews of some villages. Nothing is written. 3 queries."""
    check = _CrewCheck(election, villages)
    reading = read_list(content, CREW, check)
    result = CrewList(Preview(reading.faults, reading.notices))
    for placed in reading.placed:
        change = check.change_of(placed.record)
        if change is None:
            result.preview.unchanged += 1
            continue
        result.changes.append(change)
        result.preview.lines.append(_line(placed.sheet, placed.row, change))
    return result


def write_crew(
    crew: CrewList, election: Election, *, on: date, by: Account | None
) -> int:
    """Write a clean list; gives how many seats it changed.

    Args:
        crew: the list, as `read_crew` gave it.
        election: whose crews.
        on: the election's day on which new officers take their seats.
        by: who writes.

    Raises:
        ValueError: if the list has a fault.
    """
    if not crew.preview.is_clean:
        raise ValueError("a list with faults is not written")
    return roster.record_crew(crew.changes, election, on=on, by=by)


class _CrewCheck:
    """Rows to records. Asks the database three times, however many rows."""

    def __init__(self, election: Election, villages: Sequence[Area]) -> None:
        self._villages = VillageNames(villages)
        seats = Seat.objects.filter(
            station__election=election, station__village__in=villages
        ).select_related("station__village")
        now = Holding.objects.filter(to_on=None).select_related("person")
        prefetched = seats.prefetch_related(Prefetch("holdings", now, to_attr="now"))
        self._seats: dict[tuple[int, int, int], Seat] = {}
        self._holder: dict[int, Person] = {}
        self._sits: dict[tuple[str, str], Seat] = {}
        for seat in prefetched:
            village, station = seat.station.village_id, seat.station.number
            self._seats[village, station, seat.number] = seat
            for holding in seat.now:
                self._holder[seat.pk] = holding.person
                self._sits[_who(holding.person.name, holding.person.phone)] = seat
        self._row_of_seat: dict[int, int] = {}
        self._row_of_person: dict[tuple[str, str], int] = {}

    def __call__(self, cells: Cells) -> CrewRow | None:
        village = cells.read("village", self._villages.find)
        station = cells.whole("station", 1, MOST_STATIONS)
        number = cells.read("seat", _seat_number)
        name = cells.text("name", longest=LONGEST_NAME)
        phone = cells.read("phone", _phone)
        if village is None or station is None or number is None:
            return None
        seat = self._seats.get((village.pk, station, number))
        if seat is None:
            message = _("%(village)s has no TPS %(number)d: read the stations first.")
            named = {"village": village.name, "number": station}
            cells.fault("station", "STATION_UNKNOWN", message % named)
            return None
        self._compare_rows(cells, seat, name, phone or "")
        return CrewRow(seat, name, phone or "")

    def change_of(self, row: CrewRow) -> SeatChange | None:
        """What a row would change; None if it says what stands."""
        holder = self._holder.get(row.seat.pk)
        person = NewPerson(row.name, row.phone, row.seat.station.village)
        if holder is None:
            return SeatChange(row.seat, person)
        if _letters(holder.name) == _letters(row.name):
            if holder.name == row.name and row.phone in {"", holder.phone}:
                return None
            return SeatChange(row.seat, person, holder, is_same_person=True)
        return SeatChange(row.seat, person, holder)

    def _compare_rows(self, cells: Cells, seat: Seat, name: str, phone: str) -> None:
        """Complain where two rows, or a row and what stands, exclude each other."""
        above = self._row_of_seat.setdefault(seat.pk, cells.row)
        if above != cells.row:
            message = _("Row %(row)d has this seat already: keep one.")
            cells.fault("seat", "SEAT_TWICE", message % {"row": above})
        if not phone or not name:
            return
        who = _who(name, phone)
        above = self._row_of_person.setdefault(who, cells.row)
        if above != cells.row:
            message = _("Row %(row)d has this officer already: one person, one seat.")
            cells.fault("name", "OFFICER_TWICE", message % {"row": above})
        held = self._sits.get(who)
        if held is not None and held.pk != seat.pk:
            message = _(
                "%(name)s holds %(station)s, seat %(seat)d: move the officer on the"
                " page of the crew, or correct the row."
            )
            named = {"name": name, "station": held.station, "seat": held.number}
            cells.fault("name", "OFFICER_SITS_ELSEWHERE", message % named)


def _line(sheet: str, row: int, change: SeatChange) -> Line:
    station = change.seat.station
    words = _("TPS %(tps)d, seat %(seat)d: %(name)s") % {
        "tps": station.number,
        "seat": change.seat.number,
        "name": change.person.name,
    }
    effect = Effect.NEW if change.holder is None else Effect.CHANGED
    before = change.holder.name if change.holder else ""
    return Line(sheet, row, effect, station.village.name, words, before)


def _seat_number(text: str) -> int:
    """The number of a seat, 1 to 9; "ketua" is 1.

    Raises:
        ValidationError: if it is none.
    """
    words = key(text)
    if words in _CHAIR:
        return 1
    digits = words.removeprefix("kpps").strip()
    if digits.isascii() and digits.isdecimal() and 1 <= int(digits[:3]) <= SEATS:
        return int(digits[:3])
    raise ValidationError(
        _("“%(text)s” is no seat: write 1 to 9, or “ketua”.") % {"text": text},
        code="seat_unknown",
    )


def _phone(text: str) -> str:
    """A phone number as +62….

    Raises:
        ValidationError: if it is none.
    """
    number = phone_in_e164(text)
    if number is None:
        raise ValidationError(
            _("“%(text)s” is no phone number: write it as in 0812-0000-1234.")
            % {"text": text},
            code="phone_invalid",
        )
    return number


def _letters(name: str) -> str:
    return " ".join(name.casefold().split())


def _who(name: str, phone: str) -> tuple[str, str]:
    return _letters(name), phone
