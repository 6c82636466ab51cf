"""The one access table: who sees what, who writes what, and where.

An app registers each of its models with a data class and the way from a row to its
area (`register`, called from `AppConfig.ready`). Every view then starts at

    visible(request.user, Session)            rows that this account may see
    may(request.user, "record", Session)      rows to which it may do this
    areas_where(request.user, "plan")         areas where it may do this

so that what is out of scope and what is not allowed answer exactly like what does not
exist. The table is section 2.5 of the design.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet

from sejuk.accounts.models import Account, Role
from sejuk.domain.places.code import is_within
from sejuk.places.models import Area
from sejuk.places.queries import lies_in

K = Role.Kind
M = TypeVar("M", bound=Model)


class DataClass(StrEnum):
    """How far data may travel."""

    PUBLIC = "C0"
    COORDINATION = "C1"
    CONTACT = "C2"
    LEARNING = "C3"
    SUPERVISION = "C4"
    SECURITY = "C5"
    ACCOUNTS = "C6"


class Sight(StrEnum):
    """How much of a data class a role sees in its own area and below."""

    ALL = "all"  # every row, every field
    NAMES = "names"  # every row, no phone numbers
    HEADS = "heads"  # rows of the heads of committees and crews only
    OWN = "own"  # rows of the own station, or of oneself
    COUNTS = "counts"  # no rows; numbers on area pages
    CHAIN = "chain"  # rows about those for whom the role makes accounts (`MAKES`)


_ORGANISER = {
    DataClass.COORDINATION: Sight.ALL,
    DataClass.CONTACT: Sight.ALL,
    DataClass.LEARNING: Sight.ALL,
}
_SUPERVISOR = {
    DataClass.COORDINATION: Sight.ALL,
    DataClass.CONTACT: Sight.NAMES,
    DataClass.LEARNING: Sight.COUNTS,
    DataClass.SUPERVISION: Sight.ALL,
    DataClass.SECURITY: Sight.COUNTS,
}
_POLICE = {
    DataClass.COORDINATION: Sight.ALL,
    DataClass.CONTACT: Sight.HEADS,
    DataClass.SECURITY: Sight.ALL,
}
_ARMY = {
    DataClass.COORDINATION: Sight.ALL,
    DataClass.CONTACT: Sight.HEADS,
    DataClass.SECURITY: Sight.OWN,
}
_GOVERNMENT = {
    DataClass.COORDINATION: Sight.ALL,
    DataClass.CONTACT: Sight.HEADS,
    DataClass.LEARNING: Sight.COUNTS,
}

SEES: dict[str, dict[DataClass, Sight]] = {
    K.KPPS: {
        DataClass.COORDINATION: Sight.OWN,
        DataClass.CONTACT: Sight.OWN,
        DataClass.LEARNING: Sight.OWN,
        DataClass.SUPERVISION: Sight.OWN,
    },
    K.PPS: _ORGANISER,
    K.PPK: _ORGANISER,
    K.KPU: {**_ORGANISER, DataClass.LEARNING: Sight.COUNTS},
    K.PTPS: _SUPERVISOR,
    K.PKD: _SUPERVISOR,
    K.PANWASCAM: _SUPERVISOR,
    K.BAWASLU: _SUPERVISOR,
    K.POLSEK: _POLICE,
    K.BHABIN: _POLICE,
    K.KORAMIL: _ARMY,
    K.BABINSA: _ARMY,
    K.CAMAT: _GOVERNMENT,
    K.VILLAGE_HEAD: _GOVERNMENT,
    K.TRAINER: {
        DataClass.COORDINATION: Sight.OWN,
        DataClass.CONTACT: Sight.OWN,
    },
    K.OVERVIEW: {
        DataClass.COORDINATION: Sight.ALL,
        DataClass.CONTACT: Sight.COUNTS,
        DataClass.LEARNING: Sight.COUNTS,
        DataClass.SUPERVISION: Sight.COUNTS,
        DataClass.SECURITY: Sight.COUNTS,
    },
    K.ADMINISTRATOR: {},
}

_AGENCY_HEADS = frozenset({K.POLSEK, K.KORAMIL, K.CAMAT, K.PANWASCAM, K.BAWASLU})

WRITES: dict[str, frozenset[str]] = {
    # lists of the organisers: stations, persons, seats
    "edit_stations": frozenset({K.PPK, K.KPU}),
    "edit_crew": frozenset({K.PPS, K.PPK, K.KPU}),
    # training
    "edit_venues": frozenset({K.PPK, K.KPU}),
    "edit_trainers": frozenset({K.PPK, K.KPU}),
    "plan": frozenset({K.PPK, K.KPU}),
    "add_self_organised": frozenset({K.PPS, K.PPK, K.KPU}),
    "record_attendance": frozenset({K.PPS, K.PPK, K.KPU, K.TRAINER}),
    # the election itself
    "set_calendar": frozenset({K.KPU}),
    "set_rules": frozenset({K.KPU}),
    # accounts, downward in one's own chain (`accounts.services` checks the chain)
    "make_account": frozenset({K.KPU, K.PPK, K.PPS, K.ADMINISTRATOR}) | _AGENCY_HEADS,
    "set_labels": frozenset({K.ADMINISTRATOR, K.KPU}),
    # the coffee morning's agenda is printed by whoever may host it
    "host_meeting": frozenset({K.PPK, K.POLSEK, K.KORAMIL, K.CAMAT, K.VILLAGE_HEAD}),
}
"""Which roles may do what, in their own area and below."""

MAKES: dict[str, frozenset[str]] = {
    K.ADMINISTRATOR: frozenset(K.values),
    K.KPU: frozenset({K.KPU, K.PPK, K.TRAINER, K.PPS}),
    K.PPK: frozenset({K.PPK, K.PPS, K.TRAINER}),
    K.PPS: frozenset({K.PPS, K.KPPS}),
    K.BAWASLU: frozenset({K.BAWASLU, K.PANWASCAM}),
    K.PANWASCAM: frozenset({K.PANWASCAM, K.PKD, K.PTPS}),
    K.POLSEK: frozenset({K.POLSEK, K.BHABIN}),
    K.KORAMIL: frozenset({K.KORAMIL, K.BABINSA}),
    K.CAMAT: frozenset({K.CAMAT, K.VILLAGE_HEAD}),
}
"""For which roles a role may make accounts, in its own area and below."""

for _kind in MAKES:
    SEES[_kind] = {**SEES[_kind], DataClass.ACCOUNTS: Sight.CHAIN}


@dataclass(frozen=True)
class Registration:
    """How the rows of one model are held against the table.

    Attributes:
        data_class: how far the rows may travel.
        area: relation from a row to its area ("" if the row is an area).
        station: relation to a polling station, for sight `OWN` of crews.
        own: relation to the account whose own row it is.
        heads: which rows are heads of committees or crews, for sight `HEADS`.
        chain: which rows a role of an account sees with sight `CHAIN`.
    """

    data_class: DataClass
    area: str | None = None
    station: str | None = None
    own: str | None = None
    heads: Callable[[], Q] = field(default=lambda: Q(pk__in=[]))
    chain: Callable[[Role, Account], Q] = field(default=lambda *_: Q(pk__in=[]))


_registered: dict[type[Model], Registration] = {}


def register(model: type[Model], registration: Registration) -> None:
    """Say how a model's rows are held against the access table."""
    _registered[model] = registration


