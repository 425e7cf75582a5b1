"""How a clause is printed: its number, its words with the signs of its notes, and what stands below a version."""

from collections.abc import Iterator
from dataclasses import dataclass

from nemawashi.kit.papers.values import AttachedStatement, Paper, PaperClause
from nemawashi.kit.papers.wordings import day, plain, said, when

Piece = tuple[str, int]  # words, and the number of the note that stands behind them, or 0


@dataclass(frozen=True, slots=True)
class Printed:
    """A clause as it is printed. ``notes``: number and words of each of its notes, numbered through the version."""

    clause: PaperClause
    number: str
    pieces: tuple[Piece, ...]
    notes: tuple[tuple[int, str], ...]

    @property
    def words(self) -> str:
        return "".join(words for words, _note in self.pieces)


def printed(paper: Paper, language: str) -> Iterator[Printed]:
    """The clauses of a version in order. Preambular clauses bear no number in an issued text."""
    count = 0
    for clause in paper.clauses:
        words = clause.words[language]
        numbers = range(count + 1, count + len(clause.notes) + 1)
        count += len(clause.notes)
        is_own = language == paper.original
        pieces, at = [], 0
        for number, note in sorted(zip(numbers, clause.notes, strict=True), key=lambda pair: pair[1].place):
            place = max(at, min(note.place, len(words))) if is_own else len(words)
            pieces.append((plain(words[at:place]), number))
            at = place
        if at < len(words) or not pieces:
            pieces.append((plain(words[at:]), 0))
        notes = tuple((number, plain(note.words)) for number, note in zip(numbers, clause.notes, strict=True))
        yield Printed(clause, number_of(clause), tuple(pieces), notes)


def number_of(clause: PaperClause) -> str:
    """1. and (a), as they are printed; none for the preamble, whose PP1 is a number of the negotiation."""
    if clause.kind == "preambular" or not clause.number:
        return ""
    return clause.number if clause.number.startswith("(") else f"{clause.number}."


def adopted(paper: Paper, language: str) -> list[str]:
    """How, when and at which meeting the text was adopted, under which revision, its issue, and how the log stood."""
    adoption = paper.adoption
    lines = [f"{said(adoption.how, language)}: {when(adoption, language)}"]
    if adoption.meeting:
        lines[0] += f"; {plain(adoption.meeting)}"
    if adoption.revision and adoption.revision != paper.symbol:
        lines.append(f"{said('revision', language)}: {plain(adoption.revision)}")
    if paper.issued_at:
        lines.append(f"{said('issued', language)}: {day(paper.issued_at, adoption.zone, language)}")
    if adoption.log:
        lines.append(said("log", language).format(count=adoption.log.partition("-")[0], head=adoption.log))
    return lines


def party(statement: AttachedStatement, language: str) -> str:
    return plain(statement.names.get(language) or statement.names.get("en") or statement.party)


def about(paper: Paper, statement: AttachedStatement, language: str) -> str:
    """The kind of a statement, and the clause to which it was attached."""
    kind = said(statement.kind, language)
    number = paper.number_of(statement.clause) if statement.clause else ""
    return f"{kind}, {said('clause', language)} {number}" if number else kind
