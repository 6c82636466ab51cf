"""The agenda as a paper for the table."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sejuk.accounts.labels import label
from sejuk.documents import papers
from sejuk.elections.models import Election
from sejuk.meetings.words import WordedPart
from sejuk.places.models import Area


def agenda_paper(
    election: Election, area: Area, parts: list[WordedPart], day: date
) -> papers.Agenda:
    """The agenda of an area as an A4 paper, in the reader's language."""
    items = sum(len(part.items) for part in parts)
    return papers.Agenda(
        title=_("Agenda of the %(meeting)s") % {"meeting": label("coffee_morning")},
        subtitle=(str(area), str(election)),
        made_on=day,
        language="en" if get_language() == "en" else "id",
        facts=(
            papers.Fact(label=_("Made from"), text=_what_is_open(items, day)),
            papers.Fact(label=_("Day and date"), text="…"),
            papers.Fact(label=_("Place"), text="…"),
            papers.Fact(label=_("Host"), text="…"),
        ),
        parts=tuple(
            papers.Part(
                heading=part.heading,
                items=tuple(
                    papers.Item(
                        what=item.what,
                        place=item.place,
                        reason=item.reason,
                        takers=item.takers,
                    )
                    for item in part.items
                ),
            )
            for part in parts
        ),
    )


def _what_is_open(items: int, day: date) -> str:
    return _("what is open on %(day)s: %(n)d items") % {
        "day": date_format(day, "l, j F Y"),
        "n": items,
    }
