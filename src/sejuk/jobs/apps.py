from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sejuk.jobs"
    label = "jobs"

    def ready(self) -> None:
        from sejuk.jobs import registrations  # noqa: F401, PLC0415
