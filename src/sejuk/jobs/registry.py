"""Which kinds of long work there are. Apps register theirs in `AppConfig.ready`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from sejuk.jobs.models import Job
from sejuk.jobs.running import RunningJob

Told = Callable[[Mapping[str, Any]], str]


def _nothing(_said: Mapping[str, Any]) -> str:
    return ""


def _nowhere(_job: Job) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class JobWords:
    """What people read about a kind of work.

    Attributes:
        title: what is done, "Making a training plan".
        so_far: progress as a sentence: how good it is so far.
        outcome: the outcome as a sentence.
        href: address of the page where the result stands, or "".
        verb: what the link there says.
        stop: what the stop button says.
    """

    title: str | Promise
    so_far: Told = _nothing
    outcome: Told = _nothing
    href: Callable[[Job], str] = _nowhere
    verb: str | Promise = ""
    stop: str | Promise = ""


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of work: its function, its words, and who may start and stop it."""

    function: Callable[[RunningJob], dict[str, Any]]
    words: JobWords
    verb: str


_kinds: dict[str, JobKind] = {}


def register(
    kind: str,
    function: Callable[[RunningJob], dict[str, Any]],
    *,
    words: JobWords,
    verb: str = "plan",
) -> None:
    """Say which function does a kind of work.

    Args:
        kind: name of the work, kept in the job's row.
        function: takes the running job, returns an outcome that JSON can carry. It may
            be called again from the start after its worker died.
        words: what people read about it.
        verb: the verb of the access table for those who may start and stop it.
    """
    _kinds[kind] = JobKind(function, words, verb)


def kind_of(job: Job) -> JobKind | None:
    """The registered kind of a job; None if no app knows it any more."""
    return _kinds.get(job.kind)


def is_registered(kind: str) -> bool:
    """Whether an app registered this kind."""
    return kind in _kinds
