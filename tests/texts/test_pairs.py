"""Every two positions that cannot both be done are at odds: what is accepted takes no other one's ground."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from tests import factories
from tests.conftest import NOW, act_as

from nemawashi.kit.clauses.operations import Operation
from nemawashi.parties.models import Party
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Clause, Position, Text
from nemawashi.texts.queries import verdicts

pytestmark = pytest.mark.one_database

ACCEPTABLE = [operation for operation in Operation if operation.can_be_accepted]
WORDS = "The parties will meet in the spring."  # one of these words, and one behind them, are what is asked about
SPANS = [(4, 11), (12, 16)]


class BackError(Exception):
    """Ends a trial: what it did is rolled back."""


@pytest.fixture
def clauses(db: None) -> list[Clause]:
    """Four clauses of one text."""
    return list(factories.text(*[WORDS] * 4).clauses.order_by("rank"))


def _asked(operation: Operation, at: int) -> Iterator[dict[str, Any]]:
    """The ways in which an operation may be asked for on the clause at this place: spans, and the clauses it aims at."""
    words = {"words": "in time"} if operation.takes_words else {}
    if operation.is_spanned:
        for start, end in SPANS:
            yield words | {"start": start, "end": start if operation == Operation.INSERT else end}
    elif operation.is_placed:
        yield from (words | {"start": start, "end": start} for start, _ in SPANS)
    elif operation == Operation.MERGE:
        yield from ([{"target": at + 1}] if at < 3 else [])
    elif operation == Operation.MOVE:
        yield from ({"target": to} for to in range(4) if to not in (at, at - 1))
    else:
        yield words


def _tabled(clauses: list[Clause], at: int, operation: Operation, asked: dict[str, Any], party: str) -> Position:
    target = clauses[asked["target"]] if "target" in asked else None
    row = Position.objects.create(
        clause=clauses[at], operation=operation, wording_number=1, tabled_at=NOW, **asked | {"target": target}
    )
    row.proposers.add(Party.objects.get(slug=party))
    return row


def _ways(text: Text, row: Position, by: Any) -> list[bool]:
    """How it may be accepted, if at all: as it stands, or behind the others proposed for its place (``stands_last``)."""
    whole = queries.negotiation(text, viewer=by)
    place = whole.find(row.pk)
    assert place is not None
    return [last for last in (False, True) if verdicts.on_accepting(whole, *place, by=by, stands_last=last)]


@pytest.mark.parametrize("first", ACCEPTABLE)
@pytest.mark.parametrize("beside", [-1, 0, 1])
def test_what_is_accepted_takes_no_other_one_its_ground(clauses: list[Clause], first: Operation, beside: int) -> None:
    host, text, lost = factories.viewer("host"), clauses[0].text, []
    for second in ACCEPTABLE:
        for one in _asked(first, 1):
            for other in _asked(second, 1 + beside):
                try:
                    with transaction.atomic():
                        chosen = _tabled(clauses, 1, first, one, "arcadia")
                        left = _tabled(clauses, 1 + beside, second, other, "belmont")
                        ways = _ways(text, chosen, host)
                        if ways and _ways(text, left, host):
                            act_as(host, acts.accept_position, chosen, stands_last=ways[0])
                            left.refresh_from_db()
                            if left.outcome == "live" and not _ways(text, left, host):
                                lost.append((first.value, one, second.value, other))
                        raise BackError
                except BackError:
                    pass

    assert lost == []
