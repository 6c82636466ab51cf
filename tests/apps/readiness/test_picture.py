"""The picture of an area: what counts, what blocks, and what its pages show."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sejuk.accounts.models import Account
from sejuk.crews.models import SEATS, Holding, Person, Seat
from sejuk.elections import clock
from sejuk.elections.models import Election, PollingStation, ProblemKind
from sejuk.places.models import Area, Venue
from sejuk.problems.models import Closure, Problem, Reopening
from sejuk.readiness.queries import actions_of, picture
from sejuk.training.models import Attendance, Invitation, Plan, Session

SUB_DISTRICT = "63.02.09"
AT = datetime(2020, 11, 26, tzinfo=UTC)


@pytest.fixture
def plan(election: Election, areas: dict[str, Area]) -> Plan:
    """A published plan."""
    return Plan.objects.create(
        election=election,
        area=areas[SUB_DISTRICT],
        number=1,
        made_at=datetime(2020, 11, 13, tzinfo=UTC),
        voting_on=date(2020, 12, 9),
        from_on=date(2020, 11, 15),
        published_at=datetime(2020, 11, 13, tzinfo=UTC),
    )


@pytest.fixture
def hall(areas: dict[str, Area]) -> Venue:
    return Venue.objects.create(area=areas["63.02.09.2001"], name="Balai", seats=30)


@pytest.fixture
def make_session(plan: Plan, hall: Venue) -> Callable[[date], Session]:
    def make(on: date) -> Session:
        starts = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
        return Session.objects.create(
            plan=plan,
            venue=hall,
            organiser="ppk",
            on=on,
            slot=1,
            starts_at=starts,
            ends_at=starts + timedelta(hours=3),
            seats=30,
        )

    return make


def seat_of(station: PollingStation, number: int) -> Seat:
    return Seat.objects.get(station=station, number=number)


def sit(station: PollingStation, number: int) -> Person:
    """A new invented person in a seat."""
    person = Person.objects.create(
        name=f"Petugas {number}", village=station.village, is_invented=True
    )
    Holding.objects.create(
        seat=seat_of(station, number), person=person, from_on=date(2020, 11, 24)
    )
    return person


def came(session: Session, person: Person) -> None:
    Attendance.objects.create(session=session, person=person, came=True, recorded_at=AT)


class TestPicture:
    def test_counts_what_was_attended_and_beside_it_what_is_planned(
        self,
        election: Election,
        stations: list[PollingStation],
        make_session: Callable[[date], Session],
    ) -> None:
        chair = sit(stations[0], 1)
        came(make_session(date(2020, 11, 24)), chair)
        ahead = make_session(date(2020, 12, 2))
        Invitation.objects.create(session=ahead, seat=seat_of(stations[0], 1))

        village = picture(election, stations[0].village, clock.now(election))

        first = village.stations[0]
        # 1 of 9 seats filled; one of them half trained; no problem in the village
        assert first.score.readiness == pytest.approx(0.25 / 9 + 0.5 * 0.5 / 9 + 0.25)
        assert first.score.planned == pytest.approx(0.25 / 9 + 0.5 / 9 + 0.25)
        assert first.counts.by_sessions == (8, 1, 0)

    def test_a_session_that_nobody_attended_counts_for_nobody(
        self,
        election: Election,
        stations: list[PollingStation],
        make_session: Callable[[date], Session],
    ) -> None:
        person = sit(stations[0], 1)
        session = make_session(date(2020, 11, 24))
        Attendance.objects.create(
            session=session, person=person, came=False, recorded_at=AT
        )

        village = picture(election, stations[0].village, clock.now(election))

        assert village.counts.by_sessions == (18, 0, 0)

    def test_a_corrected_attendance_counts_no_more(
        self,
        election: Election,
        stations: list[PollingStation],
        make_session: Callable[[date], Session],
    ) -> None:
        person = sit(stations[0], 1)
        session = make_session(date(2020, 11, 24))
        came(session, person)
        Attendance.objects.create(
            session=session,
            person=person,
            came=False,
            recorded_at=AT,
            corrects=Attendance.objects.get(),
        )

        village = picture(election, stations[0].village, clock.now(election))

        assert village.counts.by_sessions == (18, 0, 0)

    def test_who_takes_a_seat_over_inherits_no_session(
        self,
        election: Election,
        stations: list[PollingStation],
        make_session: Callable[[date], Session],
    ) -> None:
        first = sit(stations[0], 1)
        came(make_session(date(2020, 11, 24)), first)
        Holding.objects.filter(person=first).update(to_on=date(2020, 11, 25))
        sit(stations[0], 1)

        village = picture(election, stations[0].village, clock.now(election))

        assert village.counts.by_sessions == (18, 0, 0)

    def test_a_sub_district_is_the_mean_of_its_stations_by_seats(
        self, election: Election, stations: list[PollingStation]
    ) -> None:
        for number in range(1, SEATS + 1):
            sit(stations[0], number)
        sub_district = Area.objects.get(code=SUB_DISTRICT)

        seen = picture(election, sub_district, clock.now(election))

        assert seen.score is not None
        assert seen.counts.stations == 3
        assert seen.score.crew == pytest.approx(1 / 3)
        assert [part.area.name for part in seen.parts] == ["Tanjung Batu", "Senakin"]

    def test_a_regency_shows_its_sub_districts(
        self, election: Election, stations: list[PollingStation]
    ) -> None:
        regency = Area.objects.get(code="63.02")

        seen = picture(election, regency, clock.now(election))

        assert [(p.area.code, p.counts.stations) for p in seen.parts] == [
            ("63.02.09", 3),
            ("63.02.10", 1),
        ]

    def test_a_station_without_a_chair_is_blocked(
        self, election: Election, stations: list[PollingStation]
    ) -> None:
        sit(stations[0], 1)
        sit(stations[1], 2)

        seen = picture(election, stations[0].village, clock.now(election))

        assert [station.is_blocked for station in seen.stations] == [False, True]

    def test_officers_are_stuck_when_the_days_left_allow_no_second_session(
        self, election: Election, stations: list[PollingStation]
    ) -> None:
        sit(stations[0], 1)
        village = stations[0].village

        in_time = picture(election, village, datetime(2020, 12, 4, 1, tzinfo=UTC))
        too_late = picture(election, village, datetime(2020, 12, 5, 1, tzinfo=UTC))

        # the last day is 7 December and two sessions are three days apart
        assert in_time.counts.stuck == 0
        assert too_late.counts.stuck == 18

    def test_nobody_is_stuck_while_the_voting_day_is_unknown(
        self, election: Election, stations: list[PollingStation]
    ) -> None:
        election.revisions.update(voting_on=None)

        seen = picture(election, stations[0].village, clock.now(election))

        assert seen.counts.stuck == 0
        assert seen.voting_on is None


@pytest.fixture
def problem(election: Election, stations: list[PollingStation]) -> Problem:
    kind = ProblemKind.objects.create(
        key="M10", level=2, name_id="Angka tidak cocok", name_en="Figures differ"
    )
    return Problem.objects.create(
        number="KT-2019-001",
        election=election,
        village=stations[0].village,
        kind=kind,
        title_id="Angka tidak cocok",
        story_id="Angka tidak cocok.",
        source="figures",
        recorded_at=AT,
    )


class TestProblems:
    def test_an_open_problem_lowers_its_village_only(
        self, election: Election, stations: list[PollingStation], problem: Problem
    ) -> None:
        seen = picture(
            election, Area.objects.get(code=SUB_DISTRICT), clock.now(election)
        )

        tanjung_batu, senakin = seen.parts
        assert tanjung_batu.score is not None
        assert senakin.score is not None
        assert (tanjung_batu.score.problems, senakin.score.problems) == (0.0, 1.0)

    def test_a_closure_settles_it_until_it_is_reopened(
        self,
        election: Election,
        problem: Problem,
        make_account: Callable[..., Account],
    ) -> None:
        ppk = make_account("ppk", SUB_DISTRICT)
        closure = Closure.objects.create(
            problem=problem, closed_by=ppk, closed_at=AT, outcome="Formulir dilatih."
        )
        closed = picture(election, problem.village, clock.now(election)).counts.open
        Reopening.objects.create(
            closure=closure, reopened_by=ppk, reopened_at=AT, reason="Terulang."
        )
        again = picture(election, problem.village, clock.now(election)).counts.open

        assert (closed, again) == (0, 1)

    def test_settling_it_is_an_action(
        self, election: Election, stations: list[PollingStation], problem: Problem
    ) -> None:
        seen = picture(election, problem.village, clock.now(election))

        assert "settle_problems" in {action.action for action in actions_of(seen)}


def add_stations(election: Election, village: Area, numbers: range) -> None:
    made = PollingStation.objects.bulk_create(
        PollingStation(election=election, village=village, number=n) for n in numbers
    )
    Seat.objects.bulk_create(
        Seat(station=station, number=n) for station in made for n in range(1, SEATS + 1)
    )


class TestPages:
    @pytest.mark.parametrize("name", ["area_detail", "action_list"])
    def test_takes_at_most_twelve_queries_however_many_stations(
        self,
        name: str,
        election: Election,
        stations: list[PollingStation],
        problem: Problem,
        make_session: Callable[[date], Session],
        make_account: Callable[..., Account],
        sign_in: Callable[[Account], Client],
    ) -> None:
        client = sign_in(make_account("ppk", SUB_DISTRICT))
        Invitation.objects.create(
            session=make_session(date(2020, 12, 2)), seat=seat_of(stations[0], 1)
        )
        url = reverse(f"readiness:{name}", args=[SUB_DISTRICT])
        client.get(url)

        with CaptureQueriesContext(connection) as few:
            client.get(url)
        add_stations(election, stations[0].village, range(10, 40))
        with CaptureQueriesContext(connection) as many:
            client.get(url)

        assert len(many) == len(few) <= 12

    def test_says_how_ready_it_is_in_the_first_line(
        self,
        stations: list[PollingStation],
        make_account: Callable[..., Account],
        sign_in: Callable[[Account], Client],
    ) -> None:
        client = sign_in(make_account("polsek", SUB_DISTRICT))

        page = client.get(reverse("readiness:area_detail", args=[SUB_DISTRICT]))

        # nobody sits anywhere, nobody is trained, no problem: 25 %
        assert "25\N{NO-BREAK SPACE}% siap, 13 hari lagi" in page.content.decode()

    def test_nobody_is_sent_to_another_villages_own_session(
        self,
        stations: list[PollingStation],
        make_session: Callable[[date], Session],
        make_account: Callable[..., Account],
        sign_in: Callable[[Account], Client],
    ) -> None:
        session = make_session(date(2020, 12, 2))
        client = sign_in(make_account("ppk", SUB_DISTRICT))
        url = reverse("readiness:action_list", args=[SUB_DISTRICT])
        senakin = "Senakin TPS 1 belum punya sesi kedua: ada 30 kursi"

        of_the_ppk = client.get(url).content.decode()
        Session.objects.filter(pk=session.pk).update(organiser="self")
        of_tanjung_batu = client.get(url).content.decode()

        assert senakin in of_the_ppk
        assert senakin not in of_tanjung_batu
        assert senakin.replace("Senakin", "Tanjung Batu") in of_tanjung_batu

    def test_an_area_without_stations_says_what_to_do_first(
        self,
        election: Election,
        make_account: Callable[..., Account],
        sign_in: Callable[[Account], Client],
    ) -> None:
        client = sign_in(make_account("ppk", SUB_DISTRICT))

        page = client.get(reverse("readiness:area_detail", args=[SUB_DISTRICT]))

        assert reverse("web:import_list") in page.content.decode()

    def test_a_neighbouring_sub_district_is_not_found(
        self,
        stations: list[PollingStation],
        make_account: Callable[..., Account],
        sign_in: Callable[[Account], Client],
    ) -> None:
        client = sign_in(make_account("ppk", SUB_DISTRICT))
        beside = client.get(reverse("readiness:area_detail", args=["63.02.10"]))
        nowhere = client.get(reverse("readiness:area_detail", args=["63.02.99"]))

        assert beside.status_code == nowhere.status_code == 404

    def test_a_station_shows_its_crew_and_its_sessions(
        self,
        stations: list[PollingStation],
        make_session: Callable[[date], Session],
        make_account: Callable[..., Account],
        sign_in: Callable[[Account], Client],
    ) -> None:
        session = make_session(date(2020, 12, 2))
        Invitation.objects.create(session=session, seat=seat_of(stations[0], 1))
        client = sign_in(make_account("kpps", "63.02.09.2001", 1))

        page = client.get(reverse("readiness:station_detail", args=[stations[0].pk]))
        beside = client.get(reverse("readiness:station_detail", args=[stations[1].pk]))

        assert "Rabu, 2 Desember 2020" in page.content.decode()
        assert beside.status_code == 404
