"""What a delegation reads of its own file: reasons in its own language, and files in another language of the text."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from tests.kit.word.making import gone, ins, p, r, word_file
from tests.kit.word.test_fitting import STRUCK, UNDERLINED, looks

from nemawashi.access import clock
from nemawashi.desk.filing import reasons
from nemawashi.kit import sent as sent_kit
from nemawashi.texts.models import Clause, Text, Wording

pytestmark = pytest.mark.one_database

KIT = Path(__file__).parents[2] / "src/nemawashi/kit/brackets"
SAYING = {"CannotError", "_refuse", "_leave", "NotTaken"}
RUSSIAN = "Стороны будут встречаться каждый год в столице принимающей стороны"


def _samples(node: ast.expr) -> list[str]:
    """What an expression may say, with ``x`` for what is known only when it is said."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        parts = (value.value if isinstance(value, ast.Constant) else _value(value) for value in node.values)
        return ["".join(map(str, parts))]
    if isinstance(node, ast.BinOp):
        return [one + other for one in _samples(node.left) for other in _samples(node.right)]
    if isinstance(node, ast.IfExp):
        return [*_samples(node.body), *_samples(node.orelse)]
    return []


def _value(node: ast.expr) -> str:
    code = ast.unparse(node.value if isinstance(node, ast.FormattedValue) else node)
    if any(name in code for name in ("elsewhere", "instead")):
        return ""
    if "_how_many" in code:
        return ": it has x of them"
    if code == "where":
        return ": x"
    return "the words stand there x times and the instruction does not say which" if "ONE_TIME" in code else "x"


def _sentences() -> Iterator[str]:
    for path in KIT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in SAYING:
                    yield from _samples(node.args[-1])
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("why", "_NO_ORDER"):
                yield from _samples(node.value)


def test_every_reason_of_a_reader_is_said_in_the_language_of_whoever_reads_it() -> None:
    sentences = {each for each in _sentences() if each.strip() and each != "x"}

    assert len(sentences) > 70
    assert [each for each in sorted(sentences) if not reasons.is_known(each)] == []


def test_a_reason_keeps_its_quotation_and_names_the_place_in_the_language_of_the_reader() -> None:
    why = "“by 2030” is not found in operative paragraph 2 (it stands in operative paragraph 1, the title)"

    with override("ru"):
        assert reasons.sentence(why) == (
            "«by 2030» не найдено: пункт 2 постановляющей части (стоит здесь: пункт 1 постановляющей части, заглавие)"
        )
    with override("ja"):
        assert reasons.sentence("the text has no heading “湖”") == "本文に「湖」という見出しがありません"
    assert reasons.sentence("something else") == "something else"


@pytest.fixture
def bilingual(clean_text: Text) -> Text:
    """A text whose first two clauses are worded in Russian, too."""
    for at, clause in enumerate(Clause.objects.filter(text=clean_text, is_deleted=False).order_by("rank")[:2]):
        Wording.objects.create(
            clause=clause, language="ru", number=1, words=f"{RUSSIAN} {at}.", made_at=clock.database_moment()
        )
    clean_text.languages = [clean_text.language, "ru"]
    clean_text.save(update_fields=["languages"])
    return clean_text


def _sent(client: Any, text: Text, told: dict[str, Any]) -> Any:
    answer = client.post(f"/desk/texts/{text.slug}/files/", told)
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer["Location"]), answer["Location"]


def test_a_russian_word_file_is_laid_on_the_russian_words(bilingual: Text, client_of: Callable[[str], Any]) -> None:
    first = p(r(f"{RUSSIAN[:22]}") + gone(RUSSIAN[22:34]) + ins(r("ежегодно")) + r(f"{RUSSIAN[34:]} 0."))
    file = SimpleUploadedFile("ours.docx", word_file(first + p(gone(f"{RUSSIAN} 1."), "")))
    client = client_of("uzbekistan")
    client.cookies["django_language"] = "ru"

    page, address = _sent(client, bilingual, {"kind": "word", "file": file})

    words = page.content.decode()
    assert "Файл прочитан на словах текста на этом языке: русский" in words
    first_row, gone_row = page.context["form"].reading.placed
    assert (first_row.proposed.language, first_row.proposed.words.strip()) == ("ru", "ежегодно")
    assert (gone_row.proposed.operation, gone_row.proposed.language) == ("delete_clause", "")
    assert '<p class="position__words" lang="ru">' in words
    chosen = [str(at) for at in range(len(page.context["form"].reading.proposals))]
    seen = page.context["seen"]
    client.post(address, {"chosen": chosen, "seen": seen, "once": page.context["once"]})
    text_page = client.get(f"/desk/texts/{bilingual.slug}/").content.decode()
    assert '<span class="tag">русский</span>' in text_page
    japan = client_of("japan")
    japan.cookies["django_language"] = "ru"
    others = "".join(
        japan.get(f"/desk/texts/{bilingual.slug}/{end}").content.decode() for end in ("", "?beside=ru", "files/")
    )
    assert ("ежегодно" in others, '<span class="tag">русский</span>' in others) == (False, False)


