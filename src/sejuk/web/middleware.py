"""What every page does besides its own: it is kept by no browser, and takes no NUL."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


class NotKeptMiddleware:
    """Lets no browser keep the pages of an account.

    A village office has one laptop for many: after signing out, going back must not
    show names and phone numbers again.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response


class NoNulMiddleware:
    """Answers an address with a NUL character in it as one that does not exist.

    PostgreSQL keeps no such text and fails when it is asked for one. In what is posted
    the fields of forms refuse it themselves.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = str(request.META.get("QUERY_STRING", ""))
        if "\0" in request.path_info or "%00" in query or "\0" in query:
            raise Http404
        return self._get_response(request)
