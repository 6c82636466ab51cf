from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sejuk.config.backups.engines import ToolError
from sejuk.config.backups.making import back_up


class Command(BaseCommand):
    help = "Writes database and files to one new file; others may go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_options: Any) -> None:
        if not file.parent.is_dir():
            message = _("There is no folder %(folder)s.")
            raise CommandError(message % {"folder": file.parent})
        try:
            manifest = back_up(file)
        except FileExistsError:
            message = _("%(file)s is there already: choose another name.")
            raise CommandError(message % {"file": file}) from None
        except (ToolError, OSError) as error:
            message = _("Nothing was written: %(why)s")
            raise CommandError(message % {"why": error}) from error
        told = _("%(file)s holds everything as of %(at)s: %(n)d files, %(mb).1f MB.")
        self.stdout.write(
            self.style.SUCCESS(
                told
                % {
                    "file": file,
                    "at": manifest.made_at,
                    "n": len(manifest.members) - 1,
                    "mb": file.stat().st_size / 1e6,
                }
            )
        )
