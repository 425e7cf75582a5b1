"""Titles of rows are found, and shown, in the languages into which the record puts them."""

from typing import Any

import pytest
from django.test import Client

from nemawashi.access.viewers import PUBLIC
from nemawashi.search import queries

TITLES = [
    ("ru", "Председательство Японии", "conflict/C16-chair-japan"),
    ("ja", "日本の議長国", "conflict/C16-chair-japan"),
    ("ru", "проект по борьбе с саранчой", "commitment/com-2014-locust"),
    ("ja", "地域バッタ対策プロジェクトを提案", "commitment/com-2014-locust"),
    ("ru", "Сдержанный реализм", "concept/reluctant-realism"),
    ("ja", "「仮想」事務局を議論", "recommendation/rec-iica-secretariat"),
    ("ja", "トカエフ", "person/tokayev"),
    ("ru", "Хегинботам", "person/heginbotham-eric"),
]


@pytest.mark.parametrize(("language", "words", "ref"), TITLES)
def test_a_title_is_found_in_the_readers_language_and_shown_in_it(language: str, words: str, ref: str, record: Any) -> None:
    hits = {hit.ref: hit for hit in queries.answer(words, viewer=PUBLIC, filters={}).hits[:10]}

    assert ref in hits
    assert words.split()[0].lower() in hits[ref].shown[language].lower()


def test_hits_of_a_search_say_whose_their_titles_are(record: Any, client: Client) -> None:
    found = client.get("/ru/search/?q=Хегинботам").content.decode()
    person = found[found.index("/ru/people/heginbotham-eric/") :][:300]
    english = client.get("/en/search/?q=Heginbotham").content.decode()

    assert 'class="by" data-by="machine" role="img" title="машинный перевод"' in person
    assert 'class="by"' not in english


def test_what_the_record_prefers_to_read_stands_in_the_readers_language(record: Any, client: Client) -> None:
    russian = client.get("/ru/conflicts/C09-fmm3-weekday/").content.decode()
    japanese = client.get("/ja/conflicts/C09-fmm3-weekday/").content.decode()

    assert 'title="Saturday"><span lang="ru">суббота</span></span><i class="by" data-by="machine"' in russian
    assert ">календарь и японский текст; на английской странице — вторник</span>" in russian
    assert ">2010年8月7日は土曜日</span>" in japanese
