"""What files of translators hold: units with their words in two languages, and what could not be understood."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from nemawashi.kit import limits
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.faults import UnreadableError

MOST_BYTES = limits.FILE_BYTES
MOST_UNITS = 50_000
LONGEST_UNIT = 200_000  # code points
STATES = ("initial", "translated", "reviewed", "final")
WORTHS = ("authentic", "courtesy", "machine")


class Refusal(StrEnum):
    """Why a file is refused."""

    TOO_LARGE = "too large"
    TOO_MANY = "too many units"
    DAMAGED = "damaged"
    ENTITIES = "entities"
    NO_EXCHANGE = "no XLIFF or TMX"
    UNKNOWN_VERSION = "unknown version"


class ExchangeError(UnreadableError, ValueError):
    """A file that is not read. ``code`` for programs, the sentence for whoever sent it. It quotes no words of the file."""

    def __init__(self, code: Refusal, sentence: str) -> None:
        super().__init__(sentence, word=code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Note:
    words: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """The words of one clause in two languages.

    ``key`` names the clause. ``state`` is one of ``STATES``, ``version`` says what the target is worth, empty where the
    file does not tell. ``digest``: of the source words as they were when the file was written. ``codes``: inline marks of
    the file that are not words, which were left out. ``is_stale``: the target is older than the source.
    """

    key: str
    source: str
    target: str = ""
    source_language: str = ""
    target_language: str = ""
    state: str = "initial"
    version: str = ""
    kind: str = ""
    number: str = ""
    is_stale: bool = False
    notes: tuple[Note, ...] = ()
    digest: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadElement:
    """Something of a file that was seen and not understood: where it stands and what it is."""

    place: str
    what: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A file of translators. ``form`` is such as ``XLIFF 2.0``; ``tool`` what says that it wrote it."""

    form: str
    units: tuple[Unit, ...]
    not_understood: tuple[UnreadElement, ...] = ()
    source_language: str = ""
    target_language: str = ""
    tool: str = ""
    title: str = ""
    languages: tuple[str, ...] = field(default=())


def digest(words: str) -> str:
    """The digest of source words under which a translation is known to be of them and of no other ones."""
    return hashlib.sha256(normal(words).encode()).hexdigest()
