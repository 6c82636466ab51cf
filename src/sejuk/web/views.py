"""Home, settings, language, and what is said when a page cannot be shown."""

from django.conf import settings as site
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.defaults import page_not_found
from django.views.i18n import set_language

from sejuk.accounts.access import SEES, DataClass, Sight, visible
from sejuk.accounts.http import AccountRequest
from sejuk.accounts.models import Account, Role
from sejuk.accounts.services import keep_language
from sejuk.elections.models import PollingStation
from sejuk.elections.request import election_of
from sejuk.web.settings_menu import settings_for


@require_GET
def home(request: AccountRequest) -> HttpResponse:
    """Where an account begins its day.

    The readiness of the own area; a crew's own station; a trainer's own sessions; the
    settings for whoever has none of them.
    """
    for role in request.user.active_roles:
        sight = SEES[role.kind].get(DataClass.COORDINATION)
        if sight is Sight.ALL:
            return redirect("readiness:area_detail", code=role.area.code)
        if sight is Sight.OWN and role.station_number:
            station = visible(request.user, PollingStation).filter(
                election=election_of(request), village=role.area
            )
            if found := station.first():
                return redirect("readiness:station_detail", pk=found.pk)
        if role.kind == Role.Kind.TRAINER:
            return redirect("training:my_sessions")
    return redirect("web:settings")


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


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What a service refused answers exactly like what does not exist."""
    return page_not_found(request, exception)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What is said when a form was sent from a page that is too old."""
    return render(request, "web/form_too_old.html", status=403)
