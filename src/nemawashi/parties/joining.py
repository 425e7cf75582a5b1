"""How somebody takes an invitation up: by the link that was mailed, with a password of one's own or a ministry's sign-in.

It is no act of the desk, since nobody is signed in; the roll enters the account and the membership that it makes.
"""

import datetime as dt
import hashlib
import re
import secrets

from nemawashi.access import account_log, roll
from nemawashi.access.acts import RefusedError, hold, moved_on, require, turn
from nemawashi.access.models import OutsideIdentity, User
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Circle, Role
from nemawashi.access.viewers import Viewer
from nemawashi.parties import possible
from nemawashi.parties.models import Membership, PersonInvitation
from nemawashi.parties.terms import InvitationState, Refusal

LONGEST_NAME = 60


def _key() -> int:
    """The key of a row that stands in addresses and in the log: one after the other, they would tell how many came in
    between, and so how many people a delegation has."""
    return (1 << 32) + secrets.randbelow(1 << 52)


def digest_of(token: str) -> str:
    """What is kept of a token. It has 256 bits of chance, so it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_link(row: PersonInvitation, *, at: dt.datetime) -> str:
    """The token of a new link, if the invitation waits for one; empty where somebody else has made it meanwhile.

    It is told once, to whoever mails it, and kept as a digest alone.
    """
    token = secrets.token_urlsafe(32)
    waiting = PersonInvitation.objects.filter(
        pk=row.pk, version=row.version, state=InvitationState.SENT, mailed_at=None, expires_at__gt=at
    )
    return token if waiting.update(digest=digest_of(token), mailed_at=at) else ""


def take_back_link(row: PersonInvitation) -> None:
    """The mail did not leave: the link that was in it is dead, and another one is made on the next try."""
    PersonInvitation.objects.filter(pk=row.pk, version=row.version).update(digest=None, mailed_at=None)


def invitation_behind(token: str) -> PersonInvitation | None:
    return PersonInvitation.objects.select_related("party").filter(digest=digest_of(token)).first()


def name_for(row: PersonInvitation) -> str:
    """The user name that an invitation will give: within the party's own, so that it tells nothing of other lists."""
    code = (row.party.code if row.party else row.circle).lower()
    own = re.sub(r"[^a-z0-9.]+", ".", row.address.partition("@")[0].lower()).strip(".")[:LONGEST_NAME] or "person"
    wish, number = f"{code}.{own}", 1
    while User.objects.filter(username=wish if number == 1 else f"{wish}.{number}").exists():
        number += 1
    return wish if number == 1 else f"{wish}.{number}"


def earlier_account(row: PersonInvitation) -> User | None:
    """The account of somebody who had an office in this delegation, or circle, before and comes back."""
    before = PersonInvitation.objects.filter(
        address__iexact=row.address, party=row.party, circle=row.circle, state=InvitationState.TAKEN_UP
    )
    return next((each.account for each in before.select_related("account").order_by("-asked_at")), None)


def join(row: PersonInvitation, *, password: str, at: dt.datetime) -> User:
    """Take an invitation up: the account opens by this password, and acts for the party or the circle.

    Raises ``RefusedError`` where it gives nothing any more; then nothing was written.
    """
    with turn(once=None):
        row = hold(row)
        require(possible.joining(row, at=at))
        account = _account_for(row)
        account.set_password(password)
        return _take_up(row, account, at)


def join_from_outside(row: PersonInvitation, *, issuer: str, subject: str, at: dt.datetime) -> User:
    """Take an invitation up with the sign-in of a ministry, which alone opens the account: it has no password.

    Raises ``RefusedError`` also where that sign-in opens another account already.
    """
    with turn(once=None):
        row = hold(row)
        require(possible.joining(row, at=at))
        account = _account_for(row)
        tied = OutsideIdentity.objects.filter(issuer=issuer, subject=subject).exclude(user_id=account.pk)
        if tied.exists():
            raise RefusedError(refuse(Refusal.OPENS_ANOTHER))
        account.set_unusable_password()
        _take_up(row, account, at)
        OutsideIdentity.objects.create(user=account, issuer=issuer, subject=subject, tied_at=at)
    return account


def _account_for(row: PersonInvitation) -> User:
    account = earlier_account(row) or User(pk=_key(), username=name_for(row), circle=row.circle)
    account.email, account.first_name, account.last_name = row.address, row.name, ""
    account.language, account.is_active, account.serves_for = row.language, True, row.serves_for
    return account


def _take_up(row: PersonInvitation, account: User, at: dt.datetime) -> User:
    """What opened the account before opens it no longer: no earlier password, token or sign-in elsewhere."""
    with roll.entering(by=_as(row, account), at=at):
        account.save()
    account_log.end_tokens(account, at=at)
    OutsideIdentity.objects.filter(user=account).delete()
    if row.party is not None:
        with roll.entering(by=_as(row, account), at=at):
            Membership.objects.create(pk=_key(), user=account, party=row.party, role=row.role, until_on=row.until_on)
    row.state, row.account, row.digest = InvitationState.TAKEN_UP, account, None
    moved_on(row, "state", "account", "digest")
    return account


def _as(row: PersonInvitation, account: User) -> Viewer:
    """In whose name it is entered: the person's own, for the party."""
    return Viewer(
        user_id=account.pk,
        name=account.username,
        circle=Circle(row.circle),
        role=Role(row.role) if row.role else None,
        party=row.party.slug if row.party else None,
        party_id=row.party_id,
    )
