"""The child process that opens a stranger's file. Imports nothing of ours.

It reads the file from standard input and writes JSON lines to standard output: one line
`{"sheet": name, "hidden": bool}` for a sheet, then one array a row; last
`{"end": format}`, or `{"fault": code}` instead. It limits itself before it looks at the
first byte: memory, processor time, and no descriptor can be opened any more, so neither
files nor the network can be reached. The parent (`reading`) believes nothing it says.
"""

import codecs
import csv
import datetime
import io
import json
import re
import resource
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

import python_calamine

MEMORY_BYTES = 256 << 20
CPU_SECONDS = 20
UNPACKED_BYTES = 200 << 20
"""A file of 20,000 rows and 12 columns unpacks to less than 20 MB."""
MEMBERS = 2_000
SHEETS = 200
CELLS = 2_000_000
FIELD_CHARACTERS = 100_000
SAMPLE_RECORDS = 60
DELIMITERS = ";,\t|"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
NOT_TEXT = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"\x7fELF",
)
ENCODINGS = ("utf-8-sig", "utf-16-le", "utf-16-be", "cp1252", "cp437")
"""cp437 is what names inside a zip are written in."""
GUARD = re.compile(r"'+[=+\-@\t\r]")
"""What `lists.guarded` writes before a text that looks like a formula."""
UTF16 = (("utf-16-le", b"\xff\xfe", 1), ("utf-16-be", b"\xfe\xff", 0))
ENCRYPTED_FLAG = 1


class RefusalError(Exception):
    """The file is not read; says why in one code."""


def main() -> None:
    limit()
    content = sys.stdin.buffer.read()
    write = sys.stdout.write
    try:
        for line in lines_of(content):
            write(json.dumps(line, ensure_ascii=True, separators=(",", ":")))
            write("\n")
    except RefusalError as refusal:
        write(json.dumps({"fault": str(refusal)}) + "\n")
    except MemoryError:
        write(json.dumps({"fault": "too_large"}) + "\n")
    sys.stdout.flush()


def limit() -> None:
    """Leave this process nothing but its memory, its time and its two pipes."""
    for name in ENCODINGS:
        codecs.lookup(name)  # loads a module from disk, which is over after this
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    for nothing in ("CORE", "FSIZE", "NPROC", "NOFILE"):
        resource.setrlimit(getattr(resource, f"RLIMIT_{nothing}"), (0, 0))


def lines_of(content: bytes) -> Iterator[Any]:
    """What to tell the parent about a file, by its first bytes, never by its name."""
    if not content.strip(b"\0\t\r\n "):
        raise RefusalError("empty")
    if content.startswith(OLD_OFFICE):
        raise RefusalError("password" if ENCRYPTED_PACKAGE in content else "old_office")
    if content.startswith(b"PK"):
        yield from workbook_lines(content)
    elif content.startswith(NOT_TEXT):
        raise RefusalError("not_a_spreadsheet")
    else:
        yield from text_lines(decoded(content))


def workbook_lines(content: bytes) -> Iterator[Any]:
    form = checked_zip(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        cells = 0
        for about in book.sheets_metadata[: SHEETS + 1]:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            yield {"sheet": about.name, "hidden": hidden}
            last_row, last_column = sheet.end or (-1, -1)
            cells += (last_row + 1) * (last_column + 1)
            if cells > CELLS:
                raise RefusalError("too_many_cells")
            yield from sheet_lines(sheet)
    except python_calamine.PasswordError:
        raise RefusalError("password") from None
    except python_calamine.CalamineError:
        raise RefusalError("broken") from None
    yield {"end": form}


def checked_zip(content: bytes) -> str:
    """The format of a zip that is worth opening: "xlsx" or "ods"."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise RefusalError("broken") from None
    names = {member.filename for member in members}
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise RefusalError("password")
    unpacked = sum(member.file_size for member in members)
    if len(members) > MEMBERS or unpacked > UNPACKED_BYTES:
        raise RefusalError("bomb")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RefusalError("macros")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    raise RefusalError("not_a_spreadsheet")


def sheet_lines(sheet: python_calamine.CalamineSheet) -> Iterator[list[Any]]:
    """The rows of a sheet from row 1, without the empty cells at their ends."""
    if sheet.start is None:
        return
    # The reader gives the empty rows above the first cell, not the columns left of it.
    margin = [None] * sheet.start[1]
    for row in sheet.iter_rows():
        last = len(row)
        while last and row[last - 1] == "":
            last -= 1
        yield margin + [plain(value) for value in row[:last]] if last else []


def plain(value: Any) -> Any:
    """A cell as JSON: what JSON does not know becomes `{"type": text}`."""
    if value == "":
        return None
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, datetime.timedelta):
        return {"timedelta": value.total_seconds()}
    return {type(value).__name__: value.isoformat()}


def decoded(content: bytes) -> str:
    """The text of a text file: by its mark, else UTF-8, else UTF-16, else cp1252."""
    for encoding, mark, odd in UTF16:
        head = content[:2000]
        zeros = head[odd::2].count(0) > len(head) * 0.3
        if content.startswith(mark) or (zeros and not head[1 - odd :: 2].count(0)):
            return content.decode(encoding, "replace").removeprefix("\ufeff")
    if b"\0" in content:
        raise RefusalError("not_a_spreadsheet")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Windows writes in Indonesia; the five bytes it leaves open are kept.
        return content.decode("cp1252", "replace")


def text_lines(text: str) -> Iterator[Any]:
    if text.lstrip()[:1] == "<":
        raise RefusalError("web_page")
    head = text[:4000]
    if sum(sign < " " and sign not in "\t\r\n" for sign in head) > len(head) * 0.01:
        raise RefusalError("not_a_spreadsheet")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):
        delimiter, text = first.strip()[4:5] or ",", rest
    else:
        delimiter = delimiter_of(text)
    yield {"sheet": "", "hidden": False}
    csv.field_size_limit(FIELD_CHARACTERS)
    cells = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells += len(record)
            if cells > CELLS:
                raise RefusalError("too_many_cells")
            while record and not record[-1].strip():
                record.pop()
            yield [unguarded(value) or None for value in record]
    except csv.Error:
        raise RefusalError("quotes") from None
    yield {"end": "csv"}


def unguarded(value: str) -> str:
    """A text without the apostrophe that keeps programs from running it."""
    return value[1:] if value[:1] == "'" and GUARD.match(value) else value


def delimiter_of(text: str) -> str:
    """The sign that cuts the first records into the most even columns.

    For every candidate: how many records have the commonest width, times that width.
    Commas in addresses cut records unevenly, a title row only costs one record.
    """

    def evenness(delimiter: str) -> int:
        sample = io.StringIO(text[:20_000], newline="")
        widths: Counter[int] = Counter()
        try:
            for record in csv.reader(sample, delimiter=delimiter):
                widths[len(record)] += len(record) > 1
                if widths.total() >= SAMPLE_RECORDS:
                    break
        except csv.Error:
            return 0
        return max((width * count for width, count in widths.items()), default=0)

    return max(DELIMITERS, key=evenness)


if __name__ == "__main__":
    main()
