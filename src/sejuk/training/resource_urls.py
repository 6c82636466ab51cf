"""Addresses of halls, trainers, and the ways between villages."""

from django.urls import path

from sejuk.training.views import trainer, travel, venue

urlpatterns = [
    path("areas/<str:code>/venues/", venue.venue_list, name="venue_list"),
    path("areas/<str:code>/venues/new/", venue.venue_new, name="venue_new"),
    path("venues/<int:pk>/", venue.venue_edit, name="venue_edit"),
    path("venues/<int:pk>/close/", venue.venue_close, name="venue_close"),
    path("venues/<int:pk>/open/", venue.venue_open, name="venue_open"),
    path("areas/<str:code>/travel/", travel.travel_list, name="travel_list"),
    path("areas/<str:code>/trainers/", trainer.trainer_list, name="trainer_list"),
    path("areas/<str:code>/trainers/new/", trainer.trainer_new, name="trainer_new"),
    path("trainers/<int:pk>/", trainer.trainer_edit, name="trainer_edit"),
    path("trainers/<int:pk>/days/", trainer.trainer_days, name="trainer_days"),
]
