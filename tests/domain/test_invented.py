import hashlib
from datetime import date, timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.domain.training.invented import (
    draw,
    hall_count,
    hall_seats,
    is_hall_closed,
    is_seat_hall_closed,
    is_trainer_free,
    kpu_share,
    kpu_trainers_free,
    official_days,
    scaled_stations,
    scattered,
    seat_village,
    stations_for,
    trainer_count,
    village_risk,
)

SWORN = date(2020, 11, 24)
DAYS = [date(2020, 11, 14) + timedelta(days=n) for n in range(24)]

KELUMPANG_TENGAH_2019 = dict(
    zip(
        [f"63.02.09.20{n:02}" for n in (1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 14, 16, 17)],
        [4, 2, 1, 3, 2, 3, 9, 2, 1, 2, 2, 2, 10],
        strict=True,
    )
)


class TestDraw:
    def test_is_the_start_of_a_digest(self) -> None:
        digest = hashlib.sha256(b"1:63.02.09.2001:risk").hexdigest()

        assert draw(1, "63.02.09.2001", "risk") == int(digest[:16], 16) / 2**64

    def test_an_empty_subject_has_the_digest_that_everybody_knows(self) -> None:
        assert draw("") == 0xE3B0C44298FC1C14 / 2**64

    def test_another_seed_is_another_world(self) -> None:
        seats = [hall_seats(seed, "63.02.09.2001", 4) for seed in range(20)]

        assert set(seats) == {60, 80, 100}

    @given(st.lists(st.one_of(st.integers(), st.text("abc.0")), min_size=1))
    def test_lies_below_one(self, about: list[str | int]) -> None:
        assert 0 <= draw(*about) < 1


class TestStations:
    @pytest.mark.parametrize(
        ("voters", "counted", "stations"),
        [(500, 9, 1), (501, 9, 2), (1, 9, 1), (0, 3, 3), (-1, 3, 3), (-1, 0, 1)],
    )
    def test_five_hundred_voters_each(
        self, voters: int, counted: int, stations: int
    ) -> None:
        assert stations_for(voters, counted) == stations

    def test_the_example_has_thirty_five(self) -> None:
        scaled = scaled_stations(KELUMPANG_TENGAH_2019, 895, 1115)

        assert list(scaled.values()) == [3, 2, 1, 2, 2, 2, 7, 2, 1, 2, 2, 1, 8]

    @given(
        st.dictionaries(st.text("0123456789.", min_size=1), st.integers(1, 30)),
        st.integers(1, 2000),
    )
    def test_scaling_keeps_every_village_and_rounds_by_less_than_one(
        self, counts: dict[str, int], total: int
    ) -> None:
        scaled = scaled_stations(counts, total, 1000)

        assert scaled.keys() == counts.keys()
        for code, stations in scaled.items():
            exact = counts[code] * total / 1000
            assert max(1, int(exact)) <= stations <= max(1, ceil(exact))

    def test_the_seat_is_where_most_stations_are_and_the_code_settles_a_tie(
        self,
    ) -> None:
        assert seat_village({"b": 4, "c": 4, "a": 3}) == "c"


class TestHalls:
    @pytest.mark.parametrize(("stations", "halls"), [(1, 1), (25, 1), (26, 2), (51, 3)])
    def test_one_for_every_25_stations(self, stations: int, halls: int) -> None:
        assert hall_count(stations) == halls

    @pytest.mark.parametrize(
        ("stations", "sizes"), [(3, {30, 40, 60}), (4, {60, 80, 100})]
    )
    def test_seats_grow_with_the_village(self, stations: int, sizes: set[int]) -> None:
        drawn = {hall_seats(1, f"63.02.09.{n}", stations) for n in range(100)}

        assert drawn == sizes

    def test_further_halls_have_days_of_their_own(self) -> None:
        first = [is_hall_closed(1, "63.02.06.2001", on) for on in DAYS]
        second = [is_hall_closed(1, "63.02.06.2001", on, 1) for on in DAYS]

        assert first != second

    def test_about_as_many_closed_days_as_meant(self) -> None:
        many = [date(2020, 1, 1) + timedelta(days=n) for n in range(2000)]

        village = sum(is_hall_closed(1, "63.02.09.2001", on) for on in many)
        seat = sum(is_seat_hall_closed(1, "63.02.09", on) for on in many)

        assert village / 2000 == pytest.approx(0.25, abs=0.03)
        assert seat / 2000 == pytest.approx(0.35, abs=0.03)


