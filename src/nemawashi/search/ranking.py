"""In which order hits stand: rare words weigh more, and words in the title more than names around it or other words."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pyroaring import BitMap

from nemawashi.kit.words.analysis import Unit
from nemawashi.search import postings
from nemawashi.search.hits import Hit
from nemawashi.search.postings import NOBODY, Holders
from nemawashi.search.terms import Noun

MENDED = 0.5  # how surely a mended word is the one that was meant
_IN_TITLE, _IN_NAMES, _IN_WORDS = 3.0, 1.6, 1.0
# What a reader more often means when both answer alike; nouns that are not here weigh 1.
PRIOR = {
    Noun.PARTY: 1.25, Noun.PERSON: 1.2, Noun.MEETING: 1.2, Noun.TEXT: 1.2, Noun.CONCEPT: 1.2, Noun.TRACK: 1.15,
    Noun.SOURCE: 0.9, Noun.CLAIM: 0.75, Noun.AGENDA_ITEM: 0.8, Noun.EVENT: 0.85, Noun.CONFLICT: 0.9, Noun.DECISION: 0.9,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A part of the question with how much it tells, and its ways as (weight, title, names, words)."""

    rarity: float
    size: int
    ways: Sequence[tuple[float, BitMap, BitMap, BitMap]]


def _weighed(unit: Unit, holders: Mapping[str, Holders], visible: BitMap) -> _Weighed:
    """Rarity is counted among visible entries: a score must not tell how often a word stands where one may not read."""
    ways = []
    for way in unit.ways:
        fields = [holders.get(token, NOBODY) for token in way.tokens]
        if all(each is not NOBODY for each in fields):
            title = BitMap.intersection(*(each.title for each in fields))
            names = BitMap.intersection(*(each.title | each.names for each in fields))
            ways.append((way.weight, title, names, BitMap.intersection(*(each.whole for each in fields))))
    count = len(postings.union(whole for _, _, _, whole in ways) & visible)
    return _Weighed(math.log(1 + len(visible) / (1 + count)), len(unit.said.split()), ways)


def ranked(hits: Iterable[Hit], units: Iterable[Unit], holders: Mapping[str, Holders], visible: BitMap) -> list[Hit]:
    """Hits with their scores, best first; equal ones the later date first, then by reference, on every database."""
    weighed = [_weighed(unit, holders, visible) for unit in units]
    scored = [replace(hit, score=_score(hit, weighed)) for hit in hits]
    scored.sort(key=lambda hit: hit.ref)
    scored.sort(key=lambda hit: (hit.score, hit.date), reverse=True)
    return scored


def _score(hit: Hit, weighed: Iterable[_Weighed]) -> float:
    score, in_title = 0.0, 0
    for unit in weighed:
        best = 0.0
        for weight, title, names, words in unit.ways:
            if hit.pk in title:
                best = max(best, weight * _IN_TITLE)
            elif hit.pk in names:
                best = max(best, weight * _IN_NAMES)
            elif hit.pk in words:
                best = max(best, weight * _IN_WORDS)
        in_title += unit.size if best >= _IN_TITLE * MENDED else 0
        score += best * unit.rarity
    covered = min(1.0, in_title / hit.title_size)
    return round(score * (1 + covered / 2) * PRIOR.get(Noun(hit.noun), 1.0), 4)