def registered() -> dict[type[Model], Registration]:
    """Every model that has a row in the access table."""
    return dict(_registered)


def visible(account: Account, model: type[M]) -> QuerySet[M]:
    """The rows of a model that an account may see."""
    registration = _registered[model]
    if registration.data_class is DataClass.PUBLIC:
        return model._default_manager.all()
    return _matching(
        model, [_seen_by(role, account, registration) for role in account.active_roles]
    )


def may(account: Account, verb: str, model: type[M]) -> QuerySet[M]:
    """The visible rows of a model to which an account may do something.

    Raises:
        KeyError: if the table does not know the verb.
    """
    writers = WRITES[verb]
    registration = _registered[model]
    return _matching(
        model,
        [
            _seen_by(role, account, registration)
            for role in account.active_roles
            if role.kind in writers
        ],
    )


def areas_where(account: Account, verb: str) -> QuerySet[Area]:
    """The areas in which an account may do something.

    Raises:
        KeyError: if the table does not know the verb.
    """
    writers = WRITES[verb]
    where = [lies_in(r.area) for r in account.active_roles if r.kind in writers]
    return _matching(Area, where)


def may_in(account: Account, verb: str, area: Area) -> bool:
    """Whether an account may do something in an area, without asking the database."""
    writers = WRITES[verb]
    return any(
        role.kind in writers and is_within(area.code, role.area.code)
        for role in account.active_roles
    )


