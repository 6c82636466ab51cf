"""A 20,000-row roster through the child and the checks: `python -m bench.sheets`.

Seconds from bytes to checked records, and the most memory that the child ever had. What
writing them to the database costs is measured with the crews.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from sejuk.sheets import child
from sejuk.sheets.lists import write_csv, write_xlsx
from sejuk.sheets.reading import read_grid
from sejuk.sheets.records import Cells, Kind, check_grid
from sejuk.sheets.tables import Column

KIND = Kind(
    name="roster",
    label="Roster",
    columns=(
        Column("village", "Desa"),
        Column("station", "TPS"),
        Column("seat", "Kursi"),
        Column("name", "Nama"),
        Column("phone", "No. HP"),
        Column("age", "Umur", is_required=False),
        Column("address", "Alamat", is_required=False),
        Column("experience", "Pengalaman", is_required=False),
    ),
)
LAUNCHER = """
import resource, subprocess, sys
command = [sys.executable, "-I", "-B", sys.argv[1]]
subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class Officer:
    village: str
    station: int
    seat: int
    name: str
    phone: str


def check(cells: Cells) -> Officer | None:
    station, seat = cells.whole("station", 1, 999), cells.whole("seat", 1, 9)
    village, name = cells.text("village"), cells.text("name", 80)
    phone = cells.text("phone")
    cells.whole("age", 17, 80)
    cells.text("address")
    cells.choice("experience", {"ya": True, "tidak": False})
    if station is None or seat is None:
        return None
    return Officer(village, station, seat, name, phone)


def roster(rows: int) -> list[tuple[str | int, ...]]:
    return [
        (
            f"Desa {row // 63}",
            row // 9 % 7 + 1,
            row % 9 + 1,
            f"Petugas Nomor {row}",
            f"0812-0000-{row % 10_000:04d}",
            17 + row % 50,
            f"Jl. Desa {row // 63} RT {row % 12 + 1:02d}",
            "ya" if row % 3 else "tidak",
        )
        for row in range(rows)
    ]


def measure(rows: int) -> dict[str, float | int]:
    people = roster(rows)
    figures: dict[str, float | int] = {"rows": rows}
    for form, content in (
        ("xlsx", write_xlsx(KIND.columns, people, title="Roster")),
        ("csv", write_csv(KIND.columns, people)),
    ):
        start = time.perf_counter()
        grid = read_grid(content)
        read = time.perf_counter()
        reading = check_grid(grid, KIND, check)
        checked = time.perf_counter()
        if len(reading.placed) != rows or not reading.is_clean:
            raise SystemExit(f"{form}: not all rows came through")
        figures[f"{form}_read_seconds"] = round(read - start, 3)
        figures[f"{form}_check_seconds"] = round(checked - read, 3)
        figures[f"{form}_child_megabytes"] = child_megabytes(content)
    return figures


def child_megabytes(content: bytes) -> float:
    """The most memory that the reading child had at once.

    A process counts what its parent had when it was forked, so a small one forks it.
    """
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        command = [sys.executable, "-I", "-c", LAUNCHER, str(child.__file__)]
        told = subprocess.run(command, stdin=file, capture_output=True, check=True)
    return round(int(told.stdout) / 1024, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    wanted = parser.parse_args()
    figures = measure(wanted.rows)
    if wanted.json:
        print(json.dumps(figures))
        return
    for name, figure in figures.items():
        print(f"{name.replace('_', ' '):24} {figure:>10}")


if __name__ == "__main__":
    main()
