"""Files of translators on the desk: out, looked at, applied; and the concordance check beside the languages."""

from __future__ import annotations

import html
import io
import logging
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.secrecy.reading import found

from nemawashi.access.models import Entry
from nemawashi.kit import exchange
from nemawashi.kit.exchange import Unit, digest, tmx, xliff
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Clause, Text, Wording

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("played")]
CANARY = "zq0000exchange"
Browser = Callable[[str], Any]


def _at(text: Text) -> str:
    return f"/desk/texts/{text.slug}/languages/exchange/"


def _taken(client: Any, text: Text, form: str = "xliff", target: str = "ru") -> exchange.Exchange:
    answer = client.get(_at(text), {"form": form, "source": "en", "target": target})
    assert answer.status_code == 200
    return exchange.read(answer.content)


def _sent(client: Any, text: Text, content: bytes, **more: str) -> Any:
    file = io.BytesIO(content)
    file.name = "translated.xlf"
    return client.post(_at(text), {"file": file, **more})


def _filled(taken: exchange.Exchange, words: str) -> bytes:
    units = [
        Unit(u.key, u.source, f"{words} {n}", "en", "ru", "translated", digest=u.digest) for n, u in enumerate(taken.units)
    ]
    return xliff.written(units, source="en", target="ru")


def _packed(page: Any) -> dict[str, str]:
    text = page.content.decode()
    return {name: html.unescape(re.findall(f'name="{name}" value="([^"]*)"', text)[0]) for name in ("rows", "once")}


def _russian(text: Text) -> list[str]:
    rows = Wording.objects.filter(clause__text=text, language="ru").order_by("clause__rank", "number")
    return list(rows.values_list("words", flat=True))


@pytest.mark.parametrize(
    ("form", "suffix", "media"), [("xliff", "xlf", "application/xliff+xml"), ("tmx", "tmx", "application/x-tmx+xml")]
)
def test_a_text_goes_out_with_the_words_that_stand(
    form: str, suffix: str, media: str, client_of: Browser, statement: Text, viewer: Callable[[str], Any]
) -> None:
    answer = client_of("japan").get(_at(statement), {"form": form, "source": "en", "target": "ja"})

    assert answer.headers["Content-Type"] == media
    assert answer.headers["Content-Disposition"].endswith(f"-en-ja.{suffix}")
    assert answer.headers["Cache-Control"] == "private, no-store"
    whole = queries.negotiation(statement, viewer=viewer("japan"), with_drafts=False)
    taken = {unit.key: (unit.source, unit.target) for unit in exchange.read(answer.content).units}
    standing = {str(view.clause.pk): (view.words, view.versions.get("ja", "")) for view in whole.standing}
    assert taken == {key: told for key, told in standing.items() if form == "xliff" or told[1]}
    assert any(told[1] for told in taken.values())


def test_clauses_without_words_in_the_language_of_the_source_are_named_in_the_file(
    client_of: Browser, clean_text: Text, viewer: Callable[[str], Any], acting: Callable[..., Any]
) -> None:
    acting(viewer("japan"), acts.translate_clause, clean_text.clauses.get(kind="title"), language="ru", words="Декларация")

    for form in ("xliff", "tmx"):
        content = client_of("japan").get(_at(clean_text), {"form": form, "source": "ru", "target": "ja"}).content.decode()

        assert "Without words in the language of the source, and not in this file: 1." in content


def test_a_file_that_comes_back_is_looked_at_and_one_press_words_all_clauses(client_of: Browser, clean_text: Text) -> None:
    client = client_of("japan")
    content = _filled(_taken(client, clean_text), "Слова")
    before = Entry.objects.count()

    page = _sent(client, clean_text, content)

    assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-store")
    assert (Entry.objects.count(), _russian(clean_text)) == (before, [])
    done = client.post(_at(clean_text), _packed(page))
    assert (done.status_code, done.headers["Location"]) == (
        302,
        f"/desk/texts/{clean_text.slug}/languages/?with=ru&check=all",
    )
    assert _russian(clean_text) == ["Слова 0", "Слова 1"]
    assert list(Entry.objects.order_by("-seq").values_list("event", "party")[:2]) == [("wording.translated", "japan")] * 2
    assert set(Wording.objects.filter(language="ru", clause__text=clean_text).values_list("version", flat=True)) == {
        "courtesy"
    }


