"""How the work of a reader grows with what it is given, in seconds of the processor and not of the clock on the wall."""

import gc
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from nemawashi.kit.faults import Fault

MOST = 2.5  # times the work at double the size
DOUBLINGS = 2  # looked at together: what a machine does beside it weighs less, and a square still stands out by far
FLOOR = 0.1  # seconds: what would cost less at the larger size even if it grew by the square is not looked at further
_TIMEOUT = 10  # seconds, for one reading


class TooLongError(Exception):
    """One reading went on and on."""


@dataclass(frozen=True, slots=True)
class Growth:
    """``times``: how much more the larger size cost; 0 where it could never cost enough to be told."""

    small: float
    large: float = 0.0

    @property
    def times(self) -> float:
        return self.large / max(self.small, 0.001) if self.large > FLOOR else 0.0

    @property
    def is_linear(self) -> bool:
        return self.times <= MOST**DOUBLINGS


@contextmanager
def _limited() -> Iterator[None]:
    def stop(signum: int, frame: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _TIMEOUT)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def cost(read: Callable[[str], object], words: str) -> float:
    """Seconds of the processor that one reading takes; endless where it was stopped."""
    start = _spent()
    with _limited():
        try:
            read(words)
        except TooLongError:
            return float("inf")
        except Fault:  # a bound: what is refused costs the looking
            pass
    return _spent() - start


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def growth(read: Callable[[str], object], made: Callable[[int], str], size: int) -> Growth:
    """What ``size`` signs cost, and four times as many; where that is steep it is measured anew, up to six times.

    Both are measured one behind the other, so that what runs beside weighs on both. The least steep tells of the reader: a
    square is steep each time.
    """
    small, large = made(size), made(size * 2**DOUBLINGS)
    cost(read, small[:64])  # tables that are loaded once
    least = cost(read, small)
    if least * 4**DOUBLINGS < FLOOR:
        return Growth(least)
    answer = Growth(least, cost(read, large))
    for _again in range(5):
        if answer.is_linear or answer.large == float("inf"):
            break
        answer = min(answer, Growth(cost(read, small), cost(read, large)), key=lambda each: each.times)
    return answer
