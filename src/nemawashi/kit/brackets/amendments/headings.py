"""Headings that are called by their names: ``Delete the heading "Rivers"``, ``Under the heading "Rivers", insert a paragraph``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nemawashi.kit.brackets.amendments.places_named import PLACE, QUOTE, same
from nemawashi.kit.clauses.numbers import unnumbered
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause

_HEADING = re.compile(
    rf"(?:the )?(?:sub-?)?(?:heading|subtitle|заголов[а-я]+|подзаголов[а-я]+|見出し)\s?(?P<name>{QUOTE})", re.I
)
_BESIDE_HEADING = re.compile(
    rf"\b(?P<how>under|below|beneath|after|following|before|above)\s+the\s+(?:sub-?)?heading\s+{QUOTE}", re.I
)
_BESIDE_WORDS = re.compile(
    rf"\b(?P<how>after|following|before|после|перед)\s+(?:the words?\s+|слов[а-я]*\s+)?(?P<place>{QUOTE})", re.I
)
_ADDS = re.compile(r"\b(?:insert|add|append|вставить|добавить|дополнить|включить)\b|追加|加え|挿入", re.I)
_DELETES = re.compile(r"\b(?:delete|strike|remove|omit|suppress|исключить|удалить|снять)\b|削除", re.I)
_CHANGES = re.compile(
    r"\b(?:change|replace|rename|amend|revise|modify|substitute|retitle|заменить|изменить|переименовать)\b|修正|変更|改め",
    re.I,
)


@dataclass(frozen=True, slots=True)
class HeadingOrder:
    """What is asked of a heading; ``why`` it cannot be done, where it cannot."""

    place: int = -1
    operation: Operation = Operation.REPLACE
    words: str = ""
    start: int = 0
    end: int = 0
    why: str = ""


def of_heading(said: str, clauses: Sequence[BaseClause]) -> HeadingOrder | None:
    """A heading that is called by its name is the heading with these words, or none; None where no heading is named."""
    heading = _HEADING.search(said)
    if heading is None or not (_DELETES.search(said) or _CHANGES.search(said) or _ADDS.search(said)):
        return None
    name = heading["name"][1:-1].strip()
    place = next((n for n, each in enumerate(clauses) if each.kind == "heading" and same(each.words, name)), None)
    rest = said[: heading.start()] + said[heading.end() :]
    if place is None:
        return HeadingOrder(why=f"the text has no heading “{name}”")
    if beside := _BESIDE_HEADING.search(said):
        words = _quoted(said[beside.end() :])
        kind = Operation.NEW_CLAUSE_BEFORE if beside["how"].casefold() in ("before", "above") else Operation.NEW_CLAUSE
        if _ADDS.search(said) and len(words) == 1 and not re.search(PLACE, rest, re.I):
            return HeadingOrder(place, kind, unnumbered(words[0]))
        return HeadingOrder(why="the instruction does not say what is to stand beside the heading")
    if re.search(PLACE, rest, re.I):
        return HeadingOrder(why="it names a heading and a paragraph: write each on a line of its own")
    return _of_its_words(place, clauses[place].words, said, _quoted(rest))


def _quoted(said: str) -> list[str]:
    return [each[1:-1].strip() for each in re.findall(QUOTE, said)]


def _of_its_words(place: int, words: str, said: str, quoted: Sequence[str]) -> HeadingOrder:
    """What is asked of the words of a heading: all of them, or those that are quoted beside its name."""
    start = words.find(quoted[0]) if quoted and quoted[0] else -1
    if _CHANGES.search(said) and len(quoted) == 1:
        return HeadingOrder(place, Operation.REPLACE, quoted[0], end=len(words))
    if _CHANGES.search(said) and len(quoted) == 2 and start >= 0:
        return HeadingOrder(place, Operation.REPLACE, quoted[1], start, start + len(quoted[0]))
    if _DELETES.search(said) and not quoted:
        return HeadingOrder(place, Operation.DELETE_CLAUSE)
    if _DELETES.search(said) and len(quoted) == 1 and start >= 0:
        return HeadingOrder(place, Operation.DELETE, "", start, start + len(quoted[0]))
    beside = _BESIDE_WORDS.search(said)
    if _ADDS.search(said) and len(quoted) == 1 and beside is None:
        return HeadingOrder(place, Operation.INSERT, f" {quoted[0]}", len(words), len(words))
    if _ADDS.search(said) and len(quoted) == 2 and beside:
        other, new = quoted if beside["place"][1:-1].strip() == quoted[0] else quoted[::-1]
        stands = words.find(other)
        if stands < 0:
            return HeadingOrder(why=f"the heading does not have “{other}”")
        is_after = beside["how"].casefold() in ("after", "following", "после")
        at = stands + len(other) if is_after else stands
        return HeadingOrder(place, Operation.INSERT, f" {new}" if is_after else f"{new} ", at, at)
    return HeadingOrder(why="the instruction does not say what the heading is to become")
