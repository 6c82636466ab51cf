"""Addresses of long work."""

from django.urls import path

from sejuk.jobs import views

app_name = "jobs"
urlpatterns = [
    path("areas/<str:code>/jobs/", views.job_list, name="job_list"),
    path("jobs/<int:pk>/", views.job_detail, name="job_detail"),
    path("jobs/<int:pk>/stop/", views.job_stop, name="job_stop"),
]
