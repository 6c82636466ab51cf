"""Who is expected at a session, crew by crew, as far as the reader may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sejuk.accounts.access import phones_shown, sees_all_of
from sejuk.accounts.models import Account
from sejuk.crews.models import Person, Seat
from sejuk.crews.queries import persons_seen_by
from sejuk.elections.models import PollingStation
from sejuk.training.models import Attendance, Session
from sejuk.training.queries.attendance import Present, attendance_list
from sejuk.training.queries.seen import sees_who_came


@dataclass(frozen=True, slots=True)
class ShownPresent:
    """One line of a session's people, as far as the reader may see.

    Attributes:
        seat: the seat invited; None for somebody who was not expected.
        is_held: whether somebody holds the seat.
        person_id, name, phone: of the holder; None and "" where not to be seen.
        attendance: what holds about who came; None where nothing was said, or the
            reader may not know.
        is_linked: whether the reader may open the person's page.
    """

    seat: Seat | None
    is_held: bool
    person_id: int | None
    name: str
    phone: str
    attendance: Attendance | None
    is_linked: bool = False

    @property
    def came(self) -> bool | None:
        """Whether the person came; None while nothing was said."""
        return self.attendance.came if self.attendance else None


@dataclass(frozen=True, slots=True)
class ExpectedCrew:
    """The officers of one station who are expected at a session.

    Attributes:
        station: with its village.
        lines: a line a seat.
        is_linked: whether the reader may open the crew's page.
    """

    station: PollingStation
    lines: tuple[ShownPresent, ...]
    is_linked: bool = False

    @property
    def empty(self) -> int:
        """Seats that nobody holds."""
        return sum(not line.is_held for line in self.lines)

    @property
    def came(self) -> int:
        """How many of those whom the reader sees came."""
        return sum(line.came is True for line in self.lines)

    @property
    def unsaid(self) -> int:
        """Of how many whom the reader sees nothing was said yet."""
        return sum(
            line.person_id is not None and line.came is None for line in self.lines
        )

    @property
    def said_alike(self) -> Attendance | None:
        """One statement for all, where one account made them within one minute."""
        said = [line.attendance for line in self.lines if line.attendance]
        minutes = {
            (s.recorded_by_id, s.recorded_at.replace(second=0, microsecond=0))
            for s in said
        }
        return said[0] if len(said) > 1 and len(minutes) == 1 else None

    @property
    def shown(self) -> list[ShownPresent]:
        """Whom the reader sees by name, and the empty seats."""
        return [each for each in self.lines if each.name or not each.is_held]

    @property
    def hidden(self) -> int:
        """How many more are expected."""
        return len(self.lines) - len(self.shown)

    @property
    def is_seen(self) -> bool:
        """Whether the reader sees anybody of it by name."""
        return any(line.person_id is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class SessionPeople:
    """Everybody of a session.

    Attributes:
        crews: who is expected, by village and station.
        others: who came, or was said not to have come, without being expected.
        expected: seats invited.
        held: of these, seats that somebody holds.
        came: people who came, those not expected included.
        is_recorded: whether anything was said about who came.
    """

    crews: tuple[ExpectedCrew, ...]
    others: tuple[ShownPresent, ...]
    expected: int
    held: int
    came: int
    is_recorded: bool

    @property
    def unsaid(self) -> int:
        """Of how many expected people whom the reader sees nothing was said yet."""
        return sum(crew.unsaid for crew in self.crews)


def people_of(
    account: Account, session: Session, *, sees_everybody: bool
) -> SessionPeople:
    """Who is expected at a session and who came. 4 queries.

    Args:
        account: the reader.
        session: the session.
        sees_everybody: whether the reader needs all names, to say who came.
    """
    present = attendance_list(session)
    seen = _seen(account, present)
    lines = [_shown(account, each, seen, sees_everybody) for each in present]
    expected = [line for line in lines if line.seat]
    return SessionPeople(
        # Of many villages one's own stands first.
        crews=tuple(
            sorted(_by_station(account, expected), key=lambda crew: not crew.is_seen)
        ),
        others=tuple(line for line in lines if not line.seat and line.person_id),
        expected=len(expected),
        held=sum(line.is_held for line in expected),
        came=sum(each.came is True for each in present),
        is_recorded=any(each.attendance for each in present),
    )


def _seen(account: Account, present: Iterable[Present]) -> set[int]:
    wanted = [each.person.pk for each in present if each.person]
    return set(
        persons_seen_by(account).filter(pk__in=wanted).values_list("pk", flat=True)
    )


def _shown(
    account: Account, each: Present, seen: set[int], sees_everybody: bool
) -> ShownPresent:
    seat, person = each.expected.seat if each.expected else None, each.person
    if person is None or not (sees_everybody or person.pk in seen):
        return ShownPresent(seat, person is not None, None, "", "", None)
    knows = sees_everybody or bool(
        seat and sees_who_came(account, seat.station.village)
    )
    return ShownPresent(
        seat=seat,
        is_held=True,
        person_id=person.pk,
        name=person.name,
        phone=_phone(account, person, seat),
        attendance=each.attendance if knows else None,
        is_linked=person.pk in seen,
    )


def _phone(account: Account, person: Person, seat: Seat | None) -> str:
    """The number, where the reader sees all contact data of the officer's village."""
    is_shown = seat and phones_shown(account, seat.station.village)
    return person.phone if is_shown else ""


def _by_station(
    account: Account, lines: Iterable[ShownPresent]
) -> Iterable[ExpectedCrew]:
    def station(line: ShownPresent) -> PollingStation:
        if line.seat is None:
            raise ValueError("a line without a seat is of no station")
        return line.seat.station

    for _pk, own in groupby(lines, key=lambda line: station(line).pk):
        rows = tuple(own)
        of = station(rows[0])
        is_linked = sees_all_of(account, of.village) or any(r.is_linked for r in rows)
        yield ExpectedCrew(of, rows, is_linked)
