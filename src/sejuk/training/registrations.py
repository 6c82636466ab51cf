"""Rows of the access table for training.

Sessions and plans are coordination; attendance by name is contact data, its counts
are coordination and stand on the pages of readiness.
"""

from sejuk.accounts.access import DataClass, Registration, register
from sejuk.training.models import (
    Attendance,
    FreeDay,
    Invitation,
    Plan,
    PlanSetting,
    Session,
    Trainer,
)

C1, C2 = DataClass.COORDINATION, DataClass.CONTACT

register(Trainer, Registration(C1, area="area", own="account"))
register(FreeDay, Registration(C1, area="sub_district", own="trainer__account"))
register(PlanSetting, Registration(C1, area="area"))
register(Plan, Registration(C1, area="area"))
register(Session, Registration(C1, area="venue__area", own="trainer__account"))
register(
    Invitation,
    Registration(
        C1,
        area="session__venue__area",
        station="seat__station",
        own="session__trainer__account",
    ),
)
register(
    Attendance,
    Registration(C2, area="session__venue__area", own="session__trainer__account"),
)
