"""Pages of a session: what it says, and who sees whom."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.apps.training.conftest import NOW, at_the_hour, on, said

from sejuk.accounts.models import Account
from sejuk.crews.models import Holding, Person
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area, Venue
from sejuk.training import services
from sejuk.training.models import Plan, Session, Trainer

SignIn = Callable[[Account], Client]
MOST_QUERIES = 12


def test_says_when_where_and_how_many(clients: Any, coming: Session) -> None:
    page = said(clients("ppk"), "session_detail", coming)

    taken = coming.invitations.count()
    assert coming.venue.name in page
    assert f"{taken} dari {coming.seats} kursi terisi." in page
    assert "Undang atau batalkan undangan" in page


def test_names_are_for_those_who_may_have_them(
    clients: Any, coming: Session, crews: dict[int, Person]
) -> None:
    seat = coming.invitations.select_related("seat").first().seat  # type: ignore[union-attr]
    person = crews[seat.pk]
    Person.objects.filter(pk=person.pk).update(phone="+6281200000042")

    assert person.name in said(clients("ppk"), "session_detail", coming)
    assert "0812-0000-0042" in said(clients("ppk"), "session_detail", coming)
    by_name_alone = said(clients("panwascam"), "session_detail", coming)
    assert person.name in by_name_alone
    assert "0812-0000-0042" not in by_name_alone
    if seat.number != 1:
        assert person.name not in said(clients("polsek"), "session_detail", coming)


def test_a_village_sees_its_own_officers_at_a_session_elsewhere(
    clients: Any,
    coming: Session,
    crews: dict[int, Person],
    stations: list[PollingStation],
    ppk: Account,
) -> None:
    own = stations[2].seats.get(number=3)
    other = coming.invitations.exclude(seat__station=stations[2]).first()
    assert other is not None
    services.invite(coming, [own], by=ppk, at=NOW)

    page = said(clients("pps", "63.02.09.2014"), "session_detail", coming)

    assert re.search(rf">{crews[own.pk].name}\s*<", page)
    assert not re.search(rf">{crews[other.seat_id].name}\s*<", page)
    assert "Catat siapa yang hadir" not in page


def test_a_village_without_officers_there_sees_nothing(
    clients: Any, coming: Session
) -> None:
    coming.invitations.filter(seat__station__village__code="63.02.09.2014").delete()
    url = reverse("training:session_detail", args=[coming.pk])

    assert clients("pps", "63.02.09.2014").get(url).status_code == 404


def test_a_seat_without_a_person_is_named(clients: Any, coming: Session) -> None:
    seat = coming.invitations.first().seat  # type: ignore[union-attr]
    Holding.objects.filter(seat=seat).delete()

    assert "kursi masih kosong" in said(clients("ppk"), "session_detail", coming)


def test_a_replaced_session_leads_to_the_one_that_carries_it_on(
    clients: Any,
    coming: Session,
    sub_district: Area,
    election: Election,
    ppk: Account,
    halls: dict[str, Venue],
) -> None:
    draft = services.start_draft(sub_district, election, by=ppk, at=NOW)
    copy = draft.sessions.get(continues=coming)
    to = services.Place(halls["seat"], on(5), 1, coming.trainer)
    services.move_session(copy, to, by=ppk, at=NOW)
    services.publish(draft, by=ppk, at=NOW)

    page = said(clients("ppk"), "session_detail", coming)

    assert reverse("training:session_detail", args=[copy.pk]) in page
    assert "Gedung Kecamatan" in page


def test_a_draft_says_that_nobody_knows_of_it_and_can_be_moved(
    clients: Any, draft: Plan
) -> None:
    session = draft.sessions.first()
    assert session is not None

    page = said(clients("ppk"), "session_detail", session)

    assert "belum ada yang diberi tahu" in page
    assert reverse("training:session_move", args=[session.pk]) in page
    assert reverse("training:session_call_off", args=[session.pk]) not in page
    url = reverse("training:session_detail", args=[session.pk])
    assert clients("polsek").get(url).status_code == 404


def test_a_discarded_draft_is_nothing_to_work_with(
    clients: Any, draft: Plan, ppk: Account
) -> None:
    session = draft.sessions.first()
    assert session is not None
    services.discard(draft, by=ppk, at=NOW)

    page = said(clients("ppk"), "session_detail", session)

    assert "tidak pernah diumumkan" in page
    assert "Undang atau batalkan undangan" not in page


def test_a_draft_is_seen_only_by_those_who_plan(clients: Any, draft: Plan) -> None:
    session = draft.sessions.filter(venue__area__code="63.02.09.2001")[0]
    page = reverse("training:session_detail", args=[session.pk])
    village = "63.02.09.2001"

    others = {
        kind: clients(*where).get(page).status_code
        for kind, *where in [
            ("pps", "pps", village),
            ("kpps", "kpps", village, 1),
            ("polsek", "polsek"),
            ("camat", "camat"),
        ]
    }
    ticks = reverse("training:session_attendance", args=[session.pk])
    paper = reverse("training:session_list_pdf", args=[session.pk])

    assert set(others.values()) == {404}
    assert clients("pps", village).get(ticks).status_code == 404
    assert clients("pps", village).get(paper).status_code == 404
    assert clients("ppk").get(page).status_code == 200


def test_the_list_to_sign_is_a_paper(clients: Any, coming: Session) -> None:
    url = reverse("training:session_list_pdf", args=[coming.pk])

    answer = clients("ppk").get(url)

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert clients("polsek").get(url).status_code == 404


def test_a_trainer_finds_the_own_sessions(
    sign_in: SignIn,
    make_account: Callable[..., Account],
    coming: Session,
    trainers: dict[str, Trainer],
) -> None:
    account = make_account("trainer", "63.02")
    client = sign_in(account)
    url = reverse("training:my_sessions")
    assert "segera setelah rencana" in client.get(url).content.decode()

    Trainer.objects.filter(sessions=coming).update(account=account)
    page = client.get(url).content.decode()
    assert reverse("training:session_detail", args=[coming.pk]) in page
    assert (
        client.get(reverse("training:session_detail", args=[coming.pk])).status_code
        == 200
    )

    at_the_hour(coming)
    page = client.get(url).content.decode()
    assert reverse("training:session_attendance", args=[coming.pk]) in page


@pytest.mark.parametrize(
    "name",
    ["session_detail", "session_invite", "session_call_off", "session_attendance"],
)
@pytest.mark.parametrize("kind", ["ppk", "kpu"])
def test_pages_ask_the_same_few_queries(
    name: str,
    kind: str,
    clients: Any,
    coming: Session,
    stations: list[PollingStation],
    ppk: Account,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = clients(kind, {"ppk": "63.02.09", "kpu": "63.02"}[kind])
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        said(client, name, coming)
    for station in stations[:3]:
        services.invite_crew(coming, station, by=ppk, at=NOW)

    with django_assert_max_num_queries(MOST_QUERIES) as many:
        said(client, name, coming)

    assert len(many) == len(few)


def test_my_sessions_ask_the_same_few_queries(
    sign_in: SignIn,
    make_account: Callable[..., Account],
    published: Plan,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    account = make_account("trainer", "63.02")
    client = sign_in(account)
    trainer = Trainer.objects.get(name="Ani")
    trainer.account = account
    trainer.save()
    sessions = list(published.sessions.all())
    published.sessions.update(trainer=None)
    published.sessions.filter(pk=sessions[0].pk).update(trainer=trainer)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        client.get(reverse("training:my_sessions"))

    published.sessions.update(trainer=trainer)
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        client.get(reverse("training:my_sessions"))

    assert len(many) == len(few)


def links_of(page: str) -> set[str]:
    """Where the content of a page leads."""
    return set(re.findall(r'href="(/[^"#?]*)', page.split('<main id="main"')[1]))


@pytest.mark.parametrize(
    ("kind", "code", "station"),
    [
        ("trainer", "63.02", None),
        ("pps", "63.02.09.2001", None),
        ("pps", "63.02.09.2014", None),
        ("kpps", "63.02.09.2001", 1),
        ("panwascam", "63.02.09", None),
        ("polsek", "63.02.09", None),
        ("ppk", "63.02.09", None),
        ("overview", "63", None),
    ],
)
@pytest.mark.parametrize("is_held", [False, True])
def test_no_link_leads_nowhere(
    kind: str,
    code: str,
    station: int | None,
    is_held: bool,
    sign_in: SignIn,
    make_account: Callable[..., Account],
    coming: Session,
    stations: list[PollingStation],
    ppk: Account,
) -> None:
    for crew in stations[:3]:
        services.invite_crew(coming, crew, by=ppk, at=NOW)
    account = make_account(kind, code, station)
    if kind == "trainer":
        Trainer.objects.filter(sessions=coming).update(account=account)
    if is_held:
        at_the_hour(coming)
    client = sign_in(account)

    links = links_of(said(client, "session_detail", coming))

    assert {to: client.get(to).status_code for to in links} == dict.fromkeys(links, 200)
