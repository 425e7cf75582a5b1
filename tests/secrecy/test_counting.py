"""Counting over an installation sees published words alone, whoever runs it: no draft, no position, no text under way."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from tests.secrecy.conftest import DELEGATIONS, Nest
from tests.secrecy.reading import found

from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import queries

COMMANDS = [
    ["kwic", "*ministers*", "@adopted"],
    ["collocates", "the", "@adopted", "--min", "1"],
    ["keyness", "@adopted", "@corpus/other-forum", "--p", "1", "--both", "--min", "1", "--limit", "100000"],
    ["lifespans", "the", "--in", "@adopted"],
    ["code", "agenda", "@adopted"],
    ["events", "list"],
    ["events", "visits"],
    ["events", "initiatives"],
]


def asked(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, "--json", stdout=out)
    return out.getvalue()


PAGES = [
    "/en/words/?in=adopted&q=the|parties&as=json&language=all",
    "/en/words/?in=adopted&q=the&as=csv&of=collocates",
    "/en/words/?in=adopted&q=parties",
    "/en/keyness/?in=adopted&against=corpus/other-forum&as=json",
    "/en/life-spans/?as=json",
    "/en/events/?as=json",
    "/en/visits/?as=json",
    "/en/initiatives/?as=json",
    "/en/formats/?as=json",
]


def test_no_page_counts_a_sealed_word_whoever_asks(nest: Nest, shelved: Any, client_of: Callable[[str], Any]) -> None:
    """A delegation has the page of a stranger, even for its own drafts."""
    strangers = client_of("")
    read = {address: strangers.get(address).content for address in PAGES}
    asked_by_name = [{"in": "adopted", "language": "all", "as": "json", "q": word} for word in sorted(nest.canaries)[:40]]
    counts = {query["q"]: strangers.get("/en/words/", query).json()["total"] for query in asked_by_name}

    assert {address for address, answer in read.items() if found(answer, nest.canaries)} == set()
    assert b'"match"' in read[PAGES[0]]
    assert set(counts.values()) == {0}
    for who in (*DELEGATIONS[:1], "host"):
        client = client_of(who)
        assert client.get(PAGES[0]).content == read[PAGES[0]]
        assert client.get("/en/words/", asked_by_name[0]).json()["total"] == 0


def test_no_command_counts_a_sealed_word(nest: Nest, shelved: Any) -> None:
    """One walk over all of them, since laying the sealed words takes seconds."""
    from nemawashi.texts.models import Text
    from nemawashi.texts.terms import PUBLIC_STATES

    answers = {" ".join(words): asked(*words) for words in COMMANDS}
    documents = queries.published_documents("adopted", viewer=PUBLIC)
    corpus = json.loads(asked("kwic", "customs forms", "@corpus/other-forum"))

    assert len(nest.canaries) > 20
    assert {word for word, answer in answers.items() if found(answer.encode(), nest.canaries)} == set()
    known = {f"text/{slug}" for slug in Text.objects.filter(state__in=PUBLIC_STATES).values_list("slug", flat=True)}
    assert documents != []
    assert {document.attributes["document"] for document in documents} <= known
    assert Text.objects.exclude(state__in=PUBLIC_STATES).exists()
    assert [(line["match"], line["date"]) for line in corpus["lines"]] == [("customs forms", "2021")]
