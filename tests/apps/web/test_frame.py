"""The frame: who sees which words, and what is said when a page cannot be shown."""

import gzip
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sejuk.accounts.models import Account, Role
from sejuk.elections.models import Election
from sejuk.places.models import Area
from sejuk.web.context import Frame, menu_code, url_of

MakeAccount = Callable[..., Account]
SignIn = Callable[[Account], Client]


@pytest.fixture
def ppk(make_account: MakeAccount) -> Account:
    return make_account("ppk", "63.02.09")


@pytest.fixture
def client_of_ppk(ppk: Account, sign_in: SignIn) -> Client:
    return sign_in(ppk)


def text_of(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


class TestHeaderLine:
    def test_names_the_election_and_its_working_date(
        self, client_of_ppk: Client, election: Election
    ) -> None:
        text = text_of(client_of_ppk.get(reverse("web:settings")).content)

        assert "Pilkada 2020 latihan: Kamis, 26 Nov 2020" in text

    def test_a_real_election_shows_today(
        self, client_of_ppk: Client, election: Election
    ) -> None:
        Election.objects.update(set_at=None)

        text = text_of(client_of_ppk.get(reverse("web:settings")).content)

        assert "hari ini:" in text
        assert "latihan:" not in text

    def test_says_when_no_election_runs(self, client_of_ppk: Client) -> None:
        text = text_of(client_of_ppk.get(reverse("web:settings")).content)

        assert "Tidak ada pemilihan yang berjalan" in text

    def test_path_begins_at_the_regency(
        self, ppk: Account, areas: dict[str, Area]
    ) -> None:
        request = RequestFactory().get("/")
        request.user = ppk

        steps = Frame(request).path(areas["63.02.09.2014"])

        assert [s.name for s in steps] == ["Kotabaru", "Kelumpang Tengah", "Senakin"]
        assert [s.is_here for s in steps] == [False, False, True]

    def test_path_leads_nowhere_above_the_own_area(
        self, ppk: Account, areas: dict[str, Area]
    ) -> None:
        request = RequestFactory().get("/")
        request.user = ppk

        regency = Frame(request).path(areas["63.02.09"])[0]

        assert regency.href == ""

    def test_costs_the_same_queries_on_every_page(
        self,
        client_of_ppk: Client,
        election: Election,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        with django_assert_num_queries(5):  # session, account, roles, election, path
            client_of_ppk.get(reverse("web:settings"))


class TestMenu:
    @pytest.mark.parametrize(
        ("area", "home", "leads_to"),
        [
            (None, "63.02.09", "63.02.09"),
            ("63.02.09.2014", "63.02.09", "63.02.09"),
            ("63.02.09.2014", "63.02.09.2014", "63.02.09.2014"),
            ("63.02.09.2014", "63.02", "63.02.09"),
            ("63.02", "63.02", "63.02"),
            ("63.02.09", "00", "63.02.09"),
            (None, "00", "00"),
            (None, None, None),
        ],
    )
    def test_leads_to_the_sub_district_but_never_above_the_own_area(
        self, area: str | None, home: str | None, leads_to: str | None
    ) -> None:
        where = Area(code=area) if area else None
        own = Area(code=home) if home else None

        assert menu_code(where, own) == leads_to

    def test_marks_where_one_is(self, client_of_ppk: Client) -> None:
        page = client_of_ppk.get(reverse("web:settings")).content.decode()

        href = reverse("web:settings")
        assert re.search(rf'<a href="{href}" aria-current="page">Pengaturan</a>', page)

    def test_a_word_without_a_page_is_left_out(self) -> None:
        assert url_of("web:no_such_page") == ""

    def test_an_administrator_sees_no_content(
        self, make_account: MakeAccount, areas: dict[str, Area]
    ) -> None:
        request = RequestFactory().get("/")
        request.user = make_account("administrator", "00")
        request.resolver_match = None

        words = [str(entry.word) for entry in Frame(request).menu(None)]

        assert "Readiness" not in words
        assert "Kesiapan" not in words
        assert "Pengaturan" in words


class TestSettings:
    def test_shows_what_the_role_may_set(
        self, make_account: MakeAccount, sign_in: SignIn
    ) -> None:
        kpu = sign_in(make_account("kpu", "63.02"))
        village_head = sign_in(make_account("village_head", "63.02.09.2014"))
        url = reverse("web:settings")

        of_kpu = {s.href for s in kpu.get(url).context["settings"]}
        of_head = {s.href for s in village_head.get(url).context["settings"]}

        for_some = {reverse("accounts:account_list"), reverse("accounts:label_list")}
        assert for_some <= of_kpu
        assert not for_some & of_head
        assert reverse("accounts:own_account") in of_head

    def test_a_role_that_ended_gives_nothing(self, ppk: Account) -> None:
        Role.objects.filter(account=ppk).update(ends_on=date(2020, 12, 31))
        request = RequestFactory().get("/")
        request.user = Account.objects.get(pk=ppk.pk)

        assert Frame(request).home is None


class TestLanguage:
    def test_changes_and_stays_on_the_page(self, client_of_ppk: Client) -> None:
        here = reverse("web:settings")

        answer = client_of_ppk.post(
            reverse("web:language"), {"language": "en", "next": here}
        )

        assert answer.headers["Location"] == here
        page = client_of_ppk.get(here).content.decode()
        assert '<html lang="en">' in page
        assert "Settings" in text_of(page.encode())

    def test_works_before_signing_in(self, client: Client) -> None:
        answer = client.post(reverse("web:language"), {"language": "en", "next": "/"})

        assert answer.headers["Location"] == "/"

    def test_never_leads_to_another_site(self, client: Client) -> None:
        answer = client.post(
            reverse("web:language"), {"language": "en", "next": "//elsewhere.example/"}
        )

        assert answer.headers["Location"] == "/"

    def test_is_not_changed_by_following_a_link(self, client: Client) -> None:
        assert client.get(reverse("web:language")).status_code == 405


class TestWhatCannotBeShown:
    def test_a_missing_page_keeps_the_frame(
        self, client_of_ppk: Client, election: Election
    ) -> None:
        answer = client_of_ppk.get("/no-such-page/")

        assert answer.status_code == 404
        assert "Tidak ditemukan" in text_of(answer.content)
        assert 'class="menu"' in answer.content.decode()

    @pytest.mark.django_db
    def test_strangers_get_no_frame(self, client: Client) -> None:
        answer = client.get("/no-such-page/")

        assert answer.status_code == 404
        assert 'class="menu"' not in answer.content.decode()

    def test_strangers_are_led_to_sign_in(self, client: Client) -> None:
        for name in ["web:home", "web:settings"]:
            answer = client.get(reverse(name))

            assert answer.status_code == 302
            assert answer.headers["Location"].startswith(reverse("accounts:sign_in"))

    @pytest.mark.django_db
    def test_a_form_without_its_token_writes_nothing_and_says_so(self) -> None:
        client = Client(enforce_csrf_checks=True)

        answer = client.post(reverse("web:language"), {"language": "en"})

        assert answer.status_code == 403
        assert "Tidak ada yang ditulis" in text_of(answer.content)
        assert "django_language" not in answer.cookies

    def test_something_broke_is_said_without_a_database(self) -> None:
        page = render_to_string("500.html")

        assert "Ada yang rusak" in page


class TestSafety:
    def test_the_content_policy_allows_nothing_inline(
        self, client_of_ppk: Client
    ) -> None:
        answer = client_of_ppk.get(reverse("web:settings"))

        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy

    def test_a_name_is_escaped(self, ppk: Account, client_of_ppk: Client) -> None:
        Account.objects.filter(pk=ppk.pk).update(name="<b>Siti</b>")

        page = client_of_ppk.get(reverse("web:settings")).content.decode()

        assert "<b>Siti</b>" not in page
        assert "&lt;b&gt;Siti&lt;/b&gt;" in page


def test_a_first_load_stays_small(client_of_ppk: Client, election: Election) -> None:
    page = client_of_ppk.get(reverse("web:settings")).content
    names = re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())

    sizes = {}
    for name in set(names):
        found = finders.find(name)
        assert isinstance(found, str), name
        sizes[name] = len(gzip.compress(Path(found).read_bytes()))

    assert len(sizes) > 10
    assert len(gzip.compress(page)) + sum(sizes.values()) < 40_000
