"""How much of what people send or paste is read: looked at before anything else is done with it.

Each number is well above what honest papers of negotiations have and well below what would keep others waiting. What passes
one is refused with a sentence and is not cut, for a part that is read in silence would be taken for the whole.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from nemawashi.kit.faults import UnreadableError

MOST_SIGNS = 500_000  # of a text: a negotiating text of 200 pages has some 450,000
MOST_PARAGRAPHS = 5_000  # the longest conventions have some 1,500
LONGEST_PARAGRAPH = 20_000  # signs: twice the longest words of a position, for those of several stand in one paragraph
MOST_BRACKETS = 20_000  # signs of brackets: the text of 2009 on the climate, known for them, had fewer than 10,000
DEEPEST = 50  # brackets within brackets, answers to answers: nobody has counted beyond nine on paper
LONGEST_ORDER = 2_000  # signs of an instruction without its quotations, which are one sign each
MOST_QUOTED = 60  # quotations of one instruction
LONGEST_FIGURE = 30  # digits, signs or words of a number: 10 to the 30th counts nothing that a text or a claim speaks of
_BRACKETS = re.compile(r"[\[\]［］【】〔〕]")


class Bound(StrEnum):
    """What there is too much of."""

    SIGNS = "signs"
    PARAGRAPHS = "paragraphs"
    PARAGRAPH = "signs of a paragraph"
    BRACKETS = "brackets"
    DEPTH = "brackets within brackets"


_SENTENCES = {
    Bound.SIGNS: "it has more than {most:,} signs",
    Bound.PARAGRAPHS: "it has more than {most:,} paragraphs",
    Bound.PARAGRAPH: "a paragraph has more than {most:,} signs",
    Bound.BRACKETS: "it has more than {most:,} signs of brackets",
    Bound.DEPTH: "brackets are nested more than {most} deep",
}


class TooMuchError(UnreadableError):
    """There is more of something than is read. ``bound`` and ``most`` for whoever says so in another language."""

    word = "too much"

    def __init__(self, bound: Bound, most: int, *, place: str = "") -> None:
        super().__init__(_SENTENCES[bound].format(most=most), place=place)
        self.bound, self.most = bound, most


def check(paragraphs: Iterable[str]) -> None:
    """Raise ``TooMuchError`` for the first bound that is passed; one walk over the words."""
    signs = brackets = 0
    for number, words in enumerate(paragraphs, start=1):
        signs += len(words)
        if signs > MOST_SIGNS:
            raise TooMuchError(Bound.SIGNS, MOST_SIGNS)
        if number > MOST_PARAGRAPHS:
            raise TooMuchError(Bound.PARAGRAPHS, MOST_PARAGRAPHS)
        if len(words) > LONGEST_PARAGRAPH:
            raise TooMuchError(Bound.PARAGRAPH, LONGEST_PARAGRAPH, place=f"paragraph {number}")
        brackets += sum(1 for _sign in _BRACKETS.finditer(words))
        if brackets > MOST_BRACKETS:
            raise TooMuchError(Bound.BRACKETS, MOST_BRACKETS)


def check_depth(depth: int, *, place: str = "") -> None:
    """Raise ``TooMuchError`` for brackets that are nested more deeply than is read."""
    if depth > DEEPEST:
        raise TooMuchError(Bound.DEPTH, DEEPEST, place=place)
