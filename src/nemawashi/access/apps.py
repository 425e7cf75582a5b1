from typing import Any

from django.apps import AppConfig

from nemawashi.access import clock


class Access(AppConfig):
    name = "nemawashi.access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415  app ready

        from nemawashi.access import checks, roll, seal  # noqa: PLC0415, F401  app ready

        seal.install()
        roll.keep(roll.ACCOUNTS)
        user_logged_in.connect(_note_sign_in, dispatch_uid="nemawashi.sign-in")


def _note_sign_in(sender: Any, request: Any, **kwargs: Any) -> None:
    """A session begins with a password that was just typed."""
    request.session["seen"] = request.session["proved_at"] = int(clock.seconds())
