"""Pages of a session: what it says, who sees whom, inviting and calling off."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.apps.training.conftest import NOW, later, on

from sejuk.accounts.models import Account
from sejuk.crews.models import Holding, Person, Seat
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area, Venue
from sejuk.training import services
from sejuk.training.models import Plan, Session, Trainer

SignIn = Callable[[Account], Client]
MOST_QUERIES = 12


@pytest.fixture
def clients(
    sign_in: SignIn, make_account: Callable[..., Account]
) -> Callable[..., Any]:
    """A client with one role: `clients("pps", "63.02.09.2014")`."""

    def client(kind: str, code: str = "63.02.09", station: int | None = None) -> Client:
        return sign_in(make_account(kind, code, station))

    return client


@pytest.fixture
def coming(published: Plan) -> Session:
    """An announced session to come, in Tanjung Batu, with the crew of TPS 1."""
    session = (
        published.sessions.filter(starts_at__gt=NOW, venue__area__code="63.02.09.2001")
        .select_related("venue__area", "plan__area", "plan__election")
        .first()
    )
    assert session is not None
    return session


def said(client: Client, name: str, session: Session, **query: str) -> str:
    answer = client.get(reverse(f"training:{name}", args=[session.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def at_the_hour(session: Session) -> None:
    """Let the election's clock stand an hour after a session began."""
    Election.objects.update(set_at=later(session))


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

    assert f">{crews[own.pk].name}<" in page
    assert f">{crews[other.seat_id].name}<" not in page
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
