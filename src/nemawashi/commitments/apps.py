from importlib import import_module

from django.apps import AppConfig


class Commitments(AppConfig):
    name = "nemawashi.commitments"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        super().import_models()
        # Registered here and not imported by models.py: nobody may import it but queries and acts.
        import_module("nemawashi.commitments.scores")

    def ready(self) -> None:
        from nemawashi.commitments import listeners  # noqa: PLC0415  app ready

        import_module("nemawashi.commitments.concerns")
        listeners.listen()
