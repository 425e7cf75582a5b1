"""A line of a paper put into the words that the grammar reads: never guessed, for the grammar refuses what does not fit."""

import re
from collections.abc import Callable, Sequence

from nemawashi.kit.brackets import party_names
from nemawashi.kit.brackets.amendments.passing import in_passing
from nemawashi.kit.brackets.amendments.places_named import (
    BEGINS,
    NAMED_LAST,
    NUMBER,
    NUMBER_ALONE,
    PLACE,
    PLACED,
    QUOTE,
    QUOTED,
    RU_LETTERS,
    TRAIL,
    VERBS,
)
from nemawashi.kit.brackets.amendments.plainer import plainer
from nemawashi.kit.clauses.proposals import BaseClause

_NOUN_JA = re.compile(r"(?<=修正|変更|追加|挿入|削除)。?$")
_NAMED_FIRST = re.compile(r"^\s*[(（](?P<who>[^()（）]{2,60})[)）]\s*[:–—-]?\s*(?=\S)")
GONE = re.compile(
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
_PREFERS = re.compile(
    rf"\b(?:would )?prefers? (?:the words? )?(?P<new>{QUOTE}) (?:to|over|instead of|rather than|in place of) (?:the words? )?(?P<old>{QUOTE})",
    re.I,
)
_ITEM_SIGNS = re.compile(rf"(?:^|(?<=[;,.]\s))\(?(?:[ivx]{{1,4}}|[a-h]|\d)\)\s+(?={VERBS}\b)", re.I)
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
    rf"(?:(?:use|insert|read|put|say|have|читать|использовать)\s+)?(?P<new>{QUOTE})\s+(?:instead of|in lieu of|in place of|rather than|вместо)\s+(?:the words? )?(?P<old>{QUOTE})",
    re.I,
)
_CHANGED = re.compile(
    rf"^(?:change|amend|revise|modify) (?:the words? )?(?P<old>{QUOTE}) (?:to(?: read)?|into) (?P<new>{QUOTE})\W*$", re.I
)
_IN_LIEU = re.compile(
    rf"^(?:in lieu of|instead of|in place of|вместо)\s+(?:the words? )?(?P<old>{QUOTE})(?P<where>\s+(?:in|of|в)\s+{PLACE})?,?\s+(?:insert|use|read|put|say|have|читать|вставить|записать|указать|включить|поставить)\s+(?P<new>{QUOTE})",
    re.I,
)
_LIEU_OF_PLACE = re.compile(
    rf"^(?:in lieu of|instead of|in place of|вместо)\s+(?P<place>{PLACE})\s*,?\s*(?:(?:insert|use|read|put|have|substitute|вставить|записать|включить)\b)?(?: the following(?: text)?)?\s*[:：]?\s*(?P<words>{QUOTE})\W*$",
    re.I | re.S,
)
_MOVE = re.compile(
    rf"^move (?P<one>(?:{PLACE}|{NUMBER})) (?P<how>to follow|to precede|after|before|behind) (?P<other>(?:{PLACE}|{NUMBER}))\W*$",
    re.I,
)
_ADD_CLAUSE = re.compile(
    r"^(?:add|insert) (?:the following|an?|a new)(?: new)?(?: (?P<family>operative|preambular))? (?:clause|paragraph)s?,? (?P<where>(?:after|before|between) [^:“\"]{3,60}?),?"
    r"(?: (?:that|which) (?:would )?reads?(?: as follows)?| reading)?\s*[:：]\s*(?P<words>.+)$", re.I | re.S)  # fmt: skip
_SENTENCE = re.compile(
    rf"^(?:insert|add) (?:as )?(?:a |the |the following )?(?:new )?(?P<nth>first|second|third|fourth|final|last|new)? ?sentence(?: (?:to|in|at the end of) (?P<place>{PLACE}))?(?:,?\s+(?:to read|reading|(?:that|which) (?:would )?reads?|worded)(?: as follows)?|,?\s+as follows)?\s*[:：,]?\s*(?P<words>{QUOTE})\W*$",
    re.I,
)
_ORDINALS = {"second": 1, "third": 2, "fourth": 3}
_NTHS = ("first", "second", "third", "fourth")
_RU_SUB = re.compile(r"(?P<head>\bподпункт[а-я]*)\s[«\"“(]?(?P<letter>[a-zа-я])[»\"”)]{1,2}(?=\s)", re.I)
_BARE_LETTER = re.compile(r"^(\d{1,2})\s?([a-z])\)(\s*[:：–—-])", re.I)
_RU_PART = re.compile(r"\b(ПП|ОП)\.?\s?(\d{1,3})\b")
_RU_PARTS = {"ПП": "преамбулы", "ОП": "постановляющей части"}
_RU_LETTER = re.compile(r"(?<=\d)\s?\(([а-н])\)", re.I)
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
_LEAD = re.compile(rf"^(?:in |в )?(?P<place>{PLACE})\s*[,:：–—-]?\s+", re.I)


def _called(place: str) -> str:
    """A place by a number alone is a paragraph."""
    place = re.sub(r"^(?:in|at|во?)\s+", "", place.strip(), flags=re.I)
    return (
        f"paragraph {place}"
        if NUMBER_ALONE.match(place)
        else place[0].lower() + place[1:]
        if place[:1].isupper() and place[1:2].islower()
        else place
    )


