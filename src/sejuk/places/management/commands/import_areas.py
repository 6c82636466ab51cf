from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from sejuk.places.area_files import read_area_files
from sejuk.places.area_writing import unknown_areas, write_areas

SHIPPED = Path(__file__).parents[2] / "data"


def shipped_files() -> list[Path]:
    """The files of areas that come with the product."""
    return sorted(path for path in SHIPPED.iterdir() if path.suffix != ".md")


class Command(BaseCommand):
    help = "Loads official areas: code lists, points, changes (CSV), boundaries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", type=Path, nargs="*", help="none: those that come with Sejuk"
        )
        parser.add_argument(
            "--within",
            action="append",
            default=[],
            metavar="CODE",
            help="only this area and what is under it; may be repeated",
        )
        parser.add_argument("--check", action="store_true", help="write nothing")

    def handle(
        self, *, files: list[Path], within: list[str], check: bool, **options: Any
    ) -> None:
        read = read_area_files(files or shipped_files(), within)
        read.faults += unknown_areas(read)
        for fault in read.faults:
            self.stderr.write(str(fault))
        if read.faults:
            raise CommandError(_("Nothing was written: correct these rows first."))
        if check:
            return
        total = len(read.names.keys() | {change.code for change in read.changes})
        silent = not self.stderr.isatty()
        with tqdm(total=total, unit=" areas", disable=silent) as bar:
            written = write_areas(read, watch=bar.update)
        told = _("%(new)d new areas, %(changed)d changed, %(lineages)d lineages")
        counts = {
            "new": written.new,
            "changed": written.changed,
            "lineages": written.lineages,
        }
        self.stdout.write(self.style.SUCCESS(told % counts))
