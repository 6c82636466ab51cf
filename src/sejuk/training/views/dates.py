"""An officer's own dates, to read, to copy and to cut out."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sejuk.accounts.access import may
from sejuk.accounts.http import AccountRequest
from sejuk.crews.models import Person
from sejuk.crews.queries import persons_seen_by
from sejuk.documents.papers import Slips
from sejuk.documents.rendering import render as printed
from sejuk.elections import clock
from sejuk.elections.models import PollingStation
from sejuk.elections.request import election_or_404
from sejuk.training.queries.dates import dates_in, dates_of_crew
from sejuk.training.queries.seen import sees_who_came, sessions_seen
from sejuk.training.session_papers import dates_paper
from sejuk.training.session_words import dates_to_copy


@require_safe
def person_dates(request: AccountRequest, pk: int) -> HttpResponse:
    """When and where an officer is trained, with a text to send."""
    person, election = _person(request, pk), election_or_404(request)
    at = clock.now(election, person.village)
    dates = dates_in(election, person)
    sessions = [each.session.pk for each in dates.appointments]
    seen = sessions_seen(request.user).filter(pk__in=sessions)
    context = {
        "area": person.village,
        "person": person,
        "dates": dates,
        "coming": dates.coming(at),
        "past": dates.past(at),
        "knows_who_came": sees_who_came(request.user, person.village),
        "linked": set(seen.values_list("pk", flat=True)),
        "text": dates_to_copy(dates, at),
    }
    return render(request, "training/person_dates.html", context)


@require_safe
def person_dates_pdf(request: AccountRequest, pk: int) -> HttpResponse:
    """The same as a strip of paper."""
    person, election = _person(request, pk), election_or_404(request)
    dates = dates_in(election, person)
    today = clock.today(election, person.village)
    paper = dates_paper(
        [dates],
        person.village,
        today,
        knows_who_came=sees_who_came(request.user, person.village),
    )
    return _pdf(paper, f"jadwal-{person.pk}.pdf")


def _person(request: AccountRequest, pk: int) -> Person:
    people = persons_seen_by(request.user).select_related(
        "village__parent__parent__parent__parent"
    )
    return get_object_or_404(people, pk=pk)


@require_safe
def station_dates_pdf(request: AccountRequest, pk: int) -> HttpResponse:
    """The dates of a whole crew, a strip each, to cut and hand out."""
    stations = may(request.user, "edit_crew", PollingStation)
    station = get_object_or_404(
        stations.select_related("village", "election").defer("village__boundary"), pk=pk
    )
    today = clock.today(station.election, station.village)
    paper = dates_paper(dates_of_crew(station), station.village, today)
    name = f"jadwal-{station.village.code}-tps-{station.number}.pdf"
    return _pdf(paper, name)


def _pdf(paper: Slips, name: str) -> HttpResponse:
    return HttpResponse(
        printed(paper),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
