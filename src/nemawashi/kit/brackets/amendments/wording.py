"""An instruction's own words brought to one form of English, so that one grammar reads them all.

Quotations are holes by then. Abbreviations, figures for ordinals, the passive voice of European amendments and the usual
Russian forms all become "replace … with …", "in …", "after … insert …".
"""

import re
from collections.abc import Callable
from functools import lru_cache

from nemawashi.kit import limits
from nemawashi.kit.brackets.amendments import japanese
from nemawashi.kit.brackets.amendments.numerals import CARDINALS, figures

_Q = r"\x02\d+\x03"
_QS = rf"{_Q}(?:(?:,| and|, and| or|;)\s?(?:the words? )?{_Q})*"
_AGAIN = r"(?:\s?(?:bis|ter|quater|quinquies|sexies))?"

_PARA = r"(?:paragraph|para\.?|paras\.?)"
_DOC = r"(?:text|draft|resolution|document|declaration|statement|decision|agreement|draft resolution|draft decision|draft declaration|draft text)"

_ENGLISH: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"[\u00a0\s]+", " "),
    (r"§+\s?(?=\d)", "paragraph "),
    (r"\s?&\s?", " and "),
    (r"^(?:\[)?(?:it is (?:proposed|suggested|recommended)|[\w ,]{2,60}? (?:proposes?|suggests?|requests?|would like)) (?:to|that) (?=delete|replace|insert|add|remove|move|amend|merge|split|in |after |before |the )", ""),
    (rf"(\b(?:delete|insert|add|replace|remove|substitute)\b[^\x02]*\x02.*?),? ?(?:so that|in order that|such that) (?:the |that |operative |preambular |new |amended |\d+th )*(?:paragraph|sentence|text|it|they)[\w ]{{0,20}}? (?:would |will |should |shall |to )?(?:now )?reads?(?: as follows)?:? ?{_Q}", r"\1"),
    (rf"(\b(?:delete|insert|add|replace|remove|substitute)\b[^\x02]*\x02.*?),? ?the (?:amended )?paragraph (?:would|will|should|shall) (?:then |thus )?read(?: as follows)?:? ?{_Q}", r"\1"),
    (r" ?\((?:as )?orally (?:revised|amended|corrected)\)", ""),
    (r"\b(?:of|in|to) [a-z]+/[a-z0-9./]*\d+(?:/[\w.]+)*\*?", ""),
    (r"\bof the (?:revised )?draft\b(?= ?[,.:;]|$)", ""),
    (r"\bmoved and (?:placed|inserted|put)\b", "moved"),
    (r"\b(two|three|four|five) last\b", r"last \1"),
    (r"\b(paragraph|paras?\.?|ops?|pps?) \((\d+)\)", r"\1 \2"),
    (r"\(?\b(?:two|both|three|all|in (?:two|three) )\s?(?:occurrences|instances|places|times)\)?(?! of)", "wherever it occurs"),
    (rf"\b(?:amend|change|revise|modify) (the (?:title|heading)[^\x02:]{{0,60}}?) (?:to|as)(?: read)?:? (?={_Q})", r"\1 should read "),
    (r"\bso (?:that|as) (?:it|they) (?:to )?(?:would |will )?reads?\b", "should read"),
    (r"\bso (?:that|as) (?:it|they) (?:to )?(?:follows?|comes? after|stands? after)\b", "after"),
    (r"\bso (?:that|as) (?:it|they) (?:to )?(?:precedes?|comes? before|stands? before)\b", "before"),
    (r"\b(?:reword|re-word|restate)\b", "amend"),
    (r",? ?(?:and|including|with|together with|along with) (?:all |of )*(?:its|their|the|the related|the corresponding|the accompanying|related|all)(?: related| corresponding| accompanying)? (?:footnotes?|sub-?paragraphs?|subitems?|sub-items?)\b(?! ?[(\d])", ""),
    (r",? ?(?:including|together with|along with) (?:all )?(?:its )?sub-?paragraphs? \([a-z]+\)(?:(?:, and |, | and | to )\([a-z]+\))*", ""),
    (r",? ?(?:for )?(?:the )?(\d+th|last) time (?:it|that it|they|that they) (?:occurs?|appears?)", r", where it appears the \1 time, "),
    (r"\bboth times (?:it|that it|they|that they) (?:occurs?|appears?)", "wherever it occurs"),
    (r"(?:of|to|in) (?:the )?(?:revised )?(?:draft )?(?:resolution|decision|declaration|document|text)(?: [ivx]+)? (?:contained in (?:document )?)?[a-z][a-z0-9]*(?:\.\d+)?/[\w./*-]*\w\*?", ""),
    (r"\bpp\.\s?(?=\d)", "pp"),
    (r"\bop\.\s?(?=\d)", "op"),
    (r"\b(?:pps?|preambular paras?)\b(?![\s.]?\d)\.?", "preambular paragraph"),
    (r"\b(?:ops?|operative paras?)\b(?![\s.]?\d)\.?", "operative paragraph"),
    (r"\b(\d+th|last|final)[ -]to[ -]last\b|\bnext[ -]to[ -](?:the )?last\b|\blast but one\b|\bsecond last\b", lambda f: "antepenultimate" if (f[1] or "") == "3th" else "penultimate"),
    (rf"\b{_PARA} ({'|'.join(CARDINALS)})\b", lambda f: f"paragraph {CARDINALS[f[1]]}"),
    (r"\barts?\.\s?(?=\d)", "article "),
    (r"\barticles\b", "article"),
    (r"\bannexes\b|\bappendix\b|\bappendices\b", "annex"),
    (r"\b(?:sub-?section|chapter|part|sections)\b(?= (?:[ivxlc]+|\d+|[a-z])\b)", "section"),
    (r"\brecitals? \((\d+[a-z]?)\)", r"preambular paragraph \1"),
    (r"\bin fine\b", "at the end"),
    (rf"\b(?:the |any |all |every )*(?:references?|mentions?|allusions?) (?:made )?to (?:the words? )?(?={_Q})", lambda f: "XALL " if re.search(r"\b(?:all|every)\b", f[0]) else ""),
    (r"\bXALL\b", "all occurrences of"),
    (r"\bdeletion of\b", "delete"),
    (r"\b(?:insertion|addition) of\b", "insert"),
    (r"\breplacement of\b", "replace"),
    (rf"\bbegin (.{{1,60}}?) with (?:the words? )?({_Q}) instead of (?:the words? )?({_Q})", r"in \1 replace \3 with \2"),
    (rf"\b(?:use|read|put|say|insert|write) (?:the words? )?({_Q}) (?:instead|in place|in lieu) of (?:the words? )?({_Q})", r"replace \2 with \1"),
    (rf"\b(?:amend|revise|modify|change) (?:the words? |phrase )?({_Q}) (?:so as )?to read (?:as )?(?={_Q})", r"replace \1 with "),
    (rf"\bdelete (.{{1,120}}?),? and (?:replace (?:it|them|this|that|the same) (?:with|by)|substitute)(?! {_Q})", r"replace \1 with"),
    (r"\bdelete (.{1,120}?),? and (?:insert|add) (the following[^:;.]{0,40}?)?,? ?(?:instead|in (?:its|their) (?:place|stead))", r"replace \1 with \2"),
    (rf"\bdelete (?:the words? )?({_Q}),? and insert (?:instead|in (?:its|their) place|in lieu) (?:the words? )?({_Q})", r"replace \1 with \2"),
    (r"\b(?:substitute|insert) (the following(?: text| wording)?) for (.{3,80}?)(?=:|$)", r"replace \2 with \1"),
    (r"\b(?:amend|revise|modify|change|reformulate|redraft|rephrase|rewrite|recast)\b(?: the text of)? ((?:(?!to read).){3,120}?) as follows(?=:? ?(?:\x02|$|\.$))", r"\1 should read as follows"),
    (r"\b(?:should|shall|is to|are to|will|would|to|must) (?:also )?be (?:amended|revised|modified|changed|reworded)(?: so as)? to read\b", "should read"),
    (r"\b(?:divide|subdivide|break)\b(?= (?:up )?(?:the |operative|preambular|paragraph|article))", "split"),
    (rf"(?:,|,? with) the (?:2th|other|latter|new)(?: one| of them| paragraph)? (?:beginning|starting|to begin|to start|commencing) (?:with|at) (?:the words? )?(?={_Q})", " before "),
    (r"\b(?:place|reposition|transpose)\b(?= (?:the |operative|preambular|paragraph|article|\d+th|subparagraph))", "move"),
    (r"\bmoved (?:so as )?to (?:follow|come after|after)\b", "moved after"),
    (r"\bmoved (?:so as )?to (?:precede|come before|before)\b", "moved before"),
    (r"\b(?:reverse|invert|exchange|interchange|transpose|swap)(?: round)? (?:the )?(?:order|position|positions|places|place|sequence) of\b", "swap"),
    (r"\b(?:reverse|invert|exchange|interchange|swap)\b", "swap"),
    (r"\b(?:(?:should|shall|will|would|is to|are to|to|now) )?becomes?\b(?= (?:a |the )?(?:new |last |final |\d+th )*(?:operative|preambular|paragraph|article|subparagraph|\(|\d))", "<becomes>"),
    (r"\bin (both|all|each|every) (?:instances?|places?|cases?|occurrences?)\b|\bboth (?:instances|occurrences|mentions) of\b", "wherever it occurs"),
    (r"\b(?:every|each|all) (?:instances?|occurrences?|mentions?) of\b", "all occurrences of"),
    (r"\b(?:the |all )?operative paragraphs? section\b", "operative part"),
    (rf"\bthroughout (?:the )?(?:entire |whole )?(?:draft )?{_DOC}\b", "throughout"),
    (r"\b(?:beginning|starting|commencing|opening|(?:which|that) (?:begins|starts|commences|opens))(?: with| by)?(?: the)?(?: words?| phrase)? (?=\x02)", "BEGINNING "),
    (r"\b(?:with )?the following (?:wording|text|language|formulation)\b", "the following"),
    (r"\b(?:and )?(?:that|which) would read\b", "reading"),
    (r"\bup to (?:and including )?(?:the words? )?(?=\x02)|\b(?:through|until) (?:the words? )?(?=\x02)", "to "),
    (r"\bsub-?\s?para(?:graph)?s?\.? ([a-z]{1,4})\)", r"subparagraph (\1)"),
    (r"\bsub-?\s?para(?:graph)?s?\.? (?=\d)", "paragraph "),
    (r"\b(\d+th|last) sub-?\s?paragraph\b", r"\1 paragraph"),
    (r"(?<=\d)(?: )?(?<!\()\b([a-z])\)", r" (\1)"),
    (r"(?<=\d)([a-z])\)", r" (\1)"),
    (r"\bpoints?\b(?= ?\()", "subparagraph"),
    (r"(?<=\d)(st|nd|rd|th)\b", "th"),
    (r"\b(?:op|o\.p\.|oper\.?|op\.)\s?(?:para(?:graph|s|graphs)?\.?\s?)?(?=\d)", "operative paragraph "),
    (r"\b(?:pp|p\.p\.|pr\.)\s?(?:para(?:graph|s|graphs)?\.?\s?)?(?=\d)", "preambular paragraph "),
    (r"\bops\s(?=\d)", "operative paragraphs "),
    (r"\bpps\s(?=\d)", "preambular paragraphs "),
    (r"\brecitals?\b", "preambular paragraph"),
    (r"\b(?:preambulatory|preamble|introductory|preamb\.?)\s+(?=para)", "preambular "),
    (r"\b(?:op\.|oper\.)\s+(?=para)", "operative "),
    (r"\bsub-?\s?(?:para(?:graph)?s?|items?|clauses?)\b\.?", "subparagraph"),
    (r"\bpoints? (?=\([a-z])", "subparagraph "),
    (r"\b(?:items?|letters?) (?=\([a-z])", "subparagraph "),
    (r"\bparas?\b\.?", "paragraph"),
    (r"\b(preambular|operative) clauses?\b", r"\1 paragraph"),
    (r"\bclauses?\b(?= \d)", "paragraph"),
    (r"\bparagraphs\b", "paragraph"),
    (r"\bsentences\b", "sentence"),
    (rf"(paragraph (?:no\. )?\d+{_AGAIN}(?:(?:, | and |, and | to |–|-)\d+{_AGAIN})*) (?:of|in) the (preamble|operative part|annex)\b", r"\2 \1"),
    (r"(\d+th(?:(?:, | and |, and )(?:the )?\d+th)*|last|penultimate|final) paragraph (?:of|in) the (preamble|operative part)\b", r"\1 \2 paragraph"),
    (r"\boperative part paragraph\b", "operative paragraph"),
    (r"\bin(?:to)? (?:two|three|\d+) (?:new |separate )?paragraph\b", ""),
    (r"(?:\bin )?the (?:\d+th|last) line(?: of)?\b|,? (?:\d+th|last) line\b", " in"),
    (r"\bin in\b", "in"),
    (r"\bpreamble paragraph", "preambular paragraph"),
    (r"\boperative part paragraph", "operative paragraph"),
    (r"\bthe preambular (?:part|section)\b", "the preamble"),
    (r"\bof the (?:draft )?(?:resolution|decision|declaration|statement|text|document)\b(?! [a-z]/)", ""),
    (r"\b(?:substitute|substituting) (" + _QS + r") for (" + _QS + ")", r"replace \2 with \1"),
    (rf"\bfor (?:the words? )?({_Q})[,]? (?:read|substitute) (?:the words? )?(?={_Q})", r"replace \1 with "),
    (r"\b(?:substitute|change|revise|amend|modify)(?= (?:the )?(?:words? |phrase |term )?" + _Q + ")", "replace"),
    (r"\b(?:substituting|replacing)\b", "replace"),
    (r"\bby replacing\b", "replace"),
    (r"\b(?:strike(?: out)?|striking(?: out)?|remove|removing|omit|omitting|deleting|suppress|eliminate|cross out)\b", "delete"),
    (r"\b(?:add|adding|inserting|include|introduce)\b", "insert"),
    (r"\bput\b", "insert"),
    (rf"\bdelete (?:the words? )?({_Q}),? and (?:insert|replace it with) (?:the words? |in (?:its|their) place )?({_Q})(?: in (?:its|their) place| instead| in lieu thereof| therefor)?(?=[.;]|$| in )", r"replace \1 with \2"),
    (r"\b(?:transfer|relocate|moving|reposition)\b", "move"),
    (r"\b(?:combine|merging|consolidate)\b", "merge"),
    (r"\b(?:following|after) (?=(?:the )?(?:words? |phrase )?" + _Q + ")", "after "),
    (r"\bimmediately (?=after|before)", ""),
    (r"\bfollowing (?=(?:the \d|operative paragraph \d|preambular paragraph \d|paragraph \d))", "after "),
    (r"\bprior to\b|\bahead of\b|\bpreceding\b(?= )", "before"),
    (r"\bin between\b", "between"),
    (r"\b(?:is|are|shall be|should be|to be|be|will be)(?: hereby)? (?:deleted|omitted|removed|struck(?: out)?)\b", "<deleted>"),
    (r"\b(?:is|are|shall be|should be|to be|be)(?: hereby)? (?:replaced|substituted)\b", "<replaced>"),
    (r"\b(?:is|are|shall be|should be|to be|be)(?: hereby)? (?:inserted|added)\b", "<inserted>"),
    (r"\b(?:is|are|shall be|should be|to be|be)(?: hereby)? moved\b", "<moved>"),
    (r"\b(?:is|are|shall be|should be|to be|be)(?: hereby)? merged\b", "<merged>"),
    (r"\b(?:is|are|shall be|should be|to be|be)(?: hereby)? (?:renumbered|re-numbered|relettered)\b", "<renumbered>"),
    (r"\bre-?(?:number|letter)(?:ing)?\b", "renumber"),
    (r"\b(?:is|are)? ?(?:amended|revised|modified|changed) (?:so as )?to read\b", "should read"),
    (r"\b(?:amend|revise|modify|change|reformulate|redraft|rephrase)\b(.{0,120}?) (?:so as )?to read\b", r"\1 should read"),
    (r"\b(?:should|shall|would|will|to|now|must) (?:now )?(?:be )?reads?\b", "should read"),
    (r"\breads as follows\b", "should read as follows"),
)  # fmt: skip

