"""Pages of long work: what runs in an area, and how far one job is."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sejuk.accounts.access import may, visible
from sejuk.accounts.http import AccountRequest
from sejuk.accounts.models import Account
from sejuk.jobs import services
from sejuk.jobs.models import Job
from sejuk.jobs.queries import jobs_in
from sejuk.jobs.registry import kind_of
from sejuk.jobs.words import told
from sejuk.places.models import Area

JOBS_A_PAGE = 30


@require_safe
def job_list(request: AccountRequest, code: str) -> HttpResponse:
    """The long work of an area and under it, the newest first."""
    area = get_object_or_404(visible(request.user, Area), code=code)
    jobs = jobs_in(area, of=visible(request.user, Job))
    page = Paginator(jobs, JOBS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "area": area,
        "page": page,
        "jobs": [told(job, briefly=True) for job in page],
        "under_way": jobs.filter(ended_at=None).count(),
    }
    return render(request, "jobs/job_list.html", context)


@require_safe
def job_detail(request: AccountRequest, pk: int) -> HttpResponse:
    """One job; a page that is open asks for its part alone."""
    jobs = visible(request.user, Job).select_related("area", "asked_by")
    job = get_object_or_404(jobs, pk=pk)
    here = reverse("jobs:job_detail", args=[job.pk])
    context = {
        "area": job.area,
        "told": told(job),
        "poll_href": here,
        "stop_href": "",
    }
    if not job.is_over and not job.wants_stop and _may_stop(request.user, job):
        context["stop_href"] = reverse("jobs:job_stop", args=[job.pk])
    template = "_job" if request.headers.get("HX-Request") else "job_detail"
    return render(request, f"jobs/{template}.html", context)


@require_POST
def job_stop(request: AccountRequest, pk: int) -> HttpResponse:
    """Ask a job to end with the best so far."""
    jobs = visible(request.user, Job)
    job = get_object_or_404(jobs, pk=pk)
    if not _may_stop(request.user, job):
        get_object_or_404(jobs.none())
    services.ask_to_stop(job, by=request.user)
    return redirect("jobs:job_detail", pk=job.pk)


def _may_stop(account: Account, job: Job) -> bool:
    """Whoever asked for it, and whoever might have."""
    if job.asked_by_id == account.pk:
        return True
    kind = kind_of(job)
    return bool(kind and may(account, kind.verb, Job).filter(pk=job.pk).exists())
