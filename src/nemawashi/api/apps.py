from django.apps import AppConfig


class Api(AppConfig):
    name = "nemawashi.api"
