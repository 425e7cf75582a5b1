"""Word files with tracked changes, read and written without Word and without a library that drops what it does not know."""

from nemawashi.kit.word.packages import MOST_BYTES, Refusal, WordError, is_file
from nemawashi.kit.word.pairing import Compared, PassageFate, compared, compared_files
from nemawashi.kit.word.reading import read
from nemawashi.kit.word.values import (
    Change,
    Comment,
    Passage,
    Run,
    Table,
    Tracked,
    Unknown,
    WordDocument,
    WordFile,
    resolved,
)
from nemawashi.kit.word.writing import write

__all__ = [
    "MOST_BYTES", "Change", "Comment", "Compared", "WordDocument", "PassageFate", "Refusal", "Passage", "Run", "Table", "Tracked",
    "Unknown", "WordError", "WordFile", "compared", "compared_files", "is_file", "read", "resolved", "write",
]  # fmt: skip
