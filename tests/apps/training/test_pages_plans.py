"""Pages of plans: what stands, what to do first, making and publishing."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from tests.apps.training.conftest import NOW, WITA, later, on

from sejuk.accounts.models import Account
from sejuk.crews.models import Person, Seat
from sejuk.elections.models import CalendarRevision, Election, PollingStation, Stage
from sejuk.jobs.models import Job
from sejuk.places.models import Area, Venue
from sejuk.training import services
from sejuk.training.models import Plan, PlanSetting, Session
from sejuk.training.queries import told
from sejuk.training.told_words import told_by_village, told_in_short

SignIn = Callable[[Account], Client]
AREA = "63.02.09"
VILLAGE = "63.02.09.2001"
MOST_QUERIES = 12
MOST_BYTES = 150_000


@pytest.fixture
def client(sign_in: SignIn, ppk: Account) -> Client:
    """The PPK's own, who reads English."""
    ppk.language = "en"
    ppk.save()
    return sign_in(ppk)


def page(client: Client, name: str, *args: Any, status: int = 200) -> str:
    answer = client.get(reverse(f"training:{name}", args=args))
    assert answer.status_code == status
    assert len(answer.content) < MOST_BYTES
    return answer.content.decode()


def sent(client: Client, name: str, *args: Any, **values: Any) -> Any:
    return client.post(reverse(f"training:{name}", args=args), values)


def move_the_calendar(
    election: Election, voting_on: date | None, sworn: date | None = None
) -> None:
    """A new revision of the calendar that holds today."""
    revision = CalendarRevision.objects.create(
        election=election,
        effective_from=NOW.date(),
        regulation="Kep 1",
        status="S",
        voting_on=voting_on,
    )
    Stage.objects.create(
        revision=revision,
        key="kpps_term",
        name_id="Masa kerja KPPS",
        name_en="Term",
        from_on=sworn or date(2020, 11, 24),
        status="S",
    )


class TestPlanDetail:
    def test_says_how_good_the_plan_is_and_links_each_session(
        self, client: Client, published: Plan
    ) -> None:
        said = page(client, "plan_detail", AREA)

        assert "As it was made, all 27 officers get two sessions." in said
        for session in published.sessions.all():
            assert reverse("training:session_detail", args=[session.pk]) in said
        assert "Beside last time" in said
        assert reverse("training:plan_start", args=[AREA]) in said

    def test_shows_of_a_held_session_how_many_came(
        self, client: Client, held: Session, ppk: Account, election: Election
    ) -> None:
        Election.objects.update(set_at=later(held))
        people = [
            seat.holdings.get().person
            for seat in Seat.objects.filter(invitations__session=held)[:3]
        ]
        services.record_attendance(held, people, by=ppk, at=later(held))
        expected = held.invitations.count()

        said = page(client, "plan_detail", AREA)

        assert f"3/{expected}" in said
        assert "· held" in said

    def test_says_that_nobody_recorded_a_held_session(
        self, client: Client, held: Session
    ) -> None:
        assert "nobody said who came" not in page(client, "plan_detail", AREA)

        Election.objects.update(set_at=later(held))

        assert "nobody said who came" in page(client, "plan_detail", AREA)

    def test_names_what_a_new_calendar_does_not_allow(
        self, client: Client, published: Plan, election: Election
    ) -> None:
        assert "no longer holds" not in page(client, "plan_detail", AREA)

        move_the_calendar(election, date(2020, 12, 6))
        said = page(client, "plan_detail", AREA)

        assert "This no longer holds" in said
        assert "the voting day is now Sunday, 6 December 2020" in said
        last = published.sessions.order_by("on").last()
        assert last
        assert last.on > date(2020, 12, 4)
        assert "After the last day on which a session counts" in said

    def test_waits_while_the_voting_day_is_unknown(
        self, client: Client, published: Plan, election: Election
    ) -> None:
        move_the_calendar(election, None)

        said = page(client, "plan_detail", AREA)

        assert "The voting day is not known at present" in said
        assert reverse("training:plan_start", args=[AREA]) not in said

    def test_plans_nothing_once_the_vote_is_over(
        self, client: Client, published: Plan
    ) -> None:
        Election.objects.update(set_at=datetime(2020, 12, 10, 8, tzinfo=WITA))

        said = page(client, "plan_detail", AREA)

        assert "is past. Nothing can be planned any more." in said
        assert reverse("training:plan_start", args=[AREA]) not in said

    def test_leads_to_the_draft_that_is_worked_on(
        self, client: Client, draft: Plan
    ) -> None:
        assert reverse("training:plan_draft", args=[draft.pk]) in page(
            client, "plan_detail", AREA
        )

    def test_shows_a_draft_to_nobody_who_may_not_plan(
        self, sign_in: SignIn, make_account: Callable[..., Account], draft: Plan
    ) -> None:
        said = page(sign_in(make_account("polsek", AREA)), "plan_detail", AREA)

        assert f"plans/{draft.pk}" not in said

    def test_leads_to_the_plan_that_is_being_made(
        self, client: Client, published: Plan, sub_district: Area
    ) -> None:
        job = Job.objects.create(kind="plan_training", area=sub_district)

        assert reverse("jobs:job_detail", args=[job.pk]) in page(
            client, "plan_detail", AREA
        )

    def test_names_what_the_plan_cannot_do(
        self, client: Client, published: Plan
    ) -> None:
        params = {"officer": str(Seat.objects.all()[0].pk)}
        short = {"code": "no_hall_in_reach", "params": params}
        Plan.objects.update(shortfalls=[short])

        assert "no hall is in reach" in page(client, "plan_detail", AREA)


