"""The threads of one worker: few at work, so that they do not fight for the interpreter, more only while these wait."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from waitress.task import ThreadedTaskDispatcher

MOST_ASIDE = 32  # threads that wait at once in a worker; one more keeps its place at work


class Threads(ThreadedTaskDispatcher):  # type: ignore[misc]  # waitress has no types
    """Waitress's dispatcher, which says when it has room, and puts another thread to work for one that waits."""

    def __init__(self, at_work: int) -> None:
        super().__init__()
        self._at_work, self._busy, self._aside, self._is_ending = at_work, 0, 0, False
        self._counting = threading.RLock()
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
        self.when_free()
        try:
            yield
        finally:
            with self._counting:
                self._aside -= 1

    def settle(self) -> None:
        """Send home those that nobody waits for any more: now and then, as whoever waits is seldom the last."""
        with self._counting:
            if len(self.threads) - self.stop_count > self._wanted:
                self.set_thread_count(self._wanted)

    @property
    def _wanted(self) -> int:
        return 0 if self._is_ending else self._at_work + min(self._aside, MOST_ASIDE)

    def add_task(self, task: Any) -> None:
        super().add_task(_Counted(task, self))

    def serve(self, task: Any) -> None:
        with self._counting:
            self._busy += 1
        try:
            task.service()
        finally:
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
        return bool(super().shutdown(cancel_pending, timeout))


class _Counted:
    """A task whose beginning and end the threads hear of."""

    def __init__(self, task: Any, threads: Threads) -> None:
        self._task, self._threads = task, threads

    def service(self) -> None:
        self._threads.serve(self._task)

    def cancel(self) -> None:
        self._task.cancel()
