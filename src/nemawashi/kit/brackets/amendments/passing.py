"""What an instruction leaves out because the text tells it: which paragraph a letter is of, which words are the old ones.

Nothing is guessed: where the text has the letter, or the words, more than once, the line stays as it was written.
"""

import re
from collections.abc import Callable, Sequence

from nemawashi.kit.brackets.amendments.places_named import NUMBER, PLACE, QUOTE, QUOTED
from nemawashi.kit.clauses.proposals import BaseClause

Place = Callable[[str], int | None]

_LONGEST = 600  # signs of a line that the text is asked about
_MOST_PAIRS = 8  # of old and new words in one line
_SUB = r"(?:sub-?\s?(?:para(?:graph)?|item)|item|point|letter)s?\.?"
_LETTER = re.compile(
    rf"(?P<lead>\b(?:after|before|in|of|from|to|following|delete|move|replace)\s+(?:the )?|^)(?P<sub>{_SUB}\s?)?\((?P<letter>[a-z])\)(?![\w(])(?!\s+(?:of|in|under)\s+(?:operative |preambular )?(?:para|OP|\d))",
    re.I,
)
_BESIDE_LETTER = re.compile(
    rf"^(?P<place>{PLACE})\s*[,:]\s*(?:insert |add )?(?:an? )?(?:new |additional )?{_SUB}\s+(?P<how>after|before|following)\s+\((?P<letter>[a-z])\)\s*[,:]?\s*(?:(?:insert|add)\b\s*[:,]?|reading|to read)?\s*[:,]?\s*(?P<words>{QUOTE})\W*$",
    re.I,
)
_NEW_BESIDE_LETTER = re.compile(
    rf"^(?:insert|add)\s+(?:an? )?(?:new |additional |further )?{_SUB}\s+(?P<how>after|before|following)\s+(?P<anchor>(?:{PLACE}|paragraph {NUMBER}))\s*,?\s*(?:reading|to read|as follows|(?:which|that) reads)?\s*[:,]?\s*(?P<words>{QUOTE})\W*$",
    re.I,
)
_NEW_AGAIN = re.compile(
    rf"^(?:(?:insert|add)\s+)?(?:an?\s+)?(?P<new>new\s+)?(?P<part>(?:operative |preambular )?(?:para(?:graph|\.)?|clause)|OP|PP)?\.?\s?(?P<n>\d{{1,3}})\s?"
    rf"(?:\((?P<letter>[a-z])\)\s?)?(?P<again>bis|ter|quater)(?P<new2>\s*\(?new\)?)?\s*[:.,]?\s+(?P<words>{QUOTE}|[^\W\d_][^“”\"«»]{{5,}}?)\s*$",
    re.I,
)
_NEW_WORDS = rf"(?P<words>{QUOTE}|[^\W\d_][^“”\"«»]{{5,}}?)\s*$"
_NEW_LETTER = re.compile(
    rf"^(?:insert|add)\s+(?:as\s+)?(?:an?\s+)?(?:new\s+|additional\s+)?{_SUB}\s+\((?P<letter>[a-z])\)(?:\s+(?:to|of|in|under)\s+(?:operative )?(?:para(?:graph)?\.?|OP)\s?(?P<n>\d{{1,3}}))?\s*[:,]\s*{_NEW_WORDS}",
    re.I,
)
_LETTER_IS_NEW = re.compile(
    rf"^(?:new\s+)?(?:para(?:graph)?\.?\s|OP)?(?P<n>\d{{1,3}})\s?\((?P<letter>[a-z])\)\s*\(?new\)?\s*[:.,]?\s+{_NEW_WORDS}",
    re.I,
)
_UNDER = re.compile(
    rf"^(?:under|in)?\s*(?:the )?(?:section|heading|chapter|part)?\s*(?P<name>{QUOTE})\s*[,:]\s*(?=\S)", re.I
)
_TO_THE_END = re.compile(
    rf"\b(?P<verb>delete)\s+(?:the words?\s+|everything\s+|all\s+)?from\s+(?:the words?\s+)?(?P<words>{QUOTE})\s+(?:(?:up )?to|until)\s+the\s+end\b(?:\s+of\s+(?:the\s+)?(?:para(?:graph)?|sentence|clause))?",
    re.I,
)
_LED = re.compile(rf"^(?:in |at |в )?(?P<place>{PLACE}|{NUMBER})\s*[,:–—-]?\s+", re.I)
_TRAILED = re.compile(rf"\s+(?:in|from|of|в|из)\s+(?P<place>{PLACE})\W*$", re.I)
_REPLACE = re.compile(
    r"^(?:replace|change|substitute|заменить)\s+(?:the (?:words?|figures?|dates?|years?)\s+|слов[а-я]+\s+)?(?=\S)", re.I
)
_JOIN = re.compile(r"\s+(?:with|by|to|на)\s+(?:the words?\s+|слов[а-я]+\s+)?", re.I)
_PAIRED = re.compile(r"\s*(?:,\s*(?:and\s+|и\s+)?|;\s*(?:and\s+)?|\s(?:and|и)\s)\s*(?:(?:replace|change)\s+)?", re.I)
_SWAPPED = re.compile(
    r"^(?P<new>.{1,120}?)\s+(?:instead of|in place of|in lieu of|rather than|вместо)\s+(?P<old>.{1,120})$", re.I
)
_HALF_QUOTED = re.compile(
    rf"^(?P<verb>replace|change|substitute)\s+(?:the words?\s+)?(?:(?P<old>{QUOTE})\s+(?P<by>with|by|to)\s+(?P<bare>[^\W_][^“”\"«»„:;]{{0,80}}?)"
    rf"|(?P<bare_old>[^\W_][^“”\"«»„:;]{{0,80}}?)\s+(?P<by2>with|by|to)\s+(?P<new>{QUOTE}))(?P<rest>\s+(?:in|of)\s+{PLACE})?\W*$",
    re.I,
)
_A_PLACE = re.compile(r"\b(?:para(?:graph)?s?|clauses?|sentences?|title|heading|sub-?para\w*|the following|OP|PP)\b", re.I)


