"""Files between upload and writing: one's own, for a day, and only what was seen."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.apps.lists.conftest import Rows
from tests.apps.lists.test_pages import upload, write

from sejuk.accounts.models import Account
from sejuk.crews.imports import read_crew, write_crew
from sejuk.crews.models import Holding, Person
from sejuk.elections.imports import read_stations, write_stations
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area
from sejuk.sheets.preview import opened
from sejuk.web.lists import uploads

SENAKIN = "63.02.09.2014"
SITI: Rows = [[SENAKIN, 1, 1, "Siti Rahmah", ""]]
File = Callable[[Rows], bytes]
Sent = Callable[[bytes], SimpleUploadedFile]


@pytest.fixture
def account(
    stations: list[PollingStation], make_account: Callable[..., Account]
) -> Account:
    return make_account("ppk", "63.02.09")


@pytest.fixture
def ppk(account: Account, sign_in: Callable[[Account], Client]) -> Client:
    return sign_in(account)


def test_nobody_else_on_the_machine_reads_a_kept_file(
    account: Account, crew_file: File, sent: Sent
) -> None:
    token = uploads.keep(sent(crew_file(SITI)), "crew", account)

    kept = uploads.kept(token, "crew", account)
    assert kept
    assert kept.path.stat().st_mode & 0o077 == 0
    assert kept.path.parent.stat().st_mode & 0o077 == 0


def test_looking_at_lists_drops_what_stayed_a_day(
    ppk: Client, account: Account, sent: Sent, uploads_folder: Path
) -> None:
    for _n in range(2):
        uploads.keep(sent(b"Desa;TPS"), "crew", account)
    old, new = uploads_folder.iterdir()
    long_ago = time.time() - uploads.KEPT_SECONDS - 1
    os.utime(old, (long_ago, long_ago))

    ppk.get(reverse("web:import_list"))

    assert list(uploads_folder.iterdir()) == [new]


def test_what_others_wrote_since_is_shown_before_anything_is_written(
    ppk: Client,
    stations: list[PollingStation],
    crew_file: File,
    sent: Sent,
) -> None:
    preview = upload(ppk, "crew", sent(crew_file(SITI)))
    page = ppk.get(preview).content.decode()
    mark = page.split('name="mark" value="')[1].split('"')[0]
    other = Person.objects.create(name="Nur", village=stations[2].village)
    Holding.objects.create(
        seat=stations[2].seats.get(number=1), person=other, from_on="2020-11-24"
    )

    answer = ppk.post(preview, {"mark": mark})

    assert answer.status_code == 422
    assert "mohon dilihat lagi" in answer.content.decode()
    assert list(Holding.objects.values_list("person__name")) == [("Nur",)]
    assert write(ppk, preview).status_code == 302
    assert Holding.objects.filter(to_on=None).get().person.name == "Siti Rahmah"


def test_without_having_looked_nothing_is_written(
    ppk: Client, crew_file: File, sent: Sent
) -> None:
    preview = upload(ppk, "crew", sent(crew_file(SITI)))

    assert ppk.post(preview).status_code == 422
    assert Holding.objects.count() == 0


def test_a_file_is_written_once(ppk: Client, crew_file: File, sent: Sent) -> None:
    preview = upload(ppk, "crew", sent(crew_file(SITI)))
    write(ppk, preview)

    again = ppk.post(preview, {"mark": "0"})

    assert again.headers["Location"] == reverse("web:import_new", args=["crew"])


def test_a_file_is_gone_after_a_day(
    ppk: Client, crew_file: File, sent: Sent, uploads_folder: Path
) -> None:
    preview = upload(ppk, "crew", sent(crew_file(SITI)))
    [file] = uploads_folder.iterdir()
    long_ago = time.time() - uploads.KEPT_SECONDS - 1
    os.utime(file, (long_ago, long_ago))

    assert ppk.get(preview).status_code == 302
    upload(ppk, "crew", sent(crew_file(SITI)))
    assert not file.exists()


def test_no_account_fills_the_disk(
    account: Account, sent: Sent, uploads_folder: Path
) -> None:
    for _n in range(uploads.KEPT_FILES + 3):
        uploads.keep(sent(b"Desa;TPS"), "crew", account)

    assert len(list(uploads_folder.iterdir())) == uploads.KEPT_FILES


@pytest.mark.parametrize("change", ["x", "", ":x"])
def test_a_token_that_was_touched_opens_nothing(
    change: str, ppk: Client, crew_file: File, sent: Sent
) -> None:
    preview = upload(ppk, "crew", sent(crew_file(SITI)))
    touched = preview.rstrip("/")[: -1 if not change else None] + change + "/"

    assert ppk.get(touched).status_code == 404
    assert ppk.get(preview).status_code == 200


def test_a_token_of_one_kind_opens_no_other(
    ppk: Client, crew_file: File, sent: Sent
) -> None:
    preview = upload(ppk, "crew", sent(crew_file(SITI)))

    assert ppk.get(preview.replace("/crew/", "/stations/")).status_code == 404


def test_a_pps_may_send_crews_but_no_stations(
    stations: list[PollingStation],
    make_account: Callable[..., Account],
    sign_in: Callable[[Account], Client],
) -> None:
    pps = sign_in(make_account("pps", SENAKIN))

    assert pps.get(reverse("web:import_new", args=["crew"])).status_code == 200
    assert pps.get(reverse("web:import_new", args=["stations"])).status_code == 404


def test_the_services_ask_for_themselves_who_may_write(
    election: Election,
    areas: dict[str, Area],
    stations: list[PollingStation],
    make_account: Callable[..., Account],
    crew_file: File,
    stations_file: File,
) -> None:
    """Whatever the caller let through: here all villages, for a PPS of one."""
    pps = make_account("pps", SENAKIN)
    villages = [areas[SENAKIN], areas["63.02.09.2001"]]
    beside: Rows = [["63.02.09.2001", 1, 1, "Budi"]]

    def written(rows: Rows) -> int:
        crew = read_crew([opened("kru.xlsx", crew_file(rows))], election, villages)
        return write_crew(crew, election, by=pps)

    assert written(SITI) == 1
    with pytest.raises(PermissionDenied):
        written(beside)
    sent = [opened("tps.xlsx", stations_file([[SENAKIN, 9]]))]
    with pytest.raises(PermissionDenied):
        write_stations(read_stations(sent, election, villages), election, by=pps)
