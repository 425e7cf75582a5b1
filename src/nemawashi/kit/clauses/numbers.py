"""The number that somebody typed before a clause, taken off by one function on every way in.

The numbers of a text are derived from the order of its clauses, so that a typed one is no words of it: it would be printed
twice. A zero draft, a Word file, brackets and amendments all ask here.
"""

import re
from dataclasses import dataclass

_AGAIN = r"(?:[ \u00a0.]?(?:bis|ter|quater|quinquies|sexies|alt\.?(?:[ \u00a0]?\d{1,2})?|бис|тер|альт\.?)(?![^\W\d_])){0,3}"
_END = r"(?:[ \u00a0]?[.)):：．]+(?:[ \u00a0]*[–—-](?=\s))?|[ \u00a0]?[–—-](?=\s))"
_BLANK = r"[\s\u00a0\u3000]+"
_GAP = r"[ \u00a0\u3000\t]"
_CAPITALS = "A-ZА-ЯЁÀ-ÖØ-Þ\u3040-\u30ff\u3400-\u9fff\\[［(«“\"'{"
_COUNTED = "[年月日時分円人名国回件本条章項か億万千百ヶヵ]"  # what a number before it counts is no clause
_LABELLED = rf"(?:{_END}{_BLANK}?|{_BLANK}(?=[{_CAPITALS}]))"  # without a mark only before a capital
_ENCLOSED = "[a-zа-яё]{1,2}|[ivxlc]{1,6}|[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[ア-ン]"
_SENTENCE = r"(?=\S+(?:\s+\S+){3})"  # a few words behind it: with fewer it is the heading of an article
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("preambular", re.compile(rf"[(\[](?P<n>(?:PP|ПП)\.?[ \u00a0]?\d{{1,3}}{_AGAIN})[)\]][.:]?{_BLANK}(?=\S)", re.I)),
    ("operative", re.compile(rf"[(\[](?P<n>(?:OP|ОП|ПО)\.?[ \u00a0]?\d{{1,3}}{_AGAIN})[)\]][.:]?{_BLANK}(?=\S)", re.I)),
    ("operative", re.compile(rf"[\[［](?P<n>\d{{1,3}})[.)][\]］]{_BLANK}(?=\S)")),
    ("operative", re.compile(
        rf"(?:article|art\.|статья|ст\.)[ \u00a0]?(?P<n>\d{{1,3}}{_AGAIN}){_END}{_BLANK}{_SENTENCE}", re.I)),
    ("operative", re.compile(r"第(?P<n>[0-9０-９一二三四五六七八九十]{1,3})条[ \u3000、：:]+(?=\S{8})")),
    ("operative", re.compile(rf"п\.[ \u00a0]?(?P<n>\d{{1,3}}{_AGAIN}){_BLANK}(?=[А-ЯЁ])")),
    ("operative", re.compile(rf"(?P<n>\d{{1,3}})[ \u00a0]?[/°º]{_BLANK}(?=\S)")),
    ("preambular", re.compile(rf"(?P<n>(?:PP|ПП)[ \u00a0]?\d{{1,3}})/{_BLANK}(?=\S)", re.I)),
    ("preambular", re.compile(r"前文第?(?P<n>[0-9０-９一二三四五六七八九十]{1,3})(?:項|段落)?[ \u3000、：:]+(?=\S)")),
    ("sub", re.compile(rf"(?P<n>[a-zа-я])/{_GAP}+(?=\S)")),
    ("sub", re.compile(rf"[(（](?P<n>[A-ZА-Г]|[IVX]{{1,5}})[)）]{_GAP}*(?=[A-Za-zА-Яа-яЁё])")),
    ("sub", re.compile(rf"(?P<n>[A-ZА-Г]|[IVX]{{2,5}})\){_GAP}+(?=\S)")),
    ("preambular", re.compile(rf"(?P<n>(?:PP|ПП)\.?[ \u00a0]?\d{{1,3}}{_AGAIN}){_LABELLED}", re.I)),
    ("operative", re.compile(rf"(?P<n>(?:OP|ОП|ПО)\.?[ \u00a0]?\d{{1,3}}{_AGAIN}){_LABELLED}", re.I)),
    ("operative", re.compile(rf"(?:§|¶|№|No\.)[ \u00a0]?(?P<n>\d{{1,3}}{_AGAIN}){_END}?{_BLANK}")),
    ("operative", re.compile(
        r"(?:(?:operative |preambular )?(?:para(?:graph|\.)?|clause|point|item)|пункт|п\.|абзац)"
        rf"[ \u00a0]?(?P<n>\d{{1,3}}{_AGAIN}){_END}{_BLANK}(?=\S)", re.I)),
    ("operative", re.compile(r"第(?P<n>[0-9０-９一二三四五六七八九十]{1,3})(?:項|段落)[ \u3000、：:]+")),
    ("operative", re.compile(rf"(?P<n>\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}{_AGAIN}){_END}{_BLANK}(?=\S)", re.I)),
    ("operative", re.compile(rf"(?P<n>\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}{_AGAIN})\t+(?=\S)", re.I)),
    ("operative", re.compile(rf"(?P<n>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}){_BLANK}(?=[A-ZА-ЯЁ])")),
    ("operative", re.compile(r"(?P<n>\d{1,3}(?:[ \u00a0]?(?:bis|ter|quater|бис|тер))?)\.(?=[A-ZА-ЯЁ])")),
    ("operative", re.compile(r"(?P<n>\d{1,3}[ \u00a0]?(?:bis|ter|quater|quinquies|бис|тер))[ \u00a0]+(?=[A-ZА-ЯЁ])")),
    ("operative", re.compile(r"(?P<n>[0-9０-９]{1,3}の[2-9２-９二三四五])[ \u3000．、.：:]+(?=\S)")),
    ("operative", re.compile(r"(?P<n>[0-9０-９]{1,3})[．、][ \u3000]*(?=\S)")),
    ("operative", re.compile(rf"(?P<n>[0-9０-９]{{1,3}})[ \u3000](?=[\u3040-\u9fff])(?!{_COUNTED})")),
    ("sub", re.compile(rf"[(（](?P<n>{_ENCLOSED})(?:[ ](?:bis|ter))?[)）]{_GAP}*(?=\S)")),
    ("sub", re.compile(rf"(?P<n>[a-zа-яё]|[ivxlc]{{1,6}})\){_GAP}+(?=\S)")),
    ("sub", re.compile(rf"(?P<n>[a-z]|[ivx]{{2,5}})\.{_GAP}+(?=\S)")),
    ("sub", re.compile(r"(?P<n>[①-⑳])[ \u3000]*(?=\S)")),
    ("sub", re.compile(r"(?P<n>[ア-ン一二三四五六七八九十])[ \u3000、．.](?=\S)")),
    ("sub", re.compile(rf"(?P<n>)[•●○◦▪■□‣∙·*–—・\uf0b7-](?:{_GAP}+|(?<=[・●○■•]))(?=\S)")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """``number`` as typed, without the mark behind it; ``kind`` of the clause that it usually counts, empty where there is
    none; ``length``: how many signs of the words it takes, with the blanks about it."""

    number: str = ""
    kind: str = ""
    length: int = 0


def typed_number(words: str) -> TypedNumber:
    """The number that words begin with. Nothing is one that leaves no words behind it."""
    lead = len(words) - len(words.lstrip())
    for kind, form in _FORMS:
        match = form.match(words, lead)
        if match and words[match.end() :].strip():
            return TypedNumber(" ".join(match["n"].split()), kind, match.end())
    return TypedNumber()


def unnumbered(words: str) -> str:
    """The words without the number typed before them."""
    return words[typed_number(words).length :].strip()
