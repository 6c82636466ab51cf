"""Calendars that move, the working date, and the election that runs."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from sejuk.accounts.models import Account, Act
from sejuk.elections import clock, services
from sejuk.elections.changes import concerned, timeline
from sejuk.elections.facts.reading import read_facts
from sejuk.elections.facts.writing import write_facts
from sejuk.elections.models import CalendarRevision, Election, PollingStation
from sejuk.elections.queries import Calendar, calendar_on, known_stages
from sejuk.elections.services import NewCalendar, StageDays
from sejuk.places.models import Area


def calendar(**fields: Any) -> NewCalendar:
    return NewCalendar(
        **{
            "effective_from": date(2020, 11, 26),
            "decided_on": date(2020, 11, 25),
            "regulation": "Keputusan 1/2020",
            "status": "V",
            "voting_on": date(2020, 12, 16),
            "stages": [],
            **fields,
        }
    )


@pytest.fixture
def kpu(make_account: Callable[..., Account]) -> Account:
    return make_account("kpu", "63.02")


@pytest.fixture
def history(db: None) -> Election:
    """The whole story of 2020, with its suspension."""
    write_facts(read_facts())
    election = Election.objects.get(slug="pilkada-2020")
    election.is_running = True
    election.set_at = datetime(2020, 11, 26, 0, 0, tzinfo=UTC)
    election.save()
    return election


class TestSetRevision:
    def test_adds_a_revision_and_keeps_the_earlier_ones(
        self, election: Election, kpu: Account
    ) -> None:
        days = StageDays("campaign", "Kampanye", "Campaign", date(2020, 12, 1), None)

        services.set_revision(election, calendar(stages=[days]), by=kpu)

        holds = calendar_on(election, date(2020, 11, 26))
        assert holds
        assert holds.voting_on == date(2020, 12, 16)
        assert [stage.key for stage in holds.stages] == ["campaign"]
        assert election.revisions.count() == 2
        assert Act.objects.get(verb="set_calendar").account == kpu

    def test_the_voting_day_may_be_unknown(self, election: Election) -> None:
        services.set_revision(election, calendar(voting_on=None), by=None)

        holds = calendar_on(election, date(2020, 11, 26))
        assert holds
        assert holds.voting_on is None

    @pytest.mark.parametrize(
        ("field", "fields"),
        [
            ("voting_on", {"voting_on": date(2020, 11, 25)}),
            ("effective_from", {"effective_from": date(2020, 6, 15)}),
            ("effective_from", {"effective_from": date(2020, 3, 21)}),
            ("decided_on", {"decided_on": date(2020, 11, 27)}),
            (
                "__all__",
                {
                    "stages": [
                        StageDays("a", "A", "A", date(2020, 12, 2), date(2020, 12, 1))
                    ]
                },
            ),
        ],
    )
    def test_days_that_cannot_be_are_named_and_nothing_is_written(
        self, field: str, fields: dict[str, Any], election: Election
    ) -> None:
        with pytest.raises(ValidationError) as refused:
            services.set_revision(election, calendar(**fields), by=None)

        assert list(refused.value.message_dict) == [field]
        assert election.revisions.count() == 1

    def test_voting_on_the_working_date_is_in_time(self, election: Election) -> None:
        services.set_revision(election, calendar(voting_on=date(2020, 11, 26)), by=None)

        assert election.revisions.count() == 2


class TestTimeline:
    def test_tells_the_story_of_2020(self, history: Election) -> None:
        with translation.override("en"):
            entries = timeline(history, date(2020, 11, 26))

        assert [entry.state for entry in entries] == ["past"] * 3 + ["holds"]
        told = [entry.changes[0] if entry.changes else "" for entry in entries]
        assert told[0] == ""
        assert told[1].startswith("The voting day is not known any more; it was")
        assert told[2] == ""
        assert "77 days later" in told[3]
        assert any(
            "KPPS" in change and "it was" in change for change in entries[3].changes
        )

    def test_before_the_decision_the_suspension_holds(self, history: Election) -> None:
        entries = timeline(history, date(2020, 5, 1))

        assert [e.state for e in entries] == ["past", "holds", "future", "future"]

    def test_says_whom_it_concerns(
        self, history: Election, areas: dict[str, Area]
    ) -> None:
        PollingStation.objects.bulk_create(
            PollingStation(election=history, village=areas[code], number=number)
            for code in ("63.02.09.2001", "63.02.09.2014")
            for number in (1, 2)
        )
        calendars = [Calendar(r) for r in history.revisions.order_by("effective_from")]

        with translation.override("en"):
            suspended = concerned(calendars[0], calendars[1])
            resumed = concerned(calendars[2], calendars[3])

        assert "4 polling stations in 2 villages" in suspended[0].what
        assert "promise no day yet" in suspended[1].what
        assert "24 November 2020" in resumed[1].what
        assert concerned(calendars[3], calendars[3]) == []

    def test_a_suspended_stage_keeps_its_place_among_the_known(
        self, history: Election
    ) -> None:
        keys = [stage.key for stage in known_stages(history)]

        assert len(keys) == len(set(keys))
        assert keys.index("voter_list") < keys.index("campaign")


class TestWorkingMoment:
    def test_moves_the_one_clock_and_is_recorded(
        self, election: Election, kpu: Account
    ) -> None:
        moment = datetime(2020, 12, 1, 1, 0, tzinfo=UTC)

        services.set_working_moment(election, moment, by=kpu)

        election.refresh_from_db()
        assert clock.today(election) == date(2020, 12, 1)
        assert Act.objects.get(verb="set_working_moment").account == kpu

    def test_empty_is_the_real_date(self, election: Election) -> None:
        services.set_working_moment(election, None, by=None)

        election.refresh_from_db()
        assert election.set_at is None


class TestRunElection:
    def test_one_election_runs_at_a_time(self, history: Election) -> None:
        other = Election.objects.get(slug="pilkada-2024")

        services.run_election(other, by=None)
        services.run_election(other, by=None)

        assert list(Election.objects.filter(is_running=True)) == [other]
        assert Act.objects.filter(verb="run_election").count() == 1


class TestPages:
    def test_a_detail_page_takes_the_same_queries_however_many_revisions(
        self,
        history: Election,
        kpu: Account,
        sign_in: Callable[..., Client],
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        CalendarRevision.objects.bulk_create(
            CalendarRevision(
                election=history,
                effective_from=date(2020, 7, day),
                regulation=f"Keputusan {day}",
                status="S",
            )
            for day in range(1, 29)
        )
        client = sign_in(kpu)

        with django_assert_num_queries(8):
            page = client.get(reverse("elections:election_detail", args=[history.slug]))

        assert page.status_code == 200

    def test_kpu_writes_down_a_new_calendar(
        self, history: Election, kpu: Account, sign_in: Callable[..., Client]
    ) -> None:
        client = sign_in(kpu)
        url = reverse("elections:revision_new", args=[history.slug])
        assert client.get(url).status_code == 200

        answer = client.post(
            url,
            {
                "regulation": "Keputusan 9/2020",
                "effective_from": "2020-11-26",
                "voting_on": "2020-12-16",
                "status": "V",
                "stage-kpps_term-from_on": "2020-12-01",
                "stage-kpps_term-to_on": "2020-12-30",
                "new-0-name_id": "Gladi bersih",
                "new-0-from_on": "2020-12-14",
            },
        )

        assert answer.status_code == 302
        new = history.revisions.order_by("effective_from").last()
        assert new
        stages = {stage.key: stage for stage in new.stages.all()}
        assert stages["kpps_term"].from_on == date(2020, 12, 1)
        assert stages["gladi_bersih"].from_on == date(2020, 12, 14)
        assert stages["voting"].from_on == date(2020, 12, 16)
        assert stages["campaign"].from_on is None

    @pytest.mark.parametrize("name", ["Masa kerja KPPS", "pemungutan suara", "Voting"])
    def test_a_stage_that_stands_already_is_told_at_its_name(
        self, name: str, history: Election, kpu: Account, sign_in: Callable[..., Client]
    ) -> None:
        before = history.revisions.count()

        answer = sign_in(kpu).post(
            reverse("elections:revision_new", args=[history.slug]),
            {
                "regulation": "Keputusan 9/2020",
                "effective_from": "2020-11-26",
                "voting_on": "2020-12-16",
                "status": "V",
                "new-0-name_id": name,
                "new-0-from_on": "2020-12-14",
            },
        )

        assert "sudah memuat tahapan ini" in answer.content.decode()
        assert history.revisions.count() == before

    def test_faults_stand_at_their_fields_and_keep_what_was_typed(
        self, history: Election, kpu: Account, sign_in: Callable[..., Client]
    ) -> None:
        answer = sign_in(kpu).post(
            reverse("elections:revision_new", args=[history.slug]),
            {
                "regulation": "Keputusan 9/2020",
                "effective_from": "2020-11-26",
                "voting_on": "2020-11-01",
                "status": "V",
                "stage-campaign-from_on": "2020-12-05",
                "stage-campaign-to_on": "2020-12-01",
            },
        )

        assert answer.status_code == 422
        page = answer.content.decode()
        assert "id_stage-campaign-to_on_error" in page
        assert "Keputusan 9/2020" in page

    def test_a_voting_day_in_the_past_is_refused_at_its_field(
        self, history: Election, kpu: Account, sign_in: Callable[..., Client]
    ) -> None:
        answer = sign_in(kpu).post(
            reverse("elections:revision_new", args=[history.slug]),
            {
                "regulation": "Keputusan 9/2020",
                "effective_from": "2020-11-26",
                "voting_on": "2020-11-01",
                "status": "V",
            },
        )

        assert answer.status_code == 422
        assert "id_voting_on_error" in answer.content.decode()

    def test_a_rehearsal_day_is_set_in_the_area_s_time(
        self, history: Election, kpu: Account, sign_in: Callable[..., Client]
    ) -> None:
        client = sign_in(kpu)
        url = reverse("elections:working_moment", args=[history.slug])
        assert client.get(url).status_code == 200
        assert client.post(url, {"time": "09:00"}).status_code == 422

        answer = client.post(url, {"day": "2020-12-01", "time": "09:00"})

        assert answer.status_code == 302
        history.refresh_from_db()
        assert history.set_at == datetime(2020, 12, 1, 1, 0, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("kind", "code"),
        [("ppk", "63.02.09"), ("panwascam", "63.02.09"), ("administrator", "63.02")],
    )
    def test_others_read_calendars_and_change_none(
        self,
        kind: str,
        code: str,
        history: Election,
        make_account: Callable[..., Account],
        sign_in: Callable[..., Client],
    ) -> None:
        client = sign_in(make_account(kind, code))

        for name in ("revision_new", "working_moment"):
            url = reverse(f"elections:{name}", args=[history.slug])
            assert client.get(url).status_code == 404
            assert client.post(url, {}).status_code == 404
        run = reverse("elections:election_run", args=[history.slug])
        assert client.post(run).status_code == 404
        seen = client.get(reverse("elections:election_detail", args=[history.slug]))
        assert seen.status_code == 200
        assert "calendar/new" not in seen.content.decode()

    def test_the_list_names_the_running_one_and_lets_kpu_choose(
        self, history: Election, kpu: Account, sign_in: Callable[..., Client]
    ) -> None:
        client = sign_in(kpu)
        page = client.get(reverse("elections:election_list")).content.decode()
        assert page.count("/run/") == Election.objects.count() - 1

        client.post(reverse("elections:election_run", args=["pilkada-2024"]))

        assert Election.objects.get(is_running=True).slug == "pilkada-2024"
