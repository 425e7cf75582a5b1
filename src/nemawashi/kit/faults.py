"""What can go wrong, as one tree: whoever catches a ``Fault`` has a sentence for the reader and a word for programs.

A fault is of the world outside: a file, a folder, an order that cannot be carried out. What is wrong in the code itself
stays what Python calls it, and nobody catches it.
"""


class Fault(Exception):  # noqa: N818  the root of the tree is called by what it is; its branches end in Error
    """The message is a whole sentence, or the part of one that follows a file's name.

    ``word``: which fault, for programs; ``place``: where in what was given, empty where that says nothing.
    """

    word: str = "fault"

    def __init__(self, sentence: str = "", *, word: str = "", place: str = "") -> None:
        super().__init__(sentence)
        self.word = word or type(self).word
        self.place = place


class UnreadableError(Fault):
    """What was given is not what it is taken for, or is of a form that is not read."""

    word = "unreadable"


class DamagedError(UnreadableError):
    """It was of a readable form once: cut off, or written over."""

    word = "damaged"


class UnsafeError(UnreadableError):
    """It could harm whoever reads it, and is therefore not read."""

    word = "unsafe"


class NotThereError(Fault):
    """A file, a folder, a tool or a row that is needed and absent."""

    word = "not there"


class RefusedError(Fault):
    """All is readable and there, and a rule says no."""

    word = "refused"


class UnsoundError(Fault):
    """Data that contradict themselves or one another."""

    word = "unsound"
