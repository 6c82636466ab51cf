"""What an installation must have before it starts."""

import os
import secrets
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connections

from sejuk.config.checks import codes_sort_by_their_letters

IS_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


def test_the_database_of_the_tests_sorts_codes(db: None) -> None:
    assert codes_sort_by_their_letters(databases=["default"]) == []
    call_command("check", databases=["default"])


@pytest.mark.skipif(not IS_POSTGRES, reason="SQLite compares the bytes of codes")
@pytest.mark.django_db(databases=["default"])
def test_a_database_that_passes_over_the_dots_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = f"sorts_{secrets.token_hex(4)}"
    address = os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu"
            " ICU_LOCALE 'en-u-ka-shifted'"
        )
    other = connections.create_connection("default")
    other.settings_dict = {**other.settings_dict, "NAME": name}
    monkeypatch.setitem(connections.settings, "by_language", other.settings_dict)
    connections["by_language"] = other
    try:
        assert urlsplit(address).scheme == "postgres"
        found = codes_sort_by_their_letters(databases=["by_language"])
        assert [error.id for error in found] == ["sejuk.E002"]
    finally:
        other.close()
        del connections["by_language"]
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_check_that_fails_stops_the_command(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sejuk.config.checks._sorts_codes", lambda _name: False)
    monkeypatch.setattr(connections["default"], "vendor", "postgresql")

    with pytest.raises(SystemCheckError, match=r"sejuk\.E002"):
        call_command("check", databases=["default"])
