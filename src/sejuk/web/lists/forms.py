"""The form that takes a file."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """One file with a list."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, ODS or CSV; as it is, without a password"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty."),
        },
    )
