"""The first account, made by a command."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from sejuk.accounts.models import Account
from sejuk.places.models import Area

WHO = {"name": "Siti Contoh", "username": "Siti", "phone": "0812-0000-0101"}


def set_up(**options: object) -> str:
    out = io.StringIO()
    call_command("set_up", stdout=out, **{**WHO, **options})
    return out.getvalue()


def test_the_administrator_needs_no_area_yet(db: None) -> None:
    told = set_up(role="administrator")

    account = Account.objects.get()
    role = account.roles.get()
    password = re.findall(r"\w{4}(?:-\w{4}){3}", told)[0]
    assert (role.kind, role.area.code) == ("administrator", "00")
    assert account.username == "siti"
    assert account.check_password(password)
    assert account.password_is_one_time


def test_one_person_may_be_both(areas: dict[str, Area]) -> None:
    set_up(role="both", area="63.02")

    roles = Account.objects.get().roles.values_list("kind", "area__code")
    assert set(roles) == {("administrator", "00"), ("kpu", "63.02")}


def test_a_password_comes_from_standard_input(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("kopi-pagi-senakin\n"))

    told = set_up(role="administrator", password_stdin=True)

    account = Account.objects.get()
    assert account.check_password("kopi-pagi-senakin")
    assert not account.password_is_one_time
    assert "kopi" not in told


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"role": "kpu", "area": "63.02.09"}, "63.02.09"),
        ({"role": "kpu", "area": "99"}, "99"),
        ({"role": "administrator", "username": "0812"}, "username"),
        ({"role": "administrator", "phone": "12"}, "phone"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_made(
    areas: dict[str, Area], options: dict[str, str], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        set_up(**options)

    assert not Account.objects.exists()


def test_what_is_not_given_is_asked_for_only_of_a_person(
    areas: dict[str, Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError):
        set_up(role="kpu")

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda _question: "63.02")
    set_up(role="kpu")

    assert Account.objects.get().roles.get().area.code == "63.02"


def test_a_short_password_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))

    with pytest.raises(CommandError):
        set_up(role="administrator", password_stdin=True)

    assert not Account.objects.exists()


def test_there_is_one_first_account(db: None) -> None:
    set_up(role="administrator")

    with pytest.raises(CommandError):
        set_up(role="administrator", username="second")

    assert Account.objects.count() == 1
