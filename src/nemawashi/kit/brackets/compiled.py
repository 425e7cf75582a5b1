"""What a delegation sends as a text with brackets: our own compilation, or one that somebody changed, or anybody's typing.

A compilation of ours gives to the letter the positions that it was written from. Where somebody typed into it each line
counts for itself: a line that is still ours gives what it was written from, the others are read as typing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from nemawashi.kit import limits
from nemawashi.kit.brackets import aligning, heads, party_names, reading, taking, writing
from nemawashi.kit.brackets.taking import NotTaken
from nemawashi.kit.brackets.verbs import OPPOSE, SUPPORT
from nemawashi.kit.brackets.written import NotationError
from nemawashi.kit.clauses import parting
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed
from nemawashi.kit.clauses.struck import struck_within

_LONGEST_MARK = 2_000  # signs between two marks of type
_STRUCK = re.compile(
    rf"~~(?=\S)([^~\n]{{1,{_LONGEST_MARK}}}?)(?<=\S)~~|<(s|del|strike)>([^<\n]{{1,{_LONGEST_MARK}}})</\2>", re.I
)
_SET = re.compile(
    rf"\*\*(?=\S)([^*\n]{{1,{_LONGEST_MARK}}}?)(?<=\S)\*\*|(?<!_)__(?=[^_\s])([^_\n]{{1,{_LONGEST_MARK}}}?)(?<=[^_\s])__(?!_)"
    rf"|<(b|strong|u|ins)>([^<\n]{{1,{_LONGEST_MARK}}})</\3>",
    re.I,
)
_CHOSEN = re.compile(rf"\[([^\[\]\n/]{{1,{_LONGEST_MARK}}}/[^\[\]\n]{{1,{_LONGEST_MARK}}})\]")
_PIPED = re.compile(rf"\[([^\[\]\n|]{{1,{_LONGEST_MARK}}}(?:\|[^\[\]\n|]{{1,{_LONGEST_MARK}}}){{1,9}})\]")
_ROUND = re.compile(rf"\(([^()\[\]:：\n]{{2,80}})[:：]\s?\[([^\[\]\n]{{1,{_LONGEST_MARK}}})\]\s?\)")  # ``(KAZ: [words])``
_RIVAL = re.compile(r"\[([^\[\]()\n]{1,400}?)\s?\(([^\[\]():：\n]{2,80})[:：]\s?([^\[\]():：\n]{1,400})\)\]")
_SAID_LAST = re.compile(r"(?<=[\]］])(\s+)([A-Z]{3}(?:\s?[,/&]\s?[A-Z]{3}){0,9}\s+[a-z][a-z ]{2,40})\.?\s*$")
_WIDE = str.maketrans("［］", "[]")
_ROUND_WISH = re.compile(r"(?<=[\]］.;。])(\s?)[(（]([^()（）\[\]\n]{3,80})[)）]")
_DOUBLED = re.compile(
    r"\[((?:\[[^\[\]\n]{1,400}\]\s?(?:(?:or|или|либо)\s)?){2,20})\]", re.I
)  # brackets side by side, in one that holds nothing else
_JOINED = re.compile(r"\[([^\[\]\n]{1,400})\]\s?\[(or|или|либо)\]\s?\[([^\[\]\n]{1,400})\]", re.I)
_OPEN_NUMBER = re.compile(
    r"\s*[\[［](?:(?:OP|PP|ОП|ПП)\s?)?(?:\d{1,3}|[ivxIVX]{1,5}|[a-zа-я])[.)](?:\s?(?:bis|ter|бис))?[\]］](?=\s+\S)"
)
_OF_A_NUMBER = "the number of a paragraph is none of its words: say whether the paragraph is to go"
_LABEL_IN_BRACKETS = re.compile(
    r"\s*[\[［](?:OP|PP|ОП|ПП)\.?\s?\d{1,3}(?:\s?(?:bis|ter|бис))?[\]］](?=\s+[^\W\d_])\s+", re.I
)
_SEVERAL = re.compile(rf"\[([^\[\]\n;:]{{1,80}}:[^\[\]\n]{{1,{_LONGEST_MARK}}};[^\[\]\n]{{1,{_LONGEST_MARK}}})\]")
_BRACKET = re.compile(rf"\[([^\[\]\n]{{1,{_LONGEST_MARK}}})\]")
_STRUCK_AROUND = re.compile(rf"~~(\[[^\[\]~\n]{{1,{_LONGEST_MARK}}}\])~~")
_SIGNED = re.compile(r"\[\s?[+＋−-]\s([^\[\]\n]{1,400})(?=\])")  # ``[+ new words]``, ``[- old words]``
_LABEL = re.compile(  # of an option, alone on its line
    r"\s*[\[［(（]?\s*(?:Option|Alternative|Alt\.?|Variant|Вариант|Альтернатива|選択肢|代替案|案)\s?(?:\d{1,2}|[A-Ha-hА-Г]|[IVX]{1,4})"
    r"\s*(?:\([^()\[\]\n]{2,60}\))?\s*[:：.]?\s*[\]］)）]?\s*[:：]?\s*$",
    re.I,
)
_MOST_LINES = 50  # that one bracket goes over
_CURLY = re.compile(r"[\[［]|[\]］]|\{([^{}\[\]\n]{1,400})\}")
_ARROWS = ("→", "⇒", "->", "=>")
_ARROWED = re.compile(rf"\[([^\[\]\n]{{1,{_LONGEST_MARK}}}?)\s*(?:→|⇒|[-=]>)\s*([^\[\]\n]{{1,{_LONGEST_MARK}}})\]")
_LONE = "\ue010"  # before a bracket that stands for struck words


def read(lines: Sequence[str], clauses: Sequence[BaseClause]) -> taking.TakenPositions:
    """The positions of all lines. Those on a clause as a whole stand behind the line of their clause, or above it.

    Raises ``limits.TooMuchError``.
    """
    limits.check(lines)
    try:
        return taking.TakenPositions(writing.positions("\n".join(lines), clauses), ())
    except NotationError:
        pass
    return _Mixed(clauses).read(lines)


def of_line(
    words: str, clauses: Sequence[BaseClause], place: int, is_clause: bool
) -> tuple[Sequence[Proposed], Sequence[tuple[str, str]]]:
    """The positions of a line that somebody typed into a file: of the clause at ``place``, or behind it, where it is none."""
    limits.check([words])
    clause = clauses[place] if is_clause else None
    if clause is not None and (ours := writing.of_line(words.strip(), {writing.bare_line(clause): [place]}, clauses, -1)):
        return ours[1], ()
    if clause is None and writing.is_apart(words):
        at = place + 1 if writing.is_above(words) else place
        asked = writing.apart(words, clauses[at], clauses) if 0 <= at < len(clauses) else None
        if asked is not None:
            return [asked], ()
    words, open_number = _without_open_number(" ".join(words.split()))
    text = reading.read([reading.Typed(_bracketed(words, " ".join(each.words for each in clauses)))])
    taken = taking.of_clause(text, clause) if clause is not None else taking.taken(text, clauses, above=[place])
    left = [(open_number, _OF_A_NUMBER)] if open_number else []
    return taken.positions, [*left, *((each.words, each.why) for each in taken.left)]


def _without_open_number(words: str) -> tuple[str, str]:
    """Words without a number in brackets before them, and that number; a label in them, ``[PP1]``, asks for nothing."""
    if label := _LABEL_IN_BRACKETS.match(words):
        return words[label.end() :], ""
    number = _OPEN_NUMBER.match(words)
    return (words[number.end() :], number[0].strip()) if number else (words, "")


@dataclass
class _Mixed:
    """Lines of ours between lines of anybody's typing. ``above``: for each typed line the last clause of ours before it."""

    clauses: Sequence[BaseClause]
    positions: list[Proposed] = field(default_factory=list)
    left: list[NotTaken] = field(default_factory=list)
    typed: list[tuple[int, str]] = field(default_factory=list)
    above: list[int] = field(default_factory=list)

    def read(self, lines: Sequence[str]) -> taking.TakenPositions:
        printed: dict[str, list[int]] = defaultdict(list)
        for at, clause in enumerate(self.clauses):
            printed[writing.bare_line(clause)].append(at)
        lines = _each_bracketed(_with_labels(lines))
        own = {}
        last = -1
        for line in lines:
            if line not in own and not writing.is_apart(line):
                ours = writing.of_line(line.strip(), printed, self.clauses, last)
                if ours is not None:
                    own[line] = ours
                    last = ours[0]
        paragraphs = parting.paragraphs(lines, is_whole=lambda line: line in own or writing.is_apart(line))
        order: list[tuple[str, int]] = []  # what each paragraph is: a clause of ours, typing, or a position apart
        apart: list[tuple[int, str]] = []
        last = -1
        everything = " ".join(clause.words for clause in self.clauses)
        for number, words in enumerate(paragraphs, start=1):
            if words in own:
                last, made = own[words]
                self.positions += [replace(each, place=f"clause {number}") for each in made]
                order.append(("own", last))
            elif writing.is_apart(words):
                apart.append((len(order), words))
            else:
                order.append(("typed", len(self.typed)))
                words, open_number = _without_open_number(words)
                if open_number:
                    self.left.append(NotTaken(number, open_number, _OF_A_NUMBER))
                self.typed.append((number, _bracketed(words, everything)))
                self.above.append(last)
        self._typing(order)
        if apart:
            self._apart(apart, order)
        return taking.TakenPositions(tuple(self.positions), tuple(self.left))

    def _below(self, order: Sequence[tuple[str, int]]) -> list[int]:
        """For each typed line the next clause of ours behind it, or -1."""
        below, next_own = [], -1
        for kind, at in reversed(order):
            if kind == "own":
                next_own = at
            else:
                below.append(next_own)
        return below[::-1]

    def _typing(self, order: Sequence[tuple[str, int]]) -> None:
        self._text = reading.read([reading.Typed(words) for _number, words in self.typed])
        taken = taking.taken(self._text, self.clauses, above=self.above, below=self._below(order))
        numbers = [number for number, words in self.typed if words.strip()]
        self.positions += [replace(each, place=_renumbered(each.place, numbers)) for each in taken.positions]
        self.left += [replace(each, clause=numbers[each.clause - 1] if each.clause else 0) for each in taken.left]

    def _apart(self, apart: Iterable[tuple[int, str]], order: Sequence[tuple[str, int]]) -> None:
        typed = aligning.places(self._text, self.clauses)
        places = [at if kind == "own" else (typed[at] if at < len(typed) else None) for kind, at in order]
        for above, written in apart:
            position = _placed(written, above, places, self.clauses)
            if position is None:
                self.left.append(NotTaken(above, written.strip(), "the paragraph that this stands beside was not found"))
            else:
                self.positions.append(position)


