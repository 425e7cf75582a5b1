"""Words looked for in a clause: exactly, and then as typing differs (quotation marks, blanks, dashes, hyphens, the case
of the first letter). What had to be allowed is told."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SAME = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'"}
_SAME |= dict.fromkeys("‐‑‒–—―−", "-")
_DROPPED = re.compile(r"[\u00ad\u200b\u200c\u200d\ufeff\u2060*¹²³⁴⁵⁶⁷⁸⁹⁰†‡]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")
_ELLIPSIS = re.compile(r"\s*[\[(]?(?:…|\.{3,4}|\. \. \.)[\])]?\s*")
_LOOSE = re.compile(r"\[\^\d+\]|[\W_¹²³⁴⁵⁶⁷⁸⁹⁰]+")
_NOTE = re.compile(r"\[\^\d+\]")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where words stand, and what had to be allowed to find them."""

    start: int
    end: int
    note: str = ""


def folded(text: str, *, tight: bool = False) -> tuple[str, list[int]]:
    """The text as it compares, and for each of its signs the place that it has in ``text``; one more for the end."""
    out: list[str] = []
    places: list[int] = []
    notes = {at for note in _NOTE.finditer(text) for at in range(note.start(), note.end())}
    at = 0
    while at < len(text):
        stop = at + 1
        while stop < len(text) and unicodedata.combining(text[stop]):
            stop += 1
        cluster = text[at] if stop == at + 1 else unicodedata.normalize("NFC", text[at:stop])
        if at not in notes and not _DROPPED.match(cluster):
            if cluster.isspace():
                if not tight and out and out[-1] != " ":
                    out.append(" ")
                    places.append(at)
            else:
                for sign in cluster:
                    same = _SAME.get(sign, sign)
                    if not (tight and same == "-"):
                        out.append(same)
                        places.append(at)
        at = stop
    places.append(len(text))
    return "".join(out), places


def same(one: str, other: str) -> bool:
    """Whether two wordings differ in nothing but how they are typed."""
    return folded(one, tight=True)[0].casefold() == folded(other, tight=True)[0].casefold()


def places(text: str, words: str) -> list[Occurrence]:
    """All places of ``words`` as whole words, by the strictest comparison that finds any."""
    words = words.strip()
    if not words:
        return []
    if pieces := _ELLIPSIS.split(words):
        pieces = [piece for piece in pieces if piece.strip()]
        if len(pieces) > 1 and not (whole := places_of(text, words)):
            return _stretches(text, pieces)
        if len(pieces) > 1:
            return whole
    return places_of(text, words)


def is_cut(words: str) -> bool:
    """Whether words are quoted with an ellipsis in their midst."""
    return len([piece for piece in _ELLIPSIS.split(words) if piece.strip()]) > 1


def _stretches(text: str, pieces: list[str]) -> list[Occurrence]:
    """Where the first of the pieces begins and the last ends, with the others between in their order."""
    out: list[Occurrence] = []
    for first in places_of(text, pieces[0]):
        at = first.end
        for piece in pieces[1:]:
            occurrence = next((f for f in places_of(text, piece) if f.start >= at), None)
            if occurrence is None:
                break
            at = occurrence.end
        else:
            if not out or out[-1].end != at:
                out.append(Occurrence(first.start, at))
            else:
                out[-1] = Occurrence(first.start, at)
    return out


def places_of(text: str, words: str) -> list[Occurrence]:
    """All places of words without an ellipsis."""
    words = words.strip()
    exact = [Occurrence(at, at + len(words)) for at in _all(text, words) if _whole(text, at, at + len(words))]
    if exact:
        return exact
    if not _may_stand(text, words):
        return []
    for tight, turned, note in (
        (False, False, "quotation marks, blanks or dashes are typed otherwise in the base"),
        (False, True, "the first letter has another case in the base"),
        (True, False, "blanks or hyphens stand otherwise in the base"),
    ):
        where, at_of = folded(text, tight=tight)
        what = folded(words, tight=tight)[0].strip()
        if turned:
            what = what[:1].swapcase() + what[1:]
        if not what:
            continue
        occurrences = []
        for at in _all(where, what):
            start, end = at_of[at], at_of[at + len(what) - 1] + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            if _whole(text, start, end):
                occurrences.append(Occurrence(start, end, note))
        if occurrences:
            return occurrences
    return []


def _may_stand(text: str, words: str) -> bool:
    """Whether the letters and figures are in the text at all: most texts need no closer look."""
    return _letters(words) in _letters(text)


def _letters(text: str) -> str:
    return _LOOSE.sub("", unicodedata.normalize("NFC", text)).casefold()


def _all(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def _whole(text: str, start: int, end: int) -> bool:
    return not (_inside(text, start) or _inside(text, end))


def _inside(text: str, at: int) -> bool:
    """Whether a place stands within a word; Japanese has no blanks by which to tell."""
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    return left.isalnum() and right.isalnum() and not (_CJK.match(left) or _CJK.match(right))


def seam(before: str, words: str, after: str) -> tuple[str, str]:
    """Words to be put between two stretches, with the blanks they need; and what was allowed."""
    note = ""
    if words[-1:] == "," and after.lstrip()[:1] in {";", ".", ":"} and after.lstrip()[:1]:
        words, note = words[:-1].rstrip(), "the base has another mark where the words end with a comma"
    elif words[-1:] in {",", ";"} and after.lstrip()[:1] == words[-1:]:
        words, note = (
            words[:-1].rstrip(),
            f"the base already has the {'comma' if words[-1] == ',' else 'semicolon'} that follows",
        )
    elif words[:1] in {",", ";"} and before.rstrip()[-1:] == words[:1]:
        words, note = words[1:].lstrip(), "the base already has the comma before"
    if not words:
        return "", note
    if before and _needs(before[-1], words[0]):
        words = " " + words
    if after and _needs(words[-1], after[0]):
        words += " "
    return words, note


def _needs(left: str, right: str) -> bool:
    if left.isspace() or right.isspace() or _CJK.match(left) or _CJK.match(right):
        return False
    return left not in "([{“«„‘/-–" and right not in ",.;:!?)]}”»’/-–"


def without(text: str, start: int, end: int) -> tuple[int, int]:
    """The span to take so that no double blank and no blank before a mark is left."""
    left, right = text[start - 1 : start], text[end : end + 1]
    if left.isspace() and (not right or right.isspace() or right in ",.;:!?)]"):
        start -= 1
    elif (not left or left in "([“«") and right.isspace():
        end += 1
    return start, end
