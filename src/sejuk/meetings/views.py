"""The agenda of the next coffee morning: a page and a paper."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sejuk.accounts.access import visible
from sejuk.accounts.http import AccountRequest
from sejuk.documents.rendering import render as printed
from sejuk.elections import clock
from sejuk.elections.request import election_or_404
from sejuk.meetings.papers import agenda_paper
from sejuk.meetings.queries import agenda_of
from sejuk.meetings.words import WordedPart, in_parts
from sejuk.places.models import Area
from sejuk.places.queries import with_path


@require_safe
def agenda(request: AccountRequest, code: str) -> HttpResponse:
    """What the agencies of an area have to talk about, made from what is open."""
    area, parts, _day = _agenda(request, code)
    context = {
        "area": area,
        "parts": parts,
        "count": sum(len(part.items) for part in parts),
        "past": sum(item.item.problem is not None for p in parts for item in p.items),
    }
    return render(request, "meetings/agenda.html", context)


@require_safe
def agenda_pdf(request: AccountRequest, code: str) -> HttpResponse:
    """The same on A4, with space to write what was agreed."""
    area, parts, day = _agenda(request, code)
    paper = agenda_paper(election_or_404(request), area, parts, day)
    name = f"agenda-{area.code}-{day:%Y-%m-%d}.pdf"
    return HttpResponse(
        printed(paper),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _agenda(request: AccountRequest, code: str) -> tuple[Area, list[WordedPart], date]:
    area = get_object_or_404(with_path(visible(request.user, Area)), code=code)
    election = election_or_404(request)
    at = clock.now(election, area)
    return area, in_parts(agenda_of(election, area, at)), at.date()