def in_passing(said: str, clauses: Sequence[BaseClause], place: Place) -> str:
    """An instruction with what the text tells, said."""
    if len(said) > _LONGEST:
        return said
    said = _without_heading(said, clauses)
    said = _beside_a_letter(said, clauses)
    said = _next_letter(said, clauses, place)
    said = _again(said, clauses, place)
    said = _to_the_end(said, clauses, place)
    said = _half_quoted(said)
    return said if QUOTED.search(said) else _unquoted(said, clauses, place)


def _without_heading(said: str, clauses: Sequence[BaseClause]) -> str:
    """Without the heading of the text under which the paragraph stands, where its number says it already."""
    under = _UNDER.match(said)
    if not under or not re.search(r"\d", re.sub(QUOTE, "", said)):
        return said
    name = under["name"][1:-1].strip().casefold()
    return (
        said[under.end() :]
        if any(each.words.strip().casefold() == name for each in clauses if each.kind == "heading")
        else said
    )


def _beside_a_letter(said: str, clauses: Sequence[BaseClause]) -> str:
    """A letter without its paragraph, where one paragraph alone has it."""
    if beside := _BESIDE_LETTER.match(said):
        number = re.search(r"\d{1,3}", beside["place"])
        how = "Before" if beside["how"].casefold() == "before" else "After"
        if number:
            return f"{how} paragraph {number[0]} ({beside['letter']}), insert a new subparagraph: {beside['words']}"
    bare = re.sub(QUOTE, lambda quoted: "\0" * len(quoted[0]), said)
    if re.search(r"(?:para(?:graph)?s?\.?|clauses?|OPs?|PPs?|articles?)\s?\d|^\W*\d", bare, re.I):
        return said
    out, at = "", 0
    for letter in _LETTER.finditer(bare):
        if not letter["lead"] and not letter["sub"] and not re.match(r"\s*[:,]", bare[letter.end() :]):
            continue  # the sign of an item of a list
        heads = _heads_of(letter["letter"], clauses)
        if len(heads) != 1:
            return said
        out += f"{said[at : letter.start()]}{letter['lead']}paragraph {heads[0]} ({letter['letter']})"
        at = letter.end()
    said = out + said[at:]
    if new := _NEW_BESIDE_LETTER.match(said):
        how = "Before" if new["how"].casefold() == "before" else "After"
        return f"{how} {new['anchor']}, insert a new subparagraph: {new['words']}"
    return f"In {said}" if at and said[:10].startswith("paragraph ") else said


def _next_letter(said: str, clauses: Sequence[BaseClause], place: Place) -> str:
    """A new letter behind the last that a paragraph has: ``Add a sub-paragraph (d): …``, ``3 (d) (new): …``."""
    new = _NEW_LETTER.match(said) or _LETTER_IS_NEW.match(said)
    if not new or new["letter"].casefold() == "a":
        return said
    before = chr(ord(new["letter"].casefold()) - 1)
    heads = [new["n"]] if new["n"] else _heads_of(before, clauses)
    if len(heads) != 1 or place(f"paragraph {heads[0]} ({new['letter']})") is not None:
        return said
    if place(f"paragraph {heads[0]} ({before})") is None:
        return said
    words = new["words"] if QUOTED.match(new["words"]) else f"“{new['words']}”"
    return f"After paragraph {heads[0]} ({before}), insert a new subparagraph: {words}"


def _heads_of(letter: str, clauses: Sequence[BaseClause]) -> list[str]:
    """The numbers of the paragraphs that have this letter."""
    out, head = [], ""
    for each in clauses:
        if each.kind != "sub":
            head = each.number
        elif each.number.strip("()").casefold() == letter.casefold():
            out.append(head)
    return out


