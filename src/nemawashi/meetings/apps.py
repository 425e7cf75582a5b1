from importlib import import_module

from django.apps import AppConfig


class Meetings(AppConfig):
    name = "nemawashi.meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("nemawashi.meetings.concerns")
