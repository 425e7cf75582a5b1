"""Django's ``migrate``, allowed to create and alter sealed tables. It reads no row of them."""

from typing import Any

from django.core.management.commands import migrate

from nemawashi.access import seal


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with seal.schema_work():
            super().handle(*args, **options)
