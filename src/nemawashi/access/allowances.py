"""How much whoever has no account may ask for in a while, counted over all workers of a server: in memory that they share.

It is made before the workers are forked. Two servers on one database count each for itself: what is counted here is the
work of one machine. Who asks is kept as a keyed digest for as long as it counts, and on no disk.
"""

import fcntl
import hashlib
import mmap
import secrets
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

SETS, IN_A_SET = 2048, 8  # somebody has a row in the set that the digest names; 16,000 at a time, in 400 kB
_ROW = 3  # numbers: who, since when in thousandths of a second, how often


class Allowance:
    """Rows of whoever asked within the last ``seconds``, each with how often."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._key = secrets.token_bytes(16)
        self._rows = memoryview(mmap.mmap(-1, SETS * IN_A_SET * _ROW * 8)).cast("Q")
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  for its lock, which the system takes from the dead
        self._in_process = threading.Lock()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._in_process:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def spend(self, who: str, most: int, *, now: float | None = None) -> float:
        """Count one more of somebody. Seconds to wait where ``most`` are spent: then it counts for nothing.

        A set that is full forgets whoever asked least: many addresses at once let nobody ask more who asks much.
        """
        moment = int((time.monotonic() if now is None else now) * 1000) + 1
        digest = int.from_bytes(hashlib.blake2b(who.encode(), key=self._key, digest_size=8).digest()) | 1
        first = (digest >> 1) % SETS * IN_A_SET * _ROW
        with self._alone():
            places = range(first, first + IN_A_SET * _ROW, _ROW)
            known = next((at for at in places if self._rows[at] == digest), None)
            at = min(places, key=lambda each: self._worth(each, moment)) if known is None else known
            if known is None or self._is_over(at, moment):
                self._rows[at], self._rows[at + 1], self._rows[at + 2] = digest, moment, 0
            if self._rows[at + 2] >= most:
                return self.seconds - (moment - self._rows[at + 1]) / 1000
            self._rows[at + 2] += 1
        return 0.0

    def _is_over(self, at: int, moment: int) -> bool:
        return moment - self._rows[at + 1] >= self.seconds * 1000

    def _worth(self, at: int, moment: int) -> int:
        """How much is lost where a row is forgotten; nothing where it is empty or over."""
        return 0 if self._is_over(at, moment) else self._rows[at + 2]
