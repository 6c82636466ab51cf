"""The type of a signed-in request."""

from django.http import HttpRequest

from sejuk.accounts.models import Account


class AccountRequest(HttpRequest):
    """A request whose account is known: `LoginRequiredMiddleware` saw to it."""

    user: Account
