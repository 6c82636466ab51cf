"""What the commands that read lists have in common: all files or nothing."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from sejuk.sheets.preview import Preview


@dataclass(frozen=True, slots=True)
class Read:
    """A list that was read, and how it is written."""

    preview: Preview
    write: Callable[[], int]


class ListCommand(BaseCommand):
    """Reads files, says all faults of all of them, writes all or nothing.

    Faults go to stderr as `file:sheet:row:column: message`, the bar only to a terminal;
    the exit code is 1 when something has to be corrected.
    """

    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, and whether to look only."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--check", action="store_true", help="write nothing")

    def read(self, content: bytes) -> Read:
        """The list in a file; nothing is written by reading."""
        raise CommandError("a command says how its list is read")

    def handle(self, *, files: list[Path], check: bool, **_options: Any) -> None:
        """Files one after the other, in one transaction."""
        written = faults = 0
        with transaction.atomic():
            for file in tqdm(files, unit=" file", disable=not self.stderr.isatty()):
                read = self._read(file)
                faults += self._say(file, read.preview)
                if not faults and not check:
                    written += read.write()
            if faults:
                raise CommandError(_("Nothing was written: correct these rows first."))
        if check:
            self.stdout.write(self.style.SUCCESS(_("No fault; nothing was written.")))
            return
        told = ngettext("%(n)d row was written.", "%(n)d rows were written.", written)
        self.stdout.write(self.style.SUCCESS(told % {"n": written}))

    def _read(self, file: Path) -> Read:
        try:
            return self.read(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error

    def _say(self, file: Path, preview: Preview) -> int:
        for fault in preview.faults:
            place = fault.place()
            where = f"{file}:{place}" if place else str(file)
            self.stderr.write(f"{where}: {fault.message}")
        return len(preview.faults)
