import http.client
import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS
from django.urls import reverse
from django.utils.translation import gettext as _

from sejuk.config.backups.making import lacks_migrations
from sejuk.config.serve_lock import InUseError, alone
from sejuk.config.serving import Child, Keeper
from sejuk.config.static_files import collect_if_changed

_GRACE_SECONDS = 40.0
_EVERYWHERE = frozenset({"", "0.0.0.0", "::", "127.0.0.1", "::1"})  # noqa: S104
_SERVER_ERROR = 500


class Command(BaseCommand):
    help = "Serves the pages and carries out the long work, until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1", metavar="ADDRESS")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="web processes")

    def handle(self, *, bind: str, port: int, workers: int, **_options: Any) -> None:
        self.check(databases=[DEFAULT_DB_ALIAS])
        if lacks_migrations():
            raise CommandError(
                _("The tables are not those of this version: run manage.py migrate.")
            )
        _refuse_taken(bind, port)
        try:
            with alone():
                self._serve(bind, port, workers)
        except InUseError:
            message = _("Somebody serves this database already, or restores it.")
            raise CommandError(message) from None

    def _serve(self, bind: str, port: int, workers: int) -> None:
        if collect_if_changed():
            self._say(_("The static files were collected."))
        root = Path(settings.BASE_DIR)
        found = os.environ.get("PYTHONPATH", "")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [f"{root}/src", found]))
        children = [
            Child(_("the web server"), _web_server(bind, port, workers)),
            Child(_("the worker"), [sys.executable, str(root / "manage.py"), "work"]),
        ]

        def when_ready() -> bool:
            answers = _answers(bind, port)
            if answers:
                self._tell_address(bind, port)
            return answers

        keeper = Keeper(children, self._say, grace_seconds=_GRACE_SECONDS)
        keeper.run(when_ready)
        self._say(_("Everything has ended."))

    def _tell_address(self, bind: str, port: int) -> None:
        host = "localhost" if bind in _EVERYWHERE else bind
        self._say(_("Sejuk is at %(address)s") % {"address": f"http://{host}:{port}"})
        sign_ins = Path(settings.VAR_DIR, "sign-ins.txt")
        if sign_ins.is_file() and not settings.PRODUCTION:
            self._say(sign_ins.read_text(encoding="utf-8").rstrip())
        self._say(_("Ctrl-C ends it."))

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def _web_server(bind: str, port: int, workers: int) -> list[str]:
    address = f"[{bind}]:{port}" if ":" in bind else f"{bind}:{port}"
    return [
        *(sys.executable, "-m", "gunicorn", "sejuk.config.wsgi"),
        *("--bind", address, "--workers", str(workers)),
        *("--worker-class", "gthread", "--threads", "4"),
        *("--timeout", "60", "--graceful-timeout", "30"),
        *("--log-level", "warning", "--no-control-socket"),
    ]


def _refuse_taken(bind: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            message = _("Port %(port)d of %(bind)s cannot be had: %(why)s.")
            raise CommandError(
                message % {"port": port, "bind": bind, "why": error.strerror}
            ) from error


def _answers(bind: str, port: int) -> bool:
    host = "localhost" if bind in _EVERYWHERE else bind
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", reverse("accounts:sign_in"))
        return connection.getresponse().status < _SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
