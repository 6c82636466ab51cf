"""Ticking who came: crews, single persons, corrections, and who was not expected."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.training.conftest import later

from sejuk.accounts.models import Account
from sejuk.crews.models import Person
from sejuk.elections.models import Election, PollingStation
from sejuk.training.models import Attendance, Session, Trainer

SignIn = Callable[[Account], Client]


@pytest.fixture
def begun(held: Session) -> Session:
    """A session that began an hour ago by the election's clock."""
    Election.objects.update(set_at=later(held))
    return held


@pytest.fixture
def client(sign_in: SignIn, ppk: Account) -> Client:
    return sign_in(ppk)


@pytest.fixture
def crew(begun: Session) -> PollingStation:
    """A crew that is expected."""
    return PollingStation.objects.filter(seats__invitations__session=begun).distinct()[
        0
    ]


def url(session: Session) -> str:
    return reverse("training:session_attendance", args=[session.pk])


def pressed(client: Client, session: Session, **button: Any) -> str:
    """The page after a button was pressed, without any script."""
    answer = client.post(url(session), button, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def holds(session: Session, person: Person) -> bool | None:
    row = Attendance.objects.filter(session=session, person=person, correction=None)
    return row.values_list("came", flat=True).first()


def expected_person(session: Session, crews: dict[int, Person], n: int = 0) -> Person:
    seats = session.invitations.order_by("seat__station", "seat__number")
    return crews[seats.values_list("seat", flat=True)[n]]


def test_a_whole_crew_in_one_press(
    client: Client, begun: Session, crew: PollingStation
) -> None:
    page = pressed(client, begun, crew=crew.pk)

    came = begun.attendances.filter(came=True).count()
    assert came == crew.seats.count()
    assert f"{crew}: {came} orang dicatat." in page


def test_one_person_then_not_here_then_came_after_all(
    client: Client, begun: Session, crews: dict[int, Person], ppk: Account
) -> None:
    person = expected_person(begun, crews)

    pressed(client, begun, came=person.pk)
    assert holds(begun, person) is True

    page = pressed(client, begun, absent=person.pk)
    assert holds(begun, person) is False
    assert f"{person.name} tidak hadir." in page

    page = pressed(client, begun, came=person.pk)
    assert holds(begun, person) is True
    assert begun.attendances.filter(person=person).count() == 3
    assert ppk.name in page


def test_pressing_twice_changes_nothing(
    client: Client, begun: Session, crews: dict[int, Person]
) -> None:
    person = expected_person(begun, crews)
    pressed(client, begun, came=person.pk)

    page = pressed(client, begun, came=person.pk)

    assert begun.attendances.count() == 1
    assert "sudah tercatat" in page


def test_htmx_gets_the_part_alone(
    client: Client, begun: Session, crews: dict[int, Person]
) -> None:
    person = expected_person(begun, crews)

    answer = client.post(
        url(begun), {"came": person.pk}, headers={"HX-Request": "true"}
    )

    part = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in part
    assert 'id="attendance"' in part
    assert "1 orang dicatat" in part
    assert not list(client.get(url(begun)).context["messages"])


def test_the_press_comes_back_to_its_crew(
    client: Client, begun: Session, crew: PollingStation
) -> None:
    answer = client.post(url(begun), {"crew": crew.pk, "from": crew.pk})

    assert answer["Location"].endswith(f"#tps-{crew.pk}")


def test_before_it_has_begun_nothing_is_recorded(
    client: Client, held: Session, crews: dict[int, Person]
) -> None:
    Election.objects.update(set_at=held.starts_at.replace(hour=0))
    person = expected_person(held, crews)
    assert "Sesi ini belum dimulai" in client.get(url(held)).content.decode()

    page = pressed(client, held, came=person.pk)

    assert held.attendances.count() == 0
    assert "Sesi ini belum dimulai" in page


def test_somebody_who_was_not_expected_is_found_and_recorded(
    client: Client, begun: Session, crews: dict[int, Person]
) -> None:
    begun.invitations.filter(seat__in=list(crews)[:1]).delete()
    person = next(iter(crews.values()))
    begun.invitations.exclude(seat__station__number=99).filter(
        seat=next(iter(crews))
    ).delete()
    Person.objects.filter(pk=person.pk).update(name="Zulkifli Rahman")

    page = client.get(url(begun), {"words": "zulk"}).content.decode()
    assert "Zulkifli Rahman" in page

    page = pressed(client, begun, came=person.pk, words="zulk")
    assert holds(begun, person) is True
    assert "tidak diundang" in page


def test_nobody_outside_the_list_is_recorded_unseen(
    client: Client, begun: Session, crews: dict[int, Person], stations: Any
) -> None:
    stranger = Person.objects.create(name="Orang Lain", village=stations[3].village)

    page = pressed(client, begun, came=stranger.pk)
    assert "Pilih seseorang dari daftar" in page
    page = pressed(client, begun, came=stranger.pk, words="Orang Lain")
    assert "Pilih seseorang dari daftar" in page
    page = pressed(client, begun)

    assert "Pilih seseorang dari daftar" in page
    assert begun.attendances.count() == 0


def test_fewer_than_three_letters_find_nobody(client: Client, begun: Session) -> None:
    page = client.get(url(begun), {"words": "or"}).content.decode()

    assert "paling sedikit tiga huruf" in page


def test_no_name_makes_an_address_that_nobody_can_follow(
    client: Client, begun: Session
) -> None:
    url = reverse("training:session_attendance", args=[begun.pk])

    answer = client.post(url, {"came": "1", "words": "x" * 50_000})

    assert answer.status_code == 302
    assert len(answer["Location"]) < 1_000


def test_at_most_twenty_hits(
    client: Client, begun: Session, stations: list[PollingStation]
) -> None:
    for n in range(25):
        Person.objects.create(name=f"Banyak {n}", village=stations[0].village)

    page = client.get(url(begun), {"words": "banyak"})

    assert len(page.context["found"]) == 20


def test_a_trainer_finds_others_by_their_whole_name_only(
    sign_in: SignIn,
    make_account: Callable[..., Account],
    begun: Session,
    stations: list[PollingStation],
) -> None:
    account = make_account("trainer", "63.02")
    Trainer.objects.filter(sessions=begun).update(account=account)
    trainer = sign_in(account)
    guest = Person.objects.create(name="Zainal Abidin", village=stations[0].village)

    assert not trainer.get(url(begun), {"words": "zainal"}).context["found"]
    found = trainer.get(url(begun), {"words": "zainal  abidin"}).context["found"]

    assert [each.person for each in found] == [guest]
    pressed(trainer, begun, came=guest.pk, words="Zainal Abidin")
    assert holds(begun, guest) is True


def test_beyond_the_seats_is_told_not_refused(
    client: Client, begun: Session, crew: PollingStation
) -> None:
    Session.objects.filter(pk=begun.pk).update(seats=2)

    page = pressed(client, begun, crew=crew.pk)

    assert begun.attendances.count() == crew.seats.count()
    assert "daripada 2 kursi" in page


def test_another_trainer_and_the_police_find_no_such_page(
    sign_in: SignIn, make_account: Callable[..., Account], begun: Session
) -> None:
    for kind, code in [
        ("trainer", "63.02"),
        ("polsek", "63.02.09"),
        ("ppk", "63.02.10"),
    ]:
        other = sign_in(make_account(kind, code))
        assert other.get(url(begun)).status_code == 404
        assert other.post(url(begun), {"came": "1"}).status_code == 404
    assert begun.attendances.count() == 0
