"""Rows of the access table for the foundations."""

from django.db.models import Q

from sejuk.accounts.access import (
    MAKES,
    SEES,
    DataClass,
    Registration,
    Sight,
    register,
    registered,
)
from sejuk.accounts.models import Account, Act, Agency, Label, Role
from sejuk.places.models import Area, Lineage, TravelTime, Venue, VenueClosure
from sejuk.places.queries import codes_in, lies_in

C1 = DataClass.COORDINATION

_ORGANISERS = frozenset({Role.Kind.PPS, Role.Kind.PPK, Role.Kind.KPU})
_PASSED_ON = frozenset({Sight.ALL})


def _roles_in_chain(role: Role, _account: Account) -> Q:
    """Roles that this role may give, where it may give them."""
    return Q(kind__in=MAKES[role.kind]) & lies_in(role.area, "area")


def _accounts_in_chain(role: Role, account: Account) -> Q:
    """Accounts with a role in the chain, and those that one made oneself."""
    held = Role.objects.filter(_roles_in_chain(role, account))
    return Q(made_by=account) | Q(pk__in=held.values("account"))


def _acts_in_chain(role: Role, _account: Account) -> Q:
    """Acts about the accounts of the chain; organisers also see those of their rows.

    An organiser sees acts about the kinds of rows that it sees itself, so that the
    record of who did what shows nobody another chain's work. The administrator sees
    what was done to accounts, and no content.
    """
    about = Q(model__startswith="accounts.", details__kind__in=sorted(MAKES[role.kind]))
    if role.kind in _ORGANISERS:
        about |= Q(model__in=_models_seen_by(role.kind))
    return about & codes_in(role.area.code, "area_code")


def _models_seen_by(kind: str) -> list[str]:
    """The labels of the models whose rows a kind of role sees without any limit."""
    return [
        model._meta.label_lower
        for model, registration in registered().items()
        if registration.data_class is DataClass.PUBLIC
        or SEES[kind].get(registration.data_class) in _PASSED_ON
    ]


register(Area, Registration(C1, area=""))
register(Lineage, Registration(DataClass.PUBLIC))
register(Venue, Registration(C1, area="area"))
register(VenueClosure, Registration(C1, area="venue__area"))
register(TravelTime, Registration(C1, area="origin"))
register(Agency, Registration(DataClass.PUBLIC))
register(Label, Registration(DataClass.PUBLIC))
register(Account, Registration(DataClass.ACCOUNTS, chain=_accounts_in_chain))
register(Role, Registration(DataClass.ACCOUNTS, chain=_roles_in_chain))
register(Act, Registration(DataClass.ACCOUNTS, chain=_acts_in_chain))
