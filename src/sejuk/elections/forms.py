"""Forms of calendars, the working moment and polling stations."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sejuk.elections.models import Stage, Status
from sejuk.elections.services import NewCalendar, StageDays, StationFacts, key_of
from sejuk.places.models import Area

NEW_STAGES = 3
_EARLIEST, _LATEST = date(1950, 1, 1), date(2100, 12, 31)
_FAR = _("This day is too far away: look at the year again.")


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    """A day, chosen from the browser's own calendar."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[
            # A slip in the year; and days near the first and last that there are
            # cannot be reckoned with.
            MinValueValidator(_EARLIEST, _FAR),
            MaxValueValidator(_LATEST, _FAR),
        ],
        error_messages={
            "invalid": _("This is no day. Write it as year-month-day: 2020-12-09."),
            "required": _("Enter a day."),
        },
    )


class StageForm(forms.Form):
    """The days of one stage; `known` is the stage as an earlier calendar named it."""

    name_id = forms.CharField(label=_("Stage"), max_length=200, required=False)
    from_on = day_field(_("from"), required=False)
    to_on = day_field(_("to"), required=False)

    def __init__(self, *args: Any, known: Stage | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if known:
            del self.fields["name_id"]

    def clean(self) -> dict[str, Any]:
        days = super().clean() or {}
        first, last = days.get("from_on"), days.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("A stage ends after it starts."))
        if not self.known and (first or last) and not days.get("name_id"):
            self.add_error("name_id", _("Say what this stage is called."))
        return days

    def stage(self) -> StageDays | None:
        """The stage as entered; None for a line that was left empty."""
        name = self.known.name_id if self.known else self.cleaned_data["name_id"]
        if not name:
            return None
        return StageDays(
            key=self.known.key if self.known else key_of(name),
            name_id=name,
            name_en=self.known.name_en if self.known else name,
            from_on=self.cleaned_data["from_on"],
            to_on=self.cleaned_data["to_on"],
        )


class RevisionForm(forms.Form):
    """A new decision on the calendar, with the days of all known stages."""

    regulation = forms.CharField(
        label=_("Decision or regulation"),
        max_length=200,
        help_text=_("With its number, for example PKPU 5/2020."),
    )
    decided_on = day_field(_("Decided on"), required=False)
    effective_from = day_field(
        _("Holds from"), help_text=_("From this day on everybody works by it.")
    )
    voting_on = day_field(
        _("Voting day"),
        required=False,
        help_text=_("Leave it empty while it is not known."),
    )
    status = forms.ChoiceField(
        label=_("How far is it verified?"),
        choices=[
            (Status.V, _("I have read the text of the decision")),
            (Status.S, _("I know it from the press or another office")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, data: Any = None, *, known: Sequence[Stage], today: date, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self._today = today
        self.stage_forms = [
            StageForm(
                data,
                prefix=f"stage-{stage.key}",
                known=stage,
                initial={"from_on": stage.from_on, "to_on": stage.to_on},
            )
            for stage in known
            if stage.key != "voting"
        ]
        self.new_stage_forms = [
            StageForm(data, prefix=f"new-{number}") for number in range(NEW_STAGES)
        ]

    @property
    def stages_past(self) -> list[StageForm]:
        """Stages that are over and have no fault to be seen."""
        return [form for form in self.stage_forms if self._is_past(form)]

    @property
    def stages_ahead(self) -> list[StageForm]:
        """All other stages, those without days among them."""
        return [form for form in self.stage_forms if not self._is_past(form)]

    def _is_past(self, form: StageForm) -> bool:
        last = form.known.to_on or form.known.from_on if form.known else None
        return bool(last and last < self._today and not form.errors)

    def is_valid(self) -> bool:
        forms_of_stages = [*self.stage_forms, *self.new_stage_forms]
        fine = all([super().is_valid(), *(f.is_valid() for f in forms_of_stages)])
        return fine and not self._repeats_a_stage()

    def _repeats_a_stage(self) -> bool:
        """Whether a new stage is one that stands here already; says so at its name."""
        names = {key_of(f.known.name_id) for f in self.stage_forms if f.known}
        taken = {"voting", key_of("Pemungutan suara"), *names}
        taken |= {form.known.key for form in self.stage_forms if form.known}
        for form in self.new_stage_forms:
            stage = form.stage()
            if stage and stage.key in taken:
                form.add_error(
                    "name_id",
                    _("This calendar has this stage already: write its days there."),
                )
            elif stage:
                taken.add(stage.key)
        return any(form.errors for form in self.new_stage_forms)

    def calendar(self) -> NewCalendar:
        """The calendar as entered; its stage of voting is the voting day."""
        said = self.cleaned_data
        return NewCalendar(
            effective_from=said["effective_from"],
            decided_on=said["decided_on"],
            regulation=said["regulation"],
            status=said["status"],
            voting_on=said["voting_on"],
            stages=list(self._stages()),
            note=said["note"],
        )

    def _stages(self) -> Iterator[StageDays]:
        for form in [*self.stage_forms, *self.new_stage_forms]:
            stage = form.stage()
            if stage and stage.key != "voting":
                yield stage
        day = self.cleaned_data["voting_on"]
        yield StageDays("voting", "Pemungutan suara", "Voting", day, day)


class WorkingMomentForm(forms.Form):
    """The day and hour of a rehearsal; both empty for the real ones."""

    day = day_field(
        _("Working date"), required=False, help_text=_("Empty: the real date.")
    )
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("This is no time. Write it as 08:00.")},
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = ZoneInfo(zone)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("time") and not said.get("day") and "day" not in self.errors:
            self.add_error("day", _("A time needs its day."))
        return said

    def moment(self) -> datetime | None:
        """The moment as entered."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        if day is None:
            return None
        at = time or datetime(2000, 1, 1, 8, 0, tzinfo=self._zone).time()
        return datetime.combine(day, at, tzinfo=self._zone)


def _village_field(villages: QuerySet[Area]) -> forms.Field:
    return forms.ModelChoiceField(
        label=_("Village"),
        queryset=villages,
        error_messages={
            "invalid_choice": _("Choose a village of your own area."),
            "required": _("Choose a village."),
        },
    )


class StationForm(forms.Form):
    """One polling station."""

    number = forms.IntegerField(
        label=_("TPS number"),
        min_value=1,
        max_value=999,
        error_messages={
            "min_value": _("A TPS number is 1 or more."),
            "invalid": _("Write the number in digits."),
            "required": _("Enter the number of the TPS."),
        },
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=160,
        required=False,
        help_text=_("For example: SDN 1 Senakin."),
    )
    voters = forms.IntegerField(
        label=_("Voters on the roll"),
        min_value=0,
        max_value=9_999,
        required=False,
        help_text=_("The number only; names of voters are never kept here."),
        error_messages={
            "min_value": _("This number cannot be below 0."),
            "invalid": _("Write the number in digits."),
        },
    )

    field_order = ("village", "number", "place", "voters")

    def __init__(self, *args: Any, villages: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"] = _village_field(villages)
        self.order_fields(self.field_order)

    def facts(self) -> StationFacts:
        """The station as entered."""
        return StationFacts(**self.cleaned_data)


def add_faults(form: forms.BaseForm, error: ValidationError) -> None:
    """Put the faults that a service found at the fields that it names."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, faults in error.error_dict.items():
        form.add_error(name if name in form.fields else None, faults)
