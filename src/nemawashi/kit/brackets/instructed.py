"""Instructions that somebody types into a bracket, where others type the words: ``[KAZ: replace "will" with "shall"]``.

They are no words of the text. What can be carried out on the clause itself is; the rest is told.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from nemawashi.kit.brackets import amendments
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import UNNAMED, BaseClause, Proposed

MOST = 50  # of one file that are carried out: each costs a look at its clause
_LONGEST = 400  # signs
_VERBS = (
    r"replac\w*|substitut\w*|chang\w*|mov\w*|shift\w*|relocat\w*|merg\w*|combin\w*|split\w*|insert\w*|add(?:ing)?|delet\w*|reword\w*"
    r"|rephras\w*|reformulat\w*|restor\w*|reinstat\w*|swap\w*|strik\w*"
    r"|заменить|изменить|перенести|переместить|объединить|разделить|вставить|добавить|дополнить|исключить|переформулировать"
    r"|восстановить|убрать|удалить|поменять"
)
_PART = (
    r"(?:paras?|paragraphs?|clauses?|sections?|sentences?|annex|article|пункт\w*|абзац\w*|стать\w+|раздел\w*|предложени\w+)"
)
_QUOTE = r"[“\"«„「『]"
_PLACE = (  # a place of the text: by its number, or by what it is, and nothing behind it
    rf"\b(?:OP|PP|ОП|ПП)\s?\d|\b{_PART}\s?\(?(?:\d|[a-z]\))|\b(?:this|the|next|previous|above|following|whole|этот|этого|данн\w+|следующ\w+)\s+{_PART}\W*$"
    r"|\b(?:to|in|into|from|of|the|before|after|в|из|перед)\s+(?:the\s+)?(?:preamble|preambular (?:part|section)|chapeau|title|heading|operative part|annex|преамбул\w+|заголов\w+)\W*$"
    rf"|(?:replac|substitut|chang)\w*\s.*\b(?:with|by|to|for)\s+(?:(?:the|a)\s+)?(?:words?\s+)?{_QUOTE}|(?:замен|измен)\w+\s.*\bна\s+(?:слов\w+\s+)?{_QUOTE}"
    rf"|\b(?:before|after|between|после|перед|между)\s+(?:(?:the|a)\s+)?(?:words?\s+|слов\w+\s+)?{_QUOTE}"
)
_NAMES_WORDS = (  # what is to be done is done to words that stand in quotation marks, or are called words
    rf"\s+(?:(?:it|this|these words)\s+)?(?:with|by|на)\s+(?:слов\w*\s+)?{_QUOTE}|(?:\s+(?:in|out))?\s+(?:(?:the|a|new|following)\s+)*(?:(?:words?|phrases?|terms?|expressions?|sentences?|references?(?:\s+to)?|слов\w*|фраз\w*|выражени\w+|предложени\w+)\s*)?{_QUOTE}"
    r"|\s+(?:(?:the|a|new|this|first|last|second)\s+)*(?:words?|phrase|wording|sentence|reference|слово|слова|фраз[уы])\b"
)
_INSTRUCTION = re.compile(
    rf"\s*(?:(?:proposes?|suggests?|requests?|asks?|wishes|prefers?|would (?:like|prefer))\s+(?:to\s+)?(?:{_VERBS})\b"
    rf"|(?:would )?prefers?\s+{_QUOTE}"
    rf"|(?:предлага\w+|прос[ия]т?|просим|предложил[аи]?)\s+(?:{_VERBS})\b"
    rf"|(?:please\s+)?(?:{_VERBS})\b(?:{_NAMES_WORDS}|(?=.*(?:{_PLACE})))"
    r"|.*(?:「[^」]*」|項|前文).*(?:置き換え|差し替え|改め|修正|移動|移す|統合|追加|挿入|削除)(?:る|する)?(?:こと)?(?:を提案(?:する)?)?。?\s*$)",
    re.I | re.S,
)
_INSTEAD = re.compile(
    r"\s*(?:proposes? to |suggests? to )?(?:replace|substitute|change)\s+(?:(?:it|this|these words)\s+)?(?:with|by|to)\s+[“\"«„](?P<en>[^“”\"«»„]+)[”\"»“]\W*"
    r"|\s*(?:предлагает )?(?:заменить|изменить)\s+на\s+(?:слов[ао]\s+)?[“\"«„](?P<ru>[^“”\"«»„]+)[”\"»“]\W*",
    re.I,
)
_CYRILLIC = re.compile(r"\s*[а-яё]", re.I)
_BRINGS = (Operation.INSERT, Operation.REPLACE, Operation.ALTERNATIVE)


def is_instruction(each: Proposed) -> bool:
    """Whether what a bracket brings is an order to whoever keeps the text, and no words of it."""
    return each.operation in _BRINGS and is_order(each.words)


def is_order(words: str) -> bool:
    """Whether words say what is to be done to the text, and where."""
    return len(words) <= _LONGEST and bool(_INSTRUCTION.match(words))


def carried_out(each: Proposed, clause: BaseClause) -> Sequence[Proposed]:
    """What an instruction asks of its own clause; nothing where it cannot be done, or asks for another place."""
    if each.operation == Operation.REPLACE and (instead := _INSTEAD.fullmatch(each.words)):
        return [replace(each, words=instead["en"] or instead["ru"])]
    order = each.words.strip().rstrip(".")
    lead = "В пункте 1 " if _CYRILLIC.match(order) else "In paragraph 1, "
    order = re.sub(r"^(?:proposes?|suggests?|requests?|asks?|prefers?)\s+to\s+|^(?:предлагает|просит)\s+", "", order)
    alone = replace(clause, number="1", kind="operative")
    rows = amendments.proposed([alone], {"paragraphs": [f"{lead}{order}."]})
    if len(rows) != 1 or rows[0].outcome == amendments.REFUSED or each.operation != Operation.INSERT:
        return []
    return [
        replace(
            made,
            parties=each.parties,
            supporters=each.supporters,
            opponents=each.opponents,
            why="" if each.parties else UNNAMED,
            place=each.place,
        )
        for made in rows[0].proposals
        if made.operation in (Operation.REPLACE, Operation.INSERT, Operation.DELETE)
    ]
