"""Readiness of an area: the mean over its stations, weighted by their seats."""

from collections.abc import Iterable

from sejuk.domain.readiness.score import Score


def joined(scores: Iterable[Score]) -> Score | None:
    """One score for many: each part is the mean, weighted by seats.

    Joining joined scores gives the same as joining the stations at once, so an area
    can be summed from its sub-areas.

    Returns:
        The joined score; None if there is none, or none has a seat.
    """
    parts = list(scores)
    seats = sum(score.seats for score in parts)
    if not seats:
        return None

    def mean(values: Iterable[float]) -> float:
        total = sum(v * s.seats for v, s in zip(values, parts, strict=True))
        return total / seats

    return Score(
        crew=mean(score.crew for score in parts),
        training=mean(score.training for score in parts),
        problems=mean(score.problems for score in parts),
        training_planned=mean(score.training_planned for score in parts),
        seats=seats,
    )