_RUSSIAN: tuple[tuple[str, str], ...] = (
    (r"\b(перед|после|между) (?:слов[а-я]*|фраз[а-я]+|выражени[а-я]+)\s+(?=\x02)", r"\1 "),
    (r"\b(замен(?:ить|яется|яются) .{3,60}?) следующ[а-я]+(?: текстом)?(?= ?:| ?$)", r"\1 with the following"),
    (r"(?<=,) а (?=(?:слов|\x02|в ))", " and "),
    (r"\s[—–-]\s(?=(?:слов[а-я]+ |на )?\x02)", " "),
    (r"\bприложени[а-я]+\b", "annex"),
    (r"\b(?:статья|статьи|статье|статью|статьёй|статьей|ст\.)(?= \d)", "article"),
    (r"\b(?:раздел[а-я]*|глав[а-я]*)(?= (?:[ivxl]+|\d+)\b)", "section"),
    (r"(?<=\d) (?:бис|bis)\b", " bis"),
    (r"\bпреамбул[а-я]+(?=,? \d+th)", "преамбулы"),
    (r"(?:последн[а-я]+)(?= (?:пункт|абзац))", "last"),
    (r"(?:предпоследн[а-я]+)(?= (?:пункт|абзац))", "penultimate"),
    (r"\bпункт[а-я]* (article \d+) (\d+)", r"paragraph \2 of \1"),
    (r"\bдополнить (article \d+|пункт[а-я]* \d+|section \w+) (?:нов[а-я]+ )?(?:пункт|подпункт)[а-я]* (\d+|[a-z]\))", r"in \1 insert a new paragraph \2"),
    (r"\bчитать\b(?= следующим)", "изложить"),
    (r"\b(\d+|два|три|четыре) нов[а-я]+ (?=пункт)", "new "),
    (r"\bдополнить\b(.{0,80}?) (?:следующими )?словами\b", r"в конце \1 insert"),
    (r"\b(?:словами|словом|фразой|выражением|формулировкой|текстом)\s+(?=\x02)", "with "),
    (r"\b(?:слов|слова|словами|словом|слово|словосочетани[а-я]+|фраз[а-я]+|выражени[а-я]+|формулировк[а-я]+)\b", ""),
    (r"\bпунктов\b|\bпунктах\b|\bпунктами\b|\bпунктам\b|\bпункта\b|\bпункте\b|\bпункту\b|\bпунктом\b|\bпункты\b|\bпункт\b|\bп\.|\bпп\.", "paragraph"),
    (r"\bабзац[а-я]*\b", "paragraph"),
    (r"\bподпункт[а-я]*\b", "subparagraph"),
    (r"((?<!new )paragraph \d+(?:[\d,\s–()a-z-]|и|по){0,60}?) (?:постановляющей|резолютивной) части", r"operative \1"),
    (r"(\d+th|last|penultimate) paragraph преамбулы", r"the \1 preambular paragraph"),
    (r"(paragraph \d+) преамбулы", r"preambular \1"),
    (r"new paragraph (\d+(?: bis)?) (?:постановляющей|резолютивной) части", r"new operative paragraph \1"),
    (r"(\d+th|last|penultimate) paragraph (?:постановляющей|резолютивной) части", r"the \1 operative paragraph"),
    (r"(\d+th), (?=\d+th paragraph)", r"\1, "),
    (r"\bво всем тексте\b|\bво всём тексте\b|\bпо всему тексту\b|\bвезде\b", "throughout the text"),
    (r"\bв (?:названии|заголовке|заглавии)\b", "in the title"),
    (r"\bв преамбуле\b", "in the preamble"),
    (r"\bв (?:постановляющей|резолютивной) части\b", "in the operative paragraphs"),
    (r"\bв конце преамбулы\b", "at the end of the preamble"),
    (r"\bв конце\b", "at the end of"),
    (r"\bв начале\b", "at the beginning of"),
    (r"\bдополнить\b(.{0,80}?)\bnew paragraph", r"insert new paragraph \1"),
    (r"\b(?:заменить|заменяются|заменяется|замените|заменив)\b", "replace"),
    (r"\b(?:исключить|исключив|удалить|снять|опустить|вычеркнуть|изъять)\b", "delete"),
    (r"\b(?:исключается|исключаются)\b", "<deleted>"),
    (r"\b(?:включить|вставить|добавить|внести|дополнить)\b", "insert"),
    (r"\b(?:переместить|перенести)\b", "move"),
    (r"\b(?:объединить)\b", "merge"),
    (r"\b(?:перенумеровать|изменить нумерацию)\b", "renumber"),
    (r"\b(?:изложить|читать) (?:в следующей редакции|следующим образом)\b", "should read as follows"),
    (r"\bв следующей редакции\b|\bследующего содержания\b|\bследующим текстом\b|\bгласящий\b|\bгласящие\b", "reading"),
    (r"\bследующ[а-я]+\b", "the following"),
    (r"\bнов[а-я]+ (operative|preambular) paragraph", r"a new \1 paragraph"),
    (r"\bнов[а-я]+ (article|subparagraph)", r"a new \1"),
    (r"\bнов[а-я]+ paragraph преамбулы", "a new preambular paragraph"),
    (r"\bнов[а-я]+ paragraph (?:постановляющей|резолютивной) части", "a new operative paragraph"),
    (r"\bнов[а-я]+ paragraph", "a new paragraph"),
    (r"\bпосле\b", "after"),
    (r"\bперед\b|\bдо\b(?= \x02)", "before"),
    (r"\bмежду\b", "between"),
    (r"\b(?:всюду|где бы оно ни встречалось|во всех случаях)\b", "wherever it occurs"),
    (r"(?<=\d) (?:и|,) (?=\d)", " and "),
    (rf"(replace {_Q}) на (?={_Q})", r"\1 with "),
    (rf"(replace {_Q}) (?={_Q})", r"\1 with "),
    (rf"({_Q}) replace (?:на |with )?({_Q})", r"replace \1 with \2"),
    (rf"({_Q}) (?:delete)\b", r"delete \1"),
    (r"\b[Сс]?лов[а-я]*\b", ""),
    (r"\bв\b|\bво\b|\bиз\b", "in"),
    (r"\bи\b|\bа также\b", "and"),
    (r"\bна\b|\bна следующ[а-я]+\b", "with"),
    (r"\bс\b(?= \d)", ""),
    (r"\bпо\b(?= \d)", "to"),
    (r"\bв конце\b", "at the end of"),
)  # fmt: skip

