"""Rows of the access table for the foundations."""

from sejuk.accounts.access import DataClass, Registration, register
from sejuk.accounts.models import Account, Act, Agency, Label, Role
from sejuk.places.models import Area, Lineage, TravelTime, Venue, VenueClosure

C1 = DataClass.COORDINATION

register(Area, Registration(C1, area=""))
register(Lineage, Registration(DataClass.PUBLIC))
register(Venue, Registration(C1, area="area"))
register(VenueClosure, Registration(C1, area="venue__area"))
register(TravelTime, Registration(C1, area="origin"))
register(Agency, Registration(DataClass.PUBLIC))
register(Label, Registration(DataClass.PUBLIC))
register(Account, Registration(DataClass.ACCOUNTS, own="pk"))
register(Role, Registration(DataClass.ACCOUNTS, area="area", own="account"))
register(Act, Registration(DataClass.ACCOUNTS))
