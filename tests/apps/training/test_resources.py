"""Halls, trainers, days and numbers: what is written, what is refused and where."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.apps.training.conftest import on

from sejuk.accounts.models import Account
from sejuk.elections.models import Election, Rule
from sejuk.places.models import Area, Venue
from sejuk.training import queries, services
from sejuk.training.models import FreeDay, Plan, PlanSetting, Trainer

MakeAccount = Callable[..., Account]


def hall(area: Area, **changed: object) -> Venue:
    return Venue(**{"area": area, "name": "Aula", "seats": 40, **changed})


def test_a_hall_is_added_and_changed(areas: dict[str, Area], ppk: Account) -> None:
    venue = services.save_venue(hall(areas["63.02.09.2014"]), by=ppk)

    venue.seats = 50
    services.save_venue(venue, by=ppk)

    assert Venue.objects.get().seats == 50


@pytest.mark.parametrize(("field", "value"), [("seats", 0), ("name", "")])
def test_a_faulty_hall_is_refused_at_its_field(
    field: str, value: object, areas: dict[str, Area], ppk: Account
) -> None:
    with pytest.raises(ValidationError) as error:
        services.save_venue(hall(areas["63.02.09.2014"], **{field: value}), by=ppk)

    assert field in error.value.error_dict
    assert not Venue.objects.exists()


def test_a_hall_of_a_neighbour_is_not_ones_own(
    areas: dict[str, Area], make_account: MakeAccount
) -> None:
    with pytest.raises(PermissionDenied):
        services.save_venue(
            hall(areas["63.02.09.2014"]), by=make_account("ppk", "63.02.10")
        )

    assert not Venue.objects.exists()


def test_closing_a_hall_says_which_sessions_have_to_move(
    published: Plan, ppk: Account
) -> None:
    session = published.sessions.all()[0]
    days = [session.on, session.on.replace(day=8, month=12)]

    hit = services.close_venue(session.venue, days, reason="banjir", by=ppk)
    again = services.close_venue(session.venue, days, by=ppk)

    own = published.sessions.filter(venue=session.venue, on=session.on)
    assert hit == again == list(own)
    assert session.venue.closures.count() == 2
    assert services.open_venue(session.venue, days, by=ppk) == 2


def test_a_trainer_of_the_same_name_is_refused(
    trainers: dict[str, Trainer], areas: dict[str, Area], ppk: Account
) -> None:
    twin = Trainer(name="Ani", kind="ppk", area=areas["63.02.09"])

    with pytest.raises(ValidationError) as error:
        services.save_trainer(twin, by=ppk)

    assert "This area has a trainer of this name." in str(error.value) or (
        error.value.messages
    )
    assert Trainer.objects.filter(name="Ani").count() == 1


def test_a_trainer_is_given_to_one_sub_district_a_day(
    trainers: dict[str, Trainer], areas: dict[str, Area], make_account: MakeAccount
) -> None:
    kpu = make_account("kpu", "63.02")
    days = [on(1), on(5)]  # on 5 December the trainer is given to 63.02.09 already

    with pytest.raises(ValidationError) as error:
        services.give_days(trainers["Citra"], areas["63.02.10"], days, by=kpu)

    (fault,) = error.value.error_dict["days"]
    assert fault.code == "trainer_taken"
    assert "Kelumpang Tengah" in fault.messages[0]
    assert not FreeDay.objects.filter(sub_district=areas["63.02.10"]).exists()


def test_giving_a_day_twice_changes_nothing(
    trainers: dict[str, Trainer], areas: dict[str, Area], make_account: MakeAccount
) -> None:
    kpu = make_account("kpu", "63.02")

    assert (
        services.give_days(trainers["Citra"], areas["63.02.10"], [on(1), on(2)], by=kpu)
        == 2
    )
    assert (
        services.give_days(trainers["Citra"], areas["63.02.10"], [on(1)], by=kpu) == 0
    )


def test_a_sub_district_does_not_give_itself_the_kpus_days(
    trainers: dict[str, Trainer], areas: dict[str, Area], ppk: Account
) -> None:
    with pytest.raises(PermissionDenied):
        services.give_days(trainers["Citra"], areas["63.02.09"], [on(1)], by=ppk)


def test_taking_a_day_back_says_which_sessions_lose_their_trainer(
    published: Plan, make_account: MakeAccount
) -> None:
    session = published.sessions.exclude(trainer=None)[0]
    assert session.trainer
    kpu = make_account("kpu", "63.02")

    lost = services.take_days(session.trainer, [session.on], by=kpu)

    assert session in lost
    assert not session.trainer.free_days.filter(on=session.on).exists()


def test_numbers_have_their_source(
    sub_district: Area, election: Election, ppk: Account
) -> None:
    Rule.objects.create(
        rule_id="fee_kpps_member-2020",
        key="fee_kpps_member",
        kind="pilkada",
        value=400_000,
        unit="rupiah",
        valid_from=date(2020, 6, 15),
        status="S",
        name_id="Honor",
        name_en="Fee",
    )

    numbers = queries.numbers_for(election, sub_district, on(26))
    assert numbers.parameters.point_rupiah == 4_000
    assert numbers.sources == {"point_rupiah": "rule:fee_kpps_member-2020"}

    services.change_setting(
        election,
        sub_district,
        {"point_rupiah": 8_500, "gap_days": 4},
        halve_halls=True,
        by=ppk,
    )
    numbers = queries.numbers_for(election, sub_district, on(26))
    assert (numbers.parameters.point_rupiah, numbers.parameters.gap_days) == (8_500, 4)
    assert set(numbers.sources.values()) == {"setting"}
    assert (numbers.usable_seats(31), numbers.usable_seats(1)) == (15, 1)

    services.change_setting(election, sub_district, {"point_rupiah": None}, by=ppk)
    numbers = queries.numbers_for(election, sub_district, on(26))
    assert numbers.parameters.point_rupiah == 4_000
    assert numbers.halve_halls


def test_an_unconfirmed_pay_prices_nothing(
    sub_district: Area, election: Election
) -> None:
    Rule.objects.create(
        rule_id="u",
        key="fee_kpps_member",
        kind="pilkada",
        value=1,
        unit="rupiah",
        valid_from=date(2020, 1, 1),
        status="U",
        name_id="Honor",
        name_en="Fee",
    )

    numbers = queries.numbers_for(election, sub_district, on(26))

    assert numbers.parameters.point_rupiah == 8_500
    assert numbers.sources == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gap_days", 1),
        ("gap_days", 3.5),
        ("point_rupiah", 0),
        ("point_rupiah", float("nan")),
        ("calm", -1),
        ("calm", float("inf")),
        ("largest_class", 0),
    ],
)
def test_a_number_out_of_bounds_is_refused_at_its_field(
    name: str, value: float, sub_district: Area, election: Election, ppk: Account
) -> None:
    with pytest.raises(ValidationError) as error:
        services.change_setting(election, sub_district, {name: value}, by=ppk)

    assert name in error.value.error_dict
    assert not PlanSetting.objects.exists()


def test_a_risk_out_of_bounds_is_refused(
    sub_district: Area, election: Election, ppk: Account
) -> None:
    with pytest.raises(ValidationError) as error:
        services.change_setting(
            election, sub_district, {}, risks={"63.02.09.2001": 9}, by=ppk
        )

    assert "risks" in error.value.error_dict
