"""The access table as a matrix: role, data class, place; and that the check can fail.

What is expected is written here once more, by hand, from the table of the design: a
slip in the code's table shows as a difference.
"""

from datetime import date, timedelta

import pytest
from django.db.models import Q
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.access_world import (
    KINDS,
    OWN,
    Scope,
    World,
    give_role,
    make_account,
    make_world,
)

from sejuk.accounts import access
from sejuk.accounts.access import DataClass, Registration, Sight
from sejuk.accounts.models import Account
from sejuk.crews.models import Holding, Person, Seat
from sejuk.elections.models import Election, PollingStation
from sejuk.jobs.models import Job
from sejuk.places.models import Area, Venue

EXPECTED = {
    #                 C1      C2       C3        C4        C5
    "kpps": "          own     own      own       own       -     ",
    "pps": "           all     all      all       -         -     ",
    "ppk": "           all     all      all       -         -     ",
    "kpu": "           all     all      counts    -         -     ",
    "trainer": "       own     own      -         -         -     ",
    "ptps": "          all     names    counts    all       counts",
    "pkd": "           all     names    counts    all       counts",
    "panwascam": "     all     names    counts    all       counts",
    "bawaslu": "       all     names    counts    all       counts",
    "polsek": "        all     heads    -         -         all   ",
    "bhabin": "        all     heads    -         -         all   ",
    "koramil": "       all     heads    -         -         own   ",
    "babinsa": "       all     heads    -         -         own   ",
    "camat": "         all     heads    counts    -         -     ",
    "village_head": "  all     heads    counts    -         -     ",
    "overview": "      all     counts   counts    counts    counts",
    "administrator": " -       -        -         -         -     ",
}
CLASSES = [
    DataClass.COORDINATION,
    DataClass.CONTACT,
    DataClass.LEARNING,
    DataClass.SUPERVISION,
    DataClass.SECURITY,
]
SHOWS_ROWS = {"all", "names"}

WRITERS = {
    "edit_stations": {"ppk", "kpu"},
    "edit_crew": {"pps", "ppk", "kpu"},
    "edit_venues": {"ppk", "kpu"},
    "edit_trainers": {"ppk", "kpu"},
    "plan": {"ppk", "kpu"},
    "add_self_organised": {"pps", "ppk", "kpu"},
    "record_attendance": {"pps", "ppk", "kpu", "trainer"},
    "set_calendar": {"kpu"},
    "set_rules": {"kpu"},
    "make_account": {
        *("kpu", "ppk", "pps", "administrator"),
        *("polsek", "koramil", "camat", "panwascam", "bawaslu"),
    },
    "set_labels": {"administrator", "kpu"},
    "host_meeting": {"ppk", "polsek", "koramil", "camat", "village_head"},
}


@pytest.fixture
def world(election: Election) -> World:
    return make_world(election)


@pytest.fixture
def venues(world: World) -> dict[str, Venue]:
    """A row in every area; registered anew as each data class in turn."""
    return {
        code: Venue.objects.create(area=area, name=code, seats=1)
        for code, area in world.areas.items()
    }


def sight_of(kind: str, data_class: DataClass) -> str:
    return EXPECTED[kind].split()[CLASSES.index(data_class)]


def wrong_sights(
    world: World, venues: dict[str, Venue], data_class: DataClass
) -> list[str]:
    """Where what an account sees differs from what is expected."""
    found = []
    for kind, account in world.accounts.items():
        seen = set(access.visible(account, Venue).values_list("name", flat=True))
        expected_sight = sight_of(kind, data_class)
        for scope in world.scopes(kind):
            is_expected = scope.is_inside and expected_sight in SHOWS_ROWS
            if (scope.area.code in seen) != is_expected:
                found.append(f"{kind} {scope.name} rows")
            sights = {str(s) for s in access.sight_in(account, data_class, scope.area)}
            is_there = scope.is_inside and expected_sight != "-"
            if sights != ({expected_sight} if is_there else set()):
                found.append(f"{kind} {scope.name} sight {sights}")
    return found


