"""A shelf with three statements of another forum on it: a clause on water that is changed from one to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.texts.unchanged import *  # noqa: F403

from nemawashi.lineage import shelf
from nemawashi.lineage.models import Corpus, ReferenceClause, ReferenceDocument

AT = dt.datetime(2026, 11, 24, 6, 0, tzinfo=dt.UTC)
WATER_2010 = "The parties shall decrease the use of water of shared rivers and set off the losses of those downstream."
WATER_2014 = (
    "The parties shall decrease the use of water of shared rivers by 2020 and set off the losses of those downstream."
)
WATER_2018 = (
    "The parties should increase the use of water of shared rivers by 2025 and set off the losses of those downstream."
)
CORRIDOR = "They stress the importance of safe transport corridors that link landlocked states with the ports of the south."
MUSEUMS = "A joint exhibition of museums on the history of the Silk Road will open every third spring."
CUSTOMS = "Customs officers of all sides will be trained in the inspection of refrigerated containers at border crossings."
NEW = "An academy for the repair of old astronomical instruments will be founded in Samarkand with a library of its own."


@pytest.fixture
def corpus(played: None, db: None, settings: Any, tmp_path: Any) -> Corpus:
    settings.LINEAGE = tmp_path / "lineage"
    return Corpus.objects.create(slug="forum", title="Another forum", rights="Cite the forum.", added_at=AT)


@pytest.fixture
def held(corpus: Corpus) -> Callable[..., list[ReferenceClause]]:
    """Put a document with its clauses into the corpus: ``held("F/2010", "2010", words, words)``."""

    def put(symbol: str, date: str, *words: str, language: str = "en", series: str = "statements") -> list[ReferenceClause]:
        document = ReferenceDocument.objects.create(
            corpus=corpus, symbol=symbol, title=f"Statement {symbol}", body="Forum", date=date, language=language,
            series=series, status="adopted",
        )  # fmt: skip
        return [
            ReferenceClause.objects.create(document=document, rank=n, number=str(n + 1), kind="operative", words=each)
            for n, each in enumerate(words)
        ]

    return put


@pytest.fixture
def rivers(held: Callable[..., list[ReferenceClause]]) -> dict[str, ReferenceClause]:
    """A clause on water in 2010, 2014 and 2018, its polarity and strength turned at the last; with others around it."""
    first = held("F/2010", "2010", WATER_2010, MUSEUMS)[0]
    second = held("F/2014", "2014-05", WATER_2014, CORRIDOR)[0]
    third = held("F/2018", "2018-05-02", WATER_2018, CUSTOMS)[0]
    shelf.rebuild()
    return {"2010": first, "2014": second, "2018": third}
