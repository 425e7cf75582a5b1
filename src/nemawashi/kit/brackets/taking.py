"""Brackets that somebody typed to positions on the clauses of a text, and what of them is no position.

::

    from nemawashi.kit.brackets import files, reading, taking

    taken = taking.taken(reading.read(files.typed(path)), clauses)
    print(taken.positions, taken.left)

A bracket without a party becomes a position without one: who asked for it was taken out of the file. Whether words in it
are the text's own, which somebody wants out, or new ones, which somebody wants in, is told by the text itself.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from nemawashi.kit.brackets import heads, instructed, party_names, scripts
from nemawashi.kit.brackets.aligning import ALIKE, after_label, aligned, alike, number_length, own_words, plain
from nemawashi.kit.brackets.asking import proposed
from nemawashi.kit.brackets.clause_heads import ClauseHead, clause_head
from nemawashi.kit.brackets.members import ASIDE
from nemawashi.kit.brackets.reading import ReadClause, ReadText, flat
from nemawashi.kit.brackets.resolving import Resolving
from nemawashi.kit.clauses.numbers import typed_number, unnumbered
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import UNNAMED, BaseClause, Proposed

# What brings words that become words of the text.
_NEARBY = 30  # signs on either side of a place in a clause: one may be in two languages
_WORDED = (Operation.INSERT, Operation.REPLACE, Operation.ALTERNATIVE)
_NEW_CLAUSES = (Operation.NEW_CLAUSE, Operation.NEW_CLAUSE_BEFORE)
_REWORDED = 0.6  # of the length of a clause, at least, and the other way round
_SAME_WORDS = 80.0  # an option whose brackets stand on the words of the clause, not on others
_SHOWN = 80  # signs of a bracket that is told
_LONGEST_WISH = 160  # signs of a line that says who wants what, and brings no words
_NAMED_CLAUSE = re.compile(
    r"^(?P<wish>[^\[\]\n]{2,80}?[:\s](?:delete|to delete|reserve on|reserves on|исключить|снять|削除))\s+(?:the )?(?:operative )?(?:para(?:graph|\.)?|OP|clause|пункт|ОП)?\s?"
    r"(?P<number>\d{1,3})\W*$",
    re.I,
)
_NO_TEXT = re.compile(r"^\W*(?:no (?:text|provision|paragraph)|нет текста|без текста|規定なし|なし)\b", re.I)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Something that became no position, where it stands, and why; a sentence for whoever reviews it."""

    clause: int
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class TakenPositions:
    positions: tuple[Proposed, ...]
    left: tuple[NotTaken, ...]


def taken(
    text: ReadText, clauses: Sequence[BaseClause], *, above: Sequence[int] = (), below: Sequence[int] = ()
) -> TakenPositions:
    """The positions of a typed text. Nothing is dropped: what is not understood is in ``left``.

    ``above``: for each typed clause, the place of the last clause that is known to stand before it; ``below``: of the next
    one behind it, or -1.
    """
    out: list[Proposed] = []
    left = [NotTaken(each.clause, each.near, f"the bracket {each.sign} has no partner") for each in text.imbalances]
    left += _carried(text)
    above_all: list[Proposed] = []  # new clauses before any line that is of the text
    first = -1
    last = -1
    bases = _bases_of_options(text, clauses, above)
    standing = {plain(clause.words) for clause in clauses}
    for number, clause in enumerate(text.clauses, start=1):
        group = clause.option.group if clause.option else 0
        last = max(last, above[number - 1]) if number <= len(above) else last
        if group in bases:
            last = bases[group]
            _option(clause, clauses[last], number, out, left)
            continue
        headed = None if group else _headed(clause, clauses, last, number, standing)
        if headed is not None:
            positions, rest, at = headed
            out += positions
            above_all += [each for each in positions if each.operation == Operation.NEW_CLAUSE_BEFORE]
            left += [NotTaken(number, words, why) for words, why in rest]
            last = max(last, at)
            continue
        place = aligned(clause, clauses, last)
        if place is not None:
            first = place if first < 0 and above_all else first
            last = place
            _one(clause, clauses[place], number, out, left)
        elif not clauses:
            left.append(NotTaken(number, clause.words, "the text has no paragraphs"))
        elif (new := _new_clause(clause, clauses, last, number)) is not None:
            out.append(new)
            if new.operation == Operation.NEW_CLAUSE_BEFORE:
                above_all.append(new)
        elif clause.words.strip():
            why = "no paragraph of the text has these words, and no bracket stands around them"
            left.append(NotTaken(number, clause.words, why))
    if above_all:
        after = [each for each in below if each >= 0]
        first = min([each for each in (first, *after[:1]) if each >= 0], default=-1)
        out, placeless = _before_the_first(out, above_all, clauses, first)
        left += placeless
    return _spoken(out, left, clauses)


