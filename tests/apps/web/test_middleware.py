"""What every page does besides its own."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from sejuk.accounts.models import Account
from sejuk.elections.models import Election

SignIn = Callable[[Account], Client]


@pytest.fixture
def client(
    sign_in: SignIn, make_account: Callable[..., Account], election: Election
) -> Client:
    return sign_in(make_account("ppk", "63.02.09"))


def test_no_browser_keeps_a_page_of_an_account(client: Client) -> None:
    page = client.get(reverse("crews:crew_list", args=["63.02.09"]))

    assert page["Cache-Control"] == "private, no-store"
    assert b'"historyCacheSize":0' in page.content


@pytest.mark.parametrize("address", ["/areas/63%00/crews/", "/rules/?words=a%00"])
def test_a_nul_in_an_address_leads_nowhere(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_what_a_service_refuses_answers_like_what_is_not_there(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = client.get(reverse("crews:crew_list", args=["99.99.99"]))

    def refuses(*_args: object, **_options: object) -> None:
        raise PermissionDenied

    monkeypatch.setattr("sejuk.crews.queries.seats_by_village", refuses)
    refused = client.get(reverse("crews:crew_list", args=["63.02.09"]))

    assert refused.status_code == missing.status_code == 404
    assert "Tidak ditemukan" in refused.content.decode()
