"""Official typing to clauses with their brackets as trees, and everything that does not balance.

::

    from nemawashi.kit.brackets import files, reading

    text = reading.read(files.typed(path))
    for clause in text.clauses:
        for bracket in clause.brackets:
            print(clause.number, bracket.kind, bracket.parties, bracket.words)
    print(text.imbalances, text.counts)

Places are code points of a clause as it was typed. A bracket that closes in a later clause reaches to the end of its own
clause and says where it closes.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from nemawashi.kit import limits
from nemawashi.kit.brackets import heads, party_names
from nemawashi.kit.brackets.signs import BracketPair, BracketSign, Editorial, Scan, scan
from nemawashi.kit.brackets.verbs import OPPOSE, SUPPORT
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.corpora import Piece, leads, split

_ALTERNATIVE = re.compile(
    r"^[\s\[［【(]*+(?:\S{1,8}\s+)??[\[]*+(?P<label>(?:Option|Alternative|Alt\.?|Variant|Вариант|Альтернатива|選択肢|代替案|案)\s?"
    r"(?:\(?(?:\d{1,2}(?:\.\d)?|[A-Ha-h]|[IVX]{1,4})(?:\s?(?:bis|alt))?\)?)(?=[\s:.)：\]–—-]|$))",
    re.I,
)
_UNNUMBERED = re.compile(r"^[\s\[［【(]*(?P<label>Alt\.?|Alternative|Альт\.?|Альтернатива|代替案)(?=\s*[:：])", re.I)
_NO_TEXT = re.compile(r"^\W*(?:no (?:text|provision|paragraph|article)|нет текста|без текста|規定なし|なし)\b", re.I)
_SLASHED = re.compile(r"^[^\[\]/:;,.\n]{1,60}(?:/[^\[\]/:;,.\n]{1,60})+$")
_NOT_SLASHED = re.compile(r"\band/or\b|\bи/или\b|\d/\d|\d/[A-Z]", re.I)
_PLACEHOLDER = re.compile(
    r"^(?:\W*+[●○•_\s….-]*+|\W*+(?:[xXyY×ХхУу]{1,3}|20[xX]{2}|(?:year|date|name|place|number|month)(?: [xXyY])?|[xXyY] date|placeholder\b.*|плейсхолдер\b.*"
    r"|insert (?:the )?(?:date|name|place|number|year|title|figure|amount|reference)s?|DD[ ./-]?(?:Month|MM)[ ./-]?YYYY|дд[ ./-]?мм[ ./-]?гггг"
    r"|20(?:\.\.|__|--)|[xXyYхХ] (?:million|billion|per cent|percent|%|days|weeks|months|years|млн|процентов)"
    r"|to be (?:completed|determined|decided|added|inserted|elaborated)\b.*|tbc|tbd|дата|место|подлежит [^\]]*+|P|未定|調整中))\W*+$",
    re.I | re.S,
)
_ARTICLE = re.compile(
    r"^\W*(?:(?:Article|ARTICLE|Статья|СТАТЬЯ)\s+\d+\s?(?:bis|ter)?|第[一二三四五六七八九十\d]+条)(?:\W.{0,60})?$", re.S
)
_TYPED_MARKS = (
    ("struck", re.compile(r"~~(?=\S)[^~\n]+?(?<=\S)~~|<(s|del|strike)>(?=.)", re.I | re.S)),
    ("bold", re.compile(r"\*\*(?=\S)[^*\n]+?(?<=\S)\*\*|<(b|strong)>(?=.)", re.I | re.S)),
    ("underlined", re.compile(r"(?<!_)__(?=[^_\s])[^_\n]+?(?<=[^_\s])__(?!_)|<(u|ins)>(?=.)", re.I | re.S)),
)
_CURLY = re.compile(r"\{[^{}]*\}")
_HASHES = re.compile(r"#{3,}")


@dataclass(frozen=True, slots=True)
class Typed:
    """A clause of a file as it was typed. ``marks``: (kind, start, end) with the kinds ``struck``, ``bold``, ``underlined``."""

    words: str
    number: str = ""
    kind: str = ""
    marks: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Bracketed:
    """A pair of square brackets. ``words``: what stands in it, without who asks for it.

    ``kind``: ``open`` (not agreed, nobody named), ``insert``, ``delete``, ``alternative``, ``oppose``, ``support``,
    ``reserve``, ``comment``, ``placeholder``, ``footnote``. ``group`` is shared by brackets that stand side by side as
    alternatives; ``choices`` are those within one bracket. ``closes``: the clause and place where it ends, if not in its own.
    ``named``: where outside of it those are named who ask for it.
    """

    start: int
    end: int
    depth: int
    kind: str
    words: str
    parties: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    group: int = 0
    choices: tuple[str, ...] = ()
    closes: tuple[int, int] | None = None
    head: int = 0
    inside: tuple["Bracketed", ...] = ()
    named: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Option:
    """A line of alternatives: ``Option 2: No text``. ``group`` is shared by the options that exclude each other."""

    label: str
    group: int
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """What is no bracket of a position: ``braces``, ``hashes``, ``footnote``, ``omission``, ``sic``, ``link``, marks of type."""

    kind: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class ReadClause:
    number: str
    kind: str
    words: str
    brackets: tuple[Bracketed, ...] = ()
    option: Option | None = None
    remarks: tuple[Remark, ...] = ()
    open_before: int = 0


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A sign without its partner. ``clause`` counts from 1; ``near``: the words around it."""

    clause: int
    number: str
    place: int
    sign: str
    near: str


