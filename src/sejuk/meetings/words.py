"""The agenda's items as sentences, and who could take each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sejuk.domain.meetings.agenda import Reason
from sejuk.meetings.queries import Item


@dataclass(frozen=True, slots=True)
class WordedItem:
    """One item as it is read.

    Attributes:
        item: what it is made from.
        what: the matter in one sentence.
        place: village and station.
        reason: why it stands on the agenda.
        takers: who could take it.
    """

    item: Item
    what: str
    place: str
    reason: str
    takers: str


@dataclass(frozen=True, slots=True)
class WordedPart:
    """Items that belong together."""

    heading: str
    items: tuple[WordedItem, ...]


def in_parts(items: list[Item]) -> list[WordedPart]:
    """The agenda under its headings; headings without items are left out."""
    headings = [
        (_("Problems of earlier elections"), {Reason.PAST_PROBLEM}),
        (_("What blocks readiness"), {Reason.NO_CHAIR, Reason.NO_SECOND_SESSION}),
        (_("Where the training plan falls short"), {Reason.PLAN_GAP}),
    ]
    parts = [
        WordedPart(heading, tuple(_worded(i) for i in items if i.reason in reasons))
        for heading, reasons in headings
    ]
    return [part for part in parts if part.items]


def _worded(item: Item) -> WordedItem:
    what, reason = _sentences(item)
    return WordedItem(item, what, _place(item), reason, _takers(item))


def _sentences(item: Item) -> tuple[str, str]:
    """What it is, and why it stands there."""
    if item.problem:
        why = _("%(election)s, not settled yet (%(number)s)") % {
            "election": item.problem.election,
            "number": item.problem.number,
        }
        return item.problem.title, why
    if item.reason is Reason.NO_CHAIR:
        return (
            _("The crew has no chair."),
            _("Seat 1 is empty: nobody leads this crew yet."),
        )
    if item.reason is Reason.NO_SECOND_SESSION:
        what = ngettext(
            "%(n)d officer can have no second session any more.",
            "%(n)d officers can have no second session any more.",
            item.officers,
        )
        why = _("The days until the vote are too few: agree on another help.")
        return what % {"n": item.officers}, why
    what = ngettext(
        "%(n)d officer has no second session in the plan.",
        "%(n)d officers have no second session in the plan.",
        item.officers,
    )
    return what % {"n": item.officers}, _("Everybody is to be trained at least twice.")


def _place(item: Item) -> str:
    if item.problem and item.problem.station:
        return str(item.problem.station)
    if item.station:
        return f"{item.village.name} TPS {item.station.number}"
    return item.village.name


def _takers(item: Item) -> str:
    """Who could take it: the suggested owner of the kind of problem, or organisers.

    The suggestion is an editable default of ours, not law, and is said as one.
    """
    if item.problem:
        return item.problem.kind.handling.get("owner", "")
    return "PPS" if item.reason is Reason.NO_CHAIR else "PPK, PPS"
