"""To each contact person of the business track, once: the link by which they withdraw their consent, without an account.

Whoever is reached by telephone alone gets the link from the delegation. It is worded as it leaves, so that neither the
link nor the person's address lies in the outbox.
"""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from nemawashi.business import links
from nemawashi.business.models import FirmContact
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.languages import PAGES
from nemawashi.parties import queries, rules
from nemawashi.parties.models import Letter
from nemawashi.parties.terms import LetterKind
from nemawashi.portal import words
from nemawashi.project.outbox import letters
from nemawashi.project.outbox.wording import NAMELESS, ConsentMail


def write(at: dt.datetime) -> int:
    """Write to each who has a mail address and was not written to since the consent was kept; how many mails.

    Not to whose last day has passed: that contact is about to be deleted; nor from a server that the forum has left.
    """
    if not settings.MAIL_IS_SET_UP or queries.moved_to():
        return 0
    kept = FirmContact.objects.filter(withdrawn_at=None, kept_until__gte=at.date())
    waiting = kept.filter(told_at=None).exclude(link=None).exclude(name="")
    return sum(_write(row, at) for row in waiting.select_related("firm").order_by("pk") if _is_address(row.reach))


def _is_address(reach: str) -> bool:
    try:
        validate_email(reach)
    except ValidationError:
        return False
    return True


def _write(row: FirmContact, at: dt.datetime) -> bool:
    spoken = row.firm.language.partition("-")[0]
    with transaction.atomic():
        if not FirmContact.objects.filter(pk=row.pk, version=row.version, told_at=None).update(told_at=at):
            return False
        letters.put(
            [
                Letter(
                    key=f"consent/{row.pk}/{row.version}",
                    kind=LetterKind.CONSENT,
                    party_id=row.firm.party_id,
                    about=str(row.pk),
                    language=spoken if spoken in PAGES else "en",
                    written_at=at,
                    try_at=at,
                    until=at + rules.TOO_LATE,
                )
            ]
        )
    return True


def word(row: Letter) -> tuple[ConsentMail, str] | None:
    """The mail and its address, in the language that is active; None where the person withdrew, or another was named."""
    version = row.key.rpartition("/")[2]
    contact = FirmContact.objects.filter(pk=row.about, version=version, withdrawn_at=None).select_related("firm").first()
    if contact is None or contact.link is None:
        return None
    mail = ConsentMail(
        firm=str(contact.firm),
        purpose=contact.consent_for,
        until=words.day(ImpreciseDate.parse(contact.kept_until)),
        forum=queries.forum().name or NAMELESS,
        page=f"{settings.SITE}{links.address(contact)}",
    )
    return mail, contact.reach
