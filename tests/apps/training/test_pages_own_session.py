"""The page on which a village announces a session of its own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.apps.training.conftest import on

from sejuk.accounts.models import Account
from sejuk.crews.models import Person, Seat
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Venue
from sejuk.training.models import Plan, Session

BATU = "63.02.09.2001"
URL = "training:self_organised_new"
SignIn = Callable[[Account], Client]


@pytest.fixture
def pps(sign_in: SignIn, make_account: Callable[..., Account]) -> Client:
    return sign_in(make_account("pps", BATU))


def posted(halls: dict[str, Venue], seats: list[Seat]) -> dict[str, Any]:
    """A form filled in well."""
    return {
        "venue": halls["batu"].pk,
        "on": on(1).isoformat(),
        "slot": "1",
        "seats": [seat.pk for seat in seats],
    }


@pytest.fixture
def seats(stations: list[PollingStation]) -> list[Seat]:
    """The crew of Tanjung Batu TPS 1."""
    return list(stations[0].seats.all())


def test_a_village_announces_its_own_session(
    pps: Client, ready: None, halls: dict[str, Venue], seats: list[Seat]
) -> None:
    answer = pps.post(reverse(URL, args=[BATU]), posted(halls, seats), follow=True)

    session = Session.objects.get()
    assert session.plan.is_addition
    assert session.invitations.count() == 9
    assert "sudah diumumkan" in answer.content.decode()


def test_the_village_invites_to_and_calls_off_its_own(
    pps: Client,
    ready: None,
    halls: dict[str, Venue],
    stations: list[PollingStation],
    seats: list[Seat],
) -> None:
    pps.post(reverse(URL, args=[BATU]), posted(halls, seats[:2]))
    session = Session.objects.get()
    invite = reverse("training:session_invite", args=[session.pk])

    pps.post(invite, {"crew": stations[1].pk})
    assert session.invitations.count() == 11
    offered = pps.get(invite).content.decode()
    assert str(stations[2]) not in offered

    pps.post(reverse("training:session_call_off", args=[session.pk]))
    session.refresh_from_db()
    assert session.called_off_at is not None


def test_ticks_those_who_lack_a_second_session(
    pps: Client, published: Plan, seats: list[Seat], crews: dict[int, Person]
) -> None:
    published.sessions.update(called_off_at=published.made_at)

    page = pps.get(reverse(URL, args=[BATU]))

    assert {str(seat.pk) for seat in seats} <= page.context["ticked"]
    assert crews[seats[0].pk].name in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"on": "2020-11-20"}, "Waktu ini sudah lewat."),
        ({"on": "2020-12-09"}, "tidak melatih siapa pun"),
        ({"on": "kapan-kapan"}, "Ini bukan tanggal."),
        ({"seats": []}, "Undang paling sedikit satu petugas."),
        ({"seats": ["0"]}, "Undang petugas desa Anda sendiri saja."),
        ({"venue": "0"}, "Pilih gedung di desa Anda sendiri."),
        ({"slot": "3"}, "Pilih pagi atau siang."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept(
    wrong: dict[str, Any],
    sentence: str,
    pps: Client,
    ready: None,
    halls: dict[str, Venue],
    seats: list[Seat],
) -> None:
    given = {**posted(halls, seats[:1]), **wrong}

    answer = pps.post(reverse(URL, args=[BATU]), given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert Session.objects.count() == 0
    if "seats" not in wrong:
        assert answer.context["ticked"] == {str(seats[0].pk)}


def test_a_closed_or_taken_hall_is_a_sentence_at_the_hall(
    pps: Client, ready: None, halls: dict[str, Venue], seats: list[Seat]
) -> None:
    halls["batu"].closures.create(on=on(1))
    closed = pps.post(reverse(URL, args=[BATU]), posted(halls, seats))
    assert closed.context["form"].errors["venue"]
    halls["batu"].closures.all().delete()
    pps.post(reverse(URL, args=[BATU]), posted(halls, seats[:1]))

    taken = pps.post(reverse(URL, args=[BATU]), posted(halls, seats[1:2]))

    assert taken.context["form"].errors["venue"]
    assert Session.objects.count() == 1


def test_without_a_hall_the_page_says_whom_to_ask(
    pps: Client, stations: list[PollingStation], crews: dict[int, Person]
) -> None:
    page = pps.get(reverse(URL, args=[BATU])).content.decode()

    assert "Minta PPK" in page


def test_without_a_crew_the_page_says_so(
    pps: Client, election: Election, halls: dict[str, Venue]
) -> None:
    page = pps.get(reverse(URL, args=[BATU])).content.decode()

    assert "Desa ini belum punya kru." in page


def test_few_queries_however_many_officers(
    pps: Client,
    published: Plan,
    stations: list[PollingStation],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(12) as few:
        pps.get(reverse(URL, args=[BATU]))
    for number in range(10, 20):
        station = PollingStation.objects.create(
            election=stations[0].election, village=stations[0].village, number=number
        )
        Seat.objects.bulk_create(Seat(station=station, number=n) for n in range(1, 10))

    with django_assert_max_num_queries(12) as many:
        pps.get(reverse(URL, args=[BATU]))

    assert len(many) == len(few)
