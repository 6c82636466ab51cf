"""What the commands that read lists have in common: all files or nothing."""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from sejuk.sheets.faults import Fault
from sejuk.sheets.preview import Preview, Sent, Watch, opened


@dataclass(frozen=True, slots=True)
class Read:
    """A list that was read, and how it is written."""

    preview: Preview
    write: Callable[[], int]


class ListCommand(BaseCommand):
    """Reads files as one list, says all faults of all of them, writes all or nothing.

    Faults go to stderr as `file:sheet:row: column: message`, what wants a look too, the
    bar only to a terminal; the exit code is 1 when something has to be corrected.
    """

    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, and whether to look only."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--check", action="store_true", help="write nothing")

    def read(self, files: Sequence[Sent], watch: Watch) -> Read:
        """The list in these files; nothing is written by reading.

        Called in a transaction: what it compares with is locked until the writing.
        """
        raise NotImplementedError

    def handle(self, *, files: list[Path], check: bool, **_options: Any) -> None:
        """Open all, compare all, then write all in one transaction."""
        sent = [opened(str(file), _content(file)) for file in files]
        rows = sum(file.rows for file in sent)
        silent = not self.stderr.isatty()
        with (
            transaction.atomic(),
            tqdm(total=rows, unit=" rows", disable=silent) as bar,
        ):
            read = self.read(sent, bar.update)
            bar.update(rows - bar.n)  # headings and empty rows
            self._say(read.preview)
            if not read.preview.is_clean:
                raise CommandError(_("Nothing was written: correct these rows first."))
            written = 0 if check else read.write()
        self.stdout.write(self.style.SUCCESS(_told(read.preview, written, check=check)))

    def _say(self, preview: Preview) -> None:
        for said in preview.files:
            for fault in [*said.notices, *said.in_order()]:
                self.stderr.write(f"{_where(said.name, fault)}: {fault.message}")


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error


def _where(file: str, fault: Fault) -> str:
    row = "" if fault.row is None else str(fault.row)
    place = ":".join(part for part in (file, fault.sheet, row) if part)
    return f"{place}: {fault.column}" if fault.column else place


def _told(preview: Preview, written: int, *, check: bool) -> str:
    lines = len(preview.lines)
    if not lines:
        return _("Nothing new: everything in this list stands already.")
    if check:
        told = ngettext(
            "No fault; %(n)d row would be written.",
            "No fault; %(n)d rows would be written.",
            lines,
        )
        return told % {"n": lines}
    told = ngettext("%(n)d row was written.", "%(n)d rows were written.", written)
    return told % {"n": written}
