"""Planning instances made of real villages, with invented halls, trainers and days.

The rules are those of docs/planner.md; the same seed gives the same instance anywhere.
The data folder is `../shared/data` beside the repository, or what SEJUK_DATA names.
"""

import csv
import gzip
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from math import isnan, nan
from pathlib import Path

from sejuk.domain.training import invented
from sejuk.domain.training.instance import Hall, Instance, Officer, Trainer, Village
from sejuk.domain.training.parameters import Duty, Organiser, Parameters

POLL = date(2020, 12, 9)
SWORN = date(2020, 11, 24)
EXAMPLE = "63.02.09"
VILLAGE_RENT, SEAT_RENT = 75_000, 150_000
CREW = (Duty.CHAIR, *[Duty.MEMBER] * 6, *[Duty.SECURITY] * 2)
REGENCY_CODE = len("63.02")
SUB_DISTRICT_CODE = len("63.02.09")

NOWHERE = (nan, nan)

EXAMPLE_PLANNED_ON = date(2020, 11, 13)
EXAMPLE_AT_RISK = ("63.02.09.2001", "63.02.09.2007", "63.02.09.2017")
KOTABARU = "63.02"
KOTABARU_STATIONS = {2019: 1_115, 2020: 895}


@dataclass(frozen=True, slots=True)
class Place:
    """A village as the data folder has it, with its stations of this election."""

    code: str
    lat: float
    lon: float
    landmass: str
    stations: int
    stations_2019: int


def data_folder() -> Path:
    """Where the real data lie; they are not part of the repository."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("SEJUK_DATA", beside))


def instance_of(
    area: str,
    *,
    seed: int = 1,
    point_rupiah: float = 8_500,
    has_half_seats: bool = False,
) -> Instance:
    """The benchmark instance of a sub-district.

    Args:
        area: its code in the edition of 2025, like 63.02.09.
        seed: which world of invented things.
        point_rupiah: rupiah that one point of loss is worth.
        has_half_seats: every hall with half its seats, as in 2020.

    Raises:
        LookupError: there is no such sub-district in the data, or no point for it.
    """
    regency = _places_of(area[:REGENCY_CODE])
    places = [p for p in regency if p.code[:SUB_DISTRICT_CODE] == area]
    if not places:
        raise LookupError(f"There is no sub-district {area} in {data_folder()}.")
    if any(isnan(place.lat) for place in places):
        raise LookupError(f"Nothing in {data_folder()} says where {area} lies.")
    bare = Instance(
        poll=POLL,
        sworn=SWORN,
        today=SWORN - timedelta(days=30),
        villages=tuple(
            Village(
                p.code, p.lat, p.lon, p.landmass, invented.village_risk(seed, p.code)
            )
            for p in places
        ),
        halls=(),
        trainers=(),
        officers=(),
        parameters=Parameters(point_rupiah=point_rupiah),
    )
    share = sum(p.stations for p in places) / sum(p.stations for p in regency)
    return _furnished(bare, places, seed, share=share, has_half_seats=has_half_seats)


def example_instance(
    *, seed: int = 1, point_rupiah: float = 4_000, has_half_seats: bool = True
) -> Instance:
    """Kelumpang Tengah as the product's example plans it on 13 November 2020."""
    places = [p for p in _places_of(KOTABARU) if p.code[:SUB_DISTRICT_CODE] == EXAMPLE]
    stations = invented.scaled_stations(
        {p.code: p.stations_2019 for p in places},
        KOTABARU_STATIONS[2020],
        KOTABARU_STATIONS[2019],
    )
    places = [replace(p, stations=stations[p.code]) for p in places]
    bare = Instance(
        poll=POLL,
        sworn=SWORN,
        today=EXAMPLE_PLANNED_ON,
        villages=tuple(
            Village(
                p.code,
                p.lat,
                p.lon,
                p.landmass,
                1.5 if p.code in EXAMPLE_AT_RISK else 1,
            )
            for p in places
        ),
        halls=(),
        trainers=(),
        officers=(),
        parameters=Parameters(point_rupiah=point_rupiah),
    )
    share = sum(stations.values()) / KOTABARU_STATIONS[2020]
    return _furnished(bare, places, seed, share=share, has_half_seats=has_half_seats)


