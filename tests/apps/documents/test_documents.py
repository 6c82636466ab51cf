"""Papers print what they are told, whatever it is, and nothing in it is an order."""

import datetime
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.documents import rendering
from sejuk.documents.papers import (
    Agenda,
    Appointment,
    AttendanceList,
    Attendee,
    Fact,
    Group,
    Item,
    Letter,
    Letterhead,
    Paper,
    Part,
    Session,
    Signature,
    Slip,
    Slips,
    Timetable,
)
from sejuk.documents.rendering import DocumentError, render

DAY = datetime.date(2020, 11, 13)
HEAD = Letterhead(
    lines=("KPU Kabupaten Kotabaru", "PPK Kelumpang Tengah"), address="Tanjung Batu"
)
SIGNED = Signature(
    place="Tanjung Batu", day="13 November 2020", office="Ketua PPK", name="Ani Contoh"
)
FACTS = (
    Fact(label="Hari/tanggal", text="Senin, 30 November 2020"),
    Fact(label="Waktu", text="09.00 WITA"),
)

pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is absent"
)


def attendance(*names: str, empty_rows: int = 6) -> AttendanceList:
    people = tuple(
        Attendee(name=name, role="TPS 1 / Ketua", phone="0812-0000-0001")
        for name in names
    )
    return AttendanceList(
        title="Daftar hadir",
        made_on=DAY,
        head=HEAD,
        facts=FACTS,
        people=people,
        empty_rows=empty_rows,
        signature=SIGNED,
    )


def session(venue: str = "Balai Desa Senakin") -> Session:
    return Session(
        day="Senin, 30 November 2020",
        time="09.00 WITA",
        venue=venue,
        organiser="KPU",
        trainer="Siti Contoh",
        groups=(Group(station="TPS 1", officers=9), Group(station="TPS 2", officers=7)),
    )


def timetable(*sessions: Session) -> Timetable:
    return Timetable(
        title="Jadwal bimtek",
        made_on=DAY,
        head=HEAD,
        sessions=sessions,
        notes=("Hadir.",),
    )


def agenda(*items: Item) -> Agenda:
    parts = (Part(heading="Masalah pemilu lalu", items=items),)
    return Agenda(title="Agenda", made_on=DAY, head=HEAD, facts=FACTS, parts=parts)


def slips(*names: str) -> Slips:
    dates = (
        Appointment(day="Rabu, 2 Desember 2020", time="09.00 WITA", venue="Balai"),
    )
    return Slips(
        title="Jadwal Anda",
        made_on=DAY,
        head=HEAD,
        slips=tuple(
            Slip(name=name, role="TPS 1", appointments=dates) for name in names
        ),
    )


def letter(text: str = "Dengan hormat,") -> Letter:
    return Letter(
        title="Undangan",
        made_on=DAY,
        head=HEAD,
        to=("Ketua KPPS TPS 1",),
        to_place="di Tempat",
        opening=(text,),
        facts=FACTS,
        closing=("Terima kasih.",),
        signature=SIGNED,
        copies=("Camat Kelumpang Tengah",),
    )


EACH = [
    letter(),
    timetable(session()),
    attendance("Ani"),
    agenda(Item(what="Ketua belum ada", place="Geronggang", reason="x", takers="PPS")),
    slips("Ani"),
]
NAMES = [paper.template for paper in EACH]


