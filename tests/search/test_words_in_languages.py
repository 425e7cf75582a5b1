"""Titles of rows are found, and shown, in the languages into which the record puts them."""

from typing import Any

import pytest

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
