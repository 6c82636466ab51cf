"""Signing in by user name or phone number."""

from collections.abc import Mapping
from typing import Any

import phonenumbers
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sejuk.accounts.models import Account


class SmallArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB a sign-in (OWASP's minimum), so that eight at a time fit.

    Django's default takes 100 MiB each, too much for the old laptop that serves.
    """

    time_cost = 2
    memory_cost = 19456
    parallelism = 1


class NameOrPhoneBackend(BaseBackend):
    """Finds an account by its user name or its phone number."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_credentials: Any,
    ) -> Account | None:
        """The account, or None; a wrong name costs as much time as a wrong password."""
        if not username or password is None:
            return None
        account = _find(username)
        if account is None:
            Account().set_password(password)
            return None
        right = account.check_password(password)
        return account if right and account.is_active else None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, while it may sign in."""
        return Account.objects.filter(pk=user_id, is_active=True).first()


def phone_in_e164(text: str) -> str | None:
    """An Indonesian or international phone number as +62…; None if it is none."""
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_as_spoken(number: str) -> str:
    """A stored phone number as people here write it: "0812-0000-0101"."""
    try:
        parsed = phonenumbers.parse(number, "ID")
    except phonenumbers.NumberParseException:
        return number
    is_here = parsed.country_code == phonenumbers.country_code_for_region("ID")
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        parsed, form.NATIONAL if is_here else form.INTERNATIONAL
    )


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Say that there were too many tries; not which half was wrong."""
    return render(request, "accounts/locked_out.html", status=429)


def throttled_as(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """By which name wrong tries are counted.

    Whoever tries an account by its user name and by its phone number in five ways of
    writing it has five tries, not thirty.
    """
    given = (credentials or {}).get("username") or request.POST.get("username", "")
    account = _find(str(given))
    if account is not None:
        return account.username
    return phone_in_e164(str(given)) or str(given).strip().lower()[:60]


def _find(username: str) -> Account | None:
    account = Account.objects.filter(username=username.strip().lower()).first()
    if account is None and (phone := phone_in_e164(username)):
        account = Account.objects.filter(phone=phone).first()
    return account
