"""A zero draft is looked at before it goes out: numbers that were pasted, what was not understood, a Word file."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.kit.word.making import word_file
from tests.kit.word.test_fitting import table

from nemawashi.desk.negotiating.circulating import typed_clauses
from nemawashi.kit import word
from nemawashi.meetings.models import Meeting
from nemawashi.texts.models import Text

Browser = Callable[[str], Any]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("T\n\n1. The officials meet.", [("title", "T"), ("operative", "The officials meet.")]),
        ("T\n\n12.\tThey meet.", [("title", "T"), ("operative", "They meet.")]),
        ("T\n\n(a) forms;\n\nb) dates;\n\n- names", [("title", "T"), *[("sub", w) for w in ("forms;", "dates;", "names")]]),
        (
            "T\n\nRecalling 2004,\n\nThey intend to:",
            [("title", "T"), ("preambular", "Recalling 2004,"), ("chapeau", "They intend to:")],
        ),
        ("1. T\n\n# 2. Water", [("title", "1. T"), ("heading", "2. Water")]),
        ("T\r\n1. One.\r\n2. Two.", [("title", "T"), ("operative", "One."), ("operative", "Two.")]),
        ("題\n\n１．会合する。", [("title", "題"), ("operative", "会合する。")]),
        ("T\n\n2027 is the year.", [("title", "T"), ("operative", "2027 is the year.")]),
        (" \n\n ", []),
    ],
)
def test_paragraphs_are_read_as_clauses_without_their_numbers(typed: str, read: list[tuple[str, str]]) -> None:
    assert [(str(row.kind), row.words) for row in typed_clauses(typed)] == read


@pytest.fixture
def address(played: None, db: None) -> str:
    slug = Meeting.objects.get(track__slug="fmm", state="announced").slug
    return f"/desk/acts/circulate_zero_draft/{slug}/"


def _sent(words: str, **more: Any) -> dict[str, Any]:
    return {"title": "A plan", "type": "action_plan", "en": words, "once": str(uuid.uuid4()), **more}


def test_nothing_goes_out_before_it_was_looked_at(client_of: Browser, address: str) -> None:
    words, before = "A plan\n\n1. They will meet.\n\n3. [They] will talk.", Text.objects.count()

    looked = client_of("host").post(address, _sent(words))

    page = looked.content.decode()
    assert (looked.status_code, Text.objects.count(), looked.context["doubts"]) == (200, before, 2)
    assert [(row.number, row.doubts[:1]) for row in looked.context["looked_at"]][2] == (
        "2",
        ["Brackets stand as words: what is not agreed is asked for by positions."],
    )
    assert "The number 3 was taken off; it will be 2." in page

    seal = looked.context["form"]["looked"].value()
    done = client_of("host").post(address, _sent(words, looked=seal))

    assert (done.status_code, Text.objects.count()) == (302, before + 1)
    clauses = Text.objects.latest("order").clauses.order_by("rank")
    assert [row.wordings.get().words for row in clauses] == ["A plan", "They will meet.", "[They] will talk."]


def test_words_that_changed_since_are_looked_at_again(client_of: Browser, address: str) -> None:
    host, before = client_of("host"), Text.objects.count()
    seal = host.post(address, _sent("A plan\n\nThey will meet.")).context["form"]["looked"].value()

    again = host.post(address, _sent("A plan\n\nThey will not meet.", looked=seal))

    assert (again.status_code, Text.objects.count()) == (200, before)
    assert again.context["form"]["looked"].value() != seal


def test_the_paragraphs_of_a_word_file_take_the_place_of_the_words(client_of: Browser, address: str) -> None:
    paragraphs = ("A plan", "1. They will meet.", "They will talk.")
    passages = tuple(word.Passage((word.Run(each),)) for each in paragraphs)
    file = SimpleUploadedFile("plan.docx", word.write(word.WordDocument(passages)))

    looked = client_of("host").post(address, _sent("", file=file))

    assert [row.words for row in looked.context["looked_at"]] == [
        [("en", "A plan")],
        [("en", "They will meet.")],
        [("en", "They will talk.")],
    ]
    assert "They will talk." in looked.context["form"]["en"].value()


def test_languages_side_by_side_fill_the_box_of_each(client_of: Browser, address: str) -> None:
    rows = [("English", "Русский", "日本語"), ("A plan", "План", "計画"), ("1. Meet.", "1. Встречаться.", "１．会合する。")]
    file = SimpleUploadedFile("plan.docx", word_file(table(*rows)))

    looked = client_of("host").post(address, _sent("", file=file))

    read = [(row.number, row.words) for row in looked.context["looked_at"]]
    assert read == [
        ("", [("en", "A plan"), ("ru", "План"), ("ja", "計画")]),
        ("1", [("en", "Meet."), ("ru", "Встречаться."), ("ja", "会合する。")]),
    ]
    form = looked.context["form"]
    client_of("host").post(address, {**dict(form.data.items()), "looked": form.cleaned_data["looked"]})
    text = Text.objects.latest("pk")
    assert text.languages == ["en", "ja", "ru"]
    clause = text.clauses.get(kind="operative")
    assert dict(clause.wordings.values_list("language", "words")) == {
        "en": "Meet.",
        "ru": "Встречаться.",
        "ja": "会合する。",
    }


def test_a_file_in_other_languages_than_the_boxes_have_is_named(client_of: Browser, address: str) -> None:
    rows = [("Қазақ тілі", "Deutsch"), ("Жоспар", "Ein Plan"), ("1. Кездеседі.", "1. Sie treffen sich.")]
    file = SimpleUploadedFile("plan.docx", word_file(table(*rows)))

    answer = client_of("host").post(address, _sent("", file=file))

    assert (answer.status_code, {"en", "file"} <= set(answer.context["form"].errors)) == (422, True)
    assert "Kazakh, German" in str(answer.context["form"].errors["file"])


def test_a_file_that_is_none_is_named_and_the_words_stay(client_of: Browser, address: str) -> None:
    file = SimpleUploadedFile("plan.docx", b"PK\x03\x04 not a package")

    answer = client_of("host").post(address, _sent("A plan", file=file))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


@pytest.mark.one_database
def test_why_a_file_is_not_read_is_said_in_the_language_of_the_page(client_of: Browser, address: str) -> None:
    file = SimpleUploadedFile("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)

    answer = client_of("host").post(address, _sent("A plan", file=file), headers={"accept-language": "ru"})

    assert answer.status_code == 422
    assert "старом формате .doc" in str(answer.context["form"].errors["file"])


def test_neither_words_nor_a_file_is_asked_for_them(client_of: Browser, address: str) -> None:
    answer = client_of("host").post(address, _sent(""))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["en"])


def test_versions_that_read_otherwise_are_named(client_of: Browser, address: str) -> None:
    looked = client_of("host").post(address, _sent("A plan\n\nThey meet.", ru="План\n\nОни встречаются:"))

    assert looked.context["looked_at"][1].doubts == ["In Russian it reads as: Chapeau."]
