"""Rows of the access table for jobs."""

from django.utils.translation import gettext_lazy as _

from sejuk.accounts import acts
from sejuk.accounts.access import DataClass, Registration, register
from sejuk.jobs.models import Job

register(Job, Registration(DataClass.COORDINATION, area="area", own="asked_by"))

acts.say({"start_job": _("asked for the work"), "stop_job": _("stopped the work")})