HELD = "締約国は毎年その首都のいずれかで会合する。"
MAPS = "締約国は2030年までにすべての橋の地図を共有する。"


@pytest.fixture
def japanese(clean_text: Text) -> Text:
    """A text whose clauses are worded in Japanese, too."""
    rows = Clause.objects.filter(text=clean_text, is_deleted=False).order_by("rank")[:2]
    for clause, words in zip(rows, (HELD, MAPS), strict=True):
        Wording.objects.create(
            clause=clause, language="ja", number=1, words=words, made_at=clock.database_moment(), version="authentic"
        )
    clean_text.languages = [clean_text.language, "ja"]
    clean_text.save(update_fields=["languages"])
    return clean_text


def _asked(page: Any) -> list[tuple[str, str, str, str]]:
    rows = page.context["form"].reading.placed
    return [(row.proposed.language, str(row.proposed.operation), row.before, row.proposed.words) for row in rows]


def test_brackets_in_japanese_are_laid_on_the_japanese_words(japanese: Text, client_of: Callable[[str], Any]) -> None:
    typed = f"{HELD}\n\n1. {MAPS.replace('2030年', '[2030年][日本: 2032年]')}"

    page, _address = _sent(client_of("japan"), japanese, {"kind": "brackets", "words": typed})

    assert _asked(page) == [("ja", "replace", "2030年", "2032年")]
    assert page.context["form"].reading.left == 0


def test_a_japanese_redline_by_hand_is_laid_on_the_japanese_words(japanese: Text, client_of: Callable[[str], Any]) -> None:
    before, _year, after = MAPS.partition("2030")
    redline = p(r(f"１　{before}") + looks("2030", STRUCK) + looks("2032", UNDERLINED) + r(after))
    file = SimpleUploadedFile("修正.docx", word_file(p(r(HELD)) + redline + p(r("以上"))))

    page, _address = _sent(client_of("japan"), japanese, {"kind": "word", "file": file})

    assert _asked(page) == [("ja", "replace", "2030", "2032")]
    assert any("以上" in row for row in page.context["form"].reading.outside)


def test_what_is_tabled_in_japanese_comes_out_and_back_in_that_language(
    japanese: Text, client_of: Callable[[str], Any]
) -> None:
    japan = client_of("japan")
    typed = f"{HELD}\n\n1. {MAPS.replace('2030年', '[2030年][日本: 2032年]')}"
    page, address = _sent(japan, japanese, {"kind": "brackets", "words": typed})
    japan.post(address, {"chosen": ["0"], "seen": page.context["seen"], "once": page.context["once"]})
    draft = japan.get(f"/desk/texts/{japanese.slug}/").context["whole"].standing[1].drafts[0].draft
    exports = f"/desk/texts/{japanese.slug}/exports/?language=ja&as="
    assert "2032年" not in japan.get(f"{exports}compilation.txt").content.decode()
    japan.post(f"/desk/acts/table_position/{draft.pk}/", {"seen": draft.version, "once": page.context["once"]})

    made = {name: japan.get(exports + name).content for name in ("compilation.txt", "compilation.docx", "tracked.docx")}

    assert "[JPN delete #1: 2030年][JPN alt #1: 2032年]" in made["compilation.txt"].decode()
    assert "2032年" not in japan.get(exports.replace("language=ja&", "") + "compilation.txt").content.decode()
    papers = japan.get(f"{exports}amendments.akn.xml").content.decode()
    assert ("2032年" in papers, 'FRBRlanguage language="jpn"' in papers) == (True, True)
    assert ("left_out__p_1" in papers, "Not in this file" in papers) == (False, False)
    papers = japan.get(f"/desk/texts/{japanese.slug}/exports/?as=amendments.akn.xml").content.decode()
    note = "Not in this file: 1 position on words in another language (Japanese). It stands on: 1."
    assert ("2032年" in papers, f'<p eId="left_out__p_1">{note}</p>' in papers) == (False, True)
    assert "2032年" in client_of("kazakhstan").get(f"{exports}compilation.txt").content.decode()
    for kind, name in (("brackets", "compilation.txt"), ("word", "compilation.docx"), ("word", "tracked.docx")):
        file = SimpleUploadedFile(name, made[name])
        sent, _address = _sent(japan, japanese, {"kind": kind, "file": file})
        reading = sent.context["form"].reading
        assert (reading.language, reading.proposals, len(reading.standing), reading.left) == ("ja", (), 1, 0), name
    assert japan.get(f"{exports}compilation.txt".replace("ja", "kk")).status_code == 404


