"""``nemawashi story``: one round of the Dialogue on a scratch database, act by act."""

import datetime as dt
import os
import subprocess
import sys
import tempfile
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from nemawashi.access import log
from nemawashi.project import commanding
from nemawashi.project.round import cast, play


class Command(commanding.Command):
    help = "Play one round of the Dialogue on a scratch database and print each act with its page."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--here", action="store_true", help="on this installation's own database (an empty one)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["here"]:
            self._tell()
            return
        with tempfile.TemporaryDirectory(prefix="nemawashi-story-") as scratch:
            env = {**os.environ, "NEMAWASHI_HOME": scratch, "NEMAWASHI_DEMO": "1", "NEMAWASHI_DATABASE_URL": ""}
            done = subprocess.run([sys.executable, "-m", "nemawashi", "story", "--here"], env=env, check=False)
        sys.exit(done.returncode)

    def _tell(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("load_record", stdout=self.stdout)
        start = dt.datetime(2026, 9, 1, 4, 0, tzinfo=dt.UTC)
        cast.enlist(at=start)
        for number, step in enumerate(play.whole(start), start=1):
            self.stdout.write(f"{number:>3}  {step.who:<15}{step.act:<24}{step.what}")
            self.stdout.write(f"     {'':<15}{'':<24}{step.page}")
        fault = log.first_fault()
        self.stdout.write("The log is intact." if fault is None else f"The log is broken at entry {fault.seq}.")
