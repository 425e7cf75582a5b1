from importlib import import_module

from django.apps import AppConfig


class Analysis(AppConfig):
    name = "nemawashi.analysis"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        super().import_models()
        # Registered here and not imported by models.py: nobody may import it but rounds and acts.
        import_module("nemawashi.analysis.codings")

    def ready(self) -> None:
        import_module("nemawashi.analysis.concerns")
