"""The numbers that hold while a sub-district changes none of them."""

from dataclasses import dataclass
from datetime import date

from sejuk.domain.training.parameters import Parameters
from sejuk.elections.models import Election, Rule
from sejuk.elections.queries import rules_on
from sejuk.training.queries.numbers import ADJUSTABLE, PAY_RULE


@dataclass(frozen=True, slots=True)
class Usual:
    """A number with its source.

    Attributes:
        value: the number.
        rule: the dated rule that it comes from; None for an assumption of ours.
    """

    value: float
    rule: Rule | None = None


def usual_numbers(election: Election, day: date) -> dict[str, Usual]:
    """What each number is on a day, and where it comes from. 1 query."""
    wish = Parameters()
    usual = {name: Usual(float(getattr(wish, name))) for name in ADJUSTABLE}
    pay = rules_on(election.kind, day).filter(key=PAY_RULE).exclude(status="U").first()
    if pay and pay.value:
        usual["point_rupiah"] = Usual(float(pay.value) / 100, pay)
    return usual