class TestFirstSteps:
    def test_without_anything_it_asks_for_stations(
        self, client: Client, election: Election
    ) -> None:
        said = page(client, "plan_detail", AREA)

        assert "polling stations and their crews are needed first" in said
        assert reverse("crews:crew_list", args=[AREA]) in said
        assert reverse("training:plan_start", args=[AREA]) not in said

    def test_then_for_halls_then_for_trainers_then_it_plans(
        self, client: Client, stations: list[PollingStation], request: Any
    ) -> None:
        assert "halls are needed next" in page(client, "plan_detail", AREA)

        request.getfixturevalue("halls")
        assert "trainers are needed next" in page(client, "plan_detail", AREA)

        request.getfixturevalue("trainers")
        said = page(client, "plan_detail", AREA)
        assert reverse("training:plan_start", args=[AREA]) in said

    def test_asks_nobody_who_may_not_plan(
        self,
        sign_in: SignIn,
        make_account: Callable[..., Account],
        stations: list[PollingStation],
    ) -> None:
        said = page(sign_in(make_account("camat", AREA)), "plan_detail", AREA)

        assert reverse("training:venue_list", args=[AREA]) in said  # may look at halls
        assert "setelah PPK menerbitkan" in said


class TestOtherLevels:
    def test_a_village_sees_its_officers_sessions_elsewhere(
        self, sign_in: SignIn, make_account: Callable[..., Account], published: Plan
    ) -> None:
        pps = sign_in(make_account("pps", VILLAGE))
        going = published.sessions.filter(
            invitations__seat__station__village__code=VILLAGE
        ).distinct()

        said = page(pps, "plan_detail", VILLAGE)

        assert going
        for session in going:
            assert reverse("training:session_detail", args=[session.pk]) in said
        assert reverse("training:self_organised_new", args=[VILLAGE]) in said

    def test_a_regency_counts_its_sub_districts(
        self, sign_in: SignIn, make_account: Callable[..., Account], published: Plan
    ) -> None:
        said = page(sign_in(make_account("kpu", "63.02")), "plan_detail", "63.02")

        assert reverse("training:plan_detail", args=[AREA]) in said
        count = published.sessions.count()
        assert f'<td class="number" data-label="Mendatang">{count}</td>' in said

    def test_the_nation_has_a_page(
        self, sign_in: SignIn, make_account: Callable[..., Account], published: Plan
    ) -> None:
        said = page(sign_in(make_account("overview", "00")), "plan_detail", "00")

        assert reverse("training:plan_detail", args=["63"]) in said


