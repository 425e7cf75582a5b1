from importlib import import_module

from django.apps import AppConfig


class Assistance(AppConfig):
    name = "nemawashi.assistance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("nemawashi.assistance.concerns")
