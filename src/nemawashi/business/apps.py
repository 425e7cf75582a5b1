from importlib import import_module

from django.apps import AppConfig


class Business(AppConfig):
    name = "nemawashi.business"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("nemawashi.business.concerns")
