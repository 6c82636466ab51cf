from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sejuk.elections.facts.reading import FOLDER, read_facts
from sejuk.elections.facts.writing import Tally, write_facts


class Command(BaseCommand):
    help = "Loads calendars, dated rules and problem kinds; safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--folder", type=Path, default=FOLDER, help="other files than ours"
        )
        parser.add_argument("--check", action="store_true", help="write nothing")

    def handle(self, *, folder: Path, check: bool, **options: Any) -> None:
        facts = read_facts(folder)
        for fault in facts.faults:
            self.stderr.write(str(fault))
        if facts.faults:
            raise CommandError(_("Nothing was written: correct these facts first."))
        if check:
            return
        changes = write_facts(facts)
        for line in changes.lines:
            self.stdout.write(line)
        for table, tally in changes.tallies.items():
            self.stdout.write(f"{table}: {_in_words(tally)}")


def _in_words(tally: Tally) -> str:
    counts = {
        "new": tally.new,
        "changed": tally.changed,
        "same": tally.same,
        "kept": tally.kept,
    }
    told = _("%(new)d new, %(changed)d changed, %(same)d as before") % counts
    if tally.kept:
        told += ", " + _("%(kept)d kept as verified here") % counts
    return told
