"""What is said of a rule, by how far it is verified."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from sejuk.accounts.models import Account
from sejuk.elections.facts.reading import read_facts
from sejuk.elections.facts.writing import write_facts
from sejuk.elections.models import Election, Rule
from sejuk.elections.words import citations, value_in_words


@pytest.fixture
def facts(db: None) -> None:
    write_facts(read_facts())
    Election.objects.filter(slug="pilkada-2020").update(
        is_running=True, set_at=datetime(2020, 11, 26, tzinfo=UTC)
    )


@pytest.fixture
def client(
    facts: None, make_account: Callable[..., Account], sign_in: Callable[..., Client]
) -> Client:
    account = make_account("pps", "63.02.09.2014")
    account.language = "en"
    account.save()
    client = sign_in(account)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(
    ("rule_id", "words"),
    [
        ("voters_per_station-2020", "500 voters"),
        ("opens_at-2020", "07.00 local time"),
        ("kpps_term-2020", "24 November 2020 – 23 December 2020"),
        ("voter_list_officers-2024", "1; 2 above 400 voters"),
        ("recount_days-2020", "on the voting day"),
        ("reserve_ballots_rounding-2020", ""),
        ("notice_days_before-2020", ""),
    ],
)
def test_a_value_reads_as_people_say_it(rule_id: str, words: str, facts: None) -> None:
    with translation.override("en"):
        assert value_in_words(Rule.objects.get(rule_id=rule_id)) == words


def test_every_rule_that_may_be_said_has_a_value_and_no_other(facts: None) -> None:
    for language in ("id", "en"):
        with translation.override(language):
            for rule in Rule.objects.all():
                said = bool(value_in_words(rule))
                assert said is (rule.status != "U"), rule.rule_id
                assert rule.status != "U" or not citations(rule)


def test_a_rule_that_was_read_is_cited_plainly(client: Client) -> None:
    page = client.get(
        reverse("elections:rule_list"), {"words": "voters per station"}
    ).content.decode()

    assert "500 voters" in page
    assert "PKPU 6/2020, Pasal 21(4)" in page
    assert "confirm with the PPS" not in page


def test_an_unconfirmed_rule_gives_no_answer(client: Client) -> None:
    rule = Rule.objects.filter(status="U", valid_to=None).first() or Rule.objects.get(
        rule_id="notice_days_before-2020"
    )
    page = client.get(
        reverse("elections:rule_list"), {"words": rule.name_en, "time": "all"}
    ).content.decode()

    assert "no confirmed rule: ask the PPS" in page


def test_the_rounding_of_reserve_ballots_is_never_said(client: Client) -> None:
    page = client.get(reverse("elections:rule_list"), {"time": "all"}).content.decode()

    assert "rounded up" not in page


def test_rules_of_other_times_are_reachable_and_greyed(client: Client) -> None:
    url = reverse("elections:rule_list")
    now = client.get(url, {"words": "voters per station"}).content.decode()
    every = client.get(
        url, {"words": "voters per station", "time": "all"}
    ).content.decode()

    assert "600 voters" not in now
    assert "600 voters" in every
    assert "is-quiet" in every


def test_no_rule_of_a_local_election_is_said_of_a_general_one(client: Client) -> None:
    page = client.get(reverse("elections:rule_list"), {"kind": "pemilu"})

    assert "500 voters" not in page.content.decode()


def test_lists_take_the_same_queries_however_many_rows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):
        client.get(reverse("elections:rule_list"), {"time": "all"})
    with django_assert_num_queries(7):
        page = client.get(reverse("elections:kind_list")).content.decode()
    assert "not law" in page
