"""What is typed at the head of a bracket: who asks for the words, who supports and opposes them, what is to be done.

``[JPN, KAZ: …]``, ``[US/SG propose; CL/MY oppose: …]``, ``[KAZ delete: …]``, ``[Chair: …]``, ``[placeholder: …]``,
``[… – JPN]``, in English, Russian and Japanese.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from nemawashi.kit.brackets.party_names import codes, headed, is_known, outside, parties, spells_out
from nemawashi.kit.brackets.verbs import KEEPS, KINDS, OPPOSE, SUPPORT, VERBS
from nemawashi.kit.clauses.operations import Operation

_HEAD = re.compile(r"\s*(?P<head>[^\[\]［］【】:：\n]{1,160})[:：]")
_FRONT = re.compile(
    r"\s*(?:[(\[](?P<inner>[^\[\]:：\n()]{1,80})[:：]?[)\]]\s*|(?P<head>[^\[\]:：\n–—]{1,80}?)\s*(?:[–—―－]|\s-\s)\s*)(?=\S)"
)
_STANCES = re.compile(r"\s*[（(](?P<inner>[^\[\]\n()（）]{2,120})[)）]\s*$")
_AD_REF = re.compile(
    r"^\s*(?:(?:agreed )?ad[ .]?ref(?:erendum|\.)?|ад[ -]?реф(?:ерендум)?\.?|請訓中)\s*[:,–—(（-]?\s*(?:by |from )?(?P<after>[^\[\]:：()（）]{0,80}?)\s*[)）]?\s*\.?\s*$"
    r"|^\s*(?P<before>[^\[\]]{2,80}?)(?:\s*[:：,–—/-]\s*|\s+)(?:is |remains )?ad[ .]?ref(?:erendum|\.)?\s*\.?\s*$",
    re.I,
)
_NOTE = re.compile(
    r"\s*(?:still |currently )?(?:(?:the )?(?:proposals?|decisions?|text|drafting|instructions?|consultations?|discussions?|confirmation|clearance|capital) (?:is |are |still )?(?:pending|awaited|ongoing|outstanding|to follow)\W*$"
    r"|to be (?:further )?(?:discussed|decided|revisited|reviewed|confirmed|agreed|considered|finali[sz]ed|aligned|streamlined|merged|checked"
    r"|negotiated|developed|drafted|moved|deleted|updated)\b|pending\b|subject to (?:legal|further|editorial|confirmation|the outcome)\b|placement\b"
    r"|(?:language|text|wording|formulation|paragraph|title|reference) (?:to be|from|based on|under|pending|taken)\b|based on [A-Z]|(?:linked|related|identical|corresponds?) (?:to|with) (?:OP|PP|para|clause|the )|(?:see|cf\.?) "
    r"|under (?:consideration|discussion|review|negotiation)\b|for (?:further )?(?:discussion|consideration|legal review)\b|legal scrub|parked\b"
    r"|brackets? (?:pending|by|at|to be)|bracketed (?:pending|by|at)|no (?:consensus|agreement)\b|await(?:ing|s) (?:further )?(?:instructions|the outcome|confirmation|approval|feedback)|agreed language\b"
    r"|(?:former|formerly|ex)[ -](?:para|op|pp)\b|duplicat\w+ (?:of|with)\b|covered (?:by|in)\b"
    r"|(?:подлежит|требует|будет|предстоит) (?:дальнейш|обсужд|уточн|согласов|доработ|рассмотр)\w*|на рассмотрении|в ожидании|см\. |ср\. |место уточняется"
    r"|要検討|要協議|協議中|検討中|保留中|追って(?:協議|検討|確認)|確認中)",
    re.I,
)
_PROMISED = re.compile(
    r"^\s*(?P<names>[^\[\]:：]{2,60}?) (?:(?:to|will|would|needs? to|has to) (?:consult|check|revert|provide|propose|seek|confirm|come back|reflect|suggest)"
    r"|awaits? |is awaiting |is (?:considering|consulting)|ожидает |уточнит |запросит |ждёт |ждет )",
    re.I,
)
_VERB_FIRST = re.compile(
    r"^(?P<verb>(?:to be )?(?:deleted|retained|kept|maintained)|delete|deletion|del\.?|sup|strike|remove|add|insert|retain|keep|maintain|reserve|oppose[ds]?|supports?|supported"
    r"|исключить|исключает|снять|удалить|сохранить|оставить|против|поддерживают|削除|維持|存置|反対|支持)"
    r"(?:\s*[,–—-]\s*|\s+(?:by |from |за )?)(?P<names>[^;；]{2,80})$",
    re.I,
)
_UNDONE = re.compile(
    r"^(?:to be )?(?:deleted|deletion proposed|deletion|struck(?: out)?|removed) by\s+(?P<names>.{2,80})$", re.I
)
_MOST_STANCES = 8  # behind the words of one bracket
_LONGEST_NAME = 5  # words of a list of names before a remark
_NEAR = 200  # signs at the end of a bracket among which its tail begins: more than a tail and the blanks about it have
_TAIL = re.compile(
    r"\s*(?:[–—―－]|--+|\s-\s|//|(?P<slash>\s/\s))\s*(?P<head>[^\[\]:：\n–—]{1,80})\s*$|\s*\((?P<inner>[^\[\]:：\n()]{1,80})\)\s*$"
)


_CODES_LAST = re.compile(r"(?<=[^\s,])\s*[,，]\s*(?P<codes>[A-Z]{3}(?:\s*[,/&]\s*[A-Z]{3}){0,9})\s*$")
_CODE_LAST = re.compile(r"(?<=[\w%.)])\s+(?P<codes>[A-Z]{3}(?:\s*[,/&]\s*[A-Z]{3}){0,9})\s*$")
_GOES_ON = re.compile(  # behind these a code is a word of the sentence
    r"(?:^|\s)(?:in|of|to|from|with|and|or|by|for|at|the|on|than|between|within|via|into|an?|в|из|и|с|на|для|от|к)$", re.I
)
_ANY_VERB = "|".join(sorted((re.escape(verb) for verb in VERBS), key=len, reverse=True))
_OBJECT = r"(?:\s+(?:(?:the|this|whole|entire|весь|этот)\s+)*(?:(?:sub-?)?para(?:graph)?|clause|heading|title|(?:под)?пункт|абзац|заголовок)\.?)?"
_VERB = re.compile(rf"\s*(?P<verb>{_ANY_VERB}){_OBJECT}\s*$", re.I)
_WHOLE = r"(?:(?:(?:весь|этот|данный|the|this|whole)\s+)*(?:para(?:graph)?|clause|пункт|абзац|本項を?)\s*)?"
_ORDERED = re.compile(rf"\s*{_WHOLE}(?P<verb>{_ANY_VERB}){_OBJECT}\s*(?:[:：]\s*|(?<=\s)[–—-]\s+|(?=[“\"«])|[.\s]*$)", re.I)
_REMARK = re.compile(  # what a party says of the words, behind its name
    r"\s*(?:we (?:need|cannot|can ?not|could|would prefer|have (?:no|concerns?|reservations?|doubts|difficult\w+)|still|prefer|object|do not (?:agree|accept|support|see)"
    r"|are (?:flexible|consulting|checking|waiting|not (?:in a position|ready|able)))\b|(?:this|the) (?:para(?:graph)?|text|wording|language|clause|formulation|phrase) (?:is|needs|requires|should|would|must)\b"
    r"|(?:is )?(?:not acceptable|unacceptable|redundant)\W*$|cannot (?:accept|agree|support)\b|needs? (?:more time|further|to be)\b|(?:prefers?|supports?) (?:the )?(?:first|second|third|original|former|latter)\b"
    r"|(?:could|can) (?:live|go along) with\b|(?:will|to) (?:revert|consult|check|come back)\b|why\b"
    r"|(?:это )?не\s?приемлем[оыа]?\b|не (?:можем|может|согласны|согласен|поддерживаем|готовы|возражаем)\b|(?:пункт|абзац|текст|формулировка) (?:требует|неприемлем|нуждается|подлежит)"
    r"|требует(?:ся)? (?:согласован|уточнен|доработ|времен|обсужден|проработ|дополнительн)|на согласовании|согласуется|ожидаем|уточняется|уточним|нужно (?:время|согласован|уточн)"
    r"|необходимо (?:согласовать|уточнить|дополнительн)|(?:поддерживаем|предпочитаем) (?:перв|втор|трет|исходн|вариант)|просим (?:разъяснить|пояснить|уточнить)|предпочитаем\b|почему\b"
    r"|(?:本省|本国|国内).{0,20}(?:確認|協議|照会|調整)|確認中|検討中|受け入れ(?:られない|困難|がたい)|同意できない|反対しない|第[一二三1-3]案を(?:支持|希望))",
    re.I,
)
_LABELLED = re.compile(
    r"\s*(?:alt(?:ernative)?\.?|option|вариант|альт(?:ернатива)?\.?|代案|案)\s?(?:\d{1,2}|[A-HА-Г])?\s*[:：]\s*(?=\S)", re.I
)
_PROPOSAL = re.compile(r"предл|вариант|редакци|формулировк|поправк|proposal|version|wording|text of|提案|修正|案", re.I)
_QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]+)[”\"»“]\s*[.;]?\s*")
CODES_FIRST = re.compile(
    r"\s*(?P<codes>[A-ZА-ЯЁ]{3}(?:\s*[,/&]\s*[A-ZА-ЯЁ]{3}){0,9})\s+(?:(?:alt\.?|alternative|альт\.?)\s+)?(?=[^\s,/&–—-])"
)
_TURNED = re.compile(
    r"^\s*(?P<verb>delete|del|deletion|reserve|reservation|oppose|opposed|support|исключить|削除|留保)\s*[:：]\s*(?P<names>[^:：\[\]]{2,80})$",
    re.I,
)
_RESERVES = re.compile(
    r"\s*(?:enters? a |general |scrutiny )*reserv(?:es?|ations?)\b(?: (?:its|their|his|the) positions?)?(?:\s+(?:on|pending|until|regarding|as to|awaiting)\b.{0,80})?\W*$",
    re.I,
)
_RESERVED = re.compile(
    r"^(?:(?P<before>.{2,60}?)[:,]?\s+(?:(?:enters?|expresses?|has|have|makes?|lodges?|maintains?|places?)\s+(?:(?:an?|its|their)\s+)?)?(?:(?:general|scrutiny|parliamentary|study|substantive) )?(?:reserves?|reservations?)(?: (?:its|their|his|the) positions?)?(?: (?:on|to|regarding|pending|until|awaiting|subject to) .{1,80})?"
    r"|(?:(?:general|scrutiny|parliamentary|study|substantive) )?(?:reserve|reservation)s?(?: (?:by|from|of)|\s*[–—:-])?\s+(?P<after>.{2,60}))$",
    re.I,
)
_HOLDS_THE_PEN = re.compile(  # who says what is to be done with words, and asks for none
    r"(?:the )?(?:co-?)?(?:chairs?|facilitators?|secretariat|president|presidency|bureau)|(?:со)?председател[ьи]|секретариат|(?:共同)?議長|事務局",
    re.I,
)
_BACKED_LAST = re.compile(
    r"\s*[,;]?(?:\s*[–—-])?\s+(?:(?:as )?(?:proposed|suggested|requested|supported|tabled)|at the request) (?:by|of) (?P<names>[^,;:()\[\]][^;:()\[\]]{0,80})$",
    re.I,
)
_LISTING = re.compile(
    r"\b(?:follow\w*|namely|including|includes?|are|is|states|countries|parties|members|participants|host|venue|place|between|in)$|\b(?:следующ\w*|а именно|страны|государства|стороны)$|(?:国|とおり)$",
    re.I,
)
_TURNED_ROUND = re.compile(
    r"\s*(?:to be )?(?:deleted|removed|struck(?: out)?|(?P<stays>retained|kept|maintained))\s*[(（:,–—-]+\s*(?:by |from )?(?P<names>[^()（）:\[\]]{2,80}?)\s*[)）]?\s*$",
    re.I,
)
_BACKED = re.compile(r"^(?P<verb>supported|opposed) by (?P<names>.{2,80})$", re.I)
_STATUS = re.compile(
    r"^\s*(?:agreed(?: (?:ad ref(?:erendum)?\.?|in principle|as amended|text))?|moved (?:to|from) .{1,60}|to be moved (?:to|from) .{1,60}|согласовано(?: ad ref(?:erendum)?\.?)?|合意済み?)\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Head:
    """``kind`` is empty where the bracket does not say. ``length``: how many signs of the bracket's words the head takes."""

    kind: str = ""
    parties: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    length: int = 0
    tail: int = 0
    said: str = field(default="", compare=False)


