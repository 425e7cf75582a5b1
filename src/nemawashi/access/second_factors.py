"""What somebody proves besides a password: an authenticator, recovery codes on paper, passkeys (``access.passkeys``).

An authenticator's key is encrypted under the seal keys, recovery codes are digests under the server's own key: a copy of
the database passes no second factor. A code serves once, whoever sends it, on whichever server.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from nemawashi.access import clock, codec
from nemawashi.access.models import AuthenticatorKey, Passkey, RecoveryCode, User
from nemawashi.access.terms import SignInWay
from nemawashi.kit import one_time
from nemawashi.kit.faults import NotAllowedError

PAPER_CODES = 10


class UsedTwiceError(NotAllowedError):
    """A right code that served before: somebody may have looked on. ``way``: of which kind it is."""

    def __init__(self, way: SignInWay) -> None:
        super().__init__("used before")
        self.way = way


def are_there(account: User) -> bool:
    """Whether somebody has a second factor. Recovery codes alone are none: they come with the others."""
    return has_authenticator(account) or Passkey.objects.filter(user=account).exists()


def has_authenticator(account: User) -> bool:
    return AuthenticatorKey.objects.filter(user=account).exists()


def sealed(account: User, key: bytes) -> str:
    """A key that waits for its first code, or for good: nobody reads it from a session or a table."""
    return codec.seal(key.hex(), owner=_owner(account))


def opened(account: User, stored: str) -> bytes:
    """Raises ``NoKeyError`` for what another server, or somebody else's account, has sealed."""
    if stored.split(".")[1:2] != [_owner(account)]:
        raise codec.NoKeyError("of somebody else")
    return bytes.fromhex(codec.unseal(stored))


def _owner(account: User) -> str:
    return f"factor-{account.pk}"


def add_authenticator(account: User, key: bytes, typed: str, *, at: dt.datetime) -> bool:
    """Take an authenticator that shows a right code for the key; in place of the one that was there."""
    step = one_time.step_of(key, one_time.digits(typed), seconds=clock.seconds(), after=0)
    if step is None:
        return False
    AuthenticatorKey.objects.update_or_create(
        user=account, defaults={"sealed": sealed(account, key), "last_step": step, "made_at": at}
    )
    return True


def new_paper_codes(account: User) -> list[str]:
    """Recovery codes in place of all that were there; shown once, here."""
    codes = [one_time.new_paper_code() for _code in range(PAPER_CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(user=account).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user=account, digest=_digest(account, one_time.paper_code(code))) for code in codes
        )
    return codes


def _digest(account: User, code: str, secret: str = "") -> str:
    """Under the server's key, which lies in no table, and the account: 80 bits of chance need no slow hash."""
    words, key = f"{account.pk}\x00{code}", secret or settings.SECRET_KEY
    return salted_hmac("nemawashi.recovery", words, secret=key, algorithm="sha256").hexdigest()


def _digests(account: User, code: str) -> list[str]:
    """Under the key of today, and those that the server keeps from before: codes on paper outlive a key."""
    return [_digest(account, code, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def paper_left(account: User) -> int:
    return RecoveryCode.objects.filter(user=account, used_at=None).count()


def pass_by(account: User, typed: str, *, at: dt.datetime) -> SignInWay | None:
    """By what a code that was typed passes, if it does; then it is used up. Raises ``UsedTwiceError``."""
    if digits := one_time.digits(typed):
        return SignInWay.CODE if _is_of_authenticator(account, digits) else None
    if code := one_time.paper_code(typed):
        rows = RecoveryCode.objects.filter(user=account, digest__in=_digests(account, code))
        if rows.filter(used_at=None).update(used_at=at):
            return SignInWay.PAPER
        if rows.exists():
            raise UsedTwiceError(SignInWay.PAPER)
    return None


def _is_of_authenticator(account: User, digits: str) -> bool:
    row = AuthenticatorKey.objects.filter(user=account).first()
    if row is None:
        return False
    try:
        key = opened(account, row.sealed)
    except codec.NoKeyError:  # another key of the server: the paper codes still serve
        return False
    seconds = clock.seconds()
    step = one_time.step_of(key, digits, seconds=seconds, after=row.last_step)
    if step is None:
        if one_time.step_of(key, digits, seconds=seconds, after=0) is not None:
            raise UsedTwiceError(SignInWay.CODE)
        return False
    if not AuthenticatorKey.objects.filter(pk=row.pk, last_step__lt=step).update(last_step=step):
        raise UsedTwiceError(SignInWay.CODE)  # by another request, meanwhile
    return True


def remove_authenticator(account: User) -> bool:
    """Recovery codes go with the last factor."""
    gone = bool(AuthenticatorKey.objects.filter(user=account).delete()[0])
    _leave_no_paper_alone(account)
    return gone


def remove_passkey(account: User, pk: int) -> str:
    """The name of the one that went; empty where there is none."""
    row = Passkey.objects.filter(user=account, pk=pk).first()
    if row is None:
        return ""
    row.delete()
    _leave_no_paper_alone(account)
    return row.name


def _leave_no_paper_alone(account: User) -> None:
    if not are_there(account):
        RecoveryCode.objects.filter(user=account).delete()


def remove_all(account: User) -> None:
    AuthenticatorKey.objects.filter(user=account).delete()
    RecoveryCode.objects.filter(user=account).delete()
    Passkey.objects.filter(user=account).delete()
