"""What a file of a delegation says about a text as it stands, shown to that delegation alone.

It is read in a process of its own, within bounds of time and memory; what was read once is not read anew for each look.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import unread
from nemawashi.desk.filing import labels, other_words, reasons, renderings
from nemawashi.desk.filing.renderings import Ground
from nemawashi.kit import apart, sent
from nemawashi.kit.brackets import amendments
from nemawashi.kit.clauses.proposals import UNNAMED, BaseClause, Proposed
from nemawashi.kit.faults import UnreadableError
from nemawashi.texts import queries
from nemawashi.texts.models import Text


@dataclass(frozen=True)
class PlacedProposal:
    """A proposal beside the clause that it is about; ``before`` are the words that it touches."""

    key: str
    proposed: Proposed
    clause: BaseClause
    before: str


@dataclass(frozen=True)
class FileReading:
    """``outside``: changes outside the negotiated text; ``not_understood``: what was seen and could not be read.

    ``standing``: what the file carries and is tabled, or drafted by the own delegation, already.
    ``refused``: instructions that cannot be carried out, with the reason. ``fault``: why nothing could be read at all.
    ``language``: of the words that the file was laid on, where that is not the one of the negotiation; ``theirs`` are the
    clauses in other languages that it, or lines of it, were laid on. ``mixed``: the languages of the words on which its
    lines were read, where these are several.
    """

    proposals: tuple[Proposed, ...] = ()
    outside: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    standing: tuple[Proposed, ...] = ()
    unchanged: int = 0
    clauses: tuple[BaseClause, ...] = ()
    fault: str = ""
    language: str = ""
    theirs: Mapping[str, tuple[BaseClause, ...]] = field(default_factory=dict)
    mixed: tuple[str, ...] = ()

    @property
    def left(self) -> int:
        """How many things in the file are not taken; each is named on the page."""
        return len(self.outside) + len(self.not_understood) + len(self.refused)

    @property
    def placed(self) -> list[PlacedProposal]:
        return self._beside(self.proposals)

    @property
    def placed_standing(self) -> list[PlacedProposal]:
        return self._beside(self.standing)

    def _beside(self, proposals: tuple[Proposed, ...]) -> list[PlacedProposal]:
        by_key = {("", clause.key): clause for clause in self.clauses}
        by_key |= {(code, clause.key): clause for code, clauses in self.theirs.items() for clause in clauses}
        rows = []
        for at, proposal in enumerate(proposals):
            clause = by_key[proposal.language, proposal.key]
            words = dict(clause.wordings).get(proposal.wording, clause.words)
            rows.append(PlacedProposal(str(at), proposal, clause, words[proposal.start : proposal.end]))
        return rows


def read(file: Any, *, viewer: Viewer) -> FileReading:
    """Read a kept file against the text as it stands and as it stood."""
    return read_sent(file.text, str(file.kind), queries.content_of(file), viewer=viewer)


def read_sent(text: Text, kind: str, content: bytes, *, viewer: Viewer) -> FileReading:
    """Read what a delegation sent about a text; what is tabled, or drafted by itself, already stands apart."""
    ground = renderings.ground(text, viewer=viewer)
    try:
        reading = _laid(ground, kind, content)
    except UnreadableError as fault:
        return FileReading(fault=unread.sentence(fault))
    asked = tuple(replace(row, why="") if row.why == UNNAMED else row for row in reading.proposals)  # no reason of anybody
    fresh = tuple(row for row in asked if not ground.stands_already(row))
    standing = tuple(row for row in asked if ground.stands_already(row))
    return replace(reading, proposals=fresh, standing=standing)


def _laid(ground: Ground, kind: str, content: bytes) -> FileReading:
    """What was read on the words of the language that the file is in."""
    others = {code: clauses for code, clauses in ground.others.items() if clauses}
    language = ground.language
    if others and kind == "amendments":
        return _amendments_in(ground, others, content)
    if others:
        versions = {code: " ".join(each.words for each in clauses) for code, clauses in others.items()}
        versions = {ground.language: " ".join(each.words for each in ground.clauses), **versions}
        language = apart.ask(sent.language, content, versions, whose=ground.whose)
    if language == ground.language:
        return _READERS[kind](ground, content)
    theirs, known = others[language], ground.known_in[language]
    reading = _READERS[kind](replace(ground, clauses=theirs, known=known), content)
    asked = other_words.asked(reading.proposals, language=language, clauses=theirs, own=ground.clauses)
    return replace(reading, proposals=asked, clauses=ground.clauses, language=language, theirs={language: theirs})


def _word(ground: Ground, content: bytes) -> FileReading:
    taken = apart.ask(
        sent.word_file, content, ground.clauses, dict(ground.known), sorted(ground.authors), whose=ground.whose
    )
    strange = [labels.unknown(row) for row in taken.not_understood]
    conflicts = [labels.undone(row) for row in taken.conflicts]
    return FileReading(
        proposals=taken.proposals,
        outside=tuple(labels.change(row) for row in taken.outside),
        not_understood=(*strange, *conflicts),
        unchanged=int(taken.unchanged),
        clauses=ground.clauses,
    )


def _brackets(ground: Ground, content: bytes) -> FileReading:
    clauses = ground.clauses
    taken = apart.ask(sent.brackets, content, clauses, whose=ground.whose)
    touched = {row.key for row in taken.positions}
    left = tuple(f"{row.words[:200]} · {reasons.sentence(row.why)}" for row in taken.left)
    return FileReading(
        proposals=taken.positions, not_understood=left, unchanged=len(clauses) - len(touched), clauses=clauses
    )


def _amendments(ground: Ground, content: bytes) -> FileReading:
    clauses = ground.clauses
    instructions = apart.ask(sent.orders, content, clauses, whose=ground.whose)
    asked = tuple(proposal for row in instructions for proposal in row.proposals)
    return _instructed(instructions, asked, clauses)


def _amendments_in(ground: Ground, others: Mapping[str, tuple[BaseClause, ...]], content: bytes) -> FileReading:
    """Each instruction on the words of the language in which it is."""
    versions = {ground.language: ground.clauses, **others}
    rows = apart.ask(sent.orders_in, content, versions, whose=ground.whose)
    asked: list[Proposed] = []
    for code, row in rows:
        if code == ground.language:
            asked += row.proposals
        else:
            asked += other_words.asked(row.proposals, language=code, clauses=others[code], own=ground.clauses)
    codes = tuple(sorted({code for code, _row in rows}))
    return replace(
        _instructed([row for _code, row in rows], tuple(asked), ground.clauses),
        language=codes[0] if len(codes) == 1 and codes[0] != ground.language else "",
        theirs={code: others[code] for code in codes if code in others},
        mixed=codes if len(codes) > 1 else (),
    )


def _instructed(
    instructions: Sequence[amendments.Instruction], asked: tuple[Proposed, ...], clauses: tuple[BaseClause, ...]
) -> FileReading:
    refused = tuple((row.text, reasons.sentence(row.reason)) for row in instructions if row.outcome == amendments.REFUSED)
    unchanged = len(clauses) - len({proposal.key for proposal in asked})
    return FileReading(proposals=asked, refused=refused, unchanged=unchanged, clauses=clauses)


_READERS: dict[str, Callable[[Ground, bytes], FileReading]] = {
    "word": _word,
    "brackets": _brackets,
    "amendments": _amendments,
}