class TestStarting:
    def test_starts_a_job_and_follows_it(
        self, client: Client, ready: None, sub_district: Area
    ) -> None:
        answer = sent(client, "plan_start", AREA, seconds=20)

        job = Job.objects.get()
        assert answer.url == reverse("jobs:job_detail", args=[job.pk])
        assert job.arguments["seconds"] == 20

    def test_says_what_is_missing_and_keeps_the_choice(
        self, client: Client, crews: dict[int, Person]
    ) -> None:
        answer = sent(client, "plan_start", AREA, seconds=60)

        said = answer.content.decode()
        assert answer.status_code == 422
        assert "has no hall" in said
        assert "No trainer is free" in said
        assert 'value="60"' in said.split("checked")[0].rpartition("<input")[2]
        assert not Job.objects.exists()

    @pytest.mark.parametrize("seconds", ["", "7", "x", "-1", "99999999999"])
    def test_takes_no_other_length(
        self, client: Client, ready: None, seconds: str
    ) -> None:
        assert sent(client, "plan_start", AREA, seconds=seconds).status_code == 422
        assert not Job.objects.exists()

    def test_plans_again_where_there_is_a_plan(
        self, client: Client, published: Plan
    ) -> None:
        assert "what is locked" in page(client, "plan_start", AREA)

        sent(client, "plan_start", AREA, seconds=5)

        assert Job.objects.get().arguments["seconds"] == 5

    def test_there_is_nothing_to_start_for_a_village(
        self, client: Client, ready: None
    ) -> None:
        assert sent(client, "plan_start", VILLAGE, seconds=5).status_code == 404

    def test_a_finished_job_leads_to_its_draft(
        self, client: Client, draft: Plan, sub_district: Area
    ) -> None:
        job = Job.objects.create(
            kind="plan_training",
            area=sub_district,
            state=Job.State.DONE,
            ended_at=NOW,
            outcome={
                "plan": draft.pk,
                "number": 1,
                "officers": 27,
                "officers_twice": 27,
                "sessions": 4,
                "gap": 0.002,
            },
        )

        said = client.get(reverse("jobs:job_detail", args=[job.pk])).content.decode()

        assert reverse("training:plan_draft", args=[draft.pk]) in said

    def test_changing_by_hand_begins_a_draft(
        self, client: Client, published: Plan
    ) -> None:
        answer = sent(client, "plan_edit", AREA)

        draft = Plan.objects.get(published_at=None)
        assert answer.url == reverse("training:plan_draft", args=[draft.pk])
        assert draft.sessions.count() == published.sessions.count()

    def test_no_draft_is_begun_after_the_vote(
        self, client: Client, published: Plan
    ) -> None:
        Election.objects.update(set_at=datetime(2020, 12, 10, 8, tzinfo=WITA))

        answer = sent(client, "plan_edit", AREA)

        assert answer.url == reverse("training:plan_detail", args=[AREA])
        assert "The voting day is past" in page(client, "plan_detail", AREA)
        assert not Plan.objects.filter(published_at=None).exists()


