"""Lists of polling stations: what a row says, what it would change, and writing it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sejuk.accounts.models import Account
from sejuk.elections import services
from sejuk.elections.models import Election, PollingStation
from sejuk.elections.village_names import VillageNames
from sejuk.places.models import Area
from sejuk.sheets.preview import Effect, Line, Preview
from sejuk.sheets.records import Cells, Kind, Placed, read_list
from sejuk.sheets.tables import Column

MOST_STATIONS = 999
MOST_VOTERS = 10_000

STATIONS = Kind(
    name="stations",
    label=gettext_lazy("Polling stations"),
    columns=(
        Column(
            "village",
            gettext_lazy("Village"),
            words=("desa", "kelurahan", "desa/kelurahan", "kode desa", "village"),
            hint=gettext_lazy("Its official code, or its name as in the list of areas"),
            example="63.02.09.2014",
        ),
        Column(
            "number",
            gettext_lazy("TPS"),
            words=("tps", "no tps", "nomor tps", "polling station"),
            width=8,
            hint=gettext_lazy("The number of the polling station in its village"),
            example="1",
        ),
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
            width=10,
            hint=gettext_lazy("How many voters are on its roll"),
            example="287",
        ),
    ),
    notes=(
        gettext_lazy("One row a polling station. Names of voters do not belong here."),
    ),
)


@dataclass(frozen=True, slots=True)
class StationRow:
    """What one row says. None and "" leave what stands as it is."""

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
    """

    preview: Preview
    new: list[PollingStation] = field(default_factory=list)
    changed: list[PollingStation] = field(default_factory=list)


def read_stations(
    content: bytes, election: Election, villages: Sequence[Area]
) -> StationList:
    """Read a list of stations of some villages. Nothing is written. 1 query."""
    check = _StationCheck(villages)
    reading = read_list(content, STATIONS, check)
    result = StationList(Preview(reading.faults, reading.notices))
    known = {
        (station.village_id, station.number): station
        for station in PollingStation.objects.filter(
            election=election, village__in=villages
        )
    }
    for placed in reading.placed:
        row = placed.record
        _compare(result, placed, election, known.get((row.village.pk, row.number)))
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
    return services.record_stations(stations.new, stations.changed, election, by=by)


class _StationCheck:
    """Rows to records; asks the database nothing."""

    def __init__(self, villages: Sequence[Area]) -> None:
        self._villages = VillageNames(villages)
        self._first: dict[tuple[int, int], int] = {}

    def __call__(self, cells: Cells) -> StationRow | None:
        village = cells.read("village", self._villages.find)
        number = cells.whole("number", 1, MOST_STATIONS)
        place = cells.text("place", longest=160)
        voters = cells.whole("voters", 0, MOST_VOTERS)
        if village is None or number is None:
            return None
        above = self._first.setdefault((village.pk, number), cells.row)
        if above != cells.row:
            cells.fault(
                "number",
                "STATION_TWICE",
                _("Row %(row)d has %(village)s TPS %(number)d already: keep one.")
                % {"row": above, "village": village.name, "number": number},
            )
            return None
        return StationRow(village, number, place, voters)


def _compare(
    result: StationList,
    placed: Placed[StationRow],
    election: Election,
    station: PollingStation | None,
) -> None:
    """Hold one row against the station that stands, if there is one."""
    row = placed.record
    if station is None:
        effect, before = Effect.NEW, ""
        station = PollingStation(
            election=election,
            village=row.village,
            number=row.number,
            place=row.place,
            voters=row.voters,
        )
        result.new.append(station)
    else:
        before = _words(station.number, station.place, station.voters)
        place = row.place or station.place
        voters = station.voters if row.voters is None else row.voters
        if (place, voters) == (station.place, station.voters):
            result.preview.unchanged += 1
            return
        effect = Effect.CHANGED
        station.place, station.voters = place, voters
        result.changed.append(station)
    words = _words(station.number, station.place, station.voters)
    group = row.village.name
    line = Line(placed.sheet, placed.row, effect, group, words, before)
    result.preview.lines.append(line)


def _words(number: int, place: str, voters: int | None) -> str:
    parts = [f"TPS {number}", place]
    if voters is not None:
        parts.append(_("%(n)d voters") % {"n": voters})
    return ", ".join(part for part in parts if part)
