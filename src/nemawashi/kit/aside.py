"""Whoever waits for something else than the processor says so, and a server lets another go on in the meantime.

A server has as many threads at work as make good use of an interpreter, which are few. One that waits for a process that
reads, for the door or for its turn would keep a place of these few for nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock

Waiting = Callable[[], AbstractContextManager[None]]

_how: list[Waiting] = []


def set_server(how: Waiting | None) -> None:
    """Let the server of this process know of each wait from now on; None where it serves no more."""
    _how[:] = [how] if how else []


def waiting() -> AbstractContextManager[None]:
    """Around a wait. Outside a server it does nothing."""
    return _how[0]() if _how else nullcontext()


@contextmanager
def taking(turn: Lock) -> Iterator[None]:
    """A lock held, which is waited for without a place at work."""
    if not turn.acquire(blocking=False):
        with waiting():
            turn.acquire()
    try:
        yield
    finally:
        turn.release()
