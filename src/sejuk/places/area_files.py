"""Reads files of official areas and says all that is wrong with them at once.

Four kinds, known by their first line: lists of codes, lists of points, lists of changes
between two editions, and boundaries (GeoJSON). CSV may be compressed (`.gz`). Rows are
counted as a spreadsheet counts them; features of GeoJSON from 1.
"""

import csv
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO, cast

from django.utils.translation import gettext as _

from sejuk.domain.places.code import NATION, is_code, is_within, level_of, parent_of

HEADER_ROW = 1
CODES = ("code", "name", "level", "parent")
POINTS = ("code", "lat", "lon")
CHANGE = ("change", "code")

LEVEL_NAMES = ("nation", "province", "regency", "district", "village")
"""What the lists call the levels, by `domain.places.level.Level`."""

CHANGES = frozenset({"added", "removed", "renamed"})

_LAT = (-11.5, 6.5)
_LON = (94.5, 141.5)
_SHORT = {"KAB. ": "KABUPATEN "}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where the sender finds it and what is wrong there."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row}: {self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Where:
    """Row of a file."""

    file: str
    row: int

    def fault(self, column: str, message: str) -> Fault:
        """A fault in a column of this row."""
        return Fault(self.file, self.row, column, message)


@dataclass(frozen=True, slots=True)
class Point:
    """Where an area lies, and on which island if the file knows."""

    lat: float
    lon: float
    landmass: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """That a code came, went, or has another name since the older edition."""

    kind: str
    code: str
    name_then: str
    name_now: str


@dataclass(slots=True)
class AreaFiles:
    """What the files say. Not to be written while there are faults.

    Attributes:
        names: name by code.
        points: point by code.
        boundaries: GeoJSON geometry by code.
        changes: changes between two editions.
        older_year: year of the older edition; None without changes.
        rows: file and row by what was read ("names", "points", ...) and code.
        faults: all that is wrong.
    """

    names: dict[str, str] = field(default_factory=dict)
    points: dict[str, Point] = field(default_factory=dict)
    boundaries: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    older_year: int | None = None
    rows: dict[tuple[str, str], Where] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_area_files(paths: Sequence[Path], within: Sequence[str] = ()) -> AreaFiles:
    """Read files of any of the four kinds, in order; later names replace earlier ones.

    Args:
        paths: the files.
        within: codes of areas; only these, what is under them and what is above them
            are kept. Everything, if there are none.
    """
    files = AreaFiles()
    reader = _Reader(files, within)
    for path in paths:
        try:
            if path.suffix in {".geojson", ".json"}:
                reader.read_boundaries(path)
            else:
                with _opened(path) as lines:
                    reader.read_table(path.name, lines)
        except OSError:
            files.faults.append(Fault(path.name, 0, "-", _("The file is missing.")))
        except (UnicodeDecodeError, EOFError, csv.Error, json.JSONDecodeError):
            message = _("This is neither a CSV file nor a GeoJSON file.")
            files.faults.append(Fault(path.name, 0, "-", message))
    return files


def in_title_case(name: str) -> str:
    """A name as people write it; some lists are all in capitals and abbreviate."""
    if not name.isupper():
        return name
    for short, long in _SHORT.items():
        name = name.replace(short, long)
    return name.title()


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return cast(TextIO, gzip.open(path, "rt", encoding="utf-8-sig", newline=""))
    return path.open(encoding="utf-8-sig", newline="")


