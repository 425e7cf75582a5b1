"""How long somebody waits before the next try to sign in: a pause that grows, never a lock. Letters of readers without an
account are counted in the same way.

Tries count for each name at an address, for each address, and for each name; a device on which its owner signed in before
counts for itself alone, so that nothing that strangers try keeps its owner out. A try during a pause is refused unread
and counts for nothing: it neither renews the pause nor learns anything.

Names, addresses and devices are kept as keyed digests, which tell nobody who tried what.
"""

import datetime as dt
import ipaddress
import threading
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from nemawashi.access import clock
from nemawashi.access.models import Tries
from nemawashi.kit import aside

FREE = 4  # wrong passwords in a row before the first pause: people mistype, and try the one of another site
FIRST_PAUSE, LONGEST_PAUSE = 4, 900  # seconds; each further wrong one doubles it: a hundred guesses a day at most
FORGOTTEN = dt.timedelta(days=1)  # after which earlier tries count no more
BUDGET = 40  # wrong passwords from one address in ten minutes; a venue with a hundred people behind it stays below
BUDGET_WINDOW = dt.timedelta(minutes=10)
MOST_FOR_A_NAME = 100  # wrong passwords for one name in an hour, from wherever: OWASP ASVS 4.0.3, 2.2.1
NAME_WINDOW = dt.timedelta(hours=1)
MOST_LETTERS, LETTER_WINDOW = 5, dt.timedelta(hours=1)  # remarks of readers from one address
MOST_LETTERS_OF_ALL, LETTERS_WINDOW = 200, dt.timedelta(days=1)  # more than people answer
MOST_RESETS, MOST_RESETS_OF_ONE = 20, 3  # from one address, behind which a whole venue may sit; for one mail address
RESET_WINDOW = dt.timedelta(hours=1)


_turn = threading.Lock()
_PG_LOCK = 720_261_125  # of counting tries; any number that no other lock here has


class CountedFor(StrEnum):
    """What tries are counted for."""

    PAIR = "pair"  # a name at an address
    DEVICE = "device"  # a name on a device on which it signed in before
    ADDRESS = "address"
    NAME = "name"
    LETTER = "letter"  # what one address sends without an account
    LETTERS = "letters"  # what all together send
    RESET = "reset"  # new passwords that one address asks for
    RESET_OF = "reset_of"  # those asked for one mail address, from wherever
    SECOND = "second"  # second factors of an account, on one device or on all others
    PASSKEY = "passkey"  # sign-ins by passkey alone that one address begins


