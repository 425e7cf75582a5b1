"""How papers of amendments name a place of a text, and what stands before the words that they ask for."""

import re

NAMED_LAST = re.compile(r"\s*[(（](?P<who>[^()（）]{2,60})[)）]\s*\.?$")
QUOTE = r"(?:“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^„“”]*[“”]|「[^」]*」|‘[^’]*’)"
QUOTED_WORDS = re.compile(QUOTE)
QUOTED = re.compile(r"[“”\"«»„「」‘]")
AGAIN = r"(?:\s?(?:bis|ter|quater|бис|тер))?"
NUMBER = rf"\d{{1,3}}{AGAIN}(?:\s?\([a-zа-я]{{1,3}}\))?"
PLACE = (
    rf"(?:(?:in |at )?(?:the )?(?:operative |preambular )?para(?:graph|\.)?\s?\d{{1,3}}{AGAIN},?\s(?:sub-? ?para(?:graph|\.)?|letter|item|point|sub-?item|subpara\.?)\s?\([a-zа-я]{{1,3}}\)|(?:in |at )?(?:the )?(?:(?:operative |preambular |sub-? ?)?(?:para(?:graph)?s?\.?|clauses?)|OPs?|PPs?|recital)\s?{NUMBER}"
    rf"|(?:во?\s)?(?:под)?пункт[а-я]*\s(?:[«(]?[a-zа-я][»)]{{1,2}}\s(?:пункта\s)?)?(?:{NUMBER})?(?: (?:преамбулы|постановляющей части))?|(?:ОП|ПП)\s?{NUMBER}"
    r"|(?:前文)?第?[0-9０-９一二三四五六七八九十]{1,3}(?:項|段落|条))"
)
VERBS = (
    r"(?:delete|strike|remove|omit|suppress|replace|substitute|insert|add|amend|change|revise|modify|reword|redraft|move|merge|split"
    r"|исключить|удалить|снять|заменить|вставить|включить|добавить|дополнить|переместить|перенести|изложить)"
)
PLACED = re.compile(rf"^(?P<place>{PLACE}|{NUMBER})\s*(?:[:：|,.–—]|\s-)\s*(?P<said>.+)$", re.I | re.S)
NUMBER_ALONE = re.compile(rf"^{NUMBER}$", re.I)
BEGINS = re.compile(
    rf"^(?:{VERBS}\b|(?:after|before|at the (?:end|beginning)|following|in lieu of|instead of|in place of|вместо|после|перед|в конце)\b|削除|「)",
    re.I,
)
RU_LETTERS = dict(zip("абвгдежзиклмн", "abcdefghijklm", strict=True))
TRAIL = re.compile(rf"\s+(?:in|from|of|в|из)\s+(?P<place>{PLACE})\W*$", re.I)


def same(one: str, other: str) -> bool:
    return bare(one) == bare(other)


def bare(words: str) -> str:
    return re.sub(r"[\s.,;:。、]+", " ", words).strip().casefold()