class TestPublishing:
    def test_says_who_will_be_told_what_and_publishes(
        self, client: Client, draft: Plan
    ) -> None:
        said = page(client, "plan_publish", draft.pk)

        assert "27 officers are to be told something." in said
        assert "27 officers get new dates." in said
        assert "Tanjung Batu" in said
        assert "Orang" in said

        answer = sent(client, "plan_publish", draft.pk)

        assert answer.url == reverse("training:plan_detail", args=[AREA])
        draft.refresh_from_db()
        assert draft.published_at == NOW
        assert "27 officers are to be told." in page(client, "plan_detail", AREA)

    def test_who_keeps_all_dates_is_told_nothing(
        self, client: Client, published: Plan, sub_district: Area, ppk: Account
    ) -> None:
        copy = services.start_draft(sub_district, published.election, by=ppk, at=NOW)

        said = page(client, "plan_publish", copy.pk)

        assert "0 officers are to be told something." in said
        assert "Nobody is told anything." in said

    def test_names_a_moved_session_before_and_after(
        self, published: Plan, sub_district: Area, ppk: Account, halls: dict[str, Venue]
    ) -> None:
        copy = services.start_draft(sub_district, published.election, by=ppk, at=NOW)
        session = copy.sessions.first()
        assert session
        free = [n for n in range(1, 8) if not copy.sessions.filter(on=on(n)).exists()]
        place = services.Place(session.venue, on(free[0]), 1, session.trainer)
        before = session.on
        services.move_session(session, place, by=ppk, at=NOW)

        with translation.override("en"):
            whom = told(copy, NOW)
            short, villages = told_in_short(whom, copy), told_by_village(whom)

        count = session.invitations.count()
        assert f"{count} officers have a session that moves." in short
        assert "Everybody else keeps what they know and is told nothing." in short
        assert sum(village.officers for village in villages) == count
        sentence = villages[0].groups[0].what[0]
        assert sentence.startswith("instead of")
        assert f" {before.day} " in sentence
        assert f" {free[0]} Dec" in sentence

    def test_is_refused_where_a_session_would_have_begun(
        self, client: Client, draft: Plan
    ) -> None:
        first = draft.sessions.earliest("starts_at")
        Election.objects.update(set_at=later(first))

        answer = sent(client, "plan_publish", draft.pk)

        assert answer.status_code == 422
        assert "would have begun already" in answer.content.decode()
        draft.refresh_from_db()
        assert draft.published_at is None

    def test_a_published_plan_is_published_no_more(
        self, client: Client, published: Plan
    ) -> None:
        answer = client.get(reverse("training:plan_publish", args=[published.pk]))

        assert answer.url == reverse("training:plan_detail", args=[AREA])  # type: ignore[attr-defined]

    def test_a_draft_is_given_up(self, client: Client, draft: Plan) -> None:
        sent(client, "plan_discard", draft.pk)

        draft.refresh_from_db()
        assert draft.discarded_at == NOW
        assert "The draft is discarded." in page(client, "plan_detail", AREA)
        assert "discarded" in page(client, "plan_list", AREA)


class TestPlanList:
    def test_says_who_published_what(
        self, client: Client, published: Plan, ppk: Account
    ) -> None:
        said = page(client, "plan_list", AREA)

        assert "Plan 1" in said
        assert "in force" in said
        assert said.count(ppk.name) >= 2
        assert "27 of 27 officers with two sessions" in said

    def test_shows_no_draft(self, client: Client, draft: Plan) -> None:
        assert "No plan was published yet." in page(client, "plan_list", AREA)


class TestSettings:
    def test_shows_meaning_default_source_and_bounds(
        self, client: Client, election: Election
    ) -> None:
        said = page(client, "plan_settings", AREA)

        assert "What is heard twice at once is remembered once." in said
        assert "Usual: 3 (our assumption). From 2 to 14." in said
        assert "Tanjung Batu" in said

    def test_saves_numbers_risks_and_halves(
        self, client: Client, election: Election
    ) -> None:
        answer = sent(
            client,
            "plan_settings",
            AREA,
            gap_days="4",
            risk_63_02_09_2001="1.5",
            halve_halls="on",
        )

        setting = PlanSetting.objects.get()
        assert answer.url == reverse("training:plan_detail", args=[AREA])
        assert setting.values == {"gap_days": 4}
        assert setting.risks == {VILLAGE: 1.5}
        assert setting.halve_halls

    def test_reads_numbers_as_they_are_written_in_indonesian(
        self, sign_in: SignIn, ppk: Account, election: Election
    ) -> None:
        values = {"calm": "2,5", "point_rupiah": "8.500"}

        sent(sign_in(ppk), "plan_settings", AREA, **values)

        assert PlanSetting.objects.get().values == {"calm": 2.5, "point_rupiah": 8500}

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("gap_days", "1", "Enter a number from 2 to 14."),
            ("gap_days", "three", "Enter a whole number."),
            ("calm", "nan", "Enter a number"),
            ("point_rupiah", "1e400", "Enter a number"),
            ("risk_63_02_09_2001", "4", "Enter a number from 1 to 3."),
        ],
    )
    def test_says_at_the_number_what_is_wrong_and_keeps_it(
        self, client: Client, election: Election, name: str, value: str, words: str
    ) -> None:
        answer = sent(client, "plan_settings", AREA, **{name: value})

        said = answer.content.decode()
        assert answer.status_code == 422
        assert words in said.split(f'id="id_{name}_error"')[1][:300]
        assert f'value="{value}"' in said
        assert not PlanSetting.objects.exists()

    def test_empty_is_the_usual_number_again(
        self, client: Client, election: Election, sub_district: Area
    ) -> None:
        PlanSetting.objects.create(
            election=election, area=sub_district, values={"calm": 9}, risks={VILLAGE: 2}
        )
        assert 'value="9"' in page(client, "plan_settings", AREA)

        sent(client, "plan_settings", AREA)

        setting = PlanSetting.objects.get()
        assert (setting.values, setting.risks) == ({}, {})


