"""Agencies, accounts of every role, and the trainers of the example."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.auth.hashers import make_password

from sejuk.accounts.models import Account, Agency, Role
from sejuk.accounts.role_rules import agency_of
from sejuk.config.example.names import Invented
from sejuk.config.example.story import (
    FIRST_DAY,
    LAST_DAY,
    PROVINCE,
    REGENCY,
    ROLES_SINCE,
    SEED,
    SENAKIN,
    STATIONS_2020,
    SUB_DISTRICT,
    SWORN_ON,
    VILLAGES,
    stations_by_village,
)
from sejuk.domain.training.invented import (
    is_trainer_free,
    kpu_share,
    kpu_trainers_free,
    official_days,
    trainer_count,
)
from sejuk.places.models import Area
from sejuk.training.models import FreeDay, Trainer

K = Role.Kind
A = Agency.Kind


@dataclass(frozen=True, slots=True)
class Sign:
    """One account: its user name, what it may do, where, made by whom."""

    username: str
    kind: str
    code: str
    made_by: str = "administrator"
    station: int | None = None


_SIGNS: Final = (
    Sign("administrator", K.ADMINISTRATOR, REGENCY, ""),
    Sign("provinsi", K.OVERVIEW, PROVINCE),
    Sign("kpu", K.KPU, REGENCY),
    Sign("ppk", K.PPK, SUB_DISTRICT, "kpu"),
    Sign("bawaslu", K.BAWASLU, REGENCY),
    Sign("panwascam", K.PANWASCAM, SUB_DISTRICT, "bawaslu"),
    Sign("polsek", K.POLSEK, SUB_DISTRICT),
    Sign("koramil", K.KORAMIL, SUB_DISTRICT),
    Sign("camat", K.CAMAT, SUB_DISTRICT),
    Sign("pkd-senakin", K.PKD, SENAKIN, "panwascam"),
    Sign("ptps-senakin-1", K.PTPS, SENAKIN, "panwascam", 1),
    Sign("bhabin-senakin", K.BHABIN, SENAKIN, "polsek"),
    Sign("babinsa-senakin", K.BABINSA, SENAKIN, "koramil"),
    Sign("kades-senakin", K.VILLAGE_HEAD, SENAKIN, "camat"),
)

_AGENCY_NAMES: Final = {
    A.KPU: "KPU {regency}",
    A.BAWASLU: "Bawaslu {regency}",
    A.PPK: "PPK {name}",
    A.PPS: "PPS {name}",
    A.KPPS: "KPPS Desa {name}",
    A.PANWASCAM: "Panwascam {name}",
    A.PKD: "PKD {name}",
    A.PTPS: "PTPS Desa {name}",
    A.POLSEK: "Polsek {name}",
    A.KORAMIL: "Koramil {name}",
    A.KECAMATAN: "Kantor Kecamatan {name}",
    A.VILLAGE_OFFICE: "Kantor Desa {name}",
    A.OPERATOR: "Pengelola Sejuk {regency}",
}


def make_agencies(areas: dict[str, Area]) -> None:
    """The offices and committees of the regency, the sub-district, each village."""
    of_a_village = [A.PPS, A.KPPS, A.PKD, A.PTPS, A.VILLAGE_OFFICE]
    kinds: dict[str, list[A]] = dict.fromkeys(VILLAGES, of_a_village)
    kinds |= {
        REGENCY: [A.KPU, A.BAWASLU, A.OPERATOR],
        SUB_DISTRICT: [A.PPK, A.PANWASCAM, A.POLSEK, A.KORAMIL, A.KECAMATAN],
    }
    Agency.objects.bulk_create(
        Agency(kind=kind, area=areas[code], name=_agency_name(kind, areas[code]))
        for code, of_area in kinds.items()
        for kind in of_area
    )
    province = areas[PROVINCE]
    name = f"KPU Provinsi {province.name}"
    Agency.objects.create(kind=A.KPU, area=province, name=name)


def _agency_name(kind: str, area: Area) -> str:
    regency = area.name.removeprefix("Kabupaten ")
    return _AGENCY_NAMES[A(kind)].format(name=area.name, regency=regency)


def make_accounts(
    areas: dict[str, Area], invented: Invented, password: str
) -> list[Account]:
    """One account of every role, and one for each village's PPS, in that order."""
    accounts: dict[str, Account] = {}
    for sign in all_signs():
        if sign.kind == K.TRAINER:
            continue
        account = Account(
            username=sign.username,
            name=invented.name(SEED, sign.username),
            phone=invented.phone(),
            made_by=accounts.get(sign.made_by),
            password=make_password(password),
        )
        account.save()
        accounts[sign.username] = account
        give_role(account, sign.kind, areas[sign.code], sign.station)
    return list(accounts.values())


