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
from nemawashi.kit.brackets.amendments.plainer import asks_nothing, plainer
from nemawashi.kit.brackets.amendments.values import APPLIED, REFUSED, Instruction
from nemawashi.kit.clauses.numbers import TypedNumber, typed_number, unnumbered
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed

_NOUN_JA = re.compile(r"(?<=修正|変更|追加|挿入|削除)。?$")
_NEARLY = 75.0  # of a hundred: how alike words without an instruction are to the clause that they are to replace
_NAMED_FIRST = re.compile(r"^\s*[(（](?P<who>[^()（）]{2,60})[)）]\s*[:–—-]?\s*(?=\S)")
_NAMED_LAST = re.compile(r"\s*[(（](?P<who>[^()（）]{2,60})[)）]\s*\.?$")
_LONGEST = 2_000  # signs of a line that is reworded; what is longer is no instruction
_Q = r"(?:“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^„“”]*[“”]|「[^」]*」|‘[^’]*’)"
_QUOTED = re.compile(r"[“”\"«»„「」‘]")
_AGAIN = r"(?:\s?(?:bis|ter|quater|бис|тер))?"
_NUMBER = rf"\d{{1,3}}{_AGAIN}(?:\s?\([a-zа-я]{{1,3}}\))?"
_PLACE = (
    rf"(?:(?:in |at )?(?:the )?(?:operative |preambular )?para(?:graph|\.)?\s?\d{{1,3}}{_AGAIN},?\s(?:sub-? ?para(?:graph|\.)?|letter|item|point|sub-?item|subpara\.?)\s?\([a-zа-я]{{1,3}}\)|(?:in |at )?(?:the )?(?:(?:operative |preambular |sub-? ?)?(?:para(?:graph)?s?\.?|clauses?)|OPs?|PPs?|recital)\s?{_NUMBER}"
    rf"|(?:во?\s)?(?:под)?пункт[а-я]*\s(?:[«(]?[a-zа-я][»)]{{1,2}}\s(?:пункта\s)?)?(?:{_NUMBER})?(?: (?:преамбулы|постановляющей части))?|(?:ОП|ПП)\s?{_NUMBER}"
    r"|(?:前文)?第?[0-9０-９一二三四五六七八九十]{1,3}(?:項|段落|条))"
)
_VERBS = (
    r"(?:delete|strike|remove|omit|suppress|replace|substitute|insert|add|amend|change|revise|modify|reword|redraft|move|merge|split"
    r"|исключить|удалить|снять|заменить|вставить|включить|добавить|дополнить|переместить|перенести|изложить)"
)
_PLACED = re.compile(rf"^(?P<place>{_PLACE}|{_NUMBER})\s*(?:[:：|,.–—]|\s-)\s*(?P<said>.+)$", re.I | re.S)
_PLACE_ALONE = re.compile(rf"^(?P<place>{_PLACE})\s*[:：.]?$", re.I)
_NUMBER_ALONE = re.compile(rf"^{_NUMBER}$", re.I)
_BEGINS = re.compile(
    rf"^(?:{_VERBS}\b|(?:after|before|at the (?:end|beginning)|following|in lieu of|instead of|in place of|вместо|после|перед|в конце)\b|削除|「)",
    re.I,
)
_GONE = re.compile(
    r"^(?:(?:to be )?(?:delete|deleted|deletion|strike(?: out)?|remove|removed|suppress|omit|omitted)(?: (?:the )?(?:whole |entire )?paragraph| entirely)?"
    r"|исключить|исключается|удалить|снять|削除(?:する)?)\W*$", re.I)  # fmt: skip
_REREAD = re.compile(
    r"^(?:(?:amend|change|revise|modify|reword|redraft)(?:ed)?(?:(?: so as)? to read(?: as follows)?| as follows)|replace (?:by|with)(?: the following(?: text)?)?"
    r"|should read(?: as follows)?|изложить в следующей редакции)\s*[:：]?\s*(?P<words>.*)$", re.I | re.S)  # fmt: skip
