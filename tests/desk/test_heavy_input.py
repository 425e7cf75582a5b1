"""Input that would be too much: refused before it is read, and what was typed comes back; what is stored harms no page."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape
from tests.kit.word.making import p, r, word_file

from nemawashi.desk.translating import languages
from nemawashi.kit import apart, limits
from nemawashi.kit.apart import Reason, TooHardError, asking
from nemawashi.kit.concordance import Pair
from nemawashi.texts.models import Text, Wording

pytestmark = pytest.mark.usefixtures("played")
Browser = Callable[[str], Any]
CANARY = "zq0000heavy"
PAGES = ("en", "ru", "ja")


def _files(text: Text) -> str:
    return f"/desk/texts/{text.slug}/files/"


def _answers(client: Any, address: str, told: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    answers = {}
    for language in PAGES:
        client.cookies["django_language"] = language
        answers[language] = client.post(address, told())
    return answers


TOO_MUCH = {
    "signs of a paragraph": (
        f"{CANARY} " + "a " * 10_000,
        ("A paragraph has more than 20,000 signs", "В абзаце больше 20 000 знаков", "1段落が20,000字を超えています"),
    ),
    "paragraphs": (
        f"{CANARY}\n" + "a\n" * 5_000,
        ("more than 5,000 paragraphs", "больше 5000 абзацев|больше 5 000 абзацев", "段落が5,000を超えています"),
    ),
    "brackets": (
        f"{CANARY}\n" + ("[] " * 5_000 + "\n") * 3,
        ("more than 20,000 signs of brackets", "больше 20 000 знаков скобок", "括弧の記号が20,000を超えています"),
    ),
    "depth": (
        f"{CANARY} " + "[" * 51 + "a" + "]" * 51,
        ("nested more than 50 deep", "вложены глубже 50", "入れ子が50を超えています"),
    ),
}


@pytest.mark.parametrize("bound", TOO_MUCH)
def test_too_much_is_refused_in_three_languages_and_brought_back(client_of: Browser, clean_text: Text, bound: str) -> None:
    words, sentences = TOO_MUCH[bound]
    japan = client_of("japan")

    answers = _answers(japan, _files(clean_text), lambda: {"kind": "brackets", "words": words})

    for sentence, answer in zip(sentences, answers.values(), strict=True):
        page = answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
        assert answer.status_code == 422
        assert any(part in page for part in sentence.split("|"))
        assert escape(words.strip()) in page.replace("\r\n", "\n")
    assert "/desk/acts/take_in_file/" not in japan.get(_files(clean_text)).content.decode()


@pytest.mark.parametrize(
    "words", ["[" * 20_000, "[a][b]" * 3_000, "replace “a” with “b” and " * 800, "1-" * 10_000, "<!---->" * 2_000]
)
@pytest.mark.parametrize("kind", ["brackets", "amendments"])
def test_what_is_repeated_without_end_is_answered(client_of: Browser, clean_text: Text, kind: str, words: str) -> None:
    answer = client_of("japan").post(_files(clean_text), {"kind": kind, "words": words})

    assert answer.status_code in (302, 422)


def test_a_reading_that_was_stopped_is_told_in_three_languages(
    client_of: Browser, clean_text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_asked: object, **_bounds: object) -> None:
        raise TooHardError(Reason.HARD)

    monkeypatch.setattr(apart, "ask", stopped)
    for address, told in (
        (_files(clean_text), lambda: {"kind": "word", "file": SimpleUploadedFile("a.docx", b"PK")}),
        (
            f"/desk/texts/{clean_text.slug}/languages/exchange/",
            lambda: {"file": SimpleUploadedFile("a.xlf", b"<xliff/>")},
        ),
    ):
        answers = _answers(client_of("japan"), address, told)
        assert [answer.status_code for answer in answers.values()] == [422, 422, 422]
        assert "too complicated to read" in answers["en"].content.decode()
        assert "слишком сложно для чтения" in answers["ru"].content.decode()
        assert "複雑すぎて読み取れません" in answers["ja"].content.decode()


def test_a_word_file_with_too_many_comments_on_the_same_words_is_refused(client_of: Browser, clean_text: Text) -> None:
    starts = "".join(f'<w:commentRangeStart w:id="{at}"/>' for at in range(101))
    notes = "".join(f'<w:comment w:id="{at}" w:author="JPN">{p(r("why"))}</w:comment>' for at in range(101))
    file = SimpleUploadedFile("ours.docx", word_file(p(starts + r("We agree.")), comments=notes))

    answer = client_of("japan").post(_files(clean_text), {"kind": "word", "file": file})

    assert (answer.status_code, "The file is too complicated to read." in answer.content.decode()) == (422, True)


def test_a_kept_file_is_read_once_however_often_it_is_looked_at(
    client_of: Browser, clean_text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart.close()
    read: list[bytes] = []
    original = asking._POOL.answered
    monkeypatch.setattr(
        asking._POOL, "answered", lambda question, **until: read.append(question) or original(question, **until)
    )
    japan = client_of("japan")
    words = "1. The parties will meet [JPN: at least once] every year by 2030."
    page = japan.post(_files(clean_text), {"kind": "brackets", "words": words})["Location"]

    assert [japan.get(page).status_code for _look in range(3)] == [200, 200, 200]
    assert len(read) == 1


def test_a_zero_draft_with_a_paragraph_that_is_too_long_is_brought_back(client_of: Browser, clean_text: Text) -> None:
    words = f"A title\n\n{CANARY} " + "a " * 10_000

    answer = client_of("host").post(
        f"/desk/acts/circulate_zero_draft/{clean_text.meeting.slug}/",
        {"title": "A text", "type": "declaration", "en": words, "once": str(uuid.uuid4())},
    )

    page = answer.content.decode()
    assert (answer.status_code, "A paragraph has more than 20,000 signs" in page, CANARY in page) == (422, True, True)


def _languages(text: Text) -> str:
    return f"/desk/texts/{text.slug}/languages/?with=kk&check=all"


@pytest.mark.parametrize("words", ["Бап " + "1" * 5_000, "一" * 9_900, "1," * 4_900, "1-" * 4_900])
def test_no_translation_breaks_the_languages_for_others(client_of: Browser, clean_text: Text, words: str) -> None:
    clause = clean_text.clauses.get(kind="operative")
    told = {"language": "kk", "words": words, "version": "courtesy", "once": str(uuid.uuid4())}
    assert client_of("japan").post(f"/desk/acts/translate_clause/{clause.pk}/", told).status_code == 302

    for name in ("host", "uzbekistan", "japan"):
        assert client_of(name).get(_languages(clean_text)).status_code == 200


def test_a_check_that_fails_says_so_at_its_clause_and_keeps_the_words_to_itself(
    client_of: Browser, clean_text: Text, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    title, clause = clean_text.clauses.order_by("rank")
    Wording.objects.create(clause=title, language="kk", words="Қысқа декларация 7")
    Wording.objects.create(clause=clause, language="kk", words=f"{CANARY} 2031")
    original = languages.concordance.checked

    def fails(pairs: list[Pair], **more: Any) -> Any:
        if CANARY in pairs[0].target:
            raise ValueError(pairs[0].target)
        return original(pairs, **more)

    monkeypatch.setattr(languages.concordance, "checked", fails)
    caplog.set_level(logging.DEBUG)
    japan = client_of("japan")
    told = {}
    for language in PAGES:
        japan.cookies["django_language"] = language
        told[language] = japan.get(_languages(clean_text)).content.decode()

    assert "The languages of this paragraph could not be compared." in told["en"]
    assert "Языковые версии этого пункта сравнить не удалось." in told["ru"]
    assert "この項の言語版は照合できませんでした。" in told["ja"]
    assert (told["en"].count("could not be compared"), "Numbers differ" in told["en"]) == (2, True)
    assert ("ValueError" in caplog.text, CANARY in caplog.text) == (True, False)
    japan.cookies["django_language"] = "en"
    assert CANARY in japan.get(_languages(clean_text).replace("all", "found")).content.decode()


def test_a_clause_too_long_to_compare_says_so(client_of: Browser, clean_text: Text) -> None:
    clause = clean_text.clauses.get(kind="operative")
    Wording.objects.create(clause=clause, language="kk", words="а " * limits.LONGEST_PARAGRAPH)

    page = client_of("host").get(_languages(clean_text))

    assert (page.status_code, "The languages of this paragraph could not be compared." in page.content.decode()) == (
        200,
        True,
    )
