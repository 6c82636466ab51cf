"""Every sub-district of the regency, planned as long as a committee would wait.

`make soak`. Takes a quarter of an hour; CI has no time for it.
"""

import pytest
from bench.instances import data_folder, instance_of, sub_districts

from sejuk.domain.training.baseline import greedy
from sejuk.domain.training.check import violations
from sejuk.training.solving import solve

SECONDS = 20.0
WORST_GAP = 0.02

pytestmark = pytest.mark.data


def every_sub_district() -> list[str]:
    """The sub-districts of Kotabaru; none where the real data is absent."""
    return sub_districts() if data_folder().is_dir() else []


@pytest.mark.parametrize("area", every_sub_district())
def test_is_planned_well_and_within_every_rule(area: str) -> None:
    instance = instance_of(area, seed=1)

    plan = solve(instance, seconds=SECONDS, seed=1)

    assert violations(instance, plan) == ()
    assert plan.figures.officers_twice == plan.figures.officers
    assert plan.gap <= WORST_GAP
    assert plan.loss <= greedy(instance).loss


@pytest.mark.parametrize("seed", range(2, 7))
def test_other_free_days_and_halls_are_planned_well_too(seed: int) -> None:
    instance = instance_of("63.02.09", seed=seed)

    plan = solve(instance, seconds=SECONDS, seed=seed)

    assert violations(instance, plan) == ()
    assert plan.gap <= WORST_GAP
