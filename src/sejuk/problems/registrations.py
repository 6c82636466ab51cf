"""Rows of the access table for problems."""

from sejuk.accounts.access import DataClass, Registration, register
from sejuk.problems.models import Closure, Problem, Reopening

C1 = DataClass.COORDINATION

register(Problem, Registration(C1, area="village", station="station"))
register(Closure, Registration(C1, area="problem__village"))
register(Reopening, Registration(C1, area="closure__problem__village"))