def read(words: str) -> Head:
    """The head of a bracket from its words, or its tail; an empty head where nobody is named."""
    head = _read_whole(words)
    return Head() if head.tail and spells_out(words) else head


def _read_whole(words: str) -> Head:
    if _STATUS.match(words):
        return Head(Operation.COMMENT)
    aside = _note(words)
    if aside.kind:
        return aside
    if (listed := _listed_alone(words)) is not None:
        return listed
    front = _HEAD.match(words)
    if front:
        head = _read(front["head"])
        alone = VERBS.get(front["head"].strip().casefold(), "")
        if alone in (Operation.DELETE, SUPPORT) and words[front.end() :].strip() and not outside(words[front.end() :]):
            begins = front.end() + (words[front.end() : front.end() + 1] == " ")
            return Head(alone, length=begins, said=front["head"].strip())
        turned = _TURNED.match(words)
        if turned and not head.kind and (names := outside(turned["names"])):
            return _asked(VERBS[turned["verb"].casefold()], names, len(words), words)
        order = _ORDERED.match(words, front.end())
        if order and words[order.end() : order.end() + 1] in '“"«' and not _QUOTED.fullmatch(words, order.end()):
            order = None if words[order.end() :].strip() else order  # ``insert "b" after "a"``: an instruction
        if head.parties and order:
            asked = _asked(VERBS[order["verb"].casefold()], head.parties, order.end(), front["head"])
            quoted = _QUOTED.fullmatch(words, order.end())
            return replace(asked, length=quoted.start(1), tail=len(words) - quoted.end(1)) if quoted else asked
        if head.kind == Operation.INSERT and head.parties and _RESERVES.match(words, front.end()):
            return Head(Operation.RESERVE, head.parties, length=len(words), said=words.strip())
        if head.kind == Operation.INSERT and head.parties and _REMARK.match(words, front.end()):
            end = front.end() + (words[front.end() : front.end() + 1] == " ")
            return Head(Operation.COMMENT, head.parties, length=end, said=front["head"].strip())
        if (
            head.kind == Operation.INSERT
            and _HOLDS_THE_PEN.fullmatch(front["head"].strip())
            and _NOTE.match(words, front.end())
        ):
            end = front.end() + (words[front.end() : front.end() + 1] == " ")
            return Head(Operation.COMMENT, head.parties, length=end, said=front["head"].strip())
        if head.kind or head.parties:
            end = front.end() + (words[front.end() : front.end() + 1] == " ")
            return Head(head.kind, head.parties, head.supporters, head.opponents, end, 0, front["head"].strip())
    if labelled := _LABELLED.match(words):
        return Head(Operation.ALTERNATIVE, length=labelled.end(), said=labelled[0].strip())
    if front and _PROPOSAL.search(front["head"]) and (names := headed(front["head"])):
        end = front.end() + (words[front.end() : front.end() + 1] == " ")
        return Head(Operation.INSERT, names, length=end, said=front["head"].strip())
    bare = _alone(words)
    if bare.kind:
        return bare
    named = _FRONT.match(words)
    if named and named["inner"] and (said := stances(named["inner"])) and said.kind == Operation.INSERT:
        return replace(said, length=named.end(), said=named[0].strip())  # ``(KAZ and UZB propose:) at the latest``
    if named and (names := outside(named["inner"] or named["head"])):
        if order := _ORDERED.match(words, named.end()):
            return _asked(VERBS[order["verb"].casefold()], names, order.end(), named[0])
        return Head(Operation.INSERT, names, length=named.end(), said=named[0].strip())
    end = len(words.rstrip())
    if (ends := _STANCES.search(words, max(0, end - _NEAR), end)) and ends.start() > 0 and (said := stances(ends["inner"])):
        return replace(said, tail=len(words) - ends.start(), said=ends[0].strip())
    tail = _TAIL.search(words, max(0, end - _NEAR), end)
    said = _read(tail["head"]) if tail and tail["head"] and tail.start() > 0 else Head()
    beside = (*said.supporters, *said.opponents)
    if tail and said.kind == Operation.INSERT and beside and outside(", ".join((*said.parties, *beside))):
        return replace(said, tail=len(words) - tail.start(), said=tail[0].strip())
    if (behind_it := _stances_behind(words) or _behind(words, end)) is not None:
        return behind_it
    if tail and tail["head"] and tail.start() > 0:
        behind, before = _read(tail["head"]), words[: tail.start()].strip()
        order = _ORDERED.fullmatch(before)
        if behind.parties and order and behind.kind == Operation.INSERT:  # ``delete paragraph – Chile``
            return _asked(VERBS[order["verb"].casefold()], behind.parties, len(words), words)
        if behind.kind in (Operation.DELETE, OPPOSE, SUPPORT) and outside(
            " ".join([*behind.parties, *behind.opponents, *behind.supporters]).replace(" ", ",")
        ):
            return Head(
                behind.kind,
                behind.parties,
                behind.supporters,
                behind.opponents,
                tail=len(words) - tail.start(),
                said=tail[0].strip(),
            )
    if tail and tail.start() > 0:
        names = parties(tail["head"] or tail["inner"] or "")
        if names and ((tail["head"] and not tail["slash"]) or all(is_known(name) for name in names)):
            return Head(Operation.INSERT, names, tail=len(words) - tail.start(), said=tail[0].strip())
    if (last := _CODE_LAST.search(words, max(0, end - _NEAR), end)) and _is_said_of(words[: last.start()], last["codes"]):
        return Head(Operation.INSERT, parties(last["codes"]), tail=len(words) - last.start(), said=last[0].strip())
    last = _CODES_LAST.search(words, max(0, end - _NEAR), end)
    if last and not parties(words[: last.start()]) and (names := parties(last["codes"])) and set(names) <= codes():
        return Head(Operation.INSERT, names, tail=len(words) - last.start(), said=last[0].strip())
    if (first := CODES_FIRST.match(words)) and (names := outside(first["codes"])):  # ``[UZB 60]``
        return Head(Operation.INSERT, names, length=first.end(), said=first[0].strip())
    return Head()


