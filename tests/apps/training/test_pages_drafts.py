"""The draft as a workplace: moving, adding, locking; what a change breaks is said."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.apps.training.conftest import WITA, later, on
from tests.apps.training.test_pages_plans import make_many

from sejuk.accounts.models import Account
from sejuk.elections.models import Election
from sejuk.places.models import Venue
from sejuk.training import services
from sejuk.training.models import Plan, Session, Trainer

SignIn = Callable[[Account], Client]
MOST_QUERIES = 12
SUNDAY = date(2020, 12, 6)


@pytest.fixture
def client(sign_in: SignIn, ppk: Account) -> Client:
    """The PPK's own, who reads English."""
    ppk.language = "en"
    ppk.save()
    return sign_in(ppk)


@pytest.fixture
def session(draft: Plan) -> Session:
    """The draft's first session."""
    found = draft.sessions.select_related("venue", "trainer").first()
    assert found is not None
    return found


def page(client: Client, name: str, pk: int) -> str:
    answer = client.get(reverse(f"training:{name}", args=[pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client: Client, name: str, pk: int, **values: Any) -> Any:
    return client.post(reverse(f"training:{name}", args=[pk]), values)


def wish(session: Session, **changed: Any) -> dict[str, Any]:
    """The form of a session as it is, with some of it changed."""
    return {
        "on": session.on.isoformat(),
        "slot": session.slot,
        "venue": session.venue_id,
        "trainer": session.trainer_id or "",
        **changed,
    }


def free_day(plan: Plan) -> date:
    """A working day of the window on which the plan has no session."""
    taken = set(plan.sessions.values_list("on", flat=True))
    days = (on(n) for n in range(1, 8))
    return next(d for d in days if d not in taken and d != SUNDAY)


class TestDraft:
    def test_shows_each_session_to_be_opened_or_dragged(
        self, client: Client, draft: Plan
    ) -> None:
        said = page(client, "plan_draft", draft.pk)

        assert "All 27 officers get two sessions." in said
        for each in draft.sessions.all():
            href = reverse("training:session_move", args=[each.pk])
            assert f'data-move-href="{href}"' in said
        assert reverse("training:plan_publish", args=[draft.pk]) in said

    def test_names_a_broken_rule_above_and_in_the_cell(
        self, client: Client, draft: Plan, session: Session
    ) -> None:
        assert "things to look at" not in page(client, "plan_draft", draft.pk)

        answer = sent(
            client, "session_move", session.pk, on=SUNDAY, row=session.venue_id
        )
        said = page(client, "plan_draft", draft.pk)

        assert answer.url == reverse("training:plan_draft", args=[draft.pk])
        assert "The session is moved: Sunday, 6 December" in said
        assert "is a Sunday; KPU and PPK hold no session" in said
        assert "× Sunday" in said
        href = reverse("training:session_move", args=[session.pk])
        assert f'<a href="{href}">Open the session</a>' in said

    def test_says_what_was_broken_after_a_trainer_fell_ill(
        self, client: Client, draft: Plan, session: Session
    ) -> None:
        assert session.trainer
        page(client, "plan_draft", draft.pk)
        services.take_days(session.trainer, [session.on], by=None)

        said = page(client, "plan_draft", draft.pk)
        assert "× trainer not free" in said
        assert f"{session.trainer} is not free on" in said

    def test_counts_what_is_locked(
        self, client: Client, draft: Plan, session: Session
    ) -> None:
        sent(client, "session_lock", session.pk)

        said = page(client, "plan_draft", draft.pk)
        assert "1 of" in said
        assert "· locked" in said

        sent(client, "session_unlock", session.pk)
        assert "· locked" not in page(client, "plan_draft", draft.pk)

    def test_is_empty_when_all_sessions_are_taken_out(
        self, client: Client, draft: Plan
    ) -> None:
        for each in draft.sessions.all():
            answer = sent(client, "session_remove", each.pk)
            assert answer.url == reverse("training:plan_draft", args=[draft.pk])

        said = page(client, "plan_draft", draft.pk)
        assert "This draft has no session yet." in said
        assert "27 officers" in said

    def test_leads_to_the_plan_once_it_is_none(
        self, client: Client, published: Plan
    ) -> None:
        answer = client.get(reverse("training:plan_draft", args=[published.pk]))

        assert answer["Location"] == reverse(
            "training:plan_detail", args=[published.area.code]
        )


class TestMoving:
    def test_by_form_to_another_day_hall_and_time(
        self, client: Client, draft: Plan, session: Session, halls: dict[str, Venue]
    ) -> None:
        day = free_day(draft)
        values = wish(session, on=day, slot=2, venue=halls["seat"].pk)

        answer = sent(client, "session_move", session.pk, **values)

        session.refresh_from_db()
        assert answer.url == reverse("training:plan_draft", args=[draft.pk])
        assert (session.on, session.slot, session.venue) == (day, 2, halls["seat"])
        assert session.starts_at == datetime(2020, 12, day.day, 13, 30, tzinfo=WITA)

    def test_by_a_drop_keeps_time_and_trainer(
        self, client: Client, draft: Plan, session: Session
    ) -> None:
        before = (session.slot, session.trainer_id)
        day = free_day(draft)

        sent(client, "session_move", session.pk, on=day, row=session.venue_id)

        session.refresh_from_db()
        assert (session.on, session.slot, session.trainer_id) == (day, *before)

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            ("2020-11-25", "This time is past. Choose a later one."),
            ("2020-12-09", "A session on or after the voting day trains nobody."),
            ("2021-01-05", "A session on or after the voting day trains nobody."),
            ("someday", "This is no day."),
            ("", "Enter a day."),
        ],
    )
    @pytest.mark.parametrize("is_dropped", [True, False], ids=["dropped", "typed"])
    def test_says_at_the_day_what_cannot_be_and_keeps_it(
        self, client: Client, session: Session, day: str, words: str, is_dropped: bool
    ) -> None:
        values = {"on": day, "row": session.venue_id} if is_dropped else wish(session)

        answer = sent(client, "session_move", session.pk, **{**values, "on": day})

        said = answer.content.decode()
        assert answer.status_code == 422
        assert words in said.split('id="id_on_error"')[1][:300]
        assert f'value="{day}"' in said or not day
        before = session.on
        session.refresh_from_db()
        assert session.on == before

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"slot": "9"}, "slot"),
            ({"venue": "999999"}, "venue"),
            ({"venue": "x"}, "venue"),
            ({"trainer": "999999"}, "trainer"),
        ],
    )
    def test_refuses_what_does_not_exist_at_its_field(
        self, client: Client, session: Session, changed: dict[str, str], field: str
    ) -> None:
        answer = sent(client, "session_move", session.pk, **wish(session, **changed))

        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in answer.content.decode()

    def test_no_hall_of_another_area_can_be_chosen(
        self, client: Client, session: Session, areas: dict[str, Any]
    ) -> None:
        beside = Venue.objects.create(area=areas["63.02.10.2001"], name="B", seats=9)

        answer = sent(
            client, "session_move", session.pk, **wish(session, venue=beside.pk)
        )

        assert answer.status_code == 422
        session.refresh_from_db()
        assert session.venue != beside

    def test_shows_who_is_free_and_what_is_broken(
        self, client: Client, draft: Plan, session: Session
    ) -> None:
        sent(client, "session_move", session.pk, on=SUNDAY, row=session.venue_id)

        said = page(client, "session_move", session.pk)

        assert "What this session breaks:" in said
        assert "is a Sunday" in said
        assert "free on this day" not in said  # nobody is on a Sunday

    def test_a_session_that_stands_cannot_be_moved(
        self, client: Client, published: Plan
    ) -> None:
        found = published.sessions.first()
        assert found

        for name in ("session_move", "session_lock", "session_remove"):
            assert sent(client, name, found.pk).status_code == 404

    def test_a_held_copy_is_not_dragged(
        self, client: Client, published: Plan, ppk: Account
    ) -> None:
        at = published.published_at
        assert at
        copy = services.start_draft(published.area, published.election, by=ppk, at=at)
        first = copy.sessions.earliest("starts_at")
        Election.objects.update(set_at=later(first))

        said = page(client, "plan_draft", copy.pk)

        assert f'data-move-href="/sessions/{first.pk}/move/"' not in said
        assert "has begun" in page(client, "session_move", first.pk)


