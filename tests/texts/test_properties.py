"""What holds of any negotiation: the order in which the chair accepts does not matter, nor what came and went meanwhile."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from tests.texts.unchanged import words_of

from nemawashi.access.viewers import acting_as
from nemawashi.kit.clauses.bracketing import notation
from nemawashi.kit.clauses.spans import Span, collide, pieces
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Clause

pytestmark = [pytest.mark.usefixtures("played"), pytest.mark.one_database]
Edits = list[tuple[str, int, int, str]]  # operation, start, end, words


@contextmanager
def tried() -> Iterator[None]:
    """Everything that is done within is undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def edits(rng: random.Random, words: str, party: str) -> Edits:
    """Up to four changes of a clause by one party, none of which meets another one of them."""
    borders = [0]
    for piece in pieces(words):
        borders.append(borders[-1] + len(piece))
    found: Edits = []
    for count in range(rng.randint(2, 4)):
        start, end = sorted(rng.sample(borders, 2))
        operation = rng.choice(["insert", "delete", "replace"])
        if operation == "insert":
            start = end
        said = "" if operation == "delete" else f"{party}{count} "
        if end - start < len(words) and not any(_meet((start, end), row[1:3]) for row in found):
            found.append((operation, start, end, said))
    return found


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Collide, or touch: words put in at the border of others have no one place."""
    return collide(Span(*one), Span(*other)) or bool({*one} & {*other})


def clean(words: str, told: Edits) -> str:
    for _, start, end, said in sorted(told, key=lambda row: -row[1]):
        words = words[:start] + said + words[end:]
    return words


@pytest.fixture
def table(done: Callable[..., Any], clause: Clause) -> Callable[[str, Edits], list[Any]]:
    def run(name: str, told: Edits) -> list[Any]:
        rows = []
        for operation, start, end, said in told:
            draft = done(name, acts.draft_position, clause, operation=operation, words=said, start=start, end=end)
            rows.append(done(name, acts.table_position, draft))
        return rows

    return run


@pytest.mark.parametrize("seed", range(8))
def test_all_of_one_party_accepted_in_any_order_is_its_clean_text(
    done: Callable[..., Any], table: Callable[..., Any], clause: Clause, seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311  drawn again for each run
    words = words_of(clause)
    ours, theirs = edits(rng, words, "KAZ"), edits(rng, words, "UZB")
    both = [("kazakhstan", ours), ("uzbekistan", theirs)]
    rng.shuffle(both)
    rows = {name: table(name, told) for name, told in both}
    for row in rows["uzbekistan"]:
        done("uzbekistan", acts.withdraw_position, row)
    ends = set()
    for _ in range(3):
        rng.shuffle(rows["kazakhstan"])
        with tried():
            for row in rows["kazakhstan"]:
                row.refresh_from_db()
                done("host", acts.accept_position, row)
            ends.add(words_of(clause))

    assert ends == {clean(words, ours)}


@pytest.mark.parametrize("seed", range(4))
def test_what_was_withdrawn_leaves_no_trace_in_the_brackets(
    done: Callable[..., Any], table: Callable[..., Any], clause: Clause, viewer: Any, seed: int
) -> None:
    rng = random.Random(100 + seed)  # noqa: S311
    words = words_of(clause)
    ours, theirs = edits(rng, words, "KAZ"), edits(rng, words, "UZB")

    def compiled() -> str:
        with acting_as(viewer("host")) as by:
            whole = queries.negotiation(clause.text, viewer=by)
        return notation(whole.of(clause.pk).nodes)

    with tried():
        table("kazakhstan", ours)
        alone = compiled()
    first = table("uzbekistan", theirs)
    table("kazakhstan", ours)
    assert compiled() != alone
    for row in first:
        done("uzbekistan", acts.withdraw_position, row)

    assert compiled() == alone
