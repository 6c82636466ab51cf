"""What this installation calls a thing that has more than one name.

The heads of a sub-district were Muspika until PP 12/2022 and are Forkopimcam since;
people go on saying what they are used to.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sejuk.accounts.models import Label

DEFAULTS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    # key: what it is, what it is called where nobody said otherwise
    "leadership_forum": (_("heads of the sub-district"), _("Forkopimcam")),
    "coffee_morning": (_("the joint meeting"), _("coffee morning")),
    "sub_district_office": (_("office of the sub-district"), _("sub-district office")),
    "village_office": (_("office of the village"), _("village office")),
    "village_head": (_("head of the village"), _("village head")),
    "police_sector": (_("police of the sub-district"), _("Polsek")),
    "army_post": (_("army post of the sub-district"), _("Koramil")),
    "supervisors": (_("supervisors of the sub-district"), _("Panwascam")),
}

_asked: ContextVar[dict[str, str] | None] = ContextVar("labels", default=None)


def label(key: str) -> str:
    """What a thing is called here, in the reader's language where nobody set it.

    Raises:
        KeyError: if there is no such key.
    """
    default = DEFAULTS[key][1]
    return _labels().get(key) or str(default)


@contextmanager
def asked_once() -> Iterator[None]:
    """Within this, the labels are read at most once, however many are shown."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def forget() -> None:
    """Read the labels again: they were changed."""
    if _asked.get() is not None:
        _asked.set({})


def _labels() -> dict[str, str]:
    known = _asked.get()
    if known:
        return known
    read = {"": "", **dict(Label.objects.values_list("key", "text"))}
    if known is not None:
        known.update(read)
    return read
