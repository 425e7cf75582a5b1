"""``nemawashi serve``: the server, after everything that must hold was checked."""

import os
import threading
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from nemawashi.access import checks, roll, serving
from nemawashi.access.models import User
from nemawashi.lineage import shelf
from nemawashi.project import commanding, tending
from nemawashi.search import index

TENDING = 15.0  # seconds between two rounds of `nemawashi tend` within the server


class Command(commanding.Command):
    help = "Start the server on this installation's database."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--no-tend", action="store_true", help="leave `nemawashi tend` to a job of its own")
        parser.add_argument("--threads", type=int, default=8, help="beside those that live streams hold")

    def handle(self, *args: Any, **options: Any) -> None:
        import waitress  # noqa: PLC0415  slow

        from nemawashi.project.wsgi import application  # noqa: PLC0415  slow

        faults = checks.secrets_come_from_outside(None)
        if not faults:
            self._bring_up_to_date()
            faults = checks.wall_errors()
        if faults:
            raise CommandError("the server does not start:\n" + "\n".join(f"- {fault.msg}" for fault in faults))
        if settings.DEMO and options["host"] not in ("127.0.0.1", "localhost", "::1"):
            raise CommandError("demo mode has accounts with known passwords: it answers on this machine only")
        roll.note_keys()
        index.rebuild()  # for a database from before search, and after an upgrade of the analysis
        shelf.bring_up_to_date()
        self._name_who_is_shut_out()
        self._tell_what_the_role_could_do()
        if not options["no_tend"]:
            tender = threading.Thread(target=tending.keep_tending, args=(TENDING, threading.Event()), daemon=True)
            tender.start()
        waitress.serve(
            application,
            host=options["host"],
            port=options["port"],
            threads=options["threads"] + settings.MOST_STREAMS,
            ident=None,
            max_request_body_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1_000_000,
            inbuf_overflow=settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1_000_000,  # no body is spooled to a file
            clear_untrusted_proxy_headers=False,  # ``project.middleware.proxied`` reads and strikes them
        )

    def _bring_up_to_date(self) -> None:
        """Migrate, as the owner of the tables; a role that only serves waits until the owner has done so."""
        if not serving.only_serves(connection):
            call_command("migrate", verbosity=0)
            return
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("the tables are older than this release: run `nemawashi manage migrate` as their owner")

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
