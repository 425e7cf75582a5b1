"""Whoever works at the machine invites somebody into the host's secretariat, where nobody is who could; or a focal point
into a delegation that has lost its last one, since no host ever may.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from nemawashi.access import clock, log, roll
from nemawashi.access.acts import require, turn
from nemawashi.access.terms import Circle, Role
from nemawashi.kit.clauses.spans import one_line
from nemawashi.parties import joining, possible, queries, rules
from nemawashi.parties.acts import about_invitation
from nemawashi.parties.models import Party, PersonInvitation
from nemawashi.parties.terms import Act


def invited(*, name: str, address: str, language: str, party: Party | None = None) -> tuple[PersonInvitation, str]:
    """The invitation and its link, for the terminal; entered as of the operator. Raises ``RefusedError``.

    The link is told here and not mailed: whoever works at the machine hands it on, and can make another one. Of one into
    a delegation that delegation is told, and may withdraw it.
    """
    circle = Circle.DELEGATION if party else Circle.SECRETARIAT
    with turn(once=None):
        require(possible.newcomer(address, party=party, circle=circle))
        at = clock.database_moment()
        row = PersonInvitation.objects.create(
            party=party,
            circle=circle,
            role=Role.FOCAL_POINT if party else "",
            serves_for="" if party else queries.host_in_office(),
            name=one_line(name),
            address=address,
            language=language,
            asked_at=at,
            expires_at=at + rules.LASTS,
        )
        visibility, facts = about_invitation(row)
        log.enter(Act.INVITE_PERSON, row, by=roll.OPERATOR, at=at, visibility=visibility, facts=facts)
        token = joining.new_link(row, at=at)
    with translation.override(language):
        return row, f"{settings.SITE}{reverse('join', args=[token])}"
