"""Looking up whoever came without being expected."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from sejuk.accounts.access import visible
from sejuk.accounts.models import Account
from sejuk.crews.models import Holding, Person, Seat
from sejuk.places.queries import lies_in
from sejuk.places.search import search_words
from sejuk.training.models import Session

FEWEST_LETTERS = 3
MOST_HITS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody of the sub-district, with the seat held at present, if any."""

    person: Person
    seat: Seat | None


def people_found(
    account: Account, session: Session, words: str, known: Iterable[int] = ()
) -> list[Found]:
    """People of the sub-district by name, at most 20. 2 queries.

    Parts of a name find whom the reader may see anyway; others are found by their whole
    name, as whoever stands at the door says it, so that nobody reads through the lists
    of other villages.

    Args:
        account: the reader.
        session: the session.
        words: what was typed; fewer than 3 letters find nobody.
        known: people who stand on the session's list already.
    """
    wanted = search_words(words)
    words = " ".join(wanted)
    if len(words) < FEWEST_LETTERS:
        return []
    parts = Q(pk__in=visible(account, Person).values("pk"))
    for word in wanted:
        parts &= Q(name__icontains=word)
    people = list(
        Person.objects.filter(
            parts | Q(name__iexact=words), lies_in(session.plan.area, "village")
        )
        .exclude(pk__in=list(known))
        .select_related("village")
        .defer("village__boundary")[:MOST_HITS]
    )
    seats = _seats_of(people, session)
    return [Found(person, seats.get(person.pk)) for person in people]


def _seats_of(people: list[Person], session: Session) -> dict[int, Seat]:
    holdings = Holding.objects.filter(
        person__in=people,
        to_on=None,
        seat__station__election=session.plan.election_id,
    ).select_related("seat__station__village")
    return {
        h.person_id: h.seat for h in holdings.defer("seat__station__village__boundary")
    }
