"""What a real installation must have before it starts."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register("security")
def production_has_a_secret(**_options: Any) -> list[CheckMessage]:
    """A real installation never runs on the key that everybody can read."""
    if settings.PRODUCTION and settings.SECRET_KEY == settings.DEVELOPMENT_KEY:
        return [
            Error(
                "SECRET_KEY is not set.",
                hint="Set the environment variable SECRET_KEY to 50 random characters.",
                id="sejuk.E001",
            )
        ]
    return []


@register(Tags.database)
def codes_sort_by_their_letters(
    databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    """An area is a range of codes, which a database that sorts by a language breaks.

    Such an order may pass over the dots: then villages would not lie in their
    sub-district. `migrate` and `serve` ask.
    """
    return [
        Error(
            f"The database {name!r} sorts words by a language, not codes.",
            hint="Make it anew with createdb --template=template0 --locale=C.UTF-8.",
            id="sejuk.E002",
        )
        for name in databases or ()
        if connections[name].vendor == "postgresql" and not _sorts_codes(name)
    ]


def _sorts_codes(name: str) -> bool:
    with connections[name].cursor() as cursor:
        cursor.execute(
            "SELECT '63.02.09.2001' < '63.02.09/' AND '63.02.10' > '63.02.09/'"
        )
        return bool(cursor.fetchone()[0])
