"""Papers of amendments as organisations print them, brought to the form that the grammar reads, or read outright.

The ITU writes ``MOD``, ``ADD``, ``SUP`` and ``NOC`` before whole provisions; the European Parliament the text and the
amendment below each other; the IPU the place on one line and the verb on the next; others put a table, leave out quotation
marks, or begin with who asks. What is read outright becomes a position at once; the rest is reworded, never guessed: the grammar
refuses what does not fit the clause.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from nemawashi.kit.brackets import party_names
from nemawashi.kit.brackets.amendments.headings import of_heading
from nemawashi.kit.brackets.amendments.places_named import (
    BEGINS,
    NAMED_LAST,
    NUMBER_ALONE,
    PLACE,
    PLACED,
    QUOTED,
    QUOTED_WORDS,
    RU_LETTERS,
    TRAIL,
    bare,
    same,
)
from nemawashi.kit.brackets.amendments.plainer import asks_nothing
from nemawashi.kit.brackets.amendments.retelling import GONE, Retelling
from nemawashi.kit.brackets.amendments.values import APPLIED, REFUSED, Instruction
from nemawashi.kit.clauses.numbers import TypedNumber, typed_number, unnumbered
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed

_NEARLY = 75.0  # of a hundred: how alike words without an instruction are to the clause that they are to replace
_LONGEST = 2_000  # signs of a line that is reworded; what is longer is no instruction
_PLACE_ALONE = re.compile(rf"^(?P<place>{PLACE})\s*[:：.]?$", re.I)
_ITU = re.compile(r"^(?P<sign>MOD|ADD|SUP|NOC|\(MOD\))(?:\s*\|?\s*(?P<symbol>\S*\d\S*(?:/\S+)*))?\s*\|?\s*(?P<rest>.*)$")
_PROVISION = re.compile(r"(?P<n>\d{1,3}(?:\s?(?:bis|ter|quater|[A-Z]))?)\.?(?:\s*\|\s*|\s+)(?=\S)")
_WHY = re.compile(r"^(?:reasons?|rationale|justification|explanation|обоснование|пояснение|причины|理由)\b", re.I)
_AMENDMENT = re.compile(r"^(?:amendment|поправка|amendement)\s*(?:no\.?\s*|№\s*)?\d{1,4}\s*[.:]?$", re.I)
_TEXT_BEFORE = re.compile(
    r"^(?:text proposed|present text|current text|original text|existing text|draft(?: (?:text|resolution|declaration|opinion))?|motion for .{1,60}|предлагаемый текст|текст проекта|действующий текст)\b.{0,60}$",
    re.I,
)
_TEXT_AFTER = re.compile(
    r"^(?:amendment|amended text|proposed (?:text|amendment|change)|new text|поправка|предлагаемая поправка|новый текст)\s*:?$",
    re.I,
)
_ELSEWHERE = re.compile(  # a place of its own, or words that come in the next line
    rf"{PLACE}|\d|\b(?:para(?:graph)?s?|clauses?|title|heading|preamble|annex|text|throughout|new|пункт\w*|абзац\w*|заголов\w+|тексте?)\b|項|前文|[:：]\s*$",
    re.I,
)
_DELETED = re.compile(r"^[\W_]*(?:(?:to be )?deleted?|deletion|исключ\w+|удал\w+|削除)?[\W_]*$", re.I)
_EP_NEW = re.compile(r"\((?:new|новый)\)|\bnew\b", re.I)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paragraph of a paper: as printed, and as the grammar is asked."""

    at: int
    text: str
    said: str


def parted(given: Sequence[str], clauses: Sequence[BaseClause]) -> tuple[list[PaperLine], list[tuple[int, Instruction]]]:
    """The paragraphs that the grammar is asked, and what was read outright, each with its place."""
    return _Paper(given, clauses).parted()


