from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    name = "sejuk.problems"
    label = "problems"

    def ready(self) -> None:
        from sejuk.problems import registrations  # noqa: F401, PLC0415
