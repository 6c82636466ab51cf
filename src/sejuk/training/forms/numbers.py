"""The numbers that a sub-district plans with, as a form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sejuk.places.models import Area
from sejuk.training.models import PlanSetting
from sejuk.training.number_words import GROUPS, NAMES, help_of, in_order
from sejuk.training.queries import ADJUSTABLE
from sejuk.training.queries.usual import Usual

_RISK = "risk_"


@dataclass(frozen=True, slots=True)
class NumberGroup:
    """Fields that belong together, under a heading."""

    heading: str | Promise
    fields: Sequence[BoundField]


class NumbersForm(forms.Form):
    """Each number, empty where the usual one holds; risks by village."""

    halve_halls = forms.BooleanField(
        label=_("Use half of each hall's seats only"),
        help_text=_("The health rules of 2020 asked for it."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        setting: PlanSetting,
        usual: Mapping[str, Usual],
        villages: Iterable[Area],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _initial(setting)
        super().__init__(*args, **kwargs)
        self._villages = {_key(village): village.code for village in villages}
        for name in in_order():
            self.fields[name] = _number_field(name, usual[name])
        for village in villages:
            self.fields[_key(village)] = _risk_field(village)

    def groups(self) -> list[NumberGroup]:
        """The numbers under their headings."""
        return [
            NumberGroup(heading, [self[name] for name in names])
            for heading, names in GROUPS
        ]

    def risks(self) -> list[BoundField]:
        """The field of each village."""
        return [self[key] for key in self._villages]

    def values(self) -> dict[str, float | None]:
        """Numbers as entered; None where the usual one holds."""
        return {name: self.cleaned_data[name] for name in ADJUSTABLE}

    def wished_risks(self) -> dict[str, float]:
        """Risk by village code; what is empty is 1."""
        return {
            code: self.cleaned_data[key] or 1.0 for key, code in self._villages.items()
        }


def _initial(setting: PlanSetting) -> dict[str, Any]:
    risks = {f"{_RISK}{_flat(code)}": risk for code, risk in setting.risks.items()}
    return {**setting.values, **risks, "halve_halls": setting.halve_halls}


def _key(village: Area) -> str:
    return f"{_RISK}{_flat(village.code)}"


def _flat(code: str) -> str:
    return code.replace(".", "_")


def _number_field(name: str, usual: Usual) -> forms.Field:
    bounds = ADJUSTABLE[name]
    kind = forms.IntegerField if bounds.is_whole else forms.FloatField
    wrong = _("Enter a whole number.") if bounds.is_whole else _("Enter a number.")
    return kind(
        label=str(NAMES[name][0]),
        help_text=help_of(name, usual),
        required=False,
        localize=True,
        widget=_text(f"{usual.value:g}"),
        error_messages={"invalid": wrong},
    )


def _risk_field(village: Area) -> forms.Field:
    return forms.FloatField(
        label=village.name,
        required=False,
        localize=True,
        min_value=1,
        max_value=3,
        widget=_text("1"),
        error_messages={
            "invalid": _("Enter a number from 1 to 3."),
            "min_value": _("Enter a number from 1 to 3."),
            "max_value": _("Enter a number from 1 to 3."),
        },
    )


def _text(usual: str) -> forms.TextInput:
    return forms.TextInput(
        attrs={"inputmode": "decimal", "placeholder": usual, "class": "short"}
    )