class _Paper:
    def __init__(self, given: Sequence[str], clauses: Sequence[BaseClause]) -> None:
        self._given, self._clauses = given, clauses
        self._retelling = Retelling(clauses, self._place)
        self._lines: list[PaperLine] = []
        self._done: list[tuple[int, Instruction]] = []

    def parted(self) -> tuple[list[PaperLine], list[tuple[int, Instruction]]]:
        at = 0
        while at < len(self._given):
            at = self._itu(at) or self._columns(at) or self._row(at) or self._two_lines(at) or self._one(at)
        return self._lines, self._done

    # The ITU

    def _itu(self, at: int) -> int:
        sign = _ITU.match(self._given[at])
        if not sign or (not sign["symbol"] and not sign["rest"] and at + 1 >= len(self._given)):
            return 0
        if sign["rest"] and not (sign["symbol"] or typed_number(sign["rest"]).length):
            return 0
        end = at + 1
        while end < len(self._given) and not _ITU.match(self._given[end]) and not _WHY.match(self._given[end]):
            end += 1
        words = [each for each in (sign["rest"], *self._given[at + 1 : end]) if each.strip()]
        printed = " ".join(self._given[at:end])
        while end < len(self._given) and not _ITU.match(self._given[end]):
            end += 1  # the reasons
        if sign["sign"] == "NOC":
            self._refuse(at, printed, "no change is asked")
            return end
        for words_of in words or [sign["symbol"] or ""]:
            self._provision(at, sign["sign"].strip("()"), words_of.replace(" | ", " ", 1), printed)
        return end

    def _provision(self, at: int, sign: str, words: str, printed: str) -> None:
        number, said = typed_number(words), unnumbered(words)
        if not number.number and (bare := _PROVISION.match(words)):  # the ITU prints no mark behind the number
            number, said = TypedNumber(bare["n"], "operative", bare.end()), words[bare.end() :]
        place = self._place(number.number or words) if number.number or sign == "SUP" else None
        if sign == "ADD":
            again = re.sub(r"\D.*$", "", number.number)
            is_again = bool(re.search(r"\d\s?(?:bis|ter|quater|[a-z])", number.number, re.I))
            place = self._place(again if is_again else str(int(again) - 1)) if again else None
            if place is not None:
                self._propose(at, printed, place, Operation.NEW_CLAUSE, said)
                return
        elif place is not None and self._clauses[place].words:
            kind = Operation.DELETE_CLAUSE if sign == "SUP" else Operation.ALTERNATIVE
            self._propose(at, printed, place, kind, "" if sign == "SUP" else said)
            return
        self._refuse(at, printed, "the text has no paragraph with this number")

    # Text and amendment, below or beside each other

    def _columns(self, at: int) -> int:
        given = self._given
        begun = at
        if _AMENDMENT.match(given[at]):
            at += 1
        named = given[at] if at < len(given) and not _TEXT_BEFORE.match(given[at]) else ""
        at += bool(named)
        if at + 1 >= len(given) or not _TEXT_BEFORE.match(given[at]) or len(named) > 120:
            return 0
        at += 1
        if _TEXT_AFTER.match(given[at]):  # the heads of two columns
            has_old = not _EP_NEW.search(named)
            old, new = given[at + 1 : at + 1 + has_old], given[at + 1 + has_old : at + 2 + has_old]
            end = min(at + 2 + has_old, len(given))
        else:
            after = next((n for n in range(at, min(at + 40, len(given))) if _TEXT_AFTER.match(given[n])), None)
            if after is None:
                return 0
            end = after + 1
            while end < len(given) and not (
                _AMENDMENT.match(given[end]) or _WHY.match(given[end]) or _TEXT_BEFORE.match(given[end])
            ):
                end += 1
            if end < len(given) and _TEXT_BEFORE.match(given[end]):
                end -= 1  # the place of the next
            old, new = given[at:after], given[after + 1 : end]
        printed = " ".join(given[begun:end])
        while end < len(given) and _WHY.match(given[end]):
            end += 1
        self._compared(begun, named, " ".join(old), " ".join(new), printed)
        return max(end, at + 1)

    def _compared(self, at: int, named: str, old: str, new: str, printed: str) -> None:
        place = self._place(named)
        if place is None and old:
            place = next((n for n, each in enumerate(self._clauses) if same(each.words, unnumbered(old))), None)
        if place is None:
            self._refuse(at, printed, "it does not say which paragraph it is about, or the text has no such paragraph")
        elif not new.strip():
            self._refuse(at, printed, "the new words are missing")
        elif (_EP_NEW.search(named) or _DELETED.match(old)) and not _DELETED.match(new):
            self._propose(at, printed, place, Operation.NEW_CLAUSE, re.sub(r"^\d{1,3}\s?[a-z]\.\s+", "", unnumbered(new)))
        elif _DELETED.match(new):
            self._propose(at, printed, place, Operation.DELETE_CLAUSE, "")
        elif (
            old
            and (start := _once(self._clauses[place].words, old)) is not None
            and not same(self._clauses[place].words, unnumbered(old))
        ):
            self._propose(at, printed, place, Operation.REPLACE, new.strip(), start=start, end=start + len(old.strip()))
        elif old and not same(self._clauses[place].words, unnumbered(old)):
            self._refuse(at, printed, "the words given as the present ones are not those of the text")
        else:
            self._propose(at, printed, place, Operation.ALTERNATIVE, unnumbered(new))

    def _row(self, at: int) -> int:
        """A row of a table: the place, what is to be done, or the words as they stand and as they should."""
        line = self._given[at]
        if "|" not in line:
            return 0
        cells = [cell.strip() for cell in line.split("|")]
        cells = cells[1:] if not cells[0] else cells
        cells = cells[:-1] if cells and not cells[-1] else cells
        if len(cells) < 2 or _ITU.match(line):
            return 0
        place = self._place(cells[0]) if NUMBER_ALONE.match(cells[0]) or _PLACE_ALONE.match(cells[0]) else None
        if BEGINS.match(cells[1]) and place is not None:
            self._ask(at, line, self._retelling.joined(cells[0], cells[1]))
        elif len(cells) > 2 and place is None and _same_any(self._clauses, cells[0]) is not None:
            self._compared(at, "", cells[0], cells[1], line)
        elif len(cells) > 2:
            self._compared(at, cells[0], cells[1], cells[2], line)
        elif place is not None and cells[1] and not same(cells[1], self._clauses[place].words):
            self._compared(at, cells[0], "", cells[1], line)
        elif place is None and (own := _same_any(self._clauses, cells[0])) is not None:
            self._compared(at, "", self._clauses[own].words, cells[1], line)
        elif place is None:
            self._refuse(at, line, "the row does not say which paragraph it is about, or the text has no such paragraph")
        return at + 1

    # Lines

    def _two_lines(self, at: int) -> int:
        if at + 1 >= len(self._given):
            return 0
        place, said = self._given[at].strip(), self._given[at + 1].strip()
        if not _PLACE_ALONE.match(place) or len(said) > _LONGEST or not (BEGINS.match(said) or GONE.match(said)):
            return 0
        if self._place(place) is None or TRAIL.search(said):
            return 0
        self._ask(at, f"{place} {said}", self._retelling.joined(place, said))
        end = at + 2
        while end < len(self._given) and self._goes_on(self._given[end].strip()):
            self._ask(end, self._given[end], self._retelling.joined(place, self._given[end].strip()))
            end += 1
        return end

    def _goes_on(self, said: str) -> bool:
        """Whether a line asks for something more of the paragraph that a line above it names alone."""
        bare = QUOTED_WORDS.sub("", said)
        asks_here = bare != said or bool(re.search(r"\bsentence\b|предложени", bare, re.I))
        return len(said) <= _LONGEST and bool(BEGINS.match(said)) and not _ELSEWHERE.search(bare) and asks_here

    def _one(self, at: int) -> int:
        line = self._given[at]
        if len(line) <= _LONGEST and asks_nothing(line):
            self._refuse(at, line, "no change is asked")
            return at + 1
        if self._whole(at, line):
            return at + 1
        said = line if len(line) > _LONGEST else self._retelling.reworded(line.strip())
        if not (len(line) <= _LONGEST and self._heading(at, said)):
            self._ask(at, line, said)
        return at + 1

    def _whole(self, at: int, line: str) -> bool:
        """A place and, without a word of what to do, nearly its words: they are to stand in the place of those there."""
        placed = PLACED.match(line.strip())
        if not placed or len(line) > _LONGEST or BEGINS.match(placed["said"]) or QUOTED.search(line):
            return False
        place = self._place(placed["place"])
        named = NAMED_LAST.search(placed["said"])
        parties = party_names.outside(named["who"]) if named else ()
        words = placed["said"][: named.start()].strip() if named and parties else placed["said"].strip()
        if place is None or fuzz.ratio(words, self._clauses[place].words) < _NEARLY:
            return False
        if same(words, self._clauses[place].words):
            self._refuse(at, line, "no change is asked")
        else:
            self._propose(at, line, place, Operation.ALTERNATIVE, words, parties=parties)
        return True

    def _heading(self, at: int, said: str) -> bool:
        order = of_heading(said, self._clauses)
        if order is None:
            return False
        if order.why:
            self._refuse(at, self._given[at], order.why)
        else:
            self._propose(at, self._given[at], order.place, order.operation, order.words, start=order.start, end=order.end)
        return True

    def _place(self, said: str) -> int | None:
        """The clause that a place names."""
        is_preambular = bool(re.search(r"\bPP|preamb|recital|преамбул|\bПП|前文", said, re.I))
        figure = re.search(r"\d{1,3}", said.translate(_FIGURES))
        letter = re.search(r"[(«]([a-zа-я])[)»]", said, re.I)
        number = f"PP{figure[0]}" if is_preambular and figure else figure[0] if figure else ""
        at = next((n for n, each in enumerate(self._clauses) if number and each.number == number), None)
        if letter is None or at is None:
            return at
        sub = RU_LETTERS.get(letter[1].casefold(), letter[1].casefold())
        for n in range(at + 1, len(self._clauses)):
            if self._clauses[n].kind != "sub":
                return None
            if self._clauses[n].number.strip("()").casefold() == sub:
                return n
        return None

    def _ask(self, at: int, text: str, said: str) -> None:
        self._lines.append(PaperLine(at, text, said))

    def _propose(
        self,
        at: int,
        text: str,
        place: int,
        kind: Operation,
        words: str,
        *,
        start: int = 0,
        end: int = 0,
        parties: tuple[str, ...] = (),
    ) -> None:
        clause = self._clauses[place]
        asked = Proposed(clause.key, kind, clause.wordings[-1][0], start, end, words, parties=parties)
        self._done.append((at, Instruction(text, APPLIED, "", (asked,))))

    def _refuse(self, at: int, text: str, why: str) -> None:
        self._done.append((at, Instruction(text, REFUSED, why)))


_FIGURES = str.maketrans("０１２３４５６７８９一二三四五六七八九", "0123456789123456789")


def _once(text: str, words: str) -> int | None:
    """Where words stand in a text, if they stand there once, and whole."""
    places = [each.start() for each in re.finditer(rf"(?<!\w){re.escape(words.strip())}(?!\w)", text)]
    return places[0] if len(places) == 1 else None


def _same_any(clauses: Sequence[BaseClause], words: str) -> int | None:
    own = bare(unnumbered(words))
    return next((at for at, each in enumerate(clauses) if own and bare(each.words) == own), None)
