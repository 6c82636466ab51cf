"""Plans one sub-district and says how good the plan is.

    PYTHONPATH=src python -m bench.plan --area 63.02.09 --seconds 20 --seed 1 [--json]

`--example` plans the product's example instead, `--replan` plans that again on its
working date. Every plan goes through the independent checker.
"""

import argparse
import json
import resource
import sys
from dataclasses import dataclass, replace
from datetime import date

from bench.instances import EXAMPLE, example_instance, instance_of
from sejuk.domain.training.baseline import greedy, last_times_way
from sejuk.domain.training.check import violations
from sejuk.domain.training.instance import Attended, Instance, Officer, Trainer
from sejuk.domain.training.invented import draw
from sejuk.domain.training.plan import Plan, Progress
from sejuk.training.solving import solve

WORKING_DATE = date(2020, 11, 26)
SHARE_THAT_COMES = 0.92
AGAIN_SECONDS = 5.0


def main(arguments: list[str]) -> int:
    """Measure; returns 1 when the checker found anything, 2 without such an area."""
    options = _options(arguments)
    try:
        instance = _instance(options)
    except (LookupError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2
    instance, plan, first = _planned(instance, options)
    broken = violations(instance, plan)
    figures = {
        "area": instance.villages[0].code[: len(EXAMPLE)],
        "seed": options.seed,
        "objective": plan.loss,
        "bound": plan.bound,
        "gap": plan.gap,
        "seconds": plan.seconds,
        "first_plan_seconds": first,
        "officers": plan.figures.officers,
        "officers_twice": plan.figures.officers_twice,
        "sessions": len(plan.sessions),
        "mean_recall": plan.figures.mean_recall,
        "worst_recall": plan.figures.worst_recall,
        "trainer_days": plan.figures.trainer_days,
        "rupiah": plan.figures.rupiah,
        "told": plan.figures.told,
        "last_time": last_times_way(instance).loss,
        "greedy": greedy(instance).loss,
        "largest_process_mib": _largest_process_mib(),
        "notes": list(plan.notes),
        "violations": [f"{v.code} {dict(v.params)}" for v in broken],
    }
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        _tell(figures)
    return 1 if broken else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.plan", description=__doc__)
    parser.add_argument("--area", default=EXAMPLE, help="sub-district, edition of 2025")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--half-seats", action="store_true", help="half of each hall")
    parser.add_argument("--point-rupiah", type=float, help="what one point is worth")
    parser.add_argument("--example", action="store_true", help="the product's example")
    parser.add_argument(
        "--replan", action="store_true", help="the example again on its working date"
    )
    return parser.parse_args(arguments)


def _planned(
    instance: Instance, options: argparse.Namespace
) -> tuple[Instance, Plan, float]:
    plan, first = timed(instance, options.seconds, options.seed)
    if not options.replan:
        return instance, plan, first
    later = on_the_working_date(instance, plan, options.seed)
    return (later, *timed(later, AGAIN_SECONDS, options.seed))


def _instance(options: argparse.Namespace) -> Instance:
    price = options.point_rupiah
    if options.example or options.replan:
        return example_instance(seed=options.seed, point_rupiah=price or 4_000)
    return instance_of(
        options.area,
        seed=options.seed,
        point_rupiah=price or 8_500,
        has_half_seats=options.half_seats,
    )


def timed(instance: Instance, seconds: float, seed: int) -> tuple[Plan, float]:
    """A plan, and the seconds until the first one stood."""
    seen = _First()
    plan = solve(instance, seconds=seconds, seed=seed, on_progress=seen)
    return plan, plan.seconds if seen.seconds is None else seen.seconds


@dataclass(slots=True)
class _First:
    """Remembers when the first plan was told."""

    seconds: float | None = None

    def __call__(self, progress: Progress) -> None:
        if self.seconds is None and progress.loss is not None:
            self.seconds = progress.seconds


def on_the_working_date(instance: Instance, plan: Plan, seed: int) -> Instance:
    """What is left to plan on 26 November: two days held, some people missed theirs.

    Sessions up to that day were attended by 92 of 100 of those expected; those that
    stand before the first day that can still be planned will be.
    """
    later = replace(instance, today=WORKING_DATE, old=plan.sessions)
    return replace(
        later,
        officers=tuple(_with_history(later, o, seed) for o in instance.officers),
        trainers=tuple(_with_days(later, t) for t in instance.trainers),
    )


def _with_history(later: Instance, officer: Officer, seed: int) -> Officer:
    came = tuple(
        Attended(session.on, session.organiser)
        for session in later.old or ()
        if session.on < later.first_day
        and officer.id in session.officers
        and (
            session.on >= WORKING_DATE
            or draw(seed, officer.id, session.on.isoformat(), "came") < SHARE_THAT_COMES
        )
    )
    return replace(officer, history=came)


def _with_days(later: Instance, trainer: Trainer) -> Trainer:
    worked = {s.on for s in later.old or () if s.trainer == trainer.id}
    return replace(
        trainer,
        worked_on=frozenset(on for on in worked if on < later.first_day),
    )


def _largest_process_mib() -> float:
    used = [
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return round(max(used) / 1024, 1)


def _tell(figures: dict[str, object]) -> None:
    for name, figure in figures.items():
        shown = f"{figure:,.4f}" if isinstance(figure, float) else figure
        print(f"{name:>20}  {shown}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
