"""Villages as lists name them: by official code, or by name within a scope."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sejuk.domain.places.code import is_code
from sejuk.places.models import Area


class VillageNames:
    """Finds villages of a scope; a name counts without case, spaces and hyphens."""

    def __init__(self, villages: Iterable[Area]) -> None:
        self._by_code: dict[str, Area] = {}
        self._by_name: dict[str, list[Area]] = defaultdict(list)
        for village in villages:
            self._by_code[village.code] = village
            self._by_name[_letters(village.name)].append(village)

    def find(self, text: str) -> Area:
        """The village that a text means.

        Raises:
            ValidationError: if none is meant, or more than one.
        """
        if is_code(text):
            if text in self._by_code:
                return self._by_code[text]
            raise ValidationError(
                _("No village of yours has the code %(code)s.") % {"code": text},
                code="village_unknown",
            )
        found = self._by_name.get(_letters(text), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                _("%(n)d villages are called “%(name)s”: write the code instead.")
                % {"n": len(found), "name": text},
                code="village_ambiguous",
            )
        raise ValidationError(
            _("No village of yours is called “%(name)s”: write its name or its code.")
            % {"name": text},
            code="village_unknown",
        )


def _letters(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
