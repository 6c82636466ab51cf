"""Home, settings, language, and what is said when a page cannot be shown."""

from django.conf import settings as site
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from sejuk.accounts.access import home_area
from sejuk.accounts.http import AccountRequest
from sejuk.accounts.models import Account
from sejuk.accounts.services import keep_language
from sejuk.web.context import url_of
from sejuk.web.settings_menu import settings_for


@require_GET
def home(request: AccountRequest) -> HttpResponse:
    """Where an account begins: the readiness of its area, else the settings."""
    area = home_area(request.user)
    readiness = url_of("readiness:area_detail", area.code) if area else ""
    return redirect(readiness or "web:settings")


@require_GET
def settings(request: AccountRequest) -> HttpResponse:
    """All that is set rather than done, as far as this account may set it."""
    return render(
        request, "web/settings.html", {"settings": settings_for(request.user)}
    )


@require_POST
@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the screens, and stay on the page.

    An account keeps it; the cookie is for those who are not signed in.
    """
    asked = request.POST.get("language", "")
    if isinstance(request.user, Account) and asked in dict(site.LANGUAGES):
        keep_language(request.user, asked)
    return set_language(request)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What is said when a form was sent from a page that is too old."""
    return render(request, "web/form_too_old.html", status=403)
