"""What is sent about a text, from the bytes to what is asked: one function for each form, to be asked apart."""

from collections.abc import Collection, Mapping, Sequence

from nemawashi.kit import limits, word
from nemawashi.kit.brackets import amendments, compiled
from nemawashi.kit.brackets.amendments import Instruction
from nemawashi.kit.brackets.taking import TakenPositions
from nemawashi.kit.clauses.proposals import BaseClause
from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.word import proposals
from nemawashi.kit.word.proposals import Taken


def word_file(
    content: bytes, clauses: Sequence[BaseClause], known: Mapping[str, tuple[str, ...]], authors: Collection[str]
) -> Taken:
    """What a Word file asks. Raises ``word.WordError``."""
    return proposals.proposed(clauses, word.read(content), known=known, parties=authors)


def letterhead(content: bytes) -> int:
    """How many bytes a page on this letterhead has. Raises ``word.WordError`` where it cannot be one."""
    page = word.write(word.WordDocument((word.Passage((word.Run("."),)),), template=content))
    word.read(page)
    return len(page)


def brackets(content: bytes, clauses: Sequence[BaseClause]) -> TakenPositions:
    """What a text with brackets asks, pasted or in a file. Raises ``UnreadableError``."""
    return compiled.read(paragraphs(content), clauses)


def orders(content: bytes, clauses: Sequence[BaseClause]) -> tuple[Instruction, ...]:
    """What a paper of amendments asks, pasted or in a file. Raises ``UnreadableError``."""
    return amendments.proposed(clauses, {"paragraphs": paragraphs(content)})


def paragraphs(content: bytes) -> list[str]:
    """Paragraphs of pasted words: parted by empty lines where there are any, else line by line; those of a Word file."""
    words = "\n\n".join(word.read(content).accepted) if content.startswith(b"PK") else decoded(content)
    if len(words) > limits.MOST_SIGNS:
        raise limits.TooMuchError(limits.Bound.SIGNS, limits.MOST_SIGNS)
    pasted = words.replace("\r\n", "\n")
    parts = pasted.split("\n\n") if "\n\n" in pasted.strip() else pasted.split("\n")
    return [" ".join(part.split()) for part in parts if part.strip()]
