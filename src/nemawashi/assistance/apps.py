from django.apps import AppConfig


class Assistance(AppConfig):
    name = "nemawashi.assistance"
    default_auto_field = "django.db.models.BigAutoField"
