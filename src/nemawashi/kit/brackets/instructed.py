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
_PLACE = (
    r"[“\"«„「『]|\b(?:OP|PP)\s?\d|\b(?:paras?|paragraphs?|preamble|chapeau|clause|section|title|annex)\b"
    r"|\b(?:пункт|абзац|преамбул|стать|раздел|заголов)|\b(?:ОП|ПП)\s?\d"
)
_INSTRUCTION = re.compile(
    rf"\s*(?:(?:proposes?|suggests?|requests?|asks?|wishes|prefers?|would (?:like|prefer))\s+(?:to\s+)?(?:{_VERBS})\b"
    rf"|(?:предлага\w+|прос[ия]т?|просим|предложил[аи]?)\s+(?:{_VERBS})\b"
    rf"|(?:please\s+)?(?:{_VERBS})\b(?=.*(?:{_PLACE}))"
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
    return each.operation in _BRINGS and len(each.words) <= _LONGEST and bool(_INSTRUCTION.match(each.words))


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
