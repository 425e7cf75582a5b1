"""An instruction's own words brought to one form of English, so that one grammar reads them all.

Quotations are holes by then. Abbreviations, figures for ordinals, the passive voice of European amendments and the usual
Russian forms all become "replace … with …", "in …", "after … insert …".
"""

import re

from nemawashi.kit.notation.amendments.numerals import figures

_Q = r"\x02\d+\x03"
_QS = rf"{_Q}(?:(?:,| and|, and| or|;)\s?(?:the words? )?{_Q})*"
_AGAIN = r"(?:\s?(?:bis|ter|quater|quinquies|sexies))?"

_ENGLISH: tuple[tuple[str, str], ...] = (
    (r"[\u00a0\s]+", " "),
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
    (r"\bpara(?=[s.\s])s?\.?(?=\s)", "paragraph"),
    (r"\b(preambular|operative) clauses?\b", r"\1 paragraph"),
    (r"\bclauses?\b(?= \d)", "paragraph"),
    (r"\bparagraphs\b", "paragraph"),
    (r"\bsentences\b", "sentence"),
    (rf"(paragraph (?:no\. )?\d+{_AGAIN}(?:(?:, | and |, and | to |–|-)\d+{_AGAIN})*) (?:of|in) the (preamble|operative part|annex)\b", r"\2 \1"),
    (r"(\d+th(?:(?:, | and |, and )(?:the )?\d+th)*|last|penultimate|final) paragraph (?:of|in) the (preamble|operative part)\b", r"\1 \2 paragraph"),
    (r"\boperative part paragraph\b", "operative paragraph"),
    (r"\bin(?:to)? (?:two|three|\d+) (?:new |separate )?paragraph\b", ""),
    (r"\bin the (?:\d+th|last) line(?: of)?\b", "in"),
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
    (r"\bдополнить\b(.{0,80}?) (?:следующими )?словами\b", r"в конце \1 insert"),
    (r"\b(?:словами|словом|фразой|выражением|формулировкой|текстом)\s+(?=\x02)", "with "),
    (r"\b(?:слов|слова|словами|словом|слово|словосочетани[а-я]+|фраз[а-я]+|выражени[а-я]+|формулировк[а-я]+)\b", ""),
    (r"\bпунктов\b|\bпунктах\b|\bпунктами\b|\bпунктам\b|\bпункта\b|\bпункте\b|\bпункту\b|\bпунктом\b|\bпункты\b|\bпункт\b|\bп\.|\bпп\.", "paragraph"),
    (r"\bабзац[а-я]*\b", "paragraph"),
    (r"\bподпункт[а-я]*\b", "subparagraph"),
    (r"(paragraph \d+[^;]{0,40}?) (?:постановляющей|резолютивной) части", r"operative \1"),
    (r"(\d+th) paragraph преамбулы", r"the \1 preambular paragraph"),
    (r"(paragraph \d+) преамбулы", r"preambular \1"),
    (r"(\d+th) paragraph (?:постановляющей|резолютивной) части", r"the \1 operative paragraph"),
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


def plain(skeleton: str) -> str:
    """The skeleton of an instruction in lower case and in one form of words."""
    text = figures(" ".join(skeleton.casefold().replace("’", "'").split()))
    if _CYRILLIC.search(text):
        for form, put in _COMPILED_RU:
            text = " ".join(form.sub(put, text).split())
    for form, put in _COMPILED:
        text = form.sub(put, text)
    return " ".join(text.split())
