from django.apps import AppConfig


class Access(AppConfig):
    name = "nemawashi.access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nemawashi.access import checks, seal  # noqa: PLC0415, F401  app ready

        seal.install()
