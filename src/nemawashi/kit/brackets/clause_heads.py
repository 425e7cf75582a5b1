"""What is typed before a clause as a whole: a number, bis or alt, a name, a verb, in any order.

``2 bis. KAZ: …``, ``KAZ 2 ALT: …``, ``OP2bis (KAZ/UZB) …``, ``Alt. 3 (UZB): …``, ``New paragraph (JPN): …``, ``Вариант 2: 3. …``.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from nemawashi.kit.brackets import heads, party_names
from nemawashi.kit.brackets.verbs import SUPPORT
from nemawashi.kit.clauses.operations import Operation

_NEAR = 160  # signs among which a head ends
_NUMBER = re.compile(
    r"(?:(?:OP|PP|ОП|ПП|§|para(?:graph|\.)?|пункт[уа]?|clause|第)\s?)?(?P<n>\d{1,3})(?![\d%])(?:項)?(?:\s?\(?(?P<letter>[a-zа-я])\)(?!\w))?",
    re.I,
)
_LETTER = re.compile(
    r"\(?(?P<letter>[a-zа-я])\)(?=\s*(?:(?:bis|ter|quater|alt|бис|тер|альт)\b|[(\[–—:-]|[^\W\d_a-zа-я]))", re.I
)
_LETTER_AGAIN = re.compile(r"\(\s?(?P<letter>[a-zа-я])\s?\)?\s?(?:bis|ter|quater|бис|тер)\s?\)", re.I)  # ``(b bis)``
_BOXED = re.compile(  # ``[4 bis]`` before the words
    r"\s*\[\s*(?P<inner>(?:(?:OP|PP|ОП|ПП)?\.?\s?\d{1,3}\s?|\(?[a-zа-я]\)?\s?)(?:bis|ter|quater|quinquies|alt\.?|бис|тер|альт\.?))\s*\](?=\s*[^\s\]])",
    re.I,
)
_LEADING = re.compile(
    r"(?:to (?:add|insert|include)\s+)?(?:an?|the following|the|following)?\s*(?=(?:new|additional|alternative|alt)\b)",
    re.I,
)
_AGAIN = re.compile(r"(?P<again>(?:bis|ter|quater|quinquies|бис|тер)(?![^\W\d_])|の[2-9２-９二三四五])", re.I)
_ALT = re.compile(
    r"(?P<alt>alternative(?: (?:text|wording|language|version|formulation))?(?: (?:to|for|of)(?= (?:OP|PP|para|clause|\d)))?|alt\.?|альтернатива(?: (?:к )?(?=пункт))?|альт\.?|вариант|代替案|代案)(?:\s?(?:no\.?\s?)?(?:\d{1,2}|[A-H])(?!\w))?(?![^\W\d_])",
    re.I,
)
_NEW = re.compile(
    r"(?:add(?:itional)? )?(?P<new>new|additional(?= (?:operative |preambular )?(?:(?:sub-?)?para|clause|OP|PP))|новый|新規?)(?: (?:operative |preambular )?(?:(?:sub-?)?para(?:graph|\.)?|clause|point|item|OP|PP|(?:под)?пункт|абзац)|段落|項)?(?![^\W\d_])",
    re.I,
)
_BESIDE = re.compile(
    r"(?P<how>after|following|before|behind|после|перед)\s+(?=(?:the )?(?:OP|PP|ОП|ПП|para|sub|clause|пункт|подпункт|\(?[a-zа-я]\)|\d))",
    re.I,
)
_SAID_NEW = re.compile(r"\((?P<what>new|alt(?:ernative)?|add(?:ition)?|новый|альт)\.?(?: para(?:graph)?)?\)", re.I)
_ABOUT = re.compile(
    r"(?:proposals?|text|suggestion|wording|language)\s+(?:for|on|as)\s+(?:(?:an?|the)\s+)?(?=new\b|OP|PP|para|\d|alt)",
    re.I,
)
_PAREN = re.compile(r"[(（\[](?P<inner>[^()（）\[\]\n]{2,80})[)）\]]")
_NAMED = re.compile(
    r"(?P<names>[^\W\d_][^\[\]()（）:：.\n]{0,79}?)(?=\s*(?:[:：]|\s[–—/|-]\s|[–—]|\s(?:(?:to (?:add|insert|include) )?(?:an?|the following) )?(?:\d|OP|PP|alt|alternative|bis|new|additional)\b|['’]s?\salt|\salternative\b|\s\((?:supported|with) |\s\((?:alt|new|add)|\s(?:proposal|text|suggestion|wording|language) (?:for|on|as)\s))",
    re.I,
)
_BACKED = re.compile(r"(?:supported by|with(?: the support of)?|supporters?[:：]?)\s+(?P<names>.{2,80})$", re.I)
_OWNER = re.compile(r"['’]s$")
_MARK = re.compile(r"(?:['’]s)?[\s.,:：;)–—/|-]+")


@dataclass(frozen=True, slots=True)
class ClauseHead:
    """``number``: of the clause that it is about; ``is_new``, ``is_alt``: a clause beside it, or one in its place.

    ``kind``: a verb, where there is one. ``length``: how many signs of the line the head takes.
    """

    number: str = ""
    is_preambular: bool = False
    is_new: bool = False
    is_alt: bool = False
    kind: str = ""
    parties: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    length: int = 0
    is_before: bool = False


def clause_head(words: str) -> ClauseHead:
    """The head of a line; empty where nothing but a number, or nothing at all, is said before the words."""
    if boxed := _BOXED.match(words):
        words = (
            f"{' ' * boxed.start('inner')}{boxed['inner']}{' ' * (boxed.end() - boxed.end('inner'))}{words[boxed.end() :]}"
        )
    at = len(words) - len(words.lstrip())
    number, letter, said, is_new, is_alt, is_preambular, is_before = "", "", None, False, False, False, False
    while at < min(len(words), _NEAR):
        is_last_open = True
        if not number and (match := _NUMBER.match(words, at)) and _is_over(words, match.end()):
            number, letter = unicodedata.normalize("NFKC", match["n"]), match["letter"] or ""
            is_preambular = match[0][:2].casefold() in ("pp", "пп")
        elif not (number or letter) and (match := _LETTER.match(words, at)):
            letter = match["letter"]
        elif not (number or letter) and (match := _LETTER_AGAIN.match(words, at)):
            letter, is_new = match["letter"], True
        elif is_new and not (number or letter) and (match := _BESIDE.match(words, at)):
            is_before = match["how"].casefold() in ("before", "перед")
        elif match := _AGAIN.match(words, at):
            is_new = True
        elif (match := _ALT.match(words, at)) and _is_said_of_it(words, match):
            is_alt = True
        elif (match := _NEW.match(words, at)) and _is_said_of_it(words, match):
            is_new = True
        elif match := _SAID_NEW.match(words, at):
            is_alt = is_alt or match["what"].casefold()[:3] in ("alt", "аль")
            is_new = is_new or not is_alt
        elif said is not None and (match := _ABOUT.match(words, at)):
            is_new = is_new or bool(_AGAIN.search(words, match.end(), match.end() + 10))
        elif said is None and (match := _PAREN.match(words, at)) and (named := _stated(match["inner"])):
            said = named
            is_new = is_new or bool(_NEW.search(match["inner"]))
        elif (
            said is not None
            and (match := _PAREN.match(words, at))
            and (more := _stated(match["inner"]))
            and not more.opponents
        ):
            said = replace(said, supporters=(*said.supporters, *more.supporters, *more.parties))
        elif (
            said is None
            and (match := _NAMED.match(words, at))
            and (named := heads.read(f"{_OWNER.sub('', match['names'].strip())}: x")).kind
        ):
            said = named
            if leading := _LEADING.match(words, match.end() + 1):
                at = leading.end() - (leading.end() > leading.start())
                match = re.compile(r"\s?").match(words, at)
        elif (
            said is None
            and (is_new or is_alt)
            and (match := heads.CODES_FIRST.match(words, at))
            and (names := party_names.outside(match["codes"]))
        ):
            said = heads.Head(Operation.INSERT, names)
        else:
            is_last_open = False
        if not is_last_open or match is None:
            break
        at = match.end()
        mark = _MARK.match(words, at)
        at = mark.end() if mark else at
    if not (is_new or is_alt or said) or (
        said and not (said.parties or said.supporters or said.opponents) and not (is_new or is_alt)
    ):
        return ClauseHead()
    if not words[at:].strip() and not (said and said.kind == Operation.DELETE):
        return ClauseHead()
    parties = said.parties if said else ()
    return ClauseHead(
        f"({letter})" if letter else number, is_preambular, is_new, is_alt, said.kind if said else "", parties,
        said.supporters if said else (), said.opponents if said else (), at, is_before,
    )  # fmt: skip


_WHOLE_WORD = re.compile(r"alternative[a-z ]*|additional[a-z ]*|альтернатива|вариант|new|новый", re.I)
_NO_SENTENCE = re.compile(
    r"\s*(?:$|(?:operative |preambular )?(?:para(?:graph)?|clause|OP|PP|пункт[а-я]*|ОП|ПП)\.?\s?\d|(?:after|following|before|behind|после|перед)\s|[:：.,;)\]）］(\[（［–—-]|\d|[A-Z]{2,3}\b(?!\s+[^\W\d_A-ZА-ЯЁ]))"
)


def _is_said_of_it(words: str, match: re.Match[str]) -> bool:
    """Whether "new" or "alternative" is said of the clause: where a sentence goes on, it is the first of its words."""
    if not _WHOLE_WORD.fullmatch(match[0]) or _NO_SENTENCE.match(words, match.end()):
        return True
    at = match.end() + len(words[match.end() :]) - len(words[match.end() :].lstrip())
    named = _NAMED.match(words, at)
    return bool(named and heads.read(f"{named['names'].strip()}: x").kind)


def _is_over(words: str, end: int) -> bool:
    """Whether a figure is a number of a clause and no figure of a sentence."""
    return (
        bool(
            re.match(
                r"\s*(?:[.):：;,(\[［（–—-]|の[2-9２-９二三四五]|bis|ter|quater|alt|бис|тер|альт)",
                words[end : end + 12],
                re.I,
            )
        )
        or not words[end:].strip()
    )


def _stated(said: str) -> heads.Head | None:
    """Parties in round brackets, with ``new`` or a verb: ``(new, KAZ)``, ``(proposed by JPN)``."""
    said = re.sub(r"^(?:new|новый|alt\.?)\s*[,;:–—-]?\s*|\s*[,;:–—-]?\s*(?:new|alt\.?)$", "", said.strip(), flags=re.I)
    if (backed := _BACKED.match(said)) and (backers := party_names.parties(backed["names"])):
        return heads.Head(SUPPORT, supporters=backers)
    names = party_names.parties(said)
    if names:
        return heads.Head(Operation.INSERT, names)
    return heads.stances(said)
