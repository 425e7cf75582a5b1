from django.apps import AppConfig


class Portal(AppConfig):
    name = "nemawashi.portal"

    def ready(self) -> None:
        from nemawashi.portal import checks  # noqa: PLC0415, F401  app ready
