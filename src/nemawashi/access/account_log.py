"""What happened to an account, for its owner alone: sign-ins, factors, sessions, tokens; and the sessions that are open.

Where somebody came from is kept in coarse form: enough to see that it was somebody else, too little to follow anyone.
"""

import datetime as dt
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest

from nemawashi.access import api_tokens, clock, sessions
from nemawashi.access.models import AccountEvent, OpenSession, User
from nemawashi.access.terms import UNTOLD, AccountEventKind, SignInWay
from nemawashi.kit.clauses.spans import one_line

MOST_KEPT = 200  # events of one account; the earliest go first
COARSE = {4: 16, 6: 32}  # bits of an address that are kept
LONGEST_WORDS = 160
# In this order, since each of them names those behind it, too.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("YaBrowser", "Yandex Browser"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"), ("CriOS", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CameFrom:
    """From where a request came, in coarse form; a device that is not known is named by nothing."""

    network: str = ""
    device: str = ""


def came_from(request: HttpRequest) -> CameFrom:
    agent = request.META.get("HTTP_USER_AGENT", "")[:400]
    named = [next((name for sign, name in known if sign in agent), "") for known in (BROWSERS, SYSTEMS)]
    return CameFrom(coarse(request.META.get("REMOTE_ADDR", "")), ", ".join(name for name in named if name))


def coarse(address: str) -> str:
    """The network of an address: half of an IPv4 address, of IPv6 what a provider has; empty of what is none."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network((int(ip), COARSE[ip.version]), strict=False))


def note(
    account: User, kind: AccountEventKind, *, at: dt.datetime, where: CameFrom | None = None, words: str = ""
) -> AccountEvent:
    """Enter an event of an account. Mail tells of it, unless it is of those of which nobody is told."""
    where = where or CameFrom()
    event = AccountEvent.objects.create(
        user=account,
        at=at,
        kind=kind,
        words=one_line(words)[:LONGEST_WORDS],
        network=where.network,
        device=where.device,
        mailed_at=at if kind in UNTOLD else None,
        seen_at=at if kind in UNTOLD else None,
    )
    kept = AccountEvent.objects.filter(user=account).values_list("pk", flat=True)[MOST_KEPT : MOST_KEPT + 1].first()
    if kept:
        AccountEvent.objects.filter(user=account, pk__lte=kept).delete()
    return event


def end_tokens(account: User, *, at: dt.datetime, where: CameFrom | None = None, keeps: bool = False) -> int:
    """End every token for programs, as whoever knew the password may have made one; how many were in force.

    ``keeps``: their owner said that they serve on. The account's log says which of both, and so does its mail.
    """
    count = api_tokens.in_force(account, at=at)
    if count:
        if not keeps:
            api_tokens.end_all(account, at=at)
        note(account, AccountEventKind.TOKENS_KEPT if keeps else AccountEventKind.TOKENS_ENDED, at=at, where=where)
    return count


def events(account: User, most: int) -> Sequence[AccountEvent]:
    return list(AccountEvent.objects.filter(user=account)[:most])


def unseen(account: User) -> QuerySet[AccountEvent]:
    """Of what its owner has not read on the page yet."""
    return AccountEvent.objects.filter(user=account, seen_at=None)


def began(account: User, session_key: str, way: SignInWay, *, at: dt.datetime, where: CameFrom) -> None:
    OpenSession.objects.create(
        key=sessions.kept_as(session_key),
        user=account,
        began_at=at,
        seen_at=at,
        way=way,
        network=where.network,
        device=where.device,
    )


def open_sessions(account: User) -> list[OpenSession]:
    """Those that still last; what is left of others goes."""
    lasting = Session.objects.filter(expire_date__gt=clock.database_moment()).values("session_key")
    OpenSession.objects.filter(user=account).exclude(key__in=lasting).delete()
    return list(OpenSession.objects.filter(user=account))


def end_one(account: User, key: str) -> bool:
    """End a session of one's own, wherever it is open."""
    if not OpenSession.objects.filter(user=account, key=key).delete()[0]:
        return False
    Session.objects.filter(session_key=key).delete()
    return True
