"""Russian and Japanese pages hold no English words of ours, and say of the record's own that they are English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.urls import resolve
from lxml import html
from tests.browser import kinds

import nemawashi
from nemawashi.portal import urls

CATALOGUE = Path(nemawashi.__file__).parent / "locale"
# What is no page: files, feeds, and the button that changes the colours.
FILES = {
    "own_calendar",
    "theme",
    "copy",
    "figure_csv",
    "figure_svg",
    "take_away_file",
    "rulings",
    "calendar",
    "news",
    "paper",
    "changes_feed",
    "opensearch",
    "suggestions",
}
FILES |= {
    "references_of_row",
    "references_of_sources",
    "lineage_csv",
    "lineage_svg",
    "text_lineage_csv",
    "text_lineage_svg",
    "run_file",
    "paper_file",
}
FILES |= {f"{kind}_of_{what}" for kind in ("calendar", "news") for what in ("track", "party")}
ENGLISH = re.compile(r"\b(the|of|and|for|with|from|was|were|by|that|is|are)\b", re.IGNORECASE)


def _ours(language: str) -> set[str]:
    """English words of the catalogue that are said otherwise in this language."""
    with (CATALOGUE / language / "LC_MESSAGES/django.po").open("rb") as file:
        rows = read_po(file, locale=language)
    out: set[str] = set()
    for row in rows:
        said = row.string if isinstance(row.string, tuple | list) else [row.string]
        out |= {words for words in (row.id if isinstance(row.id, tuple | list) else [row.id]) if words not in said}
    return {words for words in out if len(words) > 3 and "%(" not in words}


def _shown(page: str) -> Iterator[tuple[str, str]]:
    """Each stretch of words that a reader sees or hears, with the language that it is said to be in."""
    body = html.fromstring(page).find("body")
    assert body is not None
    for element in body.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        language = _language(element)
        yield from ((element.get(name, ""), language) for name in ("title", "aria-label", "placeholder", "data-label"))
        yield element.text or "", language
        yield from ((child.tail or "", language) for child in element)


def _language(element: Any) -> str:
    return next(each.get("lang") for each in (element, *element.iterancestors()) if each.get("lang"))


@pytest.fixture
def shown(client_of: Callable[[str], Any]) -> Callable[[str], list[str]]:
    """Words of a page that stand in the page's own language."""
    reader = client_of("")

    def read(address: str) -> list[str]:
        answer = reader.get(address)
        assert answer.status_code == kinds.REFUSED.get(address[4:], 200), address
        return [" ".join(words.split()) for words, spoken in _shown(answer.content.decode()) if spoken == address[1:3]]

    return read


def test_every_kind_of_page_is_among_those_that_are_read() -> None:
    of_one_person = {"consent"}  # opens by that person's own address alone
    pages = {each.name for each in urls.urlpatterns} - FILES - of_one_person

    assert {resolve(f"/en/{page.split('?')[0]}").url_name for page in kinds.PUBLIC} == pages - kinds.WITH_A_SHELF


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["ru", "ja"])
def test_no_english_word_of_ours_is_left(language: str, shown: Callable[[str], list[str]]) -> None:
    ours = _ours(language)
    left = [
        (page, words) for page in (*kinds.PUBLIC, *kinds.REFUSED) for words in shown(f"/{language}/{page}") if words in ours
    ]

    assert left == []


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["ru", "ja"])
def test_english_of_the_record_says_that_it_is_english(language: str, shown: Callable[[str], list[str]]) -> None:
    unmarked = [
        (page, words)
        for page in kinds.PUBLIC
        for words in shown(f"/{language}/{page}")
        if ENGLISH.search(words) and not words.startswith("http")
    ]

    assert unmarked == []


@pytest.mark.one_database
def test_page_without_translation_would_be_found(shown: Callable[[str], list[str]]) -> None:
    assert "Meetings" in shown("/en/meetings/")
    assert "Meetings" in _ours("ru")


@pytest.mark.one_database
def test_words_of_lists_are_said_in_the_readers_language(shown: Callable[[str], list[str]]) -> None:
    words = shown("/ru/facts/meeting/summit-2025-tokyo/")

    assert "Очно" in words
    assert any(line.endswith("Статус: Участник") for line in words)
    assert not any("in_person" in line for line in words)
