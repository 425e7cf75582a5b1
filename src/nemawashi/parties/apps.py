from django.apps import AppConfig


class Parties(AppConfig):
    name = "nemawashi.parties"
    default_auto_field = "django.db.models.BigAutoField"
