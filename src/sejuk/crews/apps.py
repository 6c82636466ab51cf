from django.apps import AppConfig


class CrewsConfig(AppConfig):
    name = "sejuk.crews"
    label = "crews"

    def ready(self) -> None:
        from sejuk.crews import registrations  # noqa: F401, PLC0415
