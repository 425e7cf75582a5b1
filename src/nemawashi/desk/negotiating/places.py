"""Who holds a place at a live stream, over all workers of a server: a table in memory that they share.

It is made before the workers are forked. A place of a worker that was killed is given back by whoever began it.
"""

import fcntl
import mmap
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

SLOTS = 4096  # more streams than these no server has, whatever its settings say
NOBODY = -1  # the account of whoever has none


class StreamPlaces:
    """So many slots, each with the process that holds it and the account for which it does."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, SLOTS * 16)
        rows = memoryview(self._memory).cast("q")
        self._holders, self._accounts = rows[:SLOTS], rows[SLOTS:]
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

    def take(self, account: int | None) -> int | None:
        """A slot, if there is one for this account: counted and taken in one step, however many ask at once."""
        whose = NOBODY if account is None else account
        with self._alone():
            holders, accounts = self._holders.tolist(), self._accounts.tolist()
            held = [accounts[slot] for slot, holder in enumerate(holders) if holder]
            if len(held) >= min(settings.MOST_STREAMS, SLOTS) or held.count(whose) >= settings.MOST_STREAMS_OF_ONE:
                return None
            slot = holders.index(0)
            self._holders[slot], self._accounts[slot] = os.getpid(), whose
            return slot

    def leave(self, slot: int) -> None:
        with self._alone():
            self._holders[slot] = 0

    def give_back(self, process: int) -> None:
        """Empty what a process that has ended held."""
        with self._alone():
            for slot, holder in enumerate(self._holders.tolist()):
                if holder == process:
                    self._holders[slot] = 0

    @property
    def taken(self) -> int:
        return SLOTS - self._holders.tolist().count(0)


places = StreamPlaces()