def _carried(text: ReadText) -> list[NotTaken]:
    """Brackets that close in a later line, and do not go around whole lines, or around too many: their first line alone is read."""
    why = "this bracket closes in a later line and is read up to the end of its own: give each line a bracket"
    return [
        NotTaken(number, clause.words[bracket.start :][:_SHOWN], why)
        for number, clause in enumerate(text.clauses, start=1)
        for bracket in flat(clause.brackets)
        if bracket.closes is not None
    ]


def _before_the_first(
    out: Sequence[Proposed], above_all: Sequence[Proposed], clauses: Sequence[BaseClause], first: int
) -> tuple[list[Proposed], list[NotTaken]]:
    """New clauses above the first line that is of the text stand before that one; where none is, it is told where they go."""
    if first < 0:
        why = "nothing says where this new paragraph stands: it is read as one above the whole text"
        return list(out), [NotTaken(_line(each), each.words, why) for each in above_all]
    base = clauses[first]
    moved = {id(each) for each in above_all}
    return [replace(each, key=base.key, wording=base.wordings[-1][0]) if id(each) in moved else each for each in out], []


def _spoken(out: Sequence[Proposed], left: Sequence[NotTaken], clauses: Sequence[BaseClause]) -> TakenPositions:
    """Positions whose words can be words of their clause, or a new one of the text; those in another script are told."""
    out, left = _obeyed(_reworded(out, clauses), left, clauses)
    strange = {id(each) for each in foreign(out, clauses)}
    why = "these words are in another language than the text"
    aside = [NotTaken(_line(each), each.words, why) for each in out if id(each) in strange]
    return TakenPositions(tuple(each for each in out if id(each) not in strange), (*left, *aside))


def foreign(out: Sequence[Proposed], clauses: Sequence[BaseClause]) -> list[Proposed]:
    """Those whose words are in another script than the words of the text about their place."""
    by_key = {clause.key: clause for clause in clauses}
    of_clause = {clause.key: scripts.script_of(clause.words) for clause in clauses}
    of_text = set(of_clause.values()) - {""}

    def is_foreign(each: Proposed) -> bool:
        if each.operation in _NEW_CLAUSES:
            spoken = of_text
        elif each.operation in _WORDED:
            words = by_key[each.key].words
            near = {words[max(0, each.start - _NEARBY) : each.start], words[each.end : each.end + _NEARBY]}
            whole = of_clause[each.key] or (next(iter(of_text)) if len(of_text) == 1 else "")
            spoken = {scripts.script_of(part) for part in near} - {""} or {whole}
        else:
            return False
        return bool(spoken) and all(scripts.is_foreign(each.words, script) for script in spoken)

    return [each for each in out if is_foreign(each)]


