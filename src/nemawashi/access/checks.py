"""What must hold before the server starts: settings that keep secrets, and walls that stand."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.db import connection

from nemawashi.access import seal, walls


@register(deploy=True)
def secrets_come_from_outside(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Outside demo mode the server wants its own secrets and refuses the ones that everybody can read."""
    if settings.DEMO or settings.TESTING:
        return []
    faults = []
    if len(settings.SECRET_KEY) < 40:
        faults.append(Error("NEMAWASHI_SECRET_KEY is missing or shorter than 40 characters", id="nemawashi.E001"))
    if any(len(key) < 40 for key in settings.SECRET_KEY_FALLBACKS):
        faults.append(Error("a key in NEMAWASHI_SECRET_KEY_FALLBACKS has under 40 characters", id="nemawashi.E006"))
    if not settings.SEAL_KEYS or any(len(key) < 32 for key in settings.SEAL_KEYS):
        faults.append(Error("NEMAWASHI_SEAL_KEYS is missing or a key has under 32 characters", id="nemawashi.E002"))
    if settings.DEBUG:
        faults.append(Error("debug pages show the server's memory: unset NEMAWASHI_DEBUG", id="nemawashi.E003"))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        faults.append(Error("NEMAWASHI_HOSTS must name the hosts that this server answers for", id="nemawashi.E004"))
    return faults


def wall_errors() -> list[Error]:
    """Whether row-level security is forced on every sealed table, lets own rows alone through, and binds our role."""
    return [Error(fault, id="nemawashi.E005") for fault in _wall_faults()]


def _wall_faults() -> list[str]:
    return [*walls.wall_faults(connection, _sealed_tables()), *walls.policy_faults(connection, _sealed_tables())]


def _sealed_tables() -> list[str]:
    return [model._meta.db_table for model in seal.sealed_models()]


def guarding_faults() -> list[str]:
    """What is wrong with the triggers of the log and of sealed tables, and with the walls around these, in sentences."""
    order = walls.no_order_faults(connection, _sealed_tables())
    return [*walls.append_only_faults(connection, "access_entry"), *_wall_faults(), *order]
