"""A paper of amendments divided into its instructions, each with the words that it brings along."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nemawashi.kit import limits
from nemawashi.kit.brackets.amendments import grammar
from nemawashi.kit.brackets.amendments.bases import FURNITURE, NOTE, paragraphs
from nemawashi.kit.brackets.amendments.quoting import HOLE, cut
from nemawashi.kit.brackets.amendments.values import CannotError
from nemawashi.kit.brackets.amendments.wording import plain

_NUMBER = re.compile(
    r"^\s*(?:\(?(?P<figure>\d{1,3})[.)]|\(?(?P<letter>[a-zа-я]{1,4})\)|(?P<roman>[ivxlc]+)[.)]|[•●○▪■–—\-−]|(?P<capital>[A-Z])\.)\s+"
)
_VERB = re.compile(
    r"\b(?:replace|delete|insert|move|merge|split|swap|renumber|should read)\b|<(?:deleted|replaced|inserted|moved|merged|renumbered|becomes)>"
)
_OPENS = re.compile(
    r"^(?:please |the following |and )?(?:replace|delete|insert|move|merge|split|swap|renumber|article|section|annex|title:|heading:|preamble:|preamble,|existing|current|in |after |before|at the |at |throughout|between|from |to |under|for |with |as a|a new|two new|an additional"
    r"|amend|revise|modify|<|\x02|the (?:words?|title|heading|preamble|annex|chapeau|first|last|second|\d+th|preambular|operative|existing|penultimate|text|term|phrase)|operative paragraph|preambular paragraph|paragraph \d|subparagraph|\d+th |everywhere|wherever|all )"
)
_UNSAID = re.compile(
    r"^(?:new (?:preambular |operative )?paragraph \(?(?:after|before|between)\b[^:]{3,60}|(?:after|before|between)\b[^:\x02]{3,60}[:,] (?:a )?new (?:preambular |operative )?paragraph|new (?:preambular|operative) paragraph \(?\d+(?:\s?(?:bis|ter|quater))?\)?|(?:preambular|operative) paragraph \d+\s?(?:bis|ter|quater|alt)(?: \(?new\)?)?)\s?:"
)
_TALK = re.compile(
    r"^(?:the (?:sponsors?|co-?sponsors?|delegations?|amendments?|proposed|purpose|aim|reference|proposal|language|above)|this |these |we |our |it |as |if |for (?:further|more) |see |note:|sponsors?\b|co-?sponsors?\b|on behalf)",
    re.I,
)
_INSTEAD = re.compile(r"^(?:with|by)(?: the following)?(?: text| paragraph| wording)?\s*:?$", re.I)
_HEADED = re.compile(r"^(?:amendments?|поправка)\s+(?:no\.?\s*|№\s*)?\d+\s*[:.]?\s*", re.I)
_ASKS = re.compile(
    r"^(?:please )?(?:amend|change|revise|modify|reword|reorder|update|shorten|simplify|streamline|reformulate|restore|reinstate|retain|keep|bracket|harmonize|align|use|begin|end|invert|rephrase|redraft|correct|separate|reorganize|rearrange)\b"
)
_TITLE = re.compile(r"\bthe (?:title|heading|preamble|annex)\b")
_ABOUT = re.compile(
    r"\x02|paragraph|article|title|heading|annex|preamb|section|sentence|chapeau|renumber|throughout|operative|the text|the following"
)
_HEADING = re.compile(
    r"^(?:the )?(?:preamble|preambular part|operative part|operative section)$|^(?:the )?(?:(?:operative|preambular) )?(?:paragraph|article|section|annex) [\w.() ]{1,24}$|^(?:the )?\d+th (?:operative|preambular) paragraph$|^(?:the )?title$"
)
_SPONSORING = re.compile(r"\b(?:list of|as) (?:co-?)?sponsors?\b", re.I)
_WHY = re.compile(r"^(?:rationale|justification|explanation|reasons?|explanatory note|обоснование|пояснение)\b", re.I)
_OPEN_END = re.compile(r"(?:[:：]|\breading|\bread|as follows|the following|следующего содержания|редакции)[.\s]*$", re.I)
_AMENDING = re.compile(
    r"^(?:proposed )?amendments? to (?=(?:the )?(?:\w+ )?(?:operative|preambular|paragraph|article|title|annex|section|preamble))",
    re.I,
)
_BRINGING = re.compile(r"\bnew (?:operative |preambular )?(?:paragraph|article|subparagraph|section)\b")
_LOWER = re.compile(r"^[a-zа-яё,;]")
_HEAD = re.compile(r"\bamendments?\b.{0,80}\bto\b|\bпоправк[аи]\b", re.I)


@dataclass
class Order:
    """An instruction as printed (``text``), without its number (``said``), and the clauses that it brings (``brings``)."""

    text: str
    said: str
    brings: list[str] = field(default_factory=list)
    under: str = ""
    at: int = 0


def orders(row: Mapping[str, Any]) -> list[Order]:
    """All instructions of a paper, in order. What stands before the first is its head and no instruction."""
    return divided(row)[0]


def divided(row: Mapping[str, Any]) -> tuple[list[Order], list[int]]:
    """All instructions of a paper, in order, each with the place of its paragraph; and the places of paragraphs that were
    taken for none, nor for a part of one."""
    given = paragraphs(row)
    limits.check(given)
    printed = [re.sub(r"[\x00-\x08]", "", words) for words in given]  # the holes of quotations are marked so
    kinds = row.get("kinds")
    kinds = list(kinds) if isinstance(kinds, Sequence) and len(kinds) == len(printed) else [""] * len(printed)
    out: list[Order] = []
    head, open_words = "", ""
    holds = False  # whether a head is one for numbered instructions too
    unused: list[int] = []
    head_at: int | None = None
    for at, (words, kind) in enumerate(zip(printed, kinds, strict=True)):
        words = words.strip()
        words = _AMENDING.sub("", _HEADED.sub("", words))
        if not words or NOTE.match(words) or FURNITURE.match(words) or _WHY.match(words) or _SPONSORING.search(words):
            continue
        last = out[-1] if out else None
        if open_words and last is not None and _has_room(open_words, words):  # a quotation goes on behind the page break
            joined = f"{open_words} {words}"
            if not (_is_order(words) and (_NUMBER.match(words) or (cut(words)[2] and _is_order(words, strict=True)))):
                if _is_clause_of_its_own(open_words, words) and _opens_clauses(last):
                    if not last.brings:
                        _open = cut(last.said)[1][-1]
                        last.said, last.brings = last.said[: -len(_open) - 1].rstrip(), ["“" + _open]
                    last.brings.append(words)
                    open_words = "" if _closes(words) else "“" + words.lstrip('“«"')
                    continue
                if last.brings:
                    last.brings[-1] = joined
                else:
                    last.text, last.said = f"{last.text} {words}", f"{last.said} {words}"
                open_words = "" if cut(joined)[2] else joined
                continue
        open_words = ""
        number = _NUMBER.match(words)
        said = words[number.end() :] if number else words
        expects = last is not None and _expects(last)
        if (
            last is not None
            and expects
            and not last.brings
            and number
            and not number["figure"]
            and _is_order(said)
            and not _BRINGING.search(plain(cut(last.said)[0]))
        ):
            head_at = out[-1].at
            head = out.pop().said  # "Amend paragraph 4 as follows:" and a list
            head = re.sub(
                r"(?i)^(?:amend|revise|modify|change)\s|(?:\s(?:is|are|shall be|should be)\s(?:amended|revised|modified))?,?\s(?:as follows|to read as follows|by|thus)\s*:?$",
                "", head,
            )  # fmt: skip
            holds = False
            last, expects = out[-1] if out else None, False
        if last is None and not number and (kind == "heading" or _HEAD.search(words)) and not _is_order(words):
            unused.append(at)
            continue
        goes_on = last is not None and _LOWER.match(words) is not None and _has_room(last.said, words)
        if last is not None and not number and goes_on and not _VERB.search(plain(cut(last.said)[0])):
            last.text, last.said = f"{last.text} {words}", f"{last.said} {words}"
        elif _is_order(said) and not (
            expects and last is not None and not last.brings and not number and not _is_order(said, strict=True)
        ):
            letter = number is not None and number["figure"] is None
            is_under = letter or not number or holds
            head_at = None if is_under else head_at
            out.append(replace(_inline(Order(words, said, under=head if is_under else "")), at=at))
            if not (letter or not number or holds):
                head = ""
        elif (group := _group(said)) and (number or not expects):
            if head_at is not None:
                unused.append(head_at)
            head, holds, head_at = group, not (number and number["figure"]), at
            continue
        elif expects and last is not None and last.brings and _INSTEAD.match(words):
            old = " ".join(last.brings).strip('“”"«» ')
            last.said, last.brings = f"{last.said.rstrip(' :')} “{old}” with the following:", []
        elif expects and last is not None:
            if (
                last.brings
                and _LOWER.match(words)
                and _has_room(last.brings[-1], words)
                and not re.search(r"[.,;:]$", last.brings[-1])
            ):
                last.brings[-1] += " " + words
            else:
                last.brings.append(words)
        elif last is not None and goes_on and not re.search(r"[.;:”\"]$", last.text):
            last.text, last.said = f"{last.text} {words}", f"{last.said} {words}"
        elif (number and number["figure"] and _starts(out, number["figure"])) or last is not None or _names(said):
            if kind == "heading" and not number:
                unused.append(at)
                continue
            if not (number and number["figure"]) and not _asks(said):
                unused.append(at)
                continue
            out.append(Order(words, said, at=at))
        else:
            unused.append(at)
            continue
        whole = out[-1].brings[-1] if out[-1].brings else out[-1].said
        open_words = "" if cut(whole)[2] else whole
    if head_at is not None:
        unused.append(head_at)
    return out, sorted(unused)


def _has_room(before: str, words: str) -> bool:
    """Whether a paragraph may still be joined to what it goes on with."""
    return len(before) + len(words) <= limits.LONGEST_PARAGRAPH


def _expects(order: Order) -> bool:
    """Whether the words of a clause come in the paragraphs behind an instruction."""
    if order.brings:
        return True
    skeleton, quotes, _closed = cut(order.said)
    return bool(_OPEN_END.search(HOLE.sub("", skeleton))) or (not quotes and bool(_BRINGING.search(plain(skeleton))))


def _opens_clauses(order: Order) -> bool:
    """Whether what an instruction brings may be several clauses: it puts in or replaces clauses, not words of one."""
    text = plain(cut(order.said)[0])
    return bool(
        order.brings
        or _BRINGING.search(text)
        or re.search(r"should read|the following|(?:article|paragraph) [\w()., ]*<replaced>", text)
    )


def _is_clause_of_its_own(before: str, words: str) -> bool:
    """Whether a quotation goes on with a paragraph of its own, and not with words that a page break cut off."""
    return not _LOWER.match(words.lstrip('“«"')) and bool(
        re.search(r"[.,;:]\s*(?:and)?$|^[“«\"]?(?:article|annex|section)\b.{0,60}$", before.strip(), re.I)
    )


def _closes(words: str) -> bool:
    opened = words.lstrip()[:1] in "“«"
    return words.count("”") + words.count("»") > words.count("“") + words.count("«") - opened or (
        words.rstrip(" .;,").endswith('"')
    )


def _inline(order: Order) -> Order:
    """Words of a new clause that stand without quotation marks behind the colon of their instruction."""
    parts = re.match(r"^(?P<lead>[^“”«»\"「]{4,200}?[:：])\s+(?P<words>[^“«\"「\s].*)$", order.said, re.S)
    if (
        not parts
        or _is_order(parts["words"])
        or not re.match(r"[\d(]*[\w.]*[).]?\s*[A-ZА-ЯЁ\u3040-\u9fff]", parts["words"])
    ):
        return order
    lead = plain(parts["lead"])
    brings = _BRINGING.search(lead) or _UNSAID.match(lead) or re.search(r"should read|the following|insert|\balt:", lead)
    if brings and not (_group(parts["words"]) or _VERB.search(plain(cut(parts["words"])[0])[:40])):
        return Order(order.text, parts["lead"], [parts["words"]], order.under)
    return order


def _asks(words: str) -> bool:
    """Whether an unnumbered paragraph between instructions asks for something, be it not understood."""
    skeleton, quotes, _closed = cut(words)
    text = plain(skeleton)
    if _TALK.match(words):
        return False
    return bool(_VERB.search(text) or _names(words) or (quotes and len(words) < 600))


def _starts(out: list[Order], figure: str) -> bool:
    return bool(out) or figure == "1"


def _names(words: str) -> bool:
    """Whether a paragraph speaks of a clause by its number, so that it may ask for something that is not understood."""
    return (
        bool(re.search(r"\b(?:(?:preambular|operative) paragraph|paragraph \d|article \d)", plain(cut(words)[0])))
        and len(words) < 2000
        and not _TALK.match(words)
    )


def _is_order(words: str, *, strict: bool = False) -> bool:
    """Whether a paragraph tells somebody to change a text, and is not a clause of a text."""
    if _NUMBER.match(words):
        words = words[_NUMBER.match(words).end() :]  # type: ignore[union-attr]
    text = plain(cut(words)[0])
    if _UNSAID.match(text):
        return True
    if (
        _ASKS.match(text)
        and (_names(words) or "\x02" in text or _TITLE.search(text))
        and not (strict and text.endswith((",", ";")))
    ):
        return True
    verb = _VERB.search(text)
    if not verb or not _OPENS.match(text):
        return False
    return verb.start() < 400 and bool(_ABOUT.search(text)) and not (strict and text.endswith((",", ";")))


def _group(words: str) -> str:
    """The head of a list of instructions: it names clauses and ends with a colon."""
    skeleton, quotes, _closed = cut(words)
    text = plain(skeleton)
    text = re.sub(r"(?:should read )?as follows:?$", ":", text)
    if len(text) > 200 or not (text.endswith(":") or _HEADING.match(text)):
        return ""
    try:
        return words if grammar.only_targets(re.sub(r"^(?:amend|revise|modify) ", "", text), quotes) else ""
    except CannotError:
        return ""
