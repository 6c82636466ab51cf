"""The form of a village's own session."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sejuk.crews.models import Seat
from sejuk.elections.forms import day_field
from sejuk.places.models import Venue
from sejuk.training.services import Place

KEY_DIGITS = 18
"""The longest key of a row."""


class SeatsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Seats to tick."""

    def clean(self, value: Any) -> Any:
        # A database is asked for no key that it cannot hold.
        if isinstance(value, list | tuple) and any(
            len(str(key)) > KEY_DIGITS for key in value
        ):
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            )
        return super().clean(value)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class OwnSessionForm(forms.Form):
    """Where and when a village trains its own officers, and whom."""

    venue = forms.TypedChoiceField(
        label=_("Hall"),
        coerce=int,
        error_messages={
            "required": _("Choose a hall."),
            "invalid_choice": _("Choose a hall of your own village."),
        },
    )
    on = day_field(_("Day"))
    slot = forms.TypedChoiceField(
        label=_("Time"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose morning or afternoon."),
            "invalid_choice": _("Choose morning or afternoon."),
        },
    )
    seats = SeatsField(
        label=_("Who is invited"),
        queryset=Seat.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Invite at least one officer."),
            "invalid_choice": _("Invite officers of your own village only."),
        },
    )

    def __init__(
        self,
        *args: Any,
        halls: Sequence[Venue],
        seats: QuerySet[Seat],
        slots: Sequence[tuple[int, str]],
        days: tuple[date, date | None],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._halls = {hall.pk: hall for hall in halls}
        hall, who, slot = (self.fields[name] for name in ("venue", "seats", "slot"))
        if isinstance(hall, forms.TypedChoiceField):
            hall.choices = [(each.pk, each.name) for each in halls]
        if isinstance(who, forms.ModelMultipleChoiceField):
            who.queryset = seats
        if isinstance(slot, forms.TypedChoiceField):
            slot.choices = list(slots)
        first, last = days
        limits = {"min": first.isoformat()}
        if last:
            limits["max"] = last.isoformat()
        self.fields["on"].widget.attrs.update(limits)

    def place(self) -> Place:
        """Where and when, as entered."""
        said = self.cleaned_data
        return Place(self._halls[said["venue"]], said["on"], said["slot"])

    def invited(self) -> QuerySet[Seat]:
        """Whom, as entered."""
        seats: QuerySet[Seat] = self.cleaned_data["seats"]
        return seats

    def ticked(self) -> set[str]:
        """Keys of the seats that are ticked, as entered or at first."""
        return {str(key) for key in self["seats"].value() or []}
