"""The timetable of a village or sub-district: text to paste, and a sheet to hang up."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sejuk.accounts.access import visible
from sejuk.accounts.http import AccountRequest
from sejuk.documents.rendering import render as printed
from sejuk.domain.places.level import Level
from sejuk.elections import clock
from sejuk.elections.models import Election
from sejuk.elections.request import election_or_404
from sejuk.places.models import Area
from sejuk.places.queries import areas_below, with_path
from sejuk.training import queries
from sejuk.training.models import Session
from sejuk.training.queries.plan_page import groups_of
from sejuk.training.timetables import in_text, on_paper


@require_safe
def timetable(request: AccountRequest, code: str) -> HttpResponse:
    """The sessions to come as text; a sub-district leads to its villages' own."""
    area, election, at = _asked(request, code)
    sessions = _coming(area, election, at)
    text = in_text(election, area, sessions, groups_of(sessions), at.date())
    is_village = area.level == Level.VILLAGE
    context = {
        "area": area,
        "count": len(sessions),
        "text": text,
        "villages": []
        if is_village
        else areas_below(area, Level.VILLAGE).defer("boundary"),
    }
    return render(request, "training/timetable.html", context)


@require_safe
def timetable_pdf(request: AccountRequest, code: str) -> HttpResponse:
    """The same on A4, for the noticeboard."""
    area, election, at = _asked(request, code)
    sessions = _coming(area, election, at)
    paper = on_paper(election, area, sessions, groups_of(sessions), at.date())
    name = f"bimtek-{area.code}-{at:%Y-%m-%d}.pdf"
    return HttpResponse(
        printed(paper),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _asked(request: AccountRequest, code: str) -> tuple[Area, Election, datetime]:
    areas = with_path(visible(request.user, Area))
    area = get_object_or_404(areas, code=code, level__gte=Level.SUB_DISTRICT)
    election = election_or_404(request)
    return area, election, clock.now(election, area)


def _coming(area: Area, election: Election, at: datetime) -> list[Session]:
    """Sessions to come: of a village also those of its officers elsewhere."""
    if area.level == Level.VILLAGE:
        return list(
            queries.sessions_for_village(area, election).filter(starts_at__gt=at)
        )
    return list(queries.coming_sessions(area, election, at))
