from importlib import import_module

from django.apps import AppConfig


class Parties(AppConfig):
    name = "nemawashi.parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nemawashi.parties import listeners  # noqa: PLC0415  app ready

        listeners.listen()
        import_module("nemawashi.parties.concerns")
