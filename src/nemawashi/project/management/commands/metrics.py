"""``nemawashi metrics``: figures for Prometheus, printed once or answered on a port of their own."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from nemawashi.project import commanding, metrics


class Command(commanding.Command):
    help = (
        "Print figures for Prometheus, or answer /metrics on a port of its own (--port). None moves when somebody drafts."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=0, help="answer there, until it is stopped")
        parser.add_argument("--host", default="127.0.0.1", help="at this address alone (default: 127.0.0.1)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["port"]:
            self.stdout.write(metrics.text(), ending="")
            return
        try:
            server = metrics.server(options["host"], options["port"])
        except (OSError, OverflowError) as fault:
            why = getattr(fault, "strerror", None) or str(fault)
            raise CommandError(
                f"there is no listening on {options['host']}, port {options['port']}: {why}", returncode=2
            ) from None
        with server:
            server.serve_forever()