_SAYS = r"(?:would (?:like|prefer|wish)|wish(?:es)?|proposes?|suggests?|requests?|asks?|recommends?|wants?|moves?|предлагае?ю?т|просит|просят)"
_WHO = re.compile(
    rf"^(?:on behalf of )?(?:the )?(?:delegations? of |делегаци[яи] )?(?P<who>[^:：“\"«|]{{2,60}}?)(?:,|\s[–—-])?(?:\s*[:：]|\s+{_SAYS}(?:\s(?:to|that))?)\s+(?P<said>.+)$",
    re.I | re.S,
)
_WHO_JA = re.compile(
    r"^(?P<who>[^、「]{1,20})は、?(?P<said>.+?)(?:することを|すること|するよう|を)?(?:提案|要請|希望)(?:する|します|したい)。?$"
)
_MOVES = re.compile(
    r"^(?:(?:please|kindly|(?:we|i) (?:would )?(?:kindly )?(?:ask|like|prefer|wish)(?: you)? to|просим|прошу|предлагаем|предлагается)[,:]?\s+)?"
    r"(?:(?:we |our delegation )?(?:moves?|motions?|proposes?|suggests?|requests?) (?:to|that) (?=\w))?", re.I)  # fmt: skip
_BARE_SUB = re.compile(r"\b(?P<how>in|of|from|to|after|before|under)\s(?P<place>\d{1,3}\s?\([a-z]{1,3}\))(?=\W|$)", re.I)
_BRACKETED = re.compile(
    r"\b(?:put|place|enclose|set|keep) (?P<what>[^“\"]{0,80}?(?:“[^”]*”|\"[^\"]*\")?[^“\"]{0,60}?) (?:in|into|within|between|inside) (?:square )?brackets\b"
    r"|\bbracket (?P<what2>(?=[“\"]|the |all |paragraph|para|op|pp|sub)[^\n]{1,200})"
    r"|(?:заключить|взять|поставить|поместить) (?P<what3>.{1,200}?) в (?:квадратные )?скобки|(?P<what4>.{1,200}?) (?:заключить|взять|поставить|поместить) в (?:квадратные )?скобки",
    re.I,
)
_RU_NOISE = (
    (re.compile(r"^(?:в\s)?пункт[а-я]*\s(\d{1,3}),?\s(?:в\s)?подпункт[а-я]*\s[«\"“(]?([а-яa-z])[»\"”)]{1,2}\s*[:,–—-]?\s+", re.I), r"В подпункте (\2) пункта \1 "),
    (re.compile(r"\b(?:числ[оауе]м?|числа|цифр[уыаойе]{1,2}|дат[уыаойе]{1,2}|год)\s(?=[«\"“])", re.I), ""),
    (re.compile(r"^дополнить\s(?:проект[а-я]*|текст[а-я]*|документ[а-я]*|деклараци[а-я]+|заявлени[а-я]+)(?:\s(?:документа|декларации|заявления|резолюции))?\s(?:нов[а-я]+\s)?(?=пункт|подпункт|абзац)", re.I), "Дополнить "),
)  # fmt: skip
_FORMS_OF_VERBS = (
    (re.compile(r"^(?:deletes|deleting|strikes(?: out)?|striking(?: out)?|removes|removing)\b", re.I), "delete"),
    (re.compile(r"^(?:replaces|replacing|substitutes|substituting)\b", re.I), "replace"),
    (re.compile(r"^(?:inserts|inserting|adds|adding)\b", re.I), "insert"),
    (re.compile(r"^(?:moves|moving)\b", re.I), "move"),
    (re.compile(r"^(?:changes|changing|amends|amending)\b", re.I), "amend"),
    (re.compile(r"^strike\b(?! out)", re.I), "delete"),
)
_INSTEAD = re.compile(
    rf"(?:(?:use|insert|read|put|say|have|читать|использовать)\s+)?(?P<new>{_Q})\s+(?:instead of|in lieu of|in place of|rather than|вместо)\s+(?:the words? )?(?P<old>{_Q})",
    re.I,
)
_CHANGED = re.compile(
    rf"^(?:change|amend|revise|modify) (?:the words? )?(?P<old>{_Q}) (?:to(?: read)?|into) (?P<new>{_Q})\W*$", re.I
)
_IN_LIEU = re.compile(
    rf"^(?:in lieu of|instead of|in place of|вместо)\s+(?:the words? )?(?P<old>{_Q})(?P<where>\s+(?:in|of|в)\s+{_PLACE})?,?\s+(?:insert|use|read|put|say|have|читать|вставить|записать|указать|включить|поставить)\s+(?P<new>{_Q})",
    re.I,
)
_LIEU_OF_PLACE = re.compile(
    rf"^(?:in lieu of|instead of|in place of|вместо)\s+(?P<place>{_PLACE})\s*,?\s*(?:(?:insert|use|read|put|have|substitute|вставить|записать|включить)\b)?(?: the following(?: text)?)?\s*[:：]?\s*(?P<words>{_Q})\W*$",
    re.I | re.S,
)
_MOVE = re.compile(
    rf"^move (?P<one>(?:{_PLACE}|{_NUMBER})) (?P<how>to follow|to precede|after|before|behind) (?P<other>(?:{_PLACE}|{_NUMBER}))\W*$",
    re.I,
)
_ADD_CLAUSE = re.compile(
    r"^(?:add|insert) (?:the following|an?|a new)(?: new)?(?: (?P<family>operative|preambular))? (?:clause|paragraph)s?,? (?P<where>(?:after|before|between) [^:“\"]{3,60}?),?"
    r"(?: (?:that|which) (?:would )?reads?(?: as follows)?| reading)?\s*[:：]\s*(?P<words>.+)$", re.I | re.S)  # fmt: skip