def _is_said_of(before: str, names: str) -> bool:
    """Whether codes at the end of a bracket name who asks for the words before them: ``2031 CHL``, not ``trade with CHL``."""
    before = before.strip()
    is_listed = parties(before) or any(word in codes() for word in re.findall(r"[A-Z]{3}", before))
    return not is_listed and not before.isupper() and not _GOES_ON.search(before) and set(parties(names)) <= codes()


def _listed_alone(words: str) -> Head | None:
    """What several say of words in a bracket beside this one: ``KAZ, UZB: retain; KGZ: delete``, ``Delete: KGZ``."""
    if len(words) > _NEAR or not _LISTED.search(words):
        return None
    parts = [part for part in _parts(_plainly(words)) if not _OTHERS.match(part)]
    head = _of_parts(parts, has_verbs=True) if len(parts) <= _MOST_STANCES else Head()
    named = (*head.parties, *head.supporters, *head.opponents)
    if head.kind not in (Operation.DELETE, OPPOSE, SUPPORT) or not named or not all(is_known(name) for name in named):
        return None
    return replace(head, length=len(words), said=words.strip())


def _behind(words: str, end: int) -> Head | None:
    """Names behind words that a mark alone parts from them: ``welcome: Peru``, ``welcome, supported by Chile``."""
    if (backed := _BACKED_LAST.search(words, max(0, end - _NEAR), end)) and backed.start() > 0:
        names = outside(backed["names"])
        if names and not parties(words[: backed.start()]):
            return Head(Operation.INSERT, names, tail=len(words) - backed.start(), said=backed[0].strip())
    colon = max(words.rfind(sign, 0, end) for sign in ":：")
    before = words[:colon].strip() if colon > 0 else ""
    if not before or end - colon > _NEAR or words.count(":") + words.count("：") > 1 or _LISTING.search(before):
        return None
    if parties(before):
        return None
    tail = len(words) - len(before) - words.index(before)
    if names := outside(words[colon + 1 : end]):
        return Head(Operation.INSERT, names, tail=tail, said=words[colon:].strip())
    said = stances(re.sub(r"\s*[()（）]\s*", " ", words[colon + 1 : end]))
    return (
        replace(said, tail=tail, said=words[colon:].strip())
        if said and said.kind in (Operation.DELETE, OPPOSE, SUPPORT)
        else None
    )


