"""Django's ``migrate``, allowed to create and alter sealed tables, and to seal their rows anew: see ``access.moving``."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate

from nemawashi.access import seal
from nemawashi.kit.faults import Fault
from nemawashi.project.laying import AtOnce

setattr(migrate, "MigrationExecutor", AtOnce)  # noqa: B010  the command asks its own module for it, which no type says


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with seal.schema_work():
                super().handle(*args, **options)
        except Fault as fault:
            raise CommandError(fault.sentence) from fault
