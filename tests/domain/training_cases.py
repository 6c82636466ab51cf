"""Small sub-districts to plan for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sejuk.domain.training.instance import Hall, Instance, Officer, Trainer, Village
from sejuk.domain.training.loss import measure
from sejuk.domain.training.parameters import Duty, Organiser
from sejuk.domain.training.plan import Plan, Session

POLL = date(2020, 12, 9)
SWORN = date(2020, 11, 24)
CREW = (Duty.CHAIR, *[Duty.MEMBER] * 6, *[Duty.SECURITY] * 2)


def official_days() -> frozenset[date]:
    """From swearing-in to two days before the poll, no Sundays."""
    days = (SWORN + timedelta(days=n) for n in range(14))
    return frozenset(on for on in days if on.weekday() != 6)


def small(stations: tuple[int, ...] = (2, 1, 1), *, trainers: int = 2) -> Instance:
    """Villages in a row, 5 km apart, each with a hall; one KPU trainer on two days."""
    villages = tuple(
        Village(f"63.02.09.{2001 + n}", -2.9 + 0.02 * n, 115.9, risk=1 + n % 2 / 2)
        for n in range(len(stations))
    )
    halls = tuple(
        Hall(f"hall {n}", village.code, 20 + 10 * n, 75_000)
        for n, village in enumerate(villages)
    )
    ppk = [Trainer(f"ppk {n}", Organiser.PPK, official_days()) for n in range(trainers)]
    kpu_days = frozenset([SWORN, SWORN + timedelta(days=9)])
    officers = tuple(
        Officer(f"{village.code}/{station}/{seat}", village.code, station, seat, duty)
        for village, count in zip(villages, stations, strict=True)
        for station in range(1, count + 1)
        for seat, duty in enumerate(CREW, start=1)
    )
    return Instance(
        poll=POLL,
        sworn=SWORN,
        today=SWORN - timedelta(days=12),
        villages=villages,
        halls=halls,
        trainers=(Trainer("kpu", Organiser.KPU, kpu_days), *ppk),
        officers=officers,
    )


def plan_of(instance: Instance, sessions: tuple[Session, ...]) -> Plan:
    """A plan with its true loss, of which nothing is proven."""
    loss, figures = measure(instance, sessions)
    return Plan(sessions=sessions, loss=loss, bound=0.0, figures=figures)


def quiet_days(instance: Instance, first: int, last: int) -> Instance:
    """All halls closed from one day before the poll to another."""
    days = frozenset(POLL - timedelta(days=n) for n in range(last, first + 1))
    halls = tuple(replace(h, closed_on=h.closed_on | days) for h in instance.halls)
    return replace(instance, halls=halls)
