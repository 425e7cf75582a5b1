"""Square brackets of a whole text, paired over clauses; every sign is one of a pair, of a note, or an imbalance.

Brackets that open in one clause and close in another are paired all the same. What finds no partner is told with its
place and left as it is.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

OPENERS = {"[": "[", "［": "[", "【": "【", "〔": "〔"}
CLOSERS = {"]": "[", "］": "[", "】": "【", "〕": "〔"}
SIGNS = re.compile(r"[\[\]［］【】〔〕]")

# What stands in square brackets and is no disagreement: editor's marks, notes, links.
_EDITORIAL = re.compile(
    r"\[(?:\.{2,}|…|\. \. \.|sic|sic!|emphasis added|emphasis in original|footnotes? omitted|citations? omitted|\^\w+"
    r"|выделено автором|курсив наш|так в тексте|ママ)\]|［(?:…+|\.{3}|ママ|sic)］",
    re.I,
)
_FIGURES = re.compile(r"\[(?:\d{1,3}|\*{1,3}|[a-z]|[ivx]{1,4})\]")
_WORDS = re.compile(r"\w{3}")
_LINK = re.compile(r"\[[^\[\]\n]{1,300}\]\((?:https?:|mailto:|#|/)[^()\s]*\)")


@dataclass(frozen=True, slots=True)
class BracketSign:
    clause: int
    place: int
    sign: str


@dataclass(frozen=True, slots=True)
class BracketPair:
    """``depth`` counts the pairs around it, and itself."""

    opens: BracketSign
    closes: BracketSign
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Editorial:
    """A bracket of an editor: ``kind`` is ``omission``, ``sic``, ``footnote`` or ``link``."""

    clause: int
    start: int
    end: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Scan:
    pairs: tuple[BracketPair, ...]
    notes: tuple[Editorial, ...]
    imbalances: tuple[BracketSign, ...]
    doubtful: tuple[BracketPair, ...]
    signs: int


def scan(clauses: Sequence[str], *, breaks: frozenset[int] = frozenset()) -> Scan:
    """``breaks``: the clauses that begin a new article. A bracket that opens in the middle of a clause before one and closes
    behind it is paired, and told as doubtful: perhaps its own partner was lost and it took that of another.
    """
    notes: list[Editorial] = []
    stack: list[BracketSign] = []
    waiting: Counter[str] = Counter()  # how many of each kind are in the stack
    matched: list[tuple[BracketSign, BracketSign]] = []
    loose: list[BracketSign] = []
    count = 0
    for number, words in enumerate(clauses):
        taken = _notes(number, words)
        notes += taken
        held = {at for note in taken for at in range(note.start, note.end)}
        for match in SIGNS.finditer(words):
            count += 1
            if match.start() in held:
                continue
            sign = BracketSign(number, match.start(), match[0])
            if match[0] in OPENERS:
                stack.append(sign)
                waiting[OPENERS[sign.sign]] += 1
            elif waiting[CLOSERS[match[0]]]:
                while OPENERS[stack[-1].sign] != CLOSERS[match[0]]:
                    loose.append(stack.pop())
                    waiting[OPENERS[loose[-1].sign]] -= 1
                matched.append((stack.pop(), sign))
                waiting[CLOSERS[match[0]]] -= 1
            else:
                loose.append(sign)
    loose += stack
    pairs = tuple(_deep(matched))
    heads = sorted(breaks)
    doubtful = tuple(pair for pair in pairs if _is_doubtful(pair, clauses, heads))
    return Scan(pairs, tuple(notes), tuple(sorted(loose, key=lambda s: (s.clause, s.place))), doubtful, count)


def _notes(number: int, words: str) -> list[Editorial]:
    out = []
    for note in _EDITORIAL.finditer(words):
        inner = note[0][1:-1]
        kind = "footnote" if inner.startswith("^") else "omission" if not inner.strip(" .…") else "sic"
        out.append(Editorial(number, note.start(), note.end(), kind, inner))
    for note in _LINK.finditer(words):
        out.append(Editorial(number, note.start(), note.start() + note[0].index("](") + 1, "link", note[0]))
    for note in _FIGURES.finditer(words):
        before, after = words[max(0, note.start() - 1) : note.start()], words[note.end() : note.end() + 1]
        is_mark = before and not before.isspace() and before not in "[](［］（" and after not in ("[", "(", "［")
        is_plural = note[0] == "[s]" and before.isalpha()  # ``contact point[s]``
        if is_mark and not is_plural and not (after.isalnum() or after == "%"):
            out.append(Editorial(number, note.start(), note.end(), "footnote", note[0][1:-1]))
    return out


def _is_doubtful(pair: BracketPair, clauses: Sequence[str], breaks: Sequence[int]) -> bool:
    opens, closes = pair.opens, pair.closes
    if opens.clause == closes.clause or bisect_right(breaks, opens.clause) == bisect_right(breaks, closes.clause):
        return False
    return bool(
        _WORDS.search(clauses[opens.clause], 0, opens.place) or _WORDS.search(clauses[closes.clause], closes.place + 1)
    )


def _deep(matched: list[tuple[BracketSign, BracketSign]]) -> list[BracketPair]:
    out: list[BracketPair] = []
    around: list[BracketSign] = []
    for opens, closes in sorted(matched, key=lambda pair: (pair[0].clause, pair[0].place)):
        while around and (around[-1].clause, around[-1].place) < (opens.clause, opens.place):
            around.pop()
        around.append(closes)
        out.append(BracketPair(opens, closes, len(around)))
    return out
