"""How long and how dear it is to come from one point to another."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class TravelRules:
    """Speeds and fares by road and by ferry.

    The detour of 2.4 is measured for South Kalimantan; the rest are assumptions that
    users may change.

    Attributes:
        road_detour: road km for each km of straight line (>= 1).
        road_kmh: speed by road in km/h (> 0).
        road_rupiah_km: rupiah for each road km, one way.
        ferry_wait_minutes: minutes lost by waiting for a ferry, one way.
        ferry_kmh: speed of the ferry in km/h along the straight line (> 0).
        ferry_rupiah: rupiah for each crossing, one way.
        ferry_rupiah_km: rupiah for each km of straight line, one way.
    """

    road_detour: float = 2.4
    road_kmh: float = 25.0
    road_rupiah_km: float = 1_000.0
    ferry_wait_minutes: float = 60.0
    ferry_kmh: float = 15.0
    ferry_rupiah: float = 30_000.0
    ferry_rupiah_km: float = 2_000.0


@dataclass(frozen=True, slots=True)
class Point:
    """Where something lies.

    Attributes:
        lat: latitude in degrees, -90..90.
        lon: longitude in degrees, -180..180.
        landmass: name of the island; a way between two landmasses takes a ferry.
    """

    lat: float
    lon: float
    landmass: str = "main"


@dataclass(frozen=True, slots=True)
class Trip:
    """One way between two points.

    Attributes:
        minutes: minutes, one way (>= 0).
        km: km travelled, one way: road km, or straight line by ferry (>= 0).
        rupiah: fare, one way (>= 0).
    """

    minutes: float
    km: float
    rupiah: float


def straight_km(start: Point, end: Point) -> float:
    """Length of the straight line over the globe (haversine), in km."""
    up = radians(end.lat - start.lat) / 2
    across = radians(end.lon - start.lon) / 2
    chord = sin(up) ** 2 + (
        cos(radians(start.lat)) * cos(radians(end.lat)) * sin(across) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def trip(start: Point, end: Point, rules: TravelRules) -> Trip:
    """The way between two points, the same in both directions.

    Args:
        start: where it begins.
        end: where it ends.
        rules: speeds and fares.

    Returns:
        Minutes, km and rupiah, one way; all 0 for a point and itself.
    """
    line = straight_km(start, end)
    if start.landmass == end.landmass:
        km = line * rules.road_detour
        return Trip(km / rules.road_kmh * 60, km, km * rules.road_rupiah_km)
    return Trip(
        rules.ferry_wait_minutes + line / rules.ferry_kmh * 60,
        line,
        rules.ferry_rupiah + line * rules.ferry_rupiah_km,
    )
