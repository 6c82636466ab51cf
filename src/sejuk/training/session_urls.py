"""Addresses of sessions, who comes to them, and officers' own dates."""

from django.urls import path

from sejuk.training.views import attendance, dates, inviting, own_session, session

_SESSION = "sessions/<int:pk>/"
_PERSON = "persons/<int:pk>/"
_AREA = "areas/<str:code>/"

urlpatterns = [
    path("sessions/", session.my_sessions, name="my_sessions"),
    path(_SESSION, session.session_detail, name="session_detail"),
    path(f"{_SESSION}list.pdf", session.session_list_pdf, name="session_list_pdf"),
    path(
        f"{_SESSION}attendance/",
        attendance.session_attendance,
        name="session_attendance",
    ),
    path(f"{_SESSION}invite/", inviting.session_invite, name="session_invite"),
    path(f"{_SESSION}call-off/", inviting.session_call_off, name="session_call_off"),
    path(
        f"{_AREA}own-session/",
        own_session.self_organised_new,
        name="self_organised_new",
    ),
    path(f"{_PERSON}dates/", dates.person_dates, name="person_dates"),
    path(f"{_PERSON}dates.pdf", dates.person_dates_pdf, name="person_dates_pdf"),
    path(
        "stations/<int:pk>/dates.pdf", dates.station_dates_pdf, name="station_dates_pdf"
    ),
]
