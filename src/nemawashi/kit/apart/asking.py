"""Questions put to the processes that read, and their answers as they came, kept for a while."""

import hashlib
import logging
import os
import pickle
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import Any, TypeVar

from nemawashi.kit import aside
from nemawashi.kit.apart import wire
from nemawashi.kit.faults import Fault, UnreadableError

Answer = TypeVar("Answer")

MOST_READERS = 2  # processes of one server: two files at once, the others wait
SECONDS = 10  # of the processor for one reading: twenty times what the largest honest file of the tests takes
PATIENCE = 25.0  # seconds on the wall that a page waits at most, for its turn and for the reading together
MOST_ASKED = 200  # readings of one process, so that what a library loses is given back
MOST_KEPT = 24_000_000  # bytes of answers
KEPT_FOR = 900.0  # seconds: as long as somebody looks at what a file would do; what is discarded is not kept for ever
_FAULTS = logging.getLogger(__name__)
_NAMES = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ")  # no key, no password, no address of a database


class Reason(StrEnum):
    """Why a reading did not end."""

    HARD = "too complicated"
    BUSY = "others are being read"
    BROKEN = "the reader failed"


class TooHardError(UnreadableError):
    """The reading was stopped. ``reason`` for whoever says so in another language."""

    word = "too complicated"

    def __init__(self, reason: Reason) -> None:
        sentences = {
            Reason.HARD: "it is too complicated to read",
            Reason.BUSY: "other files are being read; send it again in a minute",
            Reason.BROKEN: "it could not be read",
        }
        super().__init__(sentences[reason])
        self.reason = reason


def ask(
    read: Callable[..., Answer], *arguments: Any, seconds: int = SECONDS, patience: float = PATIENCE, whose: str = ""
) -> Answer:
    """What a reader of the kit makes of the arguments, read in another process.

    A fault of the reader is raised here as it was there; ``TooHardError`` where it used more than ``seconds`` of the
    processor or its memory, or was not done when the patience had ended. The same question is answered once: a file that
    is kept costs nothing to look at again, and one that was too hard is not tried again. ``whose``: who asks; for another
    it is another question, or a quick answer would tell that somebody sent these very words before.
    """
    question = pickle.dumps((seconds, read, arguments), protocol=5)
    key = hashlib.blake2b(question, digest_size=32, key=hashlib.blake2b(whose.encode()).digest()).digest()
    known = _KEPT.get(key)
    if known is None:
        known = _POOL.answered(question, until=time.monotonic() + patience)
        _KEPT.put(key, known, whose)
    return _told(known)  # type: ignore[no-any-return]


def forget(whose: str) -> None:
    """Keep nothing any longer of what was read for somebody: a file was discarded, and its words are gone with it.

    Another process of the same server may keep it, too; it is told by whatever ``when_forgotten`` named.
    """
    _KEPT.forget(whose)
    for tell in _ELSEWHERE:
        tell()


def forget_all() -> None:
    """Keep no answer any longer, whosever it is: somebody's were forgotten in another process of the server."""
    _KEPT.clear()


def when_forgotten(tell: Callable[[], None] | None) -> None:
    """How the other processes of this server hear that something is to be forgotten; None where there are none."""
    _ELSEWHERE[:] = [tell] if tell else []


def share(servers: int) -> None:
    """One of so many processes that serve asks readers of its own; together they have ``MOST_READERS``, or one each."""
    _POOL.share(servers)


def close() -> None:
    """End the processes that wait for questions, and forget what was answered."""
    _POOL.close()
    _KEPT.clear()


def _told(message: bytes) -> Any:
    try:
        kind, value = wire.values(message)
    except Exception as fault:
        _FAULTS.error("the answer of a reader was not understood: %s", type(fault).__name__)
        raise TooHardError(Reason.BROKEN) from None
    if kind == "read":
        return value
    if kind == "fault":
        raised, arguments, state = value
        again: Fault = raised.__new__(raised)
        again.args = arguments
        again.__dict__.update(state)
        raise again
    if kind == "too hard":
        raise TooHardError(Reason.HARD)
    _FAULTS.error("a reader failed: %s", value)
    raise TooHardError(Reason.BROKEN)


_TOO_HARD = wire.message_of(("too hard", None))


