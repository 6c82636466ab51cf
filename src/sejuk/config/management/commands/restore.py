from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from sejuk.config.backups.archive import BrokenBackupError
from sejuk.config.backups.engines import ToolError
from sejuk.config.backups.making import lacks_migrations, restore
from sejuk.config.serve_lock import InUseError


class Command(BaseCommand):
    help = "Puts a back-up in the place of database and files; stop the server first."
    requires_system_checks: list[str] = []  # the database may be broken

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_options: Any) -> None:
        if not file.is_file():
            raise CommandError(_("There is no file %(file)s.") % {"file": file})
        try:
            kept = restore(file, at=timezone.now())
        except BrokenBackupError as error:
            message = _("Nothing was changed: %(file)s cannot be restored, %(why)s.")
            raise CommandError(message % {"file": file, "why": error}) from error
        except InUseError as error:
            message = _(
                "Nothing was changed: somebody is using the database. Stop the server "
                "and its worker, then restore again."
            )
            raise CommandError(message) from error
        except (ToolError, OSError) as error:
            message = _("The back-up could not be restored: %(why)s")
            raise CommandError(message % {"why": error}) from error
        if lacks_migrations():
            call_command("migrate", verbosity=0)
        told = _("Everything is as %(file)s says.") % {"file": file}
        self.stdout.write(self.style.SUCCESS(told))
        for old in filter(None, [kept.database, kept.files]):
            self.stdout.write(_("What was there is kept as %(old)s.") % {"old": old})