_SENTENCE = re.compile(
    rf"^(?:insert|add) (?:as )?(?:a |the |the following )?(?:new )?(?P<nth>first|second|third|fourth|final|last|new)? ?sentence(?: (?:to|in|at the end of) (?P<place>{_PLACE}))?(?:,?\s+(?:to read|reading|(?:that|which) (?:would )?reads?|worded)(?: as follows)?|,?\s+as follows)?\s*[:：,]?\s*(?P<words>{_Q})\W*$",
    re.I,
)
_ORDINALS = {"second": 1, "third": 2, "fourth": 3}
_NTHS = ("first", "second", "third", "fourth")
_RU_SUB = re.compile(r"(?P<head>\bподпункт[а-я]*)\s[«\"“(]?(?P<letter>[a-zа-я])[»\"”)]{1,2}(?=\s)", re.I)
_BARE_LETTER = re.compile(r"^(\d{1,2})\s?([a-z])\)(\s*[:：–—-])", re.I)
_RU_PART = re.compile(r"\b(ПП|ОП)\.?\s?(\d{1,3})\b")
_RU_PARTS = {"ПП": "преамбулы", "ОП": "постановляющей части"}
_RU_LETTER = re.compile(r"(?<=\d)\s?\(([а-н])\)", re.I)
_RU_LETTERS = dict(zip("абвгдежзиклмн", "abcdefghijklm", strict=True))
_UNQUOTED = (
    (re.compile(r"^(?:replace|change|substitute)\s(?:the words? )?(?P<a>.{1,120}?)\s(?:with|by|to)\s(?:the words? )?(?P<b>.{1,200})$", re.I), "replace {a} with {b}"),
    (re.compile(r"^(?:insert|add)\s(?:the words? )?(?P<a>.{1,200}?)\s(?P<how>after|before)\s(?:the words? )?(?P<b>.{1,120})$", re.I), "{how} {b} insert {a}"),
    (re.compile(r"^(?P<how>after|before)\s(?:the words? )?(?P<b>.{1,120}?),?\s(?:insert|add)\s(?:the words? )?(?P<a>.{1,200})$", re.I), "{how} {b} insert {a}"),
    (re.compile(r"^delete\s(?:the words? )?(?P<a>.{1,200})$", re.I), "delete {a}"),
    (re.compile(r"^заменить\s(?:слов[а-я]+ )?(?P<a>.{1,120}?)\sна\s(?:слов[а-я]+ )?(?P<b>.{1,200})$", re.I), "replace {a} with {b}"),
    (re.compile(r"^(?:вставить|добавить|включить)\s(?:слов[а-я]+ )?(?P<a>.{1,200}?)\sпосле\s(?:слов[а-я]* )?(?P<b>.{1,120})$", re.I), "after {b} insert {a}"),
    (re.compile(r"^(?:исключить|удалить|снять)\s(?:слов[а-я]+ )?(?P<a>.{1,200})$", re.I), "delete {a}"),
)  # fmt: skip
_IS_TARGET = re.compile(
    r"^(?:the |this |that |all )*(?:(?:operative|preambular|new|last|first|second|third|final|entire|whole|existing|following) )*"
    r"(?:para|paragraph|article|heading|title|section|sentence|subparagraph|sub-paragraph|clause|(?:op|pp)s?\s?\d|op\b|pp\b|it$|them$|chapeau|footnote|annex|preamble|text$)"
    r"|^(?:под)?пункт|^абзац|^заголов|^предложени|^оп\b|^пп\b|^\d{1,2}$", re.I)  # fmt: skip