def text_of(content: bytes, tmp_path: Path) -> str:
    file = tmp_path / "paper.pdf"
    file.write_bytes(content)
    command = ["pdftotext", "-layout", str(file), "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    return told.stdout.replace("\u200b", "")


def pages_of(content: bytes) -> int:
    return max(
        int(count) for count in re.findall(rb"/Type/Pages/Count (\d+)", flat(content))
    )


def flat(content: bytes) -> bytes:
    return re.sub(rb"\s*(/\S+)\s*", rb"\1 ", content).replace(b" /", b"/")


class TestEveryPaper:
    @pytest.mark.parametrize("paper", EACH, ids=NAMES)
    def test_is_tagged_a4_to_be_kept(self, paper: Paper) -> None:
        content = render(paper)

        assert content.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in content
        assert b"<pdfuaid:part>1</pdfuaid:part>" in content
        assert b"<pdfaid:part>3</pdfaid:part>" in content
        assert b"595.27" in content
        assert b"841.8" in content

    @pytest.mark.parametrize("paper", EACH, ids=NAMES)
    def test_of_the_same_day_is_the_same_file(self, paper: Paper) -> None:
        assert render(paper) == render(paper)
        assert render(paper) != render(
            replace(paper, made_on=datetime.date(2020, 1, 1))
        )

    @pytest.mark.parametrize("paper", EACH, ids=NAMES)
    def test_without_head_and_signature(self, paper: Paper) -> None:
        assert render(replace(paper, head=None, signature=None))

    @pdftotext
    @pytest.mark.parametrize("paper", EACH, ids=NAMES)
    def test_has_its_words_in_its_own_language(
        self, paper: Paper, tmp_path: Path
    ) -> None:
        indonesian = text_of(render(paper), tmp_path)
        english = text_of(render(replace(paper, language="en")), tmp_path)

        assert "Halaman 1 dari 1" in indonesian
        assert "Page 1 of 1" in english


@pdftotext
class TestWhatTheySay:
    def test_letter(self, tmp_path: Path) -> None:
        text = text_of(render(replace(letter(), number="012/PPK/XI/2020")), tmp_path)

        for said in (
            "KPU KABUPATEN KOTABARU",
            r"Nomor +: 012/PPK/XI/2020",
            r"Sifat +: -",
            r"Lampiran +: -",
            r"Hal +: Undangan",
            r"Yth\. Ketua KPPS TPS 1",
            "di Tempat",
            r"Hari/tanggal +: Senin, 30 November 2020",
            "Tanjung Batu, 13 November 2020",
            "Ketua PPK,",
            "Ani Contoh",
            "Tembusan:",
            "Camat Kelumpang Tengah",
        ):
            assert re.search(said, text), said

    def test_timetable(self, tmp_path: Path) -> None:
        text = text_of(render(timetable(session())), tmp_path)

        for said in ("Balai Desa Senakin", "Siti Contoh", "TPS 1: 9", "16 petugas"):
            assert said in text

    def test_attendance_list_has_room_for_who_comes_besides(
        self, tmp_path: Path
    ) -> None:
        text = text_of(render(attendance("Ani", "Budi", empty_rows=3)), tmp_path)

        assert "Tanda tangan" in text
        assert "0812-0000-0001" in text
        assert re.search(r"^ *5\b", text, re.MULTILINE)
        assert not re.search(r"^ *6\b", text, re.MULTILINE)

    def test_odd_rows_are_signed_left_and_even_rows_right(self, tmp_path: Path) -> None:
        text = text_of(render(attendance("Ani", "Budi", empty_rows=0)), tmp_path)

        left, right = (re.search(rf" {n}\.", text) for n in (1, 2))
        assert left is not None
        assert right is not None
        column = [m.start() - text.rindex("\n", 0, m.start()) for m in (left, right)]
        assert column[0] < column[1]

    def test_agenda_numbers_items_through_all_parts(self, tmp_path: Path) -> None:
        one = Part(heading="Satu", items=(Item(what="A"), Item(what="B")))
        two = Part(
            heading="Dua", items=(Item(what="C", reason="karena", takers="PPS"),)
        )
        none = Part(heading="Kosong", items=())

        text = text_of(render(replace(agenda(), parts=(one, none, two))), tmp_path)

        assert re.search(r"3 +C", text)
        assert "Alasan: karena" in text
        assert "Dapat ditangani oleh: PPS" in text
        assert "Kosong" not in text

    def test_slips(self, tmp_path: Path) -> None:
        text = text_of(render(slips("Ani", "Budi")), tmp_path)

        assert text.count("Rabu, 2 Desember 2020") == 2


class TestNothingAndMuch:
    @pytest.mark.parametrize(
        "paper",
        [timetable(), attendance(empty_rows=0), agenda(), slips()],
        ids=lambda paper: paper.template,
    )
    def test_an_empty_paper_is_one_page(self, paper: Paper) -> None:
        assert pages_of(render(paper)) == 1

    @pdftotext
    def test_empty_papers_say_so(self, tmp_path: Path) -> None:
        assert "Belum ada bimtek" in text_of(render(timetable()), tmp_path)
        assert "Tidak ada hal terbuka" in text_of(render(agenda()), tmp_path)

    @pdftotext
    def test_three_hundred_rows_repeat_their_header(self, tmp_path: Path) -> None:
        people = [f"Petugas {n}" for n in range(300)]
        content = render(replace(attendance(*people), signature=None))
        text = text_of(content, tmp_path)

        pages = pages_of(content)
        assert pages > 10
        assert text.count("Tanda tangan") == pages
        assert f"Halaman {pages} dari {pages}" in text
        assert all(f"Petugas {n}" in text for n in range(300))

    @pdftotext
    @pytest.mark.parametrize("count", range(15, 24))
    def test_no_signature_stands_on_a_page_without_names(
        self, count: int, tmp_path: Path
    ) -> None:
        content = render(attendance(*["Ani"] * count, empty_rows=0))

        last_page = text_of(content, tmp_path).split("\f")[-2]
        assert "Ketua PPK," in last_page
        assert re.search(r"\bAni +TPS 1", last_page)

    def test_long_timetables_and_agendas_break_over_pages(self) -> None:
        assert pages_of(render(timetable(*[session()] * 40))) > 2
        assert pages_of(render(agenda(*[Item(what="x " * 40)] * 40))) > 2
        assert pages_of(render(slips(*["Ani"] * 40))) == 8

    def test_a_reason_longer_than_a_page(self) -> None:
        assert pages_of(render(agenda(Item(what="x", reason="alasan " * 2000)))) > 2


HOSTILE = [
    "#panic()",
    '#read("/etc/passwd")',
    "$x$ *b* _i_ `c` <a> @b [c] \\ // /* {",
    '"); #panic(); ("',
    "= Judul",
    "Ma'ruf “Ani” ‘Budi’",
]


class TestHostileText:
    @pdftotext
    @pytest.mark.parametrize("name", HOSTILE)
    def test_is_printed_letter_for_letter(self, name: str, tmp_path: Path) -> None:
        text = text_of(render(letter(name)), tmp_path)

        assert name in " ".join(text.split())

    @pytest.mark.parametrize("name", [*HOSTILE, "A" * 300, "W" * 5000, "", " ", "\n\n"])
    def test_breaks_no_paper(self, name: str) -> None:
        assert render(attendance(name))
        assert render(timetable(session(name)))
        assert render(agenda(Item(what=name, place=name, reason=name, takers=name)))
        assert render(slips(name))
        assert render(replace(letter(name), title=name or "x"))

    @pdftotext
    def test_three_hundred_letters_without_a_space_stay_in_their_column(
        self, tmp_path: Path
    ) -> None:
        text = text_of(render(attendance("W" * 300)), tmp_path)

        assert max(line.count("W") for line in text.splitlines()) <= 16
        assert text.count("W") >= 300

    @pdftotext
    def test_emoji_become_squares(self, tmp_path: Path) -> None:
        text = text_of(render(letter("Ani 😀 dan 👨‍👩‍👧 senang")), tmp_path)

        assert "Ani □ dan □□□ senang" in text

    @pdftotext
    def test_other_scripts_are_printed_where_there_is_a_font(
        self, tmp_path: Path
    ) -> None:
        assert "ꦱꦺ" in text_of(render(letter("ꦱꦺ Жанна Ñandú ✓")), tmp_path)

    def test_thousands_of_signs_without_a_font(self) -> None:
        assert render(letter("".join(map(chr, range(0x4E00, 0x4E00 + 2000)))))

    @given(st.text())
    @settings(max_examples=40, deadline=None)
    def test_any_text_at_all(self, text: str) -> None:
        assert render(slips(text))


class TestFaultsOfOurs:
    def test_missing_fonts_are_an_error(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        rendering.fonts.cache_clear()
        monkeypatch.setattr(rendering, "FONT_FOLDERS", (tmp_path,))
        try:
            with pytest.raises(DocumentError, match="fonts-noto-core"):
                render(letter())
        finally:
            rendering.fonts.cache_clear()

    def test_a_warning_is_an_error(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        template = '#set text(font: "No Such Font")\n#set document(title: "x")\nx'
        (tmp_path / "letter.typ").write_text(template)
        monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)

        with pytest.raises(DocumentError, match="unknown font"):
            render(letter())

    def test_a_fault_in_a_template_is_an_error(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "letter.typ").write_text("#nothing-of-that-name")
        monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)

        with pytest.raises(DocumentError, match="unknown variable"):
            render(letter())

    def test_no_template_downloads_anything(self) -> None:
        templates = list(rendering.TEMPLATES.glob("*.typ"))

        assert len(templates) == len(EACH) + 1
        assert not [t.name for t in templates if "@preview" in t.read_text()]
