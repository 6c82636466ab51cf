from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "sejuk.meetings"
    label = "meetings"
