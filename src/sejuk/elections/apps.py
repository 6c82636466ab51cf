from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "sejuk.elections"
    label = "elections"

    def ready(self) -> None:
        from sejuk.elections import registrations  # noqa: F401, PLC0415
