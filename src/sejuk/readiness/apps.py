from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    name = "sejuk.readiness"
    label = "readiness"
