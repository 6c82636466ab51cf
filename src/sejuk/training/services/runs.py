"""Having a plan made in the background."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sejuk.accounts.models import Account
from sejuk.domain.training.plan import Plan as FoundPlan
from sejuk.domain.training.plan import Progress
from sejuk.elections.clock import now
from sejuk.elections.models import Election
from sejuk.jobs import services as jobs
from sejuk.jobs.models import Job
from sejuk.jobs.queries import jobs_under_way
from sejuk.jobs.running import RunningJob
from sejuk.places.models import Area
from sejuk.training.models import Plan
from sejuk.training.planning import problem_of
from sejuk.training.queries import current_plan, draft_plan
from sejuk.training.services.guard import permit
from sejuk.training.services.writing import write_plan
from sejuk.training.solving import solve

KIND = "plan_training"
"""The job's kind."""

USUAL_SECONDS = 20
AGAIN_SECONDS = 5
MOST_SECONDS = 600


def start_planning(
    area: Area,
    election: Election,
    *,
    by: Account | None,
    seconds: float = USUAL_SECONDS,
    seed: int = 1,
) -> Job:
    """Have a plan of a sub-district made; it becomes the draft.

    It goes around what was held, what is so near that it stands, and what is locked;
    to change what people know costs calm.

    Raises:
        ValidationError: a sentence for each reason why no plan can be made; at
            `seconds` if out of bounds; code `under_way` if one is being made already.
        PermissionDenied: if `by` may not plan here.
    """
    permit(by, "plan", area)
    if not 1 <= seconds <= MOST_SECONDS:
        message = _("Enter a number from %(least)s to %(most)s.")
        said = {"least": "1", "most": str(MOST_SECONDS)}
        raise ValidationError({"seconds": message % said})
    problem_of(area, election, now(election, area))
    arguments = {"election": election.pk, "seconds": seconds, "seed": seed}
    for job in jobs_under_way(KIND, area.code):
        if job.arguments != arguments and not job.wants_stop:
            message = _("A plan of this area is being made already.")
            raise ValidationError(message, code="under_way")
    return jobs.start(KIND, area=area, by=by, arguments=arguments)


def replan(
    area: Area,
    election: Election,
    *,
    by: Account | None,
    seconds: float = AGAIN_SECONDS,
    seed: int = 1,
) -> Job:
    """Have the sessions to come planned again, around locks, at the price of calm.

    Raises:
        ValidationError: as `start_planning`; if there is no plan yet.
        PermissionDenied: if `by` may not plan here.
    """
    if not (draft_plan(area, election) or current_plan(area, election)):
        message = _("There is no plan yet. Make one first.")
        raise ValidationError(message, code="no_plan")
    return start_planning(area, election, by=by, seconds=seconds, seed=seed)


def make_plan(running: RunningJob) -> dict[str, Any]:
    """What the job does: find a plan and write it as the draft.

    Raises:
        ValidationError: if no plan can be made, or what stands was changed meanwhile.
    """
    arguments = running.arguments
    election = Election.objects.get(pk=arguments["election"])
    seconds = float(arguments["seconds"])
    problem = problem_of(running.area, election, now(election, running.area))

    def tell(progress: Progress) -> None:
        share = min(1.0, progress.seconds / seconds)
        running.report(share, **progress_as_stored(progress))

    found = solve(
        problem.instance,
        seconds=seconds,
        seed=int(arguments["seed"]),
        on_progress=tell,
        wants_stop=running.wants_stop,
    )
    with running.writing() as outcome:
        plan = write_plan(problem, found, by=running.asked_by, job=running.job)
        outcome.update(outcome_of(plan, found))
    return outcome


def progress_as_stored(progress: Progress) -> dict[str, Any]:
    """How far a run is, as JSON keeps it."""
    figures = progress.plan.figures if progress.plan else None
    return {
        "seconds": progress.seconds,
        "stage": progress.stage,
        "loss": progress.loss,
        "bound": progress.bound,
        "gap": progress.gap,
        "officers": figures.officers if figures else None,
        "officers_twice": figures.officers_twice if figures else None,
        "sessions": sum(figures.sessions.values()) if figures else None,
    }


def outcome_of(plan: Plan, found: FoundPlan) -> dict[str, Any]:
    """What became of a run, as JSON keeps it and as the command prints it."""
    return {
        "plan": plan.pk,
        "number": plan.number,
        "objective": found.loss,
        "bound": found.bound,
        "gap": found.gap,
        "seconds": found.seconds,
        "officers": found.figures.officers,
        "officers_twice": found.figures.officers_twice,
        "sessions": len(found.sessions),
        "told": found.figures.told,
        "notes": list(found.notes),
    }
