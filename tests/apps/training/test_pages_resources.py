"""Pages of halls, trainers and ways: what is kept, what is refused, who sees what."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.apps.training.conftest import on

from sejuk.accounts.models import Account, Agency, Role
from sejuk.elections.models import Election
from sejuk.places.models import Area, TravelTime, Venue, VenueClosure
from sejuk.training.models import FreeDay, Session, Trainer

SUB_DISTRICT = "63.02.09"
BATU, SENAKIN = "63.02.09.2001", "63.02.09.2014"
MOST_QUERIES = 12
Assert = DjangoAssertNumQueries
Said = dict[str, str | list[str]]


@pytest.fixture
def planner(ppk: Account, election: Election, sign_in: Callable[..., Client]) -> Client:
    """The PPK's client, in English, with an election that runs."""
    ppk.language = "en"
    ppk.save()
    return sign_in(ppk)


@pytest.fixture
def kpu(
    make_account: Callable[..., Account],
    election: Election,
    sign_in: Callable[..., Client],
) -> Client:
    return sign_in(make_account("kpu", "63.02"))


@pytest.fixture
def village(
    make_account: Callable[..., Account],
    election: Election,
    sign_in: Callable[..., Client],
) -> Client:
    """The client of a village's committee, which edits no hall and no trainer."""
    return sign_in(make_account("pps", BATU))