def _furnished(
    bare: Instance,
    places: list[Place],
    seed: int,
    *,
    share: float,
    has_half_seats: bool,
) -> Instance:
    halls = list(_halls(bare, places, seed))
    if has_half_seats:
        halls = [replace(hall, seats=hall.seats // 2) for hall in halls]
    return replace(
        bare,
        halls=tuple(halls),
        trainers=(
            *_kpu_trainers(bare, places[0].code, seed, share),
            *_ppk_trainers(bare, places, seed),
        ),
        officers=tuple(_officers(places)),
    )


def _halls(bare: Instance, places: list[Place], seed: int) -> Iterator[Hall]:
    stations = {place.code: place.stations for place in places}
    for code in stations:
        yield _village_hall(bare, code, stations[code], seed)
    area = places[0].code[:SUB_DISTRICT_CODE]
    yield Hall(
        id=f"{area}/seat",
        village=invented.seat_village(stations),
        seats=invented.SEAT_HALL_SEATS,
        rent=SEAT_RENT,
        closed_on=frozenset(
            on for on in bare.days if invented.is_seat_hall_closed(seed, area, on)
        ),
        shared=True,
    )
    for code in stations:
        for number in range(1, invented.hall_count(stations[code])):
            yield _village_hall(bare, code, stations[code], seed, number)


def _village_hall(
    bare: Instance, code: str, stations: int, seed: int, number: int = 0
) -> Hall:
    return Hall(
        id=f"{code}/{number + 1}",
        village=code,
        seats=invented.hall_seats(seed, code, stations, number),
        rent=VILLAGE_RENT,
        closed_on=frozenset(
            on for on in bare.days if invented.is_hall_closed(seed, code, on, number)
        ),
    )


def _kpu_trainers(
    bare: Instance, code: str, seed: int, share: float
) -> Iterator[Trainer]:
    official = invented.official_days(bare.days, bare.sworn)
    regency = code[:REGENCY_CODE]
    free = {on: len(invented.kpu_trainers_free(seed, regency, on)) for on in official}
    dealt = invented.kpu_share(
        seed,
        code[:SUB_DISTRICT_CODE],
        free,
        first_day=bare.first_day,
        share=share,
    )
    for number in range(max(dealt.values(), default=0)):
        days = frozenset(on for on, trainers in dealt.items() if trainers > number)
        yield Trainer(f"kpu-{number + 1}", Organiser.KPU, days)


def _ppk_trainers(bare: Instance, places: list[Place], seed: int) -> Iterator[Trainer]:
    official = invented.official_days(bare.days, bare.sworn)
    area = places[0].code[:SUB_DISTRICT_CODE]
    for number in range(invented.trainer_count(sum(p.stations for p in places))):
        days = frozenset(
            on for on in official if invented.is_trainer_free(seed, area, number, on)
        )
        if days:
            yield Trainer(f"ppk-{number + 1}", Organiser.PPK, days)


def _officers(places: list[Place]) -> Iterator[Officer]:
    for place in places:
        for station in range(1, place.stations + 1):
            for seat, duty in enumerate(CREW, start=1):
                name = f"{place.code}/{station}/{seat}"
                yield Officer(name, place.code, station, seat, duty)


@cache
def _places_of(regency: str) -> tuple[Place, ...]:
    rows = _kotabaru() if regency == KOTABARU else _anywhere(regency)
    return tuple(sorted(rows, key=lambda place: place.code))


def _kotabaru() -> Iterator[Place]:
    with (data_folder() / "geo" / "kotabaru_villages.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            yield Place(
                code=row["code_2025"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                landmass=row["landmass"],
                stations=invented.stations_for(
                    int(row["voters_2019"] or 0), int(row["tps_2024"] or 0)
                ),
                stations_2019=int(row["tps_2019"] or 0),
            )


def _anywhere(regency: str) -> Iterator[Place]:
    points = dict(_points("villages", regency))
    centres = dict(_points("districts", regency))
    for row in _rows("tps/villages_tps_2019.csv.gz"):
        code = row["region_code"]
        if row["overseas"] == "1" or not code.startswith(f"{regency}."):
            continue
        centre = centres.get(code[:SUB_DISTRICT_CODE], NOWHERE)
        lat, lon = points.get(code) or invented.scattered(code, centre)
        counted = int(row["tps_count"])
        stations = invented.stations_for(int(row["voters"]), counted)
        yield Place(code, lat, lon, "main", stations, counted)


def _points(what: str, regency: str) -> Iterator[tuple[str, tuple[float, float]]]:
    for row in _rows(f"geo/{what}_latlon_2025.csv.gz"):
        if row["code"].startswith(f"{regency}.") and row["lat"]:
            yield row["code"], (float(row["lat"]), float(row["lon"]))


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    with gzip.open(data_folder() / name, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def sub_districts(regency: str = KOTABARU) -> list[str]:
    """Codes of all sub-districts of a regency that have villages in the data."""
    return sorted({place.code[:SUB_DISTRICT_CODE] for place in _places_of(regency)})
