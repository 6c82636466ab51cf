"""The home page and the pages that stand in for errors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sejuk.accounts.access import home_area
from sejuk.accounts.http import AccountRequest


def home(request: AccountRequest) -> HttpResponse:
    """Where an account begins its day: the readiness of its own area."""
    area = home_area(request.user)
    if area is None:
        return render(request, "web/home.html")
    return redirect("readiness:area_detail", code=area.code)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old, and what to do."""
    return render(request, "web/csrf_failure.html", status=403)
