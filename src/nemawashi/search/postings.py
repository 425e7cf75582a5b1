"""Postings as they are read: which entries have a token, and which tokens are spelt almost alike."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from pyroaring import BitMap
from rapidfuzz import process
from rapidfuzz.distance import OSA

from nemawashi.kit.words.reading import Script
from nemawashi.search.lexicon import lexicon
from nemawashi.search.models import Posting

NONE = BitMap()


@dataclass(frozen=True, slots=True)
class Holders:
    """Who has a token, by where; ``whole`` is all of them."""

    title: BitMap
    names: BitMap
    words: BitMap

    @property
    def whole(self) -> BitMap:
        return self.title | self.names | self.words


NOBODY = Holders(NONE, NONE, NONE)


def holders_of(wanted: Collection[str]) -> dict[str, Holders]:
    """The postings of the tokens that the index knows, in one statement."""
    rows = Posting.objects.filter(token__in=set(wanted)).values_list("token", "title", "names", "words")
    return {token: Holders(*(BitMap.deserialize(bytes(each)) for each in bitmaps)) for token, *bitmaps in rows}


_MOST_ALIKE = 40  # before those are left out that the viewer may not know of
_SHORTEST = 5  # a shorter word with one letter changed is another word

_SHORTEST_FORM = 4


def slips(length: int) -> int:
    """How many letters of a word may be wrong, missing, too many, or have changed places."""
    return 0 if length < _SHORTEST else 1 if length < 7 else 2


def alike(word: str, script: Script, *, most: int = 2) -> list[str]:
    """Tokens that a reader who slipped may have meant, the nearest first; also such as this viewer may not know of."""
    if script is Script.JAPANESE:
        return _alike_signs(word, most)
    slip = min(most, slips(len(word)))
    if not slip or script is Script.NUMBER:
        return []
    sizes = range(len(word) - slip, len(word) + slip + 1)
    tokens = Posting.objects.filter(kind=script, size__in=sizes).order_by("token").values_list("token", flat=True)
    stems = {token[2:] for token in tokens} | _lexicon_stems(script)
    matches = process.extract(word, sorted(stems), scorer=OSA.distance, score_cutoff=slip, limit=_MOST_ALIKE)
    return [f"{script}:{stem}" for stem, _, _ in matches]


def is_in_lexicon(token: str) -> bool:
    """Whether everybody may know of the token, because the table of equivalents has it."""
    return token[0] == "t" or token[2:] in _lexicon_stems(Script(token[0]))


@lru_cache(maxsize=4)
def _lexicon_stems(script: Script) -> frozenset[str]:
    return frozenset(word[2:] for words in lexicon().by_words for word in words if word.startswith(script))


def _alike_signs(run: str, most: int) -> list[str]:
    """Keys of Japanese forms that differ by one sign, as a wrong conversion or a look-alike leaves them."""
    if len(run) < _SHORTEST_FORM:
        return []
    forms = [form for form in lexicon().by_signs if abs(len(form) - len(run)) <= 1 and len(form) >= _SHORTEST_FORM]
    slip = min(most, 1 if len(run) < 6 else 2)
    matches = process.extract(run, forms, scorer=OSA.distance, score_cutoff=slip, limit=2)
    return list(dict.fromkeys(f"t:{key}" for form, _, _ in matches for key in lexicon().by_signs[form]))


def equivalents(token: str) -> list[str]:
    """The lexicon's keys for a single stem, so that a mended word finds what the right one would."""
    return [f"t:{key}" for key in lexicon().by_words.get((token,), ())]


def union(bitmaps: Iterable[BitMap]) -> BitMap:
    joined = BitMap()
    for bitmap in bitmaps:
        joined |= bitmap
    return joined
