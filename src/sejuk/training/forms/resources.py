"""Forms of halls, trainers, their days, and the ways between villages."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sejuk.accounts.models import Account
from sejuk.accounts.templatetags.phones import phone
from sejuk.crews.forms import PhoneField
from sejuk.elections.forms import day_field
from sejuk.places.models import Area, Venue
from sejuk.training.models import Trainer
from sejuk.training.queries.resources import TrainerDay, Way
from sejuk.training.services.travel import MOST_MINUTES

MOST_CLOSED_DAYS = 92
"""A quarter of a year at once."""
_WHOLE = {
    "invalid": _("Write the number in digits."),
    "required": _("Enter a number."),
}


class VenueForm(forms.ModelForm[Venue]):
    """One hall."""

    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        max_value=2_000,
        help_text=_("How many can sit and write there at once."),
        error_messages={**_WHOLE, "min_value": _("A hall has at least one seat.")},
    )
    rent = forms.IntegerField(
        label=_("Rent for one session"),
        min_value=0,
        max_value=100_000_000,
        help_text=_("In rupiah; 0 where it costs nothing."),
        error_messages={**_WHOLE, "min_value": _("The rent cannot be below 0.")},
    )

    class Meta:
        model = Venue
        fields = ["area", "name", "kind", "seats", "rent", "note", "is_active"]
        help_texts = {
            "kind": _("The sub-district hall takes crews of all villages."),
            "is_active": _("No new session is planned in a hall that is not in use."),
        }
        error_messages = {
            "name": {"required": _("Enter the name of the hall.")},
            "area": {
                "required": _("Choose a village."),
                "invalid_choice": _("Choose a village of your own area."),
            },
        }

    def __init__(
        self, *args: Any, villages: QuerySet[Area] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        village = self.fields["area"]
        if villages is None:
            del self.fields["area"]
        elif isinstance(village, forms.ModelChoiceField):
            village.queryset = villages


class ClosureForm(forms.Form):
    """Days on which a hall is closed."""

    from_on = day_field(_("Closed on"))
    to_on = day_field(
        _("Until"), required=False, help_text=_("Empty: that one day only.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=120,
        required=False,
        help_text=_("For example: harvest market."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_from_on(self) -> date:
        first: date = self.cleaned_data["from_on"]
        if first < self._today:
            raise forms.ValidationError(
                _("This day is past. Choose one from %(day)s on."),
                params={"day": date_format(self._today, "j F Y")},
            )
        return first

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("from_on"), said.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("The last day lies before the first."))
        elif first and last and (last - first).days >= MOST_CLOSED_DAYS:
            self.add_error(
                "to_on",
                forms.ValidationError(
                    _("At most %(most)d days at once."),
                    params={"most": MOST_CLOSED_DAYS},
                ),
            )
        return said

    def days(self) -> list[date]:
        """The days as entered."""
        first = self.cleaned_data["from_on"]
        last = self.cleaned_data["to_on"] or first
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


class TrainerForm(forms.ModelForm[Trainer]):
    """One trainer."""

    phone = PhoneField(
        label=_("Phone number"), help_text=_("For example 0812-0000-1234.")
    )

    class Meta:
        model = Trainer
        fields = ["name", "phone", "account", "is_active"]
        help_texts = {
            "account": _(
                "With an account of the role “trainer” one sees one's own sessions "
                "and records who came."
            ),
            "is_active": _("Whoever does not train any more gets no new session."),
        }
        error_messages = {"name": {"required": _("Enter the name.")}}

    def __init__(
        self, *args: Any, accounts: QuerySet[Account] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["phone"] = phone(self.instance.phone)
        account = self.fields["account"]
        if accounts is None:
            del self.fields["account"]
        elif isinstance(account, forms.ModelChoiceField):
            account.queryset = accounts
            account.empty_label = gettext("no account yet")


class TrainerDaysForm(forms.Form):
    """On which days a trainer is free for a sub-district."""

    days = forms.TypedMultipleChoiceField(
        label=_("Free days"),
        coerce=date.fromisoformat,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("This day cannot be chosen.")},
    )

    def __init__(
        self,
        *args: Any,
        days: Sequence[TrainerDay],
        shown: Iterable[str],
        **kwargs: Any,
    ) -> None:
        """Take the form with the days as they are, and those `shown` as free.

        What was entered by somebody else since the page was shown is left alone.
        """
        super().__init__(*args, **kwargs)
        self._free = {day.on for day in days if day.is_free}
        self._shown = set(shown)
        choices = self.fields["days"]
        if isinstance(choices, forms.TypedMultipleChoiceField):
            choices.choices = [(day.on.isoformat(), str(day.on)) for day in days]

    def new(self) -> list[date]:
        """Days that are to be free and are not."""
        return sorted(set(self.cleaned_data["days"]) - self._free)

    def gone(self) -> list[date]:
        """Days that are free, were shown so, and are to be so no more."""
        kept = set(self.cleaned_data["days"])
        return sorted(on for on in self._free - kept if on.isoformat() in self._shown)


class TravelForm(forms.Form):
    """Minutes from one village to each other one, where people know better."""

    def __init__(self, *args: Any, ways: Iterable[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._villages = {_field_of(way.to): way.to for way in ways}
        for way in ways:
            self.fields[_field_of(way.to)] = forms.IntegerField(
                label=way.to.name,
                required=False,
                min_value=1,
                max_value=MOST_MINUTES,
                initial=way.known,
                # What somebody else entered since then is left alone.
                show_hidden_initial=True,
                error_messages={
                    **_WHOLE,
                    "min_value": _("Enter at least 1 minute."),
                    "max_value": _("Enter at most %(limit_value)d minutes."),
                },
            )

    def field_of(self, way: Way) -> forms.BoundField:
        """The field in which the minutes of a way are entered."""
        return self[_field_of(way.to)]

    def add_faults(self, error: ValidationError) -> None:
        """Put what a service found wrong, by code of the other village, there."""
        for code, faults in error.error_dict.items():
            self.add_error(f"to-{code}", faults)

    def minutes(self) -> dict[Area, int | None]:
        """What was changed, by the other village; None is as computed again."""
        changed = set(self.changed_data)
        return {
            village: self.cleaned_data[name]
            for name, village in self._villages.items()
            if name in changed
        }


def _field_of(village: Area) -> str:
    return f"to-{village.code}"
