"""Counting over an installation sees published words alone, whoever runs it: no draft, no position, no text under way."""

from __future__ import annotations

import io
import json
from typing import Any

from django.core.management import call_command
from tests.secrecy.conftest import Nest
from tests.secrecy.reading import found

from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import queries

COMMANDS = [
    ["kwic", "*ministers*", "@adopted"],
    ["collocates", "the", "@adopted", "--min", "1"],
    ["keyness", "@adopted", "@corpus/other-forum", "--p", "1", "--both", "--min", "1", "--limit", "100000"],
    ["lifespans", "the", "--in", "@adopted"],
    ["code", "agenda", "@adopted"],
]


def asked(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, "--json", stdout=out)
    return out.getvalue()


def test_no_command_counts_a_sealed_word(nest: Nest, shelved: Any) -> None:
    """One walk over all of them, since laying the sealed words takes seconds."""
    from nemawashi.texts.models import Text
    from nemawashi.texts.terms import PUBLIC_STATES

    answers = {words[0]: asked(*words) for words in COMMANDS}
    documents = queries.published_documents("adopted", viewer=PUBLIC)
    corpus = json.loads(asked("kwic", "customs forms", "@corpus/other-forum"))

    assert len(nest.canaries) > 20
    assert {word for word, answer in answers.items() if found(answer.encode(), nest.canaries)} == set()
    known = {f"text/{slug}" for slug in Text.objects.filter(state__in=PUBLIC_STATES).values_list("slug", flat=True)}
    assert documents != []
    assert {document.attributes["document"] for document in documents} <= known
    assert Text.objects.exclude(state__in=PUBLIC_STATES).exists()
    assert [(line["match"], line["date"]) for line in corpus["lines"]] == [("customs forms", "2021")]
