"""How long requests take, counted by all workers of a server in one small file, for ``nemawashi metrics`` to tell.

Counted are kinds of pages and what came of the request; no address, no person, no party. What is done at the desk is
counted with what is read there, and told in steps of ``STEP`` requests, so that no figure moves because somebody drafts.
"""

import fcntl
import mmap
import os
import struct
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse

KINDS = ("public", "desk", "api", "entrance", "static", "other")
OUTCOMES = ("answered", "refused", "failed")
LIMITS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)  # seconds; the last bucket is of whatever took longer
STEP = 50
NAME = "request-times"
_HEAD = b"nemawashi times1"
_ROW = struct.Struct(f"<{len(LIMITS) + 2}Q")  # how many of each bucket, and microseconds of all together
_SIZE = len(_HEAD) + _ROW.size * len(KINDS) * len(OUTCOMES)
_NAMESPACES = {"portal": "public", "permanent": "public", "desk": "desk", "api": "api"}


@dataclass(frozen=True)
class Times:
    """Requests of one kind that came to the same: how many by bucket, and seconds together."""

    kind: str
    outcome: str
    counts: tuple[int, ...]
    seconds: float

    @property
    def told_in_steps(self) -> "Times":
        """As it is told: exactly, or of the desk so many that nothing follows for any one request."""
        if self.kind != "desk":
            return self
        total, known = 0, []
        for count in self.counts:  # running totals are what is told; their steps do not grow where nothing was added
            before, total = total, total + count
            known.append(total // STEP * STEP - before // STEP * STEP)
        share = sum(known) / total if total else 0.0
        return Times(self.kind, self.outcome, tuple(known), self.seconds * share)


class RequestTimes:
    """The file of one server; each of its processes has it open."""

    def __init__(self, path: Path) -> None:
        """Raises ``OSError`` where it can neither be made nor written."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._in_process = threading.Lock()
        self._unwritten: list[tuple[int, int, int]] = []
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        try:
            if os.fstat(self._file).st_size != _SIZE or os.pread(self._file, len(_HEAD), 0) != _HEAD:
                os.ftruncate(self._file, 0)  # of another release, or cut off
                os.pwrite(self._file, _HEAD, 0)
                os.ftruncate(self._file, _SIZE)
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)
        self._memory = mmap.mmap(self._file, _SIZE)

    def count(self, kind: str, status: int, seconds: float) -> None:
        """Count a request. Nobody waits for it: where another process is at the file, it is written with the next one."""
        place = len(_HEAD) + _ROW.size * (KINDS.index(kind) * len(OUTCOMES) + _outcome(status))
        with self._in_process:
            self._unwritten.append((place, bisect_left(LIMITS, seconds), int(seconds * 1e6)))
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return
            try:
                self._write()
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _write(self) -> None:
        for place, bucket, microseconds in self._unwritten:
            row = list(_ROW.unpack_from(self._memory, place))
            row[bucket] += 1
            row[-1] += microseconds
            _ROW.pack_into(self._memory, place, *row)
        self._unwritten.clear()

    def close(self) -> None:
        self._memory.close()
        os.close(self._file)


def _outcome(status: int) -> int:
    return 0 if status < 400 else 1 if status < 500 else 2


def kept_in(home: Path) -> Iterator[Times]:
    """What servers of this home have counted; nothing where none has."""
    try:
        kept = (home / NAME).read_bytes()
    except OSError:
        return
    if len(kept) != _SIZE or not kept.startswith(_HEAD):
        return
    rows = iter(_ROW.iter_unpack(kept[len(_HEAD) :]))
    for kind in KINDS:
        for outcome in OUTCOMES:
            *counts, microseconds = next(rows)
            yield Times(kind, outcome, tuple(counts), microseconds / 1e6)


_counting: list[RequestTimes] = []  # of the server that this process is of, if any


def keep(times: RequestTimes | None) -> None:
    """Count the requests of this process there from now on."""
    _counting[:] = [times] if times else []


def timed(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Count how long a request took from when a worker began it to when its answer was made; streams are none."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not _counting:
            return respond(request)
        began = time.perf_counter()
        response = respond(request)
        if not response.streaming:
            _counting[0].count(_kind(request), response.status_code, time.perf_counter() - began)
        return response

    return answer


def _kind(request: HttpRequest) -> str:
    if request.path_info.startswith("/static/"):
        return "static"
    match = request.resolver_match
    if match is None:
        return "other"
    return _NAMESPACES.get(match.namespace, "other" if match.namespace else "entrance")
