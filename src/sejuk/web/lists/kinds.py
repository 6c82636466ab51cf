"""The kinds of lists that can be read and fetched, each by its app's own functions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sejuk.accounts import acts
from sejuk.accounts.access import (
    DataClass,
    Sight,
    areas_where,
    may_somewhere,
    phones_shown,
    sight_in,
    visible,
)
from sejuk.accounts.models import Account
from sejuk.crews import imports as crews
from sejuk.crews.queries import CrewFilter, crew_seats, shown
from sejuk.elections import clock
from sejuk.elections import imports as stations
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area
from sejuk.places.queries import lies_in
from sejuk.sheets.command import Read
from sejuk.sheets.grid import Value
from sejuk.sheets.preview import Sent
from sejuk.sheets.records import Kind
from sejuk.sheets.tables import Column


@dataclass(frozen=True, slots=True)
class Fetched:
    """A list that goes out: its columns, and its rows in their order."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class ListKind:
    """One kind of list.

    Attributes:
        kind: its columns and words.
        about: what it holds, in a few words.
        verb: of the access table: who may read such a list in.
        read: files to a list held against what stands; nothing is written. The last
            argument locks what it was held against, in a transaction.
        may_fetch: whether an account may fetch what stands in an area that it sees.
        fetch: what of an area an account sees.
        write_words, written_words: "write 35 stations", "35 stations were written".
    """

    kind: Kind
    about: str | Promise
    verb: str
    read: Callable[[Sequence[Sent], Election, Account, bool], Read]
    may_fetch: Callable[[Account, Area], bool]
    fetch: Callable[[Account, Election, Area], Fetched]
    write_words: Callable[[int], str]
    written_words: Callable[[int], str]

    @property
    def name(self) -> str:
        """What addresses call it."""
        return self.kind.name

    def may_read(self, account: Account) -> bool:
        """Whether an account may read such a list in, for some area."""
        return may_somewhere(account, self.verb)


def _villages(account: Account, verb: str, election: Election) -> list[Area]:
    """The villages whose lists an account may read in."""
    return stations.villages_on(clock.today(election), areas_where(account, verb))


def _read_stations(
    files: Sequence[Sent], election: Election, account: Account, locks: bool
) -> Read:
    villages = _villages(account, "edit_stations", election)
    read = stations.read_stations(files, election, villages, locks=locks)
    return Read(
        read.preview, lambda: stations.write_stations(read, election, by=account)
    )


def _read_crew(
    files: Sequence[Sent], election: Election, account: Account, locks: bool
) -> Read:
    villages = _villages(account, "edit_crew", election)
    read = crews.read_crew(files, election, villages, locks=locks)
    return Read(read.preview, lambda: crews.write_crew(read, election, by=account))


def _stations_of(account: Account, election: Election, area: Area) -> Fetched:
    rows = (
        visible(account, PollingStation)
        .filter(lies_in(area, "village"), election=election)
        .order_by("village__code", "number")
        .values_list("village__code", "number", "place", "voters")
    )
    return Fetched(stations.STATIONS.columns, list(rows))


def _crew_of(account: Account, election: Election, area: Area) -> Fetched:
    """Who sits where, with as much of each person as the account sees."""
    with_phones = phones_shown(account, area)
    columns = [c for c in crews.CREW.columns if with_phones or c.name != "phone"]
    rows = list(_officers(account, election, area, with_phones=with_phones))
    acts.record(
        "export_crew", area, by=account, area_code=area.code, officers=len(rows)
    )
    return Fetched(columns, rows)


def _officers(
    account: Account, election: Election, area: Area, *, with_phones: bool
) -> Iterator[list[Value]]:
    seats = crew_seats(account, election, area, CrewFilter(state="held"))
    for officer in shown(account, seats):
        if officer.person_id is not None:
            station = officer.seat.station
            place = (station.village.code, station.number, officer.seat.number)
            phone = [officer.phone] if with_phones else []
            yield [*place, officer.name, *phone, officer.since]


def _sees_officers(account: Account, area: Area) -> bool:
    seen = sight_in(account, DataClass.CONTACT, area)
    return bool(seen & {Sight.ALL, Sight.NAMES, Sight.HEADS})


KINDS: dict[str, ListKind] = {
    "stations": ListKind(
        kind=stations.STATIONS,
        about=_("Numbers, places and voters of the polling stations."),
        verb="edit_stations",
        read=_read_stations,
        may_fetch=lambda _account, _area: True,
        fetch=_stations_of,
        write_words=lambda n: (
            ngettext("Write %(n)d polling station", "Write %(n)d polling stations", n)
            % {"n": n}
        ),
        written_words=lambda n: (
            ngettext(
                "%(n)d polling station is written.",
                "%(n)d polling stations are written.",
                n,
            )
            % {"n": n}
        ),
    ),
    "crew": ListKind(
        kind=crews.CREW,
        about=_("Who sits on which seat of which polling station."),
        verb="edit_crew",
        read=_read_crew,
        may_fetch=_sees_officers,
        fetch=_crew_of,
        write_words=lambda n: (
            ngettext("Write %(n)d officer", "Write %(n)d officers", n) % {"n": n}
        ),
        written_words=lambda n: (
            ngettext("%(n)d officer is written.", "%(n)d officers are written.", n)
            % {"n": n}
        ),
    ),
}