def _renumbered(place: str, numbers: Sequence[int]) -> str:
    name, _, number = place.rpartition(" ")
    return f"{name} {numbers[int(number) - 1]}" if number.isdecimal() else place


def _bracketed(words: str, everything: str) -> str:
    """Words with marks of type that stand for changes as brackets: struck ones go, and set ones that the text lacks come."""
    words = _SAID_LAST.sub(_said_last, words.translate(_WIDE))
    if "(" in words:
        words = _ROUND.sub(lambda one: f"[{one[1]}: {one[2]}]" if party_names.outside(one[1]) else one[0], words)
        words = _RIVAL.sub(_rival_in_round, words)
        words = _ROUND_WISH.sub(_reserved_in_round, words)
    if "|" in words:
        words = _PIPED.sub(lambda one: f"[{'/'.join(part.strip() for part in one[1].split('|'))}]", words)
    words = _CHOSEN.sub(_each_apart, words) if "/" in words else words
    words = _DOUBLED.sub(r"\1", words) if "[[" in words else words
    words = _JOINED.sub(
        lambda one: one[0] if f"{one[1]} {one[2]} {one[3]}" in everything else f"[{one[1]}] {one[2]} [{one[3]}]", words
    )
    words = _SIGNED.sub(lambda one: f"[{one[1]}" if _is_marked(one, everything) else one[0], words)
    if ";" in words and ":" in words:
        words = _SEVERAL.sub(_each_by_itself, words)
    if "{" in words:
        words = _CURLY.sub(_Braces().read, words)
    if any(sign in words for sign in _ARROWS):
        words = _with_replacements(words, everything)
    if not any(sign in words for sign in ("~~", "**", "__", "<")):
        return words
    words = _BRACKET.sub(_struck_inside, _STRUCK_AROUND.sub(r"\1", words))
    words = _STRUCK.sub(lambda mark: f"{_LONE}[{mark[1] or mark[3]}]", words)
    has_struck = _LONE in words

    def put(mark: re.Match[str]) -> str:
        said = mark[1] or mark[2] or mark[4]
        beside = has_struck and (words[: mark.start()].rstrip().endswith("]") or words[mark.end() :].lstrip()[:1] == _LONE)
        is_standing = bool(re.search(rf"(?<!\w){re.escape(said.strip())}(?!\w)", everything))
        return f"[{said}]" if beside or not is_standing else str(said)

    return _SET.sub(put, words).replace(_LONE, "")


