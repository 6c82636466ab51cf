"""Reads lists of crews of the running election."""

from collections.abc import Sequence

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from sejuk.crews.imports import read_crew, write_crew
from sejuk.elections import clock
from sejuk.elections.imports import villages_on
from sejuk.elections.queries import running_election
from sejuk.sheets.command import ListCommand, Read
from sejuk.sheets.preview import Sent, Watch


class Command(ListCommand):
    """See `help`."""

    help = "Reads lists of crews and writes them when every row is right."

    def read(self, files: Sequence[Sent], watch: Watch) -> Read:
        """A list of the crews of any village of this installation."""
        election = running_election()
        if election is None:
            raise CommandError(_("No election is running."))
        villages = villages_on(clock.today(election))
        crew = read_crew(files, election, villages, locks=True, watch=watch)
        return Read(crew.preview, lambda: write_crew(crew, election, by=None))
