"""The command that runs a worker."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sejuk.jobs.worker import STALE_AFTER_SECONDS, work


class Command(BaseCommand):
    help = "Carries out long work in the background until it is told to end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--until-empty", action="store_true", help="end when nothing waits any more"
        )
        parser.add_argument(
            "--stale-after",
            type=float,
            default=STALE_AFTER_SECONDS,
            metavar="SECONDS",
            help="take a worker for dead after so long without a sign of life",
        )

    def handle(self, *, until_empty: bool, stale_after: float, **_options: Any) -> None:
        work(stale_after=stale_after, until_empty=until_empty)
