"""A plan in counts: sessions of each cell, and officers who follow each column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sejuk.domain.training.recall_of_pattern import IntArray
from sejuk.domain.training.solve.model import Model
from sejuk.domain.training.solve.pricing import Priced


@dataclass(frozen=True, slots=True)
class Counts:
    """A plan without names.

    Attributes:
        x: sessions of each cell; shape (cells,).
        followers: columns and how many officers follow each (> 0).
        loss: points.
    """

    x: IntArray
    followers: tuple[tuple[Priced, int], ...]
    loss: float


def counted(
    model: Model, x: IntArray, followers: tuple[tuple[Priced, int], ...]
) -> Counts:
    """Complete a plan: drop sessions that are not worth their rent, add up the loss.

    Args:
        model: what is planned for.
        x: sessions that may be held; shape (cells,).
        followers: columns and officers; they fit into the sessions.
    """
    there = np.zeros(model.cells, dtype=np.int64)
    for priced, officers in followers:
        there[list(priced.column)] += officers
    crowding = model.instance.parameters.crowding
    kept = np.zeros_like(x)
    points = 0.0
    for cell in np.flatnonzero((x > 0) | (there > 0)):
        needed = -(-int(there[cell]) // int(model.holds[cell]))
        choices = range(max(int(model.least[cell]), needed), int(x[cell]) + 1)
        room, rent = int(model.fits[cell]), float(model.rent[cell])
        by_price = [
            (
                sessions * rent + crowding * max(0, there[cell] - room * sessions),
                sessions,
            )
            for sessions in choices
        ]
        price, kept[cell] = min(by_price)
        points += float(price) + float(model.fee[cell]) * bool(kept[cell])
    points += sum(priced.cost * officers for priced, officers in followers)
    return Counts(kept, followers, points)