def _stances_behind(words: str) -> Head | None:
    """Stances behind the words in the same bracket: ``on water; KAZ: delete; UZB: retain``."""
    base = max(0, len(words) - _NEAR)
    places = [
        mark.start() for mark in re.finditer(r"[;；]|[.。](?=\s[^.:：]{2,60}[:：])|。(?=[^:：]{2,30}[:：])", words[base:])
    ]
    for place in places[-_MOST_STANCES:]:
        said = stances(words[base + place + 1 :])
        if said and said.kind in (Operation.DELETE, OPPOSE, SUPPORT):
            is_sentence = words[base + place] in ".。"  # whose mark is its own
            begins = base + place + is_sentence
            return replace(said, tail=len(words) - begins, said=words[begins:].strip())
    return None


def _note(words: str) -> Head:
    """What is said beside the text without ``Note:``: an awaited instruction is a reserve, the rest a comment."""
    if len(words) > 300 or "[" in words:
        return Head()
    if waiting := _AD_REF.match(words):
        names = parties(waiting["after"] or waiting["before"] or "")
        if names or not (waiting["after"] or waiting["before"]):
            return Head(
                Operation.RESERVE if names else Operation.COMMENT, names, length=len(words) if names else 0, said=words
            )
    if (turned := _TURNED_ROUND.match(words)) and (names := outside(turned["names"])):
        return _asked(SUPPORT if turned["stays"] else Operation.DELETE, names, len(words), words)
    if _NOTE.match(words):
        return Head(Operation.COMMENT)
    if said := _remarked(words):
        return Head(Operation.COMMENT, said)
    if (promised := _PROMISED.match(words)) and (names := parties(promised["names"])):
        return Head(Operation.COMMENT, names)
    return Head()


