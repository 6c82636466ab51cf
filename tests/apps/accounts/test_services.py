"""Making accounts down the chain, and what is written down about it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from sejuk.accounts import labels, services
from sejuk.accounts.access import visible
from sejuk.accounts.models import Account, Act, Label, Role
from sejuk.accounts.one_time import one_time_password
from sejuk.accounts.queries import acts_in, is_in_chain_of
from sejuk.accounts.services import NewRole
from sejuk.elections.models import Election
from sejuk.places.models import Area

Make = Callable[..., Account]
Areas = dict[str, Area]
TODAY = date(2026, 1, 1)


def new(kind: str, area: Area) -> NewRole:
    return NewRole(kind, area, TODAY)


class TestMakeAccount:
    def test_gives_a_one_time_password_and_the_first_role(
        self, make_account: Make, areas: Areas
    ) -> None:
        ppk = make_account("ppk", "63.02.09")
        village = areas["63.02.09.2014"]

        made = services.make_account(
            Account(username="siti", name="Siti"), new("pps", village), by=ppk
        )

        saved = Account.objects.get(username="siti")
        assert saved.check_password(made.password)
        assert saved.password_is_one_time
        assert saved.made_by == ppk
        role = saved.roles.get()
        assert (role.kind, role.area, role.agency.name) == (
            "pps",
            village,
            "PPS Senakin",
        )
        assert made.password not in repr(made)

    def test_writes_down_who_made_it(self, make_account: Make, areas: Areas) -> None:
        ppk = make_account("ppk", "63.02.09")

        services.make_account(
            Account(username="siti", name="Siti"),
            new("pps", areas["63.02.09.2014"]),
            by=ppk,
        )

        act = Act.objects.get(verb="make_account")
        assert (act.account, act.object_text) == (ppk, "Siti")
        assert (act.area_code, act.details["kind"]) == ("63.02.09.2014", "pps")

    @pytest.mark.parametrize(
        ("maker", "at", "kind", "code"),
        [
            ("ppk", "63.02.09", "kpu", "63.02"),  # upward
            ("ppk", "63.02.09", "pps", "63.02.10.2001"),  # beside
            ("ppk", "63.02.09", "panwascam", "63.02.09"),  # another chain
            ("kpu", "63.02", "administrator", "63.02"),
            ("polsek", "63.02.09", "koramil", "63.02.09"),
            ("kpps", "63.02.09.2001", "kpps", "63.02.09.2001"),
            ("pkd", "63.02.09.2001", "pkd", "63.02.09.2001"),
        ],
    )
    def test_nobody_makes_accounts_outside_the_own_chain(
        self,
        make_account: Make,
        areas: Areas,
        maker: str,
        at: str,
        kind: str,
        code: str,
    ) -> None:
        by = make_account(maker, at)

        with pytest.raises(ValueError, match="gives nobody"):
            services.make_account(
                Account(username="siti", name="Siti"), new(kind, areas[code]), by=by
            )

        assert not Account.objects.filter(username="siti").exists()

    @pytest.mark.parametrize(
        ("maker", "at", "kind", "code", "agency"),
        [
            ("polsek", "63.02.09", "bhabin", "63.02.09.2001", "polsek"),
            ("koramil", "63.02.09", "babinsa", "63.02.09.2001", "koramil"),
            ("camat", "63.02.09", "village_head", "63.02.09.2001", "village_office"),
            ("panwascam", "63.02.09", "pkd", "63.02.09.2001", "pkd"),
            ("kpu", "63.02", "trainer", "63.02.09", "ppk"),
            ("kpu", "63.02", "trainer", "63.02", "kpu"),
            ("administrator", "63", "overview", "63", "kpu"),
        ],
    )
    def test_a_role_acts_for_the_agency_that_it_belongs_to(
        self,
        make_account: Make,
        areas: Areas,
        maker: str,
        at: str,
        kind: str,
        code: str,
        agency: str,
    ) -> None:
        by = make_account(maker, at)

        made = services.make_account(
            Account(username="siti", name="Siti"), new(kind, areas[code]), by=by
        )

        role = made.account.roles.get()
        assert role.agency.kind == agency
        below = kind in {"bhabin", "babinsa"}
        assert role.agency.area.code == ("63.02.09" if below else code)


class TestChain:
    def test_a_wider_role_takes_an_account_out_of_reach(
        self, make_account: Make, areas: Areas
    ) -> None:
        ppk, pps = make_account("ppk", "63.02.09"), make_account("pps", "63.02.09.2014")
        assert is_in_chain_of(ppk, pps)

        services.give_role(
            pps, new("kpu", areas["63.02"]), by=make_account("kpu", "63.02")
        )

        assert not is_in_chain_of(ppk, pps)
        with pytest.raises(ValueError, match="not in the chain"):
            services.reset_password(pps, by=ppk)
        assert not Account.objects.get(pk=pps.pk).has_usable_password()

    def test_a_role_that_begins_later_counts_already(self, make_account: Make) -> None:
        ppk, pps = make_account("ppk", "63.02.09"), make_account("pps", "63.02.09.2014")
        kpu = make_account("kpu", "63.02").roles.get()
        later = timezone.localdate() + timedelta(days=9)
        Role.objects.filter(pk=kpu.pk).update(account=pps, starts_on=later)

        assert not is_in_chain_of(ppk, pps)

    def test_whoever_made_an_account_without_roles_keeps_it(
        self, make_account: Make
    ) -> None:
        ppk, pps = make_account("ppk", "63.02.09"), make_account("pps", "63.02.09.2014")
        Account.objects.filter(pk=pps.pk).update(made_by=ppk)
        pps.roles.all().delete()

        assert is_in_chain_of(ppk, Account.objects.get(pk=pps.pk))
        assert not is_in_chain_of(make_account("kpu", "63.02"), pps)

    def test_nobody_is_in_the_own_chain(self, make_account: Make) -> None:
        ppk = make_account("ppk", "63.02.09")

        assert not is_in_chain_of(ppk, ppk)
        with pytest.raises(ValueError, match="own chain"):
            services.end_role(ppk.roles.get(), last_day=TODAY, by=ppk)

    def test_one_sees_the_accounts_of_the_own_chain(self, make_account: Make) -> None:
        ppk, pps = make_account("ppk", "63.02.09"), make_account("pps", "63.02.09.2014")
        make_account("pps", "63.02.10.2001")
        make_account("polsek", "63.02.09")
        make_account("kpu", "63.02")

        assert set(visible(ppk, Account)) == {ppk, pps}
        assert set(visible(ppk, Role)) == {ppk.roles.get(), pps.roles.get()}


class TestPasswords:
    def test_a_reset_ends_the_old_one(self, make_account: Make) -> None:
        ppk, pps = make_account("ppk", "63.02.09"), make_account("pps", "63.02.09.2014")
        pps.set_password("kopi-pagi-senakin")
        pps.save()

        made = services.reset_password(pps, by=ppk)

        saved = Account.objects.get(pk=pps.pk)
        assert saved.check_password(made.password)
        assert not saved.check_password("kopi-pagi-senakin")
        assert saved.password_is_one_time
        assert Act.objects.get(verb="reset_password").account == ppk
        assert made.password not in str(list(Act.objects.values()))

    def test_ones_own_is_no_one_time_password(self, make_account: Make) -> None:
        pps = make_account("pps", "63.02.09.2014")
        pps.password_is_one_time = True
        pps.save()

        services.change_own_password(pps, "kopi-pagi-senakin")

        saved = Account.objects.get(pk=pps.pk)
        assert saved.check_password("kopi-pagi-senakin")
        assert not saved.password_is_one_time

    def test_one_time_passwords_are_long_plain_and_never_twice_the_same(self) -> None:
        made = {one_time_password() for _ in range(500)}

        assert len(made) == 500
        for password in made:
            words = password.split("-")
            assert [len(word) for word in words] == [4, 4, 4, 4]
            assert all(c in "aeiou" for word in words for c in word[1::2])

    def test_words_that_nobody_says_aloud_are_drawn_again(self) -> None:
        letters = iter("babi" + "kopi" * 4)

        assert one_time_password(lambda _: next(letters)) == "kopi-kopi-kopi-kopi"


class TestRoles:
    def test_ending_one_is_written_down_with_what_it_was(
        self, make_account: Make
    ) -> None:
        ppk, pps = make_account("ppk", "63.02.09"), make_account("pps", "63.02.09.2014")

        services.end_role(pps.roles.get(), last_day=TODAY, by=ppk)

        assert pps.roles.get().ends_on == TODAY
        act = Act.objects.get(verb="end_role")
        assert act.details == {"kind": "pps", "last_day": "2026-01-01", "was": None}

    def test_locking_ends_sign_in_and_unlocking_gives_it_back(
        self, make_account: Make
    ) -> None:
        ppk, pps = make_account("ppk", "63.02.09"), make_account("pps", "63.02.09.2014")

        services.set_active(pps, False, by=ppk)
        assert not Account.objects.get(pk=pps.pk).is_active
        services.set_active(pps, True, by=ppk)
        assert Account.objects.get(pk=pps.pk).is_active
        assert set(Act.objects.values_list("verb", flat=True)) == {"shut_out", "let_in"}


class TestActs:
    @pytest.fixture
    def acts(self, make_account: Make, election: Election, areas: Areas) -> None:
        def act(model: str, code: str, **details: str) -> None:
            Act.objects.create(verb=model, model=model, area_code=code, details=details)

        act("training.session", "63.02.09.2014")
        act("training.session", "63.02.10.2001")
        act("accounts.role", "63.02.09.2014", kind="pps")
        act("accounts.role", "63.02.09.2014", kind="bhabin")
        act("unknown.report", "63.02.09.2014")

    @pytest.mark.parametrize(
        ("kind", "at", "seen"),
        [
            ("kpu", "63.02", {"training.session": 2, "pps": 1}),
            ("ppk", "63.02.09", {"training.session": 1, "pps": 1}),
            ("ppk", "63.02.10", {"training.session": 1}),
            ("pps", "63.02.09.2014", {"training.session": 1, "pps": 1}),
            ("administrator", "63.02", {"pps": 1, "bhabin": 1}),
            ("polsek", "63.02.09", {"bhabin": 1}),
            ("panwascam", "63.02.09", {}),
            ("kpps", "63.02.09.2014", {}),
            ("trainer", "63.02", {}),
        ],
    )
    def test_each_sees_those_of_its_rows_and_its_chain(
        self,
        acts: None,
        make_account: Make,
        areas: Areas,
        kind: str,
        at: str,
        seen: dict[str, int],
    ) -> None:
        account = make_account(kind, at)

        found: dict[str, int] = {}
        for act in acts_in(account, areas["63.02"]):
            word = act.details.get("kind", act.model)
            found[word] = found.get(word, 0) + 1

        assert found == seen


class TestLabels:
    def test_a_label_is_the_usual_word_until_it_is_set(
        self, make_account: Make
    ) -> None:
        usual = labels.label("leadership_forum")

        services.set_labels(
            {"leadership_forum": "Muspika"}, by=make_account("kpu", "63.02")
        )
        assert labels.label("leadership_forum") == "Muspika"
        services.set_labels({"leadership_forum": ""}, by=make_account("kpu", "63.02"))

        assert usual == "Forkopimcam"
        assert labels.label("leadership_forum") == usual
        assert not Label.objects.exists()
        assert Act.objects.filter(verb="set_label").count() == 2

    def test_saying_it_twice_is_written_down_once(self, make_account: Make) -> None:
        kpu = make_account("kpu", "63.02")
        for _time in range(2):
            services.set_labels({"police_sector": "Polres"}, by=kpu)

        assert Act.objects.filter(verb="set_label").count() == 1

    def test_there_are_no_other_keys(self, make_account: Make) -> None:
        with pytest.raises(KeyError):
            labels.label("no_such_thing")
        with pytest.raises(KeyError):
            services.set_labels({"x": "y"}, by=make_account("kpu", "63.02"))

    def test_are_read_once_a_request(
        self, db: None, django_assert_num_queries: Callable[[int], object]
    ) -> None:
        with labels.asked_once(), django_assert_num_queries(1):  # type: ignore[attr-defined]
            for key in labels.DEFAULTS:
                labels.label(key)


class TestFirstAccount:
    def test_is_made_once(self, areas: Areas) -> None:
        role = new("administrator", areas["00"])

        made = services.make_first_account(Account(username="a", name="A"), [role])

        assert made.account.password_is_one_time
        with pytest.raises(ValueError, match="already"):
            services.make_first_account(Account(username="b", name="B"), [role])
