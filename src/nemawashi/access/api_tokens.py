"""Tokens by which a person's own programs read the API: shown once, kept as a digest, for a time, revoked at any moment.

A token opens no draft: who asks by one is no viewer for the guard of sealed tables (``access.seal``), whatever its scope.
"""

import datetime as dt
import hashlib
import secrets

from nemawashi.access.models import ApiToken, User
from nemawashi.access.terms import TokenScope
from nemawashi.kit.clauses.spans import one_line

PREFIX = "nmw_"  # by which a token that was left lying about is known for what it is
MOST = 20  # of one person that are in force
LONGEST = dt.timedelta(days=366)
NOTED = dt.timedelta(minutes=1)  # its last use is written down no more often


def digest_of(token: str) -> str:
    """It has 256 bits of chance, so it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def make(account: User, *, name: str, scope: TokenScope, days: int, at: dt.datetime) -> tuple[ApiToken, str]:
    """A token and its words, which are told here alone."""
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        user=account,
        name=one_line(name),
        scope=scope,
        digest=digest_of(token),
        begins=token[: len(PREFIX) + 4],
        made_at=at,
        expires_at=at + min(dt.timedelta(days=days), LONGEST),
    )
    return row, token


def behind(token: str, *, at: dt.datetime) -> ApiToken | None:
    """The token in force behind these words, if any; its use is noted."""
    if not token.startswith(PREFIX) or len(token) > 100:
        return None
    rows = ApiToken.objects.select_related("user").filter(ended_at=None, expires_at__gt=at, user__is_active=True)
    row = rows.filter(digest=digest_of(token)).first()
    if row is not None and (row.used_at is None or at - row.used_at >= NOTED):
        ApiToken.objects.filter(pk=row.pk).update(used_at=at)
    return row


def of(account: User) -> list[ApiToken]:
    """Those in force, and those that ended, newest first."""
    return list(ApiToken.objects.filter(user=account)[: 2 * MOST])


def in_force(account: User, *, at: dt.datetime) -> int:
    return ApiToken.objects.filter(user=account, ended_at=None, expires_at__gt=at).count()


def end(account: User, pk: int, *, at: dt.datetime) -> str:
    """Revoke one's own token; its name, or empty where there is none in force."""
    row = ApiToken.objects.filter(user=account, pk=pk, ended_at=None).first()
    if row is None or not ApiToken.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at):
        return ""
    return row.name


def end_all(account: User, *, at: dt.datetime) -> int:
    return ApiToken.objects.filter(user=account, ended_at=None).update(ended_at=at)
