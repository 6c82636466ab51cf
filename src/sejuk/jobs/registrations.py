"""Rows of the access table for jobs."""

from sejuk.accounts.access import DataClass, Registration, register
from sejuk.jobs.models import Job

register(Job, Registration(DataClass.COORDINATION, area="area", own="asked_by"))
