"""Rows of the access table for elections: calendars and rules are public."""

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
