"""Asking for long work, carrying it out, stopping it, and its pages."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from sejuk.accounts.models import Account, Act
from sejuk.jobs import registry, services
from sejuk.jobs.models import Job
from sejuk.jobs.recovery import recover
from sejuk.jobs.registry import JobWords, register
from sejuk.jobs.running import LaidDown, RunningJob
from sejuk.jobs.tasks import SHIFT, run_job
from sejuk.jobs.words import told
from sejuk.places.models import Area

State = Job.State
Work = Callable[[RunningJob], dict[str, Any]]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], None]:
    """Says what the kind "test" does, for one test."""
    monkeypatch.setattr(registry, "_kinds", {})

    def does(function: Work) -> None:
        register(
            "test",
            function,
            words=JobWords(
                "Testing",
                so_far=lambda p: f"{p.get('at', 0)} so far",
                outcome=lambda o: f"{o['n']} found",
                href=lambda job: "/result/",
            ),
        )

    does(lambda job: {"n": 7})
    return does


@pytest.fixture
def ppk(make_account: Callable[..., Account]) -> Account:
    return make_account("ppk", "63.02.09")


@pytest.fixture
def job(work: object, areas: dict[str, Area], ppk: Account) -> Job:
    return services.start("test", area=areas["63.02.09"], by=ppk, arguments={"a": 1})


def carried_out(job: Job) -> Job:
    run_job.call(job.pk)
    job.refresh_from_db()
    return job


@pytest.fixture
def ending() -> Iterator[None]:
    SHIFT.ending.set()
    yield
    SHIFT.ending.clear()


class TestStart:
    def test_puts_the_job_in_the_queue_and_in_the_record(
        self, job: Job, ppk: Account
    ) -> None:
        assert job.state == State.WAITING
        assert DBTaskResult.objects.get(id=job.task_id).status == "READY"
        assert Act.objects.get(verb="start_job").account == ppk

    def test_saying_it_twice_gives_the_job_under_way(
        self, job: Job, areas: dict[str, Area]
    ) -> None:
        again = services.start(
            "test", area=areas["63.02.09"], by=None, arguments={"a": 1}
        )

        assert again == job
        assert DBTaskResult.objects.count() == 1

    def test_other_arguments_or_a_job_that_is_over_make_a_new_one(
        self, job: Job, areas: dict[str, Area]
    ) -> None:
        area = areas["63.02.09"]
        other = services.start("test", area=area, by=None, arguments={"a": 2})
        carried_out(job)

        new = services.start("test", area=area, by=None, arguments={"a": 1})

        assert len({job.pk, other.pk, new.pk}) == 3

    def test_a_kind_nobody_registered_is_a_caller_s_mistake(
        self, work: object, areas: dict[str, Area]
    ) -> None:
        with pytest.raises(ValueError, match="nobody"):
            services.start("nobody", area=areas["63.02"], by=None, arguments={})


class TestCarryingOut:
    def test_keeps_the_outcome(self, job: Job) -> None:
        carried_out(job)

        assert (job.state, job.outcome, job.share_done) == (State.DONE, {"n": 7}, 1)

    def test_is_done_once_however_often_the_queue_hands_it_out(
        self, job: Job, work: Callable[[Work], None]
    ) -> None:
        seen = []

        def see(running: RunningJob) -> dict[str, Any]:
            seen.append(running.pk)
            return {}

        work(see)

        carried_out(job)
        carried_out(job)

        assert seen == [job.pk]

    def test_a_person_s_mistake_is_kept_as_its_sentence(
        self, job: Job, work: Callable[[Work], None]
    ) -> None:
        def refuse(running: RunningJob) -> dict[str, Any]:
            raise ValidationError("There are no trainers.")

        work(refuse)
        carried_out(job)

        assert (job.state, job.error) == (State.FAILED, "There are no trainers.")

    def test_an_unforeseen_fault_is_a_plain_sentence_and_stands_in_the_log(
        self,
        job: Job,
        work: Callable[[Work], None],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        def fall(running: RunningJob) -> dict[str, Any]:
            raise RuntimeError("secret detail")

        work(fall)
        carried_out(job)

        assert job.state == State.FAILED
        assert str(job.pk) in job.error
        assert "secret detail" not in job.error
        assert "secret detail" in caplog.text

    def test_progress_is_kept_and_a_first_report_is_written_at_once(
        self, job: Job, work: Callable[[Work], None]
    ) -> None:
        during: list[Job] = []

        def report(running: RunningJob) -> dict[str, Any]:
            running.report(0.5, at=5)
            running.report(0.6, at=6)
            during.append(Job.objects.get(pk=running.pk))
            return {}

        work(report)
        carried_out(job)

        assert (during[0].share_done, during[0].progress) == (0.5, {"at": 5})

    def test_a_stop_that_is_seen_keeps_the_best_so_far(
        self, job: Job, work: Callable[[Work], None]
    ) -> None:
        def stop(running: RunningJob) -> dict[str, Any]:
            services.ask_to_stop(running.job, by=None)
            assert running.wants_stop()
            return {"n": 3}

        work(stop)
        carried_out(job)

        assert (job.state, job.outcome) == (State.STOPPED, {"n": 3})

    def test_a_result_is_written_with_the_end_of_the_job(
        self, job: Job, work: Callable[[Work], None]
    ) -> None:
        def write(running: RunningJob) -> dict[str, Any]:
            with running.writing() as outcome:
                outcome["n"] = 9
            assert Job.objects.get(pk=running.pk).state == State.DONE
            return {"n": "ignored: the job is over"}

        work(write)
        carried_out(job)

        assert (job.state, job.outcome) == (State.DONE, {"n": 9})

    def test_a_result_that_fails_halfway_is_not_written_at_all(
        self, job: Job, areas: dict[str, Area], work: Callable[[Work], None]
    ) -> None:
        def fall(running: RunningJob) -> dict[str, Any]:
            with running.writing():
                Area.objects.filter(code="63.02.10").update(name="Half")
                raise ValidationError("No.")

        work(fall)
        carried_out(job)

        assert job.state == State.FAILED
        assert Area.objects.get(code="63.02.10").name == "Kelumpang Utara"

    def test_a_worker_that_lost_its_job_writes_nothing(
        self, job: Job, work: Callable[[Work], None]
    ) -> None:
        outcomes = []

        def lose(running: RunningJob) -> dict[str, Any]:
            Job.objects.filter(pk=running.pk).update(worker="another")
            for use in (running.wants_stop, lambda: running.report(1)):
                with pytest.raises(LaidDown):
                    use()
            with pytest.raises(LaidDown), running.writing():
                outcomes.append("written")
            return {"n": 1}

        work(lose)
        carried_out(job)

        assert outcomes == []
        assert (job.state, job.worker, job.outcome) == (State.RUNNING, "another", {})

    def test_a_worker_that_ends_gives_the_job_back(
        self, job: Job, work: Callable[[Work], None], ending: None
    ) -> None:
        work(lambda running: {"n": running.wants_stop()})
        first_task = job.task_id

        carried_out(job)

        assert (job.state, job.attempts, job.outcome) == (State.WAITING, 0, {})
        assert job.task_id != first_task
        assert DBTaskResult.objects.get(id=job.task_id).status == "READY"


class TestRecover:
    def silence(self, job: Job, **fields: Any) -> None:
        long_ago = timezone.now() - timedelta(minutes=5)
        Job.objects.filter(pk=job.pk).update(beat_at=long_ago, **fields)

    def recovered(self, job: Job) -> Job:
        recover(silent_since=timezone.now() - timedelta(seconds=20))
        job.refresh_from_db()
        return job

    def test_begins_again_what_was_tried_once(self, job: Job) -> None:
        self.silence(job, state=State.RUNNING, attempts=1, worker="dead")

        assert self.recovered(job).state == State.WAITING
        assert carried_out(job).state == State.DONE

    def test_gives_up_what_was_tried_twice_and_says_so(self, job: Job) -> None:
        self.silence(job, state=State.RUNNING, attempts=2, worker="dead")

        assert self.recovered(job).state == State.LOST
        with translation.override("en"):
            assert "twice" in told(job).words

    def test_leaves_a_living_worker_alone(self, job: Job) -> None:
        Job.objects.filter(pk=job.pk).update(
            state=State.RUNNING, beat_at=timezone.now(), worker="alive"
        )

        assert self.recovered(job).worker == "alive"

    def test_finds_what_a_worker_took_from_the_queue_and_never_began(
        self, job: Job
    ) -> None:
        first_task = job.task_id
        DBTaskResult.objects.update(
            status="RUNNING", started_at=timezone.now() - timedelta(minutes=5)
        )

        assert self.recovered(job).task_id != first_task
        assert DBTaskResult.objects.get(id=job.task_id).status == "READY"


class TestStop:
    def test_a_waiting_job_ends_at_once_and_is_never_begun(self, job: Job) -> None:
        services.ask_to_stop(job, by=None)

        assert carried_out(job).state == State.STOPPED
        assert job.started_at is None

    def test_what_is_over_stays_as_it_is(self, job: Job) -> None:
        carried_out(job)

        services.ask_to_stop(job, by=None)

        job.refresh_from_db()
        assert (job.state, job.wants_stop) == (State.DONE, False)


class TestPages:
    def page(self, client: Client, job: Job, **headers: str) -> str:
        response = client.get(
            reverse("jobs:job_detail", args=[job.pk]), headers=headers
        )
        assert response.status_code == 200
        return response.content.decode()

    def test_a_job_under_way_asks_again_and_can_be_stopped(
        self, job: Job, ppk: Account, sign_in: Callable[..., Client]
    ) -> None:
        Job.objects.filter(pk=job.pk).update(
            state=State.RUNNING, share_done=0.25, progress={"at": 12}
        )

        page = self.page(sign_in(ppk), job)

        assert 'hx-trigger="every 1s"' in page
        assert 'value="25"' in page
        assert "12 so far" in page
        assert reverse("jobs:job_stop", args=[job.pk]) in page

    def test_the_poll_gets_the_part_alone_and_ends_with_the_job(
        self, job: Job, ppk: Account, sign_in: Callable[..., Client]
    ) -> None:
        carried_out(job)

        part = self.page(sign_in(ppk), job, HX_Request="true")

        assert "<html" not in part
        assert "hx-get" not in part
        assert "7 found" in part
        assert 'href="/result/"' in part

    def test_stopping_goes_back_to_the_job(
        self, job: Job, ppk: Account, sign_in: Callable[..., Client]
    ) -> None:
        answer = sign_in(ppk).post(reverse("jobs:job_stop", args=[job.pk]))

        assert answer.status_code == 302
        assert Job.objects.get(pk=job.pk).state == State.STOPPED

    @pytest.mark.parametrize(
        ("role", "answers"),
        [
            (("ppk", "63.02.09"), (200, 302)),
            (("kpu", "63.02"), (200, 302)),
            (("camat", "63.02.09"), (200, 404)),
            (("ppk", "63.02.10"), (404, 404)),
            (("pps", "63.02.09.2001"), (404, 404)),
            (("administrator", "63.02"), (404, 404)),
        ],
    )
    def test_who_sees_and_stops_it(
        self,
        role: tuple[str, str],
        answers: tuple[int, int],
        job: Job,
        make_account: Callable[..., Account],
        sign_in: Callable[..., Client],
    ) -> None:
        client = sign_in(make_account(*role))

        seen = client.get(reverse("jobs:job_detail", args=[job.pk]))
        stopped = client.post(reverse("jobs:job_stop", args=[job.pk]))

        assert (seen.status_code, stopped.status_code) == answers

    def test_a_job_that_waits_while_nobody_works_says_so(
        self, job: Job, ppk: Account, sign_in: Callable[..., Client]
    ) -> None:
        job.asked_at = timezone.now() - timedelta(minutes=2)
        job.save()

        with translation.override("en"):
            assert "Nothing works in the background" in told(job).words

    def test_the_list_takes_the_same_queries_however_many_jobs(
        self,
        job: Job,
        ppk: Account,
        sign_in: Callable[..., Client],
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        client = sign_in(ppk)
        url = reverse("jobs:job_list", args=["63.02.09"])
        Job.objects.bulk_create(
            Job(kind="test", area=job.area, asked_by=ppk, state=state)
            for state in State.values * 5
        )

        with django_assert_num_queries(9):
            page = client.get(url).content.decode()

        assert page.count("<tr>") == 31
