"""Where in a text the words stand by which it was found, and the stretch around them that is worth showing."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from typing import NamedTuple

from nemawashi.kit.words.analysis import signs
from nemawashi.kit.words.lexicon import Lexicon


class MarkedWords(NamedTuple):
    words: str
    is_marked: bool


def spans(text: str, wanted: Collection[str], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Places of the wanted tokens, in order and without overlap."""
    places = sorted((sign.start, sign.end) for sign in signs(text, lexicon) if sign.token in wanted)
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def marked(text: str, wanted: Collection[str], lexicon: Lexicon) -> list[MarkedWords]:
    """The whole text, cut where marks begin and end."""
    return _cut(text, spans(text, wanted, lexicon))


def _cut(text: str, places: list[tuple[int, int]]) -> list[MarkedWords]:
    parts, at = [], 0
    for start, end in places:
        parts += [MarkedWords(text[at:start], False), MarkedWords(text[start:end], True)]
        at = end
    parts.append(MarkedWords(text[at:], False))
    return [part for part in parts if part.words]


def snippet(text: str, wanted: Collection[str], lexicon: Lexicon, *, most: int = 220) -> list[MarkedWords]:
    """At most ``most`` characters around the place where marks stand closest, cut between words."""
    places = spans(text, wanted, lexicon)
    if len(text) <= most:
        return _cut(text, places)
    start = _start(places, most)
    if start:
        start = text.find(" ", start, start + 25) + 1 or start
    end = min(len(text), start + most)
    if end < len(text):
        end = max(text.rfind(" ", end - 25, end), end - 25) if " " in text[end - 25 : end] else end
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in places if a < end and b > start]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return [
        *([MarkedWords(before, False)] if before else []),
        *_cut(text[start:end], inside),
        *([MarkedWords(after, False)] if after else []),
    ]


def _start(places: list[tuple[int, int]], most: int) -> int:
    """Where to begin, so that as many marks as possible are seen, with some words before the first."""
    if not places:
        return 0
    starts, ends = [start for start, _ in places], [end for _, end in places]
    counts = [(bisect_right(ends, a + most - 40) - bisect_left(starts, a), -a) for a in starts]
    return max(0, -max(counts)[1] - 40)
