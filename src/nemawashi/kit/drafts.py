"""A zero draft as somebody pasted or sent it, to the clauses that a text begins with.

The first is the title; ``#`` marks a heading, ``-`` or ``(a)`` a sub-clause; a comma at the end makes a preambular clause,
a colon a chapeau. Numbers that were typed say the kind, and are taken off: those of the text are derived.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nemawashi.kit.clauses.numbers import typed_number
from nemawashi.kit.clauses.parting import lines, paragraphs
from nemawashi.kit.corpora import leads

_HEADING = 80  # signs: what is longer and has no mark at its end is a clause that lost it
_MARKED = re.compile(r"[.;:,!?。、；：，…]\W{0,3}$")
_PART = re.compile(
    r"^(?:(?:article|section|chapter|part|annex|стать[яеи]|раздел|глава|часть|приложение)\s+(?:[IVXLC]+|\d{1,3}|[A-Z])\b"
    r"|第[0-9０-９一二三四五六七八九十]{1,3}[章条節部]|[IVXLC]{1,6}[.)]\s)",
    re.I,
)
_MOST_HASHES = re.compile(r"^#{1,6}\s*")


@dataclass(frozen=True, slots=True)
class DraftClause:
    """``kind`` is a stored word. ``typed``: the number that stood before it. ``is_joined``: of several lines."""

    kind: str
    words: str
    typed: str = ""
    is_joined: bool = False


def pasted(text: str) -> list[DraftClause]:
    """The clauses of pasted words: one a paragraph, or one a line where there are no empty lines."""
    given = lines(text)
    whole = {" ".join(line.split()) for line in given}
    parts = paragraphs(given, joins=True)
    return [
        replace(clause, is_joined=" ".join(part.split()) not in whole)
        for clause, part in zip(clauses(parts), parts, strict=True)
    ]


def clauses(given: Sequence[str]) -> list[DraftClause]:
    """The clauses of paragraphs, in their order. A line that holds a number and nothing else is part of the next."""
    out: list[DraftClause] = []
    numbers = [typed_number(words) for words in given]
    is_numbered = sum(number.kind in ("operative", "preambular") for number in numbers) > 1
    first = next((at for at, number in enumerate(numbers) if number.kind == "operative"), len(given))
    for at, (line, number) in enumerate(zip(given, numbers, strict=True)):
        words = line[number.length :].strip()
        if line.startswith("#"):
            out.append(DraftClause("heading", _MOST_HASHES.sub("", line).strip() or line))
        elif out and _is_part(line):
            out.append(DraftClause("heading", line.strip()))
        elif not out and (not number.kind or not _MARKED.search(line[-8:])):
            out.append(DraftClause("title", line.strip()))
        else:
            kind = _kind(words, number.kind, is_numbered=is_numbered, is_before=at < first)
            out.append(DraftClause(kind, words, number.number) if kind != "heading" else DraftClause(kind, line.strip()))
    return out


def _kind(words: str, numbered: str, *, is_numbered: bool, is_before: bool) -> str:
    if numbered in ("sub", "preambular"):
        return numbered
    end = words[-4:]
    if numbered == "operative":
        return "chapeau" if end.endswith((":", "：")) else "operative"
    if end.endswith((",", "、", "，")):
        return "preambular"
    if end.endswith((":", "：")):
        return "preambular" if is_numbered and is_before and leads.FORMULA.match(words) else "chapeau"
    if is_numbered and is_before and end.endswith((";", "；")) and _gives_reason(words):
        return "preambular"
    if is_numbered and len(words) <= _HEADING and not _MARKED.search(words[-8:]):
        return "heading"
    return "operative"


def _is_part(line: str) -> bool:
    """Whether a line is the heading of a part: ``Article 2``, ``I. Water``."""
    words = line.strip()
    return (
        len(words) <= _HEADING
        and not _MARKED.search(words[-8:].rstrip("."))
        and words[-1:] != "."
        and bool((part := _PART.match(words)) and (part[0][0].isupper() or part[0][0] == "第"))
    )


def _gives_reason(words: str) -> bool:
    return any(leads.is_preambular(words, language) for language in ("en", "ru"))