class TestTrainers:
    @pytest.mark.parametrize(
        ("stations", "trainers"), [(1, 5), (80, 5), (81, 6), (320, 20)]
    )
    def test_five_and_more_where_stations_are_many(
        self, stations: int, trainers: int
    ) -> None:
        assert trainer_count(stations) == trainers

    def test_the_ppk_of_the_benchmark_offers_39_days(self) -> None:
        days = official_days(DAYS, SWORN)

        offered = sum(
            is_trainer_free(1, "63.02.09", i, d) for i in range(5) for d in days
        )

        assert offered == 39

    def test_the_kpu_of_the_benchmark_offers_50_days(self) -> None:
        days = official_days(DAYS, SWORN)

        assert sum(len(kpu_trainers_free(1, "63.02", day)) for day in days) == 50


class TestKpuShare:
    KPU = {d: len(kpu_trainers_free(1, "63.02", d)) for d in official_days(DAYS, SWORN)}

    def test_the_example_gets_two_days(self) -> None:
        dealt = kpu_share(
            1, "63.02.09", self.KPU, first_day=date(2020, 11, 15), share=35 / 895
        )

        assert dealt == {date(2020, 11, 24): 1, date(2020, 12, 5): 1}

    def test_the_benchmark_gets_two_other_days(self) -> None:
        dealt = kpu_share(
            1, "63.02.09", self.KPU, first_day=date(2020, 11, 14), share=23 / 546
        )

        assert dealt == {date(2020, 12, 4): 1, date(2020, 12, 5): 1}

    def test_a_small_one_gets_one_day(self) -> None:
        dealt = kpu_share(1, "63.02.01", self.KPU, first_day=DAYS[0], share=0.0)

        assert sum(dealt.values()) == 1

    def test_a_kpu_without_trainers_gives_none(self) -> None:
        nobody = dict.fromkeys(self.KPU, 0)

        assert kpu_share(1, "63.02.01", nobody, first_day=DAYS[0], share=0.5) == {}

    @given(st.floats(0, 1), st.integers(0, 50))
    def test_never_more_than_the_regency_has(self, share: float, seed: int) -> None:
        dealt = kpu_share(seed, "63.02.09", self.KPU, first_day=DAYS[0], share=share)

        assert sum(dealt.values()) == max(1, round(50 * share))
        assert all(0 < n <= self.KPU[day] for day, n in dealt.items())


class TestVillages:
    def test_one_in_five_is_at_risk(self) -> None:
        risks = [village_risk(1, f"63.02.{n}") for n in range(2000)]

        assert set(risks) == {1.0, 1.5}
        assert risks.count(1.5) / 2000 == pytest.approx(0.2, abs=0.03)

    def test_a_village_without_a_point_lies_near_the_seat(self) -> None:
        lat, lon = scattered("63.02.09.2001", (-2.9, 116.2))

        assert abs(lat + 2.9) <= 0.02
        assert abs(lon - 116.2) <= 0.02
        assert scattered("63.02.09.2002", (-2.9, 116.2)) != (lat, lon)

    def test_committees_do_not_train_on_sundays_or_before_they_are_sworn_in(
        self,
    ) -> None:
        days = official_days(DAYS, SWORN)

        assert len(days) == 12
        assert date(2020, 11, 29) not in days
        assert min(days) == SWORN