@dataclass(frozen=True, slots=True)
class ReadText:
    clauses: tuple[ReadClause, ...]
    imbalances: tuple[Imbalance, ...]
    doubtful: tuple[Imbalance, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


def read(typed: Sequence[Typed], *, language: str = "en") -> ReadText:
    """Clauses with their brackets. Nothing is repaired: what has no partner is told in ``imbalances``, and what is paired over
    the head of an article from the middle of a clause, in ``doubtful``. Raises ``limits.TooMuchError``.
    """
    limits.check(clause.words for clause in typed)
    typed = [_with_typed_marks(clause) for clause in typed if clause.words.strip()]
    about = _about(typed, language)
    breaks = frozenset(place for place, clause in enumerate(typed) if _ARTICLE.match(clause.words))
    signs = scan([clause.words for clause in typed], breaks=breaks)
    limits.check_depth(max((pair.depth for pair in signs.pairs), default=0))
    trees = _trees(signs, typed)
    remarks = _remarks(signs.notes, typed)
    options = _options(typed, about, trees)
    before = _open_before(signs.pairs, len(typed))
    clauses = [
        ReadClause(
            number, kind, clause.words, tuple(trees[place]), options.get(place), tuple(remarks[place]), before[place]
        )
        for place, (clause, (number, kind)) in enumerate(zip(typed, about, strict=True))
    ]

    def imbalance(sign: BracketSign) -> Imbalance:
        near = _near(typed[sign.clause].words, sign.place)
        return Imbalance(sign.clause + 1, about[sign.clause][0], sign.place, sign.sign, near)

    imbalances = tuple(imbalance(sign) for sign in signs.imbalances)
    doubtful = tuple(imbalance(pair.opens) for pair in signs.doubtful)
    return ReadText(tuple(clauses), imbalances, doubtful, _counts(signs, clauses, typed))


def _open_before(pairs: Sequence[BracketPair], count: int) -> list[int]:
    """How many brackets of earlier clauses are still open where each clause begins."""
    steps = [0] * (count + 1)
    for pair in pairs:
        if pair.opens.clause != pair.closes.clause:
            steps[pair.opens.clause + 1] += 1
            steps[pair.closes.clause + 1] -= 1
    return list(accumulate(steps))[:count]


def _with_typed_marks(clause: Typed) -> Typed:
    """Strike-through, bold and underlining that are typed as signs count like those of a file."""
    typed_marks = []
    for kind, form in _TYPED_MARKS:
        known = sorted((low, high) for k, low, high in clause.marks if k == kind)
        starts, ends = [low for low, _high in known], list(accumulate((high for _low, high in known), max))
        for start, end in _typed_marks(clause.words, form):
            at = bisect_right(starts, start)
            if not at or ends[at - 1] < end:
                typed_marks.append((kind, start, end))
    return replace(clause, marks=(*clause.marks, *typed_marks)) if typed_marks else clause


def _typed_marks(words: str, form: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Places between two marks of a kind. A tag that nothing closes is looked for once, not once for each time it stands."""
    at = 0
    unclosed: set[str] = set()
    while marking := form.search(words, at):
        start, at = marking.span()
        if tag := marking[1]:
            closing = None if tag.casefold() in unclosed else re.compile(f"</{tag}>", re.I).search(words, at + 1)
            if closing is None:
                unclosed.add(tag.casefold())
                continue
            at = closing.end()
        yield start, at


def flat(brackets: Sequence[Bracketed]) -> Iterator[Bracketed]:
    """All brackets with those within them, in the order in which they open."""
    for bracket in brackets:
        yield bracket
        yield from flat(bracket.inside)


def _about(typed: Sequence[Typed], language: str) -> list[tuple[str, str]]:
    pieces = [Piece(clause.words[:15_000], number=clause.number, place=str(place)) for place, clause in enumerate(typed)]
    pieces_read, _unread = split(pieces, language=language)
    if len(pieces_read) != len(typed):  # a clause of signs that no reader sees
        pieces_read = [next(iter(split([piece], language=language)[0]), None) for piece in pieces]  # type: ignore[misc]
    out = []
    for clause, each in zip(typed, pieces_read, strict=True):
        number = clause.number or (each.number if each else "")
        kind = clause.kind or (str(each.kind) if each else "other")
        if kind == "other" and leads.SECTION.match(clause.words.strip("[ ")) and len(clause.words.split()) < 12:
            kind = "heading"
        out.append((number, kind))
    return out


def _trees(signs: Scan, typed: Sequence[Typed]) -> list[list[Bracketed]]:
    """The brackets of each clause, those within others inside them."""
    by_clause: list[list[BracketPair]] = [[] for _clause in typed]
    for pair in signs.pairs:
        by_clause[pair.opens.clause].append(pair)
    groups = _groups(signs.pairs, typed)
    out = []
    for place, pairs in enumerate(by_clause):
        words = typed[place].words
        struck = [(start, end) for kind, start, end in typed[place].marks if kind == "struck"]
        out.append(_nested(pairs, words, groups, struck))
    return out


def _nested(
    pairs: Sequence[BracketPair], words: str, groups: dict[tuple[int, int], int], struck: Sequence[tuple[int, int]]
) -> list[Bracketed]:
    out: list[Bracketed] = []
    at = 0
    while at < len(pairs):
        pair = pairs[at]
        here = pair.closes.clause == pair.opens.clause
        end = pair.closes.place + 1 if here else len(words)
        stop = at + 1
        while stop < len(pairs) and pairs[stop].opens.place < end:
            stop += 1
        inside = tuple(_nested(pairs[at + 1 : stop], words, groups, struck))
        out.append(_bracket(pair, words, end, groups, struck, inside))
        at = stop
    return out


def _bracket(
    pair: BracketPair,
    words: str,
    end: int,
    groups: dict[tuple[int, int], int],
    struck: Sequence[tuple[int, int]],
    inside: tuple[Bracketed, ...],
) -> Bracketed:
    here = pair.closes.clause == pair.opens.clause
    start = pair.opens.place
    inner = words[start + 1 : end - 1 if here else end]
    head = heads.read(inner)
    own_words = inner[head.length : len(inner) - head.tail if head.tail else None]
    group = groups.get((pair.opens.clause, start), 0)
    choices: tuple[str, ...] = ()
    kind = head.kind
    if not kind and _PLACEHOLDER.match(inner) and not inside and inner.strip() not in (",", ";", ":", ".", "、", "。"):
        kind = Operation.PLACEHOLDER
    if (
        not kind
        and _SLASHED.match(own_words.strip())
        and not _NOT_SLASHED.search(own_words)
        and len(own_words.split()) <= 12
    ):
        choices = tuple(choice.strip() for choice in own_words.split("/"))
        kind = Operation.ALTERNATIVE
    if not kind and any(low <= start + 1 and end - 1 <= high for low, high in struck):
        kind = Operation.DELETE
    named = (0, 0)
    beside: tuple[str, ...] = ()
    if not head.kind and kind != Operation.PLACEHOLDER:
        wished, named = _wished(words, end)
        if wished:
            head, kind = replace(wished, length=0, tail=0), wished.kind
        else:
            beside, named = _beside(words, start, end)
    elif head.kind in (Operation.DELETE, SUPPORT) and not (head.parties or head.supporters or head.opponents):
        beside, named = _beside(words, start, end)  # ``[delete: on water] (KAZ)``
        head = replace(head, supporters=beside) if head.kind == SUPPORT else head
    kind = kind or (Operation.ALTERNATIVE if group else Operation.INSERT if beside else "open")
    bracket = Bracketed(
        start,
        end,
        pair.depth,
        kind,
        own_words,
        head.parties or beside,
        head.supporters,
        head.opponents,
        group,
        choices,
        head=head.length,
        inside=inside,
        named=named,
    )
    return bracket if here else replace(bracket, closes=(pair.closes.clause + 1, pair.closes.place))


_AFTER = re.compile(
    r"\s?[(\[](?P<names>[^()\[\]:：]{2,80})[)\]]|\s?\^?(?P<codes>[A-Z]{3}(?:\s?[,/]\s?[A-Z]{3})*)(?![\w(:])"
)
_WISHED = re.compile(r"\s?[（(](?P<said>[^()（）\[\]]{2,120})[)）]")
_LONGEST_NAME = 5  # words of the names before a bracket, where other words stand before these
_NEAR = 200  # signs before a bracket within which those who ask for it are named: more than the longest list of names
_BEFORE = re.compile(r"(?:^|[^\]\s])\s*\((?P<names>[^()\[\]:：]{2,80})\)\s?$|^\s*(?P<codes>[^()\[\]:：]{2,60})[:：]\s*$")
_LAST = re.compile(r"(?<![^\s,;])(?P<last>[A-ZА-ЯЁ][^()\[\]:：,;.]{1,40})[:：]\s*$")


def _beside(words: str, start: int, end: int) -> tuple[tuple[str, ...], tuple[int, int]]:
    """Parties named right behind a bracket or before it: ``[on water] (JPN, KAZ)``, ``(JPN) [on water]``, ``JPN: [on water]``;
    and where."""
    near = max(0, start - _NEAR)
    for naming in (_AFTER.match(words, end), _BEFORE.search(words, near, start), _LAST.search(words, near, start)):
        if naming is None:
            continue
        kind = naming.lastgroup or ""
        if kind == "last":
            names, at = _last_named(naming[kind])
            if names:
                return names, (naming.start(kind) + at, naming.end())
        elif names := party_names.outside(naming[kind]):
            around = 1 if kind == "names" else 0
            return names, (naming.start(kind) - around, naming.end(kind) + around)
    return (), (0, 0)


def _last_named(said: str) -> tuple[tuple[str, ...], int]:
    """Names at the end of the words before a bracket, ``will publish Chile: [all]``; and where they begin."""
    words = list(re.finditer(r"\S+", said))
    for word in words[-_LONGEST_NAME:]:
        if names := party_names.outside(said[word.start() :]):
            return names, word.start()
    return (), 0


def _wished(words: str, end: int) -> tuple[heads.Head | None, tuple[int, int]]:
    """What parties say of a bracket right behind it, ``[on water] (KAZ: delete)``; and where."""
    said = _WISHED.match(words, end)
    head = heads.stances(said["said"]) if said else None
    if said and head and head.kind in (Operation.DELETE, OPPOSE, SUPPORT):
        return head, said.span()
    return None, (0, 0)


def _groups(pairs: Sequence[BracketPair], typed: Sequence[Typed]) -> dict[tuple[int, int], int]:
    """Brackets that stand side by side, ``[shall][should]``, with the number of their group."""
    ends = {(pair.closes.clause, pair.closes.place): pair for pair in pairs if pair.opens.clause == pair.closes.clause}
    groups: dict[tuple[int, int], int] = {}
    count = 0
    for pair in pairs:
        clause, place = pair.opens.clause, pair.opens.place
        words = typed[clause].words
        at = place - 1
        while at > 0 and words[at] == " " and words[at - 1 : at] in ("]", "］", "/", " "):
            at -= 1
        if words[at : at + 1] == "/" and at > 0:
            at -= 1
            while at > 0 and words[at] == " ":
                at -= 1
        previous = ends.get((clause, at))
        if previous is None or at < 0 or previous.depth != pair.depth:
            continue
        key = (clause, previous.opens.place)
        if key not in groups:
            count += 1
            groups[key] = count
        groups[(clause, place)] = groups[key]
    return groups


def _remarks(notes: Sequence[Editorial], typed: Sequence[Typed]) -> list[list[Remark]]:
    out: list[list[Remark]] = [[] for _clause in typed]
    for note in notes:
        out[note.clause].append(Remark(note.kind, note.start, note.end, note.words))
    for place, clause in enumerate(typed):
        for kind, form in (("braces", _CURLY), ("hashes", _HASHES)):
            out[place] += [Remark(kind, f.start(), f.end(), f[0].strip("{}").strip()) for f in form.finditer(clause.words)]
        out[place] += [Remark(kind, start, end, clause.words[start:end]) for kind, start, end in clause.marks]
        out[place].sort(key=lambda remark: (remark.start, remark.end))
    return out


def _options(
    typed: Sequence[Typed], about: Sequence[tuple[str, str]], trees: Sequence[Sequence[Bracketed]]
) -> dict[int, Option]:
    out: dict[int, Option] = {}
    group, last = 0, 0
    for place, clause in enumerate(typed):
        words = clause.words
        labelling = _ALTERNATIVE.match(words) or _UNNUMBERED.match(words)
        if not labelling or _are_side_by_side(trees[place], labelling.start("label")):
            continue
        label = " ".join(labelling["label"].split())
        order = _order(label)
        if order <= 1 or last == 0 or order < last:
            group += 1
        last = order or last
        rest = words[labelling.end() :]
        out[place] = Option(label, group, bool(_NO_TEXT.match(rest)))
    del about
    return out


def _are_side_by_side(brackets: Sequence[Bracketed], label: int) -> bool:
    """Whether a label stands in the first of several brackets of one clause: ``2. [Alt 1: …] [Alt 2: …]``."""
    return len(brackets) > 1 and brackets[0].start < label < brackets[0].end and brackets[1].kind == Operation.ALTERNATIVE


def _order(label: str) -> int:
    tail = re.sub(r"[().\s]", "", label.split()[-1] if " " in label else re.sub(r"^\D+", "", label))
    if tail[:1].isdecimal():
        return int(re.match(r"\d+", tail)[0])  # type: ignore[index]
    roman = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
    return roman.get(tail) or (ord(tail[0].lower()) - 96 if len(tail) == 1 else 0)


def _depth(brackets: Sequence[Bracketed]) -> int:
    return max((1 + _depth(bracket.inside) for bracket in brackets), default=0)


def _near(words: str, place: int) -> str:
    start, end = max(0, place - 40), min(len(words), place + 41)
    return ("…" if start else "") + words[start:end] + ("…" if end < len(words) else "")


def _counts(signs: Scan, clauses: Sequence[ReadClause], typed: Sequence[Typed]) -> dict[str, int]:
    brackets = [bracket for clause in clauses for bracket in flat(clause.brackets)]
    return {
        "clauses": len(clauses),
        "bracketed_clauses": sum(bool(clause.brackets) or clause.open_before > 0 for clause in clauses),
        "signs": signs.signs,
        "brackets": len(signs.pairs),
        "notes": len(signs.notes),
        "imbalances": len(signs.imbalances),
        "doubtful": len(signs.doubtful),
        "depth_in_clause": max((_depth(clause.brackets) for clause in clauses), default=0),
        "depth": max((pair.depth for pair in signs.pairs), default=0),
        "carried": sum(pair.opens.clause != pair.closes.clause for pair in signs.pairs),
        "adjacent": sum(bracket.group > 0 for bracket in brackets)
        - len({(i, b.group) for i, c in enumerate(clauses) for b in flat(c.brackets) if b.group}),
        "attributed": sum(bool(b.parties or b.supporters or b.opponents) for b in brackets),
        "options": sum(clause.option is not None for clause in clauses),
        "placeholders": sum(b.kind == Operation.PLACEHOLDER for b in brackets)
        + sum(len(_HASHES.findall(c.words)) for c in typed),
    }