def _rival_in_round(bracket: re.Match[str]) -> str:
    """Words with those that a party would have in their place, ``[within a day (UZB: within a week)]``, as two brackets."""
    is_rival = party_names.outside(bracket[2]) and heads.stances(f"{bracket[2]}: {bracket[3]}") is None
    is_rival = (
        is_rival
        and heads.read(f"{bracket[2]}: {bracket[3]}").kind == Operation.INSERT
        and not heads.read(bracket[1]).length
    )
    return f"[{bracket[1]}][{bracket[2]}: {bracket[3]}]" if is_rival else bracket[0]


def _said_last(wish: re.Match[str]) -> str:
    """What parties say at the end of a line behind a bracket, ``[on water] JPN reserves``, in a bracket of its own."""
    head = heads.read(wish[2])
    is_wish = head.kind in (Operation.RESERVE, Operation.DELETE, OPPOSE, SUPPORT) and head.length >= len(wish[2].rstrip())
    return f"{wish[1]}[{wish[2]}]" if is_wish else wish[0]


def _reserved_in_round(wish: re.Match[str]) -> str:
    """A reserve in round brackets, ``(JPN: reserve)``, as one in square ones."""
    head = heads.read(wish[2])
    is_reserve = (
        head.kind == Operation.RESERVE
        and head.length >= len(wish[2].rstrip())
        and party_names.outside(", ".join(head.parties))
    )
    return f"{wish[1]}[{wish[2]}]" if is_reserve else wish[0]