_LEAD = re.compile(rf"^(?:in |в )?(?P<place>{_PLACE})\s*[,:：–—-]?\s+", re.I)
_TRAIL = re.compile(rf"\s+(?:in|from|of|в|из)\s+(?P<place>{_PLACE})\W*$", re.I)
_HEADING = re.compile(
    rf"(?:the )?(?:sub-?)?(?:heading|subtitle|заголов[а-я]+|подзаголов[а-я]+|見出し)\s?(?P<name>{_Q})", re.I
)
_BESIDE_HEADING = re.compile(
    rf"\b(?P<how>under|below|beneath|after|following|before|above)\s+the\s+(?:sub-?)?heading\s+{_Q}", re.I
)
_BESIDE_WORDS = re.compile(
    rf"\b(?P<how>after|following|before|после|перед)\s+(?:the words?\s+|слов[а-я]*\s+)?(?P<place>{_Q})", re.I
)
_ADDS = re.compile(r"\b(?:insert|add|append|вставить|добавить|дополнить|включить)\b|追加|加え|挿入", re.I)
_DELETES = re.compile(r"\b(?:delete|strike|remove|omit|suppress|исключить|удалить|снять)\b|削除", re.I)
_CHANGES = re.compile(
    r"\b(?:change|replace|rename|amend|revise|modify|substitute|retitle|заменить|изменить|переименовать)\b|修正|変更|改め",
    re.I,
)
_ITU = re.compile(r"^(?P<sign>MOD|ADD|SUP|NOC|\(MOD\))(?:\s*\|?\s*(?P<symbol>\S*\d\S*(?:/\S+)*))?\s*\|?\s*(?P<rest>.*)$")
_PROVISION = re.compile(r"(?P<n>\d{1,3}(?:\s?(?:bis|ter|quater|[A-Z]))?)\.?\s+(?=\S)")
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
            self._provision(at, sign["sign"].strip("()"), words_of, printed)
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
            place = next((n for n, each in enumerate(self._clauses) if _same(each.words, unnumbered(old))), None)
        if place is None:
            self._refuse(at, printed, "it does not say which paragraph it is about, or the text has no such paragraph")
        elif not new.strip():
            self._refuse(at, printed, "the new words are missing")
        elif (_EP_NEW.search(named) or _DELETED.match(old)) and not _DELETED.match(new):
            self._propose(at, printed, place, Operation.NEW_CLAUSE, re.sub(r"^\d{1,3}\s?[a-z]\.\s+", "", unnumbered(new)))
        elif _DELETED.match(new):
            self._propose(at, printed, place, Operation.DELETE_CLAUSE, "")
        elif old and not _same(self._clauses[place].words, unnumbered(old)):
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
        place = self._place(cells[0]) if _NUMBER_ALONE.match(cells[0]) or _PLACE_ALONE.match(cells[0]) else None
        if _BEGINS.match(cells[1]) and place is not None:
            self._ask(at, line, self._joined(cells[0], cells[1]))
        elif len(cells) > 2 and place is None and _same_any(self._clauses, cells[0]) is not None:
            self._compared(at, "", cells[0], cells[1], line)
        elif len(cells) > 2:
            self._compared(at, cells[0], cells[1], cells[2], line)
        elif place is not None and cells[1] and not _same(cells[1], self._clauses[place].words):
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
        if not _PLACE_ALONE.match(place) or len(said) > _LONGEST or not _BEGINS.match(said):
            return 0
        if self._place(place) is None or _TRAIL.search(said):
            return 0
        self._ask(at, f"{place} {said}", self._joined(place, said))
        return at + 2

    def _one(self, at: int) -> int:
        line = self._given[at]
        if len(line) <= _LONGEST and asks_nothing(line):
            self._refuse(at, line, "no change is asked")
            return at + 1
        if self._whole(at, line):
            return at + 1
        said = line if len(line) > _LONGEST else self._reworded(line.strip())
        if not (len(line) <= _LONGEST and self._heading(at, said)):
            self._ask(at, line, said)
        return at + 1

    def _whole(self, at: int, line: str) -> bool:
        """A place and, without a word of what to do, nearly its words: they are to stand in the place of those there."""
        placed = _PLACED.match(line.strip())
        if not placed or len(line) > _LONGEST or _BEGINS.match(placed["said"]) or _QUOTED.search(line):
            return False
        place = self._place(placed["place"])
        named = _NAMED_LAST.search(placed["said"])
        parties = party_names.outside(named["who"]) if named else ()
        words = placed["said"][: named.start()].strip() if named and parties else placed["said"].strip()
        if place is None or fuzz.ratio(words, self._clauses[place].words) < _NEARLY:
            return False
        if _same(words, self._clauses[place].words):
            self._refuse(at, line, "no change is asked")
        else:
            self._propose(at, line, place, Operation.ALTERNATIVE, words, parties=parties)
        return True

    def _reworded(self, line: str) -> str:
        number = re.match(r"^\(?\d{1,3}[.)]\s+(?=[A-ZА-ЯЁ])", line)
        lead, said = (line[: number.end()], line[number.end() :]) if number else ("", line)
        said = plainer(_without_who(_without_name_behind(said)))
        for noise, put in _RU_NOISE:
            said = noise.sub(put, said)
        said = _BARE_LETTER.sub(r"\1 (\2)\3", said)
        said = _RU_PART.sub(lambda part: f"пункт {part[2]} {_RU_PARTS[part[1].upper()]}", said)
        said = _RU_LETTER.sub(lambda sub: f" ({_RU_LETTERS.get(sub[1].casefold(), sub[1])})", said)
        said = _BRACKETED.sub(_opened, said, count=1)
        said = _BARE_SUB.sub(r"\g<how> paragraph \g<place>", said)
        for form, verb in _FORMS_OF_VERBS:
            said = form.sub(verb, said, count=1)
        said = _RU_SUB.sub(
            lambda sub: f"{sub['head']} ({_RU_LETTERS.get(sub['letter'].casefold(), sub['letter'].casefold())})", said
        )
        placed = _PLACED.match(said)
        if placed and (of_party := _without_who(placed["said"])) != placed["said"]:
            said = f"{placed['place']}: {of_party}"
            placed = _PLACED.match(said)
        if placed and (instead := _INSTEAD.fullmatch(placed["said"].rstrip(" .;"))):
            said = f"In {_english(placed['place'])}, replace {instead['old']} with {instead['new']}"
        elif placed and _BEGINS.match(placed["said"]):
            place = placed["place"]
            is_bare = bool(_NUMBER_ALONE.match(place))
            if (is_bare and (not number or "(" in place)) or _GONE.match(placed["said"]) or _REREAD.match(placed["said"]):
                said = self._joined(place, placed["said"])
            elif lieu := _IN_LIEU.match(placed["said"]):
                said = f"In {_english(place)}, replace {lieu['old']} with {lieu['new']}"
            elif changed := _CHANGED.match(placed["said"]):
                said = f"In {_called(place)}, replace {changed['old']} with {changed['new']}"
        if (lead_in := _LEAD.match(said)) and (lieu := _IN_LIEU.match(said[lead_in.end() :])) and not lieu["where"]:
            said = f"In {_english(lead_in['place'])}, replace {lieu['old']} with {lieu['new']}"
        if lieu := _LIEU_OF_PLACE.match(said):
            said = f"Replace {_english(lieu['place'])} with the following: {lieu['words']}"
        if lieu := _IN_LIEU.match(said):
            where = (lieu["where"] or "").strip()
            said = f"{where[0].upper() + where[1:] + ', ' if where else ''}replace {lieu['old']} with {lieu['new']}"
        said = _INSTEAD.sub(lambda one: f"replace {one['old']} with {one['new']}", said)
        if moved := _MOVE.match(said):
            how = "after" if moved["how"].casefold() in ("to follow", "after", "behind") else "before"
            said = f"Move {_called(moved['one'])} {how} {_called(moved['other'])}."
        if added := _ADD_CLAUSE.match(said):
            family = f"{added['family']} " if added["family"] else ""
            said = f"{added['where'][0].upper()}{added['where'][1:]}, insert a new {family}paragraph: {added['words']}"
        said = self._sentence(said)
        if not _QUOTED.search(said):
            said = _quoted(said)
        return said if said == line else lead + said

    def _sentence(self, said: str) -> str:
        """A sentence that a clause does not have yet goes behind the last one that it has, or behind the one before it."""
        lead = _LEAD.match(said)
        rest = said[lead.end() :] if lead else said
        sentence = _SENTENCE.match(rest)
        place = (sentence["place"] if sentence else None) or (lead["place"] if lead else "")
        at = self._place(place) if place else None
        if sentence is None or at is None:
            return said
        count = len([part for part in re.split(r"(?<=[.!?。])\s+(?=\S)|(?<=。)", self._clauses[at].words) if part.strip()])
        behind = _ORDINALS.get((sentence["nth"] or "").casefold(), count)
        if behind > count:
            return said
        place = re.sub(r"^(?:in|at) ", "", place, flags=re.I)
        if (sentence["nth"] or "").casefold() == "first":
            return f"At the beginning of {_called(place)}, insert {sentence['words']}"
        if behind == count:
            return f"At the end of {_called(place)}, insert {sentence['words']}"
        return f"In {_called(place)}, after the {_NTHS[behind - 1]} sentence, insert {sentence['words']}"

    def _heading(self, at: int, said: str) -> bool:
        """A heading that is called by its name: it is the heading with these words, or none."""
        heading = _HEADING.search(said)
        if heading is None or not (_DELETES.search(said) or _CHANGES.search(said) or _ADDS.search(said)):
            return False
        name = heading["name"][1:-1].strip()
        place = next(
            (n for n, each in enumerate(self._clauses) if each.kind == "heading" and _same(each.words, name)), None
        )
        printed = self._given[at]
        rest = said[: heading.start()] + said[heading.end() :]
        if place is None:
            self._refuse(at, printed, f"the text has no heading “{name}”")
        elif beside := _BESIDE_HEADING.search(said):
            words = [each[1:-1].strip() for each in re.findall(_Q, said[beside.end() :])]
            kind = Operation.NEW_CLAUSE_BEFORE if beside["how"].casefold() in ("before", "above") else Operation.NEW_CLAUSE
            if _ADDS.search(said) and len(words) == 1 and not re.search(_PLACE, rest, re.I):
                self._propose(at, printed, place, kind, unnumbered(words[0]))
            else:
                self._refuse(at, printed, "the instruction does not say what is to stand beside the heading")
        elif re.search(_PLACE, rest, re.I):
            self._refuse(at, printed, "it names a heading and a paragraph: write each on a line of its own")
        else:
            self._of_heading(at, place, said, [each[1:-1].strip() for each in re.findall(_Q, rest)])
        return True

    def _of_heading(self, at: int, place: int, said: str, quoted: Sequence[str]) -> None:
        """What is asked of the words of a heading: all of them, or those that are quoted beside its name."""
        printed, words = self._given[at], self._clauses[place].words
        start = words.find(quoted[0]) if quoted and quoted[0] else -1
        if _CHANGES.search(said) and len(quoted) == 1:
            self._propose(at, printed, place, Operation.REPLACE, quoted[0], end=len(words))
        elif _CHANGES.search(said) and len(quoted) == 2 and start >= 0:
            self._propose(at, printed, place, Operation.REPLACE, quoted[1], start=start, end=start + len(quoted[0]))
        elif _DELETES.search(said) and not quoted:
            self._propose(at, printed, place, Operation.DELETE_CLAUSE, "")
        elif _DELETES.search(said) and len(quoted) == 1 and start >= 0:
            self._propose(at, printed, place, Operation.DELETE, "", start=start, end=start + len(quoted[0]))
        elif _ADDS.search(said) and len(quoted) == 1 and not _BESIDE_WORDS.search(said):
            self._propose(at, printed, place, Operation.INSERT, f" {quoted[0]}", start=len(words), end=len(words))
        elif _ADDS.search(said) and len(quoted) == 2 and (beside := _BESIDE_WORDS.search(said)):
            other, new = quoted if beside["place"][1:-1].strip() == quoted[0] else quoted[::-1]
            stands = words.find(other)
            if stands < 0:
                self._refuse(at, printed, f"the heading does not have “{other}”")
                return
            is_after = beside["how"].casefold() in ("after", "following", "после")
            put = stands + len(other) if is_after else stands
            self._propose(at, printed, place, Operation.INSERT, f" {new}" if is_after else f"{new} ", start=put, end=put)
        else:
            self._refuse(at, printed, "the instruction does not say what the heading is to become")

    def _joined(self, place: str, said: str) -> str:
        """One instruction of a place and what is to be done there."""
        called = _called(place.strip().rstrip(":："))
        if re.match(r"^第|^前文", called):
            said = _NOUN_JA.sub("する。", said)
            return f"{called}を削除する。" if _GONE.match(said) else f"{called}の{said}"
        is_russian = bool(re.search(r"[а-яё]", called, re.I))
        if _GONE.match(said):
            return f"Исключить {called[0].lower()}{called[1:]}." if is_russian else f"Delete {called}."
        if (reread := _REREAD.match(said)) and not is_russian:
            words = reread["words"].strip()
            return f"Replace {called} with the following: {words}".rstrip()
        if not _QUOTED.search(said):
            said = _quoted(said)
        if is_russian:
            return f"{called[0].upper()}{called[1:]}: {said[0].lower()}{said[1:]}"
        return f"In {called}, {said[0].lower()}{said[1:]}"

    def _place(self, said: str) -> int | None:
        """The clause that a place names."""
        is_preambular = bool(re.search(r"\bPP|preamb|recital|преамбул|\bПП|前文", said, re.I))
        figure = re.search(r"\d{1,3}", said.translate(_FIGURES))
        letter = re.search(r"[(«]([a-zа-я])[)»]", said, re.I)
        number = f"PP{figure[0]}" if is_preambular and figure else figure[0] if figure else ""
        at = next((n for n, each in enumerate(self._clauses) if number and each.number == number), None)
        if letter is None or at is None:
            return at
        sub = _RU_LETTERS.get(letter[1].casefold(), letter[1].casefold())
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