def page(client: Client, name: str, /, *args: object, **asked: str) -> str:
    answer = client.get(reverse(f"training:{name}", args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def post(
    client: Client, url: str, /, *args: object, **said: str | list[str]
) -> tuple[int, str]:
    """Sends a form; gives the status, and the page that follows."""
    answer = client.post(reverse(f"training:{url}", args=args), said)
    if answer.status_code == 302:
        return 302, client.get(answer["Location"]).content.decode()
    return answer.status_code, answer.content.decode()


def hall(**changed: str) -> dict[str, str]:
    said = {"name": "Balai Baru", "kind": "village_hall", "seats": "40", "rent": "0"}
    return {**said, "note": "", "is_active": "on", **changed}


class TestHalls:
    def test_are_listed_with_what_one_asks(
        self, planner: Client, halls: dict[str, Venue], published: object
    ) -> None:
        VenueClosure.objects.create(venue=halls["batu"], on=on(30))

        shown = page(planner, "venue_list", SUB_DISTRICT)

        assert "3 halls are in use, with 110 seats together." in shown
        for venue in halls.values():
            assert venue.name in shown
            assert reverse("training:venue_edit", args=[venue.pk]) in shown

    def test_without_any_say_what_to_do(self, planner: Client, areas: object) -> None:
        shown = page(planner, "venue_list", SUB_DISTRICT)

        assert "There is no hall yet." in shown
        assert shown.count(reverse("training:venue_new", args=[SUB_DISTRICT])) == 1

    def test_can_be_added(self, planner: Client, areas: dict[str, Area]) -> None:
        said = hall(area=str(areas[BATU].pk))

        status, shown = post(planner, "venue_new", SUB_DISTRICT, **said)

        assert status == 302
        assert "Balai Baru is added." in shown
        assert Venue.objects.get().seats == 40

    @pytest.mark.parametrize(
        ("changed", "fault"),
        [
            ({"seats": "0"}, "A hall has at least one seat."),
            ({"seats": "many"}, "Write the number in digits."),
            ({"rent": "-1"}, "The rent cannot be below 0."),
            ({"name": ""}, "Enter the name of the hall."),
            ({"area": ""}, "Choose a village."),
            ({"name": "Balai Desa Tanjung Batu"}, "has a hall of this name already"),
        ],
    )
    def test_with_faults_write_nothing_and_keep_what_was_typed(
        self,
        changed: dict[str, str],
        fault: str,
        planner: Client,
        halls: dict[str, Venue],
        areas: dict[str, Area],
    ) -> None:
        said = hall(**{"area": str(areas[BATU].pk), "note": "Atap bocor", **changed})

        status, shown = post(planner, "venue_new", SUB_DISTRICT, **said)

        assert status == 422
        assert fault in shown
        assert "Atap bocor" in shown
        assert Venue.objects.count() == len(halls)

    def test_of_another_sub_district_cannot_be_added_here(
        self, planner: Client, areas: dict[str, Area]
    ) -> None:
        said = hall(area=str(areas["63.02.10.2001"].pk))

        status, shown = post(planner, "venue_new", SUB_DISTRICT, **said)

        assert status == 422
        assert "Choose a village of your own area." in shown
        assert not Venue.objects.exists()

    def test_are_corrected_and_keep_their_village(
        self, planner: Client, halls: dict[str, Venue], areas: dict[str, Area]
    ) -> None:
        said = hall(area=str(areas[SENAKIN].pk), is_active="")

        status, _shown = post(planner, "venue_edit", halls["batu"].pk, **said)

        assert status == 302
        halls["batu"].refresh_from_db()
        assert halls["batu"].name == "Balai Baru"
        assert not halls["batu"].is_active
        assert halls["batu"].area == areas[BATU]

    def test_with_a_faulty_name_keep_their_heading(
        self, planner: Client, halls: dict[str, Venue]
    ) -> None:
        status, shown = post(planner, "venue_edit", halls["batu"].pk, **hall(name=""))

        assert status == 422
        assert "<h1>Balai Desa Tanjung Batu" in shown


class TestClosedDays:
    def close(self, client: Client, venue: Venue, **said: str) -> tuple[int, str]:
        given = {f"closed-{name}": value for name, value in said.items()}
        return post(client, "venue_close", venue.pk, **given)

    def test_name_the_sessions_that_have_to_be_moved(
        self, planner: Client, published: object
    ) -> None:
        session = Session.objects.select_related("venue").earliest("starts_at")
        day = session.on.isoformat()

        status, shown = self.close(planner, session.venue, from_on=day, reason="Pasar")

        assert status == 302
        assert "Move it in the plan" in shown or "Move them in the plan" in shown
        assert "Pasar" in shown
        assert reverse("training:session_detail", args=[session.pk]) in shown

    def test_can_be_many_and_are_written_once(
        self, planner: Client, halls: dict[str, Venue]
    ) -> None:
        for _time in range(2):
            self.close(planner, halls["batu"], from_on="2020-12-01", to_on="2020-12-03")

        days = halls["batu"].closures.values_list("on", flat=True)
        assert list(days) == [on(1), on(2), on(3)]

    @pytest.mark.parametrize(
        ("first", "last", "fault"),
        [
            ("2020-11-25", "", "This day is past."),
            ("2020-12-03", "2020-12-01", "The last day lies before the first."),
            ("2020-12-03", "2022-12-01", "At most 92 days at once."),
            ("soon", "", "This is no day."),
            ("", "", "Enter a day."),
        ],
    )
    def test_with_faults_write_nothing(
        self,
        first: str,
        last: str,
        fault: str,
        planner: Client,
        halls: dict[str, Venue],
    ) -> None:
        status, shown = self.close(
            planner, halls["batu"], from_on=first, to_on=last, reason="Panen"
        )

        assert status == 422
        assert fault in shown
        assert "Panen" in shown
        assert not VenueClosure.objects.exists()

    def test_are_taken_back(self, planner: Client, halls: dict[str, Venue]) -> None:
        VenueClosure.objects.create(venue=halls["batu"], on=on(1))

        status, shown = post(planner, "venue_open", halls["batu"].pk, on="2020-12-01")

        assert status == 302
        assert "is open on" in shown
        assert not VenueClosure.objects.exists()

    def test_that_are_none_are_refused(
        self, planner: Client, halls: dict[str, Venue]
    ) -> None:
        VenueClosure.objects.create(venue=halls["batu"], on=on(1))

        status, _shown = post(planner, "venue_open", halls["batu"].pk, on="tomorrow")

        assert status == 302
        assert VenueClosure.objects.count() == 1


class TestTrainers:
    def test_are_listed_with_those_given_by_the_kpu(
        self, planner: Client, trainers: dict[str, Trainer], published: object
    ) -> None:
        shown = page(planner, "trainer_list", SUB_DISTRICT)

        assert "3 people train here." in shown
        assert "Citra" in shown
        assert reverse("training:trainer_edit", args=[trainers["Ani"].pk]) in shown
        assert reverse("training:trainer_edit", args=[trainers["Citra"].pk]) not in (
            shown
        )

    def test_without_a_day_are_told(
        self, planner: Client, trainers: dict[str, Trainer]
    ) -> None:
        trainers["Budi"].free_days.all().delete()
        trainers["Citra"].free_days.all().delete()

        shown = page(planner, "trainer_list", SUB_DISTRICT)

        assert "1 has no free day ahead." in shown
        assert "The KPU has given this sub-district no day" in shown

    def test_of_another_sub_district_are_not_seen(
        self, planner: Client, areas: dict[str, Area]
    ) -> None:
        Trainer.objects.create(name="Dewi", kind="ppk", area=areas["63.02.10"])

        assert "Dewi" not in page(planner, "trainer_list", SUB_DISTRICT)

    def test_are_added_for_the_ppk(
        self, planner: Client, areas: dict[str, Area]
    ) -> None:
        said = {"name": "Eka", "phone": "0812-0000-1234", "is_active": "on"}

        status, shown = post(planner, "trainer_new", SUB_DISTRICT, **said)

        assert status == 302
        assert "Enter the free days now." in shown
        trainer = Trainer.objects.get()
        assert (trainer.kind, trainer.area) == ("ppk", areas[SUB_DISTRICT])
        assert trainer.phone == "+6281200001234"

    @pytest.mark.parametrize(
        ("changed", "fault"),
        [
            ({"name": ""}, "Enter the name."),
            ({"name": "Ani"}, "This area has a trainer of this name."),
            ({"phone": "12"}, "This is no phone number."),
        ],
    )
    def test_with_faults_are_not_written(
        self,
        changed: dict[str, str],
        fault: str,
        planner: Client,
        trainers: dict[str, Trainer],
    ) -> None:
        said = {"name": "Eka", "phone": "", "is_active": "on", **changed}

        status, shown = post(planner, "trainer_new", SUB_DISTRICT, **said)

        assert status == 422
        assert fault in shown
        assert Trainer.objects.count() == len(trainers)

    def test_get_an_account_that_nobody_else_has(
        self,
        planner: Client,
        trainers: dict[str, Trainer],
        areas: dict[str, Area],
        make_account: Callable[..., Account],
    ) -> None:
        agency = Agency.objects.get(kind="ppk", area=areas[SUB_DISTRICT])
        accounts = [Account.objects.make(f"t{n}", None, name=f"T{n}") for n in (1, 2)]
        for account in accounts:
            Role.objects.create(
                account=account,
                kind="trainer",
                agency=agency,
                area=areas[SUB_DISTRICT],
                starts_on=date(2020, 1, 1),
            )
        trainers["Budi"].account = accounts[1]
        trainers["Budi"].save()
        said = {"name": "Ani", "phone": "", "is_active": "on"}

        mine, _shown = post(
            planner,
            "trainer_edit",
            trainers["Ani"].pk,
            account=str(accounts[0].pk),
            **said,
        )
        taken, _shown = post(
            planner,
            "trainer_edit",
            trainers["Ani"].pk,
            account=str(accounts[1].pk),
            **said,
        )

        assert (mine, taken) == (302, 422)
        trainers["Ani"].refresh_from_db()
        assert trainers["Ani"].account == accounts[0]

    def test_get_no_account_of_the_kpu_from_a_sub_district(
        self,
        planner: Client,
        trainers: dict[str, Trainer],
        make_account: Callable[..., Account],
    ) -> None:
        of_kpu = make_account("trainer", "63.02")
        ani = trainers["Ani"].pk

        status, _shown = post(
            planner,
            "trainer_edit",
            ani,
            name="Ani",
            phone="",
            is_active="on",
            account=str(of_kpu.pk),
        )

        assert status == 422
        assert of_kpu.name not in page(planner, "trainer_edit", ani)


def free_days_shown(client: Client, trainer: Trainer) -> list[str]:
    """What the page sends along: the days that it showed as free."""
    shown = page(client, "trainer_edit", trainer.pk)
    return re.findall(r'name="was" value="([^"]+)"', shown)


class TestFreeDays:
    def test_are_what_is_ticked(
        self, planner: Client, trainers: dict[str, Trainer]
    ) -> None:
        trainer = trainers["Ani"]

        days, was = ["2020-11-29", "2020-12-01"], free_days_shown(planner, trainer)
        status, shown = post(planner, "trainer_days", trainer.pk, days=days, was=was)

        assert status == 302
        assert "Saved: Ani is free on 2 days." in shown
        ahead = trainer.free_days.filter(on__gte=date(2020, 11, 26))
        assert list(ahead.values_list("on", flat=True)) == [on(29), on(1)]

    def test_before_today_stay(
        self, planner: Client, trainers: dict[str, Trainer]
    ) -> None:
        was = free_days_shown(planner, trainers["Ani"])

        post(planner, "trainer_days", trainers["Ani"].pk, was=was)

        days = trainers["Ani"].free_days.values_list("on", flat=True)
        assert list(days) == [on(24), on(25)]

    def test_taken_back_name_the_sessions_without_a_trainer(
        self, planner: Client, trainers: dict[str, Trainer], published: object
    ) -> None:
        session = Session.objects.latest("starts_at")
        session.trainer = trainers["Ani"]
        session.save()
        FreeDay.objects.get_or_create(
            trainer=trainers["Ani"],
            on=session.on,
            defaults={"sub_district": session.plan.area},
        )

        was = free_days_shown(planner, trainers["Ani"])
        status, shown = post(planner, "trainer_days", trainers["Ani"].pk, was=was)

        assert status == 302
        assert "another trainer (" in shown

    def test_that_somebody_else_entered_since_stay(
        self, planner: Client, trainers: dict[str, Trainer], areas: dict[str, Area]
    ) -> None:
        was = free_days_shown(planner, trainers["Ani"])
        FreeDay.objects.create(
            trainer=trainers["Ani"], on=on(29), sub_district=areas[SUB_DISTRICT]
        )

        post(planner, "trainer_days", trainers["Ani"].pk, days=["2020-12-01"], was=was)

        ahead = trainers["Ani"].free_days.filter(on__gte=date(2020, 11, 26))
        assert list(ahead.values_list("on", flat=True)) == [on(29), on(1)]

    def test_that_nobody_offered_are_refused(
        self, planner: Client, trainers: dict[str, Trainer]
    ) -> None:
        before = FreeDay.objects.count()

        status, shown = post(
            planner, "trainer_days", trainers["Ani"].pk, days=["2020-12-09"]
        )

        assert status == 422
        assert "This day cannot be chosen." in shown
        assert FreeDay.objects.count() == before

    def test_of_the_kpu_are_given_to_one_sub_district(
        self, kpu: Client, trainers: dict[str, Trainer], areas: dict[str, Area]
    ) -> None:
        trainer = trainers["Citra"]
        given: Said = {"for": "63.02.10", "days": ["2020-12-01"]}
        status, _shown = post(kpu, "trainer_days", trainer.pk, **given)
        assert status == 302

        taken: Said = {"for": SUB_DISTRICT, "days": ["2020-12-01", "2020-11-30"]}
        status, shown = post(kpu, "trainer_days", trainer.pk, **taken)

        assert status == 422
        assert "Kelumpang Utara" in shown
        rows = trainer.free_days.values_list("on", "sub_district__code").order_by("on")
        assert list(rows) == [
            (on(30), SUB_DISTRICT),
            (on(1), "63.02.10"),
            (on(5), SUB_DISTRICT),
        ]

    def test_of_the_kpu_are_shown_where_the_next_one_is(
        self, kpu: Client, trainers: dict[str, Trainer]
    ) -> None:
        shown = page(kpu, "trainer_edit", trainers["Citra"].pk)

        assert re.search(rf'value="{SUB_DISTRICT}" selected', shown)

    def test_of_the_kpu_are_not_the_ppks(
        self, planner: Client, trainers: dict[str, Trainer]
    ) -> None:
        address = reverse("training:trainer_days", args=[trainers["Citra"].pk])

        assert planner.post(address, {"days": []}).status_code == 404
        assert trainers["Citra"].free_days.count() == 2

    def test_are_offered_for_six_weeks_while_the_voting_day_is_unknown(
        self, planner: Client, trainers: dict[str, Trainer], election: Election
    ) -> None:
        election.revisions.update(voting_on=None)

        shown = page(planner, "trainer_edit", trainers["Ani"].pk)

        assert shown.count('name="days"') == 42

    def test_are_none_after_the_voting_day(
        self, planner: Client, trainers: dict[str, Trainer], election: Election
    ) -> None:
        election.revisions.update(voting_on=date(2020, 11, 20))

        shown = page(planner, "trainer_edit", trainers["Ani"].pk)

        assert "The voting day is past" in shown


class TestWays:
    def test_are_computed_until_people_know_better(
        self, planner: Client, areas: dict[str, Area]
    ) -> None:
        said = {f"to-{SENAKIN}": "75"}
        address = reverse("training:travel_list", args=[SUB_DISTRICT])

        answer = planner.post(f"{address}?from={BATU}", said)

        assert answer.status_code == 302
        row = TravelTime.objects.get()
        assert (row.origin.code, row.destination.code) == (BATU, SENAKIN)
        shown = page(planner, "travel_list", SUB_DISTRICT, **{"from": SENAKIN})
        assert 'value="75"' in shown
        assert "is that to Tanjung Batu: 75 minutes." in shown

    def test_are_computed_again_when_emptied(
        self, planner: Client, areas: dict[str, Area]
    ) -> None:
        TravelTime.objects.create(
            origin=areas[BATU], destination=areas[SENAKIN], minutes=75
        )
        address = reverse("training:travel_list", args=[SUB_DISTRICT])

        said = {f"to-{BATU}": "", f"initial-to-{BATU}": "75"}
        planner.post(f"{address}?from={SENAKIN}", said)

        assert not TravelTime.objects.exists()

    def test_that_somebody_else_entered_since_stay(
        self, planner: Client, areas: dict[str, Area]
    ) -> None:
        address = reverse("training:travel_list", args=[SUB_DISTRICT])
        TravelTime.objects.create(
            origin=areas[BATU], destination=areas[SENAKIN], minutes=75
        )

        said = {f"to-{BATU}": "", f"initial-to-{BATU}": ""}
        planner.post(f"{address}?from={SENAKIN}", said)

        assert TravelTime.objects.get().minutes == 75

    @pytest.mark.parametrize("minutes", ["0", "-5", "1441", "an hour"])
    def test_that_cannot_be_are_refused(
        self, minutes: str, planner: Client, areas: dict[str, Area]
    ) -> None:
        address = reverse("training:travel_list", args=[SUB_DISTRICT])

        answer = planner.post(f"{address}?from={BATU}", {f"to-{SENAKIN}": minutes})

        assert answer.status_code == 422
        assert f'value="{minutes}"' in answer.content.decode()
        assert not TravelTime.objects.exists()

    def test_are_read_but_not_written_by_a_village(
        self, village: Client, areas: dict[str, Area]
    ) -> None:
        address = reverse("training:travel_list", args=[BATU])

        assert b"<button" in village.get(address).content
        assert b'name="to-' not in village.get(address).content
        said = {f"to-{SENAKIN}": "75"}
        assert village.post(address, said).status_code == 404
        assert not TravelTime.objects.exists()

    def test_stay_in_their_sub_district(
        self, planner: Client, areas: dict[str, Area]
    ) -> None:
        address = reverse("training:travel_list", args=[SUB_DISTRICT])

        assert planner.get(address, {"from": "63.02.10.2001"}).status_code == 404


def test_a_village_reads_lists_and_opens_no_form(
    village: Client, halls: dict[str, Venue], trainers: dict[str, Trainer]
) -> None:
    shown = page(village, "venue_list", BATU)

    assert "Balai Desa Tanjung Batu" in shown
    assert "Gedung Kecamatan" not in shown
    forms: list[tuple[str, object]] = [
        ("venue_new", BATU),
        ("venue_edit", halls["batu"].pk),
        ("trainer_new", BATU),
        ("trainer_edit", trainers["Ani"].pk),
    ]
    for name, key in forms:
        address = reverse(f"training:{name}", args=[key])
        assert village.get(address).status_code == 404


class TestQueries:
    """Each page takes the same queries, at most twelve, however many rows."""

    @pytest.fixture
    def many(
        self,
        halls: dict[str, Venue],
        trainers: dict[str, Trainer],
        areas: dict[str, Area],
        published: object,
    ) -> None:
        for n in range(40):
            venue = Venue.objects.create(area=areas[BATU], name=f"Balai {n}", seats=20)
            VenueClosure.objects.create(venue=venue, on=on(30))
            trainer = Trainer.objects.create(
                name=f"Pelatih {n}", kind="ppk", area=areas[SUB_DISTRICT]
            )
            for days in range(5):
                FreeDay.objects.create(
                    trainer=trainer,
                    on=on(26) + timedelta(days=days),
                    sub_district=areas[SUB_DISTRICT],
                )
            Area.objects.create(
                code=f"{SUB_DISTRICT}.3{n:03}",
                name=f"Desa {n}",
                level=4,
                parent=areas[SUB_DISTRICT],
                lat=-2.9,
                lon=116.2,
            )

    @pytest.mark.parametrize("name", ["venue_list", "trainer_list", "travel_list"])
    def test_of_lists(
        self,
        name: str,
        many: None,
        planner: Client,
        django_assert_max_num_queries: Assert,
    ) -> None:
        with django_assert_max_num_queries(MOST_QUERIES):
            page(planner, name, SUB_DISTRICT)

    def test_of_forms(
        self,
        many: None,
        halls: dict[str, Venue],
        trainers: dict[str, Trainer],
        planner: Client,
        kpu: Client,
        django_assert_max_num_queries: Assert,
    ) -> None:
        forms: list[tuple[Client, str, object]] = [
            (planner, "venue_new", SUB_DISTRICT),
            (planner, "venue_edit", halls["batu"].pk),
            (planner, "trainer_new", SUB_DISTRICT),
            (planner, "trainer_edit", trainers["Ani"].pk),
            (kpu, "trainer_edit", trainers["Citra"].pk),
        ]
        for client, name, key in forms:
            with django_assert_max_num_queries(MOST_QUERIES):
                page(client, name, key)
