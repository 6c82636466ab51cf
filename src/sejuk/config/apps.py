from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "sejuk.config"

    def ready(self) -> None:
        from sejuk.config import checks  # noqa: F401, PLC0415
