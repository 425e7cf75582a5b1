from django.apps import AppConfig


class Lineage(AppConfig):
    name = "nemawashi.lineage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nemawashi.lineage import listeners  # noqa: PLC0415  app ready

        listeners.listen()
