"""Pages of crews: what is found, who sees how much, what may be changed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sejuk.accounts.models import Account
from sejuk.crews.models import SEATS, Holding, Person, Seat
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area

PHONE = "+6281200000001"
Hold = Callable[..., Holding]
SignIn = Callable[..., Client]
SUB_DISTRICT = "63.02.09"


@pytest.fixture
def crew(
    seats: list[Seat], stations: list[PollingStation], hold: Hold
) -> list[Holding]:
    """Chair and second of Tanjung Batu TPS 1, the chair of Senakin, one beside."""
    return [
        hold(seats[0], "Ahmad Yani", PHONE),
        hold(seats[1], "Siti Aminah", "+6281200000002"),
        hold(stations[2].seats.get(number=1), "Budi Santoso", "+6281200000003"),
        hold(stations[3].seats.get(number=1), "Orang Sebelah", "+6281200000004"),
    ]


def listed(client: Client, code: str = SUB_DISTRICT, **wanted: str) -> str:
    answer = client.get(reverse("crews:crew_list", args=[code]), wanted)
    assert answer.status_code == 200
    return answer.content.decode()


class TestCrewList:
    def test_shows_who_holds_what(
        self, crew: list[Holding], ppk: Account, sign_in: SignIn
    ) -> None:
        page = listed(sign_in(ppk))

        for name in ("Ahmad Yani", "Siti Aminah", "Budi Santoso"):
            assert name in page
        assert PHONE in page
        assert "Orang Sebelah" not in page

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ({"words": "siti"}, ["Siti Aminah"]),
            ({"words": "yani ahmad"}, ["Ahmad Yani"]),
            ({"words": "0812-0000-0003"}, ["Budi Santoso"]),
            ({"words": "+62 812 0000 0003"}, ["Budi Santoso"]),
            ({"words": "senakin", "state": "held"}, ["Budi Santoso"]),
            ({"words": "TPS 1", "state": "held", "village": "63.02.09.2014"}, ["Budi"]),
            ({"duty": "chair", "state": "held"}, ["Ahmad Yani", "Budi Santoso"]),
            ({"duty": "security", "state": "held"}, []),
            ({"words": "nobody"}, []),
            ({"words": "%"}, []),
            ({"trained": "0"}, ["Ahmad Yani", "Siti Aminah", "Budi Santoso"]),
            ({"trained": "2"}, []),
        ],
    )
    def test_finds(
        self,
        wanted: dict[str, str],
        found: list[str],
        crew: list[Holding],
        ppk: Account,
        sign_in: SignIn,
    ) -> None:
        page = listed(sign_in(ppk), **wanted)

        names = ["Ahmad Yani", "Siti Aminah", "Budi Santoso"]
        seen = [name for name in names if name in page]
        assert seen == [name for name in names if any(f in name for f in found)]

    def test_empty_seats_lead_to_being_filled(
        self, crew: list[Holding], ppk: Account, sign_in: SignIn
    ) -> None:
        page = listed(sign_in(ppk), state="empty")

        assert page.count(reverse("crews:seat_edit", args=[1])[:7]) == 24

    def test_takes_the_same_queries_however_many_seats(
        self,
        crew: list[Holding],
        election: Election,
        areas: dict[str, Area],
        ppk: Account,
        sign_in: SignIn,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        many = PollingStation.objects.bulk_create(
            PollingStation(
                election=election, village=areas["63.02.09.2014"], number=number
            )
            for number in range(2, 60)
        )
        made = Seat.objects.bulk_create(
            Seat(station=station, number=number)
            for station in many
            for number in range(1, SEATS + 1)
        )
        persons = Person.objects.bulk_create(
            Person(name=f"Petugas {seat.pk}", village=areas["63.02.09.2014"])
            for seat in made
        )
        Holding.objects.bulk_create(
            Holding(seat=seat, person=person, from_on=date(2020, 11, 24))
            for seat, person in zip(made, persons, strict=True)
        )
        client = sign_in(ppk)

        for wanted in ({}, {"words": "petugas", "trained": "0", "page": "3"}):
            with django_assert_max_num_queries(12):
                page = listed(client, **wanted)
            assert page.count('<th scope="row">') == 45


class TestWhoSeesHowMuch:
    """Section 2.5 of the design: C2 by role."""

    @pytest.mark.parametrize(
        ("role", "names", "phone", "edits"),
        [
            (("kpu", "63.02"), 3, True, True),
            (("ppk", "63.02.09"), 3, True, True),
            (("panwascam", "63.02.09"), 3, False, False),
            (("polsek", "63.02.09"), 2, False, False),
            (("koramil", "63.02.09"), 2, False, False),
            (("camat", "63.02.09"), 2, False, False),
            (("overview", "63"), 0, False, False),
        ],
    )
    def test_of_a_sub_district(
        self,
        role: tuple[str, str],
        names: int,
        phone: bool,
        edits: bool,
        crew: list[Holding],
        make_account: Callable[..., Account],
        sign_in: SignIn,
    ) -> None:
        page = listed(sign_in(make_account(*role)))

        officers = ("Ahmad Yani", "Siti Aminah", "Budi Santoso")
        assert sum(name in page for name in officers) == names
        assert (PHONE in page) is phone
        assert ("/seats/" in page) is edits

    def test_who_sees_heads_only_cannot_find_others_by_name_or_number(
        self,
        crew: list[Holding],
        make_account: Callable[..., Account],
        sign_in: SignIn,
    ) -> None:
        client = sign_in(make_account("polsek", SUB_DISTRICT))

        assert "TPS 1" not in listed(client, words="aminah").split("results")[-1]
        assert "Ahmad" not in listed(client, words="081200000001")

    @pytest.mark.parametrize(
        ("kind", "code"),
        [("pps", "63.02.09.2014"), ("ppk", "63.02.10"), ("administrator", "63.02")],
    )
    def test_others_find_nothing(
        self,
        kind: str,
        code: str,
        crew: list[Holding],
        make_account: Callable[..., Account],
        sign_in: SignIn,
    ) -> None:
        client = sign_in(make_account(kind, code))
        pages = [
            reverse("crews:crew_list", args=["63.02.09.2001"]),
            reverse("crews:station_crew", args=[crew[0].seat.station_id]),
            reverse("crews:seat_edit", args=[crew[0].seat_id]),
            reverse("crews:person_detail", args=[crew[0].person_id]),
            reverse("crews:person_edit", args=[crew[0].person_id]),
        ]

        assert [client.get(page).status_code for page in pages] == [404] * 5

    def test_a_crew_sees_its_own_crew_with_numbers_and_no_other(
        self,
        crew: list[Holding],
        stations: list[PollingStation],
        make_account: Callable[..., Account],
        sign_in: SignIn,
    ) -> None:
        client = sign_in(make_account("kpps", "63.02.09.2001", 1))

        own = client.get(reverse("crews:station_crew", args=[stations[0].pk]))
        other = client.get(reverse("crews:station_crew", args=[stations[1].pk]))
        person = client.get(reverse("crews:person_detail", args=[crew[1].person_id]))
        stranger = client.get(reverse("crews:person_detail", args=[crew[2].person_id]))

        assert PHONE in own.content.decode()
        assert "/seats/" not in own.content.decode()
        assert (other.status_code, stranger.status_code) == (404, 404)
        assert person.status_code == 200

    @pytest.mark.parametrize(
        ("kind", "chair", "member"),
        [("panwascam", 200, 200), ("camat", 200, 404), ("overview", 404, 404)],
    )
    def test_a_person_s_page(
        self,
        kind: str,
        chair: int,
        member: int,
        crew: list[Holding],
        make_account: Callable[..., Account],
        sign_in: SignIn,
    ) -> None:
        client = sign_in(make_account(kind, SUB_DISTRICT))

        pages = [
            client.get(reverse("crews:person_detail", args=[crew[i].person_id]))
            for i in (0, 1)
        ]

        assert [page.status_code for page in pages] == [chair, member]
        assert not any(b"+62812" in page.content for page in pages)


class TestSeatForm:
    def send(self, client: Client, seat: Seat, **fields: Any) -> Any:
        url = reverse("crews:seat_edit", args=[seat.pk])
        assert client.get(url).status_code == 200
        return client.post(url, fields)

    def test_pps_gives_a_seat(
        self, seats: list[Seat], pps: Account, sign_in: SignIn
    ) -> None:
        answer = self.send(
            sign_in(pps),
            seats[0],
            wish="take",
            name="Siti  Aminah",
            phone="0812 0000 1234",
            from_on="2020-11-26",
        )

        assert answer.status_code == 302
        person = Person.objects.get()
        assert (person.name, person.phone) == ("Siti Aminah", "+6281200001234")

    @pytest.mark.parametrize(
        ("field", "fields"),
        [
            ("name", {"name": ""}),
            ("phone", {"phone": "12"}),
            ("from_on", {"from_on": "yesterday"}),
            ("person", {"person": "999999"}),
        ],
    )
    def test_faults_stand_at_their_field(
        self,
        field: str,
        fields: dict[str, str],
        seats: list[Seat],
        pps: Account,
        sign_in: SignIn,
    ) -> None:
        given = {"name": "Siti", "from_on": "2020-11-26", "wish": "take", **fields}

        answer = self.send(sign_in(pps), seats[0], **given)

        assert answer.status_code == 422
        assert f"id_{field}_error" in answer.content.decode()
        assert not Person.objects.exists()

    def test_a_person_of_another_village_cannot_be_chosen(
        self,
        seats: list[Seat],
        stations: list[PollingStation],
        pps: Account,
        sign_in: SignIn,
    ) -> None:
        stranger = Person.objects.create(
            name="Orang Senakin", village=stations[2].village
        )

        answer = self.send(
            sign_in(pps),
            seats[0],
            wish="take",
            person=stranger.pk,
            from_on="2020-11-26",
        )

        assert answer.status_code == 422
        assert "Orang Senakin" not in answer.content.decode()

    def test_replaces_in_one_step(
        self, crew: list[Holding], pps: Account, sign_in: SignIn
    ) -> None:
        answer = self.send(
            sign_in(pps),
            crew[0].seat,
            **{
                "wish": "replace",
                "replace-name": "Rahmat Hidayat",
                "replace-on": "2020-11-26",
                "replace-reason": "sakit",
            },
        )

        assert answer.status_code == 302
        holds = crew[0].seat.holdings.get(to_on=None)
        assert holds.person.name == "Rahmat Hidayat"

    def test_a_day_to_come_is_refused_at_its_field(
        self, crew: list[Holding], pps: Account, sign_in: SignIn
    ) -> None:
        answer = self.send(
            sign_in(pps),
            crew[0].seat,
            **{"wish": "leave", "leave-on": "2020-12-01", "leave-reason": "sakit"},
        )

        assert answer.status_code == 422
        assert "id_leave-on_error" in answer.content.decode()

    def test_moves_to_an_empty_seat_of_the_village(
        self,
        crew: list[Holding],
        stations: list[PollingStation],
        pps: Account,
        sign_in: SignIn,
    ) -> None:
        to = stations[1].seats.get(number=1)
        elsewhere = stations[2].seats.get(number=2)
        fields = {"wish": "move", "move-on": "2020-11-26", "move-reason": "tukar"}

        refused = self.send(
            sign_in(pps), crew[0].seat, **fields, **{"move-to": elsewhere.pk}
        )
        moved = self.send(sign_in(pps), crew[0].seat, **fields, **{"move-to": to.pk})

        assert (refused.status_code, moved.status_code) == (422, 302)
        assert to.holdings.get().person == crew[0].person

    @pytest.mark.parametrize(
        ("kind", "code"),
        [
            ("panwascam", SUB_DISTRICT),
            ("camat", SUB_DISTRICT),
            ("kpps", "63.02.09.2001"),
            ("overview", "63"),
        ],
    )
    def test_who_only_reads_may_not_write(
        self,
        kind: str,
        code: str,
        crew: list[Holding],
        make_account: Callable[..., Account],
        sign_in: SignIn,
    ) -> None:
        client = sign_in(make_account(kind, code, 1 if kind == "kpps" else None))
        seat = reverse("crews:seat_edit", args=[crew[0].seat_id])
        person = reverse("crews:person_edit", args=[crew[0].person_id])

        assert client.post(seat, {"wish": "leave"}).status_code == 404
        assert client.post(person, {"name": "X"}).status_code == 404


class TestPersonPages:
    def test_says_why_the_data_is_here_and_how_long(
        self, crew: list[Holding], pps: Account, sign_in: SignIn
    ) -> None:
        page = sign_in(pps).get(
            reverse("crews:person_detail", args=[crew[0].person_id])
        )

        assert "23 Desember 2020" in page.content.decode()

    def test_a_number_is_corrected(
        self, crew: list[Holding], pps: Account, sign_in: SignIn
    ) -> None:
        client = sign_in(pps)
        url = reverse("crews:person_edit", args=[crew[0].person_id])
        assert client.get(url).status_code == 200

        wrong = client.post(url, {"name": "", "phone": "0812"})
        right = client.post(url, {"name": "Ahmad Yani", "phone": "0812-0000-0009"})

        assert (wrong.status_code, right.status_code) == (422, 302)
        assert Person.objects.get(pk=crew[0].person_id).phone == "+6281200000009"

    def test_a_crew_page_takes_few_queries(
        self,
        crew: list[Holding],
        ppk: Account,
        sign_in: SignIn,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        client = sign_in(ppk)

        for page in (
            reverse("crews:station_crew", args=[crew[0].seat.station_id]),
            reverse("crews:seat_edit", args=[crew[0].seat_id]),
            reverse("crews:person_detail", args=[crew[0].person_id]),
        ):
            with django_assert_max_num_queries(12):
                assert client.get(page).status_code == 200
