from importlib import import_module

from django.apps import AppConfig


class Texts(AppConfig):
    name = "nemawashi.texts"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        super().import_models()
        # Registered here and not imported by models.py: nobody may import it but queries and acts.
        import_module("nemawashi.texts.positions")

    def ready(self) -> None:
        import_module("nemawashi.texts.concerns")
