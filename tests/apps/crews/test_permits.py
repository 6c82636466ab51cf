"""Every service asks for itself who may write, whatever the page asked before."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from sejuk.accounts import services as accounts
from sejuk.accounts.access import visible
from sejuk.accounts.models import Account, Act, Label
from sejuk.crews import services as crews
from sejuk.crews.models import Holding, Person, Seat
from sejuk.crews.queries import persons_seen_by
from sejuk.crews.services import Leaving, NewPerson
from sejuk.elections import services as elections
from sejuk.elections.models import Election, PollingStation
from sejuk.elections.services import NewCalendar, StationFacts

TODAY = date(2020, 11, 26)
GONE = Leaving(TODAY, "pindah kerja")
CALENDAR = NewCalendar(date(2020, 12, 1), None, "PKPU 9/2020", "S", None, [])
Hold = Callable[..., Holding]


@pytest.fixture(params=[("pps", "63.02.09.2014"), ("polsek", "63.02.09")])
def stranger(
    request: pytest.FixtureRequest, make_account: Callable[..., Account]
) -> Account:
    """The committee of another village; the police of the sub-district."""
    return make_account(*request.param)


def refused(write: Callable[[], object]) -> None:
    acts = Act.objects.count()

    with pytest.raises(PermissionDenied):
        write()

    assert Act.objects.count() == acts


def test_no_stranger_changes_a_crew(
    seats: list[Seat], hold: Hold, stranger: Account
) -> None:
    held, empty = hold(seats[0], "Ahmad Yani"), seats[1]
    new = NewPerson("Siti Aminah", "", empty.station.village)
    by = {"by": stranger}

    refused(lambda: crews.seat_person(empty, new, from_on=TODAY, **by))
    refused(lambda: crews.leave_seat(held.seat, GONE, **by))
    refused(lambda: crews.replace_officer(held.seat, new, GONE, **by))
    refused(lambda: crews.move_officer(held.person, empty, GONE, **by))
    refused(lambda: crews.correct_person(held.person, name="X", phone="", **by))

    assert Person.objects.count() == Holding.objects.filter(to_on=None).count() == 1


def test_why_somebody_left_goes_with_the_holding(seats: list[Seat], hold: Hold) -> None:
    held = hold(seats[0], "Ahmad Yani")

    crews.leave_seat(held.seat, Leaving(TODAY, "sakit"), by=None)

    assert Holding.objects.get().reason == "sakit"
    assert "sakit" not in str(Act.objects.get(verb="leave_seat").details)


@pytest.mark.parametrize(
    ("kind", "code", "reads"),
    [
        ("pps", "63.02.09.2001", True),
        ("ptps", "63.02.09.2001", False),
        ("kpps", "63.02.09.2001", False),
    ],
)
def test_why_somebody_left_is_read_by_those_who_keep_the_list(
    kind: str,
    code: str,
    reads: bool,
    seats: list[Seat],
    hold: Hold,
    make_account: Callable[..., Account],
    sign_in: Callable[[Account], Client],
) -> None:
    held = hold(seats[1], "Ahmad Yani")
    crews.leave_seat(held.seat, Leaving(TODAY, "sakit"), by=None)
    crews.seat_person(seats[2], held.person, from_on=TODAY, by=None)
    client = sign_in(make_account(kind, code, 1 if kind == "kpps" else None))

    page = client.get(reverse("crews:person_detail", args=[held.person_id]))

    assert page.status_code == 200
    assert ("sakit" in page.content.decode()) is reads


def test_nobody_is_fetched_from_another_village(
    seats: list[Seat],
    stations: list[PollingStation],
    hold: Hold,
    make_account: Callable[..., Account],
) -> None:
    held = hold(seats[0], "Ahmad Yani")
    to = stations[2].seats.get(number=1)
    senakin = make_account("pps", "63.02.09.2014")

    refused(lambda: crews.move_officer(held.person, to, GONE, by=senakin))


def test_no_stranger_changes_stations_calendars_or_names(
    stations: list[PollingStation],
    election: Election,
    stranger: Account,
    make_account: Callable[..., Account],
) -> None:
    village = stations[0].village
    facts = StationFacts(village, 9)
    beside = make_account("ppk", "63.02.10")

    refused(lambda: elections.add_station(election, facts, by=beside))
    refused(lambda: elections.correct_station(stations[0], facts, by=beside))
    refused(lambda: elections.correct_station(stations[3], facts, by=beside))
    refused(lambda: elections.add_station(election, facts, by=stranger))
    refused(lambda: elections.set_revision(election, CALENDAR, by=stranger))
    refused(lambda: elections.set_working_moment(election, None, by=stranger))
    refused(lambda: elections.run_election(election, by=stranger))
    refused(lambda: accounts.set_labels({"village_head": "Kades"}, by=stranger))

    assert not Label.objects.exists()


def test_a_crew_sees_no_crew_of_another_election(
    seats: list[Seat],
    hold: Hold,
    election: Election,
    make_account: Callable[..., Account],
) -> None:
    """Stations are drawn anew: the same number was another crew."""
    before = Election.objects.create(slug="2019", kind=election.kind)
    station = PollingStation.objects.create(
        election=before, village=seats[0].station.village, number=1
    )
    earlier = hold(Seat.objects.create(station=station, number=2), "Ahmad Yani")
    own = hold(seats[0], "Siti Aminah")
    kpps = make_account("kpps", "63.02.09.2001", 1)

    assert list(visible(kpps, Holding)) == [own]
    assert earlier.person not in persons_seen_by(kpps)
    assert list(visible(kpps, PollingStation)) == [seats[0].station]
