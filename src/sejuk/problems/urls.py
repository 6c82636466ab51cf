"""Addresses of the register of problems."""

from django.urls import path

from sejuk.problems import views

app_name = "problems"
urlpatterns = [
    path("areas/<str:code>/problems/", views.problem_list, name="problem_list"),
    path("problems/<int:pk>/", views.problem_detail, name="problem_detail"),
]