def _reworded(out: Sequence[Proposed], clauses: Sequence[BaseClause]) -> list[Proposed]:
    """A whole clause that somebody typed into a bracket behind the one that it rewords stands in its place, not behind it."""
    by_key = {clause.key: clause.words for clause in clauses}

    def is_rewording(each: Proposed) -> bool:
        base = by_key[each.key]
        if each.operation != Operation.INSERT or not each.parties or each.start < len(base.rstrip()):
            return False
        likely = _REWORDED * len(base) < len(each.words) < len(base) / _REWORDED
        return likely and fuzz.ratio(each.words.strip(), base) > ALIKE

    return [
        replace(each, operation=Operation.ALTERNATIVE, start=0, end=0, words=each.words.strip())
        if is_rewording(each)
        else each
        for each in out
    ]


def _obeyed(
    out: Sequence[Proposed], left: Sequence[NotTaken], clauses: Sequence[BaseClause]
) -> tuple[list[Proposed], list[NotTaken]]:
    """Instructions in brackets as what they ask, or told: never as words of the text."""
    by_key = {clause.key: clause for clause in clauses}
    done: list[Proposed] = []
    aside: list[NotTaken] = []
    obeyed = 0
    for each in out:
        if not instructed.is_instruction(each):
            done.append(each)
            continue
        obeyed += 1
        made = instructed.carried_out(each, by_key[each.key]) if obeyed <= instructed.MOST else ()
        done += made
        if not made:
            why = "an instruction, and no words of the text: send it as an amendment, or put the words in the bracket"
            aside.append(NotTaken(_line(each), each.words, why))
    return done, [*left, *aside]


def _line(each: Proposed) -> int:
    number = each.place.rpartition(" ")[2]
    return int(number) if number.isdecimal() else 0


def of_clause(text: ReadText, base: BaseClause) -> TakenPositions:
    """The positions of lines that are all of one clause."""
    out: list[Proposed] = []
    left = [NotTaken(each.clause, each.near, f"the bracket {each.sign} has no partner") for each in text.imbalances]
    for number, clause in enumerate(text.clauses, start=1):
        _one(clause, base, number, out, left)
    return _spoken(out, left, [base])


def _bases_of_options(text: ReadText, clauses: Sequence[BaseClause], known: Sequence[int]) -> dict[int, int]:
    """The clause that each group of options is about: the one whose words one of them has, else the one above the first."""
    best: dict[int, tuple[float, int]] = {}
    above: dict[int, int] = {}
    last = -1
    for number, clause in enumerate(text.clauses):
        last = max(last, known[number]) if number < len(known) else last
        place = aligned(clause, clauses, last)
        if not clause.option:
            last = last if place is None else place
            continue
        above.setdefault(clause.option.group, max(last, 0))
        if place is not None and not clause.option.is_empty:
            score = fuzz.ratio(own_words(clause).strip(), clauses[place].words) + (clause.number == clauses[place].number)
            if score > best.get(clause.option.group, (0.0, 0))[0]:
                best[clause.option.group] = score, place
    if not clauses:
        return {}
    return {group: best[group][1] if group in best else place for group, place in above.items()}


def _option(clause: ReadClause, base: BaseClause, number: int, out: list[Proposed], left: list[NotTaken]) -> None:
    """One of the options for a clause: its own words, others, or none."""
    words = after_label(clause)
    nested = [bracket for bracket in flat(clause.brackets) if bracket.start]
    if nested and (whole := nested[0]).closes is None and clause.words[whole.start : whole.end] == words.strip(" .;,"):
        words, nested = clause.words[whole.start + 1 : whole.end - 1], nested[1:]
    head = clause_head(words)
    parties = head.parties or _named_before_label(clause)
    if head.parties:
        words = words[head.length :]
    words = unnumbered(words)
    if plain(words) == plain(base.words):
        return
    has_empty = bool(clause.option and clause.option.is_empty)
    if not has_empty and nested and fuzz.ratio(own_words(clause).strip(), base.words) > _SAME_WORDS:
        _one(clause, base, number, out, left)
        return
    left += [
        NotTaken(number, one.words, "the bracket stands within words that the text does not have yet") for one in nested
    ]
    kind = Operation.DELETE_CLAUSE if has_empty else Operation.ALTERNATIVE
    asked = Proposed(
        base.key, kind, base.wordings[-1][0], words="" if has_empty else words, parties=parties,
        supporters=head.supporters, opponents=head.opponents, place=f"clause {number}",
    )  # fmt: skip
    out.append(asked)


