"""``nemawashi invite``: somebody of the host's secretariat, or a focal point of a party, from the machine itself."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email

from nemawashi.access.acts import RefusedError
from nemawashi.desk.acting import refusals
from nemawashi.kit.clauses.spans import one_line
from nemawashi.kit.languages import PAGES
from nemawashi.parties.models import Party
from nemawashi.project import commanding, first_host

LONGEST_NAME = 150


class Command(commanding.Command):
    help = (
        "Invite somebody into the host's secretariat, and print the link; delegations invite their own people. "
        "With --party: a focal point of a party whose people have none left."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="as it is written, in quotes")
        parser.add_argument("address", help="mail address of that person")
        parser.add_argument("--party", metavar="CODE", help="make a focal point of this party, which is told of it")
        parser.add_argument("--language", choices=PAGES, default="en", help="of the page to which the link leads")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["address"])
        except ValidationError as fault:
            raise CommandError(f"{options['address']} is no mail address", returncode=2) from fault
        if not 0 < len(one_line(options["name"])) <= LONGEST_NAME:
            raise CommandError(f"a name has 1 to {LONGEST_NAME} signs", returncode=2)
        party = Party.objects.filter(code__iexact=options["party"]).first() if options["party"] else None
        if options["party"] and party is None:
            raise CommandError(f"{options['party']} is no party of this forum", returncode=2)
        person = {key: options[key] for key in ("name", "address", "language")}
        try:
            row, link = first_host.invited(**person, party=party)
        except RefusedError as refused:
            raise CommandError(str(refusals.sentence(refused.verdict)), returncode=1) from refused
        where = f"as a focal point of {party}" if party else "into the host's secretariat"
        self.stdout.write(f"{row.name} is invited {where}. The link serves once, until")
        self.stdout.write(f"{row.expires_at:%Y-%m-%d %H:%M} UTC; hand it to that person alone:\n\n    {link}\n")
