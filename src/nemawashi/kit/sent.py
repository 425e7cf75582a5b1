"""What is sent about a text, from the bytes to what is asked: one function for each form, to be asked apart.

The desk and the commands ask the same functions, so that a file gives the same positions wherever it is read.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from nemawashi.kit import beside, drafts, limits, word
from nemawashi.kit.brackets import amendments, compiled, heads, party_names, taking
from nemawashi.kit.brackets.amendments import Instruction
from nemawashi.kit.brackets.taking import NotTaken, TakenPositions
from nemawashi.kit.clauses import parting
from nemawashi.kit.clauses.numbers import typed_number
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed
from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.drafts import DraftClause
from nemawashi.kit.word import proposals
from nemawashi.kit.word.places import NOWHERE, Place
from nemawashi.kit.word.proposals import Taken
from nemawashi.kit.word.values import Passage, Run, Tracked, joined

# How many times more words of another language of the text than of its own a file in it has; half as much again changes
# no case.
_CLEARLY_MORE = 2
_BRING = (
    Operation.INSERT, Operation.REPLACE, Operation.ALTERNATIVE, Operation.NEW_CLAUSE, Operation.NEW_CLAUSE_BEFORE,
)  # fmt: skip
_NO_WORDS = (Operation.COMMENT, Operation.PLACEHOLDER, Operation.FOOTNOTE)
_LONGEST_NAMED = 4_000  # signs of new words beside which a name is looked for
ASIDE = "※※"  # before a line of our own files that is no part of the text
_WORDS = re.compile(r"\w+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_CELLS = re.compile(r"(?<=\S)[ ]*\t+[ ]*(?=\S)")  # cells of a table that was pasted


def word_file(
    content: bytes, clauses: Sequence[BaseClause], known: Mapping[str, tuple[str, ...]], authors: Collection[str]
) -> Taken:
    """What a Word file asks. Raises ``word.WordError``."""
    taken = proposals.proposed(
        clauses,
        _without_asides(word.read(content)),
        known=known,
        parties=authors,
        typed=compiled.of_line,
        named=party_names.headed,
    )
    return _as_said(taken, clauses)


def _as_said(taken: Taken, clauses: Sequence[BaseClause]) -> Taken:
    """Names that were typed with new words taken off them; a wish without words, and words in another script, are told."""
    named = [_named(each) for each in taken.proposals]
    asked = [each for each in named if each.words.strip() or each.operation not in _BRING]
    strange = {id(each) for each in taking.foreign(asked, clauses)}
    said = [
        row
        for row, each in zip(taken.proposals, named, strict=True)
        if not (each.words.strip() or each.operation not in _BRING)
    ]
    aside = [(row.words, "a wish beside the words", row.place) for row in said]
    aside += [(each.words, "words in another language", each.place) for each in asked if id(each) in strange]
    left = tuple(
        Tracked("", None, kind, words, place=place if isinstance(place, Place) else NOWHERE) for words, kind, place in aside
    )
    kept = tuple(each for each in asked if id(each) not in strange)
    return replace(taken, proposals=kept, outside=(*taken.outside, *left))


_DASHED = re.compile(r"\s*[–—―－-]\s*$|^\s*[–—―－-]\s")


def _named(each: Proposed) -> Proposed:
    """New words without the name beside them: ``(KAZ: and ice)``, ``and ice (KAZ)``; what has an author keeps its own."""
    if each.operation not in _BRING or each.parties or len(each.words) > _LONGEST_NAMED:
        return each
    lead = each.words[: len(each.words) - len(each.words.lstrip())]
    trail = each.words[len(each.words.rstrip()) :]
    bare = each.words.strip()
    inner = bare[1:-1] if bare[:1] in "(（" and bare[-1:] in ")）" and "(" not in bare[1:] else bare
    head = heads.read(inner)
    names = (*head.parties, *head.supporters, *head.opponents)
    if not names or not party_names.outside(", ".join(names)) or head.kind in _NO_WORDS:
        return each
    if inner is bare and (_DASHED.search(inner[: head.length]) or _DASHED.match(inner[len(inner) - head.tail :])):
        return each  # a dash stands between words of a sentence, too
    words = inner[head.length : len(inner) - head.tail].strip()
    return replace(each, words=f"{lead}{words}{trail}" if words else "", parties=names if words else ())


def language(content: bytes, versions: Mapping[str, str]) -> str:
    """Of the languages of a text, by their words, that in which a file is: the first, if no other has clearly more of it.

    Raises ``UnreadableError``.
    """
    pieces = [piece for line in lines(content) for piece in _pieces(line)]
    own = next(iter(versions))
    if not pieces:
        return own
    shares = {code: len(set(_pieces(words)).intersection(pieces)) for code, words in versions.items()}
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] > _CLEARLY_MORE * max(shares[own], 1) else own


def _pieces(words: str) -> list[str]:
    """Words, and where no blanks stand between them, pairs of signs."""
    out = []
    for word_ in _WORDS.findall(words.casefold()):
        if _UNSPACED.search(word_):
            out += [word_[at : at + 2] for at in range(len(word_) - 1)]
        elif not word_.isdecimal():
            out.append(word_)
    return out


def letterhead(content: bytes) -> int:
    """How many bytes a page on this letterhead has. Raises ``word.WordError`` where it cannot be one."""
    page = word.write(word.WordDocument((word.Passage((word.Run("."),)),), template=content))
    word.read(page)
    return len(page)


def brackets(content: bytes, clauses: Sequence[BaseClause]) -> TakenPositions:
    """What a text with brackets asks, pasted or in a file. Raises ``UnreadableError``."""
    if not word.is_file(content):
        return compiled.read([line for line in lines(content) if not line.startswith(ASIDE)], clauses)
    file = _without_asides(word.read(content))
    hidden = [
        NotTaken(at, run.words.strip(), "hidden words")
        for at, passage in enumerate(file.body, start=1)
        for run in passage.runs
        if run.hidden and run.words.strip()
    ]
    taken = compiled.read(_bounded("\n\n".join(_passages(file, has_marks=True))), clauses)
    return TakenPositions(taken.positions, (*taken.left, *hidden))


def orders(content: bytes, clauses: Sequence[BaseClause]) -> tuple[Instruction, ...]:
    """What a paper of amendments asks, pasted or in a file. Raises ``UnreadableError``."""
    given = [_CELLS.sub(" | ", line) for line in lines(content)]
    return amendments.proposed(clauses, {"paragraphs": parting.paragraphs(given)})


def orders_in(content: bytes, versions: Mapping[str, Sequence[BaseClause]]) -> tuple[tuple[str, Instruction], ...]:
    """What a paper of amendments asks of a text in several languages, each with that on whose words it was read.

    An instruction is read on the words in the language of the paper, unless it can be done on those of another alone, or
    the words that it brings are in another. Raises ``UnreadableError``.
    """
    words = {code: " ".join(clause.words for clause in clauses) for code, clauses in versions.items()}
    whole = language(content, words)
    read = {whole: orders(content, versions[whole])}
    known = {code: set(_pieces(each)) for code, each in words.items()}
    if any(_spoken(row, known, [whole, *words]) != whole or row.outcome == amendments.REFUSED for row in read[whole]):
        others = {code: orders(content, clauses) for code, clauses in versions.items() if code != whole}
        given = [row.text for row in read[whole]]
        read |= {code: rows for code, rows in others.items() if [row.text for row in rows] == given}
    out = []
    for at, row in enumerate(read[whole]):
        done = [code for code, rows in read.items() if rows[at].outcome != amendments.REFUSED]
        code = _spoken(row, known, done or list(read))
        out.append((code, read[code][at]))
    return tuple(out)


def _spoken(row: Instruction, known: Mapping[str, Collection[str]], codes: Sequence[str]) -> str:
    """Of the languages, that of the words that an instruction brings, or in which it is written; else the first."""
    if len(codes) == 1:
        return codes[0]
    brings = _pieces(" ".join(proposal.words for proposal in row.proposals))
    said = _pieces(row.text)

    def share(code: str) -> tuple[int, int]:
        return len(set(brings).intersection(known[code])), len(set(said).intersection(known[code]))

    return max(codes, key=share)


def zero_draft(content: bytes) -> list[DraftClause]:
    """The clauses of a zero draft, pasted or in a file. Raises ``UnreadableError``."""
    given = paragraphs(content)
    limits.check(given)
    return drafts.clauses(given)


def paragraphs(content: bytes) -> list[str]:
    """Paragraphs of pasted words, or of a file: there with the numbers that it prints, and ``#`` before its headings."""
    return next(iter(versions(content).values()), [])