def _struck_inside(bracket: re.Match[str]) -> str:
    """A bracket within which words were struck, ``[KAZ: ~~2030~~ **2032**]``, as one around them and one beside it."""
    gone = " ".join(mark[1] or mark[3] for mark in _STRUCK.finditer(bracket[1]))
    if not gone:
        return bracket[0]
    rest = _SET.sub(lambda mark: str(mark[1] or mark[2] or mark[4]), _STRUCK.sub(" ", bracket[1]))
    return struck_within(gone, " ".join(rest.split()))


def _each_apart(bracket: re.Match[str]) -> str:
    """A bracket of choices of which each has its own party, ``[KAZ: should / UZB: may / will]``, as brackets side by side."""
    choices = [choice.strip() for choice in bracket[1].split("/")]
    if any(not choice or party_names.is_party(choice.split()[-1]) for choice in choices[:-1]):
        return bracket[0]  # ``[KAZ/UZB: …]``
    named = [choice for choice in choices if (head := heads.read(choice)).parties and (head.length or head.tail)]
    named = named if len(named) > 1 else [choice for choice in named if choice in choices[1:]]
    return "".join(f"[{choice}]" for choice in choices) if named and choices[-1] else bracket[0]


def _placed(written: str, above: int, places: Sequence[int | None], clauses: Sequence[BaseClause]) -> Proposed | None:
    before = next((place for place in reversed(places[:above]) if place is not None), None)
    after = next((place for place in places[above:] if place is not None), None)
    at = after if writing.is_above(written) else before
    if at is None:
        return None
    position = writing.apart(written, clauses[at], clauses)
    return None if position is None else replace(position, place=f"clause {at + 1}")


