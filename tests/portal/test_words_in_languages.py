"""Words of rows in the reader's language: whose translation they are, the English words kept, English where none stands."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from nemawashi.parties import queries
from nemawashi.parties.models import Person, Translation
from nemawashi.parties.terms import Translated, Translator
from nemawashi.portal import names, words


@pytest.fixture
def translated(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {
        "ru": {
            "Foreign <Minister>": Translated("министр <иностранных дел>", Translator.MACHINE),
            "Treaty": Translated("договор", Translator.SOURCE),
            "Rank": Translated("ранг", Translator.US),
            "Eric Heginbotham": Translated("Эрик Хегинботам", Translator.MACHINE),
        },
        "ja": {"Foreign <Minister>": Translated("外相", Translator.MACHINE)},
    }
    monkeypatch.setattr(queries, "translations", lambda: table)


def said(language: str, text: str) -> str:
    with translation.override(language):
        return words.record(text)


@pytest.mark.usefixtures("translated")
def test_words_are_shown_in_the_readers_language_with_the_original_and_whose_they_are() -> None:
    russian = said("ru", "Foreign <Minister>")

    assert (
        '<span lang="en" title="Foreign &lt;Minister&gt;"><span lang="ru">министр &lt;иностранных дел&gt;</span>' in russian
    )
    assert 'data-by="machine" role="img" title="машинный перевод" aria-label="машинный перевод"' in russian
    assert ">外相</span>" in said("ja", "Foreign <Minister>")
    assert 'title="機械翻訳"' in said("ja", "Foreign <Minister>")
    assert said("en", "Foreign <Minister>") == "Foreign <Minister>"


@pytest.mark.usefixtures("translated")
def test_words_of_a_source_bear_no_mark_and_those_of_the_editors_another() -> None:
    assert said("ru", "Treaty") == '<span lang="en" title="Treaty"><span lang="ru">договор</span></span>'
    assert 'data-by="us" role="img" title="перевод редакции"' in said("ru", "Rank")


@pytest.mark.usefixtures("translated")
def test_words_without_a_translation_stay_english_and_say_so() -> None:
    assert said("ja", "Rank") == '<span lang="en">Rank</span>'
    assert said("ru", "rank") == '<span lang="en">rank</span>'


@pytest.mark.usefixtures("translated")
def test_names_of_people_come_from_their_row_first() -> None:
    names = [Person(name="Eric Heginbotham"), Person(name="Eric Heginbotham", name_ru="Э. Хегинботам"), Person(name="A B")]

    assert [words.person_in(each, "ru") for each in names] == ["Эрик Хегинботам", "Э. Хегинботам", "A B"]
    assert words.person_in(names[0], "ja") == "Eric Heginbotham"


def test_of_two_translations_the_one_of_the_source_is_shown(db: None) -> None:
    for n, (by, russian) in enumerate([("machine", "раз"), ("source", "два"), ("us", "три")]):
        Translation.objects.create(slug=f"w{n}", original="One", names={"ru": russian}, by=by)

    assert queries.translations_as_recorded() == {"ru": {"One": Translated("два", Translator.SOURCE)}}


@pytest.mark.parametrize("path", ["conflicts/", "commitments/", "meetings/fmm-2012-tokyo/"])
def test_page_asks_one_statement_more_at_most_and_none_while_the_words_are_kept(
    path: str, record: Any, client: Client, statements: Callable[[str], int]
) -> None:
    english, warm = statements(f"/en/{path}"), statements(f"/ru/{path}")
    queries.forget_forum()
    queries.forum()
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/ru/{path}")

    assert (warm, len(asked)) == (english, english + 1)


@pytest.mark.usefixtures("translated")
def test_a_name_that_is_not_the_records_own_says_whose_it_is_wherever_it_is_shown() -> None:
    given, by_sound = Person(name="Eric Heginbotham"), Person(name="Koichiro Gemba", name_ja="玄葉光一郎")
    own = Person(name="Koichiro Gemba", name_ru="Коитиро Гэмба")

    with translation.override("ru"):
        marked = [words.record(names.title(each)) for each in (given, by_sound, own)]

    assert marked[0].startswith(
        '<span lang="en" title="Eric Heginbotham"><span lang="ru">Эрик Хегинботам</span></span><i class='
    )
    assert '>Коитиро Гэмба</span></span><i class="by" data-by="machine"' in marked[1]
    assert marked[2] == "Коитиро Гэмба"
