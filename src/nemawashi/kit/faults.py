"""What can go wrong, as one tree: whoever catches a ``Fault`` has a sentence for the reader and a word for programs.

A fault is of the world outside: a file, a folder, an order that cannot be carried out. What is wrong in the code itself
stays what Python calls it, and nobody catches it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar


class Fault(Exception):  # noqa: N818  the root of the tree is called by what it is; its branches end in Error
    """The message is a whole sentence, or the part of one that follows a file's name.

    ``word``: which fault, for programs; ``place``: where in what was given, empty where that says nothing; ``file``: its
    name, see ``reading``; ``lines``: each thing that is wrong, where there are many.
    """

    word: str = "fault"
    status: ClassVar[int] = 2  # of a command that it ends: nothing could be done

    def __init__(self, sentence: str = "", *, word: str = "", place: str = "", lines: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.word = word or type(self).word
        self.place, self.lines, self.file = place, lines, ""

    @property
    def sentence(self) -> str:
        """The sentence with the name of the file before it, and behind it the word where it says more than the class."""
        named = f"{self.file}: {self}" if self.file else str(self)
        return named if self.word == type(self).word else f"{named} ({self.word})"


class UnreadableError(Fault):
    """What was given is not what it is taken for, or is of a form that is not read."""

    word = "unreadable"


class DamagedError(UnreadableError):
    """It was of a readable form once: cut off, or written over."""

    word = "damaged"


class NotThereError(Fault):
    """A file, a folder, a tool or a row that is needed and absent."""

    word = "not there"


class NotAllowedError(Fault):
    """All is readable and there, and a rule says no."""

    word = "not allowed"


class UnsoundError(Fault):
    """Data that contradict themselves or one another."""

    word = "unsound"
    status = 1  # all was looked at, and is not in order


@contextmanager
def reading(file: object) -> Iterator[None]:
    """Let a fault that comes up inside name this file, unless it names one already."""
    try:
        yield
    except Fault as fault:
        fault.file = fault.file or str(file)
        raise
