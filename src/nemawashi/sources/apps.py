from importlib import import_module

from django.apps import AppConfig


class Sources(AppConfig):
    name = "nemawashi.sources"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("nemawashi.sources.concerns")
