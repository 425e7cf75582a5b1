"""What was rendered once for several screens: kept for a moment in memory that all workers of a server share.

It is made before the workers are forked, stands on no disk, and is written over by what comes after it. A name that was
given nothing is not known; two things never have one name, as it is a digest under a secret of this server.
"""

import fcntl
import hashlib
import mmap
import secrets
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from nemawashi.kit import aside

ROOM = 8 * 1024 * 1024  # bytes of all that is kept
PLACES = 256  # things that are kept at a time
TURNS = 64  # of whoever makes something: one at a time for each name
LONGEST_TURN, BETWEEN_TRIES = 5.0, 0.004  # seconds
_ROW = struct.Struct("<32sQQd")  # name, where it begins since the server began, its length, until when it is good
_HEAD = struct.Struct("<Q")  # how much was ever written


class SharedShelf:
    """So many places for bytes under a name, each good until a moment of the clock that all processes have in common."""

    def __init__(self, room: int = ROOM) -> None:
        self._room, self._secret = room, secrets.token_bytes(32)
        self._rows = mmap.mmap(-1, _HEAD.size + PLACES * _ROW.size)
        self._bytes = mmap.mmap(-1, room)
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  for its locks, which the system takes from the dead
        self._in_process = threading.Lock()
        self._turns = [threading.Lock() for _ in range(TURNS)]

    def name(self, *parts: object) -> bytes:
        """What something is kept under: all that decides on it. Nobody makes one up who does not know the secret."""
        return hashlib.blake2b(repr(parts).encode(), key=self._secret, digest_size=32).digest()

    def kept(self, name: bytes) -> bytes | None:
        """What is kept under a name; None where it never was, was written over, or is good no more."""
        with self._alone():
            (written,) = _HEAD.unpack_from(self._rows)
            row, begins, length, until = _ROW.unpack_from(self._rows, self._at(name))
            if row != name or until <= time.monotonic() or written - begins > self._room:
                return None
            return self._copy(begins % self._room, length)

    def keep(self, name: bytes, what: bytes, *, seconds: float) -> None:
        """Keep something under its name. What is larger than a quarter of all room is not kept."""
        if len(what) > self._room // 4:
            return
        with self._alone():
            (written,) = _HEAD.unpack_from(self._rows)
            _HEAD.pack_into(self._rows, 0, written + len(what))  # first: what is written over is known no more
            at = written % self._room
            before = self._room - at
            self._bytes[at : at + len(what[:before])] = what[:before]
            self._bytes[: len(what[before:])] = what[before:]
            _ROW.pack_into(self._rows, self._at(name), name, written, len(what), time.monotonic() + seconds)

    @contextmanager
    def turn(self, name: bytes) -> Iterator[None]:
        """Whoever makes what a name stands for is alone at it, in all processes: the others wait, and find it made.

        Who has waited for long makes it, too: a process that stands still holds up nobody for ever.
        """
        place = name[0] % TURNS
        with aside.taking(self._turns[place]):
            if not self._took(place):
                with aside.waiting():
                    until = time.monotonic() + LONGEST_TURN
                    while not self._took(place) and time.monotonic() < until:
                        time.sleep(BETWEEN_TRIES)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, 1 + place)

    def _took(self, place: int) -> bool:
        """Tried, not waited for: where threads of two processes wait for each other's turns, the system sees a knot."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 1 + place)
        except OSError:
            return False
        return True

    def forget(self) -> None:
        """Know nothing more of what was kept."""
        with self._alone():
            self._rows[_HEAD.size :] = bytes(PLACES * _ROW.size)

    def _copy(self, at: int, length: int) -> bytes:
        first = self._bytes[at : at + length]
        return first + self._bytes[: length - len(first)]

    @staticmethod
    def _at(name: bytes) -> int:
        return _HEAD.size + name[1] % PLACES * _ROW.size

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._in_process:
            fcntl.lockf(self._file, fcntl.LOCK_EX, 1, 0)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, 0)