def _without_who(said: str) -> str:
    """An instruction without who asks for it: the file speaks for the delegation that sent it."""
    said = _PREFERS.sub(lambda one: f"requests to replace {one['old']} with {one['new']}", _MOVES.sub("", said))
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
    named = NAMED_LAST.search(said)
    return said[: named.start()] if named and named.start() and party_names.outside(named["who"]) else said


def _quoted(said: str) -> str:
    """An instruction without quotation marks, with them where its form tells which words are meant."""
    text = said.strip().rstrip(".;。 ")
    number = re.match(r"^\(?\d{1,3}[.)]\s+(?=[A-ZА-ЯЁa-zа-яё])", text)
    text = text[number.end() :] if number else text
    lead, trail = _LEAD.match(text), TRAIL.search(text)
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
    number = re.search(NUMBER, place, re.I)
    letter = re.search(r"[(«]?([a-zа-я])[)»]", place, re.I)
    family = "preambular " if re.search(r"преамбул|ПП", place, re.I) else ""
    sub = f" ({RU_LETTERS.get(letter[1].casefold(), letter[1])})" if letter and number and "(" not in number[0] else ""
    return f"{family}paragraph {number[0] if number else ''}{sub}"


def _opened(asked: re.Match[str]) -> str:
    """What is to stand in brackets is open: the one who asks it does not agree to the words."""
    russian = asked["what3"] or asked["what4"]
    return f"исключить {russian}" if russian else f"delete {asked['what'] or asked['what2']}"


class Retelling:
    """``place``: the clause that words name."""

    def __init__(self, clauses: Sequence[BaseClause], place: Callable[[str], int | None]) -> None:
        self._clauses, self._place = clauses, place

    def reworded(self, line: str) -> str:
        number = re.match(r"^\(?\d{1,3}[.)]\s+(?=[A-ZА-ЯЁ])", line)
        lead, said = (line[: number.end()], line[number.end() :]) if number else ("", line)
        said = plainer(_without_who(_without_name_behind(said)))
        for noise, put in _RU_NOISE:
            said = noise.sub(put, said)
        said = _BARE_LETTER.sub(r"\1 (\2)\3", said)
        said = _RU_PART.sub(lambda part: f"пункт {part[2]} {_RU_PARTS[part[1].upper()]}", said)
        said = _RU_LETTER.sub(lambda sub: f" ({RU_LETTERS.get(sub[1].casefold(), sub[1])})", said)
        said = in_passing(said, self._clauses, self._place)
        said = _BRACKETED.sub(_opened, said, count=1)
        said = _BARE_SUB.sub(r"\g<how> paragraph \g<place>", said)
        for form, verb in _FORMS_OF_VERBS:
            said = form.sub(verb, said, count=1)
        said = _RU_SUB.sub(
            lambda sub: f"{sub['head']} ({RU_LETTERS.get(sub['letter'].casefold(), sub['letter'].casefold())})", said
        )
        placed = PLACED.match(said)
        if placed and (of_party := _without_who(placed["said"])) != placed["said"]:
            said = f"{placed['place']}: {of_party}"
            placed = PLACED.match(said)
        if placed and (listed := _ITEM_SIGNS.sub("", placed["said"])) != placed["said"]:
            said = f"{placed['place']}: {listed}"
            placed = PLACED.match(said)
        if placed and (instead := _INSTEAD.fullmatch(placed["said"].rstrip(" .;"))):
            said = f"In {_english(placed['place'])}, replace {instead['old']} with {instead['new']}"
        elif placed and BEGINS.match(placed["said"]):
            place = placed["place"]
            is_bare = bool(NUMBER_ALONE.match(place))
            if (is_bare and (not number or "(" in place)) or GONE.match(placed["said"]) or _REREAD.match(placed["said"]):
                said = self.joined(place, placed["said"])
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
        if not QUOTED.search(said):
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
        place = re.sub(r"^(?:in|at) ", "", place, flags=re.I)
        if (sentence["nth"] or "").casefold() == "first":
            return f"At the beginning of {_called(place)}, insert {sentence['words']}"
        if behind == count:
            return f"At the end of {_called(place)}, insert {sentence['words']}"
        return f"In {_called(place)}, after the {_NTHS[min(behind, len(_NTHS)) - 1]} sentence, insert {sentence['words']}"

    def joined(self, place: str, said: str) -> str:
        """One instruction of a place and what is to be done there."""
        called = _called(place.strip().rstrip(":："))
        if re.match(r"^第|^前文", called):
            said = _NOUN_JA.sub("する。", said)
            return f"{called}を削除する。" if GONE.match(said) else f"{called}の{said}"
        is_russian = bool(re.search(r"[а-яё]", called, re.I))
        if GONE.match(said):
            return f"Исключить {called[0].lower()}{called[1:]}." if is_russian else f"Delete {called}."
        if (reread := _REREAD.match(said)) and not is_russian:
            words = reread["words"].strip()
            return f"Replace {called} with the following: {words}".rstrip()
        if not QUOTED.search(said):
            said = _quoted(said)
        if is_russian:
            return f"{called[0].upper()}{called[1:]}: {said[0].lower()}{said[1:]}"
        return f"In {called}, {said[0].lower()}{said[1:]}"
