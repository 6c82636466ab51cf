"""Forms of seats and persons."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sejuk.accounts.sign_in import phone_in_e164
from sejuk.crews.models import Person, Seat
from sejuk.crews.services import Leaving, NewPerson
from sejuk.elections.forms import day_field
from sejuk.places.models import Area


class PhoneField(forms.CharField):
    """A phone number in any way of writing; kept as +62…, empty where there is none."""

    default_error_messages = {
        "phone": _("This is no phone number. Write it as in 0812-0000-1234."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        phone = phone_in_e164(text) if text else ""
        if phone is None:
            raise forms.ValidationError(self.error_messages["phone"], code="phone")
        return phone


class SeatChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of several seats, by station and number."""

    def label_from_instance(self, obj: Any) -> str:
        return _("TPS %(station)d, seat %(seat)d (%(duty)s)") % {
            "station": obj.station.number,
            "seat": obj.number,
            "duty": obj.duty.label,
        }


class PersonForm(forms.ModelForm[Person]):
    """How a person is called and reached."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Enter the name.")},
    )
    phone = PhoneField(
        label=_("Phone number"), help_text=_("For example 0812-0000-1234.")
    )

    class Meta:
        model = Person
        fields = ["name", "phone"]


class WhoForm(forms.Form):
    """Whoever takes a seat: somebody who had one before, or somebody new."""

    person = forms.ModelChoiceField(
        label=_("Somebody of this village without a seat"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("somebody new"),
        error_messages={"invalid_choice": _("This person cannot take the seat.")},
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    phone = PhoneField(
        label=_("Phone number"), help_text=_("For example 0812-0000-1234.")
    )

    def __init__(
        self, *args: Any, village: Area, free: QuerySet[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._village = village
        choice = self.fields["person"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = free
        if not self.data.get(self.add_prefix("person")) and not free.exists():
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (
            not said.get("person")
            and not said.get("name")
            and "name" not in self.errors
        ):
            self.add_error("name", _("Enter the name."))
        return said

    def who(self) -> Person | NewPerson:
        """The person chosen, or the one entered."""
        said = self.cleaned_data
        chosen: Person | None = said.get("person")
        return chosen or NewPerson(
            " ".join(said["name"].split()), said["phone"], self._village
        )


class TakeForm(WhoForm):
    """Giving an empty seat to somebody."""

    from_on = day_field(_("From"))


class LeaveForm(forms.Form):
    """Somebody leaves a seat."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        error_messages={"required": _("Say why, in a few words.")},
    )
    on = day_field(_("Day"))

    def leaving(self) -> Leaving:
        """When and why."""
        return Leaving(self.cleaned_data["on"], self.cleaned_data["reason"])


class ReplaceForm(LeaveForm, WhoForm):
    """One leaves, another takes the seat."""

    field_order = ("person", "name", "phone", "on", "reason")


class MoveForm(LeaveForm):
    """The holder goes to an empty seat."""

    to = SeatChoiceField(
        label=_("To seat"),
        queryset=Seat.objects.none(),
        error_messages={
            "required": _("Choose an empty seat."),
            "invalid_choice": _("This seat is not empty any more. Choose another."),
        },
    )
    field_order = ("to", "on", "reason")

    def __init__(self, *args: Any, empty: QuerySet[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["to"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = empty