class TestSeats:
    def test_are_changed(self, client: Client, session: Session) -> None:
        sent(client, "session_seats", session.pk, seats=7)

        session.refresh_from_db()
        assert session.seats == 7

    @pytest.mark.parametrize("seats", ["0", "-3", "many", "", "1001"])
    def test_say_what_is_wrong(
        self, client: Client, session: Session, seats: str
    ) -> None:
        answer = sent(client, "session_seats", session.pk, seats=seats)

        assert answer.status_code == 422
        assert 'id="id_seats_error"' in answer.content.decode()

    def test_too_few_are_told_not_forbidden(
        self, client: Client, draft: Plan, session: Session
    ) -> None:
        sent(client, "session_seats", session.pk, seats=1)

        assert "× too full" in page(client, "plan_draft", draft.pk)


class TestAdding:
    def test_leads_to_inviting(
        self,
        client: Client,
        draft: Plan,
        halls: dict[str, Venue],
        trainers: dict[str, Trainer],
    ) -> None:
        day = free_day(draft)
        values = {
            "organiser": "ppk",
            "on": day,
            "slot": 1,
            "venue": halls["batu"].pk,
            "trainer": trainers["Ani"].pk,
        }

        answer = sent(client, "session_add", draft.pk, **values)

        added = draft.sessions.get(on=day)
        assert answer.url == reverse("training:session_invite", args=[added.pk])
        assert (added.venue, added.trainer) == (halls["batu"], trainers["Ani"])

    def test_says_at_each_field_what_is_missing(
        self, client: Client, draft: Plan
    ) -> None:
        answer = sent(client, "session_add", draft.pk)

        said = answer.content.decode()
        assert answer.status_code == 422
        for field in ("organiser", "on", "slot", "venue"):
            assert f'id="id_{field}_error"' in said

    def test_not_to_a_published_plan(self, client: Client, published: Plan) -> None:
        assert sent(client, "session_add", published.pk).status_code == 404


@pytest.mark.parametrize("many", [False, True], ids=["few", "many"])
@pytest.mark.parametrize(
    "name", ["plan_draft", "plan_publish", "session_add", "session_move"]
)
def test_pages_take_few_queries_however_many_rows(
    client: Client,
    draft: Plan,
    session: Session,
    name: str,
    many: bool,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    if many:
        make_many(draft)
    page(client, "plan_draft", draft.pk)  # looks it through where that was not done
    pk = session.pk if name == "session_move" else draft.pk

    with django_assert_max_num_queries(MOST_QUERIES):
        page(client, name, pk)
