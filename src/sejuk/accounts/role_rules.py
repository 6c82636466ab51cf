"""What a role is: at which level it works, for which agency, whether at a station."""

from collections.abc import Mapping

from sejuk.accounts.models import Agency, Role
from sejuk.domain.places.level import Level
from sejuk.places.models import Area

K = Role.Kind
A = Agency.Kind

_VILLAGE = frozenset({Level.VILLAGE})
_SUB_DISTRICT = frozenset({Level.SUB_DISTRICT})
_REGENCY = frozenset({Level.REGENCY})

LEVELS: Mapping[str, frozenset[Level]] = {
    K.KPPS: _VILLAGE,
    K.PPS: _VILLAGE,
    K.PPK: _SUB_DISTRICT,
    K.KPU: _REGENCY,
    K.TRAINER: _VILLAGE | _SUB_DISTRICT | _REGENCY,
    K.PTPS: _VILLAGE,
    K.PKD: _VILLAGE,
    K.PANWASCAM: _SUB_DISTRICT,
    K.BAWASLU: _REGENCY,
    K.POLSEK: _SUB_DISTRICT,
    K.BHABIN: _VILLAGE,
    K.KORAMIL: _SUB_DISTRICT,
    K.BABINSA: _VILLAGE,
    K.CAMAT: _SUB_DISTRICT,
    K.VILLAGE_HEAD: _VILLAGE,
    K.OVERVIEW: frozenset({Level.NATION, Level.PROVINCE}),
    K.ADMINISTRATOR: frozenset(Level),
}
"""The levels at which a role works; the two named last look from further away."""

_AGENCIES: Mapping[str, tuple[str, Level | None]] = {
    # whose role it is, and the level of that agency where it is not the role's own
    K.KPPS: (A.KPPS, None),
    K.PPS: (A.PPS, None),
    K.PPK: (A.PPK, None),
    K.KPU: (A.KPU, None),
    K.PTPS: (A.PTPS, None),
    K.PKD: (A.PKD, None),
    K.PANWASCAM: (A.PANWASCAM, None),
    K.BAWASLU: (A.BAWASLU, None),
    K.POLSEK: (A.POLSEK, None),
    K.BHABIN: (A.POLSEK, Level.SUB_DISTRICT),
    K.KORAMIL: (A.KORAMIL, None),
    K.BABINSA: (A.KORAMIL, Level.SUB_DISTRICT),
    K.CAMAT: (A.KECAMATAN, None),
    K.VILLAGE_HEAD: (A.VILLAGE_OFFICE, None),
    K.OVERVIEW: (A.KPU, None),
    K.ADMINISTRATOR: (A.OPERATOR, None),
}

_TRAINER_OF = {Level.VILLAGE: A.PPS, Level.SUB_DISTRICT: A.PPK, Level.REGENCY: A.KPU}

AT_A_STATION = frozenset({K.KPPS, K.PTPS})
"""Roles that have a polling station; a crew member cannot do without."""


def agency_of(kind: str, area: Area) -> Agency:
    """The agency for which a role in an area acts; not saved if it is new.

    Raises:
        ValueError: if this role does not work at the area's level.
    """
    if area.level not in LEVELS[kind]:
        raise ValueError(f"{kind} does not work at level {area.level}")
    if kind == K.TRAINER:
        agency_kind, level = str(_TRAINER_OF[Level(area.level)]), None
    else:
        agency_kind, level = _AGENCIES[kind]
    where = area
    if level is not None and area.parent is not None and level < area.level:
        where = area.parent
    known = Agency.objects.filter(kind=agency_kind, area=where).first()
    name = f"{A(agency_kind).label} {where.name}"
    return known or Agency(kind=agency_kind, area=where, name=name)
