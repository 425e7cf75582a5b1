"""From a text to its words: runs of one script each, with what they are compared by and where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nemawashi.kit.words import stems
from nemawashi.kit.words.folding import fold


class Script(StrEnum):
    LATIN = "e"
    CYRILLIC = "c"
    NUMBER = "n"
    JAPANESE = "j"


_RUNS = re.compile(
    r"(?P<n>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9a-z])|[0-9]+(?![a-z0-9]))"
    r"|(?P<e>[a-z0-9]+(?:'[a-z]+)*)"
    r"|(?P<c>[\u0400-\u052f]+(?:'[\u0400-\u052f]+)*)"
    r"|(?P<j>[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005\u3006\u3400-\u4dbf\u4e00-\u9fff]+)"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or for Japanese a run without marks between. ``start`` and ``end`` are places in the original."""

    script: Script
    folded: str
    stem: str
    start: int
    end: int
    is_capital: bool

    @property
    def token(self) -> str:
        return f"{self.script}:{self.stem}"


def read(text: str) -> Iterator[Word]:
    """The words of a text in order, those left out that carry no meaning of their own.

    Stemmed by language and with places in the original, because search marks what it found; see ``lineage.reading`` for
    why lineage does neither.
    """
    folded = fold(text)
    for run in _RUNS.finditer(folded.words):
        script, word = Script(str(run.lastgroup)), run[0]
        start, end = folded.span(*run.span())
        if script in (Script.LATIN, Script.CYRILLIC):
            if word in stems.STOP:
                continue
            stem = stems.latin(word) if script is Script.LATIN else stems.cyrillic(word)
            yield Word(script, word, stem, start, end, text[start].isupper())
        else:
            yield Word(script, word, word.replace(",", ""), start, end, False)


_JAPANESE = re.compile(r"(?P<hiragana>[ぁ-ゖ]+)|(?P<katakana>[ァ-ヺー]+)|(?P<kanji>[々〆㐀-䶿一-鿿]+)")


def runs(japanese: str) -> Iterator[tuple[str, int, str]]:
    """The runs of one kind of script in a Japanese run: kind, place, signs."""
    for run in _JAPANESE.finditer(japanese):
        if run[0].strip("ー"):
            yield str(run.lastgroup), run.start(), run[0]


def pairs(run: str) -> list[str]:
    """Each two signs that stand together; a single sign alone."""
    return [run[i : i + 2] for i in range(len(run) - 1)] if len(run) > 1 else [run]