def _remarked(words: str) -> tuple[str, ...]:
    """Who says something of the words, with nothing between the name and what is said: ``Chile needs more time``."""
    starts = [word.start() for word in re.finditer(r"(?<=\s)\S", words[:_NEAR])][:_LONGEST_NAME]
    for start in starts:
        if (_REMARK.match(words, start) or _NOTE.match(words, start)) and (names := outside(words[:start])):
            return names
    return ()


def stances(said: str) -> Head | None:
    """What parties say in round brackets behind words: ``KAZ: retain; UZB: delete``, ``proposed by JPN``."""
    head = _read(_plainly(said.strip()))
    named = (*head.parties, *head.supporters, *head.opponents)
    if not named or not all(is_known(name) for name in named):
        return None
    return head


def _plainly(said: str) -> str:
    """What is said without the marks between a name and its verb."""
    return re.sub(r"\s*[:：]\s*|\s+[–—-]\s+", " ", said)


def _alone(words: str) -> Head:
    """``[JPN reserves its position]``: a head with nothing behind it."""
    if len(words) > 160 or any(sign in words for sign in "[]:［］："):
        return Head()
    said = words.strip().rstrip(".")
    if reserving := _RESERVED.match(said):
        names = parties(reserving["before"] or reserving["after"])
        if names:
            return Head(Operation.RESERVE, names, length=len(words), said=said)
    head = _read(said)
    if head.kind == Operation.RESERVE and head.parties:
        return Head(Operation.RESERVE, head.parties, length=len(words), said=words.strip())
    named = (*head.parties, *head.supporters, *head.opponents)
    if (
        head.kind in (Operation.DELETE, OPPOSE, SUPPORT)
        and named
        and (head.kind != SUPPORT or all(name in codes() for name in named))
    ):
        return Head(head.kind, head.parties, head.supporters, head.opponents, length=len(words), said=said)
    if (backed := _BACKED.match(said)) and (names := outside(backed["names"])):
        return _asked(SUPPORT if backed["verb"].casefold() == "supported" else OPPOSE, names, len(words), words)
    return Head()


