"""``nemawashi manage grant_serving``: let a role of PostgreSQL serve, without the right to alter a table."""

from typing import Any

from django.core.management.base import CommandParser
from django.db import connection, transaction

from nemawashi.access import seal, serving
from nemawashi.project import commanding


class Command(commanding.Command):
    help = "As the owner of the tables, let another role of PostgreSQL serve: it reads and writes rows and alters no table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="one that can log in and owns nothing")
        parser.add_argument("--print", action="store_true", help="print the statements and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["print"]:
            name, quote = connection.settings_dict["NAME"], connection.ops.quote_name
            statements = serving.grants(options["role"], database=name, quote=quote)
        else:
            with seal.schema_work(), transaction.atomic():
                statements = serving.grant(connection, options["role"])
        for statement in statements:
            self.stdout.write(f"{statement};")
