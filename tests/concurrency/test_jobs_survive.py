"""Jobs with real workers that are killed, stopped and started again."""

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.concurrency.conftest import wait_until
from tests.concurrency.work_to_do.work import register_work

from sejuk.jobs import services
from sejuk.jobs.models import Job
from sejuk.places.models import Area

StartWorker = Callable[..., "subprocess.Popen[str]"]
State = Job.State


@pytest.fixture
def area(database: str) -> Area:
    return Area.objects.create(code="63.02.09", name="Kelumpang Tengah", level=3)


@pytest.fixture
def ask(area: Area, tmp_path: Path) -> Callable[..., Job]:
    """Asks for work that writes a line a start into `begun(job)`."""
    register_work()

    def start(kind: str, **arguments: Any) -> Job:
        file = tmp_path / f"{kind}-{len(list(tmp_path.iterdir()))}"
        file.touch()
        return services.start(
            kind, area=area, by=None, arguments={**arguments, "file": str(file)}
        )

    return start


def begun(job: Job) -> int:
    return len(Path(job.arguments["file"]).read_text().splitlines())


def wait_for(job: Job, state: str) -> None:
    def is_so() -> bool:
        job.refresh_from_db()
        return job.state == state

    wait_until(is_so, f"{job} {state}")


def wait_for_start(job: Job, times: int) -> None:
    wait_until(lambda: begun(job) == times, f"start number {times}")


def test_a_job_runs_to_its_end(ask: Callable[..., Job], start_worker: Any) -> None:
    job = ask("count", to=5)

    start_worker("--until-empty").wait(timeout=40)

    job.refresh_from_db()
    assert (job.state, job.outcome, job.share_done) == (State.DONE, {"counted": 5}, 1)
    assert job.started_at
    assert job.ended_at


def test_a_killed_worker_s_job_is_begun_again_once(
    ask: Callable[..., Job], start_worker: StartWorker
) -> None:
    job = ask("count", to=30)
    first = start_worker()
    wait_for_start(job, 1)
    first.kill()
    first.wait()

    start_worker()

    wait_for(job, State.DONE)
    assert (begun(job), job.attempts) == (2, 2)
    assert job.outcome == {"counted": 30}


def test_a_job_that_killed_two_workers_is_lost_and_not_begun_again(
    ask: Callable[..., Job], start_worker: StartWorker
) -> None:
    job, other = ask("count", to=10_000), ask("count", to=1)
    for attempt in (1, 2):
        worker = start_worker()
        wait_for_start(job, attempt)
        worker.kill()
        worker.wait()

    start_worker()

    wait_for(job, State.LOST)
    wait_for(other, State.DONE)
    assert begun(job) == 2


def test_a_job_asked_to_stop_ends_with_its_best_so_far(
    ask: Callable[..., Job], start_worker: StartWorker
) -> None:
    job = ask("count", to=10_000)
    start_worker()
    wait_for_start(job, 1)

    services.ask_to_stop(job, by=None)

    wait_for(job, State.STOPPED)
    assert 0 < job.outcome["counted"] < 10_000


def test_a_worker_told_to_end_lays_its_job_down_for_the_next(
    ask: Callable[..., Job], start_worker: StartWorker
) -> None:
    job, second = ask("count", to=60), ask("count", to=1)
    worker = start_worker()
    wait_for_start(job, 1)

    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=10) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.WAITING, 0)

    start_worker("--until-empty").wait(timeout=40)
    job.refresh_from_db()
    second.refresh_from_db()
    assert (job.state, job.outcome) == (State.DONE, {"counted": 60})
    assert second.state == State.DONE


def test_a_silent_solver_is_not_taken_for_dead(
    ask: Callable[..., Job], start_worker: StartWorker
) -> None:
    job = ask("sleep", seconds=5)

    start_worker()
    start_worker()

    wait_for(job, State.DONE)
    assert (begun(job), job.attempts) == (1, 1)


def test_two_workers_do_each_job_once(
    ask: Callable[..., Job], start_worker: StartWorker
) -> None:
    jobs = [ask("count", to=2) for _ in range(8)]

    for worker in [start_worker("--until-empty") for _ in range(2)]:
        worker.wait(timeout=60)

    assert [begun(job) for job in jobs] == [1] * 8
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}
