"""The page of one session, its list to sign, and a trainer's own sessions."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sejuk.accounts.access import may_in
from sejuk.accounts.http import AccountRequest
from sejuk.accounts.models import Account
from sejuk.documents.rendering import render as printed
from sejuk.elections import clock
from sejuk.elections.request import election_of
from sejuk.training import session_words
from sejuk.training.models import Session
from sejuk.training.queries.own_sessions import sessions_led_by
from sejuk.training.queries.seen import (
    may_record,
    sessions_recorded_by,
    sessions_seen,
)
from sejuk.training.queries.session_page import people_of
from sejuk.training.session_papers import attendance_paper


@require_safe
def session_detail(request: AccountRequest, pk: int) -> HttpResponse:
    """When and where, who is expected or came, and what can be done."""
    session = get_object_or_404(sessions_seen(request.user), pk=pk)
    at = clock.now(session.plan.election, session.venue.area)
    records = may_record(request.user, session)
    people = people_of(request.user, session, sees_everybody=records)
    state = session_words.state_of(session, at)
    context = {
        "area": session.venue.area,
        "session": session,
        "people": people,
        "state": state,
        "so_what": session_words.so_what(session, people, state),
        "follower": _follower(session) if state == "replaced" else None,
        "free": max(0, session.seats - people.expected),
        "beyond": max(0, people.expected - session.seats),
        **_ways(request.user, session, state, records),
    }
    return render(request, "training/session_detail.html", context)


def _ways(
    account: Account, session: Session, state: str, records: bool
) -> dict[str, Any]:
    """What this account may do with a session in its state."""
    if session.plan.is_addition:
        changes = may_in(account, "add_self_organised", session.venue.area)
    else:
        changes = may_in(account, "plan", session.plan.area)
    return {
        "may_record": records and state == "held",
        "may_print": records and state in {"held", "announced"},
        "may_invite": changes and state in {"draft", "announced"},
        "may_call_off": changes and state == "announced",
        "may_move": changes and state == "draft",
    }


def _follower(session: Session) -> Session | None:
    """The session of a later published plan that carries a replaced one on."""
    return (
        session.continued_by.filter(plan__published_at__isnull=False)
        .select_related("venue__area")
        .defer("venue__area__boundary")
        .last()
    )


@require_safe
def session_list_pdf(request: AccountRequest, pk: int) -> HttpResponse:
    """The list of who is expected, to print and to sign."""
    session = get_object_or_404(sessions_recorded_by(request.user), pk=pk)
    people = people_of(request.user, session, sees_everybody=True)
    today = clock.today(session.plan.election, session.venue.area)
    name = f"hadir-{session.on:%Y-%m-%d}-{session.pk}.pdf"
    return HttpResponse(
        printed(attendance_paper(session, people, today)),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@require_safe
def my_sessions(request: AccountRequest) -> HttpResponse:
    """The sessions that a trainer leads and led."""
    election = election_of(request)
    at = clock.now(election) if election else None
    sessions = list(sessions_led_by(request.user, election)) if election else []
    coming = [s for s in sessions if at and s.starts_at > at]
    context = {
        "coming": coming,
        "held": [s for s in sessions if s not in coming][::-1],
        "unrecorded": sum(not vars(s)["recorded"] for s in sessions if s not in coming),
        "next": coming[0] if coming else None,
    }
    return render(request, "training/my_sessions.html", context)
