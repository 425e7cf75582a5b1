"""What a file from outside asks for, as values: a Word file, a bracketed text or amendments become these.

``kit`` knows no delegation, so that whoever takes the file decides in whose name it speaks.
"""

from dataclasses import dataclass
from datetime import datetime

from nemawashi.kit.clauses.operations import Operation

UNNAMED = "attribution removed"  # stands where a reason stands, of words in brackets for which nobody is named
CHAIR = "Chair"  # stands where a party's code stands, on words that the chair offers


@dataclass(frozen=True, slots=True)
class BaseClause:
    """A clause of the text that a file is read against. ``wordings``: (number, words), the oldest first, in NFC."""

    key: str
    number: str
    kind: str
    wordings: tuple[tuple[int, str], ...]

    @property
    def words(self) -> str:
        return self.wordings[-1][1]


@dataclass(frozen=True, slots=True)
class Proposed:
    """One operation on one clause.

    ``start`` and ``end`` count code points of wording ``wording``. ``words`` of ``insert`` and ``replace`` keep their
    blanks. ``target`` is the key of another clause: the one after which a clause moves, or with which it merges.
    ``parties`` are codes or names as the file writes them, empty where it names none; ``place`` says where in the file.
    ``language``: of the words that it is about, empty where these are the words that are negotiated.
    An operation may be given by its stored word; ValueError for a word that is none.
    """

    key: str
    operation: Operation
    wording: int = 1
    start: int = 0
    end: int = 0
    words: str = ""
    target: str = ""
    parties: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    why: str = ""
    place: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "operation", Operation(self.operation))


@dataclass(frozen=True, slots=True)
class Tabled:
    """A position to write into a file, with what became of it. ``asked`` stands on the newest wording of its clause.

    ``acceptors``: parties that could accept it. ``is_stale``: its words changed beneath it. ``before``: the words that it
    touches. ``outcome``: its end, or live.
    """

    asked: Proposed
    moment: datetime | None = None
    acceptors: tuple[str, ...] = ()
    is_stale: bool = False
    key: str = ""
    before: str = ""
    outcome: str = "live"

    @property
    def author(self) -> str:
        return "; ".join(self.asked.parties) or CHAIR
