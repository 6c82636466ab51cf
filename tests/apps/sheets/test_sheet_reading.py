"""Any file gives its cells or one sentence; none gives a crash or a hang."""

import datetime
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation
from tests.apps.sheets.made_spreadsheets import (
    SHEET,
    cell_xml,
    changed,
    ods,
    saved,
    sheet_xml,
    xlsx,
)

from sejuk.sheets import child, reading
from sejuk.sheets.reading import UnreadableFileError, read_grid

LIST = (("Desa", "TPS"), ("Senakin", 1))
BOMB_BYTES = 300 << 20


def code_of(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_grid(content)
    code = str(caught.value.code)
    assert str(caught.value.message) == str(reading.SENTENCES[code])
    return code


class TestCells:
    def test_rows_are_numbered_as_the_spreadsheet_counts(self) -> None:
        book = openpyxl.Workbook()
        sheet = book["Sheet"]
        sheet["C5"] = "Senakin"

        [read] = read_grid(saved(book)).sheets

        assert read.rows == [[], [], [], [], [None, None, "Senakin"]]

    def test_values_keep_their_type(self) -> None:
        day, hour = (
            datetime.date(2020, 3, 19),
            datetime.datetime.fromisoformat("2020-03-19T09:30"),
        )

        [sheet] = read_grid(xlsx(("0812", 812, 2.5, day, hour, True, None, "x"))).sheets

        assert sheet.rows == [["0812", 812, 2.5, day, hour, True, None, "x"]]
        assert [type(value) for value in sheet.rows[0][:3]] == [str, int, float]

    def test_hidden_sheets_are_marked(self) -> None:
        book = openpyxl.Workbook()
        book["Sheet"]["A1"] = "x"
        book.create_sheet("lama").sheet_state = "hidden"

        assert [(s.name, s.hidden) for s in read_grid(saved(book)).sheets] == [
            ("Sheet", False),
            ("lama", True),
        ]

    def test_open_document(self) -> None:
        grid = read_grid(ods(("Desa", "TPS"), ("Senakin", "1")))

        assert grid.form == "ods"
        assert grid.sheets[0].name == "Lembar1"
        assert grid.sheets[0].rows == [["Desa", "TPS"], ["Senakin", "1"]]

    def test_twenty_sheets_of_a_roster(self) -> None:
        book = openpyxl.Workbook()
        for number in range(20):
            book.create_sheet(f"Desa {number}").append([number])

        assert [s.rows for s in read_grid(saved(book)).sheets][1:] == [
            [[number]] for number in range(20)
        ]


class TestText:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
    )
    @pytest.mark.parametrize("delimiter", [";", ",", "\t"])
    def test_encodings_and_delimiters(self, encoding: str, delimiter: str) -> None:
        rows = [["Desa", "Ketua"], ["Senakin", "Zoë “Ani” Ma’ruf"], ["Geronggang", "é"]]
        text = "\r\n".join(delimiter.join(row) for row in rows)

        [sheet] = read_grid(text.encode(encoding)).sheets

        assert sheet.rows == rows

    def test_blank_lines_count_and_broken_lines_in_quotes_do_not(self) -> None:
        [sheet] = read_grid(b'Desa;Alamat\n\n"Senakin";"RT 1\nRT 2"\nX;Y\n').sheets

        assert sheet.rows[1:] == [[], ["Senakin", "RT 1\nRT 2"], ["X", "Y"]]

    def test_excel_s_first_line_names_the_delimiter_and_is_not_a_row(self) -> None:
        [sheet] = read_grid(b"sep=;\r\na,b;c\r\n").sheets

        assert sheet.rows == [["a,b", "c"]]

    def test_commas_in_addresses_and_a_title_do_not_mislead(self) -> None:
        text = "DAFTAR TPS, KEC. KELUMPANG TENGAH, 2020\nDesa;TPS;Alamat\n"
        text += "".join(f"Senakin;{n};Jl. A, RT {n}, RW 2\n" for n in range(9))

        [sheet] = read_grid(text.encode()).sheets

        assert sheet.rows[1] == ["Desa", "TPS", "Alamat"]

    def test_one_column(self) -> None:
        assert read_grid(b"Nama\nAni\n").sheets[0].rows == [["Nama"], ["Ani"]]

    def test_the_name_of_the_file_means_nothing(self) -> None:
        # There is no name to be misled by: bytes alone are handed over.
        assert read_grid(xlsx(*LIST)).form == "xlsx"
        assert read_grid(b"Desa;TPS\nSenakin;1\n").form == "csv"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(**members: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return file.getvalue()


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty"),
            (b" \r\n\t\n", "empty"),
            (b";;;\n;;\n", "empty"),
            (xlsx(), "empty"),
            (b"\x89PNG\r\n\x1a\n" + bytes(99), "not_a_spreadsheet"),
            (b"%PDF-1.7\n...", "not_a_spreadsheet"),
            (bytes(range(256)) * 9, "not_a_spreadsheet"),
            (b"\x01\x02\x03\x04" * 99, "not_a_spreadsheet"),
            (zipped(**{"word/document.xml": b"<w/>"}), "not_a_spreadsheet"),
            (b"<html><table><tr><td>Desa</td></tr></table>", "web_page"),
            (b"  <?xml version='1.0'?><Workbook/>", "web_page"),
            (OLE, "old_office"),
            (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
            (xlsx(*LIST)[:-400], "broken"),
            (b"PK\x03\x04" + bytes(500), "broken"),
            (changed(xlsx(*LIST), {SHEET: b"<worksheet><sheetData><row"}), "broken"),
            (changed(xlsx(*LIST), {"xl/workbook.xml": b"\xff\xfe"}), "broken"),
            (changed(xlsx(*LIST), {"xl/vbaProject.bin": b"x"}), "macros"),
            (b'Desa;TPS\n"' + b"x" * 200_000, "quotes"),
        ],
    )
    def test_is_one_sentence(self, content: bytes, code: str) -> None:
        assert code_of(content) == code

    def test_a_zip_with_a_password(self) -> None:
        content = bytearray(xlsx(*LIST))
        for at in (
            index
            for index in range(len(content) - 4)
            if content[index : index + 4] == b"PK\x01\x02"
        ):
            content[at + 8] |= 1

        assert code_of(bytes(content)) == "password"

    def test_every_sentence_is_in_the_user_s_language(self) -> None:
        with translation.override("id"):
            indonesian = {code: str(text) for code, text in reading.SENTENCES.items()}
        with translation.override("en"):
            english = {code: str(text) for code, text in reading.SENTENCES.items()}

        assert all(indonesian[code] != english[code] for code in english)

    def test_too_many_bytes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "FILE_BYTES", 1000)

        assert code_of(b"x" * 1001) == "too_large"
        assert read_grid(b"x" * 1000).form == "csv"


