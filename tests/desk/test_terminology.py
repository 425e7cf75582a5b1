"""While a clause is translated: terms, earlier adopted pairs, and whether the languages agree."""

from __future__ import annotations

import html
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.secrecy.reading import found

from nemawashi.lineage import shelf
from nemawashi.parties.models import Dialogue
from nemawashi.texts.models import Clause, Text, Wording

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("played")]
Browser = Callable[[str], Any]
CANARY = "зъя0123456789"


@pytest.fixture
def adopted(shelved: Any) -> Text:
    """An adopted text with a clause near to the one under negotiation, in two languages, on the shelf."""
    dialogue = Dialogue.objects.get(slug="caj")
    told = {"slug": "old-plan", "title": "Old Plan", "type": "action_plan", "state": "adopted", "adopted_on": "2015-03"}
    text = Text.objects.create(dialogue=dialogue, **told)
    _clause(text, 1, "The parties will meet every year by 2020.", "Стороны встречаются ежегодно до 2020 года.")
    shelf.rebuild()
    return text


def _clause(text: Text, rank: int, english: str, russian: str) -> Clause:
    clause = Clause.objects.create(text=text, kind="operative", rank=rank)
    Wording.objects.create(clause=clause, language="en", words=english)
    Wording.objects.create(clause=clause, language="ru", words=russian)
    return clause


def _page(text: Text) -> str:
    return f"/desk/acts/translate_clause/{text.clauses.get(kind='operative').pk}/"


def _asked(client: Any, text: Text, words: str, assist: str, language: str = "ru") -> Any:
    told = {"language": language, "words": words, "version": "courtesy", "assist": assist}
    return client.post(_page(text), told)


def test_terms_and_earlier_pairs_stand_below_the_box(client_of: Browser, clean_text: Text, adopted: Text) -> None:
    page = client_of("japan").get(f"{_page(clean_text)}?language=ru").content.decode()

    assert '<th scope="row" lang="en">parties</th>' in page
    assert "Стороны встречаются ежегодно до 2020 года." in page
    assert ("<del>2020.</del>" in page, "<ins>2030.</ins>" in page) == (True, True)
    assert "No adopted paragraph close" in client_of("japan").get(f"{_page(clean_text)}?language=ja").content.decode()


def test_words_of_an_earlier_pair_are_put_into_the_box_without_scripts(
    client_of: Browser, clean_text: Text, adopted: Text
) -> None:
    answer = _asked(client_of("japan"), clean_text, "", adopted.clauses.get().ref)

    page = answer.content.decode()
    assert (answer.status_code, Wording.objects.filter(clause__text=clean_text, language="ru").count()) == (200, 0)
    assert "Стороны встречаются ежегодно до 2020 года.</textarea>" in page
    assert "Dates differ" not in page
    assert "<b>Numbers differ</b>: <q>2030</q> → <q>2020</q>" in " ".join(page.split())


def test_what_is_typed_is_checked_and_stays_in_the_box(client_of: Browser, clean_text: Text, adopted: Text) -> None:
    good = _asked(client_of("japan"), clean_text, "Стороны собираются каждый год до 2030 года.", "check").content.decode()
    bad = _asked(client_of("japan"), clean_text, "Собираются каждый год.", "check").content.decode()

    assert "Numbers, dates, names and brackets agree." in good
    assert '<span class="state" data-tone="settled" lang="ru">Стороны</span>' in good
    assert "<b>Numbers differ</b>: <q>2030</q> → nothing" in " ".join(bad.split())
    assert "not used" in bad
    assert "Собираются каждый год.</textarea>" in bad


@pytest.mark.parametrize(
    "asked", ["", "clause/0", "clause/" + "0" * 8, "ref/99999999999999999999", "x" * 5000, "position/1"]
)
def test_a_button_that_was_never_shown_changes_nothing(
    asked: str, client_of: Browser, clean_text: Text, adopted: Text
) -> None:
    answer = _asked(client_of("japan"), clean_text, "Слова", asked)

    assert answer.status_code == 200
    assert "Слова</textarea>" in answer.content.decode()


def test_words_of_a_clause_under_negotiation_are_not_taken_over(
    client_of: Browser, clean_text: Text, statement: Text, adopted: Text
) -> None:
    other = Wording.objects.filter(clause__text=statement, language="ru")[0]

    answer = _asked(client_of("japan"), clean_text, "Слова", other.clause.ref)

    assert other.words not in html.unescape(answer.content.decode())


def test_the_last_translation_stands_in_the_box_also_when_it_is_stale(
    client_of: Browser, clean_text: Text, viewer: Callable[[str], Any], acting: Callable[..., Any]
) -> None:
    from nemawashi.texts import acts

    operative = clean_text.clauses.get(kind="operative")
    acting(viewer("japan"), acts.translate_clause, operative, language="ru", words="Прежние слова")

    page = client_of("kazakhstan").get(f"{_page(clean_text)}?language=ru").content.decode()

    assert "Прежние слова</textarea>" in page


def test_what_stands_in_the_box_leaves_no_trace(
    client_of: Browser, clean_text: Text, adopted: Text, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    cache.clear()
    client = client_of("japan")

    with CaptureQueriesContext(connection) as told:
        answers = [_asked(client, clean_text, f"Стороны {CANARY}", asked) for asked in ("check", adopted.clauses.get().ref)]

    assert [("no-store" in answer.headers["Cache-Control"], answer.status_code) for answer in answers] == [(True, 200)] * 2
    told_lines = caplog.text + repr([vars(line) for line in caplog.records if line.name != "django.db.backends"])
    statements = repr([query["sql"] for query in told.captured_queries])
    kept = b"".join(path.read_bytes() for path in Path(settings.LINEAGE).rglob("*") if path.is_file())
    assert found((told_lines + statements + repr(getattr(cache, "_cache", {}))).encode() + kept, [CANARY]) == set()
    if connection.vendor == "sqlite":
        assert found("\n".join(connection.connection.iterdump()).encode(), [CANARY]) == set()


def test_the_page_asks_the_same_statements_for_one_earlier_pair_and_for_three(
    client_of: Browser, clean_text: Text, adopted: Text
) -> None:
    client, page = client_of("japan"), f"{_page(clean_text)}?language=ru"

    def asked() -> tuple[int, int]:
        client.get(page)
        with CaptureQueriesContext(connection) as told:
            shown = client.get(page).content.decode()
        return shown.count('name="assist" value="clause/'), len(told)

    at_one = asked()
    _clause(adopted, 2, "The parties will meet every year by 2021 in Tokyo.", "Стороны встречаются в Токио до 2021 года.")
    _clause(adopted, 3, "The parties will meet every year by 2022 in Astana.", "Стороны встречаются в Астане до 2022 года.")
    shelf.rebuild()

    assert (at_one, asked()) == ((1, 14), (3, 14))
