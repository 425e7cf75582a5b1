"""What every command does with a fault: its lines, its sentence, an exit status; never a traceback for a wrong file."""

import errno
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from nemawashi.access import serving
from nemawashi.kit.faults import Fault

FULL = "the disk is full: make room, and say it again"
DAMAGED = "the database is damaged: restore the last backup into an empty folder (docs/howto/back-up.md)"
# What databases say of themselves that no command can mend.
WORN = {"disk is full": FULL, "no space left": FULL, "image is malformed": DAMAGED, "file is not a database": DAMAGED}


def is_behind() -> bool:
    """Whether the tables of this database are missing, or older than this release."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> None:
    """Make the tables, or bring them up to this release, as their owner; a role that only serves may not."""
    if not is_behind():
        return
    if serving.only_serves(connection):
        raise CommandError("the tables are older than this release: run `nemawashi manage migrate` as their owner")
    call_command("migrate", verbosity=0)


class Command(BaseCommand):
    """A command of ours. It is the one place where faults of files, folders and rules end."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Its usage names it as it is called: ``nemawashi official-texts``."""
        return super().create_parser(prog_name, subcommand.replace("_", "-"), **kwargs)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Exit status 2 where nothing could be done, 1 where all was looked at and is not in order."""
        try:
            return super().execute(*args, **options)
        except Fault as fault:
            for line in fault.lines:
                self.stderr.write(line)
            raise CommandError(fault.sentence, returncode=fault.status) from fault
        except OSError as fault:
            if fault.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise CommandError(FULL, returncode=2) from fault
        except DatabaseError as fault:
            if sentence := next((each for words, each in WORN.items() if words in str(fault).lower()), ""):
                raise CommandError(sentence, returncode=2) from fault
            if not _has_no_tables():
                raise
            raise CommandError(
                "this database has no tables of this release yet: run `nemawashi load-record`", returncode=2
            ) from fault


def _has_no_tables() -> bool:
    try:
        return is_behind()
    except DatabaseError:  # the database itself cannot be asked
        return False
