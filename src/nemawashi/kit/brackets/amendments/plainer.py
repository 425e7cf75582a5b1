"""How delegations ask in passing, put as the grammar reads it: ``would like to see “a” inserted``, ``“a” → “b”``, ``По п. 2``.

Nothing is guessed: what is not one of these forms stays as it was written.
"""

import re
from collections.abc import Callable

from nemawashi.kit.brackets import party_names

_Q = r"(?:“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^„“”]*[“”]|「[^」]*」|‘[^’]*’)"
_EN_PLACE = r"(?:(?:operative |preambular |sub-?)?para(?:graph)?\.?|clause|OP|PP)\s?\d{1,3}(?:\s?\([a-z]\))?"
_ARROW = r"\s*(?:→|⇒|->|=>|＞)\s*"
_NTH = {"перв": 1, "втор": 2, "трет": 3, "четв": 4, "пято": 5, "пяты": 5, "шест": 6, "седь": 7}
_ORDINAL = r"(?P<nth>перв|втор|трет|четв|пято|пяты|шест|седь)[а-яё]*"


def _case(prefix: str | None) -> str:
    return "В пункте" if prefix else "Пункт"


def _preambular(match: re.Match[str]) -> str:
    return f"{_case(match['into'])} {_NTH[match['nth'].casefold()]} преамбулы"


def _seen(match: re.Match[str]) -> str:
    verb, rest = match["verb"].casefold(), match["rest"].strip(" .;")
    if verb in ("inserted", "added"):
        return f"Insert {match['a']} {rest}"
    if verb in ("deleted", "removed"):
        return f"Delete {match['a']} {rest}".strip()
    return f"Replace {match['a']} {rest}"


def _arrows(match: re.Match[str]) -> str:
    return f"replace {match['a']} with {match['b']}"


def _as_nth(nth: str, family: str) -> str:
    """Where a new paragraph stands that is to be the second: behind the first."""
    at = ("first", "second", "third", "fourth", "fifth", "sixth").index(nth.casefold())
    return (
        f"After {family} paragraph {at}, insert a new {family} paragraph: "
        if at
        else f"Insert a new first {family} paragraph: "
    )


def _in_quotes(words: str) -> str:
    return words if words[0] in '“"«„「‘' else f"“{words}”"


def _named(match: re.Match[str]) -> str:
    return match["place"] if party_names.outside(match["who"]) else match[0]


