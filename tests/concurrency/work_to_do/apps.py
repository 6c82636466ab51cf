from django.apps import AppConfig


class WorkToDoConfig(AppConfig):
    name = "tests.concurrency.work_to_do"
    label = "work_to_do"

    def ready(self) -> None:
        from tests.concurrency.work_to_do.work import register_work  # noqa: PLC0415

        register_work()
