"""What each number of planning means, and where the one in force comes from."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sejuk.training.queries import ADJUSTABLE
from sejuk.training.queries.usual import Usual

Words = str | Promise

_CONFIRMED = {"V", "B"}

NAMES: dict[str, tuple[Words, Words]] = {
    "gap_days": (
        gettext_lazy("Days between two sessions of one officer, at least"),
        gettext_lazy("What is heard twice at once is remembered once."),
    ),
    "last_days": (
        gettext_lazy("Days between the last session and the vote, at least"),
        gettext_lazy("A session nearer to the voting day does not count."),
    ),
    "notice_days": (
        gettext_lazy("Days of notice before a new session, at least"),
        gettext_lazy("Sessions nearer than this are not planned anew."),
    ),
    "early_days": (
        gettext_lazy("Days before the swearing-in on which villages may begin"),
        gettext_lazy("For sessions that villages hold themselves, with candidates."),
    ),
    "max_sessions": (
        gettext_lazy("Sessions of one officer, at most"),
        gettext_lazy("Two are wished for everybody; a third only where it helps."),
    ),
    "recommended_class": (
        gettext_lazy("Officers in a session, wished for"),
        gettext_lazy("A larger class costs points for each officer more."),
    ),
    "largest_class": (
        gettext_lazy("Officers in a session, never more"),
        gettext_lazy("Nor more than the hall has seats."),
    ),
    "max_travel_minutes": (
        gettext_lazy("Minutes that an officer travels one way, at most"),
        gettext_lazy("Halls farther away are not considered."),
    ),
    "ppk_days_a_week": (
        gettext_lazy("Days a week that a trainer of the PPK works, at most"),
        gettext_lazy("Counted from Monday to Sunday."),
    ),
    "own_sessions_a_hall": (
        gettext_lazy("Self-organised sessions for each hall of a village, at most"),
        gettext_lazy("0: the villages hold none of their own."),
    ),
    "point_rupiah": (
        gettext_lazy("What one point is worth, in rupiah"),
        gettext_lazy(
            "A point: one officer knows one per cent more of the rules on the voting "
            "day. The higher, the more is spent on training."
        ),
    ),
    "snack_rupiah": (
        gettext_lazy("Snack for each officer and session, in rupiah"),
        gettext_lazy("Counted into the cost of a plan."),
    ),
    "calm": (
        gettext_lazy("Calm: points that telling one person of a change costs"),
        gettext_lazy(
            "The higher, the fewer people are told something new when you plan again."
        ),
    ),
}
"""Name and meaning of each number that people may change, in the order shown."""

GROUPS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (
        gettext_lazy("Days"),
        ("gap_days", "last_days", "notice_days", "early_days", "max_sessions"),
    ),
    (
        gettext_lazy("Classes and ways"),
        ("recommended_class", "largest_class", "max_travel_minutes"),
    ),
    (gettext_lazy("Trainers and villages"), ("ppk_days_a_week", "own_sessions_a_hall")),
    (gettext_lazy("Money and calm"), ("point_rupiah", "snack_rupiah", "calm")),
)


def help_of(name: str, usual: Usual) -> str:
    """Meaning, usual value, source and bounds of a number, for its field."""
    bounds = ADJUSTABLE[name]
    said = {
        "meaning": NAMES[name][1],
        "usual": _number(usual.value),
        "source": source_of(usual),
        "least": _number(bounds.least),
        "most": _number(bounds.most),
    }
    return (
        _("%(meaning)s Usual: %(usual)s (%(source)s). From %(least)s to %(most)s.")
        % said
    )


def source_of(usual: Usual) -> str:
    """Where a usual value comes from: a citation with its mark, or our assumption."""
    if usual.rule is None:
        return _("our assumption")
    cited = ", ".join([*usual.rule.cites, *usual.rule.sources][:1])
    said = _("a hundredth of a member's pay: %(rule)s") % {
        "rule": cited or usual.rule.rule_id
    }
    if usual.rule.status in _CONFIRMED:
        return said
    return _("%(said)s; confirm with the PPS") % {"said": said}


def _number(value: float) -> str:
    decimals = 0 if value == int(value) else 1
    return number_format(value, decimals, force_grouping=True)


def in_order() -> Iterable[str]:
    """The names in the order in which they are shown."""
    return (name for _group, names in GROUPS for name in names)