def _called(place: str) -> str:
    """A place by a number alone is a paragraph."""
    place = re.sub(r"^(?:in|at|во?)\s+", "", place.strip(), flags=re.I)
    return (
        f"paragraph {place}"
        if _NUMBER_ALONE.match(place)
        else place[0].lower() + place[1:]
        if place[:1].isupper() and place[1:2].islower()
        else place
    )


def _without_who(said: str) -> str:
    """An instruction without who asks for it: the file speaks for the delegation that sent it."""
    said = _MOVES.sub("", said)
    if (japanese := _WHO_JA.match(said)) and party_names.parties(japanese["who"]):
        rest = japanese["said"]
        return f"{rest}する。" if re.search(r"(?:削除|追加|挿入|修正|変更)$", rest) else f"{rest}。"
    who = _WHO.match(said)
    if who and (
        party_names.headed(who["who"])
        or re.match(r"^(?:we|my delegation|our delegation|this delegation)$", who["who"], re.I)
    ):
        return who["said"]
    return said


def _without_name_behind(said: str) -> str:
    """An instruction without the party in round brackets before it or behind."""
    first = _NAMED_FIRST.match(said)
    said = said[first.end() :] if first and party_names.outside(first["who"]) else said
    named = _NAMED_LAST.search(said)
    return said[: named.start()] if named and named.start() and party_names.outside(named["who"]) else said