def _named_before_label(clause: ReadClause) -> tuple[str, ...]:
    """Parties before the label of an option: ``UZB alt 5: …``."""
    label = clause.option.label if clause.option else ""
    return party_names.outside(clause.words[: clause.words.find(label.split()[0])].strip(" [［(:：–—-")) if label else ()


_Headed = tuple[list[Proposed], list[tuple[str, str]], int]


def _headed(
    clause: ReadClause, clauses: Sequence[BaseClause], last: int, number: int, standing: Collection[str]
) -> _Headed | None:
    """What a line asks that begins with bis, alt, a name or a verb: a clause beside one, in its place, or none."""
    words, brackets = clause.words.strip(), clause.brackets
    if not clauses or plain(unnumbered(words)) in standing:
        return None
    lead = len(clause.words) - len(clause.words.lstrip())
    whole = brackets[0] if brackets and brackets[0].start == lead and brackets[0].closes is None else None
    if whole is not None and clause.words[max(whole.end, whole.named[1]) :].strip(" .;,"):
        whole = None
    inner = whole.inside if whole else brackets
    if whole is not None:
        words = clause.words[whole.start + 1 : whole.end - 1]
    if (wished := _wished(words, clauses, number)) is not None:
        return wished
    head = clause_head(words)
    rest = words[head.length :].strip()
    begins = (whole.start + 1 if whole else lead) + head.length
    inner = tuple(bracket for bracket in inner if bracket.start >= begins)
    if not head.length:
        return None
    asks_one = head.is_new or head.is_alt or (head.number and not inner)
    if head.kind == Operation.DELETE and head.parties and not inner:
        asks_one = True
    if not asks_one and (whole is not None or inner):
        return None
    parties, supporters, opponents = head.parties, head.supporters, head.opponents
    if whole is not None and whole.named[1] and not parties:
        parties = whole.parties
    if inner and not parties and not clause.words[inner[-1].end :].strip(" .;,]") and inner[-1].start > begins:
        said = heads.stances(inner[-1].words)
        if said is not None and said.parties:
            parties, rest, inner = said.parties, rest[: inner[-1].start - begins].strip(), inner[:-1]
    if (
        len(inner) == 1
        and not parties
        and not rest[max(inner[0].end, inner[0].named[1]) - begins :].strip(" .;,")
        and inner[0].start - begins <= 1
    ):
        parties, supporters, opponents = inner[0].parties, inner[0].supporters, inner[0].opponents
        rest, inner = inner[0].words.strip(), inner[0].inside
    rest = _unbracketed(unnumbered(rest))
    if not (parties or supporters or opponents) and (ends := heads.read(rest)).tail and ends.parties:
        parties, rest = ends.parties, rest[: len(rest) - ends.tail].strip()
    place = _numbered_place(head, clauses)
    if place is None:
        if head.number and not head.is_new and not head.is_alt and head.kind != Operation.DELETE:
            return None
        place = max(last, 0)
        if not (head.is_new or head.is_alt) and (same := alike(rest, clauses, last)) is not None:
            place = same
    base = clauses[place]
    left = [(one.words, "the bracket stands within words that the text does not have yet") for one in flat(inner)]
    kind = Operation.ALTERNATIVE
    if head.kind == Operation.DELETE or _NO_TEXT.match(rest):
        kind, rest = Operation.DELETE_CLAUSE, ""
    elif head.is_new or (not head.is_alt and not head.number and alike(rest, clauses, last) is None):
        kind = Operation.NEW_CLAUSE if (last >= 0 or head.number) and not head.is_before else Operation.NEW_CLAUSE_BEFORE
    if kind == Operation.ALTERNATIVE and plain(rest) == plain(base.words):
        why = "the text has these words already"
        return [], [(clause.words, why), *left], place
    asked = Proposed(
        base.key, kind, base.wordings[-1][0], words=rest, parties=parties, supporters=supporters, opponents=opponents,
        why="" if parties else UNNAMED, place=f"clause {number}",
    )  # fmt: skip
    return [asked], left, place


