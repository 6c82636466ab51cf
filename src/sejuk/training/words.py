"""Sentences for the codes of planner and checker, in the reader's language.

Codes and params are what is kept; a sentence is made when somebody reads it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from sejuk.crews.models import Seat
from sejuk.places.models import Area, Venue
from sejuk.training.models import Organiser, Plan, Session, Trainer

_NOTHING = 1e-6
"""A smaller share than this is none."""

REFUSALS: dict[str, Promise] = {
    "voting_day_unknown": gettext_lazy(
        "The voting day is not known. No plan is made until the calendar says it."
    ),
    "voting_day_past": gettext_lazy(
        "The voting day, %(poll)s, is past. Nothing can be planned any more."
    ),
    "term_unknown": gettext_lazy(
        "The calendar does not say when the crews are sworn in. Enter their term "
        "(masa kerja KPPS) first."
    ),
    "too_late_to_plan": gettext_lazy(
        "It is too late for new sessions: the first could be held on %(first)s, but "
        "after %(last)s none counts."
    ),
    "not_sub_district": gettext_lazy(
        "Training is planned sub-district by sub-district. Choose one."
    ),
    "no_stations": gettext_lazy(
        "This area has no polling station. Import the stations first."
    ),
    "no_halls": gettext_lazy("This area has no hall. Add a hall first."),
    "no_trainers": gettext_lazy(
        "No trainer is free from %(first)s to %(last)s. Add trainers and their free "
        "days first."
    ),
    "village_without_point": gettext_lazy(
        "%(village)s has no point on the map, so nobody knows how far it is. Enter "
        "its latitude and longitude."
    ),
    "gap_too_small": gettext_lazy(
        "Two sessions of one officer lie at least %(least)s days apart, not %(gap)s."
    ),
    "gap_longer_than_window": gettext_lazy(
        "Two sessions %(gap)s days apart do not fit into the %(days)s days there are. "
        "Choose a smaller distance."
    ),
    "number_not_finite": gettext_lazy(
        "“%(name)s” is not a number one can plan with. Correct it."
    ),
    "no_seats": gettext_lazy("%(hall)s has no seats. Enter how many it has."),
    "too_many_officers": gettext_lazy(
        "%(officers)s officers are too many for one plan (at most %(most)s). Plan "
        "groups of villages one by one."
    ),
    "pin_unknown": gettext_lazy(
        "A locked session names somebody or something that is not there any more: "
        "%(what)s. Unlock it."
    ),
    "pin_outside_window": gettext_lazy(
        "The locked session at %(hall)s on %(on)s lies outside the days on which "
        "sessions can be planned. Unlock it."
    ),
    "pin_slot_unknown": gettext_lazy(
        "The locked session at %(hall)s on %(on)s has a time that does not exist. Move "
        "or unlock it."
    ),
    "pins_share_slot": gettext_lazy(
        "Two locked sessions are at %(hall)s at the same time (%(on)s, %(slot)s). "
        "Move or unlock one."
    ),
    "pins_share_trainer": gettext_lazy(
        "%(trainer)s is locked into two halls on %(on)s. Unlock one of the sessions."
    ),
    "pin_lacks_trainer": gettext_lazy(
        "There are not enough trainers (%(organiser)s) for the locked sessions on "
        "%(on)s. Unlock one, or give a trainer that day."
    ),
    "pin_too_full": gettext_lazy(
        "The locked session at %(hall)s on %(on)s has %(officers)s officers, but only "
        "%(seats)s seats. Move it to a larger hall, or unlock it."
    ),
    "pins_too_near": gettext_lazy(
        "Locked sessions of %(officer)s lie too near together. Unlock one."
    ),
    "pins_too_many": gettext_lazy(
        "%(officer)s has more than %(most)s locked sessions. Unlock one."
    ),
}
"""Why no plan is made."""

FAULTS: dict[str, Promise] = {
    "voting_day_unknown": REFUSALS["voting_day_unknown"],
    "term_unknown": REFUSALS["term_unknown"],
    "class_too_large": gettext_lazy(
        "%(officers)s officers are expected at %(hall)s on %(on)s; there is room for "
        "%(most)s."
    ),
    "trainer_missing": gettext_lazy("Nobody leads the session at %(hall)s on %(on)s."),
    "trainer_not_wanted": gettext_lazy(
        "A self-organised session is led by the village itself, not by %(trainer)s."
    ),
    "trainer_unknown": gettext_lazy("%(trainer)s does not train here any more."),
    "trainer_of_another": gettext_lazy(
        "%(trainer)s trains for another organiser than that of the session on %(on)s."
    ),
    "trainer_not_free": gettext_lazy("%(trainer)s is not free on %(on)s."),
    "trainer_in_two_halls": gettext_lazy(
        "%(trainer)s would have to be in two halls on %(on)s."
    ),
    "trainer_double_booked": gettext_lazy(
        "%(trainer)s leads two sessions at once on %(on)s, %(slot)s."
    ),
    "two_trainers_share_a_day": gettext_lazy(
        "Two trainers work at %(hall)s on %(on)s where one would do."
    ),
    "trainer_week_too_long": gettext_lazy(
        "%(trainer)s works on %(days)s days in the week from %(week)s, more than is "
        "asked of anybody."
    ),
    "hall_unknown": gettext_lazy("%(hall)s is not in use."),
    "hall_closed": gettext_lazy("%(hall)s is closed on %(on)s."),
    "hall_double_booked": gettext_lazy(
        "Two sessions are at %(hall)s at the same time (%(on)s, %(slot)s)."
    ),
    "own_session_in_shared_hall": gettext_lazy(
        "%(hall)s belongs to the sub-district; a village holds its own session in its "
        "own hall."
    ),
    "own_session_of_others": gettext_lazy(
        "%(officer)s comes from another village than the self-organised session at "
        "%(hall)s."
    ),
    "own_sessions_too_many": gettext_lazy(
        "%(village)s holds %(sessions)s sessions of its own; %(most)s are the most "
        "that is asked of it."
    ),
    "too_early": gettext_lazy(
        "The session at %(hall)s on %(on)s is so near that people hear of it late."
    ),
    "too_late": gettext_lazy(
        "The session at %(hall)s on %(on)s is too near to the voting day to count."
    ),
    "slot_unknown": gettext_lazy(
        "The session at %(hall)s on %(on)s has a time that does not exist."
    ),
    "before_swearing_in": gettext_lazy(
        "The session at %(hall)s on %(on)s is before the crews are sworn in."
    ),
    "on_sunday": gettext_lazy(
        "%(on)s is a Sunday; KPU and PPK hold no session at %(hall)s then."
    ),
    "friday_prayer": gettext_lazy(
        "The session at %(hall)s on %(on)s meets the Friday prayer."
    ),
    "gap_too_short": gettext_lazy(
        "%(officer)s has sessions on %(on)s and %(later)s, too near together for both "
        "to count."
    ),
    "too_many_sessions": gettext_lazy("%(officer)s has %(sessions)s sessions."),
    "too_far": gettext_lazy(
        "%(officer)s would travel %(minutes)s minutes to %(hall)s."
    ),
    "unfair": gettext_lazy(
        "%(officer)s has three sessions while %(to)s has fewer than two."
    ),
    "fewer_than_two": gettext_lazy(
        "%(officer)s has %(sessions)s counted sessions in this plan instead of two."
    ),
    "officer_twice_in_session": gettext_lazy("%(officer)s is invited twice."),
    "officer_unknown": gettext_lazy("Somebody is invited who has no seat here."),
    "begun": gettext_lazy(
        "The session at %(hall)s on %(on)s would have begun already."
    ),
    "crew_short": ngettext_lazy(
        "%(village)s TPS %(station)s: %(officers)s officer has fewer than two "
        "sessions.",
        "%(village)s TPS %(station)s: %(officers)s officers have fewer than two "
        "sessions.",
        "officers",
    ),
    "many_gap_too_short": gettext_lazy(
        "%(officers)s officers have another session too near to that at %(hall)s on "
        "%(on)s for both to count."
    ),
    "many_too_far": gettext_lazy(
        "%(officers)s officers would travel too far to %(hall)s on %(on)s."
    ),
    "many_own_session_of_others": gettext_lazy(
        "%(officers)s officers come from another village than the self-organised "
        "session at %(hall)s on %(on)s."
    ),
    "many_too_many_sessions": gettext_lazy(
        "%(officers)s officers have more sessions than anybody should."
    ),
    "many_unfair": gettext_lazy(
        "%(officers)s officers have three sessions while others have fewer than two."
    ),
    "banned": gettext_lazy("%(hall)s is not in use."),
}
"""What a plan changed by hand breaks."""

SHORTFALLS: dict[str, Promise] = {
    "fewer_than_two": FAULTS["fewer_than_two"],
    "no_hall_in_reach": gettext_lazy(
        "%(officer)s can have no second session: no hall is in reach."
    ),
    "no_trainer_and_no_hall": gettext_lazy(
        "%(officer)s can have no second session: on the days left neither trainer nor "
        "hall is free in reach."
    ),
    "too_few_days": gettext_lazy(
        "%(officer)s can have no second session: the days left lie too near together."
    ),
    "ppk_trainer_day": gettext_lazy(
        "What would help most: one more PPK trainer on %(on)s."
    ),
    "kpu_trainer_day": gettext_lazy(
        "What would help most: one more KPU trainer on %(on)s."
    ),
    "seat": gettext_lazy("What would help most: more seats at %(hall)s on %(on)s."),
}
"""What a plan cannot meet."""

STALE: dict[str, Promise] = {
    "voting_day_unknown": gettext_lazy(
        "The voting day is not known any more: all sessions to come wait."
    ),
    "voting_day_moved": gettext_lazy(
        "This plan was made for %(was)s; the voting day is now %(is)s."
    ),
    "too_late": gettext_lazy("After the last day on which a session counts, %(last)s."),
    "before_swearing_in": gettext_lazy("Before the crews are sworn in, on %(sworn)s."),
}
"""What of a plan a new calendar does not allow."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in params are called.

    Attributes:
        villages: by code.
        halls: by id.
        trainers: by id.
        seats: seats, with station and village, by id.
    """

    villages: Mapping[str, str] = field(default_factory=dict)
    halls: Mapping[str, str] = field(default_factory=dict)
    trainers: Mapping[str, str] = field(default_factory=dict)
    seats: Mapping[str, Seat] = field(default_factory=dict)

    def officer(self, seat: str) -> str:
        """A seat as people say it."""
        found = self.seats.get(seat)
        return seat_in_words(found) if found else _("an officer")


def names_in(params: Iterable[Mapping[str, Any]]) -> Names:
    """The names that sentences with these params need. At most 4 queries."""
    ids: dict[str, set[str]] = {"village": set(), "hall": set(), "trainer": set()}
    seats: set[str] = set()
    for given in params:
        for name, found in ids.items():
            if given.get(name):
                found.add(str(given[name]))
        seats |= {str(given[key]) for key in ("officer", "to") if given.get(key)}
    halls = Venue.objects.filter(pk__in=ids["hall"]) if ids["hall"] else []
    trainers = Trainer.objects.filter(pk__in=ids["trainer"]) if ids["trainer"] else []
    areas = Area.objects.filter(code__in=ids["village"]) if ids["village"] else []
    rows = Seat.objects.filter(pk__in=seats).select_related("station__village")
    rows = rows.defer("station__village__boundary")
    return Names(
        villages={area.code: area.name for area in areas},
        halls={str(hall.pk): str(hall) for hall in halls},
        trainers={str(trainer.pk): str(trainer) for trainer in trainers},
        seats={str(seat.pk): seat for seat in rows} if seats else {},
    )


def seat_in_words(seat: Seat) -> str:
    """A seat as people say it: "Senakin TPS 2, seat 3"."""
    return _("%(village)s TPS %(station)d, seat %(seat)d") % {
        "village": seat.station.village.name,
        "station": seat.station.number,
        "seat": seat.number,
    }


def sentence(
    kinds: Mapping[str, Promise], code: str, params: Mapping[str, Any], names: Names
) -> str:
    """The sentence of a code, in the language of the reader."""
    template = kinds.get(code)
    if template is None:
        return _("Something of this plan is not right (%(code)s).") % {"code": code}
    # Left of the sign stands what is translated now: a plural needs its number.
    said = template % {key: _say(key, v, names) for key, v in params.items()}
    return str(said)


def refusal(code: str, params: Mapping[str, Any], names: Names) -> ValidationError:
    """A reason not to plan, as an error with a sentence and the code."""
    return ValidationError(sentence(REFUSALS, code, params, names), code=code)


def _say(key: str, value: Any, names: Names) -> Any:
    """A param as it stands in a sentence; counts stay numbers."""
    sayings: dict[str, Callable[[str], str]] = {
        "village": lambda v: names.villages.get(v, v),
        "hall": lambda v: names.halls.get(v, v),
        "trainer": lambda v: names.trainers.get(v, v),
        "officer": names.officer,
        "to": names.officer,
        "organiser": lambda v: str(Organiser(v).label),
        "slot": lambda v: str(Session.Slot(int(v)).label),
        **dict.fromkeys(_DAYS, _day),
    }
    say = sayings.get(key)
    return say(str(value)) if say else value


_DAYS = ("on", "later", "week", "first", "last", "poll", "was", "is", "sworn")


def _day(iso: str) -> str:
    try:
        return date_format(date.fromisoformat(iso), "DATE_FORMAT")
    except ValueError:
        return iso


def shortfalls_in_words(plan: Plan) -> list[str]:
    """What a plan cannot meet, a sentence each. At most 3 queries."""
    names = names_in(short["params"] for short in plan.shortfalls)
    return [
        sentence(SHORTFALLS, short["code"], short["params"], names)
        for short in plan.shortfalls
    ]


def quality_in_words(plan: Plan) -> str:
    """How good a plan is, said so that everybody understands it."""
    if plan.is_edited:
        return _("This plan was changed by hand after it was computed.")
    if plan.gap is None:
        return _("This plan was made by hand.")
    return gap_in_words(plan.gap)


def gap_in_words(gap: float) -> str:
    """By how much a plan may lie under the best one possible (a share, 0..1)."""
    if gap < _NOTHING:
        return _("No better plan is possible.")
    tenths = ceil(gap * 1000 - _NOTHING)
    said = {"share": number_format(Decimal(tenths) / 10, 1)}
    return _("This plan is at most %(share)s %% below the best one possible.") % said


def progress_in_words(said: Mapping[str, Any]) -> str:
    """How good a plan is that is still being made."""
    twice, officers = said.get("officers_twice"), said.get("officers")
    if twice is None or officers is None:
        return _("Looking for a first plan.")
    so_far = _("%(twice)s of %(officers)s officers have two sessions.") % {
        "twice": number_format(twice),
        "officers": number_format(officers),
    }
    gap = said.get("gap")
    return f"{so_far} {gap_in_words(gap)}" if gap is not None else so_far


def outcome_in_words(said: Mapping[str, Any]) -> str:
    """What a finished run found."""
    found = _(
        "Plan %(number)d: %(twice)s of %(officers)s officers have two sessions, "
        "%(sessions)d sessions."
    ) % {
        "number": said["number"],
        "twice": number_format(said["officers_twice"]),
        "officers": number_format(said["officers"]),
        "sessions": said["sessions"],
    }
    return f"{found} {gap_in_words(said['gap'])}"
