"""Where the words of a position were taken from: sealed with the draft, open with the position, kept with the clause."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from tests.texts.unchanged import span

from nemawashi.access.models import Entry
from nemawashi.access.viewers import acting_as
from nemawashi.texts import acts, rules
from nemawashi.texts.models import Clause, Wording
from nemawashi.texts.terms import Operation

Done = Callable[..., Any]
AGREED = "clause/8f0e4f9e-0000-4000-8000-000000000000"


@pytest.fixture
def draft(done: Done, clause: Clause) -> Any:
    words = {"operation": "replace", "words": "2029", "taken_from": f"{AGREED} ref/12"}
    return done("japan", acts.draft_position, clause, **words, **span(clause, "2030"))


@pytest.mark.parametrize(
    ("told", "operation", "kept"),
    [
        ("", Operation.INSERT, ""),
        (f" ref/7 {AGREED}\n ref/7", Operation.REPLACE, f"ref/7 {AGREED}"),
        ("ref/x position/1 clause/ref/1 ref/1<script> ref/2", Operation.NEW_CLAUSE, "ref/2"),
        ("ref/7", Operation.DELETE, ""),
        (" ".join(f"ref/{n}" for n in range(50)), Operation.INSERT, " ".join(f"ref/{n}" for n in range(8))),
    ],
)
def test_references_are_kept_in_order_and_nothing_else_is(told: str, operation: Operation, kept: str) -> None:
    assert rules.references(told, operation=operation) == kept


def test_a_draft_keeps_encrypted_what_its_words_were_taken_from(draft: Any, who: Any) -> None:
    with connection.cursor() as cursor, acting_as(who("japan")):
        draft.refresh_from_db()
        pattern = "select taken_from from texts_wording where taken_from <> ''"
        cursor.execute(pattern)
        others = cursor.fetchall()

    assert draft.taken_from == f"{AGREED} ref/12"
    assert others == []
    assert not Entry.objects.filter(facts__icontains="8f0e4f9e").exists()


def test_a_draft_rewritten_without_its_source_forgets_it(done: Done, draft: Any, clause: Clause) -> None:
    words = {"operation": "replace", "words": "2031", "draft": draft, **span(clause, "2030")}

    assert done("japan", acts.draft_position, clause, **words).taken_from == ""


def test_tabling_opens_the_source_to_all_and_acceptance_keeps_it_with_the_clause(
    done: Done, draft: Any, clause: Clause
) -> None:
    position = done("japan", acts.table_position, draft)
    entry = Entry.objects.order_by("-seq")[0]
    done("host", acts.accept_position, position)

    assert position.taken_from == f"{AGREED} ref/12"
    assert entry.facts["taken_from"] == f"{AGREED} ref/12"
    told = Wording.objects.filter(clause=clause, language="en").order_by("number").values_list("number", "taken_from")
    assert list(told) == [(1, ""), (2, f"{AGREED} ref/12")]


def test_a_new_clause_keeps_the_source_of_its_words(done: Done, clause: Clause) -> None:
    words = {"operation": "new_clause", "words": "They meet in Tokyo.", "taken_from": "ref/3"}
    position = done("japan", acts.table_position, done("japan", acts.draft_position, clause, **words))

    done("host", acts.accept_position, position)

    assert Wording.objects.get(words="They meet in Tokyo.").taken_from == "ref/3"
