"""Villages as lists name them: by official code, or by name within a scope."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sejuk.domain.places.code import is_code
from sejuk.places.models import Area

MOST_NAMES_COMPARED = 500
_BARE_CODE = re.compile(r"(\d\d)(\d\d)(\d\d)(\d{4})")


class VillageNames:
    """Finds villages of a scope; a name counts without case, spaces and hyphens."""

    def __init__(self, villages: Iterable[Area]) -> None:
        self._by_code: dict[str, Area] = {}
        self._by_name: dict[str, list[Area]] = defaultdict(list)
        self._found: dict[str, Area] = {}
        self._nearest: dict[str, str] = {}
        for village in villages:
            self._by_code[village.code] = village
            self._by_name[_letters(village.name)].append(village)

    def find(self, text: str) -> Area:
        """The village that a text means: a code, dotted or not, or a name.

        Raises:
            ValidationError: if none is meant, or more than one.
        """
        if text not in self._found:
            self._found[text] = self._look_up(text)
        return self._found[text]

    def _look_up(self, text: str) -> Area:
        code = _BARE_CODE.sub(r"\1.\2.\3.\4", text) if text.isdecimal() else text
        if is_code(code):
            if code in self._by_code:
                return self._by_code[code]
            message = _(
                "“%(code)s” is not the code of a village in your area. Correct it, or "
                "write the name of the village."
            )
            raise ValidationError(message % {"code": code}, code="village_unknown")
        found = self._by_name.get(_letters(text), [])
        if len(found) == 1:
            return found[0]
        if found:
            message = _(
                "%(n)d villages in your area are called “%(name)s”. Write the code of "
                "the one that is meant: %(codes)s."
            )
            codes = ", ".join(village.code for village in found)
            told = message % {"n": len(found), "name": text, "codes": codes}
            raise ValidationError(told, code="village_ambiguous")
        raise ValidationError(self._unknown(text), code="village_unknown")

    def _unknown(self, text: str) -> str:
        if text not in self._nearest:
            self._nearest[text] = self._nearest_to(text)
        if near := self._nearest[text]:
            message = _(
                "“%(name)s” is not a village in your area. If you mean %(near)s, write "
                "it like that."
            )
            return message % {"name": text, "near": near}
        message = _(
            "“%(name)s” is not a village in your area. Write its official name or code."
        )
        return message % {"name": text}

    def _nearest_to(self, text: str) -> str:
        """The name that is spelt most alike; "" where too many would be compared."""
        if len(self._by_name) > MOST_NAMES_COMPARED:
            return ""
        near = difflib.get_close_matches(_letters(text), self._by_name, n=1, cutoff=0.7)
        return self._by_name[near[0]][0].name if near else ""


def _letters(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
