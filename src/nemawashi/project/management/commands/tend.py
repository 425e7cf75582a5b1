"""``nemawashi tend``: conclude silence that was kept, send notices."""

import threading
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from nemawashi.project import commanding, tending


class Command(commanding.Command):
    help = "Record silence that was kept and mail the notices that wait, once or again and again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on, with this pause in between")

    def handle(self, *args: Any, **options: Any) -> None:
        done = tending.tend()
        self.stdout.write(f"Silences concluded: {done.concluded}. Notices mailed: {done.mailed}, to {done.readers} people.")
        if done.delayed:
            why = f" ({done.reason})" if done.reason else ""
            self.stdout.write(f"Mails that could not leave now: {done.delayed}{why}. They are tried again.")
        if done.refused:
            self.stdout.write(f"Mails refused for good: {done.refused}. The page Mail says which, to those whose they are.")
        if not settings.MAIL_IS_SET_UP:
            self.stdout.write("Mail is not set up (NEMAWASHI_MAIL): notices stand on the desk alone.")
        if options["every"]:
            tending.keep_tending(options["every"], threading.Event())
