"""Sentences, inline lists and the marks of items, in words as texts of conferences have them."""

import re
from dataclasses import dataclass

# A full stop behind one of these ends no sentence.
_SHORT = frozenset(
    "mr mrs ms dr st no nos art arts para paras sec vol pp cf vs etc approx prof gen gov sen rep hon jr sr inc ltd co corp al ed "
    "jan feb mar apr jun jul aug sep sept oct nov dec ph e.g i.e u.s u.k u.n d.c a.m p.m "
    "г гг ст п пп т т.е т.д т.п им млн млрд трлн тыс долл руб см ул д акад проф стр в вв н.э напр рис табл кв куб".split()
)
_STOP = re.compile(r"[.!?。！？；](?P<close>[)\]»”\"’」』）]*)(?=\s|$)|[。！？]")
_INITIALS = re.compile(r"(?:^|[^a-zа-я])(?:[a-zа-я]\.)+[a-zа-я]$")
_WORD_BEFORE = re.compile(r"[^\s(«“\"]{1,12}$")
_NEXT = re.compile(r"\s+[«“\"(•‣–—-]*\s*(?P<sign>\S)")
_SPEAKS = re.compile(r"\s+(?:We|They|The|These|This|It|In|To|Both|All|Мы|Они)\b")
_MARK = re.compile(
    r"\s*(?:[•‣▪◦·・●○◯–—*-]+\s*|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zа-я]{1,2}|[ivx]{1,6}|[A-ZА-Я]|[ア-ンa-z])[.)）．](?!\d)\s*"
    r"|[（(][\d０-９一二三四五六七八九十ア-ンa-zivx]{1,4}[)）]\s*|[①-⑳]\s*|[IVX]{1,5}\.\s+)"
)
_INLINE = re.compile(r"(?:^|(?<=[\s:;,]))\(?(?P<sign>[ivx]{1,5}|[a-hа-з]|\d)\)\s+")
_FIRST = ("i", "a", "1", "а")


@dataclass(frozen=True, slots=True)
class SentencePart:
    """A part of the words of a clause, from ``start`` to ``end`` in code points."""

    start: int
    end: int
    words: str


def mark_end(words: str) -> int:
    """Where the words of an item begin, behind its number, letter or bullet."""
    at = 0
    for _ in range(2):
        mark = _MARK.match(words, at)
        if not mark or mark.end() >= len(words):
            break
        at = mark.end()
    return at


def sentences(words: str) -> list[SentencePart]:
    rows, start = [], mark_end(words)
    for stop in _STOP.finditer(words, start):
        if _ends(words, stop) and words[start : stop.end()].strip():
            rows.append(_piece(words, start, stop.end()))
            start = stop.end()
    if words[start:].strip():
        rows.append(_piece(words, start, len(words)))
    return rows


def _piece(words: str, start: int, end: int) -> SentencePart:
    start += len(words[start:end]) - len(words[start:end].lstrip())
    end -= len(words[start:end]) - len(words[start:end].rstrip())
    at = start + mark_end(words[start:end])
    return SentencePart(at, end, words[at:end])


def _ends(words: str, stop: re.Match[str]) -> bool:
    if stop[0][0] in "。！？；":
        return True
    following = _NEXT.match(words, stop.end())
    if stop[0][0] in "!?" or not following:
        return True
    before = _WORD_BEFORE.search(words, max(0, stop.start() - 12), stop.start())
    word = before[0].casefold().rstrip(".") if before else ""
    if (
        word in _SHORT
        or _INITIALS.search(word)
        or (len(word) == 1 and before and before[0].isupper())
        or (word.isdigit() and len(word) < 3)
    ):
        return "." in word and _SPEAKS.match(words, stop.end()) is not None
    return following["sign"].isupper() or following["sign"].isdigit() or not following["sign"].isalpha()


def inline_list(words: str) -> tuple[SentencePart, list[SentencePart]] | None:
    """The chapeau and the items of a list that stands within one sentence: "to: i) ...; ii) ..."."""
    marks = [mark for mark in _INLINE.finditer(words) if mark.start() > 0]
    if len(marks) < 2 or marks[0]["sign"] not in _FIRST:
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(words)]
    items = [_item(words, mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
    return SentencePart(0, marks[0].start(), words[: marks[0].start()]), items


_AND_LAST = re.compile(r"[\s,;]*(?:\b(?:and|or)\b|(?<!\w)(?:и|а также|или)(?!\w))?\s*$")


def _item(words: str, start: int, end: int) -> SentencePart:
    end = start + (_AND_LAST.search(words[start:end]) or re.match("", "")).start()  # type: ignore[union-attr]
    return SentencePart(start, end, words[start:end])
