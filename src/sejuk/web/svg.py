"""Pictures as SVG, made on the server: pure geometry, no markup, no framework.

`draw_map` turns boundaries in degrees into paths of a small drawing; the template
`web/parts/_map.html` writes them out. A drawing is 360 units wide, so that a unit is
about a pixel on the smallest phone and its lettering stays readable there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any, Protocol

WIDTH = 360
"""Units across a drawing."""

SHADES = 5
"""Shades of readiness: 0 is far from ready, 4 is ready."""

_MARGIN = 4.0
_TALLEST = 1.15
_POINT_RADIUS = 11.0
_SCAN_LINES = 15
_WIDER_THAN_HIGH = 1.6
_ROOM_FOR_NUMBER = 19.0

_Ring = list[tuple[float, float]]


class Shape(Protocol):
    """What is drawn: an area with its readiness.

    Attributes:
        name: the area's name.
        geometry: GeoJSON Polygon or MultiPolygon in degrees; None where the boundary
            is not known, then the point is drawn.
        lon, lat: a point of the area in degrees, or None.
        value: readiness (0..1); None where nothing is known.
        href: the page of the area; empty where there is none.
        is_blocked: hatched: something there cannot be made good by waiting.
    """

    @property
    def name(self) -> str: ...
    @property
    def geometry(self) -> Mapping[str, Any] | None: ...
    @property
    def lon(self) -> float | None: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def value(self) -> float | None: ...
    @property
    def href(self) -> str: ...
    @property
    def is_blocked(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """One area of a drawing.

    Attributes:
        path: the `d` of its outline; empty for a point.
        x, y: where its number stands, in units of the drawing, as text.
        is_small: whether there is little room for the number.
        shade: "shade-0" to "shade-4", or "unknown".
    """

    name: str
    href: str
    value: float | None
    is_blocked: bool
    shade: str
    path: str
    x: str
    y: str
    is_small: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map, ready to be written out; empty when nothing has a place."""

    width: int
    height: int
    areas: tuple[DrawnArea, ...]


def shade_of(value: float | None) -> str:
    """The shade of a readiness (0..1): borders at 20, 40, 60 and 80 %."""
    if value is None:
        return "unknown"
    return f"shade-{max(0, min(SHADES - 1, int(value * SHADES + 1e-9)))}"


def draw_map(shapes: Sequence[Shape]) -> Drawing:
    """A map of areas, north up, equirectangular at its middle latitude.

    Args:
        shapes: what to draw; those with neither boundary nor point are left out.

    Returns:
        Outlines and places of numbers in a drawing 360 units wide.
    """
    placed = [(shape, rings) for shape in shapes if (rings := _rings(shape))]
    points = [p for _, rings in placed for ring in rings for p in ring]
    if not points:
        return Drawing(WIDTH, 0, ())
    frame = _Frame.around(points)
    areas = tuple(_drawn(shape, rings, frame) for shape, rings in placed)
    return Drawing(WIDTH, frame.height, areas)


def _rings(shape: Shape) -> list[_Ring]:
    """The outlines of a shape in degrees; a single point where it has none."""
    geometry = shape.geometry
    if geometry and geometry.get("coordinates"):
        many = geometry["type"] == "MultiPolygon"
        polygons = geometry["coordinates"] if many else [geometry["coordinates"]]
        return [[(p[0], p[1]) for p in ring] for poly in polygons for ring in poly]
    if shape.lon is None or shape.lat is None:
        return []
    return [[(shape.lon, shape.lat)]]


@dataclass(frozen=True, slots=True)
class _Frame:
    """From degrees to units of the drawing."""

    west: float
    north: float
    x_scale: float
    y_scale: float
    left: float
    height: int

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> "_Frame":
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        west, east, south, north = min(lons), max(lons), min(lats), max(lats)
        narrow = cos(radians((south + north) / 2))
        across, down = max((east - west) * narrow, 1e-6), max(north - south, 1e-6)
        margin = _MARGIN + _POINT_RADIUS
        scale = min(
            (WIDTH - 2 * margin) / across, (_TALLEST * WIDTH - 2 * margin) / down
        )
        return cls(
            west=west,
            north=north,
            x_scale=scale * narrow,
            y_scale=scale,
            left=(WIDTH - scale * (east - west) * narrow) / 2,
            height=round(scale * (north - south) + 2 * margin),
        )

    def place(self, point: tuple[float, float]) -> tuple[float, float]:
        x = self.left + (point[0] - self.west) * self.x_scale
        y = _MARGIN + _POINT_RADIUS + (self.north - point[1]) * self.y_scale
        return round(x, 1), round(y, 1)


def _drawn(shape: Shape, rings: list[_Ring], frame: _Frame) -> DrawnArea:
    placed = [[frame.place(point) for point in ring] for ring in rings]
    is_point = len(placed[0]) == 1
    x, y, room = (*placed[0][0], WIDTH) if is_point else _room_for_number(placed)
    return DrawnArea(
        name=shape.name,
        href=shape.href,
        value=shape.value,
        is_blocked=shape.is_blocked,
        shade=shade_of(shape.value),
        path="" if is_point else "".join(_path(ring) for ring in placed),
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        is_small=room < _ROOM_FOR_NUMBER,
    )


def _path(ring: _Ring) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z"


def _room_for_number(rings: list[_Ring]) -> tuple[float, float, float]:
    """A place well inside an area, and how much room is there, in units.

    It is the middle of one of a few lines across, where most room is to all sides.
    What lies between a line's ends is inside the area by the even-odd rule, so the
    place is never in a hole or in a neighbour, however bent the area is.
    """
    ys = [y for ring in rings for _, y in ring]
    top, bottom = min(ys), max(ys)
    turned = [[(y, x) for x, y in ring] for ring in rings]
    best, best_room = (rings[0][0][0], rings[0][0][1]), -1.0
    for line in range(1, _SCAN_LINES + 1):
        y = top + (bottom - top) * line / (_SCAN_LINES + 1) + 0.05
        for left, right in _inside(rings, y):
            x = (left + right) / 2
            above, below = next(
                ((a, b) for a, b in _inside(turned, x) if a <= y <= b), (y, y)
            )
            room = min(right - left, _WIDER_THAN_HIGH * 2 * min(y - above, below - y))
            if room > best_room:
                best, best_room = (x, y), room
    return *best, best_room


def _inside(rings: list[_Ring], y: float) -> Iterator[tuple[float, float]]:
    crossings = sorted(
        ax + (y - ay) * (bx - ax) / (by - ay)
        for ring in rings
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True)
        if (ay > y) != (by > y)
    )
    return zip(crossings[::2], crossings[1::2], strict=False)


def bar_width(count: float, of: float) -> str:
    """How far a bar of 100 units is filled, as text for an SVG attribute."""
    if of <= 0:
        return "0"
    return f"{max(0.0, min(100.0, 100 * count / of)):.1f}"