def _asked(kind: str, names: tuple[str, ...], length: int, said: str) -> Head:
    """A head with its parties where those belong who support and who oppose."""
    if kind == SUPPORT:
        return Head(kind, (), names, (), length, said=said.strip())
    if kind == OPPOSE:
        return Head(kind, (), (), names, length, said=said.strip())
    return Head(kind, names, length=length, said=said.strip())


def _read(said: str) -> Head:
    plain = said.strip().casefold()
    if plain in KINDS:
        return Head(KINDS[plain])
    said = re.sub(r"\s(?:#\d+|@\d+-\d+)|\s*\{[^{}]*\}", "", said)
    if (first := _VERB_FIRST.match(said)) and (names := outside(first["names"])):
        means = VERBS.get(first["verb"].casefold().rstrip("."), SUPPORT)
        return _asked(means, names, 0, said)
    if undone := _UNDONE.match(said):
        names = parties(undone["names"])
        return Head(Operation.DELETE, names) if names else Head()
    said = re.sub(
        r"^(?:proposed|proposal|suggested|suggestion|text|wording|language|offer|offered|request|requested|preference|preferred|position|amendment) (?:by|from|of)\s+",
        "",
        said,
        flags=re.I,
    )
    said = re.sub(r"['’]s?\s+(?:compromise )?(?:proposal|text|suggestion|wording|language)$", "", said, flags=re.I)
    said = re.sub(
        r"[,;]?\s*\(?\b(supported|opposed) by ([^()]+?)\)?\s*$",
        lambda f: f"; {f[2]} {f[1][: -2 if f[1] == 'supported' else -1]}",
        said,
        flags=re.I,
    )
    said = re.sub(r"\s*\((alt\.?|add|delete|del)\)\s*$", r" \1", said, flags=re.I).replace(" alt.", " alt")
    by_marks = re.split(r"\s*[;；]\s*", said.strip())
    by_points = _parts(said)
    if len(by_points) > len(by_marks) and (head := _of_parts(by_points, has_verbs=True)).kind:
        return head
    return _of_parts(by_marks)