class _Kept:
    """Answers by their question, the latest ones."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._rows: OrderedDict[bytes, tuple[float, bytes, str]] = OrderedDict()  # the oldest first: moment, answer, whose
        self._lock = threading.Lock()

    def get(self, key: bytes) -> bytes | None:
        with self._lock:
            self._drop_old()
            row = self._rows.get(key)
            return row[1] if row else None

    def put(self, key: bytes, answer: bytes, whose: str) -> None:
        with self._lock:
            if key in self._rows:
                return
            self._size += len(answer)
            self._rows[key] = (time.monotonic(), answer, whose)
            while self._size > self._most:
                self._drop_first()
            self._drop_old()

    def _drop_old(self) -> None:
        while self._rows and next(iter(self._rows.values()))[0] < time.monotonic() - KEPT_FOR:
            self._drop_first()

    def _drop_first(self) -> None:
        self._size -= len(self._rows.popitem(last=False)[1][1])

    def forget(self, whose: str) -> None:
        with self._lock:
            for key in [key for key, row in self._rows.items() if row[2] == whose]:
                self._size -= len(self._rows.pop(key)[1])

    def clear(self) -> None:
        with self._lock:
            self._rows.clear()
            self._size = 0


class _Process:
    """One process that reads. It is spawned and not forked: a server of many threads must not be copied in the middle."""

    def __init__(self) -> None:
        self.asked, self.is_ready = 0, False
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "nemawashi.kit.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library may print words of the file there
            env={name: os.environ[name] for name in _NAMES if name in os.environ},
            start_new_session=True,
        )

    def answer(self, question: bytes, *, until: float) -> bytes | None:
        """The answer, or None where the process ended or was ended over it. Raises ``TimeoutError`` at ``until``."""
        timer = threading.Timer(max(0.0, until - time.monotonic()), self.end)
        timer.daemon = True
        timer.start()
        try:
            message = self._exchanged(question)
        finally:
            timer.cancel()
        if message is None:
            self.end()
            if time.monotonic() >= until:
                raise TimeoutError
        return message

    def _exchanged(self, question: bytes) -> bytes | None:
        asking, answering = self._child.stdin, self._child.stdout
        if asking is None or answering is None:
            return None
        try:
            if not self.is_ready:
                self.is_ready = wire.received(answering) == b"ready"
            self.asked += 1
            wire.send(asking, question)
            return wire.received(answering)
        except (OSError, ValueError):  # it has gone
            return None

    @property
    def is_alive(self) -> bool:
        return self._child.poll() is None

    def end(self) -> None:
        self._child.kill()

    def bury(self) -> None:
        """End it and give back what the system holds of it."""
        self.end()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


class _Pool:
    """The processes of one server: begun when the first file comes, kept warm."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._begin_anew()

    def share(self, servers: int) -> None:
        self._most = max(1, MOST_READERS // servers)
        self._begin_anew()

    def _begin_anew(self) -> None:
        """With no process: at the start, and in a server that was forked and must not share those of its parent."""
        self._turns = threading.BoundedSemaphore(self._most)
        self._lock = threading.Lock()
        self._idle: list[_Process] = []
        self._server = os.getpid()

    def answered(self, question: bytes, *, until: float) -> bytes:
        if self._server != os.getpid():
            self._begin_anew()
        with aside.waiting():
            if not self._turns.acquire(timeout=max(0.0, until - time.monotonic())):
                raise TooHardError(Reason.BUSY)
            try:
                return self._by_someone(question, until)
            finally:
                self._turns.release()

    def _by_someone(self, question: bytes, until: float) -> bytes:
        process = self._taken()
        try:
            message = process.answer(question, until=until)
        except TimeoutError:
            process.bury()
            raise TooHardError(Reason.HARD) from None
        if message is None:
            process.bury()
            return _TOO_HARD
        if process.asked >= MOST_ASKED:
            process.bury()
        else:
            with self._lock:
                self._idle.append(process)
        return message

    def _taken(self) -> _Process:
        while True:
            with self._lock:
                process = self._idle.pop() if self._idle else None
            if process is None:
                return _Process()
            if process.is_alive:
                return process
            process.bury()

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.bury()


_POOL = _Pool(MOST_READERS)
_ELSEWHERE: list[Callable[[], None]] = []
_KEPT = _Kept(MOST_KEPT)
