"""Where spans of earlier wordings stand today: anchors are never rewritten, they follow the wordings by replay."""

from collections.abc import Mapping, Sequence

from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.spans import AcceptedChange, Span, follow
from nemawashi.texts.models import Wording


class Trails(dict[str, dict[object, "Trail"]]):
    """The trails of all clauses by language, each made when a position in it is met; empty is the language negotiated."""

    def __init__(self, wordings: Mapping[object, Sequence[Wording]], language: str) -> None:
        super().__init__()
        self.wordings, self.language = wordings, language

    def __missing__(self, language: str) -> dict[object, "Trail"]:
        code = language or self.language
        self[language] = {pk: Trail([row for row in rows if row.language == code]) for pk, rows in self.wordings.items()}
        return self[language]


class Trail:
    """The wordings of one clause in one language, oldest first, and what each changed."""

    __slots__ = ("changes", "rows")

    def __init__(self, rows: list[Wording]) -> None:
        self.rows = rows
        self.changes = [AcceptedChange(row.start, row.end, row.put) for row in rows]


def stands(
    trails: Mapping[object, Trail], clause: object, span: Span, *, since: int, operation: str
) -> tuple[object, Span | None]:
    """On which clause a span of an earlier wording stands today, and where: splits and merges carry words along.

    The span is None where its words were changed beneath it.
    """
    deletes = operation == Operation.DELETE
    while True:
        trail = trails.get(clause)
        if trail is None:
            return clause, span
        for at, row in enumerate(trail.rows):
            if row.number <= since:
                continue
            if row.carried_to_id and _is_carried(span, row):
                left = trail.rows[at - 1].words[row.start :]
                begin = row.start + len(left) - len(left.lstrip())
                shift = row.carried_at - begin
                start = max(span.start, begin) + shift
                span = Span(start, max(span.end, begin) + shift)
                clause, since = row.carried_to_id, row.carried_into
                break
            followed = follow(span, [trail.changes[at]], deletes=deletes)
            if followed is None:
                return clause, None
            span = followed
        else:
            return clause, span


def _is_carried(span: Span, row: Wording) -> bool:
    """Whether a span goes along with the words that left; a place at the very cut stays with the words before it."""
    if span.end > row.end:
        return False
    return span.start > row.start or (span.start == row.start and (not span.is_place or row.start == 0))