def test_a_second_press_does_nothing_again(client_of: Browser, clean_text: Text) -> None:
    client = client_of("japan")
    told = _packed(_sent(client, clean_text, _filled(_taken(client, clean_text), "Слова")))

    answers = [client.post(_at(clean_text), told).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert _russian(clean_text) == ["Слова 0", "Слова 1"]


def test_a_clause_that_is_left_out_stays_as_it_is(client_of: Browser, clean_text: Text) -> None:
    client = client_of("host")
    taken = _taken(client, clean_text)
    told = _packed(_sent(client, clean_text, _filled(taken, "Слова")))

    client.post(_at(clean_text), told | {"leave": taken.units[0].key})

    assert _russian(clean_text) == ["Слова 1"]


def test_of_two_translators_at_once_the_second_sees_the_words_of_the_first(
    client_of: Browser, clean_text: Text, viewer: Callable[[str], Any], acting: Callable[..., Any]
) -> None:
    client = client_of("japan")
    told = _packed(_sent(client, clean_text, _filled(_taken(client, clean_text), "Наши")))
    operative = clean_text.clauses.get(kind="operative")
    acting(viewer("kazakhstan"), acts.translate_clause, operative, language="ru", words="Их слова")

    refused = client.post(_at(clean_text), told)

    assert refused.status_code == 409
    assert _russian(clean_text) == ["Их слова"]
    page = refused.content.decode()
    assert "Наши 0" in page
    assert "the paragraph or its translation changed since you looked" in page
    again = client.post(_at(clean_text), _packed(refused))
    assert again.status_code == 302
    assert _russian(clean_text) == ["Наши 0", "Их слова"]


def test_a_clause_that_changed_since_the_export_is_stale_and_not_put(
    client_of: Browser, clean_text: Text, viewer: Callable[[str], Any], acting: Callable[..., Any]
) -> None:
    client = client_of("japan")
    content = _filled(_taken(client, clean_text), "Слова")
    operative = clean_text.clauses.get(kind="operative")
    draft = acting(viewer("japan"), acts.draft_position, operative, operation="replace", words="2031", start=36, end=40)
    acting(viewer("host"), acts.accept_position, acting(viewer("japan"), acts.table_position, draft))

    page = _sent(client, clean_text, content)

    told = page.content.decode()
    assert "Stale or not translated" in told
    client.post(_at(clean_text), _packed(page))
    assert _russian(clean_text) == ["Слова 0"]


def test_what_belongs_to_no_clause_is_named(client_of: Browser, clean_text: Text) -> None:
    gone = Clause.objects.create(text=clean_text, kind="operative", rank=99, is_deleted=True)
    units = [
        Unit(str(gone.pk), "Old words.", "Старые.", "en", "ru"),
        Unit(str(uuid.uuid4()), "Foreign words.", "Чужие.", "en", "ru"),
    ]

    told = _sent(client_of("japan"), clean_text, xliff.written(units, source="en", target="ru")).content.decode()

    assert "Nothing in this file would change anything." in told
    assert told.count("it was agreed to delete this paragraph") == 1
    assert told.count("this text has no such paragraph") == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"no xml", "The file is damaged or no XML."),
        (b"<html/>", "The file is neither XLIFF nor TMX."),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><tmx>&a;</tmx>', "The file declares entities, which are not read for safety."),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx>&a;</tmx>', "The file declares entities"),
        (b'<xliff version="7"/>', "The file is of a version that is not known."),
        (xliff.written([Unit("a", "One.", "Nan")], source="en", target="xx"), "choose it"),
        (xliff.written([Unit("a", "One.", "One.")], source="ru", target="en"), "This is the language of negotiation"),
        (xliff.written([Unit("a", "Eins.", "Один.")], source="de", target="ru"), "this text does not have"),
        (b"<tmx>" + b" " * 20_000_001 + b"</tmx>", "The file is larger than 20 MB"),
        (b"<tmx>" + b" " * 30_000_000 + b"</tmx>", "The file is larger than 20 MB"),
    ],
    ids=range(10),
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    content: bytes, sentence: str, client_of: Browser, clean_text: Text
) -> None:
    answer = _sent(client_of("japan"), clean_text, content)

    assert answer.status_code == 422
    assert sentence in html.unescape(answer.content.decode())
    assert _russian(clean_text) == []


@pytest.mark.parametrize(
    "rows", ["", "{", "[]", '{"rows": 1}', '{"rows": [{"clause": "x"}]}', '{"rows": [], "target": "ru"}', "[" * 9000]
)
def test_a_page_that_nobody_was_shown_is_not_applied(rows: str, client_of: Browser, clean_text: Text) -> None:
    assert client_of("japan").post(_at(clean_text), {"rows": rows, "once": str(uuid.uuid4())}).status_code == 404