_FORMS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"^(?P<place>(?:In )?{_EN_PLACE}|(?:В )?пункт[а-я]* \d{{1,3}}|第\d{{1,3}}項)\s*[(（](?P<who>[^()（）]{{2,60}})[)）](?=\s*[:：,–—-])", re.I), _named),
    (re.compile(rf"^see (?:the words? )?(?P<a>{_Q}) (?P<verb>inserted|added|deleted|removed|replaced)\b(?P<rest>.*)$", re.I | re.S), _seen),
    (re.compile(rf"^(?:we )?(?:cannot|can ?not|can't|do not|don't) (?:agree (?:to|with)|accept|support) (?P<place>{_EN_PLACE}),?"
                r" (?:and|so we) (?:ask|request|propose|suggest)s? (?:that it (?:should )?be (?:deleted|removed)|its (?:deletion|removal)|to delete it)\W*$", re.I),
     r"Delete \g<place>."),
    (re.compile(rf"^(?P<place>第[0-9０-９一二三四五六七八九十]{{1,3}}項)\s*[:：、]?\s*(?P<a>「[^」]*」){_ARROW}(?P<b>「[^」]*」)。?$"),
     r"\g<place>中\g<a>を\g<b>に改める。"),
    (re.compile(r"(?<=」)を追加(?:する)?。?$"), "を加える。"),
    (re.compile(rf"(?P<a>{_Q}){_ARROW}(?P<b>{_Q})"), _arrows),
    (re.compile(rf"^(?:in )?(?P<place>{_EN_PLACE}|\d{{1,3}})\s*[:,–—-]\s*(?P<a>[^“”\"«»→>:]{{1,80}}?){_ARROW}(?P<b>[^“”\"«»→>:]{{1,120}}?)[.;]?$", re.I),
     lambda match: f"In {'paragraph ' if match['place'].isdecimal() else ''}{match['place']}, replace “{match['a']}” with “{match['b']}”"),
    (re.compile(r"^[А-ЯЁ][а-яё-]{3,30}(?:ая|ие)\s(?:сторона|делегация|коллеги)\s(?:предлага[а-яё]+|прос[а-яё]+)\s*[:,]?\s*"), ""),
    (re.compile(r"^по\s(?:п\.|пункту)\s?(?P<n>\d{1,3})\s*[:,–—-]?\s*(?:(?:мы\s)?(?:предлага(?:ем|ется|ет)|просим|просит)\s)?", re.I), r"В пункте \g<n> "),
    (re.compile(r"(?P<into>\bв\s)?\bп\.\s?(?P<n>\d{1,3})\b", re.I), lambda match: f"{'в пункте' if match['into'] else 'пункт'} {match['n']}"),
    (re.compile(rf"^(?P<into>во?\s)?абзац[а-яё]*\s{_ORDINAL}\sпреамбулы", re.I), _preambular),
    (re.compile(rf"^(?P<into>во?\s)?{_ORDINAL}\s(?:абзац|пункт)[а-яё]*\sпреамбулы", re.I), _preambular),
    (re.compile(r"^Пункты\s(?P<a>\d{1,3})\sи\s(?P<b>\d{1,3})\sпоменять\sместами\W*$", re.I), r"Reverse the order of paragraphs \g<a> and \g<b>."),
    (re.compile(rf"^(?P<where>В пункте \d{{1,3}})\s+вместо\s+(?P<a>{_Q})\s+(?:указать|записать|читать|поставить|написать)\s+(?P<b>{_Q})", re.I),
     r"\g<where> слова \g<a> заменить словами \g<b>"),
    (re.compile(rf"^see (?=(?:the words? )?{_Q} (?:in lieu of|instead of|in place of|rather than)\b)", re.I), ""),
    (re.compile(rf"\bfor (?:the words? )?(?P<a>{_Q}),? (?:read|substitute|put|say|use) (?:the words? )?(?P<b>{_Q})", re.I), _arrows),
    (re.compile(rf"(?<!replace )(?:the words? )?(?P<a>{_Q}) (?:(?:should|shall|must|to) (?:be(?:come)?|read)(?: as)?|becomes?) (?P<b>{_Q})", re.I), _arrows),
    (re.compile(rf"^delete (?:the words? )?(?P<a>{_Q}) (?P<how>in|from|of) (?P<place>{_EN_PLACE}),? and (?:replace|substitute)(?: (?:it|them|this))? (?:with|by) (?P<b>{_Q})", re.I),
     r"In \g<place>, replace \g<a> with \g<b>"),
    (re.compile(r"^(?:insert|add) (?:at the (?:very )?end(?: of (?:the )?(?:text|document|declaration|statement|resolution|memorandum))?|as (?:the |a )?(?:new )?(?:last|final) paragraph)\s*[:,]?\s*(?=[“\"«]\s*(?:OP\s?)?\d{1,3}[.)]\s)", re.I),
     "Insert a new last operative paragraph: "),
    (re.compile(r"^(?:insert|add) as (?:the |a )?(?:new )?(?P<nth>first|second|third|fourth|fifth|sixth) (?P<family>preambular|operative) paragraph\s*[:,]?\s*(?=[“\"«])", re.I),
     lambda match: _as_nth(match["nth"], match["family"])),
    (re.compile(r"(?<=paragraph )(?P<how>after|before) (?P<n>\d{1,3})(?=\s*[:,.])", re.I), r"\g<how> paragraph \g<n>"),
    (re.compile(rf"^(?P<place>{_EN_PLACE}|\d{{1,3}}\s?\([a-z]\))\s+(?:to be )?(?:delete|deleted|deletion)\W*$", re.I),
     lambda match: f"Delete {'paragraph ' if match['place'][0].isdecimal() else ''}{match['place']}."),
    (re.compile(rf"^(?P<how>begin|start|end|conclude) (?P<place>{_EN_PLACE}) with (?:the words? )?(?P<a>{_Q})\W*$", re.I),
     lambda match: f"At the {'end' if match['how'][0] in 'eEcC' else 'beginning'} of {match['place']}, insert {match['a']}"),
    (re.compile(r"^at the (?:very )?end(?: of (?:the )?(?:text|document|declaration|statement|resolution|memorandum))?,? (?:insert|add)\s*[:,]?\s*(?=[“\"«]\s*(?:OP\s?)?\d{1,3}[.)]\s)", re.I),
     "Insert a new last operative paragraph: "),
    (re.compile(r"\b(?P<be>should|shall|to|is to|ought to) be (?:placed|put) (?=after|before|behind)", re.I), r"\g<be> be moved "),
    (re.compile(rf"^(?:(?P<a>{_EN_PLACE})\s*\(?alt(?:ernative)?\.?\)?|alt(?:ernative)?\.?(?: (?:text|wording|language|version|formulation))? (?:for|to|of) (?P<b>{_EN_PLACE}))\s*[:.]\s*(?P<words>{_Q}|[^“”\"«»]{{5,}}?)\s*$", re.I),
     lambda match: f"Replace {match['a'] or match['b']} with the following: {_in_quotes(match['words'])}"),
    (re.compile(r"(?<=を)(?P<what>削除|修正|変更|移動)。?$"), r"\g<what>する。"),
)  # fmt: skip
_NO_CHANGE = re.compile(
    r"^(?:(?:paragraph|para\.?|clause|OP|PP|пункт|п\.)\s?\d{1,3}(?:\s?\([^()]{1,60}\))?(?:\s*[:：,–—-])?\s*)?"
    r"(?:is (?:acceptable|fine|agreed)(?: (?:to|for) (?:us|[A-Z]\w+))?|(?:we have )?no (?:comments?|objections?|changes?|amendments?)|we (?:support|agree|accept)(?: it)?"
    r"|keep(?: it)?(?: as (?:it )?is)?|retain|agreed|acceptable|without change"
    r"|без (?:изменений|замечаний)|замечаний нет|поддерживаем|согласны|сохранить|не возражаем|修正なし|意見なし|異議なし)\W*$",
    re.I,
)


def plainer(said: str) -> str:
    """An instruction in the words that the grammar knows."""
    for form, put in _FORMS:
        said = form.sub(put, said)
    return said


def asks_nothing(line: str) -> bool:
    """Whether a line says that a paragraph stays as it is."""
    return bool(_NO_CHANGE.match(line.strip()))