_COMPILED = [(re.compile(form), put) for form, put in _ENGLISH]
_COMPILED_RU = [(re.compile(form), put) for form, put in _RUSSIAN]
_CYRILLIC = re.compile(r"[а-яё]")


_LONGEST = limits.LONGEST_ORDER + 8 * limits.MOST_QUOTED  # a hole takes at most eight signs


@lru_cache(maxsize=64)
def plain(skeleton: str) -> str:
    """The skeleton of an instruction in lower case and in one form of words; of a longer one than is carried out, the beginning."""
    text = figures(" ".join(skeleton[:_LONGEST].casefold().replace("’", "'").split()))
    if japanese.is_japanese(text):
        text = japanese.to_english(text)
    if _CYRILLIC.search(text):
        for form, put in _COMPILED_RU:
            text = " ".join(form.sub(put, text).split())
    for again, put_again in _COMPILED:
        text = again.sub(put_again, text)
    return _without_renumbering(" ".join(text.split()))


_RENUMBERING = re.compile(
    r",? ?\(?(?:;? ?(?:and )?(?:to )?renumber(?: (?:the|all|any|other|subsequent|remaining|following|existing|rest of the|operative|preambular|subparagraph|paragraph|article))* ?(?:accordingly)?"
    r"|(?:;? ?(?:and )?(?:the )?(?:subsequent|remaining|following|other|existing)(?: operative| preambular)? (?:paragraph|subparagraph|article) <renumbered>(?: accordingly)?))\)?"
)
_OTHER_VERB = re.compile(
    r"\b(?:replace|delete|insert|move|merge|split|swap)\b|should read|<(?:deleted|replaced|inserted|moved|merged|becomes)>"
)


def _without_renumbering(text: str) -> str:
    """Numbers follow by themselves: what is said of them beside something else asks for nothing more."""
    rest = _RENUMBERING.sub("", text)
    return rest if rest != text and _OTHER_VERB.search(rest) else text