def all_signs() -> list[Sign]:
    """Every account of the example, makers before those whom they make."""
    villages = [Sign(_pps_name(code), K.PPS, code, "ppk") for code in sorted(VILLAGES)]
    crew = Sign("kpps-senakin-1", K.KPPS, SENAKIN, _pps_name(SENAKIN), 1)
    trainers = [
        Sign(_trainer_name(number), K.TRAINER, where, maker)
        for number, (_kind, where, maker, _days) in enumerate(_trainers(), start=1)
    ]
    return [*_SIGNS, *villages, crew, *trainers]


def _pps_name(code: str) -> str:
    return "pps-" + VILLAGES[code][2].lower().replace(" ", "-")


def _trainer_name(number: int) -> str:
    return "trainer" if number == 1 else f"trainer-{number}"


def pps_account(area: Area) -> Account:
    """The account of a village's PPS."""
    return Account.objects.get(username=_pps_name(area.code))


def give_role(
    account: Account, kind: str, area: Area, station: int | None = None
) -> None:
    """A role without an end: the example is looked at in any year."""
    Role.objects.create(
        account=account,
        kind=kind,
        agency=agency_of(kind, area),
        area=area,
        station_number=station,
        starts_on=ROLES_SINCE,
    )


def make_trainers(
    areas: dict[str, Area], invented: Invented, password: str
) -> list[Account]:
    """Trainers with their free days and accounts; gives the accounts."""
    accounts = []
    for number, (kind, where, maker, days) in enumerate(_trainers(), start=1):
        account = Account(
            username=_trainer_name(number),
            name=invented.name(SEED, "trainer", number),
            phone=invented.phone(),
            made_by=Account.objects.get(username=maker),
            password=make_password(password),
        )
        account.save()
        accounts.append(account)
        give_role(account, K.TRAINER, areas[where])
        trainer = Trainer.objects.create(
            name=account.name,
            kind=kind,
            area=areas[where],
            phone=account.phone or "",
            account=account,
            is_invented=True,
        )
        FreeDay.objects.bulk_create(
            FreeDay(trainer=trainer, on=on, sub_district=areas[SUB_DISTRICT])
            for on in days
        )
    return accounts


def _trainers() -> Iterable[tuple[str, str, str, list[date]]]:
    """Kind, area, who makes the account, free days; most days first, KPU's last."""
    days = [
        date.fromordinal(day)
        for day in range(FIRST_DAY.toordinal(), LAST_DAY.toordinal() + 1)
    ]
    official = official_days(days, SWORN_ON)
    stations = sum(stations_by_village().values())
    free_days = [
        [d for d in official if is_trainer_free(SEED, SUB_DISTRICT, number, d)]
        for number in range(trainer_count(stations))
    ]
    for free in sorted(free_days, key=len, reverse=True):
        yield Trainer.Kind.PPK, SUB_DISTRICT, "ppk", free
    free_on = {on: kpu_trainers_free(SEED, REGENCY, on) for on in official}
    dealt = kpu_share(
        SEED,
        SUB_DISTRICT,
        {on: len(trainers) for on, trainers in free_on.items()},
        first_day=FIRST_DAY,
        share=stations / STATIONS_2020,
    )
    by_trainer: dict[int, list[date]] = {}
    for on, many in dealt.items():
        for number in free_on[on][:many]:
            by_trainer.setdefault(number, []).append(on)
    for number in sorted(by_trainer):
        yield Trainer.Kind.KPU, REGENCY, "kpu", by_trainer[number]