class TestTimetable:
    def test_is_text_to_paste_in_the_order_of_time(
        self, client: Client, published: Plan
    ) -> None:
        said = page(client, "timetable", AREA)

        days = [f"{s.on:%A}, {s.on.day} {s.on:%B}" for s in published.sessions.all()]
        places = [said.index(f"*{day}") for day in days]
        assert places == sorted(places)
        assert "TPS 1 (" in said
        assert "WITA" in said

    def test_of_a_village_names_its_own_stations_alone(
        self, sign_in: SignIn, make_account: Callable[..., Account], published: Plan
    ) -> None:
        pps = sign_in(make_account("pps", VILLAGE))

        said = page(pps, "timetable", VILLAGE)

        assert "- Tanjung Batu: TPS" in said
        assert "- Senakin: TPS" not in said

    def test_leaves_out_what_was_held(self, client: Client, held: Session) -> None:
        before = page(client, "timetable", AREA).count("WITA")
        Election.objects.update(set_at=later(held))

        assert page(client, "timetable", AREA).count("WITA") < before

    @pytest.mark.parametrize("code", [AREA, VILLAGE])
    def test_prints_on_a4(self, client: Client, published: Plan, code: str) -> None:
        answer = client.get(reverse("training:timetable_pdf", args=[code]))

        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")

    def test_a_regency_has_none(
        self, sign_in: SignIn, make_account: Callable[..., Account], published: Plan
    ) -> None:
        kpu = sign_in(make_account("kpu", "63.02"))

        assert "Not Found" not in page(kpu, "timetable", "63.02", status=404)


PAGES = [
    "plan_detail",
    "plan_start",
    "plan_list",
    "plan_settings",
    "timetable",
    "timetable_pdf",
]


class TestQueries:
    @pytest.mark.parametrize("name", PAGES)
    @pytest.mark.parametrize("many", [False, True], ids=["few", "many"])
    def test_are_few_however_many_rows(
        self,
        client: Client,
        published: Plan,
        name: str,
        many: bool,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        if many:
            make_many(published)

        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(f"/areas/{AREA}/{PATHS[name]}").status_code == 200

    def test_of_a_village_and_a_regency_too(
        self,
        sign_in: SignIn,
        make_account: Callable[..., Account],
        published: Plan,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        make_many(published)
        kpu = sign_in(make_account("kpu", "63.02"))

        for code in ("63.02", VILLAGE):
            with django_assert_max_num_queries(MOST_QUERIES):
                assert page(kpu, "plan_detail", code)


PATHS = {
    "plan_detail": "training/",
    "plan_start": "training/start/",
    "plan_list": "training/plans/",
    "plan_settings": "training/settings/",
    "timetable": "training/timetable/",
    "timetable_pdf": "training/timetable.pdf",
}


def make_many(plan: Plan) -> None:
    """Forty more sessions with ten officers each, in halls of their own, and plans."""
    zone = ZoneInfo("Asia/Makassar")
    villages = list(Area.objects.filter(code__startswith=f"{AREA}."))
    seats = list(Seat.objects.filter(station__village__code__startswith=AREA)[:10])
    for n in range(40):
        hall = Venue.objects.create(area=villages[n % 2], name=f"Balai {n}", seats=20)
        day = on(1 + n % 6)
        session = plan.sessions.create(
            venue=hall,
            organiser="ppk",
            on=day,
            slot=1,
            starts_at=datetime(day.year, day.month, day.day, 9, tzinfo=zone),
            ends_at=datetime(day.year, day.month, day.day, 12, tzinfo=zone),
            seats=20,
        )
        session.invitations.bulk_create(
            session.invitations.model(session=session, seat=seat) for seat in seats
        )
    for n in range(20):
        Plan.objects.create(
            election=plan.election,
            area=plan.area,
            number=100 + n,
            made_at=NOW,
            from_on=NOW.date(),
            voting_on=plan.voting_on,
            discarded_at=NOW,
            made_by=plan.made_by,
        )
