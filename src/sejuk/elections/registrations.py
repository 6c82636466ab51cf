"""Rows of the access table for elections: calendars and rules are public."""

from django.utils.translation import gettext_lazy as _

from sejuk.accounts import acts
from sejuk.accounts.access import DataClass, Registration, register
from sejuk.elections.models import (
    CalendarRevision,
    Election,
    PollingStation,
    ProblemKind,
    Rule,
    Stage,
)

PUBLIC = Registration(DataClass.PUBLIC)

for model in (Election, CalendarRevision, Stage, Rule, ProblemKind):
    register(model, PUBLIC)
register(
    PollingStation,
    Registration(DataClass.COORDINATION, area="village", station="self"),
)

acts.say(
    {
        "record_stations": _("read a list of stations for"),
        "set_calendar": _("wrote down a new calendar of"),
        "set_working_moment": _("set the working date of"),
        "run_election": _("made everybody work for"),
        "add_station": _("added the polling station"),
        "correct_station": _("corrected the polling station"),
    }
)
