"""Words in brackets that speak of the negotiation, and are none of the text: ``[not yet discussed]``, ``[placement pending]``."""

import re

_LONGEST_NOTE = 15  # words of a note: what is longer is a proposal
_OF_THE_TALKS = re.compile(  # words of the room, not of the text
    r"\b(?:discuss\w*|agreed|pending|decide[ds]?|text|wording|language|para(?:graph)?s?|proposals?|placement|bracket\w*|consult\w*|instructions?|capitals?"
    r"|delegations?|chair\w*|co-chairs?|facilitator\w*|secretariat|draft\w*|editorial\w*|revert\w*|revisit\w*|check\w*|clarif\w*|confirm\w*|duplicat\w*|redundan\w*"
    r"|verif\w*|tomorrow|tonight|overnight|informals?|small group|breakout|to be \w+ed\b|at \d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b|negotiat\w*|await\w*|merge[ds]?|moved?|order|rephras\w*|reformulat\w*|cross-reference|legal|contact group|tb[cd])\b"
    r"|\b(?:обсужд\w*|согласов\w*|уточн\w*|формулировк\w*|пункт\w*|текст\w*|предложен\w*|делегаци\w*|председател\w*|рассмотр\w*|перенес\w*|редакц\w*|доработ\w*)"
    r"|協議|検討|確認|案文|提案|調整|文言|保留|未定|要修正",
    re.I,
)


def is_of_the_talks(words: str) -> bool:
    """Whether words that stand behind a clause are said of it, and no sentence that somebody wants in it."""
    is_sentence = words[-1:] in (".", "。") and words[:1].isupper()
    return not is_sentence and len(words.split()) <= _LONGEST_NOTE and bool(_OF_THE_TALKS.search(words))
