"""What a plan is worth, added up person by person and session by session.

Shares nothing with the solver but the words of the instance: checker and baselines
measure with this, and the solver's own figures must agree.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from math import fsum

from sejuk.domain.training.counted import counted_days
from sejuk.domain.training.instance import Instance, Officer, Session
from sejuk.domain.training.memory import share_known
from sejuk.domain.training.parameters import Duty, Organiser
from sejuk.domain.training.plan import Figures

Visit = tuple[date, Organiser, str]
"""What one officer goes to: day, organiser, id of the hall."""


class Appraisal:
    """Measures plans of one instance. Whom or what it does not know, it leaves out."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._villages = {village.code: village for village in instance.villages}
        self._halls = {hall.id: hall for hall in instance.halls}
        self._officers = {officer.id: officer for officer in instance.officers}
        self._known: dict[tuple[tuple[date, Organiser], ...], float] = {}
        self._ways: dict[tuple[str, str], tuple[float, float]] = {}

    def recall(self, officer: Officer, visits: Iterable[Visit]) -> float:
        """Share of the rules known on election day, 0..1, history included."""
        past = [(attended.on, attended.organiser) for attended in officer.history]
        lessons = tuple(sorted(past + [(on, by) for on, by, _ in visits]))
        if lessons not in self._known:
            self._known[lessons] = share_known(
                lessons,
                poll=self.instance.poll,
                sworn=self.instance.sworn,
                by=self.instance.parameters.recall,
            )
        return self._known[lessons]

    def counted(self, officer: Officer, visits: Iterable[Visit]) -> int:
        """How many sessions count as training, history included."""
        days = [attended.on for attended in officer.history]
        return len(
            counted_days(
                days + [on for on, _, _ in visits],
                last_day=self.instance.last_day,
                gap_days=self.instance.parameters.gap_days,
            )
        )

    def minutes(self, village: str, hall: str) -> float:
        """Minutes one way from a village to a hall."""
        return self._way(village, hall)[0]

    def seat_rupiah(self, village: str, hall: str) -> float:
        """Fare both ways and snack for somebody of a village in a hall."""
        snack = self.instance.parameters.snack_rupiah
        return 2 * self._way(village, hall)[1] + snack

    def _way(self, village: str, hall: str) -> tuple[float, float]:
        key = (village, hall)
        if key not in self._ways:
            end = self._villages[self._halls[hall].village]
            trip = self.instance.trip(self._villages[village], end)
            self._ways[key] = (trip.minutes, trip.rupiah)
        return self._ways[key]

    def points(self, officer: Officer, visits: tuple[Visit, ...]) -> float:
        """Loss of one officer: what is not known, what is missing, and his seats."""
        wish = self.instance.parameters
        times = self.counted(officer, visits)
        lost = 100 * (1 - self.recall(officer, visits))
        lost += {0: wish.no_session, 1: wish.one_session}.get(times, 0.0)
        by = {attended.organiser for attended in officer.history}
        by |= {organiser for _, organiser, _ in visits}
        if officer.duty is Duty.CHAIR and not by - {Organiser.SELF}:
            lost += wish.chair_without_official
        weight = wish.weight_of(officer.duty) * self._villages[officer.village].risk
        seats = fsum(self.seat_rupiah(officer.village, hall) for _, _, hall in visits)
        return weight * lost + seats / wish.point_rupiah

    def visits(self, sessions: Iterable[Session]) -> dict[str, tuple[Visit, ...]]:
        """Where each known officer goes, earliest first; nobody is left out."""
        going: dict[str, list[Visit]] = {officer: [] for officer in self._officers}
        for session in sessions:
            for officer in session.officers:
                if officer in going and session.hall in self._halls:
                    visit = (session.on, session.organiser, session.hall)
                    going[officer].append(visit)
        return {officer: tuple(sorted(visits)) for officer, visits in going.items()}

    def loss(self, sessions: Iterable[Session]) -> float:
        """Loss of a plan in points: officers, money, crowding and, if any, calm."""
        sessions = tuple(sessions)
        visits = self.visits(sessions)
        wish = self.instance.parameters
        officers = [self.points(self._officers[o], v) for o, v in visits.items()]
        money = self._rent_and_trainers(sessions) / wish.point_rupiah
        crowding = wish.crowding * sum(self._above_recommended(s) for s in sessions)
        return fsum([*officers, money, crowding, wish.calm * self._told(visits)])

    def figures(self, sessions: Iterable[Session]) -> Figures:
        """A plan in numbers."""
        sessions = tuple(sessions)
        visits = self.visits(sessions)
        going = [(self._officers[officer], v) for officer, v in visits.items()]
        times = Counter(min(3, self.counted(*pair)) for pair in going)
        known = [self.recall(*pair) for pair in going]
        held = Counter(session.organiser for session in sessions)
        return Figures(
            officers=len(going),
            by_sessions=(times[0], times[1], times[2], times[3]),
            mean_recall=fsum(known) / len(known) if known else 0.0,
            worst_recall=min(known, default=0.0),
            sessions={organiser: held[organiser] for organiser in Organiser},
            trainer_days=len(
                {b for b in blocks(sessions) if b[2] is not Organiser.SELF}
            ),
            rupiah=self._rent_and_trainers(sessions) + self._seats_rupiah(visits),
            told=self._told(visits),
        )

    def _rent_and_trainers(self, sessions: tuple[Session, ...]) -> float:
        fee = self.instance.parameters.trainer_day_rupiah
        rent = [self._halls[s.hall].rent for s in sessions if s.hall in self._halls]
        return fsum([*rent, *(fee.of(block[2]) for block in blocks(sessions))])

    def _seats_rupiah(self, visits: Mapping[str, tuple[Visit, ...]]) -> float:
        return fsum(
            self.seat_rupiah(self._officers[officer].village, hall)
            for officer, going in visits.items()
            for _, _, hall in going
        )

    def _above_recommended(self, session: Session) -> int:
        if session.hall not in self._halls:
            return 0
        recommended = self.instance.parameters.recommended_class
        seats = min(recommended, self._halls[session.hall].seats)
        return max(0, len(session.officers) - seats)

    def _told(self, visits: Mapping[str, tuple[Visit, ...]]) -> int:
        """Officers whose halls, days or organisers are not those that they know."""
        if self.instance.old is None:
            return 0
        # Raw, not by `visits`: a hall that is no more has to be told as well.
        known: dict[str, set[Visit]] = defaultdict(set)
        for session in self.instance.old:
            for officer in session.officers:
                known[officer].add((session.on, session.organiser, session.hall))
        return sum(
            self._to_come(going) != self._to_come(known[officer])
            for officer, going in visits.items()
        )

    def _to_come(self, visits: Iterable[Visit]) -> set[Visit]:
        return {visit for visit in visits if visit[0] >= self.instance.first_day}


def blocks(sessions: Iterable[Session]) -> set[tuple[str, date, Organiser]]:
    """Hall, day and organiser of sessions: each takes one trainer for one day."""
    return {(session.hall, session.on, session.organiser) for session in sessions}
