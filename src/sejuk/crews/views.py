"""Pages of crews: the list of an area, a station's nine seats, a person."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sejuk.accounts.access import may, may_in, phones_shown, visible
from sejuk.accounts.http import AccountRequest
from sejuk.crews import queries, services
from sejuk.crews.forms import PersonForm
from sejuk.crews.models import Holding, Person, Seat
from sejuk.crews.queries import CrewFilter, VillageSeats
from sejuk.domain.places.level import Level
from sejuk.elections import clock
from sejuk.elections.models import Election, PollingStation
from sejuk.elections.queries import calendar_on
from sejuk.elections.request import election_of, election_or_404
from sejuk.places.models import Area
from sejuk.places.queries import with_path

SEATS_A_PAGE = 45
"""Five crews."""


class CountedPaginator(Paginator[Seat]):
    """A paginator that was told how many seats there are, where that is known."""

    def __init__(self, seats: QuerySet[Seat], known: int | None) -> None:
        super().__init__(seats, SEATS_A_PAGE)
        self._seats = seats
        self._known = known

    @cached_property
    def count(self) -> int:
        return self._seats.count() if self._known is None else self._known

    def seats_of(self, page: Page[Seat]) -> QuerySet[Seat]:
        """The seats of one page, not yet asked for."""
        first = SEATS_A_PAGE * (page.number - 1)
        return self._seats[first : first + SEATS_A_PAGE]


@require_safe
def crew_list(request: AccountRequest, code: str) -> HttpResponse:
    """The seats of an area and who holds them, to be searched."""
    area = get_object_or_404(with_path(visible(request.user, Area)), code=code)
    election = election_or_404(request)
    wanted = _wanted(request)
    trained = queries.times_trained_seen(
        request.user, election, area, clock.now(election, area)
    )
    villages = queries.seats_by_village(request.user, election, area)
    seats = queries.crew_seats(request.user, election, area, wanted, trained)
    known = sum(v.seats for v in villages) if wanted == CrewFilter() else None
    paginator = CountedPaginator(seats, known)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "area": area,
        "page": page,
        "rows": queries.shown(request.user, paginator.seats_of(page), trained),
        "wanted": wanted,
        "duties": Seat.Duty.choices,
        "knows_trained": trained is not None,
        "shows_phones": phones_shown(request.user, area),
        **_seat_counts(villages),
        **_ways_to_edit(request, area),
    }
    return render(request, "crews/crew_list.html", context)


@require_safe
def station_crew(request: AccountRequest, pk: int) -> HttpResponse:
    """The nine seats of one station."""
    stations = visible(request.user, PollingStation).select_related(
        "village__parent__parent__parent__parent", "election"
    )
    station = get_object_or_404(stations, pk=pk)
    village, election = station.village, station.election
    trained = queries.times_trained_seen(
        request.user, election, village, clock.now(election, village)
    )
    seats = queries.shown(request.user, queries.crew_of(request.user, station), trained)
    context = {
        "area": village,
        "station": station,
        "seats": seats,
        "empty": sum(not seat.is_held for seat in seats),
        "knows_trained": trained is not None,
        "shows_phones": queries.sees_phones(request.user, station),
        "sees_area": visible(request.user, Area).filter(pk=village.pk).exists(),
        **_ways_to_edit(request, village),
    }
    return render(request, "crews/station_crew.html", context)


@require_safe
def person_detail(request: AccountRequest, pk: int) -> HttpResponse:
    """One officer: seats held, how to reach, and why we know this."""
    persons = queries.persons_seen_by(request.user).select_related("village")
    person = get_object_or_404(persons, pk=pk)
    holdings = list(queries.seats_held(request.user, person))
    current = next((h for h in holdings if h.to_on is None), None)
    context = {
        "area": person.village,
        "person": person,
        "holdings": holdings,
        "current": current,
        "phone": person.phone if _sees_phone(request, person, current) else "",
        "may_edit": may_in(request.user, "edit_crew", person.village),
        "kept_until": _kept_until(current.seat.station.election if current else None),
    }
    return render(request, "crews/person_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: AccountRequest, pk: int) -> HttpResponse:
    """Correct a name or a phone number."""
    persons = may(request.user, "edit_crew", Person).select_related("village")
    person = get_object_or_404(persons, pk=pk)
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        services.correct_person(person, **form.cleaned_data, by=request.user)
        messages.success(request, _("The officer is saved."))
        return redirect("crews:person_detail", pk=pk)
    context = {
        "area": person.village,
        "person": Person.objects.get(pk=pk) if form.is_bound else person,
        "form": form,
        "kept_until": _kept_until(election_of(request)),
    }
    status = 422 if form.is_bound else 200
    return render(request, "crews/person_form.html", context, status=status)


def _wanted(request: AccountRequest) -> CrewFilter:
    given = {
        name: request.GET.get(name, "").strip()
        for name in ("words", "village", "duty", "state", "trained")
    }
    return CrewFilter(**given)


def _seat_counts(villages: list[VillageSeats]) -> dict[str, Any]:
    return {
        "villages": villages,
        "seats": sum(village.seats for village in villages),
        "empty": sum(village.empty for village in villages),
    }


def _ways_to_edit(request: AccountRequest, area: Area) -> dict[str, bool]:
    return {
        "may_edit": may_in(request.user, "edit_crew", area),
        "may_add_station": may_in(request.user, "edit_stations", area)
        and area.level >= Level.SUB_DISTRICT,
    }


def _sees_phone(
    request: AccountRequest, person: Person, current: Holding | None
) -> bool:
    return phones_shown(request.user, person.village) or bool(
        current and queries.sees_phones(request.user, current.seat.station)
    )


def _kept_until(election: Election | None) -> object:
    """Last day of the crews' term, after which personal data goes; None if unknown."""
    calendar = calendar_on(election, clock.today(election)) if election else None
    term = calendar.stage("kpps_term") if calendar else None
    return term.to_on if term else None