# Of what is counted in a window: how many it holds, and how long it is.
WINDOWS = {
    CountedFor.ADDRESS: (BUDGET, BUDGET_WINDOW),
    CountedFor.NAME: (MOST_FOR_A_NAME, NAME_WINDOW),
    CountedFor.LETTER: (MOST_LETTERS, LETTER_WINDOW),
    CountedFor.LETTERS: (MOST_LETTERS_OF_ALL, LETTERS_WINDOW),
    CountedFor.RESET: (MOST_RESETS, RESET_WINDOW),
    CountedFor.RESET_OF: (MOST_RESETS_OF_ONE, RESET_WINDOW),
    CountedFor.PASSKEY: (BUDGET, BUDGET_WINDOW),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """Wrong passwords so far: ``since`` the first of the window, ``last`` the latest."""

    failures: int
    since: dt.datetime
    last: dt.datetime


def pause_after(failures: int) -> int:
    """Seconds to wait after so many wrong passwords in a row."""
    if failures < FREE:
        return 0
    doubled: int = FIRST_PAUSE * 2 ** min(failures - FREE, 16)
    return min(LONGEST_PAUSE, doubled)


def ends_at(kind: CountedFor, counted: Counted) -> dt.datetime:
    """When the next try is read. What is counted in a window waits for its end, the rest for its pause."""
    if kind in WINDOWS:
        most, window = WINDOWS[kind]
        return counted.since + window if counted.failures >= most else counted.since
    return counted.last + dt.timedelta(seconds=pause_after(counted.failures))


def is_over(kind: CountedFor, counted: Counted, at: dt.datetime) -> bool:
    """Whether what was counted is forgotten by now."""
    return at >= (counted.since + WINDOWS[kind][1] if kind in WINDOWS else counted.last + FORGOTTEN)


def keys(name: str, address: str, device: str) -> dict[CountedFor, str]:
    """What a try counts for. ``device``: what a browser proved to be of that name's owner; empty for a strange one."""
    name, line = spelled(name), network(address)
    counted: dict[CountedFor, tuple[str, ...]] = {
        CountedFor.PAIR: (name, line),
        CountedFor.ADDRESS: (line,),
        CountedFor.NAME: (name,),
    }
    if device:
        counted = {CountedFor.DEVICE: (name, device)}
    return {kind: _digest(kind, *which) for kind, which in counted.items()}


def letter_keys(address: str) -> dict[CountedFor, str]:
    """What a letter without an account counts for: its address, and all such letters together."""
    return {
        CountedFor.LETTER: _digest(CountedFor.LETTER, network(address)),
        CountedFor.LETTERS: _digest(CountedFor.LETTERS),
    }


def reset_keys(address: str, mail: str) -> dict[CountedFor, str]:
    """What asking for a new password counts for: whoever asks, and the mail address, known here or not."""
    return {
        CountedFor.RESET: _digest(CountedFor.RESET, network(address)),
        CountedFor.RESET_OF: _digest(CountedFor.RESET_OF, spelled(mail)),
    }


def second_keys(name: str, device: str) -> dict[CountedFor, str]:
    """What a try at a second factor counts for: the account, from wherever, since whoever tries has its password. A device
    of its owner counts for itself, so that no thief of the password keeps the owner out.
    """
    return {CountedFor.SECOND: _digest(CountedFor.SECOND, spelled(name), device)}


def passkey_keys(address: str) -> dict[CountedFor, str]:
    """What beginning to sign in by a passkey alone counts for: each leaves a session without anybody in it."""
    return {CountedFor.PASSKEY: _digest(CountedFor.PASSKEY, network(address))}


def spelled(name: str) -> str:
    """A name in one spelling. Sign-in reads it in the form NFKC, so that each has many that open the same account."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def network(address: str) -> str:
    """Whom an address stands for: an IPv4 address itself, of IPv6 the network of 64 bits that one line is given."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.ip_network((int(ip), 64), strict=False))


def _digest(*parts: str) -> str:
    return salted_hmac(
        "nemawashi.access.pausing", "\x00".join(parts), secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()


def enter(counting: dict[CountedFor, str]) -> int:
    """Count a try before its password is looked at, so that many at once are no way around. Seconds to wait, if any:
    then it counted for nothing and is not to be looked at.
    """
    with _one_at_a_time():
        at = clock.database_moment()
        Tries.objects.filter(last_at__lt=at - FORGOTTEN).delete()
        rows = Tries.objects.in_bulk(counting.values())
        so_far = {
            kind: Counted(row.failures, row.since, row.last_at) for kind, key in counting.items() if (row := rows.get(key))
        }
        so_far = {kind: counted for kind, counted in so_far.items() if not is_over(kind, counted, at)}
        if seconds := _seconds_left(so_far, at):  # leaves no row: what is refused fills no table
            return seconds
        nothing = Counted(0, at, at)
        tries = [
            Tries(key=key, failures=counted.failures + 1, since=counted.since, last_at=at)
            for kind, key in counting.items()
            for counted in (so_far.get(kind, nothing),)
        ]
        Tries.objects.bulk_create(
            tries, update_conflicts=True, unique_fields=["key"], update_fields=["failures", "since", "last_at"]
        )
    return 0


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """A transaction in which tries are counted, of one at a time in all servers: many at once are no way around.

    Those of this process wait for each other without a place at work, and one of them for other processes: on PostgreSQL
    for a lock of its own, on SQLite for the beginning of the transaction.
    """
    with aside.taking(_turn), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_xact_lock(%s)", [_PG_LOCK])
        yield


def _seconds_left(so_far: dict[CountedFor, Counted], at: dt.datetime) -> int:
    """How long to wait by what was counted."""
    latest = max((ends_at(kind, counted) for kind, counted in so_far.items()), default=at)
    return int((latest - at).total_seconds()) + 1 if latest > at else 0


def succeeded(counting: dict[CountedFor, str]) -> None:
    """The password was right: the row of mistakes ends, and the try counts neither for the address nor for the name."""
    with _one_at_a_time():
        _take_back(counting, {CountedFor.ADDRESS, CountedFor.NAME, CountedFor.PASSKEY})
        in_a_row = (CountedFor.PAIR, CountedFor.DEVICE, CountedFor.SECOND)
        Tries.objects.filter(key__in=[key for kind, key in counting.items() if kind in in_a_row]).delete()


def not_looked_at(counting: dict[CountedFor, str]) -> None:
    """The password was not looked at after all: the try counts for nothing."""
    with _one_at_a_time():
        _take_back(counting, set(counting))


def _take_back(counting: dict[CountedFor, str], kinds: Collection[CountedFor]) -> None:
    mine = [key for kind, key in counting.items() if kind in kinds]
    Tries.objects.filter(key__in=mine, failures__gt=0).update(failures=F("failures") - 1)
