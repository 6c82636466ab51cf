"""The kinds of lists that can be read and exported, each by its app's own functions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sejuk.accounts.access import areas_where, phones_shown
from sejuk.accounts.models import Account
from sejuk.crews import imports as crews
from sejuk.crews.models import Holding
from sejuk.domain.places.level import Level
from sejuk.elections import clock
from sejuk.elections import imports as stations
from sejuk.elections.models import Election
from sejuk.elections.queries import stations_in
from sejuk.places.models import Area
from sejuk.places.queries import lies_in
from sejuk.sheets.command import Read
from sejuk.sheets.grid import Value
from sejuk.sheets.records import Kind


@dataclass(frozen=True, slots=True)
class ListKind:
    """One kind of list.

    Attributes:
        kind: its columns and words.
        words: what it is for, in a sentence.
        verb: of the access table: who may read such a list in.
        read: content to a list held against what stands; nothing is written.
        rows: what goes out for an area, in the order of the columns.
    """

    kind: Kind
    words: str | Promise
    verb: str
    read: Callable[[bytes, Election, Account], Read]
    rows: Callable[[Election, Area, Account], Iterable[Sequence[Value]]]

    @property
    def name(self) -> str:
        """What addresses call it."""
        return self.kind.name


def _villages(account: Account, verb: str) -> list[Area]:
    """The villages whose lists an account may read in."""
    return list(areas_where(account, verb).filter(level=Level.VILLAGE))


def _read_stations(content: bytes, election: Election, account: Account) -> Read:
    villages = _villages(account, "edit_stations")
    read = stations.read_stations(content, election, villages)
    return Read(
        read.preview, lambda: stations.write_stations(read, election, by=account)
    )


def _read_crew(content: bytes, election: Election, account: Account) -> Read:
    villages = _villages(account, "edit_crew")
    read = crews.read_crew(content, election, villages)
    today = clock.today(election)
    return Read(
        read.preview, lambda: crews.write_crew(read, election, on=today, by=account)
    )


def _station_rows(
    election: Election, area: Area, account: Account
) -> Iterable[Sequence[Value]]:
    for station in stations_in(election, area):
        yield [station.village.code, station.number, station.place, station.voters]


def _crew_rows(
    election: Election, area: Area, account: Account
) -> Iterable[Sequence[Value]]:
    shows_phones = phones_shown(account, area)
    holdings: Any = (
        Holding.objects.filter(
            lies_in(area, "seat__station__village"),
            seat__station__election=election,
            to_on=None,
        )
        .select_related("person", "seat__station__village")
        .order_by(
            "seat__station__village__code", "seat__station__number", "seat__number"
        )
    )
    for holding in holdings:
        station = holding.seat.station
        phone = holding.person.phone if shows_phones else ""
        yield [
            station.village.code,
            station.number,
            holding.seat.number,
            holding.person.name,
            phone,
        ]


KINDS: dict[str, ListKind] = {
    "stations": ListKind(
        kind=stations.STATIONS,
        words=_("Numbers, places and voters of the polling stations"),
        verb="edit_stations",
        read=_read_stations,
        rows=_station_rows,
    ),
    "crew": ListKind(
        kind=crews.CREW,
        words=_("Who sits on which seat of which polling station"),
        verb="edit_crew",
        read=_read_crew,
        rows=_crew_rows,
    ),
}
