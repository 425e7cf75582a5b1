"""Whose password opens the desk, and how it is kept."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import Argon2PasswordHasher

from nemawashi.access.hashing import Hashers
from nemawashi.access.models import User
from nemawashi.access.prepared import Prepared
from nemawashi.kit import aside

HASHINGS = 2  # at a time in a server: a crowd at the door leaves the machine to those who are inside
LONGEST_WAIT = 10.0  # seconds at the door
LONGEST_PASSWORD = 128  # signs
_doors = [threading.BoundedSemaphore(HASHINGS)]


def share(servers: int) -> Hashers:
    """One of so many processes that serve has a door of its own; together they let ``HASHINGS`` in, or one each.

    From now on they all ask whoever is given back, which works in ``HASHINGS`` processes of its own.
    """
    _doors[:] = [threading.BoundedSemaphore(max(1, HASHINGS // servers))]
    hashers = Hashers({"encode": _by_itself.encode, "verify": _by_itself.verify})
    _hashers[:] = [hashers]
    return hashers


class _OfOwasp(Argon2PasswordHasher):
    """Argon2id with the least that the OWASP Password Storage Cheat Sheet asks for: 19 MiB, two rounds, one lane.

    Django's own parameters take five times the memory and a core for a tenth of a second, which a crowd may ask for.
    """

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1


_by_itself = _OfOwasp()
_hashers: list[Hashers] = []  # of the server that this process is of, if any


class Argon2(_OfOwasp):
    """Where a server has processes that hash, they do."""

    def encode(self, password: str, salt: str) -> str:
        return str(_hashers[0].ask("encode", password, salt) if _hashers else super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        return bool(_hashers[0].ask("verify", password, encoded) if _hashers else super().verify(password, encoded))


_BY_KEY = Prepared(lambda pk: User.objects.filter(pk=pk), int)


class Accounts(ModelBackend):
    """Accounts of Django; those of a demonstration, whose passwords everybody can read, open nothing outside it."""

    def get_user(self, user_id: Any) -> User | None:
        """Whose session it is: asked with every request."""
        users: list[User] = _BY_KEY.instances(int(user_id))
        return users[0] if users and self.user_can_authenticate(users[0]) else None

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and not is_shut_out(user)


def is_shut_out(user: User) -> bool:
    """Whether an account is of a demonstration on a server that is none. Its sessions end, too."""
    return user.is_demo and not (settings.DEMO or settings.TESTING)


@contextmanager
def at_the_door() -> Iterator[bool]:
    """Room to look at one password; False where the crowd is too large, and somebody has to come back."""
    door = _doors[0]
    got_in = door.acquire(blocking=False)
    if not got_in:
        with aside.waiting():
            got_in = door.acquire(timeout=LONGEST_WAIT)
    try:
        yield got_in
    finally:
        if got_in:
            door.release()