def _wished(words: str, clauses: Sequence[BaseClause], number: int) -> _Headed | None:
    """A number with a wish and no words: ``4. KAZ proposes to delete``, ``3: JPN reserves its position``."""
    if turned := _NAMED_CLAUSE.match(words):  # ``KAZ: delete OP4``
        words = f"{turned['number']}. {turned['wish']}"
    typed = typed_number(words)
    rest = words[typed.length :].strip().rstrip(".")
    if rest[:1] == "[" and rest.find("]") == len(rest) - 1:
        rest = rest[1:-1].strip()
    head = heads.read(rest) if typed.number and len(rest) <= _LONGEST_WISH else heads.Head()
    kinds = {str(Operation.DELETE): Operation.DELETE_CLAUSE, str(Operation.RESERVE): Operation.RESERVE}
    place = _numbered_place(ClauseHead(typed.number, typed.kind == "preambular"), clauses)
    if not head.parties or head.length < len(rest) or head.kind not in kinds or place is None:
        return None
    base = clauses[place]
    asked = Proposed(
        base.key, kinds[head.kind], base.wordings[-1][0], parties=head.parties, place=f"clause {number}"
    )  # fmt: skip
    return [asked], [], place


def _unbracketed(words: str) -> str:
    return "".join(sign for sign in words if sign not in "[]［］【】〔〕").strip()


def _numbered_place(head: ClauseHead, clauses: Sequence[BaseClause]) -> int | None:
    number = re.sub(r"^(?:OP|ОП|PP|ПП)\s?", "", head.number, flags=re.I)
    wanted = f"PP{number}" if head.is_preambular else number
    return next((at for at, clause in enumerate(clauses) if wanted and clause.number == wanted), None)


def _new_clause(clause: ReadClause, clauses: Sequence[BaseClause], last: int, number: int) -> Proposed | None:
    """A clause that stands in a bracket as a whole and that the text does not have."""
    if len(clause.brackets) != 1 or clause.brackets[0].closes:
        return None
    bracket = clause.brackets[0]
    outside = clause.words[number_length(clause) : bracket.start] + clause.words[bracket.end :]
    if outside.strip(" .;,"):
        return None
    base = clauses[max(last, 0)]
    beside = Operation.NEW_CLAUSE if last >= 0 else Operation.NEW_CLAUSE_BEFORE
    operation = Operation(bracket.kind) if bracket.kind in ASIDE else beside
    if bracket.kind == Operation.ALTERNATIVE and bracket.parties:
        operation = Operation.ALTERNATIVE
    words = unnumbered(bracket.words)
    head = heads.read(words) if typed_number(bracket.words).length and not bracket.parties else heads.Head()
    if head.parties and head.kind == Operation.INSERT:  # ``[6. KAZ: …]``
        bracket = replace(bracket, parties=head.parties, supporters=head.supporters, opponents=head.opponents)
        words = words[head.length : len(words) - head.tail].strip()
    return proposed(bracket, base, operation, number, words=words)


def _one(clause: ReadClause, base: BaseClause, number: int, out: list[Proposed], left: list[NotTaken]) -> None:
    """The positions of one clause that the text has."""
    first = number_length(clause)
    if clause.option:
        rest = after_label(clause, whole=True)
        first = len(clause.words) - len(rest) + typed_number(rest).length
    positions, others = Resolving(clause, base, number, first).positions()
    out += positions
    left += [NotTaken(number, words, why) for words, why in others]
