"""Whatever stands: what goes out comes back as the same records."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sejuk.accounts.models import Account
from sejuk.crews.models import Holding, Person
from sejuk.elections.models import Election, PollingStation
from sejuk.sheets.lists import write_csv, write_xlsx
from sejuk.sheets.preview import Preview, opened
from sejuk.web.lists.kinds import KINDS

WORDS = st.text("Aé'=+-@;,.\"&<ß 字", min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
)
SEATED = st.lists(
    st.tuples(
        WORDS.filter(bool),
        st.one_of(st.just(""), st.integers(10**7, 10**8 - 1).map("+62812{}".format)),
        st.dates(date(2020, 1, 1), date(2020, 11, 26)),
    ),
    min_size=1,
    max_size=9,
)
TRIPS = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def ppk(make_account: Callable[..., Account]) -> Account:
    return make_account("ppk", "63.02.09")


def there_and_back(kind: str, account: Account, election: Election) -> list[Preview]:
    """What reading in would do with the list as it goes out, in both formats."""
    listed = KINDS[kind]
    [role] = account.active_roles
    out = listed.fetch(account, election, role.area)
    files = (
        write_csv(out.columns, out.rows),
        write_xlsx(out.columns, out.rows, title=kind),
    )
    return [
        listed.read([opened("daftar", content)], election, account, False).preview
        for content in files
    ]


@TRIPS
@given(people=SEATED)
def test_crews_come_back_as_they_went(
    people: Sequence[tuple[str, str, date]],
    ppk: Account,
    election: Election,
    stations: list[PollingStation],
) -> None:
    Holding.objects.all().delete()
    Person.objects.all().delete()
    for seat, (name, phone, day) in zip(stations[0].seats.all(), people, strict=False):
        # A number stands for one person here: two rows of it are told as such.
        free = phone if not Person.objects.filter(phone=phone).exists() else ""
        person = Person.objects.create(
            name=name, phone=free, village=stations[0].village
        )
        Holding.objects.create(seat=seat, person=person, from_on=day)

    for preview in there_and_back("crew", ppk, election):
        assert preview.faults == []
        assert [notice.code for notice in preview.notices] == []
        assert (preview.lines, preview.unchanged) == ([], len(people))


@TRIPS
@given(
    said=st.lists(
        st.tuples(WORDS, st.one_of(st.none(), st.integers(0, 10_000))),
        min_size=1,
        max_size=9,
    )
)
def test_stations_come_back_as_they_went(
    said: Sequence[tuple[str, int | None]],
    ppk: Account,
    election: Election,
    stations: list[PollingStation],
) -> None:
    PollingStation.objects.filter(number__gt=100).delete()
    PollingStation.objects.bulk_create(
        PollingStation(
            election=election,
            village=stations[0].village,
            number=100 + at,
            place=place,
            voters=voters,
        )
        for at, (place, voters) in enumerate(said, start=1)
    )

    for preview in there_and_back("stations", ppk, election):
        assert preview.faults == []
        assert (preview.lines, preview.unchanged) == ([], len(said) + 3)
