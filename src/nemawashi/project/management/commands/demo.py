"""``nemawashi demo``: the record, the fictional next round half-way, the server, and one login per role."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from nemawashi.access import clock
from nemawashi.project import commanding
from nemawashi.project.round import cast, companies, play, words
from nemawashi.sources.models import RecordRow


class Command(commanding.Command):
    help = "Load the record, play in the fictional next round half-way, start the server and print the logins."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--no-server", action="store_true", help="prepare the database and stop")
        parser.add_argument("--no-tend", action="store_true", help="leave `nemawashi tend` to a job of its own")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("demo accounts exist in demo mode only: run `nemawashi demo`, or set NEMAWASHI_DEMO=1")
        settings.HOME.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        if not RecordRow.objects.exists():
            call_command("load_record", stdout=self.stdout)
        now = clock.database_moment()
        cast.enlist(at=play.beginning(now))
        if not play.is_played():
            with transaction.atomic():  # a start that is cut off leaves no half of a round, which none could go on with
                steps = [*play.under_way(now), *companies.played(now)]
            self.stdout.write(f"Played {len(steps)} acts of a fictional next round.")
        os.environ["PORT"] = str(options["port"])  # links in mail lead here, whichever process writes it
        self._greet(options["port"])
        if not options["no_server"]:
            call_command("serve", port=options["port"], no_tend=options["no_tend"])

    def _greet(self, port: int) -> None:
        base = f"http://127.0.0.1:{port}"
        self.stdout.write(f"\nPublic record  {base}/en/   {base}/ru/   {base}/ja/")
        self.stdout.write(f"Desk           {base}/sign-in/")
        self.stdout.write(f"API            {base}/api/v1/openapi.json\n\nLogins (demo mode only)")
        for player in words.demo().accounts:
            role = f"{player.role.label} of {player.party.title()}" if player.role else str(player.circle.label)
            self.stdout.write(f"  {player.name:<16}{player.password:<22}{role}")
        self.stdout.write("\nStop with Ctrl-C; what you do is kept. `make demo-reset` starts afresh.")
        self.stdout.flush()
