"""Looking a draft through again."""

from datetime import datetime

from django.db import transaction

from sejuk.training.checks import keep_check
from sejuk.training.faults import Fault, faults_of
from sejuk.training.models import Plan


@transaction.atomic
def check(plan: Plan, at: datetime) -> list[Fault]:
    """Look a draft through at the election's moment, and keep what it breaks.

    Changes nothing that people said, so that it needs no permission and leaves no act.
    """
    faults = faults_of(plan, at)
    if plan.is_draft:
        keep_check(plan, faults, at)
    return faults
