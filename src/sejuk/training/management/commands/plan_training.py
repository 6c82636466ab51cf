"""Plans the training of a sub-district from the command line."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from sejuk.domain.training.plan import Progress
from sejuk.elections.clock import now
from sejuk.elections.queries import running_election
from sejuk.places.models import Area
from sejuk.training.planning import problem_of
from sejuk.training.services.runs import MOST_SECONDS, USUAL_SECONDS, outcome_of
from sejuk.training.services.writing import write_plan
from sejuk.training.solving import solve
from sejuk.training.words import gap_in_words, outcome_in_words


class Command(BaseCommand):
    help = "Plans the training of a sub-district and writes the plan as its draft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("area", help="code of the sub-district, as 63.02.09")
        parser.add_argument("--seconds", type=float, default=USUAL_SECONDS)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", action="store_true", help="print figures as JSON")

    def handle(self, *, area: str, seconds: float, seed: int, **options: Any) -> None:
        place = Area.objects.filter(code=area).first()
        election = running_election()
        if place is None:
            raise CommandError(_("There is no area %(code)s.") % {"code": area})
        if election is None:
            raise CommandError(_("No election is running."))
        if not 1 <= seconds <= MOST_SECONDS:
            message = _("Enter a number from %(least)s to %(most)s.")
            told = message % {"least": "1", "most": str(MOST_SECONDS)}
            raise CommandError(f"--seconds: {told}")
        try:
            problem = problem_of(place, election, now(election, place))
            with _Bar(seconds, self.stderr.isatty()) as bar:
                found = solve(
                    problem.instance, seconds=seconds, seed=seed, on_progress=bar.tell
                )
            plan = write_plan(problem, found, by=None)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        outcome = outcome_of(plan, found)
        told = json.dumps(outcome) if options["json"] else outcome_in_words(outcome)
        self.stdout.write(told)


class _Bar:
    """Seconds gone and how good the plan is so far, on a terminal."""

    def __init__(self, seconds: float, is_shown: bool) -> None:
        self._seconds = seconds
        self._bar = tqdm(
            total=seconds,
            disable=not is_shown,
            bar_format="{l_bar}{bar}| {n:.0f}/{total:.0f} s{postfix}",
        )

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_exc: object) -> None:
        self._bar.close()

    def tell(self, progress: Progress) -> None:
        """Show how far the run is."""
        self._bar.n = min(progress.seconds, self._seconds)
        if progress.gap is not None:
            self._bar.set_postfix_str(gap_in_words(progress.gap), refresh=False)
        self._bar.refresh()
