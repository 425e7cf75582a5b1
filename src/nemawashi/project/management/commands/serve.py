"""``nemawashi serve``: the server, after everything that must hold was checked."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nemawashi.access import checks


class Command(BaseCommand):
    help = "Start the server on this installation's database."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *args: Any, **options: Any) -> None:
        import waitress  # noqa: PLC0415  slow

        from nemawashi.project.wsgi import application  # noqa: PLC0415  slow

        call_command("migrate", verbosity=0)
        faults = checks.wall_errors()
        if faults:
            raise CommandError("\n".join(fault.msg for fault in faults))
        if settings.DEMO and options["host"] not in ("127.0.0.1", "localhost", "::1"):
            raise CommandError("demo mode has accounts with known passwords: it answers on this machine only")
        waitress.serve(application, host=options["host"], port=options["port"], threads=options["threads"], ident=None)
