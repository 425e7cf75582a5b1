"""The page on which two forums are compared: it goes on at each look, refuses an empty side, and keeps what was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nemawashi.access import clock
from nemawashi.lineage import converging
from nemawashi.lineage.models import Corpus, ReferenceClause, ReferenceDocument

PAGE = "/en/convergence/"


def _corpus(slug: str, *documents: tuple[str, ...]) -> None:
    corpus = Corpus.objects.create(slug=slug, title=f"Statements of {slug}", added_at=clock.database_moment())
    for number, clauses in enumerate(documents, start=1):
        made = ReferenceDocument.objects.create(
            corpus=corpus, symbol=f"{slug.upper()}/{number}", title="Statement", date=f"201{number}", language="en"
        )
        for rank, words in enumerate(clauses):
            ReferenceClause.objects.create(document=made, rank=rank, words=words, kind="operative")


@pytest.fixture
def forums(played: None, settings: Any, tmp_path: Path) -> None:
    settings.LINEAGE = str(tmp_path)
    shared = "The ministers decided to open a joint school for pilots of lake steamers in the capital of the host."
    other = "The members agree to exchange figures on the level of the lake and on its ice every month of the winter."
    _corpus("lakes", (shared, "Steam whistles are sounded at noon on all quays of the northern shore."), (other,))
    _corpus(
        "rivers",
        (shared, "Rafts of timber are not allowed between the two bridges of the old town."),
        ("Ferries run daily.",),
    )
    _corpus("empty")


def test_the_page_goes_on_at_each_look_and_then_tells_what_is_shared(
    forums: None, client_of: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converging, "STEP", 0)
    query = {"one": "lakes", "other": "rivers"}
    original = converging.advance
    monkeypatch.setattr(converging, "advance", lambda compared: original(compared, seconds=0))
    client = client_of("")

    first = client.get(PAGE, query)
    page = first.content.decode()
    assert '<meta http-equiv="refresh" content="1">' in page
    assert "1 of 6 paragraphs were looked for." in " ".join(page.split())
    assert '<progress id="progress" max="100" value="16">' in page
    assert "no-store" in first["Cache-Control"]
    for _look in range(5):
        page = " ".join(client.get(PAGE, query).content.decode().split())
    assert "http-equiv" not in page
    assert "1 of 3 paragraphs in 2 documents stand in Statements of rivers, too: 33.3 %." in page
    assert "joint school for pilots" in page
    assert "Steam whistles" not in page


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("lakes", "empty", "There are no paragraphs to compare: Statements of empty"),
        ("lakes", "lakes", "Choose two different sides."),
    ],
)
def test_what_cannot_be_compared_is_said(
    forums: None, client_of: Callable[[str], Any], one: str, other: str, why: str
) -> None:
    assert why in client_of("").get(PAGE, {"one": one, "other": other}).content.decode()


def test_more_than_a_page_compares_is_for_the_command_and_a_forum_that_is_none_is_none(
    forums: None, client_of: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converging, "MOST", 3)

    assert "by the command" in client_of("").get(PAGE, {"one": "lakes", "other": "rivers"}).content.decode()
    assert client_of("").get(PAGE, {"one": "lakes", "other": "none"}).status_code == 404


def test_a_line_that_was_cut_off_is_done_again(forums: None) -> None:
    compared = converging.sides("lakes", "rivers")
    converging.advance(compared, seconds=0)
    kept = next((Path(converging.shelf.folder()) / "converging").glob("*/met.jsonl"))
    kept.write_text(kept.read_text() + '[["ref/1", "en"')

    progress = converging.advance(compared, seconds=60)

    assert (progress.done, progress.convergence is not None) == (6, True)
    assert converging.advance(compared).convergence == progress.convergence
