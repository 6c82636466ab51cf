"""Adding and correcting polling stations."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from sejuk.accounts.models import Account, Act
from sejuk.crews.models import SEATS
from sejuk.elections import services
from sejuk.elections.models import Election, PollingStation
from sejuk.elections.services import StationFacts
from sejuk.places.models import Area

Areas = dict[str, Area]
SENAKIN = "63.02.09.2014"


@pytest.fixture
def ppk(make_account: Callable[..., Account]) -> Account:
    return make_account("ppk", "63.02.09")


class TestServices:
    def test_a_new_station_comes_with_nine_seats(
        self, election: Election, areas: Areas, ppk: Account
    ) -> None:
        facts = StationFacts(areas[SENAKIN], 2, "SDN 1", 250)

        station = services.add_station(election, facts, by=ppk)

        assert station.seats.count() == SEATS
        assert Act.objects.get(verb="add_station").area_code == SENAKIN

    @pytest.mark.parametrize("number", [1, 0, -1])
    def test_a_number_that_cannot_be_is_named_at_its_field(
        self,
        number: int,
        election: Election,
        areas: Areas,
        stations: list[PollingStation],
    ) -> None:
        before = PollingStation.objects.count()

        with pytest.raises(ValidationError) as refused:
            services.add_station(
                election, StationFacts(areas[SENAKIN], number), by=None
            )

        assert list(refused.value.message_dict) == ["number"]
        assert PollingStation.objects.count() == before

    def test_what_a_person_says_is_no_longer_derived(
        self, stations: list[PollingStation]
    ) -> None:
        station = stations[2]
        station.is_derived = True
        station.save()
        facts = StationFacts(station.village, station.number, "", station.voters)

        services.correct_station(station, facts, by=None)
        services.correct_station(station, facts, by=None)

        station.refresh_from_db()
        assert not station.is_derived
        assert Act.objects.filter(verb="correct_station").count() == 1


class TestPages:
    def new(self, client: Client, code: str, **fields: Any) -> Any:
        return client.post(reverse("elections:station_new", args=[code]), fields)

    def test_ppk_adds_a_station(
        self,
        ppk: Account,
        areas: Areas,
        stations: list[PollingStation],
        sign_in: Callable[..., Client],
    ) -> None:
        client = sign_in(ppk)
        url = reverse("elections:station_new", args=["63.02.09"])
        assert client.get(url).status_code == 200

        answer = self.new(
            client, "63.02.09", village=areas[SENAKIN].pk, number=2, voters=310
        )

        assert answer.status_code == 302
        new = PollingStation.objects.filter(village=areas[SENAKIN], number=2)
        assert new.exists()

    @pytest.mark.parametrize(
        ("field", "fields"),
        [
            ("number", {"number": 1}),
            ("number", {"number": 0}),
            ("number", {"number": "two"}),
            ("number", {}),
            ("voters", {"number": 9, "voters": -1}),
            ("village", {"number": 9, "village": 999_999}),
            ("village", {"number": 9, "village": "63.02.10.2001"}),
        ],
    )
    def test_faults_stand_at_their_field(
        self,
        field: str,
        fields: dict[str, Any],
        ppk: Account,
        areas: Areas,
        stations: list[PollingStation],
        sign_in: Callable[..., Client],
    ) -> None:
        given = {"village": areas[SENAKIN].pk, **fields}
        if given["village"] in areas:
            given["village"] = areas[given["village"]].pk

        answer = self.new(sign_in(ppk), "63.02.09", **given)

        assert answer.status_code == 422
        assert f"id_{field}_error" in answer.content.decode()
        assert PollingStation.objects.count() == len(stations)

    def test_a_correction_is_kept(
        self,
        ppk: Account,
        stations: list[PollingStation],
        sign_in: Callable[..., Client],
    ) -> None:
        client, station = sign_in(ppk), stations[0]
        url = reverse("elections:station_edit", args=[station.pk])
        assert client.get(url).status_code == 200

        answer = client.post(
            url, {"village": station.village_id, "number": 1, "place": "Balai Desa"}
        )

        assert answer.status_code == 302
        station.refresh_from_db()
        assert (station.place, station.voters) == ("Balai Desa", None)

    @pytest.mark.parametrize(
        ("kind", "code"),
        [
            ("pps", SENAKIN),
            ("panwascam", "63.02.09"),
            ("camat", "63.02.09"),
            ("ppk", "63.02.10"),
            ("overview", "63"),
        ],
    )
    def test_others_may_not(
        self,
        kind: str,
        code: str,
        areas: Areas,
        stations: list[PollingStation],
        make_account: Callable[..., Account],
        sign_in: Callable[..., Client],
    ) -> None:
        client = sign_in(make_account(kind, code))
        new = reverse("elections:station_new", args=[SENAKIN])
        edit = reverse("elections:station_edit", args=[stations[2].pk])

        for url in (new, edit):
            assert client.get(url).status_code == 404
            assert client.post(url, {}).status_code == 404