def permit(by: Account | None, verb: str, *areas: Area) -> None:
    """Go on only if an account may do something in all of these areas.

    Every service asks it, whatever its caller asked; None is the system itself.

    Raises:
        PermissionDenied: if it may not. Pages answer this like "does not exist".
    """
    if by is not None and not all(may_in(by, verb, area) for area in areas):
        raise PermissionDenied


def permit_somewhere(by: Account | None, verb: str) -> None:
    """Go on only if an account may do something in some area: what is nobody's area.

    Raises:
        PermissionDenied: if it may not.
    """
    if by is not None and not may_somewhere(by, verb):
        raise PermissionDenied


def may_somewhere(account: Account, verb: str) -> bool:
    """Whether an account may do something in any area at all.

    Raises:
        KeyError: if the table does not know the verb.
    """
    return first_area_where(account, verb) is not None


def first_area_where(account: Account, verb: str) -> Area | None:
    """The widest area in which an account may do something; None where nowhere.

    Raises:
        KeyError: if the table does not know the verb.
    """
    writers = WRITES[verb]
    areas = (role.area for role in account.active_roles if role.kind in writers)
    return next(areas, None)


def sight_in(account: Account, data_class: DataClass, area: Area) -> set[Sight]:
    """How an account sees a data class in an area, through any of its roles."""
    return {
        SEES[role.kind][data_class]
        for role in account.active_roles
        if data_class in SEES[role.kind] and is_within(area.code, role.area.code)
    }


def sees_all_of(account: Account, area: Area) -> bool:
    """Whether an account sees what happens in an area, not only what is its own."""
    return Sight.ALL in sight_in(account, DataClass.COORDINATION, area)


def home_area(account: Account) -> Area | None:
    """The area at which an account begins its day: that of its highest role.

    None for those who see their own rows only (crews, trainers) or no content at all
    (the administrator): no page of a whole area is theirs.
    """
    return next(
        (
            role.area
            for role in account.active_roles
            if SEES[role.kind].get(DataClass.COORDINATION) is Sight.ALL
        ),
        None,
    )


def phones_shown(account: Account, area: Area) -> bool:
    """Whether phone numbers of officers of an area stand on this account's pages.

    Only those who see all of the contact data get them; sight of names or of heads
    comes without numbers.
    """
    return Sight.ALL in sight_in(account, DataClass.CONTACT, area)


def kinds_made(account: Account) -> set[str]:
    """The roles for which an account may make accounts, somewhere."""
    return {
        kind
        for role in account.active_roles
        if role.kind in WRITES["make_account"]
        for kind in MAKES[role.kind]
    }


def may_make(account: Account, kind: str, area: Area) -> bool:
    """Whether an account may give somebody this role in this area."""
    return any(
        role.kind in WRITES["make_account"]
        and kind in MAKES[role.kind]
        and is_within(area.code, role.area.code)
        for role in account.active_roles
    )


def _matching(model: type[M], conditions: Sequence[Q | None]) -> QuerySet[M]:
    """Rows that meet any of the conditions; none where there is no condition."""
    met = [condition for condition in conditions if condition is not None]
    if not met:
        return model._default_manager.none()
    either = met[0]
    for condition in met[1:]:
        either = either | condition
    return model._default_manager.filter(either)


def _seen_by(role: Role, account: Account, registration: Registration) -> Q | None:
    sight = SEES[role.kind].get(registration.data_class)
    if sight is None or sight is Sight.COUNTS:
        return None
    if sight is Sight.OWN:
        return _own(role, account, registration)
    if sight is Sight.CHAIN:
        return registration.chain(role, account)
    if registration.area is None:
        return Q()
    within = lies_in(role.area, registration.area)
    return within & registration.heads() if sight is Sight.HEADS else within


def _own(role: Role, account: Account, registration: Registration) -> Q | None:
    if role.kind == K.KPPS and registration.station and role.station_number:
        way = registration.station
        prefix = "" if way == "self" else f"{way}__"
        return Q(
            **{
                f"{prefix}village": role.area,
                f"{prefix}number": role.station_number,
                # Stations are drawn anew: this number was another crew before.
                f"{prefix}election__is_running": True,
            }
        )
    if registration.own:
        return Q(**{registration.own: account})
    return None