def test_the_form_offers_the_words_of_each_language(japanese: Text, client_of: Callable[[str], Any]) -> None:
    clause = Clause.objects.filter(text=japanese, is_deleted=False).order_by("rank")[1]
    japan, address = client_of("japan"), f"/desk/acts/draft_position/{clause.pk}/"

    page = japan.get(f"{address}?language=ja")
    words = {
        "way": "edit",
        "clause_words": MAPS.replace("2030年", "2032年"),
        "language": "ja",
        "once": page.context["once"],
    }
    answer = japan.post(address, words)

    assert MAPS in page.content.decode()
    assert page.context["form"].languages == [("en", "English"), ("ja", "Japanese")]
    assert answer.status_code == 302, answer.content.decode()
    held = japan.get(f"/desk/texts/{japanese.slug}/clauses/{clause.pk}/")
    assert [(row.draft.language, row.before, row.draft.words) for row in held.context["view"].drafts] == [
        ("ja", "2030", "2032")
    ]
    again = japan.get(f"/desk/acts/redraft_position/{held.context['view'].drafts[0].draft.pk}/")
    assert again.context["form"].initial["clause_words"] == MAPS.replace("2030年", "2032年")
    assert japan.post(address, words | {"language": "kk", "once": ""}).status_code == 422


def test_a_file_in_the_language_of_the_negotiation_is_laid_on_its_words(
    bilingual: Text, client_of: Callable[[str], Any]
) -> None:
    clause = Clause.objects.filter(text=bilingual, is_deleted=False).order_by("rank")[0]
    words = clause.wordings.filter(language=bilingual.language).order_by("-number")[0].words

    page, _address = _sent(client_of("japan"), bilingual, {"kind": "brackets", "words": f"[{words}]\n\nQuite other words"})

    reading = page.context["form"].reading
    assert (reading.language, [row.why for row in reading.proposals]) == ("", [""])


def test_lines_in_two_languages_are_each_read_on_the_words_of_their_own(
    bilingual: Text, client_of: Callable[[str], Any]
) -> None:
    second = Clause.objects.filter(text=bilingual, is_deleted=False).order_by("rank")[1]
    first_word, *_rest = second.wordings.filter(language=bilingual.language).order_by("-number")[0].words.split(" ")
    lines = [
        "В пункте 1 слова «каждый год» заменить словами «ежегодно».",
        f"In paragraph 1, replace “{first_word}” by “All”.",
        f"{RUSSIAN[:7]} согласны.",
        "В пункте 1 слова «никогда» исключить.",
    ]
    client = client_of("uzbekistan")

    page, _address = _sent(client, bilingual, {"kind": "amendments", "words": "\n".join(lines)})

    assert _asked(page) == [("ru", "replace", "каждый год", "ежегодно"), ("", "replace", first_word, "All")]
    assert [text for text, _why in page.context["form"].reading.refused] == lines[2:]
    words = page.content.decode()
    assert ("each was read on the words" in words, '<span class="tag">Russian</span>' in words) == (True, True)


def test_a_file_says_which_positions_on_words_in_another_language_it_leaves_out(
    japanese: Text, client_of: Callable[[str], Any]
) -> None:
    japan = client_of("japan")
    before = japan.get(f"/desk/texts/{japanese.slug}/exports/?as=compilation.txt").content.decode()
    typed = f"{HELD}\n\n1. {MAPS.replace('2030年', '[2030年][日本: 2032年]')}"
    page, address = _sent(japan, japanese, {"kind": "brackets", "words": typed})
    japan.post(address, {"chosen": ["0"], "seen": page.context["seen"], "once": page.context["once"]})
    draft = japan.get(f"/desk/texts/{japanese.slug}/").context["whole"].standing[1].drafts[0].draft
    exports = f"/desk/texts/{japanese.slug}/exports/?as="
    drafted = client_of("kazakhstan").get(f"{exports}compilation.txt").content.decode()
    japan.post(f"/desk/acts/table_position/{draft.pk}/", {"seen": draft.version, "once": page.context["once"]})

    made = {name: japan.get(exports + name).content for name in ("compilation.txt", "compilation.docx", "tracked.docx")}

    note = "※※ Not in this file: 1 position on words in another language (Japanese). It stands on: 1."
    assert ("※※" in before, "※※" in drafted) == (False, False)
    assert made["compilation.txt"].decode().startswith(f"{note}\n\n")
    assert note not in japan.get(f"{exports}compilation.txt&language=ja").content.decode()
    for kind, name in (("brackets", "compilation.txt"), ("word", "compilation.docx"), ("word", "tracked.docx")):
        file = SimpleUploadedFile(name, made[name])
        sent, _address = _sent(japan, japanese, {"kind": kind, "file": file})
        reading = sent.context["form"].reading
        assert (reading.proposals, reading.left) == ((), 0), name
    assert note in sent_kit.lines(made["compilation.docx"])
