"""``nemawashi reset-factors``: take lost second factors off an account, where no focal point and no secretariat can."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from nemawashi.access import clock, roll, second_factors
from nemawashi.access.acts import turn
from nemawashi.access.models import User
from nemawashi.parties import resetting
from nemawashi.project import commanding


class Command(commanding.Command):
    help = (
        "Take every second factor off an account whose owner has lost them, where nobody of the delegation or the "
        "secretariat is left who could. Entered as of the operator; the owner and the own people are told."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="user name of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        account = User.objects.filter(username=options["name"]).first()
        if account is None:
            raise CommandError(f"there is no account {options['name']}", returncode=2)
        with turn(once=None):
            if not second_factors.are_there(account):
                raise CommandError(f"{account.username} has no second factor", returncode=1)
            resetting.take_factors_off(account, by=roll.OPERATOR, at=clock.database_moment())
        self.stdout.write(f"{account.username} has no second factor any more; sessions and tokens have ended.\n")
