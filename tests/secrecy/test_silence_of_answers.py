"""Drafting changes nothing that anybody else can observe: not a byte, a number, an order or a version."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("played")
CHANGING = re.compile(rb'(name="(?:once|csrfmiddlewaretoken)" value="[^"]*"|countdown__left">[^<]*<)')

PAGES = (
    "/desk/",
    "/desk/texts/",
    "/desk/log/",
    "/desk/follow-up/",
    "/en/",
    "/en/texts/",
    "/api/v1/clauses/",
    "/api/v1/texts/",
    "/desk/search/?q=ministers",
    "/en/search/?q=ministers",
)


def _told(client: Any, statement: Any) -> list[bytes]:
    pages = [*PAGES, f"/desk/texts/{statement.slug}/", f"/desk/texts/{statement.slug}/?show=open"]
    pages += [f"/desk/texts/{statement.slug}/{page}/" for page in ("revisions/0", "silence")]
    pages += [f"/desk/texts/{statement.slug}/clauses/{clause.pk}/" for clause in statement.clauses.all()]
    return [CHANGING.sub(b"", client.get(page).content) for page in pages]


@pytest.mark.parametrize("role", ["host", "kazakhstan", "japan-watcher", ""])
def test_answers_to_others_are_the_same_bytes_after_a_draft(
    role: str,
    statement: Any,
    clause_of: Callable[[str], Any],
    client_of: Callable[[str], Any],
    viewer: Callable[[str], Any],
    acting: Callable[..., Any],
) -> None:
    from nemawashi.texts import acts

    drafter = viewer("uzbekistan")
    before = _told(client_of(role), statement)

    for words in ("one", "two", "three"):
        acting(drafter, acts.draft_position, clause_of("Recalling"), operation="comment", words=words)

    assert _told(client_of(role), statement) == before


@pytest.mark.parametrize("role", ["host", "kazakhstan", "expert"])
@pytest.mark.parametrize("act", ["table_position", "redraft_position", "withdraw_draft"])
def test_a_foreign_draft_answers_like_a_key_that_never_existed(
    act: str,
    role: str,
    clause_of: Callable[[str], Any],
    client_of: Callable[[str], Any],
    viewer: Callable[[str], Any],
    acting: Callable[..., Any],
) -> None:
    from nemawashi.texts import acts

    draft = acting(viewer("uzbekistan"), acts.draft_position, clause_of("Recalling"), operation="comment", words="hush")
    client = client_of(role)
    foreign, never = str(draft.pk), "8f0e4f9e-0000-4000-8000-000000000000"

    for method in (client.get, client.post):
        answers = [method(f"/desk/acts/{act}/{key}/") for key in (foreign, never)]

        assert [answer.status_code for answer in answers] == [404, 404]
        bodies = [
            CHANGING.sub(b"", answer.content).replace(key.encode(), b"")
            for answer, key in zip(answers, (foreign, never), strict=True)
        ]
        assert bodies[0] == bodies[1]


def test_the_same_statements_are_asked_whether_or_not_others_draft(
    statement: Any,
    clause_of: Callable[[str], Any],
    client_of: Callable[[str], Any],
    viewer: Callable[[str], Any],
    acting: Callable[..., Any],
    django_assert_num_queries: Any,
) -> None:
    from nemawashi.texts import acts

    client = client_of("kazakhstan")
    page = f"/desk/texts/{statement.slug}/"
    client.get(page)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as before:
        client.get(page)
    acting(viewer("uzbekistan"), acts.draft_position, clause_of("Recalling"), operation="comment", words="hush")

    with django_assert_num_queries(len(before)):
        client.get(page)
