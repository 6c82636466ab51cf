"""Where and when the example plays, and how its stations are counted."""

from datetime import UTC, date, datetime
from typing import Final

from sejuk.domain.training.invented import scaled_stations

SEED: Final = 1
"""Which world of invented halls, trainers and free days (docs/planner.md)."""

NATION: Final = "00"
PROVINCE: Final = "63"
REGENCY: Final = "63.02"
SUB_DISTRICT: Final = "63.02.09"
ELECTION: Final = "pilkada-2020"
ELECTION_BEFORE: Final = "pemilu-2019"

NOW: Final = datetime(2020, 11, 26, 0, 0, tzinfo=UTC)
"""The working moment: Thursday 26 November 2020, 08.00 WITA."""

PLANNED_AT: Final = datetime(2020, 11, 13, 1, 0, tzinfo=UTC)
"""When the plan was made: Friday 13 November 2020, 09.00 WITA."""

PUBLISHED_AT: Final = datetime(2020, 11, 13, 7, 0, tzinfo=UTC)
"""When it was published: the same day, 15.00 WITA."""

RECORDED_AT: Final = datetime(2020, 11, 2, 1, 0, tzinfo=UTC)
"""When the problems of 2019 were put into the register."""

SWORN_ON: Final = date(2020, 11, 24)
FIRST_DAY: Final = date(2020, 11, 15)
"""First day that a plan of 13 November can use: two days of notice."""
EARLIEST_DAY: Final = date(2020, 11, 14)
LAST_DAY: Final = date(2020, 12, 7)
ROLES_SINCE: Final = date(2020, 6, 15)
"""When the committees were put to work again after the suspension."""

STATIONS_2020: Final = 895
STATIONS_2019: Final = 1115
"""Stations of the whole regency; each village's number of 2020 was not found."""

VILLAGES: Final[dict[str, tuple[int, int, str]]] = {
    # stations of April 2019, voters on its roll (as published by the KPU), name
    "63.02.09.2001": (4, 595, "Tanjung Batu"),
    "63.02.09.2002": (2, 360, "Sungai Punggawa"),
    "63.02.09.2003": (1, 164, "Tanah Rata"),
    "63.02.09.2004": (3, 498, "Sebuli"),
    "63.02.09.2005": (2, 592, "Sembilang"),
    "63.02.09.2006": (3, 660, "Tamiang Bakung"),
    "63.02.09.2007": (9, 1599, "Sang-Sang"),
    "63.02.09.2011": (2, 301, "Sungai Pinang"),
    "63.02.09.2012": (1, 195, "Tanjung Selayar"),
    "63.02.09.2013": (2, 322, "Senakin Seberang"),
    "63.02.09.2014": (2, 477, "Senakin"),
    "63.02.09.2016": (2, 333, "Tebing Tinggi"),
    "63.02.09.2017": (10, 2161, "Geronggang"),
}

SENAKIN: Final = "63.02.09.2014"
GERONGGANG: Final = "63.02.09.2017"


def stations_by_village() -> dict[str, int]:
    """Stations of 2020 by village: those of 2019 scaled to the regency's number."""
    counts = {code: stations for code, (stations, *_) in VILLAGES.items()}
    return scaled_stations(counts, STATIONS_2020, STATIONS_2019)


def voters_of_stations(village: str, stations: int) -> list[int]:
    """The village's roll of 2019 dealt evenly to its stations, larger ones first."""
    share, over = divmod(VILLAGES[village][1], stations)
    return [share + (number < over) for number in range(stations)]
