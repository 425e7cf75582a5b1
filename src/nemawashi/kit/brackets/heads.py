"""What is typed at the head of a bracket: who asks for the words, who supports and opposes them, what is to be done.

``[JPN, KAZ: …]``, ``[US/SG propose; CL/MY oppose: …]``, ``[KAZ delete: …]``, ``[Chair: …]``, ``[placeholder: …]``,
``[… – JPN]``, in English, Russian and Japanese.
"""

import re
from dataclasses import dataclass, field, replace

from nemawashi.kit.brackets.party_names import codes, headed, is_known, outside, parties, spells_out
from nemawashi.kit.clauses.operations import Operation

# What delegations type for an operation or a stance, behind the names of parties and alone. A reserve is a reserve here,
# whatever its kind: files do not tell them apart reliably.
SUPPORT, OPPOSE = "support", "oppose"
_SAID_OF_PARTIES: dict[str, str] = {
    Operation.INSERT: (
        "propose; proposes; proposed; proposal; add; adds; insert; inserts; suggest; suggests; request; requests; "
        "предлагает; предлагают; предлагаем; добавить; включить; вставить; 提案; 追加; 挿入"
    ),
    Operation.DELETE: (
        "delete; deletes; del; deletion; to delete; to be deleted; to be removed; to be struck; deleted; sup; propose to delete; proposes to delete; propose deletion; "
        "proposes deletion; strike; strikes; to strike; strike out; remove; removes; to remove; omit; omits; to omit; drop; drops; "
        "wants to delete; wishes to delete; prefers to delete; requests deletion; suggests deletion; wants deletion; supports deletion; asks for deletion; seeks deletion; prefers deletion; favours deletion; wants to strike; proposes to strike; proposes to remove; suggests to delete; "
        "исключить; исключает; исключают; снять; снимает; снимают; изъять; удалить; удаляет; убрать; "
        "предлагает исключить; предлагают исключить; предлагает снять; предлагает удалить; просит исключить; "
        "削除; 削除する; 削除を提案; 削除を提案する; 削除を求める; は削除を提案; は削除を求める"
    ),
    Operation.ALTERNATIVE: "alt; alternative; prefer; prefers; альт; альт.; 代案",
    OPPOSE: "oppose; opposes; opposed; against; object; objects; does not support; cannot support; cannot accept; does not accept; против; возражает; возражают; 反対",
    SUPPORT: (
        "ok; okay; no objection; no objections; fine with it; support; supports; supported by; retain; retains; keep; keeps; to retain; to keep; to be retained; to be kept; retained; maintain; maintains; prefers to keep; "
        "prefers to retain; wants to keep; wants to retain; wishes to keep; wishes to retain; could accept; can accept; supporting; "
        "поддерживает; поддерживают; за; сохранить; сохраняет; сохраняют; оставить; оставляет; 支持; 維持; 維持する; 存置"
    ),
    Operation.RESERVE: (
        "reserve; reserves; reservation; reserves its position; reserve their position; reserve their positions; "
        "general reserve; general reservation; scrutiny reserve; scrutiny reservation; резерв; оговорка; "
        "резервирует позицию; резервирует свою позицию; резервируют свои позиции; резервируют свою позицию; "
        "は立場を留保する; は立場を留保; は態度を留保する; は留保する; 立場を留保; 留保; 一般留保; 精査留保"
    ),
    Operation.COMMENT: "comment; comments; notes; note; considering; considering drafting; комментарий; コメント",
    Operation.FOOTNOTE: "footnote",
    Operation.PLACEHOLDER: "placeholder",
}
_VERBS = {said: kind for kind, words in _SAID_OF_PARTIES.items() for said in words.split("; ")}
_SAID_ALONE: dict[str, str] = {
    Operation.PLACEHOLDER: "placeholder; to be completed; tbc; tbd; to be determined; заглушка; место для текста; プレースホルダー; 後日記入",
    Operation.COMMENT: "nb; n.b.; nota bene; remark; remarks; question; reminder; rationale; explanation; editorial note; editor's note; "
    "secretariat note; drafter's note; background; прим.; вопрос; пояснение; обоснование; 備考; 注記; "
    "comment; note; drafting note; negotiators' note; negotiators’ note; chair's note; примечание; 注",
    Operation.FOOTNOTE: "footnote; сноска; 脚注",
}
_KINDS = {said: kind for kind, words in _SAID_ALONE.items() for said in words.split("; ")}
_VERB = re.compile(
    r"\s*(?P<verb>" + "|".join(sorted((re.escape(verb) for verb in _VERBS), key=len, reverse=True)) + r")\s*$", re.I
)
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
    r"|(?:language|text|wording|formulation|paragraph|title|reference) (?:to be|from|based on|under|pending|taken)\b|based on [A-Z]|(?:see|cf\.?) "
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
    r"^(?P<verb>delete|deletion|del\.?|sup|add|insert|retain|keep|reserve|oppose|support|исключить|исключает|снять|сохранить|削除|維持)"
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
_ANY_VERB = "|".join(sorted((re.escape(verb) for verb in _VERBS), key=len, reverse=True))
_OBJECT = r"(?:\s+(?:(?:the|this|whole|entire|весь|этот)\s+)*(?:para(?:graph)?|clause|пункт|абзац)\.?)?"
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
    front = _HEAD.match(words)
    if front:
        head = _read(front["head"])
        alone = _VERBS.get(front["head"].strip().casefold(), "")
        if alone in (Operation.DELETE, SUPPORT) and words[front.end() :].strip() and not outside(words[front.end() :]):
            begins = front.end() + (words[front.end() : front.end() + 1] == " ")
            return Head(alone, length=begins, said=front["head"].strip())
        turned = _TURNED.match(words)
        if turned and not head.kind and (names := outside(turned["names"])):
            return _asked(_VERBS[turned["verb"].casefold()], names, len(words), words)
        order = _ORDERED.match(words, front.end())
        if order and words[order.end() : order.end() + 1] in '“"«' and not _QUOTED.fullmatch(words, order.end()):
            order = None if words[order.end() :].strip() else order  # ``insert "b" after "a"``: an instruction
        if head.parties and order:
            asked = _asked(_VERBS[order["verb"].casefold()], head.parties, order.end(), front["head"])
            quoted = _QUOTED.fullmatch(words, order.end())
            return replace(asked, length=quoted.start(1), tail=len(words) - quoted.end(1)) if quoted else asked
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
    if (named := _FRONT.match(words)) and (names := outside(named["inner"] or named["head"])):
        if order := _ORDERED.match(words, named.end()):
            return _asked(_VERBS[order["verb"].casefold()], names, order.end(), named[0])
        return Head(Operation.INSERT, names, length=named.end(), said=named[0].strip())
    end = len(words.rstrip())
    if (ends := _STANCES.search(words, max(0, end - _NEAR), end)) and ends.start() > 0 and (said := stances(ends["inner"])):
        return replace(said, tail=len(words) - ends.start(), said=ends[0].strip())
    if (behind_it := _behind(words, end) or _stances_behind(words)) is not None:
        return behind_it
    tail = _TAIL.search(words, max(0, end - _NEAR), end)
    if tail and tail["head"] and tail.start() > 0:
        behind, before = _read(tail["head"]), words[: tail.start()].strip()
        if behind.parties and before.casefold() in _VERBS and behind.kind == Operation.INSERT:
            return _asked(_VERBS[before.casefold()], behind.parties, len(words), words)
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
        if behind.kind == Operation.INSERT and behind.parties and (behind.supporters or behind.opponents):
            return replace(behind, tail=len(words) - tail.start(), said=tail[0].strip())
    if tail and tail.start() > 0:
        names = parties(tail["head"] or tail["inner"] or "")
        if names and ((tail["head"] and not tail["slash"]) or all(is_known(name) for name in names)):
            return Head(Operation.INSERT, names, tail=len(words) - tail.start(), said=tail[0].strip())
    last = _CODES_LAST.search(words, max(0, end - _NEAR), end)
    if last and not parties(words[: last.start()]) and (names := parties(last["codes"])) and set(names) <= codes():
        return Head(Operation.INSERT, names, tail=len(words) - last.start(), said=last[0].strip())
    if (first := CODES_FIRST.match(words)) and (names := outside(first["codes"])):  # ``[UZB 60]``
        return Head(Operation.INSERT, names, length=first.end(), said=first[0].strip())
    return Head()


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
    places = [mark.start() for mark in re.finditer("[;；]", words[-_NEAR:])]
    base = max(0, len(words) - _NEAR)
    for place in places[:_MOST_STANCES]:
        said = stances(words[base + place + 1 :])
        if said and said.kind in (Operation.DELETE, OPPOSE, SUPPORT):
            return replace(said, tail=len(words) - base - place, said=words[base + place :].strip())
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
    head = _read(re.sub(r"\s*[:：]\s*|\s+[–—-]\s+", " ", said.strip()))
    named = (*head.parties, *head.supporters, *head.opponents)
    if not named or not all(is_known(name) for name in named):
        return None
    return head


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
    if plain in _KINDS:
        return Head(_KINDS[plain])
    kind = ""
    asking: list[str] = []
    backing: list[str] = []
    against: list[str] = []
    said = re.sub(r"\s(?:#\d+|@\d+-\d+)|\s*\{[^{}]*\}", "", said)
    if (first := _VERB_FIRST.match(said)) and (names := outside(first["names"])):
        means = _VERBS.get(first["verb"].casefold().rstrip("."), SUPPORT)
        return _asked(means, names, 0, said)
    if undone := _UNDONE.match(said):
        names = parties(undone["names"])
        return Head(Operation.DELETE, names) if names else Head()
    said = re.sub(
        r"^(?:proposed|proposal|suggested|suggestion|text|wording|language) (?:by|from|of)\s+", "", said, flags=re.I
    )
    said = re.sub(r"['’]s?\s+(?:compromise )?(?:proposal|text|suggestion|wording|language)$", "", said, flags=re.I)
    said = re.sub(
        r"[,;]?\s*\(?\b(supported|opposed) by ([^()]+?)\)?\s*$",
        lambda f: f"; {f[2]} {f[1][: -2 if f[1] == 'supported' else -1]}",
        said,
        flags=re.I,
    )
    said = re.sub(r"\s*\((alt\.?|add|delete|del)\)\s*$", r" \1", said, flags=re.I).replace(" alt.", " alt")
    for part in re.split(r"\s*[;；]\s*", said.strip()):
        if part[:1] in "-−–" and parties(part[1:]):
            against += parties(part[1:])
            continue
        verb = _VERB.search(part)
        name = part[: verb.start()] if verb else part
        means = _VERBS[verb["verb"].casefold()] if verb else ""
        if verb and not name.strip() and means in (SUPPORT, OPPOSE):
            return Head()
        names = parties(name)
        if not names:
            return Head()
        if means == OPPOSE:
            against += names
        elif means == SUPPORT:
            backing += names
        else:
            asking += names
            kind = kind or means or Operation.INSERT
    if not kind:
        kind = OPPOSE if against else SUPPORT
    return Head(kind, tuple(asking), tuple(backing), tuple(against))
