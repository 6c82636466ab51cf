"""A clean 20,000-row roster read, checked and written: `python -m bench.imports`.

On an SQLite database of its own, set up as the product's, in a temporary folder. The
stations and seats are there before; every row seats a new officer.
"""

import argparse
import json
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NOW = datetime(2020, 11, 26, tzinfo=UTC)
VILLAGES = 60
SEATS = 9


def main() -> None:
    """Print seconds and memory, as a line or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SEJUK_VAR"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        figures = measure(wanted.rows)
    if wanted.json:
        print(json.dumps(figures))
        return
    print(
        f"{figures['rows']:,} rows: read in {figures['read_seconds']:.2f} s,"
        f" checked in {figures['check_seconds']:.2f} s,"
        f" written in {figures['write_seconds']:.2f} s,"
        f" together {figures['seconds']:.2f} s"
        f" ({figures['processor_seconds']:.2f} s of one processor);"
        f" child {figures['child_mib']:.0f} MiB"
    )


def measure(rows: int) -> dict[str, float]:
    """Read, check and write a roster of so many rows."""
    import django  # noqa: PLC0415  settings are read after the folder is known

    os.environ["DJANGO_SETTINGS_MODULE"] = "sejuk.config.settings"
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from bench.sheets import child_megabytes  # noqa: PLC0415
    from sejuk.crews.imports import CREW, read_crew, write_crew  # noqa: PLC0415
    from sejuk.sheets.lists import write_xlsx  # noqa: PLC0415
    from sejuk.sheets.preview import opened  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    election, villages = _stations(rows)
    content = write_xlsx(CREW.columns, _roster(rows), title="KPPS")
    started, busy = time.perf_counter(), _processor_seconds()
    sent = opened("roster.xlsx", content)
    read = time.perf_counter()
    with transaction.atomic():
        crew = read_crew([sent], election, villages, locks=True)
        checked = time.perf_counter()
        written = write_crew(crew, election, by=None)
    done, busy = time.perf_counter(), _processor_seconds() - busy
    if written != rows:
        raise RuntimeError(f"{written} of {rows} rows were written")
    return {
        "rows": rows,
        "read_seconds": read - started,
        "check_seconds": checked - read,
        "write_seconds": done - checked,
        "seconds": done - started,
        "processor_seconds": busy,
        "child_mib": child_megabytes(content),
    }


def _processor_seconds() -> float:
    """What this process and its children used: the same on a busy machine."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _code(village: int) -> str:
    return f"63.02.09.{2001 + village:04d}"


def _place(row: int) -> tuple[int, int, int]:
    """Village from 0, station and seat of a row."""
    station = row // SEATS
    return station % VILLAGES, station // VILLAGES + 1, row % SEATS + 1


def _roster(rows: int) -> list[list[Any]]:
    return [
        [
            _code(_place(row)[0]),
            _place(row)[1],
            _place(row)[2],
            f"Petugas Nomor {row}",
            f"0812-{row // 10_000:04d}-{row % 10_000:04d}",
            "24/11/2020",
        ]
        for row in range(rows)
    ]


def _stations(rows: int) -> tuple[Any, list[Any]]:
    """Villages, stations and empty seats for a roster."""
    from sejuk.crews.models import Seat  # noqa: PLC0415
    from sejuk.elections.models import Election, PollingStation  # noqa: PLC0415
    from sejuk.places.models import Area  # noqa: PLC0415

    election = Election.objects.create(
        slug="bench", kind="pilkada", is_running=True, set_at=NOW
    )
    villages = [
        Area.objects.create(code=_code(n), name=f"Desa {n}", level=4)
        for n in range(VILLAGES)
    ]
    count = -(-rows // SEATS)
    stations = PollingStation.objects.bulk_create(
        PollingStation(
            election=election,
            village=villages[n % VILLAGES],
            number=n // VILLAGES + 1,
        )
        for n in range(count)
    )
    Seat.objects.bulk_create(
        [
            Seat(station=station, number=number)
            for station in stations
            for number in range(1, SEATS + 1)
        ],
        batch_size=1000,
    )
    return election, villages


if __name__ == "__main__":
    main()
