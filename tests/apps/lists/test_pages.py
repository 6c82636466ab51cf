"""Reading a list in by the page: look first, then write; nobody else's file."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.apps.lists.conftest import Rows
from tests.apps.sheets.made_spreadsheets import changed, xlsx

from sejuk.accounts.models import Account
from sejuk.crews.models import Holding
from sejuk.elections.models import Election, PollingStation
from sejuk.sheets.reading import read_grid

SENAKIN = "63.02.09.2014"
SUB_DISTRICT = "63.02.09"
File = Callable[[Rows], bytes]
Sent = Callable[[bytes], SimpleUploadedFile]


@pytest.fixture
def ppk(
    stations: list[PollingStation],
    make_account: Callable[..., Account],
    sign_in: Callable[[Account], Client],
) -> Client:
    return sign_in(make_account("ppk", SUB_DISTRICT))


def bomb() -> bytes:
    """A small workbook with a member that unpacks to far more."""
    return changed(xlsx(("Desa", "TPS")), {"xl/sharedStrings.xml": bytes(300 << 20)})


def upload(client: Client, kind: str, file: SimpleUploadedFile) -> str:
    """Sends a file; gives the address of its preview."""
    answer = client.post(reverse("web:import_new", args=[kind]), {"file": file})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def write(client: Client, preview: str) -> Any:
    """Presses the button of a preview, with what stands in its form."""
    page = client.get(preview).content.decode()
    mark = re.search(r'name="mark" value="(\w+)"', page)
    return client.post(preview, {"mark": mark[1] if mark else ""})


def test_shows_what_it_does_and_writes_only_when_told(
    ppk: Client, crew_file: File, sent: Sent, uploads_folder: Path
) -> None:
    preview = upload(ppk, "crew", sent(crew_file([[SENAKIN, 1, 1, "Siti Rahmah", ""]])))
    looked = ppk.get(preview).content.decode()
    before = Holding.objects.count()

    answer = write(ppk, preview)

    assert "Siti Rahmah" in looked
    assert (before, Holding.objects.count()) == (0, 1)
    assert answer.headers["Location"] == reverse("web:import_list")
    assert list(uploads_folder.iterdir()) == []


def test_names_each_fault_and_offers_no_writing(
    ppk: Client, crew_file: File, sent: Sent
) -> None:
    rows: Rows = [[SENAKIN, 1, 12, "Siti", ""], [SENAKIN, 9, 1, "Budi", ""]]
    preview = upload(ppk, "crew", sent(crew_file(rows)))

    page = ppk.get(preview).content.decode()
    write(ppk, preview)

    assert "baris 2, Kursi" in page
    assert "(B3)" in page
    assert Holding.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "bukan"),
        (b"PK\x03\x04" + b"cut off" * 50, "rusak"),
        (b"<html><script>alert(1)</script></html>", "halaman web"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "XLS"),
    ],
    ids=["picture", "broken", "web page", "old Excel"],
)
def test_a_file_that_is_no_list_is_a_sentence(
    content: bytes, words: str, ppk: Client, sent: Sent
) -> None:
    preview = upload(ppk, "crew", sent(content))

    page = ppk.get(preview)

    assert page.status_code == 200
    faults = page.content.decode().split('id="faults"')[1]
    assert words in faults
    assert "<script>" not in faults


def test_a_bomb_is_a_sentence(ppk: Client, sent: Sent) -> None:
    page = ppk.get(upload(ppk, "crew", sent(bomb()))).content.decode()

    assert "jauh lebih besar" in page.split('id="faults"')[1]


def test_no_file_at_all_is_a_sentence_at_the_field(ppk: Client) -> None:
    answer = ppk.post(reverse("web:import_new", args=["crew"]))

    assert answer.status_code == 422
    assert "Pilih" in answer.content.decode().split('class="fault"')[1][:200]


def test_markup_in_a_cell_stays_text(ppk: Client, crew_file: File, sent: Sent) -> None:
    rows: Rows = [[SENAKIN, 1, 1, "<b>Siti</b>", ""], ["<i>x</i>", 1, 2, "Budi"]]

    clean = ppk.get(upload(ppk, "crew", sent(crew_file(rows[:1])))).content.decode()
    faulty = ppk.get(upload(ppk, "crew", sent(crew_file(rows)))).content.decode()

    assert "&lt;b&gt;Siti" in clean
    assert "&lt;i&gt;x" in faulty
    assert "<b>Siti" not in clean


@pytest.mark.parametrize("content", [b"", b"x" * ((10 << 20) + 1)])
def test_empty_and_huge_files_are_refused_at_the_field(
    content: bytes, ppk: Client, sent: Sent
) -> None:
    answer = ppk.post(reverse("web:import_new", args=["crew"]), {"file": sent(content)})

    assert answer.status_code == 422


def test_another_account_finds_no_file(
    ppk: Client,
    crew_file: File,
    sent: Sent,
    make_account: Callable[..., Account],
    sign_in: Callable[[Account], Client],
) -> None:
    preview = upload(ppk, "crew", sent(crew_file([[SENAKIN, 1, 1, "Siti", ""]])))
    other = sign_in(make_account("ppk", SUB_DISTRICT))

    assert other.get(preview).status_code == 404
    assert other.post(preview).status_code == 404
    assert Holding.objects.count() == 0


def test_a_pps_reads_crews_of_its_village_only(
    stations: list[PollingStation],
    crew_file: File,
    sent: Sent,
    make_account: Callable[..., Account],
    sign_in: Callable[[Account], Client],
) -> None:
    pps = sign_in(make_account("pps", SENAKIN))
    rows: Rows = [[SENAKIN, 1, 1, "Siti", ""], ["63.02.09.2001", 1, 1, "Budi", ""]]

    page = pps.get(upload(pps, "crew", sent(crew_file(rows)))).content.decode()

    assert "63.02.09.2001" in page
    assert "baris 3, Desa" in page
    assert "baris 2" not in page


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", ["stations", "crew"])
def test_what_is_fetched_can_be_read_in_again_and_changes_nothing(
    kind: str, form: str, ppk: Client, crew_file: File, sent: Sent
) -> None:
    rows: Rows = [[SENAKIN, 1, 1, "=HYPERLINK(1)", "0812-0000-0001"]]
    write(ppk, upload(ppk, "crew", sent(crew_file(rows))))

    out = ppk.get(reverse("web:export", args=[SUB_DISTRICT, kind, form])).content
    page = ppk.get(upload(ppk, kind, sent(out))).content.decode()

    assert "Tidak ada yang baru" in page


def test_the_template_has_the_columns(ppk: Client) -> None:
    content = ppk.get(reverse("web:import_template", args=["crew", "xlsx"])).content

    first = read_grid(content).sheets[0]
    assert len(first.rows[0]) == 6


def test_a_preview_takes_few_queries_and_stays_light_however_long_the_list(
    ppk: Client, election: Election, crew_file: File, sent: Sent
) -> None:
    rows: Rows = [[SENAKIN, 1, 1, f"Petugas {n}", ""] for n in range(3000)]
    preview = upload(ppk, "crew", sent(crew_file(rows)))

    with CaptureQueriesContext(connection) as queries:
        page = ppk.get(preview)

    assert len(queries) <= 12
    assert len(page.content) < 150_000


def test_what_is_fetched_takes_the_same_queries_however_long(
    ppk: Client, crew_file: File, sent: Sent
) -> None:
    address = reverse("web:export", args=[SUB_DISTRICT, "crew", "csv"])
    counts = []
    for most in (1, 9):
        rows: Rows = [[SENAKIN, 1, n, f"Petugas {n}"] for n in range(1, most + 1)]
        write(ppk, upload(ppk, "crew", sent(crew_file(rows))))
        with CaptureQueriesContext(connection) as queries:
            ppk.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 12


def test_the_page_of_lists_takes_few_queries(ppk: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        ppk.get(reverse("web:import_list"))

    assert len(queries) <= 12


def test_without_an_election_there_is_nothing_to_read_into(
    ppk: Client, election: Election
) -> None:
    election.is_running = False
    election.save(update_fields=["is_running"])

    assert ppk.get(reverse("web:import_new", args=["crew"])).status_code == 404
    assert reverse("elections:election_list") in (
        ppk.get(reverse("web:import_list")).content.decode()
    )