class _Reader:
    """Fills an `AreaFiles` from one file after another."""

    def __init__(self, files: AreaFiles, within: Sequence[str]) -> None:
        self._files = files
        self._within = within

    def read_table(self, file: str, lines: TextIO) -> None:
        """Read a CSV file of codes, points or changes."""
        rows = csv.reader(lines)
        header = [name.strip() for name in next(rows, [])]
        if set(CHANGE) <= set(header):
            self._edition(file, header)
            read = self._read_change
        elif set(CODES) <= set(header):
            read = self._read_code
        elif set(POINTS) <= set(header):
            read = self._read_point
        else:
            message = _("No list of codes, points or changes begins like this.")
            self._files.faults.append(Fault(file, HEADER_ROW, "-", message))
            return
        seen: dict[str, int] = {}
        for number, row in enumerate(rows, start=HEADER_ROW + 1):
            cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
            if any(cells.values()):
                self._read_row(Where(file, number), cells, seen, read)

    def read_boundaries(self, path: Path) -> None:
        """Read a GeoJSON file whose features carry a code."""
        read = json.loads(path.read_text(encoding="utf-8"))
        features = read.get("features") if isinstance(read, dict) else None
        if not isinstance(features, list):
            message = _("This file has no features.")
            self._files.faults.append(Fault(path.name, 0, "-", message))
            return
        for number, feature in enumerate(features, start=1):
            where = Where(path.name, number)
            code = str((feature.get("properties") or {}).get("code", ""))
            geometry = feature.get("geometry") or {}
            faults = list(_wrong_code(where, code))
            if geometry.get("type") not in {"Polygon", "MultiPolygon"}:
                faults.append(where.fault("geometry", _("This is no boundary.")))
            if self._keep(code, faults):
                self._files.boundaries[code] = geometry
                self._files.rows["boundaries", code] = where

    def _read_row(
        self, where: Where, cells: dict[str, str], seen: dict[str, int], read: Any
    ) -> None:
        code = cells.get("code", "")
        faults = list(_wrong_code(where, code))
        above = seen.setdefault(code, where.row)
        if not faults and above != where.row:
            message = _("Row %(row)d has this code already.") % {"row": above}
            faults.append(where.fault("code", message))
        read(where, code, cells, faults)

    def _read_code(
        self, where: Where, code: str, cells: dict[str, str], faults: list[Fault]
    ) -> None:
        if not faults:
            faults += _not_as_the_code_says(where, code, cells)
        if not cells["name"]:
            faults.append(where.fault("name", _("The name is missing.")))
        if self._keep(code, faults):
            self._files.names[code] = in_title_case(cells["name"])
            self._files.rows["names", code] = where

    def _read_point(
        self, where: Where, code: str, cells: dict[str, str], faults: list[Fault]
    ) -> None:
        lat = _degrees(where, "lat", cells, _LAT, faults)
        lon = _degrees(where, "lon", cells, _LON, faults)
        if self._keep(code, faults):
            landmass = cells.get("landmass") or None
            self._files.points[code] = Point(lat, lon, landmass)
            self._files.rows["points", code] = where

    def _read_change(
        self, where: Where, code: str, cells: dict[str, str], faults: list[Fault]
    ) -> None:
        kind = cells["change"]
        older, newer = self._name_columns(cells)
        change = Change(kind, code, in_title_case(older), in_title_case(newer))
        if kind not in CHANGES:
            message = _("“%(value)s” is none of: added, removed, renamed.")
            faults.append(where.fault("change", message % {"value": kind}))
        elif (kind != "added" and not older) or (kind != "removed" and not newer):
            faults.append(where.fault("name", _("The name is missing.")))
        if self._keep(code, faults):
            self._files.changes.append(change)
            self._files.rows["changes", code] = where

    def _edition(self, file: str, header: list[str]) -> None:
        """Learn the year of the older edition from the names of the columns."""
        years = sorted(c.removeprefix("name_") for c in header if "name_" in c)
        if len(years) == 2 and all(year.isdecimal() for year in years):  # noqa: PLR2004
            self._files.older_year = int(years[0])
            return
        message = _("Two columns like name_2020 and name_2025 are needed.")
        self._files.faults.append(Fault(file, HEADER_ROW, "name", message))

    @staticmethod
    def _name_columns(cells: dict[str, str]) -> tuple[str, str]:
        older, newer, *_rest = [
            *(cells[key] for key in sorted(cells) if key.startswith("name_")),
            "",
            "",
        ]
        return older, newer

    def _keep(self, code: str, faults: list[Fault]) -> bool:
        """Whether a row may be kept; the faults of rows that are wanted are told."""
        if not self._is_wanted(code):
            return False
        self._files.faults += faults
        return not faults

    def _is_wanted(self, code: str) -> bool:
        if not self._within or not is_code(code):
            return True
        return any(is_within(code, w) or is_within(w, code) for w in self._within)


def _wrong_code(where: Where, code: str) -> Iterator[Fault]:
    if not is_code(code):
        message = _("“%(value)s” is not an official code.") % {"value": code}
        yield where.fault("code", message)


def _not_as_the_code_says(
    where: Where, code: str, cells: dict[str, str]
) -> Iterator[Fault]:
    level = LEVEL_NAMES[level_of(code)]
    if cells["level"] != level:
        message = _("A code like %(code)s is a %(level)s.")
        yield where.fault("level", message % {"code": code, "level": level})
    parent = parent_of(code)
    if cells["parent"] not in ({parent, ""} if parent == NATION else {parent}):
        message = _("%(code)s lies in %(parent)s.")
        yield where.fault("parent", message % {"code": code, "parent": parent})


def _degrees(
    where: Where,
    column: str,
    cells: dict[str, str],
    limits: tuple[float, float],
    faults: list[Fault],
) -> float:
    try:
        degrees = float(cells[column])
    except (KeyError, ValueError):
        faults.append(where.fault(column, _("This is not a number.")))
        return 0.0
    if not limits[0] <= degrees <= limits[1]:
        message = _("%(value)s lies outside Indonesia.") % {"value": cells[column]}
        faults.append(where.fault(column, message))
    return degrees
