from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sejuk.web"
    label = "web"
