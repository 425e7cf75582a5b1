"""Words that say the same in several languages, each set under one key: water, вода, 水.

Words of Latin and Cyrillic are compared by their stems, so that one form stands for all its inflections; Japanese
forms are looked for as they are, because nothing parts them from what stands around them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nemawashi.kit.words.folding import fold
from nemawashi.kit.words.reading import Script, Word, read


class Mention(NamedTuple):
    """Words ``start`` to ``end`` (of a sequence, or signs of a Japanese run) say what ``keys`` stand for."""

    keys: tuple[str, ...]
    start: int
    end: int


class Lexicon:
    """``rows``: key and its forms in any language. A form may stand under several keys."""

    def __init__(self, rows: Iterable[tuple[str, Iterable[str]]]) -> None:
        self.by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self.by_signs: dict[str, list[str]] = defaultdict(list)
        for key, forms in rows:
            for form in forms:
                self._add(key, form)
        self._longest: dict[str, int] = {}
        for words in self.by_words:
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))
        self._lengths: dict[str, list[int]] = {}
        for signs in self.by_signs:
            lengths = self._lengths.setdefault(signs[0], [])
            if len(signs) not in lengths:
                lengths.append(len(signs))
                lengths.sort(reverse=True)

    def _add(self, key: str, form: str) -> None:
        words = list(read(form))
        if len(words) == 1 and words[0].script is Script.JAPANESE:
            held = self.by_signs[fold(form).words]
        else:
            held = self.by_words[tuple(word.token for word in words)]
        if key not in held:
            held.append(key)

    def beginning(self, words: Sequence[Word], at: int) -> Iterator[Mention]:
        """Every form that begins with word ``at``, the longest first."""
        for length in range(min(self._longest.get(words[at].token, 0), len(words) - at), 0, -1):
            keys = self.by_words.get(tuple(word.token for word in words[at : at + length]))
            if keys:
                yield Mention(tuple(keys), at, at + length)

    def beginning_signs(self, japanese: str, at: int) -> Iterator[Mention]:
        """Every Japanese form that begins with sign ``at``, the longest first."""
        for length in self._lengths.get(japanese[at], ()):
            keys = self.by_signs.get(japanese[at : at + length])
            if keys and at + length <= len(japanese):
                yield Mention(tuple(keys), at, at + length)
