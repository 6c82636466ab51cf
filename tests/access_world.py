"""A small country, one account of every role, and the table of who gets which page.

`World` has an account of each kind of role and, seen from it, seven scopes: the own
area, one below, one beside, the one above, another regency, and nothing at all. A `Row`
says who gets one URL; `test_access_matrix.py` holds the rows.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sejuk.accounts.access import SEES, WRITES, DataClass, Sight
from sejuk.accounts.models import Account, Agency, Role
from sejuk.crews.models import Seat
from sejuk.domain.places.level import Level
from sejuk.elections.models import Election, PollingStation
from sejuk.places.models import Area

KINDS: tuple[str, ...] = tuple(Role.Kind.values)

_VILLAGE_KINDS = (
    "kpps",
    "pps",
    "ptps",
    "pkd",
    "bhabin",
    "babinsa",
    "village_head",
)
_REGENCY_KINDS = ("kpu", "bawaslu", "trainer")

OWN = {**dict.fromkeys(KINDS, "63.02.09"), "overview": "63", "administrator": "00"}
OWN |= dict.fromkeys(_VILLAGE_KINDS, "63.02.09.2001")
OWN |= dict.fromkeys(_REGENCY_KINDS, "63.02")
"""The area of the account of each kind of role."""

_SCOPES: dict[str, dict[str, str]] = {
    # seen from an account of this area: another area by its scope
    "00": {"own": "00", "below": "63.02.09"},
    "63": {"own": "63", "below": "63.02.09.2001", "sibling": "62", "parent": "00"},
    "63.02": {
        "own": "63.02",
        "below": "63.02.09",
        "sibling": "63.01",
        "parent": "63",
        "elsewhere": "62.01.01.2001",
    },
    "63.02.09": {
        "own": "63.02.09",
        "below": "63.02.09.2001",
        "sibling": "63.02.10",
        "parent": "63.02",
        "elsewhere": "63.01.01",
    },
    "63.02.09.2001": {
        "own": "63.02.09.2001",
        "sibling": "63.02.09.2014",
        "parent": "63.02.09",
        "elsewhere": "63.01.01.2001",
    },
}

_VILLAGES = (
    "63.02.09.2001",
    "63.02.09.2014",
    "63.02.10.2001",
    "63.01.01.2001",
    "62.01.01.2001",
)


@dataclass(frozen=True)
class Scope:
    """One place as seen from an account.

    Attributes:
        name: own, below, sibling, parent or elsewhere.
        area: the area itself.
        village: a village of it; in `parent` one that is not in the own area.
        station: a polling station of that village; in `own` the crew's own.
        election: the one that runs.
    """

    name: str
    area: Area
    village: Area
    station: PollingStation
    election: Election

    @property
    def is_inside(self) -> bool:
        """Whether it is the own area or below it."""
        return self.name in {"own", "below"}


Builder = Callable[[Scope], Mapping[str, Any] | None]
"""What `reverse` takes for a URL in a scope; makes the row that it names if need be.

