"""The base of amendments read into clauses: printed notes set aside, what a page break cut joined, kinds put right.

Preambular clauses are counted, operative ones carry their printed numbers. The kinds that a document gives are followed
where they can be right: a reason that was printed in two parts is one clause, a note between them none.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nemawashi.kit.brackets.amendments import places
from nemawashi.kit.brackets.amendments.standing import PLACES, AmendedClause, PrintedPiece
from nemawashi.kit.clauses.proposals import BaseClause
from nemawashi.kit.corpora import Piece, leads, split
from nemawashi.kit.corpora.numbers import Style, without_number

_FAMILIES = {
    "preambular": "pp", "operative": "op", "chapeau": "op", "sub": "sub", "subitem": "sub", "annex": "annex",
    "annex_para": "annex", "title": "title", "heading": "heading", "formula": "formula", "enacting": "formula",
}  # fmt: skip
NOTE = re.compile(r"^(?:\*+|†+|‡+)\s?\S")
FURNITURE = re.compile(
    r"^(?:A/[\w./]+|[\w.]+/\d+/L\.\d+\S*|\d{2}-\d{5}\*?(?:\s?\([A-Z]\))?(?:\s+(?:\d+/\d+|\d{6}))*|\d{6}|\d+/\d+(?:\s+\d{2}-\d{5})?|Page \d+.*|\*\d{7}\*|Distr\.:.*"
    r"|Please recycle.*|[–—-]\s?\d+\s?[–—-])$"
)
_ENDED = re.compile(r"[.,;:!?…。、；：][\"”»’')\]*\d]*$")
_OPENS = re.compile(r"^\(?[a-zа-яё]")
_NOTE_MARK = re.compile(r"(?<=[,;])\d{1,3}$")
_OP = re.compile(r"^OP\s?\d")
_FORMULA = re.compile(
    r"^(?:[A-Z ]+,|[A-Z ]+:|(?:Has|Have|HAS|HAVE) (?:adopted|decided|agreed|ADOPTED|DECIDED|AGREED)\b.{0,60}:)$"
)
_CLAUSE_ENDS = re.compile(r"[,:;、][\d*†‡¹²³⁴-⁹⁰]{0,4}(?:\[\^\d+\])?$")
_ROMAN = re.compile(r"^[ivxl]+$")
_REST = re.compile(r"[.!?]\s+(?=[a-zа-яё])")


@dataclass
class Base:
    """``printed``: the pieces of the document as they are; ``clauses``: what is counted and can be named."""

    title: str
    printed: tuple[str, ...]
    clauses: list[AmendedClause]
    loose: dict[int, str] = field(default_factory=dict)


def of_document(row: Mapping[str, Any]) -> Base:
    """The clauses of a document that is a title with its paragraphs, and their kinds where they were told."""
    printed = paragraphs(row)
    title = str(row.get("title") or "")
    language = str(row.get("language") or "en")[:2]
    declared = row.get("kinds")
    kinds = [str(kind) for kind in declared] if isinstance(declared, Sequence) and len(declared) == len(printed) else []
    kinds = kinds or _own_kinds(printed, language)
    base = Base(title, printed, [], loose={})
    if title:
        base.clauses.append(AmendedClause("title", "title", (), title))
    last: AmendedClause | None = None
    for place, (words, kind) in enumerate(zip(printed, kinds, strict=True)):
        before, words = _without_note(words, last)
        if not words or FURNITURE.match(words.strip()):
            base.loose[place] = printed[place]
            continue
        if last is not None and _goes_on(last, words, kind):
            joint = "" if last.base.endswith("-") or last.base[-1:].isspace() or words[0].isspace() else " "
            start = len(last.base) + len(joint)
            last.base += joint + words
            last.segments.append(PrintedPiece(place, start, len(last.base), before))
            last.runs = []
            last.__post_init__()
            continue
        numbering = without_number(words)
        lead = (
            words.find(numbering.words)
            if numbering.style not in (Style.NONE, Style.ROMAN, Style.CAPITAL) and numbering.words
            else 0
        )
        if placed := places.opened(words, kind):
            lead = placed.lead
        family = _family(kind, words, numbering.style, language, begun=any(c.family == "op" for c in base.clauses))
        if placed:
            family = placed.family
        last = AmendedClause(
            str(place), family, (placed.label,) if placed else (numbering.number,) if lead else (), words, lead
        )
        last.segments = [PrintedPiece(place, 0, len(words), before)]
        base.clauses.append(last)
    _settle(base.clauses)
    return base


def paragraphs(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The printed pieces of a document; of anything else than a list of words as much as can be read."""
    given = row.get("paragraphs")
    if isinstance(given, str):
        return (given,)
    return tuple("" if words is None else str(words) for words in given) if isinstance(given, (list, tuple)) else ()


def of_clauses(clauses: Sequence[BaseClause]) -> Base:
    """The clauses of a negotiation, under their keys."""
    base = Base("", (), [])
    for clause in clauses:
        words = unicodedata.normalize("NFC", clause.words)
        family = _FAMILIES.get(clause.kind, "other")
        number = re.sub(r"^(?:PP|OP)\s?", "", clause.number, flags=re.I).strip("(). ")
        standing = AmendedClause(clause.key, family, (number,) if number else (), words, wording=clause.wordings[-1][0])
        base.clauses.append(standing)
    _settle(base.clauses)
    return base


