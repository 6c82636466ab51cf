"""Writes about training: one function a thing that a person does, one transaction each.

`by` is who does it (None: the installation itself), `at` the election's moment
(`elections.clock.now`). Each asks the access table first.
"""

from sejuk.training.checks import last_check
from sejuk.training.faults import Fault, faults_of
from sejuk.training.services.attendance import (
    Recorded,
    correct_attendance,
    record_attendance,
    record_whole_crew,
)
from sejuk.training.services.checking import check
from sejuk.training.services.drafts import (
    Edited,
    Place,
    add_session,
    lock,
    move_session,
    remove_session,
    set_seats,
    start_draft,
    unlock,
)
from sejuk.training.services.invitations import (
    call_off,
    invite,
    invite_crew,
    uninvite,
    uninvite_crew,
)
from sejuk.training.services.publishing import Published, discard, publish
from sejuk.training.services.resources import (
    change_setting,
    close_venue,
    give_days,
    open_venue,
    save_trainer,
    save_venue,
    take_days,
)
from sejuk.training.services.runs import replan, start_planning
from sejuk.training.services.self_organised import add_self_organised
from sejuk.training.services.travel import say_travel
from sejuk.training.services.writing import BrokenPlanError, write_plan

__all__ = [
    "BrokenPlanError",
    "Edited",
    "Fault",
    "Place",
    "Published",
    "Recorded",
    "add_self_organised",
    "add_session",
    "call_off",
    "change_setting",
    "check",
    "close_venue",
    "correct_attendance",
    "discard",
    "faults_of",
    "give_days",
    "invite",
    "invite_crew",
    "last_check",
    "lock",
    "move_session",
    "open_venue",
    "publish",
    "record_attendance",
    "record_whole_crew",
    "remove_session",
    "replan",
    "save_trainer",
    "save_venue",
    "say_travel",
    "set_seats",
    "start_draft",
    "start_planning",
    "take_days",
    "uninvite",
    "uninvite_crew",
    "unlock",
    "write_plan",
]
