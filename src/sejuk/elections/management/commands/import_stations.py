"""Reads lists of polling stations of the running election."""

from django.core.management.base import CommandError

from sejuk.domain.places.level import Level
from sejuk.elections.imports import read_stations, write_stations
from sejuk.elections.queries import running_election
from sejuk.places.models import Area
from sejuk.sheets.command import ListCommand, Read


class Command(ListCommand):
    """See `help`."""

    help = "Reads lists of polling stations and writes them when every row is right."

    def read(self, content: bytes) -> Read:
        """A list of stations of any village of this installation."""
        election = running_election()
        if election is None:
            raise CommandError("No election runs: choose one first.")
        villages = list(Area.objects.filter(level=Level.VILLAGE).defer("boundary"))
        stations = read_stations(content, election, villages)
        return Read(
            stations.preview, lambda: write_stations(stations, election, by=None)
        )
