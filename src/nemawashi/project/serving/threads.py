"""The threads of one worker: few at work, so that they do not fight for the interpreter, more only while these wait."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from waitress.task import ThreadedTaskDispatcher

MOST_ASIDE = 32  # threads that wait at once in a worker; one more keeps its place at work


class Lines:
    """Connections to the database, handed from the thread that has no use for one to the next that has.

    A thread that waits lends its own, so that a worker holds as many as it has threads at work, whatever crowd waits: a
    database has about a hundred for all of its workers.
    """

    def __init__(self, keeps: int) -> None:
        self._keeps, self._free = keeps, list[Any]()

    def take(self) -> None:
        """Let this thread have one that is free; it makes one anew where there is none."""
        if not connections[DEFAULT_DB_ALIAS].connection:
            with suppress(IndexError):
                connections[DEFAULT_DB_ALIAS] = self._free.pop()

    def leave(self) -> None:
        """This thread has no use for its own, unless a transaction is under way in it."""
        line = connections[DEFAULT_DB_ALIAS]
        if line.connection and not line.in_atomic_block:
            line.inc_thread_sharing()
            del connections[DEFAULT_DB_ALIAS]
            self._free.append(line)

    def settle(self, keeps: int | None = None) -> None:
        """End those that more threads wanted than there are at work."""
        while len(self._free) > (self._keeps if keeps is None else keeps):
            with suppress(IndexError):
                self._free.pop(0).close()


class Threads(ThreadedTaskDispatcher):  # type: ignore[misc]  # waitress has no types
    """Waitress's dispatcher, which says when it has room, and puts another thread to work for one that waits."""

    def __init__(self, at_work: int) -> None:
        super().__init__()
        self._at_work, self._busy, self._aside, self._is_ending = at_work, 0, 0, False
        self._counting = threading.RLock()
        self._lines = Lines(at_work)
        self.when_free: Callable[[], None] = lambda: None
        self.set_thread_count(at_work)

    @property
    def has_room(self) -> bool:
        """Whether a request that comes now is answered at once; a worker without room leaves it to another one."""
        return not self.queue and self._busy - self._aside < self._at_work

    @property
    def is_idle(self) -> bool:
        return not self.queue and not self._busy

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Around the wait of one of the threads."""
        with self._counting:
            self._aside += 1
            if len(self.threads) - self.stop_count < self._wanted:
                self.set_thread_count(self._wanted)
        self._lines.leave()
        self.when_free()
        try:
            yield
        finally:
            self._lines.take()
            with self._counting:
                self._aside -= 1

    def settle(self) -> None:
        """Send home those that nobody waits for any more: now and then, as whoever waits is seldom the last."""
        with self._counting:
            if len(self.threads) - self.stop_count > self._wanted:
                self.set_thread_count(self._wanted)
        self._lines.settle()

    @property
    def _wanted(self) -> int:
        return 0 if self._is_ending else self._at_work + min(self._aside, MOST_ASIDE)

    def add_task(self, task: Any) -> None:
        super().add_task(_Counted(task, self))

    def serve(self, task: Any) -> None:
        with self._counting:
            self._busy += 1
        self._lines.take()
        try:
            task.service()
        finally:
            self._lines.leave()
            with self._counting:
                self._busy -= 1
            self.when_free()

    def handler_thread(self, thread_no: int) -> None:
        """As waitress's; the connections of the thread to the database end with it."""
        try:
            super().handler_thread(thread_no)
        finally:
            connections.close_all()

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:
        with self._counting:
            self._is_ending = True
        has_ended = bool(super().shutdown(cancel_pending, timeout))
        self._lines.settle(keeps=0)
        return has_ended


class _Counted:
    """A task whose beginning and end the threads hear of."""

    def __init__(self, task: Any, threads: Threads) -> None:
        self._task, self._threads = task, threads

    def service(self) -> None:
        self._threads.serve(self._task)

    def cancel(self) -> None:
        self._task.cancel()
