from importlib import import_module

from django.apps import AppConfig


class Parties(AppConfig):
    name = "nemawashi.parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nemawashi.access import acts  # noqa: PLC0415  app ready
        from nemawashi.parties import listeners, queries  # noqa: PLC0415  app ready

        listeners.listen()
        acts.ask_where_it_lives(queries.moved_to)
        acts.ask_who_is_in_office(queries.is_in_office)
        import_module("nemawashi.parties.concerns")
