"""Whoever works at the machine invites somebody into the host's secretariat: nobody is there yet who could."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from nemawashi.access import clock, log, roll
from nemawashi.access.acts import require, turn
from nemawashi.access.terms import Circle, Visibility
from nemawashi.parties import joining, possible, rules
from nemawashi.parties.models import PersonInvitation
from nemawashi.parties.terms import Act


def invited(*, name: str, address: str, language: str) -> tuple[PersonInvitation, str]:
    """The invitation and its link, for the terminal; entered as of the operator. Raises ``RefusedError``.

    The link is told here and not mailed: whoever works at the machine hands it on, and can make another one.
    """
    with turn(once=None):
        require(possible.newcomer(address, party=None, circle=Circle.SECRETARIAT))
        at = clock.database_moment()
        row = PersonInvitation.objects.create(
            circle=Circle.SECRETARIAT,
            name=name,
            address=address,
            language=language,
            asked_at=at,
            expires_at=at + rules.LASTS,
        )
        facts = {"circle": row.circle, "name": row.name}
        log.enter(Act.INVITE_PERSON, row, by=roll.OPERATOR, at=at, visibility=Visibility.SECRETARIAT, facts=facts)
        token = joining.new_link(row, at=at)
    with translation.override(language):
        return row, f"{settings.SITE}{reverse('join', args=[token])}"
