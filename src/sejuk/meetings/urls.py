"""Addresses of meetings."""

from django.urls import path

from sejuk.meetings import views

app_name = "meetings"
urlpatterns = [
    path("areas/<str:code>/agenda/", views.agenda, name="agenda"),
    path("areas/<str:code>/agenda.pdf", views.agenda_pdf, name="agenda_pdf"),
]
