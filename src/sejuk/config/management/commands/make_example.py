from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from sejuk.accounts.one_time import one_time_password
from sejuk.config.example import making
from sejuk.config.example.kept_plan import PlanDoesNotFitError
from sejuk.config.example.sign_ins import known_password, write_sign_ins
from sejuk.config.example.story import SEED
from sejuk.config.example.training import Search
from sejuk.domain.training.instance import Instance
from sejuk.domain.training.plan import Plan, Progress
from sejuk.places.management.commands.import_areas import shipped_files
from sejuk.training.solving import solve

SIGN_INS = settings.VAR_DIR / "sign-ins.txt"


class Command(BaseCommand):
    help = "Makes the example: Kelumpang Tengah before the vote of 9 December 2020."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="only where there is nothing yet"
        )
        parser.add_argument(
            "--discard",
            action="store_true",
            help="also where people entered real things since: they are lost",
        )
        parser.add_argument(
            "--replan",
            action="store_true",
            help="search the plan of 13 November anew and keep it with the source",
        )
        parser.add_argument("--seconds", type=float, default=60.0, help="for --replan")
        parser.add_argument(
            "--sign-ins", type=Path, default=SIGN_INS, help="file for the password"
        )

    def handle(
        self, *, if_empty: bool, discard: bool, replan: bool, **options: Any
    ) -> None:
        if if_empty and not making.is_empty():
            self.stdout.write(_("There is something already: no example was made."))
            return
        if not discard and (things := making.real_things()):
            message = _(
                "The tables hold %(what)s. An example would throw everything away; "
                "--discard does so."
            )
            raise CommandError(message % {"what": ", ".join(things)})
        sign_ins: Path = options["sign_ins"]
        password = known_password(sign_ins) or one_time_password()
        search = self._search(options["seconds"]) if replan else None
        with tqdm(total=making.STEPS, disable=not self.stderr.isatty()) as bar:

            def tell(what: str) -> None:
                bar.set_description(what, refresh=False)
                bar.update()

            try:
                making.make_example(password, shipped_files(), tell, search)
            except PlanDoesNotFitError as error:
                raise CommandError(str(error)) from error
        write_sign_ins(sign_ins, password)
        done = _("The example is made. Sign-ins: %(file)s") % {"file": sign_ins}
        self.stdout.write(self.style.SUCCESS(done))

    def _search(self, seconds: float) -> Search:
        """A search that says every now and then how far it is."""

        def told(progress: Progress) -> None:
            if progress.gap is not None and self.stderr.isatty():
                self.stderr.write(
                    f"{progress.seconds:5.0f} s  {progress.loss:,.1f}  "
                    f"≥ {progress.bound:,.1f}  ({progress.gap:.2%})"
                )

        def found(instance: Instance) -> Plan:
            plan = solve(instance, seconds=seconds, seed=SEED, on_progress=told)
            self.stdout.write(
                f"loss {plan.loss:,.1f}, bound {plan.bound:,.1f}, gap {plan.gap:.2%}, "
                f"{plan.figures.officers_twice} of {plan.figures.officers} twice"
            )
            return plan

        return found
