"""What people read about a job: what happens, how far it is, what became of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sejuk.jobs.models import Job
from sejuk.jobs.queries import jobs_before, nobody_works
from sejuk.jobs.registry import JobWords, kind_of

_UNKNOWN = JobWords(title=gettext_lazy("Work of an earlier version"))
_BADGES = {
    Job.State.WAITING: "plain",
    Job.State.RUNNING: "plain",
    Job.State.DONE: "done",
    Job.State.STOPPED: "notice",
    Job.State.FAILED: "fault",
    Job.State.LOST: "fault",
}
_STATES = {
    Job.State.WAITING: gettext_lazy("waiting"),
    Job.State.RUNNING: gettext_lazy("running"),
    Job.State.DONE: gettext_lazy("done"),
    Job.State.STOPPED: gettext_lazy("stopped"),
    Job.State.FAILED: gettext_lazy("failed"),
    Job.State.LOST: gettext_lazy("lost"),
}


@dataclass(frozen=True, slots=True)
class ToldJob:
    """A job as its page and its line in a list say it.

    Attributes:
        job: the row.
        title: what is done.
        words: what is happening or what became of it, a sentence.
        detail: how good it is so far, or the outcome; "" where there is nothing to say.
        href: where the result stands, or "".
        verb: what the link there says.
        stop_verb: what the stop button says.
        badge: kind of the badge of its state.
        state: the word on it.
    """

    job: Job
    title: str | Promise
    words: str
    detail: str
    href: str
    verb: str | Promise
    stop_verb: str | Promise
    badge: str
    state: str | Promise


def told(job: Job, *, briefly: bool = False) -> ToldJob:
    """What to say of a job now; `briefly` asks the database nothing."""
    kind = kind_of(job)
    words = kind.words if kind else _UNKNOWN
    has_outcome = job.state in {Job.State.DONE, Job.State.STOPPED} and job.outcome
    detail = ""
    if has_outcome:
        detail = words.outcome(job.outcome)
    elif job.state == Job.State.RUNNING:
        detail = words.so_far(job.progress)
    return ToldJob(
        job=job,
        title=words.title,
        words="" if briefly and not job.is_over else _happening(job),
        detail=detail,
        href=words.href(job) if has_outcome else "",
        verb=words.verb or _("Look at the result"),
        stop_verb=words.stop or _("Take the best so far"),
        badge=_BADGES[Job.State(job.state)],
        state=_STATES[Job.State(job.state)],
    )


def _happening(job: Job) -> str:
    says: dict[str, Callable[[Job], str]] = {
        Job.State.WAITING: _waiting,
        Job.State.RUNNING: _running,
        Job.State.DONE: lambda _job: _("The work is done."),
        Job.State.STOPPED: _stopped,
        Job.State.FAILED: lambda job: job.error,
        Job.State.LOST: _lost,
    }
    return says[job.state](job)


def _running(job: Job) -> str:
    if job.wants_stop:
        return _("It was asked to stop and ends with the best so far.")
    if job.attempts > 1:
        return _("Its worker ended unexpectedly, so the work began again.")
    return _("The work is going on.")


def _stopped(job: Job) -> str:
    if job.started_at is None:
        return _("It was stopped before it began. Nothing was written.")
    return _("It was stopped; the best so far was kept.")


def _waiting(job: Job) -> str:
    if nobody_works(job):
        return _(
            "Nothing works in the background at present. Please tell whoever runs "
            "this installation; the work begins as soon as it can."
        )
    before = jobs_before(job)
    if not before:
        return _("The work begins in a moment.")
    return ngettext(
        "One piece of work comes before this one.",
        "%(n)d pieces of work come before this one.",
        before,
    ) % {"n": before}


def _lost(job: Job) -> str:
    if job.wants_stop:
        return _(
            "Its worker ended before it could stop in order. Nothing was written; "
            "begin it again if you still need it."
        )
    return _(
        "Its worker ended unexpectedly twice. Nothing was written. Please tell whoever "
        "runs this installation, then begin it again."
    )
