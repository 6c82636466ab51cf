"""Who is expected at a session: inviting, taking off, and calling it off."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from tests.apps.training.conftest import at_the_hour, said

from sejuk.accounts.models import Account
from sejuk.crews.models import Seat
from sejuk.elections.models import PollingStation
from sejuk.training.models import Plan, Session

SignIn = Callable[[Account], Client]
MOST_QUERIES = 12


def test_inviting_in_a_draft_counts_what_the_draft_plans(
    clients: Any, draft: Plan, stations: list[PollingStation]
) -> None:
    first = draft.sessions.order_by("starts_at")[0]
    seat = stations[0].seats.get(number=3)
    for session in draft.sessions.all():
        session.invitations.filter(seat=seat).delete()
    url = reverse("training:session_invite", args=[first.pk])
    client = clients("ppk")

    def wanted() -> set[Seat]:
        crews = client.get(url).context["wanted"]
        return {each.seat for crew in crews for each in crew.wanted}

    assert seat in wanted()
    client.post(url, {"seats": str(seat.pk)})
    assert seat not in wanted()
    assert first.invitations.filter(seat=seat).exists()


def test_inviting_offers_first_who_lacks_a_second_session(
    clients: Any, coming: Session, ppk: Account, stations: list[PollingStation]
) -> None:
    crew = PollingStation.objects.filter(seats__invitations__session=coming).distinct()[
        0
    ]
    client = clients("ppk")
    url = reverse("training:session_invite", args=[coming.pk])

    client.post(url, {"off_crew": crew.pk})

    assert not coming.invitations.filter(seat__station=crew).exists()
    page = said(client, "session_invite", coming)
    wanted = page.split("Belum punya sesi kedua")[1].split("Diharapkan hadir</h2>")[0]
    assert str(crew) in wanted


def test_invites_and_takes_off_single_seats(
    clients: Any, coming: Session, stations: list[PollingStation]
) -> None:
    seats = list(stations[2].seats.all()[:2])
    coming.invitations.filter(seat__in=seats).delete()
    url = reverse("training:session_invite", args=[coming.pk])
    client = clients("ppk")

    client.post(url, {"seats": f"{seats[0].pk},{seats[1].pk}"})
    assert coming.invitations.filter(seat__in=seats).count() == 2

    client.post(url, {"off": str(seats[0].pk)})
    assert list(
        coming.invitations.filter(seat__in=seats).values_list("seat", flat=True)
    ) == [seats[1].pk]


def test_strange_seats_are_not_there(clients: Any, coming: Session) -> None:
    beside = Seat.objects.filter(station__village__code="63.02.10.2001").first()
    assert beside is not None
    url = reverse("training:session_invite", args=[coming.pk])

    assert clients("ppk").post(url, {"seats": str(beside.pk)}).status_code == 404


def test_pressing_nothing_is_a_sentence(clients: Any, coming: Session) -> None:
    url = reverse("training:session_invite", args=[coming.pk])

    page = clients("ppk").post(url, follow=True).content.decode()

    assert "Pilih dulu kru atau kursinya." in page


def test_calling_off_says_who_is_told_and_does_it(
    clients: Any, coming: Session
) -> None:
    client = clients("ppk")
    page = said(client, "session_call_off", coming)
    assert str(coming.trainer) in page
    assert coming.venue.name in page

    client.post(reverse("training:session_call_off", args=[coming.pk]))

    coming.refresh_from_db()
    assert coming.called_off_at is not None
    assert "Sesi ini dibatalkan." in said(client, "session_detail", coming)


def test_a_session_that_has_begun_is_not_called_off(
    clients: Any, coming: Session
) -> None:
    at_the_hour(coming)
    client = clients("ppk")
    url = reverse("training:session_call_off", args=[coming.pk])

    page = client.post(url, follow=True).content.decode()

    coming.refresh_from_db()
    assert coming.called_off_at is None
    assert "belum dimulai yang dapat dibatalkan" in page


def test_a_village_committee_changes_no_session_of_the_plan(
    clients: Any, coming: Session
) -> None:
    pps = clients("pps", coming.venue.area.code)

    for name in ("session_invite", "session_call_off"):
        url = reverse(f"training:{name}", args=[coming.pk])
        assert pps.get(url).status_code == 404
        assert pps.post(url).status_code == 404
