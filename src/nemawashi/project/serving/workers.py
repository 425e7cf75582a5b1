"""Workers side by side: forked from one process that has read everything, begun anew when one ends, ended together."""

import ctypes
import gc
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from django.db import connections

LONGEST_STOP = 30  # seconds for all workers to end, before they are ended
SHORT_LIFE = 2.0  # seconds; a worker that ends sooner is begun anew only after a pause
PAUSE = 1.0
NOTHING = 3600.0  # seconds to wait where nothing is due
HEARD = {signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGCHLD}

ARENA_MAX, ARENAS = -8, 2  # M_ARENA_MAX of mallopt(3)

Work = Callable[[int], None]


def share_memory_among_threads() -> bool:
    """Let all threads of a process take memory from two stores, where the C library keeps several: by itself glibc gives
    each thread one of its own, and keeps what it gives back. Whether that was done."""
    with suppress(OSError, AttributeError):
        return bool(ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS))
    return False


class Workers:
    """``count`` processes that each do ``work(number)``; ``buried(process)`` hears of each that has ended.

    A worker ends with the process that began it, whatever ends that one: it holds one end of a pipe that nobody writes to.
    """

    def __init__(self, work: Work, count: int, *, buried: Callable[[int], None]) -> None:
        self._work, self._count, self._buried = work, count, buried
        self._processes: dict[int, tuple[int, float]] = {}  # process -> its number, and when it was begun
        self._stops_at: float | None = None
        self._alive, self._held = os.pipe()

    def run(self, sockets: list[socket.socket]) -> None:
        """Begin the workers and look after them until SIGTERM or SIGINT; then close ``sockets`` and end them."""
        connections.close_all()
        share_memory_among_threads()
        gc.collect()
        gc.freeze()  # what all have in common is not touched by their collectors, and stays in common
        signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)  # they are waited for, so that none is missed in between
        for number in range(self._count):
            self._begin(number)
        while self._processes:
            self._hear(sockets)
            for number, begun_at in self._ended():
                if self._stops_at is None:
                    if time.monotonic() - begun_at < SHORT_LIFE:
                        threading.Event().wait(PAUSE)
                    self._begin(number)

    def _hear(self, sockets: list[socket.socket]) -> None:
        """Wait for a signal, and do what it asks for."""
        longest = NOTHING if self._stops_at is None else max(0.0, self._stops_at - time.monotonic())
        signalled = signal.sigtimedwait(HEARD, longest)
        if signalled is None and self._stops_at is not None:
            self._tell(signal.SIGKILL)
            self._stops_at = time.monotonic() + LONGEST_STOP
        elif signalled and signalled.si_signo == signal.SIGUSR1:
            self._tell(signal.SIGUSR1)
        elif signalled and signalled.si_signo in (signal.SIGTERM, signal.SIGINT) and self._stops_at is None:
            self._stops_at = time.monotonic() + LONGEST_STOP
            for each in sockets:
                each.close()
            self._tell(signal.SIGTERM)

    def _ended(self) -> Iterator[tuple[int, float]]:
        """The number of each worker that has ended, and when it was begun."""
        while self._processes:
            process, _status = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            self._buried(process)
            if process in self._processes:
                yield self._processes.pop(process)

    def _begin(self, number: int) -> None:
        process = os.fork()
        if process == 0:
            self._live(number)
        self._processes[process] = (number, time.monotonic())

    def _live(self, number: int) -> None:
        """The whole life of a worker."""
        status = 1
        try:
            os.close(self._held)
            signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # until the work has a way of its own to hear it
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal, for all at once: the first process says so
            signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
            threading.Thread(target=self._end_with_the_first, name="alive", daemon=True).start()
            self._work(number)
            status = 0
        except Exception as fault:
            print(f"a worker failed: {type(fault).__name__}", file=sys.stderr)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _end_with_the_first(self) -> None:
        while os.read(self._alive, 1):  # returns nothing once the other end is closed
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    def _tell(self, what: signal.Signals) -> None:
        for process in self._processes:
            os.kill(process, what)  # it is there until it is buried
