"""What is sent about a text, from the bytes to what is asked: one function for each form, to be asked apart.

The desk and the commands ask the same functions, so that a file gives the same positions wherever it is read.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from nemawashi.kit import drafts, limits, word
from nemawashi.kit.brackets import amendments, compiled
from nemawashi.kit.brackets.amendments import Instruction
from nemawashi.kit.brackets.taking import TakenPositions
from nemawashi.kit.clauses import parting
from nemawashi.kit.clauses.proposals import BaseClause
from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.drafts import DraftClause
from nemawashi.kit.word import proposals
from nemawashi.kit.word.proposals import Taken

_CELLS = re.compile(r"(?<=\S)[ ]*\t+[ ]*(?=\S)")  # cells of a table that was pasted


def word_file(
    content: bytes, clauses: Sequence[BaseClause], known: Mapping[str, tuple[str, ...]], authors: Collection[str]
) -> Taken:
    """What a Word file asks. Raises ``word.WordError``."""
    return proposals.proposed(clauses, word.read(content), known=known, parties=authors, typed=compiled.of_line)


def letterhead(content: bytes) -> int:
    """How many bytes a page on this letterhead has. Raises ``word.WordError`` where it cannot be one."""
    page = word.write(word.WordDocument((word.Passage((word.Run("."),)),), template=content))
    word.read(page)
    return len(page)


def brackets(content: bytes, clauses: Sequence[BaseClause]) -> TakenPositions:
    """What a text with brackets asks, pasted or in a file. Raises ``UnreadableError``."""
    return compiled.read(lines(content), clauses)


def orders(content: bytes, clauses: Sequence[BaseClause]) -> tuple[Instruction, ...]:
    """What a paper of amendments asks, pasted or in a file. Raises ``UnreadableError``."""
    given = [_CELLS.sub(" | ", line) for line in lines(content)]
    return amendments.proposed(clauses, {"paragraphs": parting.paragraphs(given)})


def zero_draft(content: bytes) -> list[DraftClause]:
    """The clauses of a zero draft, pasted or in a file. Raises ``UnreadableError``."""
    given = parting.paragraphs(lines(content), joins=True)
    limits.check(given)
    return drafts.clauses(given)


def paragraphs(content: bytes) -> list[str]:
    """Paragraphs of pasted words, or of a file."""
    return parting.paragraphs(lines(content))


def lines(content: bytes) -> list[str]:
    """Lines of pasted words as they are; the passages of a Word file, changes accepted, with empty lines between."""
    words = "\n\n".join(word.read(content).accepted) if content.startswith(b"PK") else decoded(content)
    if len(words) > limits.MOST_SIGNS:
        raise limits.TooMuchError(limits.Bound.SIGNS, limits.MOST_SIGNS)
    return parting.lines(words)
