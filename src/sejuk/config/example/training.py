"""The plan of 13 November, published, and who came to what was held since."""

from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from sejuk.accounts.models import Account
from sejuk.config.example.kept_plan import keep_plan, read_plan
from sejuk.config.example.organisers import pps_account
from sejuk.config.example.story import NOW, PUBLISHED_AT, SEED
from sejuk.crews.models import Holding, Seat
from sejuk.domain.training.instance import Instance
from sejuk.domain.training.invented import draw
from sejuk.domain.training.plan import Plan
from sejuk.elections.clock import now
from sejuk.elections.models import Election
from sejuk.places.models import Area
from sejuk.training.models import Attendance, Session
from sejuk.training.planning import problem_of
from sejuk.training.queries import held_sessions
from sejuk.training.services.publishing import publish
from sejuk.training.services.writing import write_plan

SHARE_THAT_COMES: Final = 0.92
"""Share of those expected who come, each by a draw of its own."""

Search = Callable[[Instance], Plan]


def publish_plan(
    election: Election, area: Area, by: Account, search: Search | None = None
) -> None:
    """Write and publish the plan that ships, or one found by `search`, which is kept.

    Raises:
        PlanDoesNotFitError: if the plan that ships breaks a rule or misstates its loss.
    """
    problem = problem_of(area, election, now(election, area))
    if search is not None:
        keep_plan(search(problem.instance), problem)
    plan = write_plan(problem, read_plan(problem), by=by)
    publish(plan, by=by, at=PUBLISHED_AT.astimezone(ZoneInfo(area.zone)))


def record_attendances(election: Election, area: Area) -> None:
    """Who came to the sessions held before the working moment, by seeded chance.

    Recorded right after each session by its trainer, or by the PPS of the village.
    """
    holders = {
        holding.seat_id: holding.person_id
        for holding in Holding.objects.filter(seat__station__election=election)
    }
    held = held_sessions(area, election, NOW).select_related(
        "venue__area", "trainer__account"
    )
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            person_id=holders[invitation.seat_id],
            recorded_by=_recorder(session),
            recorded_at=session.ends_at,
        )
        for session in held
        for invitation in session.invitations.select_related("seat__station__village")
        if invitation.seat_id in holders and _comes(session, invitation.seat)
    )


def _comes(session: Session, seat: Seat) -> bool:
    about = (
        seat.station.village.code,
        seat.station.number,
        seat.number,
        session.on.isoformat(),
    )
    return draw(SEED, *about, "came") < SHARE_THAT_COMES


def _recorder(session: Session) -> Account:
    account = session.trainer.account if session.trainer else None
    return account or pps_account(session.venue.area)
