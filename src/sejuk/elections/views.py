"""Pages of elections: which there are, their calendars, the dated rules, the kinds."""

from itertools import pairwise

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sejuk.accounts.access import WRITES, home_area, visible
from sejuk.accounts.http import AccountRequest
from sejuk.accounts.models import Account
from sejuk.elections import clock, services
from sejuk.elections.changes import TimelineEntry, concerned, timeline
from sejuk.elections.concerns import Concern
from sejuk.elections.forms import RevisionForm, WorkingMomentForm, add_faults
from sejuk.elections.models import Election, ElectionKind, ProblemKind
from sejuk.elections.queries import known_stages, rules_found
from sejuk.elections.request import election_of
from sejuk.elections.showing import shown_rules, shown_stages


@require_safe
def election_list(request: AccountRequest) -> HttpResponse:
    """The elections of this installation, the one that runs first."""
    elections = visible(request.user, Election).prefetch_related("revisions")
    context = {
        "elections": [(e, _voting_day(e)) for e in elections],
        "running": election_of(request),
        "may_set": _may_set_calendar(request.user),
    }
    return render(request, "elections/election_list.html", context)


@require_safe
def election_detail(request: AccountRequest, slug: str) -> HttpResponse:
    """One election: its voting day, the story of its calendar, its stages."""
    election = get_object_or_404(visible(request.user, Election), slug=slug)
    today = clock.today(election, home_area(request.user))
    entries = timeline(election, today)
    calendar = next((e.calendar for e in entries if e.state == "holds"), None)
    voting_on = calendar.voting_on if calendar else None
    context = {
        "election": election,
        "today": today,
        "entries": entries,
        "calendar": calendar,
        "days_left": (voting_on - today).days if voting_on else None,
        "stages": shown_stages(calendar, today) if calendar else None,
        "concerns": _last_concerned(entries),
        "may_set": _may_set_calendar(request.user),
    }
    return render(request, "elections/election_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revision_new(request: AccountRequest, slug: str) -> HttpResponse:
    """Write down a new decision on the calendar."""
    election = get_object_or_404(_elections_to_set(request.user), slug=slug)
    form = RevisionForm(
        request.POST or None,
        known=known_stages(election),
        today=clock.today(election, home_area(request.user)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.set_revision(election, form.calendar(), by=request.user)
        except ValidationError as error:
            add_faults(form, error)
        else:
            messages.success(request, _("The new calendar is written down."))
            return redirect("elections:election_detail", slug=slug)
    context = {"election": election, "form": form}
    return render(
        request, "elections/revision_form.html", context, status=_status(form)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def working_moment(request: AccountRequest, slug: str) -> HttpResponse:
    """Set the working date of an example or a rehearsal."""
    election = get_object_or_404(_elections_to_set(request.user), slug=slug)
    area = home_area(request.user)
    now = clock.now(election, area)
    initial = {"day": now.date(), "time": now.time()} if election.set_at else None
    form = WorkingMomentForm(
        request.POST or None, zone=str(now.tzinfo), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        services.set_working_moment(election, form.moment(), by=request.user)
        messages.success(request, _("The working date is set."))
        return redirect("elections:election_detail", slug=slug)
    context = {"election": election, "form": form, "now": now}
    return render(
        request, "elections/working_moment.html", context, status=_status(form)
    )


@require_POST
def election_run(request: AccountRequest, slug: str) -> HttpResponse:
    """Make an election the one that everybody works for."""
    election = get_object_or_404(_elections_to_set(request.user), slug=slug)
    services.run_election(election, by=request.user)
    messages.success(
        request, _("Everybody now works for %(election)s.") % {"election": election}
    )
    return redirect("elections:election_detail", slug=slug)


@require_safe
def rule_list(request: AccountRequest) -> HttpResponse:
    """The dated rules: those that hold on the working date, on wish all."""
    running = election_of(request)
    kind = request.GET.get("kind", "")
    if kind not in ElectionKind.values:
        kind = running.kind if running else ElectionKind.PILKADA
    words, every = request.GET.get("words", ""), request.GET.get("time") == "all"
    today = clock.today(running or Election(), home_area(request.user))
    rules = shown_rules(rules_found(kind, words), today)
    context = {
        "rules": [rule for rule in rules if every or rule.holds],
        "holding": sum(rule.holds for rule in rules),
        "kinds": ElectionKind.choices,
        "kind": kind,
        "words": words,
        "every": every,
        "today": today,
    }
    return render(request, "elections/rule_list.html", context)


@require_safe
def kind_list(request: AccountRequest) -> HttpResponse:
    """The kinds of problems: nine variables, and under each typical mistakes."""
    kinds = visible(request.user, ProblemKind).filter(parent=None)
    kinds = kinds.prefetch_related("children")
    context = {
        "kinds": [kind for kind in kinds if kind.children.all()],
        "without": [kind for kind in kinds if not kind.children.all()],
    }
    return render(request, "elections/kind_list.html", context)


def _elections_to_set(account: Account) -> QuerySet[Election]:
    elections = visible(account, Election)
    return elections if _may_set_calendar(account) else elections.none()


def _may_set_calendar(account: Account) -> bool:
    """Calendars are nobody's area: whoever is KPU anywhere here may set them."""
    return any(role.kind in WRITES["set_calendar"] for role in account.active_roles)


def _voting_day(election: Election) -> object:
    revisions = sorted(election.revisions.all(), key=lambda r: r.effective_from)
    return revisions[-1].voting_on if revisions else None


def _last_concerned(entries: list[TimelineEntry]) -> list[Concern]:
    """Whom the last revision concerns, also one that is still to hold."""
    calendars = [entry.calendar for entry in entries]
    return [c for two in list(pairwise(calendars))[-1:] for c in concerned(*two)]


def _status(form: RevisionForm | WorkingMomentForm) -> int:
    return 422 if form.is_bound else 200
