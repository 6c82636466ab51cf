"""Forms about accounts; faults stand at the field concerned."""

import re
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sejuk.accounts import labels
from sejuk.accounts.access import areas_where, kinds_made, may_make
from sejuk.accounts.models import Account, Role
from sejuk.accounts.role_rules import AT_A_STATION, LEVELS
from sejuk.accounts.services import NewRole
from sejuk.accounts.sign_in import phone_in_e164
from sejuk.places.models import Area

_OFFERED_AREAS = 400
_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LowerCaseField(forms.CharField):
    """Text that does not tell capitals from small letters."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").lower()


class AreaInput(forms.TextInput):
    """Code or name of an area, with the areas to choose from beside it."""

    template_name = "accounts/widgets/area_input.html"

    def __init__(self, areas: QuerySet[Area]) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self._areas = areas

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"areas-of-{name}"
        context["areas"] = self._areas.order_by("code").only("code", "name")[
            :_OFFERED_AREAS
        ]
        return context


class AreaField(forms.CharField):
    """An area among those of the user, by its code, its name, or both."""

    def __init__(self, areas: QuerySet[Area], **options: Any) -> None:
        super().__init__(widget=AreaInput(areas), max_length=200, **options)
        self._areas = areas

    def prepare_value(self, value: Any) -> Any:
        return f"{value.code} {value.name}" if isinstance(value, Area) else value

    def clean(self, value: Any) -> Area | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        code = _CODE.match(text)
        if code:
            found = list(self._areas.filter(code=code.group()))
        else:
            found = list(self._areas.filter(name__iexact=text).order_by("code")[:5])
        if not found:
            raise ValidationError(
                _("There is no area “%(text)s” among yours. Choose one of the list."),
                code="unknown",
                params={"text": text},
            )
        if len(found) > 1:
            raise ValidationError(
                _("Several areas are called so. Write the code: %(codes)s."),
                code="ambiguous",
                params={"codes": ", ".join(area.code for area in found)},
            )
        return found[0]


class PersonForm(forms.ModelForm[Account]):
    """Who signs in."""

    username = LowerCaseField(
        label=_("User name"),
        max_length=60,
        help_text=_("Small letters, digits, dots and hyphens, as in “siti.senakin”."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=24,
        help_text=_("One can sign in with it instead of the user name."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )

    class Meta:
        model = Account
        fields = ["name", "username", "phone", "language"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off"})}

    def clean_phone(self) -> str | None:
        text = self.cleaned_data["phone"].strip()
        if not text:
            return None
        phone = phone_in_e164(text)
        if phone is None:
            raise ValidationError(
                _("This is no phone number. Write it as in 0812-0000-1234."),
                code="phone",
            )
        return phone


class RoleForm(forms.Form):
    """What somebody may do, where, and until when."""

    kind = forms.ChoiceField(label=_("Role"))
    area = forms.CharField()
    station_number = forms.IntegerField(
        label=_("Polling station"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("Its number in the village; for crews and station supervisors."),
    )
    starts_on = forms.DateField(label=_("From"), widget=DayInput())
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DayInput(),
        help_text=_("The last day on which the role holds; empty while it is open."),
    )

    def __init__(
        self, *args: Any, by: Account, account: Account | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._by, self._account = by, account
        areas = areas_where(by, "make_account")
        self.fields["area"] = AreaField(
            areas, label=_("Area"), help_text=_("Choose, or write its name or code.")
        )
        kinds = kinds_made(by)
        choices = [(value, word) for value, word in Role.Kind.choices if value in kinds]
        self.fields["kind"].choices = [("", _("Choose a role")), *choices]  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = timezone.localdate()
        self.order_fields(["kind", "area", "station_number", "starts_on", "ends_on"])

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        kind, area = given.get("kind"), given.get("area")
        if kind and area:
            self._check_place(kind, area)
            self._check_given_once(kind, area)
        if kind and "station_number" in given:
            self._check_station(kind, given["station_number"])
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("A role ends after it starts."))
        return given

    def new_role(self) -> NewRole:
        """The role as the valid form says it."""
        given = self.cleaned_data
        return NewRole(
            kind=given["kind"],
            area=given["area"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            station_number=given["station_number"],
        )

    def _check_place(self, kind: str, area: Area) -> None:
        if area.level not in LEVELS[kind]:
            words = " / ".join(
                str(Area.Levels(level).label) for level in sorted(LEVELS[kind])
            )
            self.add_error(
                "area",
                ValidationError(
                    _("This role works at another level than %(area)s: %(levels)s."),
                    code="level",
                    params={"area": area.name, "levels": words},
                ),
            )
        elif not may_make(self._by, kind, area):
            self.add_error("area", _("Your roles do not give this role there."))

    def _check_given_once(self, kind: str, area: Area) -> None:
        starts_on = self.cleaned_data.get("starts_on")
        if self._account is None or starts_on is None:
            return
        same = self._account.roles.filter(kind=kind, area=area)
        number = self.cleaned_data.get("station_number")
        if any(
            role.station_number == number
            and (role.ends_on is None or role.ends_on >= starts_on)
            for role in same
        ) or any(role.starts_on == starts_on for role in same):
            self.add_error("kind", _("This account has this role already."))

    def _check_station(self, kind: str, number: int | None) -> None:
        if kind == Role.Kind.KPPS and number is None:
            self.add_error(
                "station_number", _("Say at which polling station the crew works.")
            )
        if kind not in AT_A_STATION and number is not None:
            self.add_error(
                "station_number",
                _("Only crews and station supervisors have a polling station."),
            )


class EndForm(forms.Form):
    """On which day a role ends."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput())

    def __init__(self, *args: Any, role: Role, **options: Any) -> None:
        super().__init__(*args, **options)
        self._role = role
        self.fields["last_day"].initial = timezone.localdate()

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day < self._role.starts_on:
            raise ValidationError(_("A role ends after it starts."), code="early")
        return day


class SignInForm(AuthenticationForm):
    """User name or phone number, and password; one sentence whatever was wrong."""

    error_messages = {
        "invalid_login": _(
            "This name and this password do not belong together. Look at both again."
        ),
        "inactive": _(
            "This name and this password do not belong together. Look at both again."
        ),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["username"].label = _("User name or phone number")
        self.fields["password"].label = _("Password")


class OwnPasswordForm(PasswordChangeForm):
    """The old password, and twice the new one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["new_password1"].help_text = _(
            "At least 10 characters, and none that many people use."
        )
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self) -> str:
        new: str = self.cleaned_data["new_password1"]
        if self.user.check_password(new):
            raise ValidationError(
                _("This is the password that you have. Choose another."), code="same"
            )
        return new


class AccountFilter(forms.Form):
    """Which accounts a list shows."""

    q = forms.CharField(label=_("Name or number"), required=False)
    kind = forms.ChoiceField(label=_("Role"), required=False)
    area = forms.CharField(required=False)

    def __init__(self, *args: Any, by: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = kinds_made(by)
        choices = [(value, word) for value, word in Role.Kind.choices if value in kinds]
        self.fields["kind"].choices = [("", _("All roles")), *choices]  # type: ignore[attr-defined]
        self.fields["area"] = AreaField(
            areas_where(by, "make_account"), label=_("Area"), required=False
        )


class LabelForm(forms.Form):
    """What things are called here."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for key, (about, usual) in labels.DEFAULTS.items():
            self.fields[key] = forms.CharField(
                label=str(about),
                required=False,
                max_length=120,
                widget=forms.TextInput(attrs={"placeholder": str(usual)}),
            )
