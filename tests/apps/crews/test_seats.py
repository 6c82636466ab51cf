"""Giving, leaving, replacing and moving seats."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from sejuk.accounts.models import Account, Act
from sejuk.crews import services
from sejuk.crews.models import Holding, Person, Seat
from sejuk.crews.services import Leaving, NewPerson
from sejuk.elections.models import PollingStation

SWORN_ON = date(2020, 11, 24)
TODAY = date(2020, 11, 26)
MOVED_AWAY = Leaving(TODAY, "pindah kerja")
Hold = Callable[..., Holding]


def new(seat: Seat, name: str = "Siti Aminah", phone: str = "") -> NewPerson:
    return NewPerson(name, phone, seat.station.village)


class TestSeatPerson:
    def test_gives_an_empty_seat_to_somebody_new(
        self, seats: list[Seat], pps: Account
    ) -> None:
        holding = services.seat_person(seats[0], new(seats[0]), from_on=TODAY, by=pps)

        assert (holding.person.name, holding.from_on) == ("Siti Aminah", TODAY)
        act = Act.objects.get(verb="seat_person")
        assert (act.account, act.area_code) == (pps, "63.02.09.2001")

    def test_saying_it_twice_changes_nothing(self, seats: list[Seat]) -> None:
        first = services.seat_person(seats[0], new(seats[0]), from_on=TODAY, by=None)
        again = services.seat_person(seats[0], new(seats[0]), from_on=TODAY, by=None)

        assert first == again
        assert Person.objects.count() == 1
        assert Act.objects.count() == 1

    def test_a_taken_seat_is_refused_and_nobody_is_made(
        self, seats: list[Seat], hold: Hold
    ) -> None:
        hold(seats[0], "Ahmad Yani")

        with pytest.raises(ValidationError, match="Ahmad Yani"):
            services.seat_person(seats[0], new(seats[0]), from_on=TODAY, by=None)

        assert Person.objects.count() == 1

    def test_nobody_holds_two_seats(self, seats: list[Seat], hold: Hold) -> None:
        person = hold(seats[0], "Ahmad Yani").person

        with pytest.raises(ValidationError) as refused:
            services.seat_person(seats[1], person, from_on=TODAY, by=None)

        assert refused.value.error_list[0].code == "holds_another"

    def test_a_seat_is_not_held_before_the_one_before_left(
        self, seats: list[Seat], hold: Hold
    ) -> None:
        hold(seats[0], "Ahmad Yani")
        services.leave_seat(seats[0], MOVED_AWAY, by=None)

        with pytest.raises(ValidationError) as refused:
            services.seat_person(seats[0], new(seats[0]), from_on=SWORN_ON, by=None)

        assert "from_on" in refused.value.message_dict
        assert Person.objects.count() == 1

    def test_who_returns_is_the_same_person_by_name_and_number(
        self, seats: list[Seat], hold: Hold
    ) -> None:
        phone = "+6281200000001"
        person = hold(seats[0], "Ahmad Yani", phone).person
        services.leave_seat(seats[0], MOVED_AWAY, by=None)

        back = services.seat_person(
            seats[1], new(seats[1], "ahmad yani", phone), from_on=TODAY, by=None
        )
        other = services.seat_person(
            seats[2], new(seats[2], "Ahmad Yani"), from_on=TODAY, by=None
        )

        assert back.person == person
        assert other.person != person


class TestLeaveSeat:
    def test_empties_the_seat_and_keeps_the_reason(
        self, seats: list[Seat], hold: Hold, pps: Account
    ) -> None:
        holding = hold(seats[0], "Ahmad Yani")

        services.leave_seat(seats[0], MOVED_AWAY, by=pps)
        assert services.leave_seat(seats[0], MOVED_AWAY, by=pps) is None

        holding.refresh_from_db()
        assert (holding.to_on, holding.reason) == (TODAY, "pindah kerja")
        assert Act.objects.filter(verb="leave_seat").count() == 1

    @pytest.mark.parametrize("days", [-3, 1])
    def test_a_day_that_cannot_be_is_named_at_its_field(
        self, days: int, seats: list[Seat], hold: Hold
    ) -> None:
        holding = hold(seats[0], "Ahmad Yani")
        leaving = Leaving(TODAY + timedelta(days=days), "sakit")

        with pytest.raises(ValidationError) as refused:
            services.leave_seat(seats[0], leaving, by=None)

        assert list(refused.value.message_dict) == ["on"]
        holding.refresh_from_db()
        assert holding.to_on is None

    def test_who_withdraws_before_beginning_may_leave_on_the_first_day(
        self, seats: list[Seat], hold: Hold
    ) -> None:
        first = TODAY + timedelta(days=5)
        holding = hold(seats[0], "Ahmad Yani")
        Holding.objects.update(from_on=first)

        services.leave_seat(seats[0], Leaving(first, "mundur"), by=None)

        holding.refresh_from_db()
        assert holding.to_on == first


class TestReplaceOfficer:
    def test_the_old_leaves_and_the_new_sits_in_one_step(
        self, seats: list[Seat], hold: Hold, pps: Account
    ) -> None:
        old = hold(seats[0], "Ahmad Yani")

        new_holding = services.replace_officer(
            seats[0], new(seats[0]), MOVED_AWAY, by=pps
        )
        again = services.replace_officer(seats[0], new(seats[0]), MOVED_AWAY, by=pps)

        old.refresh_from_db()
        assert (old.to_on, new_holding.from_on) == (TODAY, TODAY)
        assert again == new_holding
        assert Act.objects.get(verb="replace_officer").details["left"] == old.person_id

    def test_is_undone_whole_when_the_new_one_cannot_sit(
        self, seats: list[Seat], hold: Hold
    ) -> None:
        old, other = hold(seats[0], "Ahmad Yani"), hold(seats[1], "Siti Aminah")

        with pytest.raises(ValidationError):
            services.replace_officer(seats[0], other.person, MOVED_AWAY, by=None)

        old.refresh_from_db()
        assert old.to_on is None

    def test_an_empty_seat_has_nobody_to_replace(self, seats: list[Seat]) -> None:
        with pytest.raises(ValidationError) as refused:
            services.replace_officer(seats[0], new(seats[0]), MOVED_AWAY, by=None)

        assert refused.value.code == "empty"


class TestMoveOfficer:
    def test_takes_the_person_along(
        self, seats: list[Seat], stations: list[PollingStation], hold: Hold
    ) -> None:
        old = hold(seats[3], "Ahmad Yani")
        to = stations[1].seats.get(number=1)

        moved = services.move_officer(old.person, to, MOVED_AWAY, by=None)
        again = services.move_officer(old.person, to, MOVED_AWAY, by=None)

        old.refresh_from_db()
        assert (moved.seat, moved.person, old.to_on) == (to, old.person, TODAY)
        assert again == moved

    def test_a_taken_seat_leaves_everything_as_it_was(
        self, seats: list[Seat], hold: Hold
    ) -> None:
        old = hold(seats[0], "Ahmad Yani")
        hold(seats[1], "Siti Aminah")

        with pytest.raises(ValidationError, match="Siti Aminah"):
            services.move_officer(old.person, seats[1], MOVED_AWAY, by=None)

        old.refresh_from_db()
        assert old.to_on is None


class TestCorrectPerson:
    def test_is_recorded_once(
        self, seats: list[Seat], hold: Hold, pps: Account
    ) -> None:
        person = hold(seats[0], "Ahmad Yani").person

        for _ in range(2):
            services.correct_person(person, name="Ahmad Yani", phone="+62", by=pps)

        person.refresh_from_db()
        assert person.phone == "+62"
        assert Act.objects.filter(verb="correct_person").count() == 1
