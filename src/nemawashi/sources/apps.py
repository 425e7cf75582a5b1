from django.apps import AppConfig


class Sources(AppConfig):
    name = "nemawashi.sources"
    default_auto_field = "django.db.models.BigAutoField"
