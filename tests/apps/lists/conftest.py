"""Lists as people send them, made by the tests themselves."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sejuk.crews.imports import CREW
from sejuk.elections.imports import STATIONS
from sejuk.sheets.grid import Value
from sejuk.sheets.lists import write_csv, write_xlsx

Rows = Sequence[Sequence[Value]]


@pytest.fixture
def uploads_folder(tmp_path: Path) -> Path:
    """Where the uploaded files of a test stay."""
    return tmp_path / "files" / "uploads"


@pytest.fixture
def stations_file() -> Callable[[Rows], bytes]:
    return lambda rows: write_xlsx(STATIONS.columns, rows, title="TPS")


@pytest.fixture
def crew_file() -> Callable[[Rows], bytes]:
    return lambda rows: write_xlsx(CREW.columns, rows, title="KPPS")


@pytest.fixture
def crew_csv() -> Callable[[Rows], bytes]:
    return lambda rows: write_csv(CREW.columns, rows)


@pytest.fixture
def sent() -> Callable[[bytes], SimpleUploadedFile]:
    return lambda content: SimpleUploadedFile("daftar.xlsx", content)
