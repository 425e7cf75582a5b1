from django.apps import AppConfig


class Search(AppConfig):
    name = "nemawashi.search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nemawashi.search import listeners  # noqa: PLC0415  app ready

        listeners.listen()
