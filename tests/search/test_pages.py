"""The box on every page, and the page of answers: without script, in three languages, with a sentence for bad input."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nemawashi.search.models import Entry, Posting

Read = Callable[..., str]


@pytest.fixture
def page(client: Client, record: Any) -> Read:
    def read(path: str, **query: str) -> str:
        answer = client.get(path, query)
        assert answer.status_code == 200, answer.content.decode()[-600:]
        return html.unescape(answer.content.decode())

    return read


def _titles(words: str) -> list[str]:
    found = re.findall(r'<(?:a|span) class="rows__title"[^>]*>(.*?)</(?:a|span)>', words, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", title).strip() for title in found]


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
@pytest.mark.parametrize("path", ["", "meetings/", "parties/japan/", "search/"])
def test_every_public_page_has_the_box(path: str, language: str, page: Read) -> None:
    words = page(f"/{language}/{path}")

    assert words.count('role="search"') == 1
    assert f'method="get" action="/{language}/search/"' in words
    assert '<label class="offscreen" for="search">' in words


def test_box_of_the_desk_leads_to_the_search_of_the_desk(client_of: Callable[[str], Client]) -> None:
    words = client_of("japan").get("/desk/meetings/").content.decode()

    assert 'action="/desk/search/"' in words


def test_search_of_the_desk_is_for_those_who_signed_in(client: Client, db: None) -> None:
    answer = client.get("/desk/search/?q=water")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")


def test_words_are_marked_and_kept_in_the_box(page: Read) -> None:
    words = page("/en/search/", q="locusts")

    assert "<mark>Locust</mark>" in words
    assert 'value="locusts"' in words


def test_meeting_shows_by_whom_it_was_found(page: Read) -> None:
    words = page("/ru/search/", q="Токаев", noun="meeting", year="2025")

    assert "<mark>Tokayev</mark>" in words


def test_titles_are_in_the_reader_s_language_where_the_record_has_them(page: Read) -> None:
    assert "川口順子" in _titles(page("/ja/search/", q="Kawaguchi"))
    assert (
        _titles(page("/ru/search/", q="外相会合 ドゥシャンベ 2019"))[0]
        == _titles(page("/ru/search/", q="встреча министров иностранных дел Душанбе 2019"))[0]
    )


def test_hit_leads_to_its_page(page: Read, client: Client) -> None:
    words = page("/en/search/", q="Tokyo Declaration")
    hrefs = re.findall(r'class="rows__title"[^>]*href="([^"]+)"', words)

    assert hrefs[0] == "/en/texts/doc-2025-tokyo-declaration/"
    assert {client.get(href.partition("#")[0]).status_code for href in hrefs} == {200}


@pytest.mark.parametrize("words", ["Tokayev", "New York", "summit", "four border liaison offices", "critical minerals"])
def test_every_hit_with_a_page_leads_to_one_that_answers(words: str, page: Read, client: Client) -> None:
    hrefs = re.findall(r'class="rows__title"[^>]*href="([^"]+)"', page("/ja/search/", q=words))

    assert hrefs != []
    assert {href: client.get(href).status_code for href in hrefs if client.get(href).status_code != 200} == {}


def test_filters_choose_and_say_how_many_each_would_leave(page: Read) -> None:
    whole = page("/en/search/", q="tourism")
    counted = int(re.search(r'<option value="meeting" >\s*meeting \((\d+)\)', whole)[1])  # type: ignore[index]

    chosen = page("/en/search/", q="tourism", noun="meeting")

    assert len(_titles(chosen)) == counted > 1
    assert re.search(r'<option value="meeting" selected>', chosen)
    assert re.search(r'<option value="text" >', chosen)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("track", "som"),
        ("year", "2018"),
        ("party", "tajikistan"),
        ("pillar", "intra-regional-cooperation"),
        ("language", "ja"),
    ],
)
def test_every_filter_leaves_fewer_and_some(name: str, value: str, refs: Any, record: Any) -> None:
    every, some = refs("tourism", most=1000), refs("tourism", most=1000, **{name: value})

    assert 0 < len(some) < len(every)
    assert set(some) < set(every)


def test_long_lists_are_turned_page_by_page_without_a_hit_twice(page: Read) -> None:
    first, second = page("/en/search/", q="Kazakhstan"), page("/en/search/", q="Kazakhstan", page="2")

    assert len(_titles(first)) == 20
    assert 'rel="next" href="?q=Kazakhstan&page=2"' in first
    refs = [re.findall(r'class="rows__title"[^>]*href="([^"]+)"', words) for words in (first, second)]
    assert refs[0] != refs[1]


def test_typing_error_is_forgiven_and_said(page: Read) -> None:
    words = page("/en/search/", q="turism plan")

    assert "Nothing has “turism” as written." in words
    assert '<a href="?q=tourism">tourism</a>' in words
    assert _titles(words)[0] == "Action Plan in tourism / regional cooperation"


def test_answer_to_most_words_says_so(page: Read) -> None:
    assert "Nothing answers all words" in page("/en/search/", q="locusts justice Sofia")


def test_nothing_found_offers_another_way(page: Read) -> None:
    words = page("/en/search/", q="qwzxv")

    assert "Nothing in the record answers “qwzxv”." in words
    assert reverse("portal:meetings") in words


def test_filters_that_leave_nothing_can_be_taken_away(page: Read) -> None:
    words = page("/en/search/", q="locusts", year="1999")

    assert "Nothing answers “locusts” with these filters." in words
    assert 'href="?q=locusts"' in words


def test_empty_question_shows_how_to_ask(page: Read) -> None:
    assert "Typing errors are forgiven." in page("/en/search/")
    assert "Typing errors are forgiven." in page("/en/search/", q="   ")


BAD = {
    "too long": {"q": "x" * 201},
    "noun": {"q": "x", "noun": "draft"},
    "track": {"q": "x", "track": "no-track"},
    "year": {"q": "x", "year": "20120"},
    "year in letters": {"q": "x", "year": "２０１２"},
    "party": {"q": "x", "party": "'; drop table"},
    "pillar": {"q": "x", "pillar": "6"},
    "language": {"q": "x", "language": "<script>"},
    "page": {"q": "x", "page": "0"},
    "page beyond": {"q": "locust", "page": "999"},
    "page in words": {"q": "x", "page": "two"},
    "nul": {"q": "x\0y"},
}


@pytest.mark.parametrize("where", ["/en/search/", "/desk/search/"])
@pytest.mark.parametrize("query", BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_answered_with_a_sentence(
    query: dict[str, str], where: str, client_of: Callable[[str], Client]
) -> None:
    answer = client_of("japan").get(where, query)

    assert answer.status_code == 400
    assert "This request could not be read" in answer.content.decode()


def test_twice_the_same_name_is_refused(client: Client, record: Any) -> None:
    assert client.get("/en/search/?q=a&q=b").status_code == 400


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>", "' OR 1=1 --", "%_%", "\u202e\u2066", "𠮷野家", "🙂", "ﷺ" * 50, "a" * 200, "水" * 200,
        "- - -", '"', "\\", "f:audience:negotiation", "t:water", "ー" * 40, "'" * 30, "٣", "x " * 100, "ぁ" * 100, "Ⅻ ½ ㌔",
    ],
)  # fmt: skip
def test_hostile_words_are_only_words(words: str, client: Client, record: Any) -> None:
    answer = client.get("/en/search/", {"q": words})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_search_only_reads(method: str, client_of: Callable[[str], Client]) -> None:
    client = client_of("japan")

    assert {getattr(client, method)(path).status_code for path in ("/en/search/", "/desk/search/")} == {405}


def test_page_stands_without_an_index(client: Client, record: Any) -> None:
    Entry.objects.all().delete()
    Posting.objects.all().delete()

    answer = client.get("/en/search/?q=water")

    assert answer.status_code == 200
    assert "Nothing in the record answers" in answer.content.decode()


def test_page_stands_when_postings_and_entries_part(client: Client, record: Any) -> None:
    Entry.objects.filter(noun="meeting").delete()

    answer = client.get("/en/search/?q=meeting")

    assert answer.status_code == 200
    assert _titles(answer.content.decode()) != []


def test_public_search_shows_the_same_to_everybody(client_of: Callable[[str], Client]) -> None:
    path = "/en/search/?q=ministers"

    assert _titles(client_of("japan").get(path).content.decode()) == _titles(client_of("").get(path).content.decode())