def versions(content: bytes) -> dict[str, list[str]]:
    """As ``paragraphs``, of each language whose version has a column of its own in the file, in the order of these.

    Without such columns all paragraphs stand under no language.
    """
    if not word.is_file(content):
        return {"": parting.paragraphs(lines(content), joins=True)}
    file = word.read(content)
    given = [(passages[0].cell, words) for passages, words in _numbered(file)]
    parted = beside.versions([beside.CellLine(cell.table, cell.row, cell.number, words) for cell, words in given])
    parted = parted or {"": [words for _cell, words in given]}
    return {code: parting.paragraphs(_bounded("\n\n".join(words)), joins=True) for code, words in parted.items()}


def _without_asides(file: word.WordFile) -> word.WordFile:
    """The file without the lines of our own that are no part of the text."""
    return replace(
        file, body=tuple(row for row in file.body if not "".join(run.words for run in row.runs).startswith(ASIDE))
    )


def _numbered(file: word.WordFile) -> list[tuple[tuple[Passage, ...], str]]:
    """The lines of a file with the numbers that it prints, and ``#`` before its headings."""
    out = []
    for passages, words in _standing(file):
        number = next((passage.number for passage in passages if passage.number), "")
        is_heading = any(file.headings.get(passage.style, 0) > 0 for passage in passages)
        is_numbered = bool(typed_number(words).length) or words.startswith("#")
        mark = (
            "" if is_numbered else "# " if is_heading else f"{number} " if typed_number(f"{number} {words}").length else ""
        )
        out.append((passages, mark + words))
    return out