def _quoted(said: str) -> str:
    """An instruction without quotation marks, with them where its form tells which words are meant."""
    text = said.strip().rstrip(".;。 ")
    number = re.match(r"^\(?\d{1,3}[.)]\s+(?=[A-ZА-ЯЁa-zа-яё])", text)
    text = text[number.end() :] if number else text
    lead, trail = _LEAD.match(text), _TRAIL.search(text)
    place = lead["place"] if lead else trail["place"] if trail else ""
    body = text[lead.end() :] if lead else text[: trail.start()] if trail else text
    for form, put in _UNQUOTED:
        asked = form.match(body)
        if asked is None:
            continue
        parts = {name: words.strip() for name, words in asked.groupdict().items()}
        if any(_IS_TARGET.match(parts[name]) or ":" in parts[name] for name in ("a", "b") if name in parts):
            return said
        done = put.format(**{name: words if name == "how" else f"“{words}”" for name, words in parts.items()})
        where = f"In {_english(place)}, " if place else ""
        return f"{where}{done}"
    return said


def _english(place: str) -> str:
    """A place in the words of the grammar, where the instruction around it was put into English."""
    place = re.sub(r"^(?:in|at|во?)\s+", "", place, flags=re.I)
    russian = re.search(r"[а-яё]", place, re.I)
    if not russian:
        return _called(place)
    number = re.search(_NUMBER, place, re.I)
    letter = re.search(r"[(«]?([a-zа-я])[)»]", place, re.I)
    family = "preambular " if re.search(r"преамбул|ПП", place, re.I) else ""
    sub = f" ({_RU_LETTERS.get(letter[1].casefold(), letter[1])})" if letter and number and "(" not in number[0] else ""
    return f"{family}paragraph {number[0] if number else ''}{sub}"


def _opened(asked: re.Match[str]) -> str:
    """What is to stand in brackets is open: the one who asks it does not agree to the words."""
    russian = asked["what3"] or asked["what4"]
    return f"исключить {russian}" if russian else f"delete {asked['what'] or asked['what2']}"


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _same_any(clauses: Sequence[BaseClause], words: str) -> int | None:
    bare = _bare(unnumbered(words))
    return next((at for at, each in enumerate(clauses) if bare and _bare(each.words) == bare), None)


def _bare(words: str) -> str:
    return re.sub(r"[\s.,;:。、]+", " ", words).strip().casefold()
