"""What may stand between two neighbouring words, from nothing to the end of a document.

One number a word says what stands before it. A match, a window or an n-gram goes on while the number is small enough, so
that hyphens, punctuation and ends of sentences are a choice of whoever asks and not of whoever cut the words.
"""

from enum import IntEnum, StrEnum


class TokenGap(IntEnum):
    """What stands before a word, the weightiest of several signs."""

    INSIDE = 0  # parts of one word: 1,000; U.S.; the signs of a run of kanji
    HYPHEN = 1
    APOSTROPHE = 2
    BLANK = 3  # and what is read as one: quotation marks, signs such as +, another script
    PUNCTUATION = 4
    SENTENCE = 5
    CLAUSE = 6  # a blank line
    DOCUMENT = 7


class Cross(StrEnum):
    """Across which signs a phrase, a window or an n-gram may reach. Nothing reaches into another document."""

    STOP = "stop"  # no punctuation
    SENTENCE = "sentence"  # punctuation within a sentence
    CLAUSE = "clause"  # sentences within a clause or paragraph
    DOCUMENT = "document"  # everything: punctuation was removed, as in quanteda with ``remove_punct``

    @property
    def most(self) -> TokenGap:
        return _MOST[self]


_MOST = {
    Cross.STOP: TokenGap.BLANK,
    Cross.SENTENCE: TokenGap.PUNCTUATION,
    Cross.CLAUSE: TokenGap.SENTENCE,
    Cross.DOCUMENT: TokenGap.CLAUSE,
}
