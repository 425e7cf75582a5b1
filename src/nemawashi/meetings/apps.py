from django.apps import AppConfig


class Meetings(AppConfig):
    name = "nemawashi.meetings"
    default_auto_field = "django.db.models.BigAutoField"
