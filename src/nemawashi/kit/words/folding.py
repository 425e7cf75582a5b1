"""What search does not tell apart: width, capitals, ё and е, accents over Latin letters.

Kana keep their voicing marks and й stays й: there an accent makes another sound.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼʻʹ`´‘＇", "'"))


class Folded(NamedTuple):
    """Folded words, and for each of their characters its place in the original; None where nothing moved."""

    words: str
    places: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From places in the folded words to places in the original."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


@lru_cache(maxsize=8192)
def _mark(mark: str) -> str:
    plain = unicodedata.normalize("NFKC", mark).casefold().translate(_APOSTROPHES).replace("ё", "е")
    apart = unicodedata.normalize("NFKD", plain)
    if len(apart) > len(plain) and apart[0].isascii():
        return "".join(each for each in apart if not unicodedata.combining(each))
    return plain


def fold(words: str) -> Folded:
    """The words as search compares them. Composed first, so that an accent typed apart is the same letter."""
    if words.isascii():
        return Folded(words.lower(), None)
    parts = [_mark(mark) for mark in words]
    folded = "".join(parts)
    if len(folded) == len(words) and all(len(part) == 1 for part in parts):
        return Folded(folded, None)
    return Folded(folded, [place for place, part in enumerate(parts) for _ in part])


def composed(words: str) -> str:
    """What a reader typed, with letters and their accents in one: half-width kana become whole ones."""
    return unicodedata.normalize("NFKC", words)
