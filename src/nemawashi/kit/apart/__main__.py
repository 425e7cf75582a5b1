"""The process that reads: one question after the other from its standard input, until that is closed."""

import gc
import importlib
import pickle
import resource
import sys
from typing import Any, BinaryIO

from nemawashi.kit.apart import wire
from nemawashi.kit.faults import Fault

MOST_MEMORY = 1_500_000_000  # bytes of addresses: a tree of the largest part of a Word file that is read takes half of it
_READERS = (
    "nemawashi.kit.sent",
    "nemawashi.kit.corpora.bringing",
    "nemawashi.kit.corpora.copies",
    "nemawashi.kit.corpora.surroundings",
    "nemawashi.kit.exchange",
    "nemawashi.kit.iati.taking",
)


def main() -> None:
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no answer
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    for name in _READERS:
        importlib.import_module(name)
    wire.send(answers, b"ready")
    while (question := wire.received(questions)) is not None:
        seconds, read, arguments = pickle.loads(question)  # noqa: S301  our own server asks
        _allow(seconds)
        _tell(answers, _answered(read, arguments))
        gc.collect()


def _allow(seconds: int) -> None:
    """So many seconds of the processor from now on; the system ends the process that uses more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds + 1, resource.RLIM_INFINITY))


def _answered(read: Any, arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "read", read(*arguments)
    except Fault as fault:
        return "fault", (type(fault), fault.args, fault.__dict__)
    except (MemoryError, RecursionError):
        return "too hard", None
    except Exception as fault:  # whatever a parser of a hostile file raises; its words stay here
        return "broken", type(fault).__name__


def _tell(answers: BinaryIO, answer: tuple[str, Any]) -> None:
    try:
        message = wire.message_of(answer)
    except (MemoryError, RecursionError):
        message = pickle.dumps(("too hard", None))
    except Exception as fault:
        message = pickle.dumps(("broken", type(fault).__name__))
    wire.send(answers, message)


if __name__ == "__main__":
    main()
