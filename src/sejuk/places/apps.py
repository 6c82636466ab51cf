from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "sejuk.places"
    label = "places"