_OTHERS = re.compile(
    r"(?:all |the )?others?\b|(?:the )?rest\b|everyone else\b|(?:все )?остальные\b|その他", re.I
)  # nobody by name
_LISTED = re.compile(
    r"[;；.。]\s*\S|^\s*(?:"
    + "|".join(sorted((re.escape(verb) for verb in VERBS), key=len, reverse=True))
    + r")\s*[:：(–—-]",
    re.I,
)


def _parts(said: str) -> list[str]:
    return [part for part in re.split(r"\s*(?:[;；]|[.。](?=\s|$))\s*", said.strip()) if part]


def _of_parts(parts: Sequence[str], *, has_verbs: bool = False) -> Head:
    """What each part says, in one head; nothing where one names nobody, or where all must have a verb and one has none."""
    kind = ""
    asking: list[str] = []
    backing: list[str] = []
    keeping: list[str] = []
    against: list[str] = []
    for part in parts:
        if part[:1] in "-−–" and parties(part[1:]):
            against += parties(part[1:])
            continue
        verb = _VERB.search(part)
        first = _VERB_FIRST.match(part) if has_verbs else None
        name = first["names"].strip(" ()") if first else part[: verb.start()] if verb else part
        said = (first or verb or {"verb": ""})["verb"].casefold()
        means = VERBS.get(said) or VERBS.get(said.rstrip("."), "")
        if (has_verbs and not means) or (verb and not name.strip() and means in (SUPPORT, OPPOSE)):
            return Head()
        names = parties(name.strip().rstrip("-–—:： "))
        if not names:
            return Head()
        if means == OPPOSE:
            against += names
        elif means == SUPPORT:
            (keeping if said in KEEPS else backing).extend(names)
        else:
            asking += names
            kind = kind or means or Operation.INSERT
    if kind == Operation.DELETE:
        against += keeping
    else:
        backing += keeping
    if not kind:
        kind = OPPOSE if against else SUPPORT
    return Head(kind, tuple(asking), tuple(backing), tuple(against))
