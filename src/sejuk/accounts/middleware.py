"""What every request brings: the address that it came from, the user's language."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sejuk.accounts.acts import where_from


class WhereFromMiddleware:
    """Keeps the client's address at hand for the record of who did what."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = where_from.set(address_of(request))
        try:
            return self._get_response(request)
        finally:
            where_from.reset(token)


def address_of(request: HttpRequest) -> str:
    """The client's address: behind N known proxies, the N-th from the right."""
    proxies: int = settings.AXES_IPWARE_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies].strip()[:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]
