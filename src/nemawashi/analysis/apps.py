from django.apps import AppConfig


class Analysis(AppConfig):
    name = "nemawashi.analysis"
    default_auto_field = "django.db.models.BigAutoField"
