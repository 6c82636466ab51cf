"""Which seat a row means, who moves, and from when."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.apps.lists.conftest import Rows

from sejuk.accounts.models import Act
from sejuk.accounts.sign_in import phone_in_e164
from sejuk.crews.imports import CrewList, day_of, phone_of, read_crew, write_crew
from sejuk.crews.models import Holding, Person
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area
from sejuk.sheets.grid import Value
from sejuk.sheets.preview import opened

SENAKIN, TANJUNG_BATU = "63.02.09.2014", "63.02.09.2001"
SITI = ("Siti Rahmah", "0812-0000-0001")
BUDI = ("Budi Santoso", "0812-0000-0002")
Send = Callable[..., CrewList]


@pytest.fixture
def send(
    election: Election,
    areas: dict[str, Area],
    stations: list[PollingStation],
    crew_file: Callable[[Rows], bytes],
) -> Send:
    """Reads a list of the sub-district, and writes it when it is clean."""
    villages = [areas[TANJUNG_BATU], areas[SENAKIN]]

    def send_rows(*rows: Sequence[Value]) -> CrewList:
        sent = [opened("kru.xlsx", crew_file(rows))]
        crew = read_crew(sent, election, villages, locks=True)
        if crew.preview.is_clean:
            write_crew(crew, election, by=None)
        return crew

    return send_rows


def codes(crew: CrewList) -> list[tuple[int | None, str, str]]:
    return [(f.row, f.column, f.code) for f in crew.preview.faults]


def crew_of_senakin() -> dict[int, str]:
    """Names by seat."""
    held = Holding.objects.filter(to_on=None, seat__station__village__code=SENAKIN)
    return dict(held.values_list("seat__number", "person__name"))


class TestSeatsByDuty:
    def test_members_take_the_lowest_seats_that_nobody_names(self, send: Send) -> None:
        send(
            [SENAKIN, 1, "anggota", "A"],
            [SENAKIN, 1, "Anggota", "B"],
            [SENAKIN, 1, 2, "C"],
            [SENAKIN, 1, "LINMAS", "D"],
            [SENAKIN, 1, "ketua", "E"],
        )

        assert crew_of_senakin() == {1: "E", 2: "C", 3: "A", 4: "B", 8: "D"}

    def test_a_member_keeps_the_seat_whatever_the_order(self, send: Send) -> None:
        send([SENAKIN, 1, "anggota", *SITI], [SENAKIN, 1, "anggota", *BUDI])

        again = send([SENAKIN, 1, "anggota", *BUDI], [SENAKIN, 1, "anggota", *SITI])

        assert (again.preview.unchanged, again.changes) == (2, [])
        assert Person.objects.count() == 2

    def test_empty_seats_are_taken_before_anybody_is_replaced(self, send: Send) -> None:
        send([SENAKIN, 1, 2, *SITI])

        send([SENAKIN, 1, "anggota", *BUDI])

        assert crew_of_senakin() == {2: SITI[0], 3: BUDI[0]}

    def test_more_than_there_are_seats_is_a_fault(self, send: Send) -> None:
        guards = [[SENAKIN, 1, "linmas", f"Penjaga {n}"] for n in range(3)]

        assert codes(send(*guards)) == [(4, "seat", "SEATS_FULL")]
        assert codes(send(*guards[:2])) == []


class TestMoving:
    def test_two_who_change_seats_stay_the_same_people(self, send: Send) -> None:
        send([SENAKIN, 1, 2, *SITI], [SENAKIN, 1, 3, *BUDI])

        crew = send([SENAKIN, 1, 3, *SITI], [SENAKIN, 1, 2, *BUDI])

        assert codes(crew) == []
        assert crew_of_senakin() == {2: BUDI[0], 3: SITI[0]}
        assert Person.objects.count() == 2
        assert Holding.objects.exclude(to_on=None).count() == 2
        assert "pindah dari TPS 1, kursi 2" in crew.preview.lines[0].tell()[1]

    def test_who_is_known_by_name_alone_moves_within_the_crew(self, send: Send) -> None:
        send([SENAKIN, 1, 2, "Siti"], [SENAKIN, 1, 3, "Budi"])

        send([SENAKIN, 1, 3, "Siti", "0812-0000-0001"], [SENAKIN, 1, 2, "Budi"])

        assert Person.objects.count() == 2
        assert Person.objects.get(name="Siti").phone == "+6281200000001"

    def test_moving_without_a_word_on_the_old_seat_is_a_fault(self, send: Send) -> None:
        send([SENAKIN, 1, 2, *SITI])

        crew = send([SENAKIN, 1, 3, *SITI])

        assert codes(crew) == [(2, "name", "OFFICER_ELSEWHERE")]
        assert "Senakin TPS 1, kursi 2" in crew.preview.faults[0].message

    def test_who_left_the_old_seat_takes_another_freely(self, send: Send) -> None:
        send([SENAKIN, 1, 2, *SITI])
        send([SENAKIN, 1, 2, *BUDI])

        assert codes(send([SENAKIN, 1, 3, *SITI])) == []
        assert Person.objects.count() == 2

    @pytest.mark.parametrize(
        ("name", "people"),
        [
            ("Siti Rahmah, S.Pd", 1),
            ("Siti Rahma", 1),
            ("Anwar Rahmah", 2),  # shares a phone, as families do
        ],
    )
    def test_the_same_number_with_a_name_nearly_the_same_is_a_correction(
        self, name: str, people: int, send: Send
    ) -> None:
        send([SENAKIN, 1, 2, *SITI])

        send([SENAKIN, 1, 2, name, SITI[1]])

        assert crew_of_senakin() == {2: name}
        assert Person.objects.count() == people


class TestDays:
    def test_sits_from_the_day_that_is_said_else_from_today(self, send: Send) -> None:
        send([SENAKIN, 1, 1, *SITI, "24/11/2020"], [SENAKIN, 1, 2, *BUDI])

        days = Holding.objects.order_by("seat__number").values_list("from_on")
        assert list(days) == [(date(2020, 11, 24),), (date(2020, 11, 26),)]

    def test_a_day_before_the_other_began_is_a_fault(self, send: Send) -> None:
        send([SENAKIN, 1, 1, *SITI, "24/11/2020"])

        early = send([SENAKIN, 1, 1, *BUDI, "23/11/2020"])
        right = send([SENAKIN, 1, 1, *BUDI, "25/11/2020"])

        assert codes(early) == [(2, "from_on", "FROM_EARLY")]
        assert codes(right) == []
        assert Holding.objects.get(person__name=SITI[0]).to_on == date(2020, 11, 25)

    def test_nobody_leaves_tomorrow(self, send: Send) -> None:
        send([SENAKIN, 1, 1, *SITI, "24/11/2020"])

        crew = send([SENAKIN, 1, 1, *BUDI, "27/11/2020"])

        assert codes(crew) == [(2, "from_on", "FROM_LATE")]

    def test_a_free_seat_may_be_taken_tomorrow(self, send: Send) -> None:
        assert codes(send([SENAKIN, 1, 1, *SITI, "27/11/2020"])) == []

    def test_another_first_day_is_told_and_changes_nothing(self, send: Send) -> None:
        send([SENAKIN, 1, 1, *SITI, "24/11/2020"])

        crew = send([SENAKIN, 1, 1, *SITI, "20/11/2020"])

        assert [notice.code for notice in crew.preview.notices] == ["FROM_STAYS"]
        assert (crew.preview.unchanged, crew.changes) == (1, [])

    @pytest.mark.parametrize("day", ["31/02/2020", "kemarin", "24/11", "2020"])
    def test_what_is_no_day_is_a_fault(self, day: str, send: Send) -> None:
        assert codes(send([SENAKIN, 1, 1, *SITI, day])) == [
            (2, "from_on", "DAY_INVALID")
        ]

    @pytest.mark.parametrize(
        "day",
        [
            datetime(2020, 11, 24),  # noqa: DTZ001 a cell knows no zone
            date(2020, 11, 24),
            "24-11-2020",
            "24.11.2020",
            "2020-11-24",
        ],
    )
    def test_days_are_read_in_each_usual_way(self, day: Value, send: Send) -> None:
        send([SENAKIN, 1, 1, *SITI, day])

        assert Holding.objects.get().from_on == date(2020, 11, 24)


def test_one_fault_of_a_row_hides_no_other(send: Send) -> None:
    crew = send([SENAKIN, 44, "juru bicara", "", "12", "besok"])

    assert {column for _row, column, _code in codes(crew)} == {
        "station",
        "seat",
        "name",
        "phone",
        "from_on",
    }


def test_is_recorded_once_with_the_area_of_all_its_rows(send: Send) -> None:
    send([SENAKIN, 1, 1, *SITI], [TANJUNG_BATU, 1, 1, *BUDI])

    act = Act.objects.get(verb="record_crew")
    assert (act.area_code, act.details["seated"]) == ("63.02.09", 2)


@given(st.from_regex(r"(\+62|0|)[ \-]?8[0-9]{2}([ \-]?[0-9]{3,4}){2}", fullmatch=True))
def test_mobile_numbers_are_read_as_by_the_full_parser(text: str) -> None:
    assert phone_of(text) == phone_in_e164(text)


def test_a_number_that_lost_its_plus_is_read() -> None:
    assert phone_of("62 812-3456-7890") == phone_in_e164("62 812-3456-7890")


@pytest.mark.parametrize("text", ["0511-3301234", "+1 212 555 0100"])
def test_other_numbers_are_left_to_the_full_parser(text: str) -> None:
    assert phone_of(text) == phone_in_e164(text)


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_day_is_the_same_in_each_way_of_writing(day: date) -> None:
    assert day_of(f"{day:%d/%m/}{day.year:04d}") == day_of(day.isoformat()) == day
