"""Words that somebody looks up are a draft: they leave no trace in tables, logs, caches, files or statements."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.secrecy.conftest import ROLES, Nest
from tests.secrecy.reading import found
from tests.secrecy.test_silence_of_answers import CHANGING

from nemawashi.access.viewers import PUBLIC
from nemawashi.lineage import queries, shelf

pytestmark = pytest.mark.usefixtures("played")
CANARY = "zqlookedup0123"
WORDS = f"parties will publish {CANARY} customs forms"


def _lookups(client: Any, clause: Any, language: str = "en") -> list[Any]:
    """Every way in which somebody looks words up."""
    form = {"way": "comment", "words": WORDS, "clause_words": "", "taken_from": ""}
    act = f"/desk/acts/draft_position/{clause.pk}/"
    return [
        client.post("/desk/agreed-language/hits/", {"typed": WORDS, "box": "words", "language": language}),
        client.post("/desk/agreed-language/", {"words": WORDS}),
        client.post(f"/{language}/agreed-language/", {"words": WORDS}),
        client.post(act, form | {"look_up": "1"}),
        client.post(act, form | {"look_up": "1", "look_up_words": WORDS}),
        client.post(act, form | {"use": "ref/1:en:0-9"}),
    ]


def _files(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() + path.name.encode() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_look_up_leaves_no_trace(
    client_of: Callable[[str], Any],
    clause_of: Callable[[str], Any],
    shelved: Any,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    cache.clear()
    client, clause = client_of("japan"), clause_of("The ministers welcome progress")

    with CaptureQueriesContext(connection) as told:
        answers = _lookups(client, clause)

    assert [answer.status_code for answer in answers] == [200] * 6
    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers)
    assert found(repr([(answer.headers, answer.cookies) for answer in answers]).encode(), [CANARY]) == set()
    lines = caplog.text + repr([vars(line) for line in caplog.records if line.name != "django.db.backends"])
    assert found(lines.encode(), [CANARY]) == set()
    assert found(repr([query["sql"] for query in told.captured_queries]).encode(), [CANARY]) == set()
    assert found(repr(getattr(cache, "_cache", {})).encode(), [CANARY]) == set()
    assert found(_files(Path(settings.LINEAGE)), [CANARY]) == set()
    assert found(repr([message.message().as_string() for message in mail.outbox]).encode(), [CANARY]) == set()
    if connection.vendor == "sqlite":
        assert found("\n".join(connection.connection.iterdump()).encode(), [CANARY]) == set()


def test_a_fault_of_the_index_is_logged_by_its_kind_alone(
    client_of: Callable[[str], Any],
    clause_of: Callable[[str], Any],
    shelved: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken:
        def complete(self, words: str, **_: Any) -> list[Any]:
            raise RuntimeError(f"cannot read {words}")

        find = complete

    monkeypatch.setattr(shelf, "open_index", Broken)

    answers = _lookups(client_of("japan"), clause_of("The ministers welcome progress"))

    assert {answer.status_code for answer in answers} == {200}
    assert "RuntimeError" in caplog.text
    assert CANARY not in caplog.text + repr([vars(line) for line in caplog.records])


@pytest.mark.parametrize("role", ["", "host", "kazakhstan"])
def test_answers_to_others_are_the_same_bytes_after_a_look_up(
    role: str, client_of: Callable[[str], Any], clause_of: Callable[[str], Any], shelved: Any
) -> None:
    clause, other = clause_of("The ministers welcome progress"), client_of(role)

    def told() -> list[bytes]:
        asked = [other.post("/en/agreed-language/", {"words": "parties will publish"})]
        if role:
            asked.append(other.post("/desk/agreed-language/hits/", {"typed": "parties will publish", "box": "words"}))
            asked.append(other.get(f"/desk/texts/{clause.text.slug}/clauses/{clause.pk}/"))
        return [CHANGING.sub(b"", answer.content) for answer in asked]

    before = told()
    _lookups(client_of("japan"), clause)

    assert told() == before


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "public")
def test_nobody_finds_a_draft_by_looking_its_words_up(
    role: str, nest: Nest, viewer: Callable[[str], Any], client_of: Callable[[str], Any]
) -> None:
    shelf.rebuild()
    who = viewer(role) if role else PUBLIC
    client = client_of(role)

    for canary in nest.canaries:
        assert queries.agreed(f"ministers {canary} agree", viewer=who) == []
        assert queries.phrase(f"The ministers {canary} agree", viewer=who).wordings == ()
    page = client.post("/en/agreed-language/", {"words": "The ministers agree to share"}).content
    assert found(page, nest.canaries) == set()
    assert found("\n".join(repr(clause) for clause in shelf.open_index()).encode(), nest.canaries) == set()


@pytest.mark.parametrize("role", ["host", "kazakhstan", "japan-watcher", ""])
def test_where_a_draft_took_its_words_from_is_seen_by_its_delegation_alone(
    role: str,
    shelved: Any,
    clause_of: Callable[[str], Any],
    client_of: Callable[[str], Any],
    viewer: Callable[[str], Any],
    acting: Callable[..., Any],
) -> None:
    from nemawashi.texts import acts

    clause, client = clause_of("The ministers welcome progress"), client_of(role)
    pages = [f"/desk/texts/{clause.text.slug}/clauses/{clause.pk}/", f"/en/lineage/ref/{shelved.pk}/", "/desk/log/"]
    pages.append(f"/en/corpora/other-forum/{shelved.document.symbol}/")
    before = [CHANGING.sub(b"", client.get(page).content) for page in pages]

    words = {"operation": "new_clause", "words": shelved.words, "taken_from": f"ref/{shelved.pk}"}
    acting(viewer("uzbekistan"), acts.draft_position, clause, **words)

    assert [CHANGING.sub(b"", client.get(page).content) for page in pages] == before