class _Braces:
    """Braces that hold names as round brackets, and those that hold a wish as square ones, unless they are of a head of ours."""

    def __init__(self) -> None:
        self._depth = 0

    def read(self, sign: re.Match[str]) -> str:
        if sign[1] is None:
            self._depth += 1 if sign[0] in "[［" else -1
            return sign[0]
        if self._depth > 0:
            is_tail = sign.string[sign.end() : sign.end() + 1] in ("]", "］")
            return f"({sign[1]})" if is_tail and party_names.outside(sign[1]) else sign[0]
        if party_names.outside(sign[1]):
            return f"({sign[1]})"
        head = heads.read(sign[1])
        return f"[{sign[1]}]" if head.kind and head.length else sign[0]


def _is_marked(bracket: re.Match[str], everything: str) -> bool:
    """Whether a sign before words says that they come in, or that they go: these stand behind the words before it."""
    if bracket[0][1:] in everything:
        return False  # an item of a list
    if bracket[0].lstrip("[ ")[:1] in "+＋":
        return True
    head, before = heads.read(bracket[1]), bracket.string[: bracket.start()].split()
    old = bracket[1][head.length : len(bracket[1]) - head.tail]
    return " ".join([*before[-1:], *old.split()]) in " ".join(everything.split())


def _with_replacements(words: str, everything: str) -> str:
    """``[KAZ: dams -> weirs]`` as two brackets side by side, where the text has the words before the arrow.

    Where these stand before the bracket already, they are the ones that are meant.
    """
    made, at = "", 0
    for bracket in _ARROWED.finditer(words):
        head = heads.read(bracket[1])
        old = bracket[1][head.length :].strip()
        made += words[at : bracket.start()]
        at = bracket.end()
        if not old or not re.search(rf"(?<!\w){re.escape(old)}(?!\w)", everything):
            made += bracket[0]
            continue
        stands = re.search(rf"(?<!\w){re.escape(old)}\s*$", made[-_LONGEST_MARK:])
        made = made[: len(made) - len(stands[0])] if stands else made
        made += f"[{old}][{bracket[1][: head.length]}{bracket[2].strip()}]"
    return made + words[at:]


def _each_by_itself(bracket: re.Match[str]) -> str:
    """``[KAZ: fish; UZB: birds]`` as two brackets, where every part is headed by a party."""
    parts = [part.strip() for part in bracket[1].split(";")]
    said = [heads.read(part) for part in parts if part]
    if len(said) < 2 or not all(head.parties and head.length and head.kind == Operation.INSERT for head in said):
        return bracket[0]
    return "".join(f"[{part}]" for part in parts if part)


def _with_labels(lines: Sequence[str]) -> list[str]:
    """Labels of options that stand on lines of their own put before what they label."""
    out: list[str] = []
    label = ""
    for line in lines:
        if _LABEL.match(line):
            out += [label] if label else []
            label = line.strip()
        elif label and line.strip():
            is_closed = label[:1] in "[［(（" and label[-1:] in "]］)）"
            bare = label.strip("[]［］（） ") if is_closed else label
            out.append(f"{bare.rstrip(' :：.')}: {line.strip()}")
            label = ""
        else:
            out.append(line)
    return [*out, label] if label else out


def _each_bracketed(lines: Sequence[str]) -> list[str]:
    """Whole lines that one bracket goes around as lines with a bracket each, in the name of whom the first one names."""
    out = list(lines)
    begun = -1
    for at, line in enumerate(lines):
        bare = line.strip().rstrip(" .;,")
        opened, closed = (sum(bare.count(sign) for sign in signs) for signs in ("[［", "]］"))
        if opened == closed and at - begun <= _MOST_LINES:
            continue
        if opened == closed + 1 and bare[:1] in "[［":
            begun = at
        elif closed == opened + 1 and bare[-1:] in "]］" and begun >= 0:
            first = lines[begun].strip()[1:]
            head = heads.read(first)
            said = first[: head.length] if head.parties and not head.tail else ""
            for place in range(begun, at + 1):
                words = out[place].strip()
                words = words[1:] if place == begun else words
                words = words.rstrip(" .;,")[:-1] if place == at else words
                out[place] = f"[{words}]" if place == begun or not words else f"[{said}{words}]"
            begun = -1
        else:
            begun = -1
    return out