class TestReading:
    @pytest.mark.parametrize("data_class", CLASSES)
    def test_each_role_sees_each_class_in_its_area_and_below_only(
        self,
        data_class: DataClass,
        world: World,
        venues: dict[str, Venue],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        as_class(monkeypatch, data_class)

        assert wrong_sights(world, venues, data_class) == []

    @pytest.mark.parametrize("data_class", CLASSES)
    def test_a_table_that_shows_too_much_is_found(
        self,
        data_class: DataClass,
        world: World,
        venues: dict[str, Venue],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        as_class(monkeypatch, data_class)
        monkeypatch.setitem(access.SEES, "administrator", {data_class: Sight.ALL})

        assert wrong_sights(world, venues, data_class)

    def test_a_range_that_reaches_the_neighbour_is_found(
        self,
        world: World,
        venues: dict[str, Venue],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def wide(area: Area, relation: str) -> Q:
            return Q(**{f"{relation}__code__startswith": area.code[:6]})

        monkeypatch.setattr(access, "lies_in", wide)

        faults = wrong_sights(world, venues, DataClass.COORDINATION)

        assert "ppk sibling rows" in faults

    def test_public_rows_are_everybodys(self, world: World) -> None:
        for account in world.accounts.values():
            assert access.visible(account, Election).count() == 1

    def test_every_kind_of_role_stands_in_every_table(self) -> None:
        assert set(EXPECTED) == set(KINDS) == set(access.SEES)
        assert set(WRITERS) == set(access.WRITES)


class TestOwnRows:
    def test_a_crew_sees_its_own_station_alone(self, world: World) -> None:
        own = world.scopes("kpps")[0]
        beside = PollingStation.objects.create(
            election=world.election, village=own.village, number=2, voters=1
        )
        kpps = world.accounts["kpps"]

        seen = set(access.visible(kpps, PollingStation))

        assert seen == {own.station}
        assert beside not in seen
        assert access.visible(kpps, Seat).count() == 9
        assert not access.visible(kpps, Area).exists()

    def test_a_crew_sees_its_own_crews_names(self, world: World) -> None:
        own, beside = world.scopes("kpps")[:2]
        for scope in (own, beside):
            seat = Seat.objects.get(station=scope.station, number=3)
            person = Person.objects.create(name=scope.name, village=scope.village)
            Holding.objects.create(seat=seat, person=person, from_on=date(2020, 11, 24))

        held = access.visible(world.accounts["kpps"], Holding)

        assert [holding.person.name for holding in held] == ["own"]

    def test_a_role_without_a_station_sees_no_station(self, world: World) -> None:
        kpps = world.accounts["kpps"]
        kpps.roles.update(station_number=None)

        assert not access.visible(kpps, PollingStation).exists()

    def test_a_trainer_sees_own_rows_and_no_others(self, world: World) -> None:
        trainer = world.accounts["trainer"]
        for account in (trainer, world.accounts["kpu"]):
            Job.objects.create(kind="x", area=world.areas["63.02"], asked_by=account)

        assert [job.asked_by for job in access.visible(trainer, Job)] == [trainer]

    def test_heads_are_all_that_the_police_sees_of_crews(self, world: World) -> None:
        own = world.scopes("polsek")[1]
        for number, name in [(1, "chair"), (2, "member")]:
            person = Person.objects.create(name=name, village=own.village)
            seat = Seat.objects.get(station=own.station, number=number)
            Holding.objects.create(seat=seat, person=person, from_on=date(2020, 11, 24))

        for kind in ("polsek", "koramil", "camat"):
            account = world.accounts[kind]
            assert [p.name for p in access.visible(account, Person)] == ["chair"]
            assert not access.phones_shown(account, own.village)
        assert access.visible(world.accounts["ppk"], Person).count() == 2


class TestWriting:
    @pytest.mark.parametrize("verb", sorted(WRITERS))
    def test_each_role_writes_in_its_area_and_below_only(
        self, verb: str, world: World, venues: dict[str, Venue]
    ) -> None:
        assert wrong_writers(world, verb) == []

    @pytest.mark.parametrize("verb", sorted(WRITERS))
    def test_a_table_that_lets_too_many_write_is_found(
        self,
        verb: str,
        world: World,
        venues: dict[str, Venue],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        writers: frozenset[str] = access.WRITES[verb] | {"bhabin"}
        monkeypatch.setattr(access, "WRITES", {**access.WRITES, verb: writers})

        assert [fault for fault in wrong_writers(world, verb) if "bhabin" in fault]

    def test_a_verb_that_the_table_does_not_know_is_an_error(
        self, world: World
    ) -> None:
        account = world.accounts["kpu"]
        for asked in (
            lambda: access.may(account, "fly", Venue),
            lambda: access.areas_where(account, "fly"),
            lambda: access.may_in(account, "fly", world.areas["63"]),
        ):
            with pytest.raises(KeyError):
                asked()


class TestRoles:
    def test_a_role_holds_from_its_first_to_its_last_day(self, world: World) -> None:
        today, day = timezone.localdate(), timedelta(days=1)
        ppk = world.accounts["ppk"]
        for starts_on, ends_on, holds in [
            (today, today, True),
            (today - day, None, True),
            (today + day, None, False),
            (today - 2 * day, today - day, False),
        ]:
            ppk.roles.update(starts_on=starts_on, ends_on=ends_on)
            account = Account.objects.get(pk=ppk.pk)
            assert access.visible(account, Area).exists() is holds

    def test_several_roles_see_together_what_each_sees(self, world: World) -> None:
        both = make_account("pps", world.areas["63.02.09.2001"], "both")
        give_role(both, "panwascam", world.areas["63.02.10"])

        seen = set(access.visible(both, PollingStation).values_list("village__code"))

        assert seen == {("63.02.09.2001",), ("63.02.10.2001",)}
        assert access.phones_shown(both, world.areas["63.02.09.2001"])
        assert not access.phones_shown(both, world.areas["63.02.10.2001"])
        assert access.may_in(both, "edit_crew", world.areas["63.02.09.2001"])
        assert not access.may_in(both, "edit_crew", world.areas["63.02.10.2001"])

    def test_roles_are_asked_once(
        self, world: World, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        account = Account.objects.get(pk=world.accounts["ppk"].pk)

        with django_assert_num_queries(1):
            for code in ("63.02.09", "63.02.09.2001", "63.02.10"):
                access.may_in(account, "plan", world.areas[code])
                access.sight_in(account, DataClass.CONTACT, world.areas[code])
            access.visible(account, Venue)
            access.may(account, "edit_venues", Venue)
            access.areas_where(account, "plan")
            access.home_area(account)
            access.kinds_made(account)

    def test_a_day_begins_at_the_widest_area_that_one_sees(self, world: World) -> None:
        homes = {
            kind: home.code if (home := access.home_area(account)) else None
            for kind, account in world.accounts.items()
        }

        assert homes == {
            **OWN,
            **dict.fromkeys(["kpps", "trainer", "administrator"]),
        }


class TestPhones:
    def test_numbers_are_shown_to_organisers_in_their_area_alone(
        self, world: World
    ) -> None:
        shown = {
            (kind, scope.name)
            for kind, account in world.accounts.items()
            for scope in world.scopes(kind)
            if access.phones_shown(account, scope.area)
        }

        assert shown == {
            ("pps", "own"),
            *(("ppk", name) for name in ("own", "below")),
            *(("kpu", name) for name in ("own", "below")),
        }


def as_class(monkeypatch: pytest.MonkeyPatch, data_class: DataClass) -> None:
    """Hold halls against the table as rows of another data class."""
    registered = access.registered()
    registered[Venue] = Registration(data_class, area="area")
    monkeypatch.setattr(access, "_registered", registered)


def wrong_writers(world: World, verb: str) -> list[str]:
    """Where what an account may do differs from what is expected."""
    found = []
    for kind, account in world.accounts.items():
        areas = set(access.areas_where(account, verb).values_list("code", flat=True))
        rows = set(access.may(account, verb, Venue).values_list("name", flat=True))
        sees = sight_of(kind, DataClass.COORDINATION) in SHOWS_ROWS
        for scope in world.scopes(kind):
            found += _wrong_in(
                scope, kind, verb, account, areas, rows if sees else None
            )
    return found


def _wrong_in(
    scope: Scope,
    kind: str,
    verb: str,
    account: Account,
    areas: set[str],
    rows: set[str] | None,
) -> list[str]:
    is_expected = scope.is_inside and kind in WRITERS[verb]
    found = []
    if (scope.area.code in areas) != is_expected:
        found.append(f"{kind} {scope.name} areas_where")
    if access.may_in(account, verb, scope.area) != is_expected:
        found.append(f"{kind} {scope.name} may_in")
    if rows is not None and (scope.area.code in rows) != is_expected:
        found.append(f"{kind} {scope.name} may")
    return found
