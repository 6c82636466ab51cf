"""What each row of a list of crews does, held against who sits where."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sejuk.crews.standing import KnownPerson, SeatNow, Standing, letters
from sejuk.places.models import Area
from sejuk.sheets.preview import Place
from sejuk.sheets.records import Cells

ALIKE = 0.85
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, eq=False)
class CrewRow:
    """What one row says.

    Attributes:
        cells: to complain with.
        at: where it stands.
        village, station: village and number of the polling station.
        seats: the seats that it may mean, one where the row names it; none and no name
            where the cell was complained about.
        name, phone: of the officer; "" is no number.
        from_on: from when; None is not said.
    """

    cells: Cells
    at: Place
    village: Area
    station: int
    seats: tuple[int, ...]
    name: str
    phone: str
    from_on: date | None


class How(Enum):
    """What a row does to its seat."""

    SAME = auto()
    CORRECTS = auto()
    TAKES = auto()
    REPLACES = auto()


@dataclass(frozen=True, slots=True)
class SeatChange:
    """What a row does.

    Attributes:
        row, seat: what says it, and to which seat.
        how: whether the seat is taken, passed on, or its holder corrected.
        person: the known person who sits; None is somebody new.
        moved_from: the seat that the person leaves for this one.
        on: from when the person sits, and whoever must leave has left.
    """

    row: CrewRow
    seat: SeatNow
    how: How
    on: date
    person: KnownPerson | None = None
    moved_from: SeatNow | None = None

    @property
    def mark(self) -> tuple[object, ...]:
        """What else tells this change from another."""
        holder = self.seat.holder
        now = (holder.pk, holder.name, holder.phone) if holder else None
        return self.how.name, self.person.pk if self.person else None, now, self.on

    @property
    def corrects(self) -> bool:
        """Whether a known person is called or reached otherwise from now on."""
        if self.person is None:
            return False
        known, row = self.person, self.row
        return row.name != known.name or row.phone not in {"", known.phone}

    @property
    def leaving(self) -> list[KnownPerson]:
        """Who leaves a seat by it."""
        if self.how not in {How.TAKES, How.REPLACES}:
            return []
        people = [self.seat.holder, self.person if self.moved_from else None]
        return [person for person in people if person]


def settle(
    rows: Sequence[CrewRow], standing: Standing, today: date
) -> list[SeatChange]:
    """What each row does, in the order of the rows; complains where it cannot be.

    Args:
        rows: rows whose cells are right.
        standing: who sits where in their villages.
        today: the election's day, on which new officers sit where none is said.
    """
    _tell_officers_twice(rows)
    seated = dict(_seated(rows, standing))
    persons = _persons(seated, standing)
    given = {seat.pk for seat in seated.values()}
    changes = []
    for row in rows:
        if row in seated:
            person = persons.get(row)
            if person:
                _tell_sitting_elsewhere(row, seated[row], person, given)
            changes.append(_change(row, seated[row], person, today))
    return changes


def _tell_officers_twice(rows: Iterable[CrewRow]) -> None:
    """One person, one seat: who stands in two rows is told at the later one."""
    first: dict[tuple[str, str], CrewRow] = {}
    for row in rows:
        if not row.phone or not row.name:
            continue
        above = first.setdefault((letters(row.name), row.phone), row)
        if above is not row:
            message = _("%(name)s stands in %(place)s already. One person, one seat.")
            named = {"name": row.name, "place": above.at.seen_from(row.at)}
            row.cells.fault("name", "OFFICER_TWICE", message % named)


def _seated(
    rows: Iterable[CrewRow], standing: Standing
) -> Iterator[tuple[CrewRow, SeatNow]]:
    """The seat that each row means; rows without one are complained about."""
    crews: dict[tuple[int, int], list[CrewRow]] = defaultdict(list)
    for row in rows:
        crews[row.village.pk, row.station].append(row)
    for at, crew in crews.items():
        seats = standing.seats.get(at)
        if seats is None:
            for row in crew:
                message = _(
                    "%(village)s has no TPS %(number)d. Correct the number, or read "
                    "the list of stations first."
                )
                named = {"village": row.village.name, "number": row.station}
                row.cells.fault("station", "STATION_UNKNOWN", message % named)
            continue
        for row, number in _numbered(crew, seats):
            yield row, seats[number]


def _numbered(
    crew: Sequence[CrewRow], seats: dict[int, SeatNow]
) -> Iterator[tuple[CrewRow, int]]:
    """Rows of one crew with their seats.

    Rows that name their seat come first. "Anggota" alone keeps the seat that the person
    has, else takes the lowest empty one, else the lowest that the list gives nobody.
    """
    given: dict[int, CrewRow] = {}
    for row in (row for row in crew if len(row.seats) == 1):
        above = given.setdefault(row.seats[0], row)
        if above is not row:
            message = _("This seat stands in %(place)s already. Keep one of the two.")
            told = message % {"place": above.at.seen_from(row.at)}
            row.cells.fault("seat", "SEAT_TWICE", told)
    later = [row for row in crew if len(row.seats) > 1]
    kept = [row for row in later if _keeps(row, seats, given)]
    for row in (row for row in later if row not in kept):
        free = [number for number in row.seats if number not in given]
        if not free:
            message = _("This TPS has no seat left for “%(seat)s”. Take out a row.")
            told = message % {"seat": row.cells.text("seat")}
            row.cells.fault("seat", "SEATS_FULL", told)
            continue
        empty = [number for number in free if seats[number].holder is None]
        given[(empty or free)[0]] = row
    for number, row in given.items():
        yield row, number


def _keeps(row: CrewRow, seats: dict[int, SeatNow], given: dict[int, CrewRow]) -> bool:
    """Whether the person of a row sits on one of its seats, and so keeps it."""
    for number in row.seats:
        holder = seats[number].holder
        if number not in given and holder and is_same(holder, row):
            given[number] = row
            return True
    return False


def _persons(
    seated: dict[CrewRow, SeatNow], standing: Standing
) -> dict[CrewRow, KnownPerson]:
    """Who of those known each row means; rows that are not in it bring somebody new.

    First whoever holds the very seat, then by name, number and village, then by name
    alone within the crew where a number is missing. Nobody is meant by two rows.
    """
    found: dict[CrewRow, KnownPerson] = {}
    for row, seat in seated.items():
        if seat.holder and is_same(seat.holder, row):
            found[row] = seat.holder
    meant = {person.pk for person in found.values()}
    for row in seated:
        if row not in found:
            for person in _candidates(row, standing):
                if person.pk not in meant:
                    found[row] = person
                    meant.add(person.pk)
                    break
    return found


def _candidates(row: CrewRow, standing: Standing) -> Iterator[KnownPerson]:
    name = letters(row.name)
    for known in standing.by_phone.get((name, row.phone), ()):
        if known.village == row.village.pk or known.holding is not None:
            yield known
    for seat in standing.seats[row.village.pk, row.station].values():
        holder = seat.holder
        if not holder or (row.phone and holder.phone):
            continue
        if letters(holder.name) == name:
            yield holder


def is_same(person: KnownPerson, row: CrewRow) -> bool:
    """Whether a row means the person who sits on its seat.

    The same name, whatever the number; or the same number and a name spelt nearly so or
    with a title more: members of a family share phones, so the number alone proves
    nothing.
    """
    name, said = letters(person.name), letters(row.name)
    if name == said:
        return True
    if not row.phone or row.phone != person.phone:
        return False
    words, said_words = set(WORD.findall(name)), set(WORD.findall(said))
    if words <= said_words or said_words <= words:
        return True
    return difflib.SequenceMatcher(None, name, said).ratio() >= ALIKE


def _tell_sitting_elsewhere(
    row: CrewRow, seat: SeatNow, person: KnownPerson, given: set[int]
) -> None:
    """Who holds another seat moves only if the list gives that one to somebody else."""
    if person.holding is None or person.seat is seat:
        return
    if person.seat and person.seat.pk in given:
        return
    message = _(
        "%(name)s holds another seat: %(where)s. Say in the list who gets that one, "
        "or move the officer on the page of the crew."
    )
    where = _("outside your area")
    if person.where:
        words = _("%(village)s TPS %(tps)d, seat %(seat)d")
        where = words % dict(zip(("village", "tps", "seat"), person.where, strict=True))
    told = {"name": row.name, "where": where}
    row.cells.fault("name", "OFFICER_ELSEWHERE", message % told)


def _change(
    row: CrewRow, seat: SeatNow, person: KnownPerson | None, today: date
) -> SeatChange:
    if person and person is seat.holder:
        if row.from_on and row.from_on != person.from_on:
            message = _("%(name)s holds this seat since %(day)s already: that stays.")
            told = {"name": person.name, "day": _day(person.from_on)}
            row.cells.notice("from_on", "FROM_STAYS", message % told)
        same = SeatChange(row, seat, How.SAME, today, person)
        return replace(same, how=How.CORRECTS) if same.corrects else same
    how = How.REPLACES if seat.holder else How.TAKES
    moved_from = person.seat if person and person.holding else None
    on = _start(row, seat, person, today)
    return SeatChange(row, seat, how, on, person, moved_from)


def _start(
    row: CrewRow, seat: SeatNow, person: KnownPerson | None, today: date
) -> date:
    """From when somebody sits; complains of a day that cannot be."""
    leaving = [seat.holder, person if person and person.holding else None]
    begun = [who.from_on for who in leaving if who and who.from_on]
    free = [seat.free_from, person.free_from if person else None]
    earliest = max([*begun, *(day for day in free if day)], default=None)
    on = row.from_on or max(today, earliest or today)
    if earliest and on < earliest:
        message = _(
            "Seat or officer were not free before %(day)s. Write that day or a later "
            "one."
        )
        row.cells.fault("from_on", "FROM_EARLY", message % {"day": _day(earliest)})
    if begun and on > max(today, *begun):
        message = _(
            "Somebody has to leave for this, and that day is still to come. Write "
            "today, %(day)s, or an earlier day."
        )
        row.cells.fault("from_on", "FROM_LATE", message % {"day": _day(today)})
    return on


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else "–"
