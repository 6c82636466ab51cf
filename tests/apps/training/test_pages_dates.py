"""An officer's own dates: page, text to send, strips of paper."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.apps.training.conftest import later

from sejuk.accounts.models import Account
from sejuk.crews.models import Person
from sejuk.elections.models import Election, PollingStation
from sejuk.training import services
from sejuk.training.models import Plan, Session
from sejuk.training.queries.dates import dates_of_crew

SignIn = Callable[[Account], Client]
MOST_QUERIES = 12


@pytest.fixture
def person(published: Plan, crews: dict[int, Person]) -> Person:
    """Somebody who is expected at sessions."""
    invitation = published.sessions.first().invitations.first()  # type: ignore[union-attr]
    return crews[invitation.seat_id]  # type: ignore[union-attr]


def page_of(client: Client, person: Person) -> str:
    answer = client.get(reverse("training:person_dates", args=[person.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_all_dates_and_a_text_to_send(
    sign_in: SignIn, ppk: Account, person: Person
) -> None:
    page = page_of(sign_in(ppk), person)

    assert f"Yth. {person.name}" in page
    assert "data-copy=" in page
    assert "November 2020" in page or "Desember 2020" in page


def test_says_whether_one_came(
    sign_in: SignIn, ppk: Account, person: Person, held: Session
) -> None:
    Election.objects.update(set_at=later(held))
    services.record_attendance(held, [person], by=ppk, at=later(held))

    assert "✓" in page_of(sign_in(ppk), person)


def test_without_sessions_the_page_says_so(
    sign_in: SignIn, ppk: Account, crews: dict[int, Person], election: Election
) -> None:
    page = page_of(sign_in(ppk), next(iter(crews.values())))

    assert "Belum ada sesi mendatang yang diumumkan." in page


def test_a_crew_member_sees_the_own_crew_and_no_other(
    sign_in: SignIn,
    make_account: Callable[..., Account],
    published: Plan,
    crews: dict[int, Person],
    stations: list[PollingStation],
) -> None:
    own = crews[stations[0].seats.get(number=3).pk]
    other = crews[stations[1].seats.get(number=3).pk]
    client = sign_in(make_account("kpps", "63.02.09.2001", 1))

    page = page_of(client, own)

    linked = Session.objects.filter(invitations__seat__station=stations[0]).first()
    assert linked is not None
    assert reverse("training:session_detail", args=[linked.pk]) in page
    detail = client.get(reverse("training:session_detail", args=[linked.pk]))
    assert own.name in detail.content.decode()
    url = reverse("training:person_dates", args=[other.pk])
    assert client.get(url).status_code == 404


def test_strips_of_paper(
    sign_in: SignIn, ppk: Account, person: Person, stations: list[PollingStation]
) -> None:
    client = sign_in(ppk)

    for name, pk in [
        ("person_dates_pdf", person.pk),
        ("station_dates_pdf", stations[0].pk),
    ]:
        answer = client.get(reverse(f"training:{name}", args=[pk]))
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


def test_a_crew_has_the_dates_of_its_seats_and_of_what_was_attended(
    held: Session,
    ppk: Account,
    crews: dict[int, Person],
    stations: list[PollingStation],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    seat = stations[2].seats.get(number=3)
    held.invitations.filter(seat=seat).delete()
    services.record_attendance(held, [crews[seat.pk]], by=ppk, at=later(held))

    with django_assert_max_num_queries(5):
        rows = {dates.seat: dates for dates in dates_of_crew(stations[2])}

    assert len(rows) == 9
    assert (held.pk, True) in [(a.session.pk, a.came) for a in rows[seat].appointments]
    for dates in rows.values():
        assert dates.person == crews[dates.seat.pk]  # type: ignore[union-attr]


def test_few_queries_however_many_dates(
    sign_in: SignIn,
    ppk: Account,
    person: Person,
    published: Plan,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = sign_in(ppk)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        page_of(client, person)
    seat = person.holdings.get().seat
    for session in published.sessions.all():
        session.invitations.get_or_create(seat=seat)

    with django_assert_max_num_queries(MOST_QUERIES) as many:
        page_of(client, person)

    assert len(many) == len(few)