def lines(content: bytes) -> list[str]:
    """Lines of pasted words as they are; the passages of a Word file, changes accepted, with empty lines between.

    What is hidden in a Word file is no part of it: its author did not see it when it was sent.
    """
    if word.is_file(content):
        return _bounded("\n\n".join(_passages(word.read(content), has_marks=False)))
    return _bounded(decoded(content))


def _bounded(words: str) -> list[str]:
    if len(words) > limits.MOST_SIGNS:
        raise limits.TooMuchError(limits.Bound.SIGNS, limits.MOST_SIGNS)
    return parting.lines(words)


def _passages(file: word.WordFile, *, has_marks: bool) -> list[str]:
    """The words of each passage; with marks around what was struck, or set apart beside it, by hand."""
    if not has_marks:
        return [words for _passages, words in _standing(file)]
    out = []
    for passages, _words in joined(file.body, accepted=True):
        runs = [run for passage in passages for run in passage.runs if run.stands(accepted=True) and not run.hidden]
        is_redlined = any(run.strike and not run.changes for run in runs)
        words = "".join(_marked(run) if is_redlined else run.words for run in runs)
        if words.strip():
            out.append(words)
    return out


def _standing(file: word.WordFile) -> list[tuple[tuple[Passage, ...], str]]:
    """The lines of a file with changes accepted and nothing that is hidden, each with its passages."""
    out = []
    for passages, _words in joined(file.body, accepted=True):
        runs = [run for passage in passages for run in passage.runs if run.stands(accepted=True) and not run.hidden]
        words = "".join(run.words for run in runs)
        if words.strip():
            out.append((passages, words))
    return out


def _marked(run: Run) -> str:
    bare = run.words.strip()
    mark = "" if run.changes or not bare else "~~" if run.strike else "**" if run.underline or run.colour else ""
    lead = run.words[: len(run.words) - len(run.words.lstrip())]
    return f"{lead}{mark}{bare}{mark}{run.words[len(lead) + len(bare) :]}" if mark else run.words
