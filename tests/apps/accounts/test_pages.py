"""Pages of accounts: faults at their field, nothing half written, few queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sejuk.accounts.models import Account, Act, Role
from sejuk.places.models import Area

Make = Callable[..., Account]
SignIn = Callable[[Account], Client]
NEW = {
    "name": "Siti Contoh",
    "username": "siti.senakin",
    "phone": "0812-0000-0101",
    "language": "id",
    "kind": "pps",
    "area": "63.02.09.2014 Senakin",
    "starts_on": "2026-01-01",
}


@pytest.fixture
def ppk(make_account: Make) -> Account:
    return make_account("ppk", "63.02.09")


@pytest.fixture
def page(ppk: Account, sign_in: SignIn) -> Client:
    return sign_in(ppk)


def faults(answer: Any) -> dict[str, list[str]]:
    forms = [answer.context.get(name) for name in ("person", "role", "form")]
    found: dict[str, list[str]] = {}
    for form in (form for form in forms if isinstance(form, BaseForm)):
        found |= {
            field: [str(error) for error in errors]
            for field, errors in form.errors.items()
        }
    return found


class TestNewAccount:
    def test_shows_the_password_once(self, page: Client, ppk: Account) -> None:
        answer = page.post(reverse("accounts:account_new"), NEW)

        password = answer.context["made"].password
        account = Account.objects.get(username="siti.senakin")
        assert password in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert account.phone == "+6281200000101"
        again = page.get(reverse("accounts:account_detail", args=[account.pk]))
        assert password not in again.content.decode()

    def test_the_person_sets_an_own_password_before_anything_else(
        self, page: Client, client: Client
    ) -> None:
        made = page.post(reverse("accounts:account_new"), NEW).context["made"]
        change = reverse("accounts:password_change")
        client.post(
            reverse("accounts:sign_in"),
            {"username": "0812 0000 0101", "password": made.password},
        )

        assert client.get("/")["Location"] == change
        assert client.get(reverse("accounts:own_account"))["Location"] == change
        given = {
            "old_password": made.password,
            "new_password1": "kopi-pagi-senakin",
            "new_password2": "kopi-pagi-senakin",
        }
        assert client.post(change, given).status_code == 302
        assert client.get(reverse("accounts:own_account")).status_code == 200

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("username", "Siti Senakin"),
            ("username", "081200000101"),
            ("phone", "12"),
            ("phone", "0812-0000-0777"),
            ("kind", "kpu"),
            ("kind", ""),
            ("area", "63.02.10.2001"),
            ("area", "Atlantis"),
            ("area", "63.02.09"),
            ("area", ""),
            ("station_number", "1"),
            ("station_number", "0"),
            ("starts_on", "tomorrow"),
            ("ends_on", "2025-12-31"),
        ],
    )
    def test_tells_a_fault_at_its_field_and_writes_nothing(
        self, page: Client, make_account: Make, field: str, value: str
    ) -> None:
        other = make_account("pps", "63.02.09.2001")
        Account.objects.filter(pk=other.pk).update(phone="+6281200000777")
        before = (Account.objects.count(), Role.objects.count(), Act.objects.count())

        answer = page.post(reverse("accounts:account_new"), {**NEW, field: value})

        assert answer.status_code == 200
        assert list(faults(answer)) == [field]
        after = (Account.objects.count(), Role.objects.count(), Act.objects.count())
        assert after == before
        assert value in answer.content.decode()

    def test_tells_all_faults_at_once(self, page: Client) -> None:
        answer = page.post(reverse("accounts:account_new"), {"name": ""})

        assert {"name", "username", "kind", "area", "starts_on"} <= set(faults(answer))

    def test_a_crew_needs_its_station(
        self, make_account: Make, sign_in: SignIn
    ) -> None:
        client = sign_in(make_account("pps", "63.02.09.2014"))
        url = reverse("accounts:account_new")

        without = client.post(url, {**NEW, "kind": "kpps", "area": "Senakin"})
        with_one = client.post(
            url, {**NEW, "kind": "kpps", "area": "senakin", "station_number": "2"}
        )

        assert list(faults(without)) == ["station_number"]
        assert with_one.context["made"].account.roles.get().station_number == 2

    def test_a_name_that_several_areas_have_asks_for_the_code(
        self, make_account: Make, sign_in: SignIn, areas: dict[str, Area]
    ) -> None:
        areas["63.02.10.2001"].name = "Senakin"
        areas["63.02.10.2001"].save()
        client = sign_in(make_account("kpu", "63.02"))

        answer = client.post(
            reverse("accounts:account_new"), {**NEW, "area": "Senakin"}
        )

        assert "63.02.09.2014, 63.02.10.2001" in faults(answer)["area"][0]


class TestRolePages:
    def test_the_same_role_is_not_given_twice(
        self, page: Client, make_account: Make
    ) -> None:
        pps = make_account("pps", "63.02.09.2014")
        url = reverse("accounts:role_new", args=[pps.pk])
        given = {"kind": "pps", "area": "63.02.09.2014", "starts_on": "2026-01-01"}

        twice = page.post(url, given)
        another = page.post(url, {**given, "area": "63.02.09.2001"})

        assert list(faults(twice)) == ["kind"]
        assert another.status_code == 302
        assert pps.roles.count() == 2

    def test_a_role_does_not_end_before_it_starts(
        self, page: Client, make_account: Make
    ) -> None:
        role = make_account("pps", "63.02.09.2014").roles.get()
        url = reverse("accounts:role_end", args=[role.pk])

        early = page.post(url, {"last_day": "2019-12-31"})
        in_time = page.post(url, {"last_day": "2026-01-31"})

        assert list(faults(early)) == ["last_day"]
        assert in_time.status_code == 302
        assert str(pps_end(role)) == "2026-01-31"


class TestList:
    def test_takes_the_same_queries_however_many_accounts(
        self,
        page: Client,
        make_account: Make,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        url = reverse("accounts:account_list")
        for _one in range(3):
            make_account("pps", "63.02.09.2014")
        page.get(url)
        with django_assert_num_queries(10) as few:
            page.get(url)
        for _one in range(30):
            make_account("pps", "63.02.09.2001")

        with django_assert_num_queries(len(few.captured_queries)):
            answer = page.get(url)

        assert len(answer.context["page"].object_list) == 34

    def test_finds_by_name_number_role_and_area(
        self, page: Client, make_account: Make
    ) -> None:
        siti = make_account("pps", "63.02.09.2014")
        make_account("pps", "63.02.09.2001")
        siti.name, siti.phone = "Siti Contoh", "+6281200000101"
        siti.save()

        for query in [
            {"q": "contoh siti"},
            {"q": "0812-0000-0101"},
            {"area": "Senakin"},
            {"area": "63.02.09.2014", "kind": "pps"},
        ]:
            answer = page.get(reverse("accounts:account_list"), query)
            assert list(answer.context["page"]) == [siti], query
        nobody = page.get(reverse("accounts:account_list"), {"q": "nobody"})
        assert list(nobody.context["page"]) == []

    def test_shows_no_role_of_another_chain(
        self, page: Client, make_account: Make
    ) -> None:
        pps = make_account("pps", "63.02.09.2014")
        panwascam = make_account("panwascam", "63.02.09").roles.get()
        Role.objects.filter(pk=panwascam.pk).update(account=pps)

        answer = page.get(reverse("accounts:account_detail", args=[pps.pk]))

        assert [role.kind for role in answer.context["account"].shown_roles] == ["pps"]
        assert "panwascam" not in answer.content.decode().lower()
        assert not answer.context["may_change"]


class TestOwnPages:
    def test_a_password_needs_the_old_one_and_a_new_one(
        self, ppk: Account, client: Client
    ) -> None:
        ppk.set_password("kopi-pagi-senakin")
        ppk.save()
        client.post(
            reverse("accounts:sign_in"),
            {"username": ppk.username, "password": "kopi-pagi-senakin"},
        )
        url = reverse("accounts:password_change")

        def posted(old: str, new: str, again: str) -> Any:
            return client.post(
                url,
                {"old_password": old, "new_password1": new, "new_password2": again},
            )

        wrong_old = posted("no", "teh-sore-senakin", "teh-sore-senakin")
        short = posted("kopi-pagi-senakin", "short", "short")
        same = posted(*["kopi-pagi-senakin"] * 3)
        differ = posted("kopi-pagi-senakin", "teh-sore-senakin", "teh-sore-senakim")

        assert list(faults(wrong_old)) == ["old_password"]
        assert list(faults(short)) == ["new_password2"]
        assert list(faults(same)) == ["new_password1"]
        assert list(faults(differ)) == ["new_password2"]
        assert (
            posted(
                "kopi-pagi-senakin", "teh-sore-senakin", "teh-sore-senakin"
            ).status_code
            == 302
        )
        assert client.get(reverse("accounts:own_account")).status_code == 200

    def test_a_reset_signs_out_whoever_is_signed_in(
        self, page: Client, make_account: Make, sign_in: SignIn
    ) -> None:
        pps = make_account("pps", "63.02.09.2014")
        theirs = sign_in(pps)
        assert theirs.get(reverse("accounts:own_account")).status_code == 200

        page.post(reverse("accounts:account_reset_password", args=[pps.pk]))

        assert theirs.get(reverse("accounts:own_account")).status_code == 302

    def test_the_language_of_the_account_wins(self, page: Client, ppk: Account) -> None:
        page.cookies["django_language"] = "en"
        url = reverse("accounts:own_account")
        before = page.get(url, headers={"Accept-Language": "en"})

        page.post(reverse("web:language"), {"language": "en", "next": url})
        after = page.get(url, headers={"Accept-Language": "id"})

        assert before["Content-Language"] == "id"
        assert after["Content-Language"] == "en"
        assert Account.objects.get(pk=ppk.pk).language == "en"

    def test_a_language_that_there_is_not_changes_nothing(
        self, page: Client, ppk: Account
    ) -> None:
        page.post(reverse("web:language"), {"language": "xx"})

        assert Account.objects.get(pk=ppk.pk).language == "id"

    def test_before_sign_in_the_cookie_decides(self, client: Client, db: None) -> None:
        client.post(reverse("web:language"), {"language": "en"})

        assert client.get("/sign-in/")["Content-Language"] == "en"


class TestActPage:
    def test_tells_who_did_what(self, page: Client, ppk: Account) -> None:
        page.post(reverse("accounts:account_new"), NEW)

        answer = page.get(reverse("accounts:act_list", args=["63.02.09"]))

        body = answer.content.decode()
        assert "Siti Contoh" in body
        assert ppk.name in body
        assert "127.0.0.1" in body


def pps_end(role: Role) -> object:
    return Role.objects.get(pk=role.pk).ends_on
