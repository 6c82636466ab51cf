"""Addresses of training: plans and their drafts; sessions, halls and trainers below."""

from django.urls import path

from sejuk.training import resource_urls, session_urls
from sejuk.training.views import draft, moves, numbers, plan, timetable

_AREA = "areas/<str:code>/training/"

app_name = "training"
urlpatterns = [
    path(_AREA, plan.plan_detail, name="plan_detail"),
    path(f"{_AREA}start/", plan.plan_start, name="plan_start"),
    path(f"{_AREA}edit/", plan.plan_edit, name="plan_edit"),
    path(f"{_AREA}plans/", plan.plan_list, name="plan_list"),
    path(f"{_AREA}settings/", numbers.plan_settings, name="plan_settings"),
    path(f"{_AREA}timetable/", timetable.timetable, name="timetable"),
    path(f"{_AREA}timetable.pdf", timetable.timetable_pdf, name="timetable_pdf"),
    path("plans/<int:pk>/draft/", draft.plan_draft, name="plan_draft"),
    path("plans/<int:pk>/publish/", draft.plan_publish, name="plan_publish"),
    path("plans/<int:pk>/discard/", draft.plan_discard, name="plan_discard"),
    path("plans/<int:pk>/sessions/new/", moves.session_add, name="session_add"),
    path("sessions/<int:pk>/move/", moves.session_move, name="session_move"),
    path("sessions/<int:pk>/seats/", moves.session_seats, name="session_seats"),
    path("sessions/<int:pk>/lock/", moves.session_lock, name="session_lock"),
    path("sessions/<int:pk>/unlock/", moves.session_unlock, name="session_unlock"),
    path("sessions/<int:pk>/remove/", moves.session_remove, name="session_remove"),
    *session_urls.urlpatterns,
    *resource_urls.urlpatterns,
]
