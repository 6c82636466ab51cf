"""What the frame of every page shows; asked of the database only when it is drawn."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sejuk.accounts.access import home_area, sees_all_of
from sejuk.accounts.models import Account, Role
from sejuk.domain.places.code import NATION
from sejuk.domain.places.level import Level
from sejuk.elections import clock
from sejuk.elections.models import Election
from sejuk.elections.request import election_of
from sejuk.places.models import Area
from sejuk.places.queries import areas_above


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One word of the left column."""

    word: str | Promise
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class PathStep:
    """One area of the path; `href` is empty where the account may not go."""

    name: str
    href: str
    is_here: bool


_OF_ROLES = {
    "web:home": frozenset({Role.Kind.KPPS}),
    "training:my_sessions": frozenset({Role.Kind.TRAINER}),
}
"""Words that stand in the menu of these roles alone: their home is of their own."""

_MENU: tuple[tuple[str | Promise, str, bool, tuple[str, ...]], ...] = (
    # word, URL name, whether it takes an area's code, namespaces under it
    (_("My station"), "web:home", False, ("readiness",)),
    (_("Readiness"), "readiness:area_detail", True, ("readiness",)),
    (_("Problems"), "problems:problem_list", True, ("problems",)),
    (_("Meetings"), "meetings:agenda", True, ("meetings",)),
    (_("Training"), "training:plan_detail", True, ("training",)),
    (_("My sessions"), "training:my_sessions", False, ()),
    (_("Crews"), "crews:crew_list", True, ("crews",)),
    (_("Lists"), "web:import_list", False, ()),
    (_("Settings"), "web:settings", False, ("elections", "accounts", "jobs")),
)

_OF_THE_OWN_AREA = frozenset({"web:import_list"})
"""Pages without a code in their address that are about the own area all the same."""

_PAGES_OF_LISTS = frozenset({"web:import_list", "web:import_new", "web:import_preview"})


class Frame:
    """Election and day, path, menu: for one request, each asked once."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def account(self) -> Account | None:
        user = getattr(self._request, "user", None)
        return user if isinstance(user, Account) else None

    @cached_property
    def election(self) -> Election | None:
        return election_of(self._request)

    @cached_property
    def today(self) -> date | None:
        """The election's working date; None where no election runs."""
        return clock.today(self.election) if self.election else None

    @cached_property
    def home(self) -> Area | None:
        return home_area(self.account) if self.account else None

    def menu(self, area: Area | None) -> list[MenuEntry]:
        """The words of the left column, without those that lead nowhere."""
        if self.account is None:
            return []
        code = menu_code(area, self.home)
        match = self._request.resolver_match
        spaces = set(match.namespaces) if match else set()
        here = match.view_name if match else ""
        entries = []
        for word, name, takes_code, below in _MENU:
            if name in _OF_ROLES and not self._has_role_of(_OF_ROLES[name]):
                continue
            href = url_of(name, code) if takes_code else url_of(name)
            of_an_area = takes_code or name in _OF_THE_OWN_AREA
            if href and not (of_an_area and not self._sees_all_of(code)):
                is_here = here == name or bool(spaces.intersection(below))
                is_here |= name in _PAGES_OF_LISTS and here in _PAGES_OF_LISTS
                entries.append(MenuEntry(word, href, is_here))
        return entries

    def _has_role_of(self, kinds: frozenset[Role.Kind]) -> bool:
        """Whether the account has a role of one of these kinds."""
        roles = self.account.active_roles if self.account else []
        return any(role.kind in kinds for role in roles)

    def _sees_all_of(self, code: str | None) -> bool:
        """Whether the account sees an area whole: crews and trainers see their own."""
        if self.account is None or code is None:
            return False
        return sees_all_of(self.account, Area(code=code))

    def path(self, area: Area | None) -> list[PathStep]:
        """From the regency down to the page's area, or to the account's own."""
        where = area or self.home
        if where is None or self.account is None:
            return []
        above = [a for a in areas_above(where) if a.level >= Level.REGENCY]
        return [self._step(step, area) for step in [*above, where]]

    def _step(self, step: Area, area: Area | None) -> PathStep:
        sees = self._sees_all_of(step.code)
        href = url_of("readiness:area_detail", step.code) if sees else ""
        name = step.name.removeprefix("Kabupaten ")
        return PathStep(name, href, bool(area and step.code == area.code))


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor: `frame` in every template."""
    return {"frame": Frame(request)}


def menu_code(area: Area | None, home: Area | None) -> str | None:
    """The area to which the words of the menu lead.

    Work is done in a sub-district: below one, the menu stays in it; but nobody is led
    above the own area.
    """
    where = area or home
    if where is None:
        return None
    code = ".".join(where.code.split(".")[: Level.SUB_DISTRICT])
    if home and home.code != NATION and len(home.code) > len(code):
        return home.code
    return code


def url_of(name: str, *args: str | None) -> str:
    """The address of a page, empty where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
