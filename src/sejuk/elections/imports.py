"""Lists of polling stations: what a row says, what it would change, and writing it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sejuk.accounts.models import Account
from sejuk.domain.places.level import Level
from sejuk.elections import services
from sejuk.elections.models import Election, PollingStation
from sejuk.elections.village_names import VillageNames
from sejuk.places.models import Area
from sejuk.places.queries import valid_on
from sejuk.sheets.preview import Effect, Line, Place, Preview, Sent, Watch, read_files
from sejuk.sheets.records import Cells, Kind
from sejuk.sheets.tables import Column

MOST_STATIONS = 999
MOST_VOTERS = 10_000

VILLAGE = Column(
    "village",
    gettext_lazy("Village"),
    words=("desa", "kelurahan", "desa/kelurahan", "kode desa", "village"),
    hint=gettext_lazy("Its official code, or its name as in the list of areas"),
    example="63.02.09.2014",
)


def station_number(name: str) -> Column:
    """The column with the number of a polling station, called as a list calls it."""
    return Column(
        name,
        gettext_lazy("TPS"),
        words=("tps", "no tps", "nomor tps", "polling station"),
        is_text=False,
        width=8,
        hint=gettext_lazy("The number of the polling station in its village"),
        example="1",
    )


STATIONS = Kind(
    name="stations",
    label=gettext_lazy("Polling stations"),
    columns=(
        VILLAGE,
        station_number("number"),
        Column(
            "place",
            gettext_lazy("Place"),
            words=("tempat", "lokasi", "alamat", "alamat tps", "place"),
            is_required=False,
            width=36,
            hint=gettext_lazy("Where it stands, as people call it"),
            example="Balai Desa Senakin",
        ),
        Column(
            "voters",
            gettext_lazy("Voters"),
            words=("pemilih", "jumlah pemilih", "jumlah dpt", "dpt", "voters"),
            is_required=False,
            is_text=False,
            width=10,
            hint=gettext_lazy("How many voters are on its roll"),
            example="287",
        ),
    ),
    notes=(
        gettext_lazy("One row a polling station. Names of voters do not belong here."),
        gettext_lazy(
            "What an empty cell, or a station that is not in the list, says already "
            "stays as it is."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class StationRow:
    """What one row says. None and "" leave what stands as it is."""

    at: Place
    village: Area
    number: int
    place: str
    voters: int | None


@dataclass(slots=True)
class StationList:
    """A list of stations held against what stands.

    Attributes:
        preview: what it would do, and what stops it.
        new: stations to add.
        changed: stations to correct, with their new values set.
        was: what was said of each of these before: number, place, voters.
    """

    preview: Preview
    new: list[PollingStation] = field(default_factory=list)
    changed: list[PollingStation] = field(default_factory=list)
    was: list[tuple[int, str, int | None]] = field(default_factory=list)


def villages_on(day: date, areas: QuerySet[Area] | None = None) -> list[Area]:
    """The villages of some areas, or of all, of which a list can speak on a day."""
    among = Area.objects.all() if areas is None else areas
    villages = among.filter(valid_on(day), level=Level.VILLAGE)
    return list(villages.only("code", "name"))


def read_stations(
    files: Sequence[Sent],
    election: Election,
    villages: Sequence[Area],
    *,
    locks: bool = False,
    watch: Watch | None = None,
) -> StationList:
    """Read a list of stations of some villages. Nothing is written.

    Asks the database once, however many rows; with `locks`, in a transaction, twice, so
    that what it compared with still stands when it is written.
    """
    preview, rows = read_files(files, STATIONS, _StationCheck(villages), watch)
    result = StationList(preview)
    known = _known(election, {row.village.pk for row in rows}, locks=locks)
    for row in rows:
        station = known.get((row.village.pk, row.number))
        if station is None:
            _add(result, row, election)
        else:
            _correct(result, row, station)
    return result


def write_stations(
    stations: StationList, election: Election, *, by: Account | None
) -> int:
    """Write a clean list; gives how many stations were added or corrected.

    Raises:
        ValueError: if the list has a fault.
    """
    if not stations.preview.is_clean:
        raise ValueError("a list with faults is not written")
    return services.record_stations(
        stations.new, stations.changed, election, was=stations.was, by=by
    )


class _StationCheck:
    """Rows to records; asks the database nothing."""

    def __init__(self, villages: Sequence[Area]) -> None:
        self._villages = VillageNames(villages)
        self._first: dict[tuple[int, int], Place] = {}

    def __call__(self, cells: Cells, at: Place) -> StationRow | None:
        village = cells.read("village", self._villages.find)
        number = cells.whole("number", 1, MOST_STATIONS)
        place = cells.text("place", longest=160)
        voters = cells.whole("voters", 0, MOST_VOTERS)
        if village is None or number is None:
            return None
        above = self._first.setdefault((village.pk, number), at)
        if above is not at:
            message = _("%(village)s TPS %(number)d stands in %(place)s already.")
            message += " " + _("Keep one of the two.")
            named = {"village": village.name, "number": number}
            told = message % {**named, "place": above.seen_from(at)}
            cells.fault("number", "STATION_TWICE", told)
        return StationRow(at, village, number, place, voters)


def _known(
    election: Election, villages: set[int], *, locks: bool
) -> dict[tuple[int, int], PollingStation]:
    if locks:  # whoever adds a station to one of these waits for us
        held = Area.objects.select_for_update(no_key=True).filter(pk__in=villages)
        list(held.order_by("pk").values_list("pk"))
    stations = PollingStation.objects.filter(election=election, village__in=villages)
    if locks:
        stations = stations.select_for_update(no_key=True)
    return {(s.village_id, s.number): s for s in stations.order_by("pk")}


def _add(result: StationList, row: StationRow, election: Election) -> None:
    station = PollingStation(
        election=election,
        village=row.village,
        number=row.number,
        place=row.place,
        voters=row.voters,
    )
    result.new.append(station)
    said = (row.number, row.place, row.voters)
    tell = partial(_told, said, None, was_derived=False)
    line = Line(row.at, Effect.NEW, row.village.name, (row.village.code, said), tell)
    result.preview.lines.append(line)


def _correct(result: StationList, row: StationRow, station: PollingStation) -> None:
    """Hold one row against the station that stands."""
    was = (station.number, station.place, station.voters)
    voters = station.voters if row.voters is None else row.voters
    said = (station.number, row.place or station.place, voters)
    if said == was and not station.is_derived:
        result.preview.unchanged += 1
        return
    _number, station.place, station.voters = said
    result.changed.append(station)
    result.was.append(was)
    tell = partial(_told, said, was, was_derived=station.is_derived)
    mark = (row.village.code, said, was, station.is_derived)
    line = Line(row.at, Effect.CHANGED, row.village.name, mark, tell)
    result.preview.lines.append(line)


def _told(
    said: tuple[int, str, int | None],
    was: tuple[int, str, int | None] | None,
    *,
    was_derived: bool,
) -> tuple[str, str]:
    """A station in words, and what stood there before."""
    if was is None:
        return _words(*said), ""
    before = _words(*was) if was != said else ""
    computed = _("computed") if was_derived else ""
    return _words(*said), ", ".join(part for part in (before, computed) if part)


def _words(number: int, place: str, voters: int | None) -> str:
    parts = [f"TPS {number}", place]
    if voters is not None:
        parts.append(ngettext("%(n)d voter", "%(n)d voters", voters) % {"n": voters})
    return ", ".join(part for part in parts if part)