def _own_kinds(printed: Sequence[str], language: str) -> list[str]:
    kinds: list[str] = []
    whole, _unread = split(
        [Piece(_NOTE_MARK.sub("", words) or " ", place=str(place)) for place, words in enumerate(printed)],
        language=language,
    )
    left = iter(whole)
    for place, words in enumerate(printed):
        kind = str(next(left).kind) if words.strip() else "other"
        if (
            kind == "heading"
            and leads.is_preambular(words, language)
            and not _ENDED.search(words)
            and _is_cut(printed[place + 1 :])
        ):
            kind = "preambular"
        kinds.append(kind)
    return kinds


def _is_cut(coming: Sequence[str]) -> bool:
    """Whether what comes next goes on with the words before, at once or behind a printed note."""
    words = next(iter(coming), "")
    return bool(_REST.search(words) if NOTE.match(words) else _OPENS.match(words))


def _without_note(words: str, last: AmendedClause | None) -> tuple[str, str]:
    """A printed note at the foot of a page, and what of the clause goes on behind it."""
    if not NOTE.match(words):
        return "", words
    if last is not None and not _ENDED.search(last.base.rstrip()):
        rest = _REST.search(words)
        if rest:
            return words[: rest.end()], words[rest.end() :]
    return words, ""


def _goes_on(last: AmendedClause, words: str, kind: str) -> bool:
    if last.family in ("heading", "title", *PLACES) or _ENDED.search(last.base.rstrip()):
        return False
    return bool(_OPENS.match(words)) and kind not in ("heading", "title") and without_number(words).style is Style.NONE


def _family(kind: str, words: str, style: Style, language: str, *, begun: bool) -> str:
    family = _FAMILIES.get(kind, "other")
    if style is Style.PREAMBLE:
        return "pp"
    if _OP.match(words):
        return "op"
    numbered = style is Style.ARABIC
    reason = leads.is_preambular(words, language)
    if _FORMULA.match(words) and not numbered:
        return "formula"
    if (
        family in ("op", "other", "heading")
        and not begun
        and not numbered
        and reason
        and not leads.is_operative(words, language)
    ):
        return "pp" if _CLAUSE_ENDS.search(words.rstrip()) or family == "op" else family
    if family == "other" and (style is Style.LETTER or numbered):
        return "sub" if style is Style.LETTER else "op"
    if family == "pp" and numbered and leads.is_operative(without_number(words).words, language):
        return "op"
    return family


def _settle(clauses: list[AmendedClause]) -> None:
    """Every clause with the articles, sections and annexes in which it stands, and with its number."""
    scope: tuple[tuple[str, str], ...] = ()
    whereas = False
    for each in clauses:
        if each.family == "title" and each.key == "title":
            continue
        placed = places.opened(each.base, each.family) if each.family in (*PLACES, "heading") else None
        if placed:
            each.family = placed.family
            each.path, each.lead = (placed.label,), placed.lead
            scope = places.within(scope, placed)
            whereas = False
        each.scope = scope
        whereas = (whereas or bool(places.WHEREAS.match(each.base))) and not places.ENACTS.match(each.base)
        if whereas and each.family in ("sub", "op", "other") and (number := places.RECITAL.match(each.base)):
            each.family, each.path, each.lead = "pp", (number[1],), number.end()
        if any(kind == "article" for kind, _ in scope) and each.family in ("other", "pp", "annex") and each.key != "title":
            each.family = "op"
    _number(clauses)


def _number(clauses: list[AmendedClause]) -> None:
    """Give every clause its number: reasons are counted, the others keep what is printed, letters stand under a number."""
    reasons = operatives = 0
    under: AmendedClause | None = None
    trail: tuple[str, ...] = ()
    for each in clauses:
        if each.family == "sub":
            letter = (each.path or ("",))[0].casefold().strip("()")
            trail = _trail(trail, letter)
            if under is not None:
                each.family = under.family
                each.path = (*under.path, *trail)
            continue
        printed = re.sub(r"^(?:OP|PP)\s?", "", each.path[0], flags=re.I).casefold() if each.path else ""
        if each.family in PLACES:
            under, trail = None, ()
            operatives = 0 if each.family in ("article", "annexhead") else operatives
            continue
        if each.family == "pp":
            reasons += 1
            is_printed = printed and not (each.lead and each.base[:1].isdecimal())
            each.path = (printed if is_printed else str(reasons),)
        elif each.family in ("op", "annex"):
            operatives += 1
            each.path = (printed or (str(operatives) if each.family == "op" else ""),)
        else:
            each.path = ()
        if each.family in ("pp", "op", "annex"):
            under, trail = each, ()


def _trail(trail: tuple[str, ...], letter: str) -> tuple[str, ...]:
    if not trail:
        return (letter,)
    if (
        len(letter) == 1
        and len(trail[0]) == 1
        and ord(letter) == ord(trail[0]) + 1
        and not (len(trail) > 1 and _is_next(trail[1], letter))
    ):
        return (letter,)
    if _ROMAN.match(letter) and not _ROMAN.match(trail[0]):
        return (trail[0], letter)
    return (letter,)


_COUNT = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def _is_next(one: str, other: str) -> bool:
    return one in _COUNT and other in _COUNT and _COUNT.index(other) == _COUNT.index(one) + 1
