"""What a real installation must have before it starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


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
