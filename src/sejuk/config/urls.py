"""All pages. Every URL name here has a row in the access matrix of the tests."""

from django.urls import include, path

handler403 = "sejuk.web.views.forbidden"

urlpatterns = [
    path("", include("sejuk.web.urls")),
    path("", include("sejuk.accounts.urls")),
    path("", include("sejuk.jobs.urls")),
    path("", include("sejuk.elections.urls")),
    path("", include("sejuk.crews.urls")),
    path("", include("sejuk.training.urls")),
    path("", include("sejuk.problems.urls")),
    path("", include("sejuk.readiness.urls")),
    path("", include("sejuk.meetings.urls")),
]
