from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "sejuk.training"
    label = "training"

    def ready(self) -> None:
        from sejuk.training import registrations  # noqa: F401, PLC0415