def _again(said: str, clauses: Sequence[BaseClause], place: Place) -> str:
    """``New paragraph 4 bis: Reports are public.``: a new clause, unless the text has one with this number."""
    new = _NEW_AGAIN.match(said)
    if not new or not (
        new["new"] or new["new2"] or new["part"] or said[new.start("words") - 2 : new.start("words")].strip() == ":"
    ):
        return said
    part = "preambular" if re.match(r"pp|preamb", new["part"] or "", re.I) else ""
    number = f"PP{new['n']}" if part else new["n"]
    if any(each.number.replace(" ", "").casefold() == f"{number}{new['again']}".casefold() for each in clauses):
        return said
    at = place(f"{part} paragraph {new['n']}{' (' + new['letter'] + ')' if new['letter'] else ''}")
    if at is None or re.match(r"(?:alt|delete|replace|insert|add|move|to be|should|read)\b", new["words"], re.I):
        return said
    words = new["words"] if QUOTED.match(new["words"]) else f"“{new['words']}”"
    if new["letter"]:
        return f"After paragraph {new['n']} ({new['letter']}), insert a new subparagraph: {words}"
    return f"After {part + ' ' if part else ''}paragraph {new['n']}, insert a new {part + ' ' if part else ''}paragraph: {words}"


def _to_the_end(said: str, clauses: Sequence[BaseClause], place: Place) -> str:
    """``Delete from “a” to the end`` as the words that are meant, but for the mark behind them."""
    stretch = _TO_THE_END.search(said)
    clause = _clause(said, clauses, place) if stretch else None
    if stretch is None or clause is None:
        return said
    start = _once(stretch["words"][1:-1].strip(), clause.words)
    if start is None:
        return said
    words = clause.words[start:].rstrip(" .;,:。、")
    return f"{said[: stretch.start()]}delete “{words}”{said[stretch.end() :]}"


def _half_quoted(said: str) -> str:
    """Quotation marks on both sides, where one has them: ``replace “before 2033” by 2030``."""
    led = _LED.match(said)
    lead, rest = (said[: led.end()], said[led.end() :]) if led else ("", said)
    half = _HALF_QUOTED.match(rest)
    if not half or _A_PLACE.search(half["bare"] or half["bare_old"]):
        return said
    old = half["old"] or f"“{half['bare_old'].strip()}”"
    new = half["new"] or f"“{half['bare'].strip()}”"
    return f"{lead}replace {old} with {new}{half['rest'] or ''}"


def _unquoted(said: str, clauses: Sequence[BaseClause], place: Place) -> str:
    """Old and new words without quotation marks, parted where the paragraph has the old ones once."""
    clause = _clause(said, clauses, place)
    if clause is None:
        return said
    text = said.strip().rstrip(".;。 ")
    led, trailed = _LED.match(text), _TRAILED.search(text)
    where, body = (
        (led["place"], text[led.end() :]) if led
        else (trailed["place"], text[: trailed.start()]) if trailed else ("", text)
    )  # fmt: skip
    replacing = _REPLACE.match(body)
    pairs = _pairs(body[replacing.end() :], clause.words) if replacing else []
    if not replacing and (swapped := _SWAPPED.match(body)) and _once(swapped["old"].strip(), clause.words) is not None:
        pairs = [(swapped["old"].strip(), swapped["new"].strip())]
    if not pairs or any(_A_PLACE.match(words) for pair in pairs for words in pair):
        return said
    called = (
        f"paragraph {where}"
        if re.fullmatch(NUMBER, where, re.I)
        else where[0].lower() + where[1:]
        if where[:2] not in ("OP", "PP")
        else where
    )
    return f"In {re.sub(r'^(?:in|at) ', '', called)}, " + " and ".join(
        f"replace “{old}” with “{new}”" for old, new in pairs
    )


def _pairs(said: str, words: str, left: int = _MOST_PAIRS) -> list[tuple[str, str]]:
    """``70 by 80 and 2029 by 2028`` as pairs of which the paragraph has each old part once; nothing where it has not."""
    for join in _JOIN.finditer(said):
        old, rest = said[: join.start()].strip(), said[join.end() :].strip()
        if not old or not rest or _once(old, words) is None:
            continue
        for parting in _PAIRED.finditer(rest) if left > 1 else ():
            more = _pairs(rest[parting.end() :], words, left - 1) if parting.start() else []
            if more:
                return [(old, rest[: parting.start()].strip()), *more]
        return [(old, rest)]
    return []


def _clause(said: str, clauses: Sequence[BaseClause], place: Place) -> BaseClause | None:
    """The clause that a line names before or behind what it asks."""
    named = _LED.match(said) or _TRAILED.search(said.strip().rstrip(".;。 "))
    at = place(named["place"]) if named else None
    return clauses[at] if at is not None else None


def _once(words: str, text: str) -> int | None:
    """Where words stand in a text, if they stand there once, and whole."""
    places = [each.start() for each in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)] if words else []
    return places[0] if len(places) == 1 else None