None where the URL has no meaning there (a village's page in a regency).
"""


def nothing(_scope: Scope) -> Mapping[str, Any]:
    """For a URL without arguments."""
    return {}


def area_code(scope: Scope) -> Mapping[str, Any]:
    """For a page about an area."""
    return {"code": scope.area.code}


def village_code(scope: Scope) -> Mapping[str, Any]:
    """For a page about a village."""
    return {"code": scope.village.code}


def seeing(data_class: DataClass, *, own: bool = False) -> frozenset[str]:
    """The kinds of roles that see all rows of a data class; `own`: also own rows."""
    wanted = {Sight.ALL, Sight.NAMES, *({Sight.OWN} if own else ())}
    return frozenset(kind for kind in KINDS if SEES[kind].get(data_class) in wanted)


def writing(verb: str) -> frozenset[str]:
    """The kinds of roles that may do something."""
    return frozenset(WRITES[verb])


@dataclass(frozen=True)
class Row:
    """Who gets one URL.

    Attributes:
        name: of the URL, with its namespace.
        get, post: kinds of roles that are let in inside their area; None where the
            method is not allowed (405 for everybody). What is out of scope is never let
            in, and answers as what does not exist.
        arguments: how to build the URL's arguments in a scope.
        is_placeless: the URL is about no place: kinds are all that matters.
        needs_account: False for what anybody may open.
        data: what is posted; nothing by default, which a form refuses politely.
    """

    name: str
    arguments: Builder = nothing
    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    is_placeless: bool = False
    needs_account: bool = True
    data: Mapping[str, str] = field(default_factory=dict)

    def allowed(self, method: str) -> frozenset[str] | None:
        return self.get if method == "get" else self.post


@dataclass
class World:
    """The country with its accounts."""

    areas: dict[str, Area]
    stations: dict[str, PollingStation]
    election: Election
    accounts: dict[str, Account]

    def scopes(self, kind: str) -> list[Scope]:
        """The places as an account of this kind sees them."""
        own = OWN[kind]
        return [
            self._scope(name, code, own, kind) for name, code in _SCOPES[own].items()
        ]

    def _scope(self, name: str, code: str, own: str, kind: str) -> Scope:
        within = [
            v for v in _VILLAGES if code == "00" or f"{v}.".startswith(f"{code}.")
        ]
        if name == "parent":
            within = [v for v in within if not f"{v}.".startswith(f"{own}.")] or within
        village = within[0]
        return Scope(
            name=name,
            area=self.areas[code],
            village=self.areas[village],
            station=self.stations[village],
            election=self.election,
        )


def make_world(election: Election) -> World:
    """Areas of two provinces, a station a village, and an account of each kind."""
    areas: dict[str, Area] = {}
    codes = sorted(
        {".".join(v.split(".")[:depth]) for v in _VILLAGES for depth in (1, 2, 3, 4)}
    )
    for code in ["00", *codes]:
        level = Level.NATION if code == "00" else Level(code.count(".") + 1)
        above = "00" if level == Level.PROVINCE else code.rpartition(".")[0]
        areas[code] = Area.objects.create(
            code=code, name=f"Area {code}", level=level, parent=areas.get(above)
        )
    stations = {
        code: PollingStation.objects.create(
            election=election, village=areas[code], number=1, voters=300
        )
        for code in _VILLAGES
    }
    Seat.objects.bulk_create(
        Seat(station=station, number=number)
        for station in stations.values()
        for number in range(1, 10)
    )
    return World(
        areas=areas,
        stations=stations,
        election=election,
        accounts={kind: make_account(kind, areas[OWN[kind]]) for kind in KINDS},
    )


def make_account(kind: str, area: Area, name: str = "", station: int = 1) -> Account:
    """An account with one role that has held for long."""
    account = Account.objects.make(name or kind, None, name=name or kind)
    give_role(account, kind, area, station)
    return account


def give_role(account: Account, kind: str, area: Area, station: int = 1) -> Role:
    """Give a role that has held for long."""
    agency, _made = Agency.objects.get_or_create(
        kind="operator", area=area, defaults={"name": f"Office of {area}"}
    )
    return Role.objects.create(
        account=account,
        kind=kind,
        agency=agency,
        area=area,
        station_number=station if kind in {"kpps", "ptps"} else None,
        starts_on=date(2020, 1, 1),
    )


def client_of(account: Account) -> Client:
    """A client that is signed in as an account."""
    client = Client()
    client.force_login(account, backend="sejuk.accounts.sign_in.NameOrPhoneBackend")
    return client


def url_names() -> list[str]:
    """The name of every URL that the resolver knows, with its namespace."""
    return sorted(_names(get_resolver(), ""))


def _names(resolver: URLResolver, prefix: str) -> set[str]:
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(f"{prefix}{pattern.name or pattern.pattern}")
        else:
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found |= _names(pattern, space)
    return found


def missing(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of the same form that name nothing."""
    return {
        name: 10**9 if isinstance(value, int) else _missing_text(str(value))
        for name, value in arguments.items()
    }


def _missing_text(text: str) -> str:
    parts = text.split(".")
    if all(part.isdecimal() for part in parts):
        return ".".join(["99", "99", "99", "9999"][: len(parts)])
    return "no-such-thing"


_TOKENS = re.compile(
    rb'(csrfmiddlewaretoken" value="|X-CSRFToken": "|name="next" value=")[^"]*'
)


def said(client: Client, row: Row, method: str, arguments: Any) -> tuple[int, bytes]:
    """What a URL answers: status, and the body without what differs every time."""
    url = reverse(row.name, kwargs=dict(arguments))
    answer = getattr(client, method)(url, row.data if method == "post" else None)
    body = b"" if answer.streaming else answer.content
    return answer.status_code, _TOKENS.sub(rb"\1", body)
