import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from sejuk.accounts.forms import PersonForm
from sejuk.accounts.models import Account, Role
from sejuk.accounts.services import NewRole, make_first_account
from sejuk.domain.places.code import NATION
from sejuk.domain.places.level import Level
from sejuk.places.models import Area

_ROLES = {"administrator": Role.Kind.ADMINISTRATOR, "kpu": Role.Kind.KPU}


class Command(BaseCommand):
    help = (
        "Makes the first account, which makes all others: of the administrator, of "
        "the KPU of a regency, or both in one. What is not given is asked for."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", choices=[*_ROLES, "both"])
        parser.add_argument("--area", metavar="CODE", help="regency of the KPU")
        parser.add_argument("--name")
        parser.add_argument("--username")
        parser.add_argument("--phone", default="")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="read the password from standard input instead of making a one-time "
            "password",
        )

    def handle(self, *, password_stdin: bool, **options: Any) -> None:
        if Account.objects.exists():
            message = _(
                "There is an account already. Whoever made it, or the administrator, "
                "makes the others on the page of accounts."
            )
            raise CommandError(message)
        chosen = options["role"] or _asked(_("Role (administrator, kpu, both): "))
        roles = _roles(chosen, options["area"])
        account = _account(options)
        password = _read_password(account) if password_stdin else None
        made = make_first_account(account, roles, password)
        told = _("The account %(name)s was made.") % {"name": account.username}
        self.stdout.write(self.style.SUCCESS(told))
        if password is None:
            told = _("Its one-time password: %(password)s")
            self.stdout.write(told % {"password": made.password})


def _roles(chosen: str, code: str | None) -> list[NewRole]:
    names = list(_ROLES) if chosen == "both" else [chosen]
    if unknown := [name for name in names if name not in _ROLES]:
        raise CommandError(_("There is no role %(role)s.") % {"role": unknown[0]})
    today, roles = timezone.localdate(), []
    if "kpu" in names:
        regency = _regency(code or _asked(_("Code of the regency, as in 63.02: ")))
        roles.append(NewRole(Role.Kind.KPU, regency, today))
    if "administrator" in names:
        roles.append(NewRole(Role.Kind.ADMINISTRATOR, _nation(), today))
    return roles


def _regency(code: str) -> Area:
    area = Area.objects.filter(code=code, level=Level.REGENCY).first()
    if area is None:
        message = _(
            "There is no regency %(code)s. Read the areas in first: "
            "manage.py import_areas."
        )
        raise CommandError(message % {"code": code})
    return area


def _nation() -> Area:
    """The whole installation, which is there before any area was read in."""
    nation, _made = Area.objects.get_or_create(
        code=NATION, defaults={"name": "Indonesia", "level": Level.NATION}
    )
    return nation


def _account(options: dict[str, Any]) -> Account:
    form = PersonForm(
        {
            "name": options["name"] or _asked(_("Name: ")),
            "username": options["username"] or _asked(_("User name: ")),
            "phone": options["phone"],
            "language": "id",
        }
    )
    if not form.is_valid():
        faults = [
            f"{field}: {fault}"
            for field, found in form.errors.items()
            for fault in found
        ]
        raise CommandError("\n".join(faults))
    return form.save(commit=False)


def _read_password(account: Account) -> str:
    if sys.stdin.isatty():
        password = getpass(_("Password: "))
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise CommandError("\n".join(error.messages)) from error
    return password


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        message = _("Nobody is there to answer “%(question)s”: give it as an option.")
        raise CommandError(message % {"question": question.strip(" :")})
    return input(question).strip()
