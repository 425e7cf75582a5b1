"""``nemawashi invite``: somebody of the host's secretariat, from the machine itself."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email

from nemawashi.access.acts import RefusedError
from nemawashi.desk.acting import refusals
from nemawashi.kit.languages import PAGES
from nemawashi.project import commanding, first_host


class Command(commanding.Command):
    help = "Invite somebody into the host's secretariat, and print the link; delegations invite their own people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="as it is written, in quotes")
        parser.add_argument("address", help="mail address of that person")
        parser.add_argument("--language", choices=PAGES, default="en", help="of the page to which the link leads")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["address"])
        except ValidationError as fault:
            raise CommandError(f"{options['address']} is no mail address", returncode=2) from fault
        try:
            row, link = first_host.invited(name=options["name"], address=options["address"], language=options["language"])
        except RefusedError as refused:
            raise CommandError(str(refusals.sentence(refused.verdict)), returncode=1) from refused
        self.stdout.write(f"{row.name} is invited into the host's secretariat. The link serves once, until")
        self.stdout.write(f"{row.expires_at:%Y-%m-%d %H:%M} UTC; hand it to that person alone:\n\n    {link}\n")
