"""The readiness map: where areas and numbers stand."""

import json
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.web.svg import WIDTH, DrawnArea, bar_width, draw_map, shade_of


@dataclass(frozen=True)
class Drawn:
    """An area to draw, with the least that a map needs."""

    geometry: dict[str, Any] | None
    value: float | None = 0.5
    name: str = "Senakin"
    lon: float | None = None
    lat: float | None = None
    href: str = ""
    is_blocked: bool = False


def polygon(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[*points, points[0]]]}


def square(west: float, south: float, side: float = 1.0) -> dict[str, Any]:
    east, north = west + side, south + side
    return polygon((west, south), (east, south), (east, north), (west, north))


def corners(area: DrawnArea) -> list[tuple[float, float]]:
    points = area.path.removeprefix("M").removesuffix("Z").split("L")
    return [(float(x), float(y)) for x, y in (p.split(" ") for p in points)]


def is_inside(x: float, y: float, outline: list[tuple[float, float]]) -> bool:
    inside = False
    for (ax, ay), (bx, by) in zip(outline, outline[1:] + outline[:1], strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            inside = not inside
    return inside


@pytest.mark.parametrize(
    ("value", "shade"),
    [
        (None, "unknown"),
        (0.0, "shade-0"),
        (0.1999, "shade-0"),
        (0.2, "shade-1"),
        (0.4, "shade-2"),
        (0.6, "shade-3"),
        (0.7999, "shade-3"),
        (0.8, "shade-4"),
        (1.0, "shade-4"),
    ],
)
def test_shades_change_at_20_40_60_and_80_percent(
    value: float | None, shade: str
) -> None:
    assert shade_of(value) == shade


def test_north_is_up_and_east_is_right() -> None:
    south_west, north_east = draw_map(
        [Drawn(square(116, -3)), Drawn(square(117, -2))]
    ).areas

    assert float(north_east.x) > float(south_west.x)
    assert float(north_east.y) < float(south_west.y)


def test_a_degree_of_longitude_narrows_towards_the_poles() -> None:
    (area,) = draw_map([Drawn(square(10, 59.5))]).areas

    xs, ys = zip(*corners(area), strict=True)
    ratio = (max(xs) - min(xs)) / (max(ys) - min(ys))
    assert ratio == pytest.approx(cos(radians(60)), abs=0.01)


@given(
    west=st.floats(95, 140),
    south=st.floats(-11, 5),
    width=st.floats(0.001, 20),
    height=st.floats(0.001, 20),
)
def test_everything_fits_the_drawing(
    west: float, south: float, width: float, height: float
) -> None:
    shape = polygon((west, south), (west + width, south), (west, south + height))

    drawing = draw_map([Drawn(shape)])

    assert drawing.height <= 1.2 * WIDTH
    for x, y in corners(drawing.areas[0]):
        assert 0 <= x <= WIDTH
        assert 0 <= y <= drawing.height


@given(
    st.lists(st.tuples(st.floats(0.2, 1), st.floats(0.2, 1)), min_size=2, max_size=9)
)
def test_the_number_stands_inside_however_bent_the_area_is(
    teeth: list[tuple[float, float]],
) -> None:
    # A comb along the equator: deep notches, so that its middle is often outside.
    outline = [(0.0, -1.0)]
    for index, (tooth, notch) in enumerate(teeth):
        outline += [(index + 0.1, tooth), (index + 0.5, -notch), (index + 0.9, tooth)]
    outline.append((float(len(teeth)), -1.0))

    (area,) = draw_map([Drawn(polygon(*outline))]).areas

    assert is_inside(float(area.x), float(area.y), corners(area))


def test_the_number_stands_outside_a_hole() -> None:
    ring = square(116, -3, 2)
    ring["coordinates"] += square(116.5, -2.5, 1)["coordinates"]

    (area,) = draw_map([Drawn(ring)]).areas

    outer, hole = (corners_of for corners_of in area.path.split("Z")[:2])
    place = (float(area.x), float(area.y))
    assert is_inside(*place, corners_of_path(outer))
    assert not is_inside(*place, corners_of_path(hole))


def corners_of_path(path: str) -> list[tuple[float, float]]:
    points = path.removeprefix("M").split("L")
    return [(float(x), float(y)) for x, y in (p.split(" ") for p in points)]


def test_an_area_of_several_islands_is_one_path() -> None:
    islands = {
        "type": "MultiPolygon",
        "coordinates": [square(116, -3)["coordinates"], square(118, -3)["coordinates"]],
    }

    (area,) = draw_map([Drawn(islands)]).areas

    assert area.path.count("M") == 2


def test_a_village_without_a_boundary_is_a_point() -> None:
    outlined, point = draw_map(
        [Drawn(square(116, -3)), Drawn(None, lon=116.5, lat=-2.5)]
    ).areas

    assert outlined.path
    assert point.path == ""
    assert is_inside(float(point.x), float(point.y), corners(outlined))


def test_what_has_no_place_is_left_out() -> None:
    assert draw_map([]).areas == ()
    assert draw_map([Drawn(None)]).areas == ()


def test_one_village_alone_is_drawn_in_the_middle() -> None:
    drawing = draw_map([Drawn(None, lon=116.2, lat=-2.9)])

    assert float(drawing.areas[0].x) == WIDTH / 2


@pytest.mark.parametrize(
    ("count", "of", "width"),
    [(0, 0, "0"), (1, 3, "33.3"), (3, 3, "100.0"), (5, 3, "100.0"), (-1, 3, "0.0")],
)
def test_a_bar_stays_within_its_track(count: int, of: int, width: str) -> None:
    assert bar_width(count, of) == width


@pytest.mark.data
def test_numbers_of_real_villages_stand_inside_them(data: Path) -> None:
    file = data / "geo" / "kelumpang_tengah_villages.geojson"
    villages = json.loads(file.read_text())["features"]

    drawing = draw_map([Drawn(v["geometry"]) for v in villages])

    assert len(drawing.areas) == 13
    for area in drawing.areas:
        assert is_inside(float(area.x), float(area.y), corners_of_path(area.path[:-1]))
