"""The four result forms of 2019 that do not add up, as the register's past problems.

Figures as published by the KPU in 2019 (presidential form), found by the sums that the
form itself demands: votes of the pairs = valid; valid + invalid = used. No votes of a
pair are told. Whether the paper or its entry was wrong cannot be seen, and is said.
"""

from dataclasses import dataclass
from typing import Final

from sejuk.accounts.models import Account, Agency
from sejuk.config.example.story import (
    GERONGGANG,
    RECORDED_AT,
    SUB_DISTRICT,
)
from sejuk.elections.models import Election, PollingStation, ProblemKind
from sejuk.places.models import Area
from sejuk.problems.models import Problem

TANJUNG_BATU: Final = "63.02.09.2001"
SANG_SANG: Final = "63.02.09.2007"

VILLAGES_AT_RISK: Final = (TANJUNG_BATU, SANG_SANG, GERONGGANG)
"""Villages with a past problem: there a mistake weighs half as much again."""

_END_ID: Final = (
    " Ini angka sebagaimana dipublikasikan: bisa jadi tidak cocok di kertas, bisa jadi"
    " hanya pada entri data. Yang penting, KPPS berikutnya berlatih mencocokkan"
    " jumlah sebelum menandatangani."
)
_END_EN: Final = (
    " These are the figures as published: they may disagree on paper or only in data"
    " entry. What matters is that the next crew practises checking the sums before"
    " signing."
)


@dataclass(frozen=True, slots=True)
class _Case:
    """One form: where, which kind, and what does not add up."""

    village: str
    station: int
    kind: str
    title_id: str
    title_en: str
    story_id: str
    story_en: str


def _differing(village: str, station: int, figures: tuple[int, int, int]) -> _Case:
    """A form on which valid and invalid votes are not the ballots used, together."""
    valid, invalid, used = figures
    together = valid + invalid
    return _Case(
        village,
        station,
        "M10",
        "Suara sah + tidak sah tidak sama dengan surat suara digunakan",
        "Valid + invalid votes differ from the ballots used",
        f"Pada formulir hasil TPS {station}, suara sah {valid} + tidak sah {invalid}"
        f" = {together}, sedangkan surat suara digunakan tertulis {used}.{_END_ID}",
        f"On the result form of TPS {station}, valid {valid} + invalid {invalid}"
        f" = {together}, while the ballots used are given as {used}.{_END_EN}",
    )


CASES: Final = (
    _differing(TANJUNG_BATU, 1, (179, 4, 182)),
    _Case(
        SANG_SANG,
        3,
        "M25",
        "Jumlah suara pasangan tidak sama dengan suara sah",
        "Votes of the pairs do not add up to the valid votes",
        "Pada formulir hasil TPS 3, jumlah suara semua pasangan berselisih 5 dari suara"
        " sah yang tertulis (99). Selain itu surat suara digunakan juga tertulis 99,"
        f" padahal ada 5 suara tidak sah.{_END_ID}",
        "On the result form of TPS 3, the votes of all pairs together are 5 off the"
        " valid votes given (99). The ballots used are given as 99 too, although 5"
        f" votes were invalid.{_END_EN}",
    ),
    _differing(SANG_SANG, 4, (137, 1, 140)),
    _differing(GERONGGANG, 9, (148, 7, 154)),
)


def make_past_problems(
    election: Election,
    stations: list[PollingStation],
    areas: dict[str, Area],
    recorded_by: Account,
) -> list[Problem]:
    """Put the cases into the register, KT-2019-001 onward."""
    station_at = {(s.village.code, s.number): s for s in stations}
    kinds = {kind.key: kind for kind in ProblemKind.objects.all()}
    ppk = Agency.objects.get(kind=Agency.Kind.PPK, area=areas[SUB_DISTRICT])
    return Problem.objects.bulk_create(
        Problem(
            number=f"KT-2019-{number:03d}",
            election=election,
            village=areas[case.village],
            station=station_at[case.village, case.station],
            kind=kinds[case.kind],
            title_id=case.title_id,
            title_en=case.title_en,
            story_id=case.story_id,
            story_en=case.story_en,
            source=Problem.Source.PUBLIC_FIGURES,
            agency=ppk,
            recorded_by=recorded_by,
            recorded_at=RECORDED_AT,
        )
        for number, case in enumerate(CASES, start=1)
    )
