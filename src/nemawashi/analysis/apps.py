from importlib import import_module

from django.apps import AppConfig


class Analysis(AppConfig):
    name = "nemawashi.analysis"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("nemawashi.analysis.concerns")
