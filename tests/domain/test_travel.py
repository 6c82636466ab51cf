"""Minutes, km and fares between two points."""

import pytest

from sejuk.domain.places.travel import Point, TravelRules, straight_km, trip

SENAKIN = Point(-2.9672, 116.2797)
RULES = TravelRules()


def test_a_degree_of_latitude_is_111_km() -> None:
    km = straight_km(Point(-3, 116), Point(-2, 116))

    assert km == pytest.approx(111.19, abs=0.01)


def test_by_road_the_line_is_stretched() -> None:
    end = Point(-2.9672 + 0.1, 116.2797)
    line = straight_km(SENAKIN, end)

    way = trip(SENAKIN, end, RULES)

    assert way.km == pytest.approx(2.4 * line)
    assert way.minutes == pytest.approx(way.km / 25 * 60)
    assert way.rupiah == pytest.approx(way.km * 1_000)


def test_between_two_islands_goes_a_ferry() -> None:
    end = Point(-3.2, 116.2, "Pulau Laut")
    line = straight_km(SENAKIN, end)

    way = trip(SENAKIN, end, RULES)

    assert way.km == pytest.approx(line)
    assert way.minutes == pytest.approx(60 + line / 15 * 60)
    assert way.rupiah == pytest.approx(30_000 + 2_000 * line)


def test_there_and_back_are_alike_and_staying_costs_nothing() -> None:
    end = Point(-3.2, 116.2, "Pulau Laut")

    assert trip(SENAKIN, end, RULES) == trip(end, SENAKIN, RULES)
    assert trip(SENAKIN, SENAKIN, RULES).minutes == 0
    assert trip(SENAKIN, SENAKIN, RULES).rupiah == 0
