"""``nemawashi serve``: the server, after everything that must hold was checked."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import connection

from nemawashi.access import checks, roll, serving
from nemawashi.access.models import User
from nemawashi.lineage import shelf
from nemawashi.project import commanding
from nemawashi.project.outside import providers
from nemawashi.search import index

MOST_WORKERS = 64


class Command(commanding.Command):
    help = "Start the server on this installation's database."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--no-tend", action="store_true", help="leave `nemawashi tend` to a job of its own")
        parser.add_argument("--workers", type=int, default=settings.WORKERS, help="processes that answer")
        parser.add_argument("--threads", type=int, default=2, help="requests that a worker answers at once")

    def handle(self, *args: Any, **options: Any) -> None:
        from nemawashi.project.serving import sockets, warming, working  # noqa: PLC0415  slow
        from nemawashi.project.wsgi import application  # noqa: PLC0415  slow

        faults = checks.secrets_come_from_outside(None)
        if not faults:
            commanding.bring_up_to_date()
            faults = checks.wall_errors()
        if faults:
            raise CommandError("the server does not start:\n" + "\n".join(f"- {fault.msg}" for fault in faults))
        if settings.DEMO and options["host"] not in ("127.0.0.1", "localhost", "::1"):
            raise CommandError("demo mode has accounts with known passwords: it answers on this machine only")
        if not 1 <= options["workers"] <= MOST_WORKERS or options["threads"] < 1:
            raise CommandError(f"a server has from 1 to {MOST_WORKERS} workers (--workers), with 1 thread or more")
        providers.listed()  # a fault in their files ends the start with its sentence
        listening = sockets.listening(options["host"], options["port"])
        roll.note_keys()
        index.rebuild()  # for a database from before search, and after an upgrade of the analysis
        shelf.bring_up_to_date()
        self._name_who_is_shut_out()
        self._tell_what_the_role_could_do()
        warming.warm(application)
        working.answer(
            application,
            listening,
            workers=options["workers"],
            threads=options["threads"],
            tends=not options["no_tend"],
        )

    def _tell_what_the_role_could_do(self) -> None:
        for power in () if settings.DEMO else serving.powers(connection):
            self.stderr.write(f"{power} (docs/howto/run-a-server.md, 3)")

    def _name_who_is_shut_out(self) -> None:
        """Whoever put a demonstration into service is told which of its accounts do not open this server."""
        if settings.DEMO:
            return
        names = User.objects.filter(is_demo=True).order_by("username").values_list("username", flat=True)
        if names:
            self.stderr.write(f"accounts of the demonstration cannot sign in here: {', '.join(names)}")
