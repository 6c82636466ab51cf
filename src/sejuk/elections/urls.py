"""Addresses of elections, rules, problem kinds and polling stations."""

from django.urls import path

from sejuk.elections import station_views, views

app_name = "elections"
urlpatterns = [
    path("elections/", views.election_list, name="election_list"),
    path("elections/<slug:slug>/", views.election_detail, name="election_detail"),
    path(
        "elections/<slug:slug>/calendar/new/", views.revision_new, name="revision_new"
    ),
    path(
        "elections/<slug:slug>/working-date/",
        views.working_moment,
        name="working_moment",
    ),
    path("elections/<slug:slug>/run/", views.election_run, name="election_run"),
    path("rules/", views.rule_list, name="rule_list"),
    path("problem-kinds/", views.kind_list, name="kind_list"),
    path(
        "areas/<str:code>/stations/new/", station_views.station_new, name="station_new"
    ),
    path("stations/<int:pk>/correct/", station_views.station_edit, name="station_edit"),
]
