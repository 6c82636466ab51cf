"""Rows of the access table for training, its job, and words for what people did.

Sessions and plans are coordination; attendance by name is contact data, its counts
are coordination and stand on the pages of readiness.
"""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sejuk.accounts import acts
from sejuk.accounts.access import DataClass, Registration, register
from sejuk.crews import seat_training
from sejuk.jobs import registry
from sejuk.jobs.models import Job
from sejuk.jobs.registry import JobWords
from sejuk.training import words
from sejuk.training.models import (
    Attendance,
    FreeDay,
    Invitation,
    Plan,
    PlanSetting,
    Session,
    Trainer,
)
from sejuk.training.queries.attendance import attended_counts
from sejuk.training.services import runs

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

seat_training.register(attended_counts)


def _to_draft(job: Job) -> str:
    """Where the plan that a job made stands; "" where it made none."""
    plan = job.outcome.get("plan") if job.outcome else None
    return reverse("training:plan_draft", args=[plan]) if plan else ""


registry.register(
    runs.KIND,
    runs.make_plan,
    words=JobWords(
        title=_("Making a training plan"),
        so_far=words.progress_in_words,
        outcome=words.outcome_in_words,
        href=_to_draft,
        verb=_("Look at the draft"),
        stop=_("Take the best so far"),
    ),
)

acts.say(
    {
        "make_plan": _("made the training plan"),
        "start_draft": _("began a draft of the training plan"),
        "publish_plan": _("published the training plan"),
        "discard_plan": _("discarded the draft"),
        "add_session": _("added the session"),
        "move_session": _("moved the session"),
        "remove_session": _("took the session out of the draft"),
        "set_seats": _("set the seats of the session"),
        "lock_session": _("locked the session"),
        "unlock_session": _("unlocked the session"),
        "call_off_session": _("called off the session"),
        "invite": _("invited officers to the session"),
        "uninvite": _("took officers off the session"),
        "add_self_organised": _("announced the village's own session"),
        "record_attendance": _("recorded who came to the session"),
        "correct_attendance": _("corrected who came to the session"),
        "add_venue": _("added the hall"),
        "change_venue": _("changed the hall"),
        "close_venue": _("closed the hall on days"),
        "open_venue": _("opened the hall on days"),
        "say_travel": _("said how long the ways take from"),
        "add_trainer": _("added the trainer"),
        "change_trainer": _("changed the trainer"),
        "give_days": _("entered free days of the trainer"),
        "take_days": _("took back free days of the trainer"),
        "change_setting": _("changed the numbers of planning for"),
    }
)