def test_what_is_sent_leaves_no_trace_before_it_is_applied(
    client_of: Browser, clean_text: Text, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    cache.clear()
    client = client_of("japan")
    content = _filled(_taken(client, clean_text), CANARY)

    with CaptureQueriesContext(connection) as told:
        page = _sent(client, clean_text, content)
        broken = _sent(client, clean_text, content[:-20])

    assert (page.status_code, broken.status_code, CANARY in page.content.decode()) == (200, 422, True)
    lines = caplog.text + repr([vars(line) for line in caplog.records if line.name != "django.db.backends"])
    seen = lines + repr([query["sql"] for query in told.captured_queries]) + repr(getattr(cache, "_cache", {}))
    assert found((seen + repr([(page.headers, page.cookies)]) + broken.content.decode()).encode(), [CANARY]) == set()
    if connection.vendor == "sqlite":
        assert found("\n".join(connection.connection.iterdump()).encode(), [CANARY]) == set()


def test_more_words_than_a_form_can_hold_are_brought_in_parts(
    client_of: Browser, clean_text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nemawashi.desk.translating import translations

    client = client_of("japan")
    monkeypatch.setattr(translations, "MOST_AT_ONCE", 200)

    answer = _sent(client, clean_text, _filled(_taken(client, clean_text), "Слова" * 20))

    assert (answer.status_code, "bring it back in parts" in answer.content.decode()) == (422, True)


def test_who_may_not_translate_takes_files_at_most(client_of: Browser, clean_text: Text) -> None:
    content = _filled(_taken(client_of("japan"), clean_text), "Слова")

    assert client_of("japan-watcher").get(_at(clean_text)).status_code == 200
    assert _sent(client_of("japan-watcher"), clean_text, content).status_code == 404
    assert [client_of(name).get(_at(clean_text)).status_code for name in ("expert", "")] == [404, 302]


def test_the_worth_of_a_machine_is_kept_and_can_be_set(client_of: Browser, clean_text: Text) -> None:
    client = client_of("japan")
    unit = _taken(client, clean_text).units[1]
    memory = tmx.written(
        [Unit(unit.key, unit.source, "Машина", "en", "ru", "translated", "machine")], source="en", target="ru"
    )

    as_told = _packed(_sent(client, clean_text, memory))
    as_set = _packed(_sent(client, clean_text, memory, version="authentic"))

    assert ('"version": "machine"' in as_told["rows"], '"version": "authentic"' in as_set["rows"]) == (True, True)


def test_words_that_hide_something_are_named_and_not_put(client_of: Browser, clean_text: Text) -> None:
    client = client_of("japan")
    unit = _taken(client, clean_text).units[1]
    bad = Unit(unit.key, unit.source, "Слова\u202e наоборот", "en", "ru", digest=digest(unit.source))

    told = _sent(client, clean_text, xliff.written([bad], source="en", target="ru")).content.decode()

    assert "Words that cannot be put" in told
    assert 'name="rows"' not in told


def test_pages_ask_the_same_statements_for_one_translation_and_for_three(
    client_of: Browser, statement: Text, viewer: Callable[[str], Any], acting: Callable[..., Any]
) -> None:
    client = client_of("kazakhstan")
    pages = [
        _at(statement),
        f"{_at(statement)}?form=xliff&source=en&target=kk",
        f"/desk/texts/{statement.slug}/languages/?with=kk&check=all",
    ]
    clauses = list(statement.clauses.filter(is_deleted=False)[:3])

    def worded(clause: Clause) -> None:
        acting(viewer("japan"), acts.translate_clause, clause, language="kk", words="Сөздер 7")

    def asked() -> list[int]:
        counts = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as told:
                assert client.get(page).status_code == 200
            counts.append(len(told))
        return counts

    worded(clauses[0])
    at_one = asked()
    worded(clauses[1])
    worded(clauses[2])

    assert (at_one, asked()) == ([10, 9, 11], [10, 9, 11])


def test_concordance_is_checked_beside_the_languages(
    client_of: Browser, clean_text: Text, viewer: Callable[[str], Any], acting: Callable[..., Any]
) -> None:
    operative = clean_text.clauses.get(kind="operative")
    acting(
        viewer("japan"), acts.translate_clause, operative, language="ru", words="Стороны встречаются ежегодно до 2031 года."
    )
    page = f"/desk/texts/{clean_text.slug}/languages/?with=ru"

    plain, checked, faulty = (
        client_of("japan").get(f"{page}{more}").content.decode() for more in ("", "&check=all", "&check=found")
    )

    assert "<mark>" not in plain
    assert "2 paragraphs in which the languages do not agree." in checked
    assert (checked.count("<mark>2030</mark>"), checked.count("<mark>2031</mark>")) == (1, 1)
    assert faulty.count("<article") == 2


def test_a_translation_that_agrees_has_no_finding(
    client_of: Browser, clean_text: Text, viewer: Callable[[str], Any], acting: Callable[..., Any]
) -> None:
    told = {"title": "Краткая декларация", "operative": "Стороны встречаются ежегодно до 2030 года."}
    for kind, words in told.items():
        acting(viewer("japan"), acts.translate_clause, clean_text.clauses.get(kind=kind), language="ru", words=words)

    page = client_of("japan").get(f"/desk/texts/{clean_text.slug}/languages/?with=ru&check=all").content.decode()

    assert "Nothing was found in the paragraphs that are translated." in page
    assert "<mark>" not in page
