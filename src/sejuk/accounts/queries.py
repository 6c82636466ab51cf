"""Reads about accounts: whom one may manage, and who did what."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from sejuk.accounts.access import may_make, visible
from sejuk.accounts.models import Account, Act, Role
from sejuk.places.models import Area
from sejuk.places.queries import codes_in, lies_in
from sejuk.places.search import search_words


def accounts_managed_by(account: Account) -> QuerySet[Account]:
    """The accounts that somebody may manage, each with `shown_roles`.

    Roles of other chains are not among them: that a person also holds one is no
    business of this reader.
    """
    roles = (
        visible(account, Role)
        .select_related("area", "agency")
        .order_by("area__level", "area__code", "kind", "starts_on")
    )
    return (
        visible(account, Account)
        .prefetch_related(Prefetch("roles", queryset=roles, to_attr="shown_roles"))
        .order_by("name", "pk")
    )


def with_a_role(
    accounts: QuerySet[Account], by: Account, area: Area | None, kind: str
) -> QuerySet[Account]:
    """Those accounts that hold or held a role of a kind in an area."""
    if area is None and not kind:
        return accounts
    roles = visible(by, Role)
    if area is not None:
        roles = roles.filter(lies_in(area, "area"))
    if kind:
        roles = roles.filter(kind=kind)
    return accounts.filter(pk__in=roles.values("account"))


def found_by(accounts: QuerySet[Account], words: str) -> QuerySet[Account]:
    """Those accounts whose name, user name or phone number has all of the words."""
    for word in search_words(words):
        digits = "".join(c for c in word if c.isdigit()).removeprefix("0")
        in_phone = Q(phone__contains=digits) if digits else Q()
        accounts = accounts.filter(
            Q(name__icontains=word) | Q(username__icontains=word) | in_phone
        )
    return accounts


def roles_that_count(account: Account, day: date | None = None) -> list[Role]:
    """The roles that hold or will hold; where there are none, those that did."""
    roles = list(
        account.roles.select_related("area").order_by("area__level", "area__code", "pk")
    )
    day = day or timezone.localdate()
    return [r for r in roles if r.ends_on is None or r.ends_on >= day] or roles


def is_in_chain_of(account: Account, other: Account) -> bool:
    """Whether an account may reset, lock or correct another.

    Every role of the other must be one that it may give: who could reset the password
    of somebody with a wider role would hold that role.
    """
    if account.pk == other.pk:
        return False
    roles = roles_that_count(other)
    if not roles:
        return other.made_by_id == account.pk
    return all(may_make(account, role.kind, role.area) for role in roles)


def acts_in(account: Account, area: Area) -> QuerySet[Act]:
    """Who did what in an area, newest first, as far as the reader may see it."""
    acts = visible(account, Act).select_related("account")
    return acts.filter(codes_in(area.code, "area_code"))


@dataclass(frozen=True, slots=True)
class AccountCounts:
    """How many accounts there are, and how many of them still need something.

    Attributes:
        all: accounts that may sign in.
        unused: of these, those that have not yet set a password of their own.
    """

    all: int
    unused: int


def counts_of(accounts: QuerySet[Account]) -> AccountCounts:
    """Counts over accounts that may sign in."""
    of_all = accounts.order_by().filter(is_active=True)
    return AccountCounts(
        **of_all.aggregate(
            all=Count("pk"), unused=Count("pk", filter=Q(password_is_one_time=True))
        )
    )
