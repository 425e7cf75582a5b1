"""Drafts and waiting scores are in no entry, no posting and no answer, not even for those whose they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.secrecy.conftest import ROLES, Nest
from tests.secrecy.reading import found
from tests.secrecy.test_silence_of_answers import CHANGING

from nemawashi.search import index, queries
from nemawashi.search.models import Entry, Posting

pytestmark = pytest.mark.usefixtures("played")


def _index() -> bytes:
    """Both tables to the last byte."""
    rows = [repr(row) for row in (*Entry.objects.values_list(), *Posting.objects.values_list())]
    return "\n".join(rows).encode()


def test_index_holds_no_canary_after_a_rebuild_or_an_act(
    nest: Nest,
    viewer: Callable[[str], Any],
    acting: Callable[..., Any],
    clause_of: Callable[[str], Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    from nemawashi.texts import acts

    index.rebuild(afresh=True)
    with django_capture_on_commit_callbacks(execute=True):
        draft = acting(
            viewer("japan"), acts.draft_position, clause_of("The parties will share"), operation="comment", words="x"
        )
        acting(viewer("japan"), acts.table_position, draft)

    assert Entry.objects.filter(noun="position").count() > 1
    assert found(_index(), nest.canaries) == set()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "public")
def test_nobody_finds_a_canary(role: str, nest: Nest, viewer: Callable[[str], Any]) -> None:
    from nemawashi.access.viewers import PUBLIC

    index.rebuild()
    who = viewer(role) if role else PUBLIC

    answers = {canary: queries.answer(canary, viewer=who) for canary in nest.canaries}

    assert {canary: list(answer.hits) for canary, answer in answers.items() if answer.hits} == {}
    assert {canary: dict(answer.mended) for canary, answer in answers.items() if answer.mended} == {}


@pytest.mark.parametrize("role", ["host", "japan", "kazakhstan"])
def test_page_repeats_what_was_typed_and_nothing_beside(role: str, nest: Nest, client_of: Callable[[str], Any]) -> None:
    client = client_of(role)
    never = "zq0123456789ab"
    canary = next(iter(nest.of("uzbekistan")))

    answers = [client.get("/desk/search/", {"q": words}).content for words in (never, canary)]
    bodies = [
        CHANGING.sub(b"", answer.replace(words.encode(), b""))
        for answer, words in zip(answers, (never, canary), strict=True)
    ]

    assert b"Nothing in the record answers" in bodies[0]
    assert bodies[0] == bodies[1]


def test_drafting_leaves_the_index_as_it_was(
    viewer: Callable[[str], Any],
    acting: Callable[..., Any],
    clause_of: Callable[[str], Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    from nemawashi.texts import acts

    before = _index()

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        acting(viewer("uzbekistan"), acts.draft_position, clause_of("Recalling"), operation="comment", words="hush")

    assert callbacks == []
    assert _index() == before


def test_reading_for_the_index_reaches_no_sealed_table(nest: Nest, django_assert_max_num_queries: Any) -> None:
    from nemawashi.access import seal

    with django_assert_max_num_queries(400) as told:
        index.rebuild(afresh=True)

    tables = [model._meta.db_table for model in seal.sealed_models()]
    assert [query["sql"] for query in told.captured_queries if any(table in query["sql"] for table in tables)] == []
