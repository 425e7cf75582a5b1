"""What every command does with a fault: its lines, its sentence, an exit status; never a traceback for a wrong file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nemawashi.kit.faults import Fault


class Command(BaseCommand):
    """A command of ours. It is the one place where faults of files, folders and rules end."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Exit status 2 where nothing could be done, 1 where all was looked at and is not in order."""
        try:
            return super().execute(*args, **options)
        except Fault as fault:
            for line in fault.lines:
                self.stderr.write(line)
            raise CommandError(fault.sentence, returncode=fault.status) from fault
