"""Reads lists of polling stations of the running election."""

from collections.abc import Sequence

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from sejuk.elections import clock
from sejuk.elections.imports import read_stations, villages_on, write_stations
from sejuk.elections.queries import running_election
from sejuk.sheets.command import ListCommand, Read
from sejuk.sheets.preview import Sent, Watch


class Command(ListCommand):
    """See `help`."""

    help = "Reads lists of polling stations and writes them when every row is right."

    def read(self, files: Sequence[Sent], watch: Watch) -> Read:
        """A list of stations of any village of this installation."""
        election = running_election()
        if election is None:
            raise CommandError(_("No election is running."))
        villages = villages_on(clock.today(election))
        stations = read_stations(files, election, villages, locks=True, watch=watch)
        return Read(
            stations.preview, lambda: write_stations(stations, election, by=None)
        )
