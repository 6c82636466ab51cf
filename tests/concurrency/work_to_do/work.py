"""Work that tests can watch: it counts, slowly, and says so in a file."""

import time
from pathlib import Path
from typing import Any

from sejuk.jobs.registry import JobWords, register
from sejuk.jobs.running import RunningJob


def count(job: RunningJob) -> dict[str, Any]:
    """Count to `to`, 20 a second, and add a line to `file` for each attempt."""
    with Path(job.arguments["file"]).open("a") as lines:
        lines.write("begun\n")
    to, at = job.arguments["to"], 0
    while at < to and not job.wants_stop():
        at += 1
        job.report(at / to, at=at)
        time.sleep(0.05)
    return {"counted": at}


def sleep(job: RunningJob) -> dict[str, Any]:
    """Be silent for `seconds`, as a solver is."""
    with Path(job.arguments["file"]).open("a") as lines:
        lines.write("begun\n")
    time.sleep(job.arguments["seconds"])
    return {"slept": True}


def register_work() -> None:
    """Make the work known in this process."""
    register("count", count, words=JobWords("Counting"))
    register("sleep", sleep, words=JobWords("Sleeping"))