class TestBombs:
    def test_a_zip_that_says_what_it_unpacks_to(self) -> None:
        content = changed(xlsx(*LIST), {"xl/sharedStrings.xml": bytes(BOMB_BYTES)})
        assert len(content) < 1 << 20

        assert code_of(content) == "bomb"

    def test_a_zip_that_lies_about_it(self) -> None:
        honest = changed(xlsx(*LIST), {SHEET: bloated(BOMB_BYTES)})
        lying = honest.replace(size_of(honest, SHEET), (1000).to_bytes(4, "little"))

        before = time.monotonic()
        assert code_of(lying) in {"bomb", "too_large", "broken", "too_slow"}
        assert time.monotonic() - before < reading.WALL_SECONDS + 2

    def test_a_cell_at_the_end_of_the_world(self) -> None:
        row = f'<row r="1048576">{cell_xml("XFD1048576", "x")}</row>'
        first = f'<row r="1">{cell_xml("A1", "x")}</row>'

        content = changed(xlsx(*LIST), {SHEET: sheet_xml(first + row)})

        assert code_of(content) == "too_large"

    def test_a_dimension_that_lies_harms_nothing(self) -> None:
        row = f'<row r="1">{cell_xml("A1", "x")}</row>'

        content = changed(xlsx(*LIST), {SHEET: sheet_xml(row, "A1:XFD1048576")})

        assert read_grid(content).sheets[0].rows == [["x"]]

    def test_sixteen_thousand_columns_are_read(self) -> None:
        [sheet] = read_grid(xlsx(tuple(range(16_384)))).sheets

        assert sheet.rows == [list(range(16_384))]

    def test_too_many_cells(self) -> None:
        line = b";" * 2_000 + b"x\n"

        assert code_of(line * (child.CELLS // 2_000 + 1)) == "too_many_cells"

    def test_entities_that_multiply(self) -> None:
        laughs = "".join(
            f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">'
            for n in range(12)
        )
        body = sheet_xml(f'<row r="1">{cell_xml("A1", "&l11;")}</row>').decode()
        body = body.replace("?><worksheet", f"?><!DOCTYPE x [{laughs}]><worksheet")

        assert code_of(changed(xlsx(*LIST), {SHEET: body.encode()})) == "broken"

    def test_a_child_that_hangs_is_ended(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        slow = tmp_path / "slow.py"
        slow.write_text("import time\ntime.sleep(60)\n")
        monkeypatch.setattr(child, "__file__", str(slow))
        monkeypatch.setattr(reading, "WALL_SECONDS", 0.3)

        assert code_of(b"x" * 1_000_000) == "too_slow"

    def test_a_child_that_never_stops_talking_is_ended(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        loud = tmp_path / "loud.py"
        loud.write_text("while True:\n    print('[]')\n")
        monkeypatch.setattr(child, "__file__", str(loud))
        monkeypatch.setattr(reading, "OUTPUT_BYTES", 100_000)

        assert code_of(b"x") == "too_large"

    @pytest.mark.parametrize(
        "answer", ["", "[1]", "nonsense", "7", '{"sheet": "A"}', '{"fault": "new"}']
    )
    def test_a_child_that_talks_nonsense_is_not_believed(
        self, answer: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        mad = tmp_path / "mad.py"
        mad.write_text(f"print({answer!r})\n")
        monkeypatch.setattr(child, "__file__", str(mad))

        assert code_of(b"x") == "broken"


def bloated(size: int) -> bytes:
    """A sheet with one text cell of `size` bytes."""
    return sheet_xml(f'<row r="1">{cell_xml("A1", "x" * size)}</row>')


def size_of(content: bytes, member: str) -> bytes:
    """The four bytes that say how much a member of a zip unpacks to."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.getinfo(member).file_size.to_bytes(4, "little")


class TestLimits:
    """Controls: without its limits the child would do the harm."""

    def run_in_child(
        self, code: str, *, limited: bool
    ) -> subprocess.CompletedProcess[str]:
        start = (
            f"import sys; sys.path.insert(0, {str(Path(child.__file__).parent)!r})\n"
        )
        start += "import child\n" + ("child.limit()\n" if limited else "")
        return subprocess.run(
            [sys.executable, "-I", "-c", start + code],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    @pytest.mark.parametrize(
        "code",
        [
            "bytearray(300 << 20)",
            "open('/etc/hostname').read()",
            "import socket; socket.socket()",
            "import os; os.open('/tmp', os.O_RDONLY)",
        ],
    )
    def test_memory_files_and_network_are_out_of_reach(self, code: str) -> None:
        assert self.run_in_child(code, limited=True).returncode != 0
        assert self.run_in_child(code, limited=False).returncode == 0

    def test_nothing_can_be_written(self, tmp_path: Path) -> None:
        code = f"open({str(tmp_path / 'x')!r}, 'w').write('x')"

        assert self.run_in_child(code, limited=True).returncode != 0
        assert not (tmp_path / "x").exists()

    def test_the_bomb_would_go_off_without_limits(self) -> None:
        code = (
            "from zlib import *; print(len(decompress(compress(bytes(300 << 20), 1))))"
        )

        assert "MemoryError" in self.run_in_child(code, limited=True).stderr
        assert self.run_in_child(code, limited=False).stdout.strip() == str(300 << 20)

    def test_processor_time_ends(self) -> None:
        code = (
            "import resource\n"
            "assert resource.getrlimit(resource.RLIMIT_CPU)[0] == child.CPU_SECONDS\n"
            "resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\n"
            "while True: pass"
        )

        assert self.run_in_child(code, limited=True).returncode == -signal.SIGXCPU

    def test_the_child_inherits_nothing_of_the_environment(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        spy = tmp_path / "spy.py"
        spy.write_text(
            "import json, os\n"
            "print(json.dumps({'sheet': 'x', 'hidden': False}))\n"
            "print(json.dumps(sorted(os.environ)))\n"
            "print(json.dumps({'end': 'csv'}))\n"
        )
        monkeypatch.setattr(child, "__file__", str(spy))
        monkeypatch.setitem(os.environ, "SECRET_KEY", "x")

        assert read_grid(b"x").sheets[0].rows == [["LC_ALL"]]

    def test_no_child_is_left_behind(self) -> None:
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        read_grid(b"Desa;TPS\n")

        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime > before
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
