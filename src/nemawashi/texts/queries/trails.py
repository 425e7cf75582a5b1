"""Where spans of earlier wordings stand today: anchors are never rewritten, they follow the wordings by replay."""

from collections.abc import Mapping

from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.spans import Change, Span, follow
from nemawashi.texts.models import Wording


class Trail:
    """The wordings of one clause in the language of negotiation, oldest first, and what each changed."""

    __slots__ = ("changes", "rows")

    def __init__(self, rows: list[Wording]) -> None:
        self.rows = rows
        self.changes = [Change(row.start, row.end, row.put) for row in rows]


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
