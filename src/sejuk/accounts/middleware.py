"""What every request brings: the address that it came from, the user's language."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from sejuk.accounts import labels
from sejuk.accounts.acts import where_from

GetResponse = Callable[[HttpRequest], HttpResponse]

_OPEN_BEFORE_A_NEW_PASSWORD = frozenset(
    {"accounts:password_change", "accounts:sign_out", "web:language"}
)


class WhereFromMiddleware:
    """Keeps the client's address at hand for the record of who did what.

    Within a request the labels of this installation are read at most once.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = where_from.set(address_of(request))
        try:
            with labels.asked_once():
                return self._get_response(request)
        finally:
            where_from.reset(token)


class AccountLanguageMiddleware:
    """Answers in the language that the account keeps, whatever the browser says.

    Before sign-in the cookie of the switch and the browser decide (`LocaleMiddleware`,
    which stands further out and takes its language back after the request).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        return self._get_response(request)


class OneTimePasswordMiddleware:
    """Leads those who signed in with a one-time password to setting their own."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, *_view: Any, **_arguments: Any
    ) -> HttpResponse | None:
        """The way to the form, or None where the page may be shown."""
        user = request.user
        if not user.is_authenticated or not user.password_is_one_time:
            return None
        match = request.resolver_match
        if match and match.view_name in _OPEN_BEFORE_A_NEW_PASSWORD:
            return None
        return redirect("accounts:password_change")


def address_of(request: HttpRequest) -> str:
    """The client's address: behind N known proxies, the N-th from the right."""
    proxies: int = settings.AXES_IPWARE_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies].strip()[:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]
