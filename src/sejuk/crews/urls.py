"""Addresses of crews."""

from django.urls import path

from sejuk.crews import seat_views, views

app_name = "crews"
urlpatterns = [
    path("areas/<str:code>/crews/", views.crew_list, name="crew_list"),
    path("stations/<int:pk>/crew/", views.station_crew, name="station_crew"),
    path("seats/<int:pk>/", seat_views.seat_edit, name="seat_edit"),
    path("persons/<int:pk>/", views.person_detail, name="person_detail"),
    path("persons/<int:pk>/correct/", views.person_edit, name="person_edit"),
]
