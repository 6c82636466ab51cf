"""Step 1: any spreadsheet file to a `Grid`, in a child process that can do no harm."""

import datetime
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread, Timer
from typing import IO, Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sejuk.sheets import child
from sejuk.sheets.grid import Grid, Sheet, Value

logger = logging.getLogger(__name__)

FILE_BYTES = 20 << 20
OUTPUT_BYTES = 40 << 20
WALL_SECONDS = 20
COMPLAINT_BYTES = 4_000

DATED = {
    "datetime": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
}

SENTENCES = {
    "empty": _("This file is empty."),
    "not_a_spreadsheet": _(
        "This is not a spreadsheet. Send the list as XLSX, ODS or CSV."
    ),
    "web_page": _(
        "This is a web page with the name of a spreadsheet. Open it in Excel or "
        "LibreOffice and save it as XLSX."
    ),
    "old_office": _(
        "This is the old Excel format (XLS). Open it and save it as XLSX, then send it "
        "again."
    ),
    "password": _(
        "This file is protected by a password. Save it without one, then send it again."
    ),
    "macros": _(
        "This file contains macros, which are never opened here. Save it as XLSX "
        "without macros, then send it again."
    ),
    "broken": _(
        "This file is damaged, perhaps it was cut off on the way. Open it, save it "
        "again as XLSX and send that."
    ),
    "bomb": _(
        "This file unpacks to far more than a list needs, so it was not opened. Copy "
        "the list into a new file."
    ),
    "too_large": _(
        "This file is too large to be read. Look for a forgotten entry far below or "
        "far to the right of the list, or send the list in parts."
    ),
    "too_many_cells": _(
        "This file has too many cells. Look for a forgotten entry far below or far to "
        "the right of the list, or send the list in parts."
    ),
    "too_slow": _("Reading this file took too long. Send the list in parts."),
    "quotes": _(
        "A quotation mark is opened in this text file and never closed. Save the list "
        "as XLSX and send that."
    ),
}


class UnreadableFileError(ValidationError):
    """A file that cannot be read; `code` is a key of `SENTENCES`."""

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code], code=code)


def read_grid(content: bytes) -> Grid:
    """The cells of a spreadsheet file, whatever its name says it is.

    At most `FILE_BYTES` in; the child has `child.MEMORY_BYTES` of address space and
    `child.CPU_SECONDS`, and is ended after `WALL_SECONDS` or `OUTPUT_BYTES`.

    Raises:
        UnreadableFileError: in the user's language, for all that is wrong with it.
    """
    if len(content) > FILE_BYTES:
        raise UnreadableFileError("too_large")
    output, code = _output_of_child(content)
    if len(output) > OUTPUT_BYTES:
        raise UnreadableFileError("too_large")
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise UnreadableFileError("too_slow")
    if code == -signal.SIGABRT:  # the reader asks for more memory than it may have
        raise UnreadableFileError("too_large")
    if code != 0:
        raise UnreadableFileError("broken")
    return _grid(output)


def _output_of_child(content: bytes) -> tuple[bytes, int]:
    """What the child wrote, cut off just beyond `OUTPUT_BYTES`, and its exit code."""
    with _child() as process:
        pipes = process.stdin, process.stdout, process.stderr
        into, out, errors = (cast("IO[bytes]", pipe) for pipe in pipes)
        feeder = Thread(target=_feed, args=(into, content), daemon=True)
        feeder.start()
        output = out.read(OUTPUT_BYTES + 1)
        if len(output) > OUTPUT_BYTES:
            process.kill()
        process.wait()
        feeder.join()
        if process.returncode > 0:
            complaint = errors.read(COMPLAINT_BYTES).decode(errors="replace")
            logger.error("the reader of spreadsheets failed: %s", complaint)
        return output, process.returncode


@contextmanager
def _child() -> Iterator[subprocess.Popen[bytes]]:
    """A running child that is surely gone afterwards."""
    command = [sys.executable, "-I", "-B", str(Path(child.__file__))]
    with subprocess.Popen(  # noqa: S603 our own file, no shell, nothing of the user
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"LC_ALL": "C.UTF-8"},
        cwd=os.sep,
    ) as process:
        timer = Timer(WALL_SECONDS, process.kill)
        timer.start()
        try:
            yield process
        finally:
            timer.cancel()
            process.kill()


def _feed(into: IO[bytes], content: bytes) -> None:
    # A child that ends early closes the pipe; its answer says why.
    with suppress(BrokenPipeError), into:
        into.write(content)


def _grid(output: bytes) -> Grid:
    """The child's answer as a grid; nothing in it is believed without looking."""
    sheets: list[Sheet] = []
    try:
        for line in output.splitlines():
            said = json.loads(line, object_hook=_value)
            if isinstance(said, list):
                sheets[-1].rows.append(_row(said))
            elif "sheet" in said:
                sheets.append(Sheet(str(said["sheet"]), said["hidden"] is True, []))
            elif "end" in said:
                return _whole(str(said["end"]), sheets)
            else:
                raise UnreadableFileError(said["fault"])
    except (ValueError, KeyError, IndexError, TypeError, OverflowError):
        raise UnreadableFileError("broken") from None
    raise UnreadableFileError("broken")


def _row(cells: list[Any]) -> list[Value]:
    if any(isinstance(cell, list | dict) for cell in cells):
        raise ValueError("a cell holds one value")
    return cells


def _value(said: dict[str, Any]) -> Any:
    """A value that JSON has no word for; other objects stay as they are."""
    if len(said) == 1:
        [(kind, text)] = said.items()
        if kind in DATED:
            return DATED[kind](text)
        if kind == "timedelta":
            return datetime.timedelta(seconds=text)
    return said


def _whole(form: str, sheets: list[Sheet]) -> Grid:
    if not any(
        cell is not None for sheet in sheets for row in sheet.rows for cell in row
    ):
        raise UnreadableFileError("empty")
    return Grid(form, sheets)
