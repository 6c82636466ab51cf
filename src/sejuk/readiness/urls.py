"""Addresses of the readiness picture."""

from django.urls import path

from sejuk.readiness import views

app_name = "readiness"
urlpatterns = [
    path("areas/<str:code>/", views.area_detail, name="area_detail"),
    path("areas/<str:code>/actions/", views.action_list, name="action_list"),
    path("stations/<int:pk>/", views.station_detail, name="station_detail"),
]
