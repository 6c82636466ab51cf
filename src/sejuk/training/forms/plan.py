"""Forms of plans and of the sessions of a draft."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sejuk.elections.forms import day_field
from sejuk.places.models import Area, Venue
from sejuk.places.queries import lies_in
from sejuk.training.models import FreeDay, Organiser, Session, Trainer
from sejuk.training.services import Place

_MINUTE = 60
_SECONDS = (5, 20, _MINUTE, 5 * _MINUTE)


def _durations() -> list[tuple[int, str]]:
    return [(seconds, _duration(seconds)) for seconds in _SECONDS]


def _duration(seconds: int) -> str:
    if seconds < _MINUTE:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = seconds // _MINUTE
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


class StartForm(forms.Form):
    """How long to look for a good plan."""

    seconds = forms.TypedChoiceField(
        label=gettext_lazy("How long to look for the best plan"),
        help_text=gettext_lazy(
            "The longer, the nearer to the best one possible. You can take the best so "
            "far at any time."
        ),
        coerce=int,
        choices=_durations,
        widget=forms.RadioSelect,
    )


class VenueChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A hall, with its seats and its village."""

    def label_from_instance(self, obj: Any) -> str:
        said = {"hall": obj.name, "village": obj.area.name, "seats": obj.seats}
        if obj.area.name.lower() in obj.name.lower():
            return _("%(hall)s (%(seats)d seats)") % said
        return _("%(hall)s, %(village)s (%(seats)d seats)") % said


class TrainerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A trainer, and whether free on the session's day as it is."""

    free: frozenset[int] = frozenset()

    def label_from_instance(self, obj: Any) -> str:
        said = {"name": obj.name, "kind": obj.get_kind_display()}
        if obj.pk in self.free:
            return _("%(name)s (%(kind)s), free on this day") % said
        return _("%(name)s (%(kind)s)") % said


class PlaceForm(forms.Form):
    """Where and when a session is held, and who leads it."""

    on = day_field(gettext_lazy("Day"))
    slot = forms.TypedChoiceField(
        label=gettext_lazy("Time"),
        coerce=int,
        choices=Session.Slot.choices,
        error_messages={
            "required": gettext_lazy("Choose morning or afternoon."),
            "invalid_choice": gettext_lazy("Choose morning or afternoon."),
        },
    )
    venue = VenueChoice(
        label=gettext_lazy("Hall"),
        queryset=Venue.objects.none(),
        error_messages={
            "required": gettext_lazy("Choose a hall."),
            "invalid_choice": gettext_lazy("This hall is not one of this area."),
        },
    )
    trainer = TrainerChoice(
        label=gettext_lazy("Trainer"),
        queryset=Trainer.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody yet, or the village itself"),
        error_messages={
            "invalid_choice": gettext_lazy("This trainer does not train here."),
        },
    )

    def __init__(
        self,
        *args: Any,
        area: Area,
        day: date,
        session: Session | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        venue, trainer = self.fields["venue"], self.fields["trainer"]
        if isinstance(venue, VenueChoice):
            venue.queryset = halls_of(area, session)
        if isinstance(trainer, TrainerChoice):
            trainer.queryset = trainers_of(area, session)
            trainer.free = free_on(area, day)

    def place(self) -> Place:
        """The place as entered."""
        said = self.cleaned_data
        return Place(said["venue"], said["on"], said["slot"], said["trainer"])


class NewSessionForm(PlaceForm):
    """A session to be added to a draft."""

    organiser = forms.ChoiceField(
        label=gettext_lazy("Organiser"),
        choices=Organiser.choices,
        help_text=gettext_lazy(
            "A self-organised session is held by the village in its own hall."
        ),
    )

    field_order = ("organiser", "on", "slot", "venue", "trainer")


class SeatsForm(forms.Form):
    """How many seats a session has."""

    seats = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=1,
        max_value=1000,
        error_messages={
            "required": gettext_lazy("A session has at least one seat."),
            "min_value": gettext_lazy("A session has at least one seat."),
            "invalid": gettext_lazy("Enter a whole number."),
        },
    )


def halls_of(area: Area, session: Session | None) -> QuerySet[Venue]:
    """Halls in use, and the one that a session has."""
    here = Q(lies_in(area, "area"), is_active=True)
    if session:
        here |= Q(pk=session.venue_id)
    halls = Venue.objects.filter(here).select_related("area")
    return halls.defer("area__boundary").order_by("area__code", "kind", "pk")


def trainers_of(area: Area, session: Session | None) -> QuerySet[Trainer]:
    """Who train here: the sub-district's own and those with days given to it."""
    given = FreeDay.objects.filter(sub_district=area).values("trainer")
    here = Q(Q(pk__in=given) | Q(area=area), is_active=True)
    if session and session.trainer_id:
        here |= Q(pk=session.trainer_id)
    return Trainer.objects.filter(here).order_by("-kind", "name")


def free_on(area: Area, day: date) -> frozenset[int]:
    """Who of them is free on a day."""
    days: Iterable[int] = FreeDay.objects.filter(sub_district=area, on=day).values_list(
        "trainer", flat=True
    )
    return frozenset(days)
