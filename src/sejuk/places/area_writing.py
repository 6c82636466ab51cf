"""Puts checked files of areas into the tables: adds, updates, never deletes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sejuk.domain.places.code import NATION, level_of, parent_of
from sejuk.domain.places.level import Level
from sejuk.places.area_files import AreaFiles, Change, Fault
from sejuk.places.lineages import Successor, successors
from sejuk.places.models import Area, Lineage

BATCH = 2000
STEP = 5 * BATCH
NATION_NAME = "Indonesia"

Fields = tuple[str, ...]
_FIELDS: Fields = (
    "name",
    "lat",
    "lon",
    "landmass",
    "boundary",
    "valid_from",
    "valid_to",
)


@dataclass(slots=True)
class Written:
    """How many areas were new or changed, and how many lineages were found."""

    new: int = 0
    changed: int = 0
    lineages: int = 0


def unknown_areas(files: AreaFiles) -> list[Fault]:
    """Faults of what speaks of areas that neither the files nor the tables have."""
    known = set(Area.objects.values_list("code", flat=True)) | {NATION}
    known |= files.names.keys() | {change.code for change in files.changes}
    faults = []
    for (part, code), where in files.rows.items():
        if part in {"points", "boundaries"} and code not in known:
            message = _("No list of codes has this area.")
            faults.append(where.fault("code", message))
        elif (parent_of(code) or NATION) not in known:
            faults.append(where.fault("parent", _("The area above is missing.")))
    return sorted(faults, key=lambda fault: (fault.file, fault.row))


@transaction.atomic
def write_areas(
    files: AreaFiles, watch: Callable[[int], object] = lambda _areas: None
) -> Written:
    """Make the tables say what the files say.

    A code that the newer edition dropped is valid to the end of the older edition's
    year, one that it brought from the day after: the lists give editions, not days.

    Args:
        files: read without faults.
        watch: told how many areas were dealt with since the last call.

    Raises:
        ValueError: if the files have faults.
    """
    if files.faults:
        raise ValueError("area files with faults are not written")
    wanted = _wanted_areas(files)
    written = Written()
    ids = dict(Area.objects.values_list("code", "pk"))
    for level in Level:
        codes = sorted(code for code in wanted if level_of(code) is level)
        for start in range(0, len(codes), STEP):
            some = codes[start : start + STEP]
            _write_some(some, wanted, ids, written)
            watch(len(some))
    written.lineages = _write_lineages(files)
    return written


def _wanted_areas(files: AreaFiles) -> dict[str, dict[str, object]]:
    """Values of the columns that the files speak of, by code."""
    wanted: dict[str, dict[str, object]] = {NATION: {"name": NATION_NAME}}
    for change in files.changes:
        if change.kind in {"added", "removed"}:
            name = change.name_now or change.name_then
            fields = wanted.setdefault(change.code, {"name": name})
            fields.update(_validity(change, files.older_year))
    for code, name in files.names.items():
        wanted.setdefault(code, {})["name"] = name
    for code, point in files.points.items():
        fields = wanted.setdefault(code, {})
        fields.update(lat=point.lat, lon=point.lon)
        if point.landmass:
            fields["landmass"] = point.landmass
    for code, boundary in files.boundaries.items():
        wanted.setdefault(code, {})["boundary"] = boundary
    _place_the_recoded(files, wanted)
    return wanted


def _validity(change: Change, older_year: int | None) -> dict[str, object]:
    if older_year is None:
        return {}
    if change.kind == "removed":
        return {"valid_to": date(older_year, 12, 31)}
    return {"valid_from": date(older_year + 1, 1, 1)}


def _place_the_recoded(files: AreaFiles, wanted: dict[str, dict[str, object]]) -> None:
    """A village that only got a new code lies where it lay."""
    for successor in _successors(files):
        if successor.how == "recoded" and successor.new in files.points:
            for column in ("lat", "lon", "landmass"):
                if column in wanted[successor.new]:
                    wanted[successor.old][column] = wanted[successor.new][column]


def _write_some(
    codes: list[str],
    wanted: dict[str, dict[str, object]],
    ids: dict[str, int],
    written: Written,
) -> None:
    there = {area.code: area for area in _areas(code for code in codes if code in ids)}
    put = []
    for code in codes:
        area = there.get(code)
        if area is None:
            area = Area(code=code, level=level_of(code))
            area.parent_id = ids.get(parent_of(code) or "")
            written.new += 1
        elif not _set(area, wanted[code]):
            continue
        _set(area, wanted[code])
        put.append(area)
    written.changed += sum(area.pk is not None for area in put)
    for area in put:
        area.pk = None  # the code says which row it is, in one statement for all
    Area.objects.bulk_create(
        put,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=list(_FIELDS),
    )
    ids.update({area.code: area.pk for area in _areas(area.code for area in put)})


def _set(area: Area, fields: dict[str, object]) -> bool:
    """Set the columns; whether any was different."""
    differing = {k: v for k, v in fields.items() if getattr(area, k) != v}
    for column, value in differing.items():
        setattr(area, column, value)
    return bool(differing)


def _areas(codes: Iterable[str]) -> Iterator[Area]:
    wanted = list(codes)
    for start in range(0, len(wanted), BATCH):
        yield from Area.objects.filter(code__in=wanted[start : start + BATCH])


def _successors(files: AreaFiles) -> list[Successor]:
    removed = {c.code: c.name_then for c in files.changes if c.kind == "removed"}
    added = {c.code: c.name_now for c in files.changes if c.kind == "added"}
    return successors(removed, added, {**files.names, **removed, **added})


def _write_lineages(files: AreaFiles) -> int:
    """Add what is not said yet; returns how many that were."""
    said = set(Lineage.objects.values_list("area__code", "came_from__code", "how"))
    wanted = [(s.new, s.old, s.how, "") for s in _successors(files)]
    wanted += [
        (change.code, change.code, "renamed", change.name_then)
        for change in files.changes
        if change.kind == "renamed"
    ]
    codes = {code for new, old, *_ in wanted for code in (new, old)}
    ids = {area.code: area.pk for area in _areas(sorted(codes))}
    rows = [
        Lineage(area_id=ids[new], came_from_id=ids[old], how=how, name_then=name)
        for new, old, how, name in wanted
        if new in ids and old in ids and (new, old, how) not in said
    ]
    return len(Lineage.objects.bulk_create(rows, batch_size=BATCH))
