from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sejuk.accounts"
    label = "accounts"

    def ready(self) -> None:
        from sejuk.accounts import registrations  # noqa: F401, PLC0415
