"""Signing in: by name or phone, throttled, and silent on which half was wrong."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from sejuk.accounts.models import Account
from sejuk.accounts.sign_in import (
    SmallArgon2PasswordHasher,
    phone_as_spoken,
    phone_in_e164,
)

ROOT = Path(__file__).parents[3]
PASSWORD = "kopi-pagi-senakin"
SIGN_IN = "/sign-in/"


@pytest.fixture
def siti(make_account: Callable[..., Account]) -> Account:
    account = make_account("ppk", "63.02.09")
    account.username, account.phone = "siti", "+6281200000101"
    account.set_password(PASSWORD)
    account.save()
    return account


def tried(client: Client, username: str, password: str) -> Any:
    return client.post(SIGN_IN, {"username": username, "password": password})


class TestSignIn:
    @pytest.mark.parametrize(
        "name",
        ["siti", " SITI ", "081200000101", "0812-0000-0101", "+62 812 0000 0101"],
    )
    def test_by_user_name_or_phone_number(
        self, client: Client, siti: Account, name: str
    ) -> None:
        answer = tried(client, name, PASSWORD)

        assert answer.status_code == 302
        assert client.session["_auth_user_id"] == str(siti.pk)

    def test_says_the_same_whichever_half_was_wrong(
        self, client: Client, siti: Account
    ) -> None:
        locked = Account.objects.make("udin", PASSWORD, name="Udin", is_active=False)

        told = {
            told_by(tried(client, name, password))
            for name, password in [
                ("siti", "wrong-password"),
                ("nobody", PASSWORD),
                ("0812-0000-9999", PASSWORD),
                (locked.username, PASSWORD),
            ]
        }

        assert len(told) == 1
        assert told != {()}

    def test_hashes_once_whichever_half_was_wrong(
        self, client: Client, siti: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hashed: list[str] = []
        for name in ("encode", "verify"):
            monkeypatch.setattr(SmallArgon2PasswordHasher, name, counting(name, hashed))

        tried(client, "siti", "wrong-password")
        after_wrong_password = len(hashed)
        tried(client, "nobody", "wrong-password")

        assert after_wrong_password == 1
        assert len(hashed) == 2

    def test_takes_as_long_whichever_half_was_wrong(
        self, client: Client, siti: Account
    ) -> None:
        seconds: dict[str, list[float]] = {"siti": [], "nobody": []}
        for _try in range(4):
            for name, taken in seconds.items():
                start = time.process_time()
                tried(client, name, "wrong-password")
                taken.append(time.process_time() - start)

        known, unknown = (statistics.median(s) for s in seconds.values())

        assert 0.4 < known / unknown < 2.5

    def test_keeps_argon2_hashes(self, siti: Account) -> None:
        assert siti.password.startswith("argon2$argon2id$")

    def test_an_account_that_is_locked_loses_its_session(
        self, client: Client, siti: Account
    ) -> None:
        tried(client, "siti", PASSWORD)
        Account.objects.filter(pk=siti.pk).update(is_active=False)

        answer = client.get(reverse("accounts:own_account"))

        assert answer.status_code == 302
        assert answer["Location"].startswith(SIGN_IN)

    def test_leads_to_the_page_that_was_asked_for_and_to_no_other_site(
        self, client: Client, siti: Account
    ) -> None:
        given = {"username": "siti", "password": PASSWORD}
        there = client.post(SIGN_IN, {**given, "next": "/me/"})
        client.post(reverse("accounts:sign_out"))
        elsewhere = client.post(SIGN_IN, {**given, "next": "https://example.org/"})

        assert there["Location"] == "/me/"
        assert elsewhere["Location"] == "/"


class TestThrottle:
    def test_the_right_password_is_refused_after_five_wrong_ones(
        self, client: Client, siti: Account
    ) -> None:
        for _try in range(5):
            last = tried(client, "siti", "wrong-password")

        right = tried(client, "siti", PASSWORD)

        assert last.status_code == right.status_code == 429
        assert "_auth_user_id" not in client.session

    def test_four_wrong_ones_are_forgiven(self, client: Client, siti: Account) -> None:
        for _try in range(4):
            tried(client, "siti", "wrong-password")

        assert tried(client, "siti", PASSWORD).status_code == 302
        assert not AccessAttempt.objects.exists()

    def test_other_ways_to_write_the_same_account_are_no_new_tries(
        self, client: Client, siti: Account
    ) -> None:
        for name in [
            "siti",
            "SITI",
            "081200000101",
            "0812-0000-0101",
            "+6281200000101",
        ]:
            tried(client, name, "wrong-password")

        assert tried(client, "siti", PASSWORD).status_code == 429

    def test_says_the_same_of_a_name_that_nobody_has(
        self, client: Client, siti: Account
    ) -> None:
        for name in ("siti", "nobody"):
            for _try in range(5):
                tried(client, name, "wrong-password")

        known = tried(client, "siti", PASSWORD)
        unknown = tried(client, "nobody", PASSWORD)

        assert known.status_code == unknown.status_code == 429
        assert without_tokens(known.content) == without_tokens(unknown.content)

    def test_another_account_signs_in_from_the_same_office(
        self, client: Client, siti: Account
    ) -> None:
        Account.objects.make("udin", PASSWORD, name="Udin")
        for _try in range(5):
            tried(client, "siti", "wrong-password")

        assert tried(client, "udin", PASSWORD).status_code == 302

    def test_after_a_quarter_of_an_hour_one_may_try_again(
        self, client: Client, siti: Account
    ) -> None:
        for _try in range(5):
            tried(client, "siti", "wrong-password")
        for attempt in AccessAttempt.objects.all():
            attempt.attempt_time -= timedelta(minutes=16)
            attempt.save()

        assert tried(client, "siti", PASSWORD).status_code == 302


class TestSession:
    def test_a_form_from_elsewhere_is_refused(self, siti: Account) -> None:
        client = Client(enforce_csrf_checks=True)

        assert tried(client, "siti", PASSWORD).status_code == 403
        assert "_auth_user_id" not in client.session

    def test_the_sign_in_form_carries_its_token(self, siti: Account) -> None:
        client = Client(enforce_csrf_checks=True)
        client.get(SIGN_IN)
        token = client.cookies["csrftoken"].value

        answer = client.post(
            SIGN_IN,
            {"username": "siti", "password": PASSWORD, "csrfmiddlewaretoken": token},
        )

        assert answer.status_code == 302

    def test_the_cookie_is_out_of_reach_of_scripts(
        self, client: Client, siti: Account
    ) -> None:
        tried(client, "siti", PASSWORD)
        cookie = client.cookies["sessionid"]

        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"

    def test_in_production_cookies_travel_encrypted_only(self) -> None:
        said = in_production(
            "-c",
            "from django.conf import settings as s;"
            "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
            " s.SESSION_COOKIE_HTTPONLY, s.SECURE_SSL_REDIRECT, s.DEBUG)",
            SECRET_KEY="x" * 50,
        )

        assert said.stdout.split() == ["True", "True", "True", "True", "False"]
        assert not site.SESSION_COOKIE_SECURE  # else the check above proves nothing

    def test_production_refuses_the_key_that_everybody_can_read(self) -> None:
        without = in_production("manage.py", "check")
        with_key = in_production("manage.py", "check", SECRET_KEY="x" * 50)

        assert without.returncode != 0
        assert "sejuk.E001" in without.stderr
        assert with_key.returncode == 0

    def test_production_does_not_serve_on_the_key_that_everybody_can_read(
        self,
    ) -> None:
        said = in_production("manage.py", "serve", "--port", "1")

        assert said.returncode != 0
        assert "sejuk.E001" in said.stderr


class TestPhoneNumber:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("0812-0000-0101", "+6281200000101"),
            ("+62 812 0000 0101", "+6281200000101"),
            ("62 812 0000 0101", "+6281200000101"),
            ("siti", None),
            ("12", None),
            ("", None),
        ],
    )
    def test_is_read_as_people_write_it(self, text: str, number: str | None) -> None:
        assert phone_in_e164(text) == number

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            ("+6281200000101", "0812-0000-0101"),
            ("+60123456789", "+60 12-345 6789"),
            ("none", "none"),
        ],
    )
    def test_is_shown_as_people_write_it(self, number: str, words: str) -> None:
        assert phone_as_spoken(number) == words


def told_by(answer: Any) -> tuple[str, ...]:
    assert answer.status_code == 200
    form = answer.context["form"]
    return tuple(form.non_field_errors())


def without_tokens(body: bytes) -> list[bytes]:
    return [line for line in body.splitlines() if b"csrf" not in line.lower()]


def counting(name: str, counted: list[str]) -> Callable[..., Any]:
    real = getattr(SmallArgon2PasswordHasher, name)

    def counted_call(self: Any, *arguments: Any) -> Any:
        counted.append(name)
        return real(self, *arguments)

    return counted_call


def in_production(
    *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "sejuk.config.settings",
            "SEJUK_PRODUCTION": "1",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
