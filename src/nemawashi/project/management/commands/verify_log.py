"""``nemawashi verify-log``: is the log of acts intact?"""

from typing import Any

from django.core.management.base import CommandError

from nemawashi.access import log
from nemawashi.access.models import Entry
from nemawashi.project import commanding

MOMENT = "%Y-%m-%d %H:%M:%S.%f"


class Command(commanding.Command):
    help = "Say that the log of acts is intact, or name the first bad entry; tell of moments that run backwards."

    def handle(self, *args: Any, **options: Any) -> None:
        fault = log.first_fault()
        if fault is not None:
            raise CommandError(f"entry {fault.seq} ({fault.ref or 'no reference'}) {fault.what}", returncode=1)
        self.stdout.write(f"The log is intact: {Entry.objects.count()} entries.")
        for entry, before in log.backward_steps():
            self.stdout.write(
                f"The moment of entry {entry.seq} ({entry.ref}), {entry.at:{MOMENT}}, lies before that of entry "
                f"{before.seq}, {before.at:{MOMENT}}: a clock was set back."
            )
