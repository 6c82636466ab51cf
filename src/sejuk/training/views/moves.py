"""Changing the sessions of a draft: move, add, seats, lock, take out.

What a change breaks is said at once, as a message and in the calendar; what cannot be
is refused at its field.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sejuk.accounts.access import may
from sejuk.accounts.http import AccountRequest
from sejuk.accounts.models import Account
from sejuk.elections import clock
from sejuk.elections.forms import add_faults
from sejuk.training import services
from sejuk.training.checks import last_check
from sejuk.training.forms.plan import NewSessionForm, PlaceForm, SeatsForm
from sejuk.training.models import Session
from sejuk.training.services import Edited
from sejuk.training.session_words import place_in_words
from sejuk.training.views.draft import plans_of


def _sessions_of(account: Account) -> QuerySet[Session]:
    """Sessions of drafts that an account may change."""
    plan = "plan__area__parent__parent__parent__parent"
    return (
        may(account, "plan", Session)
        .filter(plan__published_at=None, plan__discarded_at=None)
        .select_related(plan, "plan__election", "venue__area", "trainer")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def session_move(request: AccountRequest, pk: int) -> HttpResponse:
    """Another day, time, hall or trainer; a drop in the calendar posts here too."""
    session = get_object_or_404(_sessions_of(request.user), pk=pk)
    plan = session.plan
    at = clock.now(plan.election, plan.area)
    sent = _as_sent(request, session) if request.method == "POST" else None
    form = PlaceForm(
        sent,
        initial=_as_it_is(session),
        area=plan.area,
        day=session.on,
        session=session,
    )
    if form.is_valid():
        try:
            edited = services.move_session(
                session, form.place(), by=request.user, at=at
            )
        except ValidationError as error:
            add_faults(form, error)
        else:
            return _told(request, edited, _("The session is moved: %(session)s."))
    return _session_page(request, session, form=form)


def _as_it_is(session: Session) -> dict[str, Any]:
    return {
        "on": session.on,
        "slot": session.slot,
        "venue": session.venue_id,
        "trainer": session.trainer_id,
    }


def _as_sent(request: AccountRequest, session: Session) -> dict[str, Any]:
    """What was posted; a drop names the day and the row, the rest stays."""
    if "row" not in request.POST:
        return request.POST.dict()
    dropped = {"on": request.POST.get("on"), "venue": request.POST.get("row")}
    return {**_as_it_is(session), **dropped}


def _session_page(
    request: AccountRequest,
    session: Session,
    *,
    form: PlaceForm,
    seats: SeatsForm | None = None,
) -> HttpResponse:
    plan = session.plan
    at = clock.now(plan.election, plan.area)
    faults = last_check(plan, at)
    if faults is None:
        faults = services.check(plan, at)
    context = {
        "area": plan.area,
        "plan": plan,
        "session": session,
        "expected": session.invitations.count(),
        "form": form,
        "seats_form": seats or SeatsForm(initial={"seats": session.seats}),
        "faults": [f.text for f in faults if session.pk in f.sessions],
        "is_held": session.is_held_by(at),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "training/session_move.html", context, status=status)


@require_POST
def session_seats(request: AccountRequest, pk: int) -> HttpResponse:
    """How many seats a session of a draft has."""
    session = get_object_or_404(_sessions_of(request.user), pk=pk)
    plan = session.plan
    at = clock.now(plan.election, plan.area)
    form = SeatsForm(request.POST)
    if form.is_valid():
        seats = form.cleaned_data["seats"]
        try:
            edited = services.set_seats(session, seats, by=request.user, at=at)
        except ValidationError as error:
            add_faults(form, error)
        else:
            return _told(request, edited, _("The seats are changed: %(session)s."))
    place = PlaceForm(
        initial=_as_it_is(session), area=plan.area, day=session.on, session=session
    )
    return _session_page(request, session, form=place, seats=form)


@require_http_methods(["GET", "HEAD", "POST"])
def session_add(request: AccountRequest, pk: int) -> HttpResponse:
    """Add a session to a draft; whom to invite comes next."""
    plan = get_object_or_404(plans_of(request.user), pk=pk)
    if not plan.is_draft:
        raise Http404
    at = clock.now(plan.election, plan.area)
    form = NewSessionForm(
        request.POST if request.method == "POST" else None,
        initial={"slot": 1},
        area=plan.area,
        day=at.date(),
    )
    if form.is_valid():
        organiser, place = form.cleaned_data["organiser"], form.place()
        try:
            edited = services.add_session(
                plan, organiser, place, by=request.user, at=at
            )
        except ValidationError as error:
            add_faults(form, error)
        else:
            said = _("The session is added: %(session)s. Now invite officers.")
            return _told(request, edited, said, to="training:session_invite")
    context = {"area": plan.area, "plan": plan, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "training/session_add.html", context, status=status)


@require_POST
def session_lock(request: AccountRequest, pk: int) -> HttpResponse:
    """Keep a session as it is when the rest is planned again."""
    return _done(request, pk, services.lock, _("The session is locked: %(session)s."))


@require_POST
def session_unlock(request: AccountRequest, pk: int) -> HttpResponse:
    """Let planning again change a session."""
    said = _("The session is unlocked: %(session)s.")
    return _done(request, pk, services.unlock, said)


@require_POST
def session_remove(request: AccountRequest, pk: int) -> HttpResponse:
    """Take a session out of a draft."""
    said = _("The session is taken out of the draft: %(session)s.")
    return _done(request, pk, services.remove_session, said)


def _done(
    request: AccountRequest, pk: int, change: Callable[..., Edited], said: str
) -> HttpResponse:
    session = get_object_or_404(_sessions_of(request.user), pk=pk)
    at = clock.now(session.plan.election, session.plan.area)
    try:
        edited = change(session, by=request.user, at=at)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return redirect("training:plan_draft", pk=session.plan_id)
    return _told(request, edited, said, session=session)


def _told(
    request: AccountRequest,
    edited: Edited,
    said: str,
    *,
    to: str = "training:plan_draft",
    session: Session | None = None,
) -> HttpResponse:
    """Say what was done and what it broke, and lead on."""
    changed = edited.session or session
    if changed:
        where = f"{date_format(changed.on, 'l, j F')}, {place_in_words(changed)}"
        messages.success(request, said % {"session": where})
    if edited.faults:
        # One note for all: the page that follows lists them again at their sessions.
        messages.warning(request, " ".join(fault.text for fault in edited.faults))
    is_draft = to == "training:plan_draft" or edited.session is None
    pk = edited.plan.pk if is_draft or edited.session is None else edited.session.pk
    return redirect(to, pk=pk)
