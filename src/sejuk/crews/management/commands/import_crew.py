"""Reads lists of crews of the running election."""

from django.core.management.base import CommandError

from sejuk.crews.imports import read_crew, write_crew
from sejuk.domain.places.level import Level
from sejuk.elections import clock
from sejuk.elections.queries import running_election
from sejuk.places.models import Area
from sejuk.sheets.command import ListCommand, Read


class Command(ListCommand):
    """See `help`."""

    help = "Reads lists of crews and writes them when every row is right."

    def read(self, content: bytes) -> Read:
        """A list of crews of any village of this installation."""
        election = running_election()
        if election is None:
            raise CommandError("No election runs: choose one first.")
        villages = list(Area.objects.filter(level=Level.VILLAGE).defer("boundary"))
        crew = read_crew(content, election, villages)
        today = clock.today(election)
        return Read(crew.preview, lambda: write_crew(crew, election, on=today, by=None))
