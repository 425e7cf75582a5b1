"""Rounds of coding on the desk: pages work without a script, show nobody another's codings, and ask the database little."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.portal.test_convergence import _corpus

from nemawashi.access.models import User
from nemawashi.analysis.models import CodingRound
from nemawashi.analysis.rounds import project
from nemawashi.desk.analysing import rounds
from nemawashi.kit import word
from nemawashi.kit.coding.agreeing import Measure

WORDS = ("Guard the straits.", "Trade brings peace.", "We are one family.")
NOTE = "zqnote of the first coder"


@pytest.fixture
def row(shelved: Any, client_of: Callable[[str], Any]) -> CodingRound:
    """A round over three paragraphs, opened on its form by the researcher for the other one and the expert."""
    _corpus("seas", WORDS)
    people = [str(User.objects.get(username=name).pk) for name in ("researcher-two", "expert")]
    told = {"title": "Lenses on seas", "codebook": "lenses 1", "collection": "corpus/seas", "most": "50", "coders": people}
    client = client_of("researcher")
    assert "/desk/acts/open_round/caj/" in client.get("/desk/rounds/").content.decode()
    answer = client.post("/desk/acts/open_round/caj/", told | {"once": "", "seen": "", "language": "en", "phrase": ""})
    opened = CodingRound.objects.get()
    assert answer.headers["Location"] == f"/desk/rounds/{opened.slug}/"
    return opened


def code(client: Any, row: CodingRound, *codes: str, note: str = "") -> None:
    """Go from passage to passage as the pages lead: each form as it stands, with codes chosen."""
    address = client.get(f"/desk/rounds/{row.slug}/code/0/").headers["Location"]
    for given in codes:
        page = client.get(address).content.decode().split('id="code"')[1]
        act = re.findall(r'action="(/desk/acts/code_passage/\d+/)"', page)[0]
        following = re.findall(r'name="next" value="([^"]*)"', page)[0]
        answer = client.post(act, {"codes": [given] if given else [], "note": note, "once": "", "next": following})
        assert answer.status_code == 302, answer.content.decode()[:2000]
        address = answer.headers["Location"]
        if address.endswith("/code/0/"):
            address = client.get(address).headers["Location"]
    assert address == f"/desk/rounds/{row.slug}/"


def hand_in(client: Any, row: CodingRound) -> None:
    assert client.post(f"/desk/acts/hand_in_codings/{row.slug}/", {"once": "", "seen": ""}).status_code == 302


def test_two_code_blind_and_are_compared(row: CodingRound, client_of: Any) -> None:
    one, two, owner, stranger = (client_of(name) for name in ("researcher-two", "expert", "researcher", "host"))
    here = f"/desk/rounds/{row.slug}/"
    assert here in one.get("/desk/").content.decode()
    code(one, row, "realist", "liberal", "constructivist", note=NOTE)
    hand_in(one, row)

    pages = [here, f"{here}code/1/", f"{here.removesuffix('/')}.jsonl", "/desk/rounds/", "/desk/", "/desk/log/"]
    pages += [f"/desk/acts/code_passage/{row.passages.get(number=1).pk}/", f"/desk/acts/close_round/{row.slug}/"]
    for client in (two, owner, stranger):
        for address in pages:
            assert NOTE.encode() not in client.get(address).content, address
    assert 'value="realist" checked' not in " ".join(two.get(f"{here}code/1/").content.decode().split())
    assert stranger.get(here).status_code == 404
    for form in ("csv", "qdpx", "docx", "exe"):
        assert owner.get(f"/desk/rounds/{row.slug}.{form}").status_code == 404
    assert owner.get(f"{here}code/1/").status_code == 404

    code(two, row, "realist", "liberal", "liberal")
    hand_in(two, row)
    closed = " ".join(two.get(here).content.decode().split())
    assert NOTE in closed
    assert "still open: 1" in closed
    assert f"/desk/acts/adjudicate/{row.passages.get(number=3).pk}/" not in closed
    assert f"/desk/acts/adjudicate/{row.passages.get(number=3).pk}/" in owner.get(here).content.decode()
    told = {"codes": ["liberal"], "why": "It is of trade.", "once": ""}
    owner.post(f"/desk/acts/adjudicate/{row.passages.get(number=3).pk}/", told)
    ruled = " ".join(owner.get(f"{here}?code=liberal").content.decode().split())
    assert "still open: 0" in ruled
    assert f'<a href="{here}?code=liberal#retrieved">2</a>' in ruled
    assert '<p class="clause__words" lang="en"> We are one family. </p>' in ruled
    lines = list(csv.DictReader(io.StringIO(owner.get(f"/desk/rounds/{row.slug}.csv").content.decode("utf-8-sig"))))
    assert [(each["passage"], each["codes"], each["settled"]) for each in lines] == [
        ("1", "realist", "realist"), ("1", "realist", "realist"), ("2", "liberal", "liberal"), ("2", "liberal", "liberal"),
        ("3", "constructivist", "liberal"), ("3", "liberal", "liberal"),
    ]  # fmt: skip
    assert owner.get(f"/desk/rounds/{row.slug}.qdpx").content[:2] == b"PK"
    assert f'href="/desk/rounds/{row.slug}.docx?code=liberal"' in ruled
    texts = [word.read(owner.get(f"/desk/rounds/{row.slug}.docx{of}").content).accepted for of in ("", "?code=liberal")]
    assert {"Lenses on seas", "Realist", "Guard the straits.", "Liberal", "We are one family."} <= set(texts[0])
    assert [text for text in texts[1] if text in WORDS] == ["Trade brings peace.", "We are one family."]
    assert any(row.passages.get(number=3).ref in text for text in texts[1])
    assert owner.get(f"/desk/rounds/{row.slug}.docx?code=none").status_code == 404


def test_material_is_chosen_by_title_words_and_number(row: CodingRound, client_of: Any) -> None:
    client, people = client_of("researcher"), [str(User.objects.get(username="expert").pk)]
    told = {"title": "x", "codebook": "lenses 1", "collection": "corpus/seas", "language": "en", "coders": people}

    def passages(**more: str) -> list[str]:
        before = CodingRound.objects.count()
        client.post("/desk/acts/open_round/caj/", told | {"most": "50", "once": "", "seen": ""} | more)
        if CodingRound.objects.count() == before:
            return []
        return list(CodingRound.objects.latest("pk").passages.values_list("words", flat=True))

    title = row.passages.get(number=1).title
    assert passages(called=title.upper()) == list(WORDS)
    assert passages(called="no such title") == []
    assert passages(phrase="peace|family") == list(WORDS[1:])
    assert passages(most="2") == [WORDS[0], WORDS[1]]
    assert passages(most="0") == passages(phrase="*") == []


def test_sentences_and_mentions_are_coded_in_their_paragraph(row: CodingRound, client_of: Any) -> None:
    _corpus("bays", ("The bay is calm. We guard the bay, as a bay.", "No harbour here."))
    client, coder, other = (client_of(name) for name in ("researcher", "expert", "researcher-two"))
    people = [str(User.objects.get(username=name).pk) for name in ("expert", "researcher-two")]
    told = {"title": "Bays", "codebook": "lenses 1", "collection": "corpus/bays", "language": "en", "coders": people}
    told |= {"most": "50", "once": "", "seen": ""}

    def opened(**more: str) -> CodingRound:
        answer = client.post("/desk/acts/open_round/caj/", told | more)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        return CodingRound.objects.latest("pk")

    sentences = opened(unit="sentences")
    assert [(each.before, each.coded, each.after) for each in sentences.passages.all()] == [
        ("", "The bay is calm.", " We guard the bay, as a bay."),
        ("The bay is calm. ", "We guard the bay, as a bay.", ""),
        ("", "No harbour here.", ""),
    ]
    mentions = opened(unit="mentions", phrase="bay")
    assert [(each.start, each.end, each.coded) for each in mentions.passages.all()] == [
        *((4, 7, "bay"), (30, 33, "bay"), (40, 43, "bay")),
    ]
    assert len({sentences.digest, mentions.digest, row.digest}) == 3
    refused = client.post("/desk/acts/open_round/caj/", told | {"unit": "mentions", "phrase": ""})
    assert "Say of which words each mention is coded." in refused.content.decode()
    assert client.post("/desk/acts/open_round/caj/", told | {"unit": "words"}).status_code == 422

    page = " ".join(coder.get(f"/desk/rounds/{mentions.slug}/code/2/").content.decode().split())
    assert '<span class="quiet">The bay is calm. We guard the </span><mark data-passage>bay</mark>' in page
    assert page.count("calm") == 1  # its neighbours are of the same paragraph
    (first, *_), lines = (
        [json.loads(line) for line in client.get(f"/desk/rounds/{each.slug}.jsonl").content.decode().splitlines()]
        for each in (mentions, sentences)
    )
    assert (first["words"], first["paragraph"][4:7], first["start"], lines[2]["words"]) == (
        "bay",
        "bay",
        4,
        "No harbour here.",
    )
    for each in (coder, other):
        code(each, mentions, "realist", "liberal", "")
        hand_in(each, mentions)
    mentions.refresh_from_db()
    (source,) = project(mentions).sources
    assert source.text == "The bay is calm. We guard the bay, as a bay."
    assert [(each.code, source.text[each.start : each.end], each.start) for each in source.codings] == [
        *(("realist", "bay", 4), ("realist", "bay", 4), ("liberal", "bay", 30), ("liberal", "bay", 30)),
    ]
    table = list(csv.DictReader(io.StringIO(client.get(f"/desk/rounds/{mentions.slug}.csv").content.decode("utf-8-sig"))))
    assert [(each["words"], each["start"], each["end"]) for each in table][:1] == [("bay", "4", "7")]


def test_a_machine_codes_the_file_that_the_page_gives(row: CodingRound, client_of: Any) -> None:
    owner = client_of("researcher")
    lines = [json.loads(line) for line in owner.get(f"/desk/rounds/{row.slug}.jsonl").content.decode().splitlines()]
    assert [(each["passage"], each["words"], each["codes"]) for each in lines] == [
        (n, w, []) for n, w in enumerate(WORDS, 1)
    ]
    coded = "".join(json.dumps(each | {"codes": ["realist"]}) + "\n" for each in lines)

    def send(content: str) -> Any:
        file = SimpleUploadedFile("m.jsonl", content.encode())
        return owner.post(
            f"/desk/acts/hand_in_file/{row.slug}/", {"name": "Machine 2", "file": file, "once": "", "seen": ""}
        )

    for wrong in ("[]", '{"passage": 1}', '{"passage": "1", "codes": []}', '{"passage": 1, "codes": "x"}', coded + coded):
        answer = send(wrong)
        assert (answer.status_code, "is no coding" in answer.content.decode()) == (422, True)
    assert send(coded).status_code == 302
    assert "Machine 2" in owner.get(f"/desk/rounds/{row.slug}/").content.decode()


def test_pages_ask_the_database_little(row: CodingRound, client_of: Any) -> None:
    one, two = client_of("researcher-two"), client_of("expert")
    here = f"/desk/rounds/{row.slug}/"

    def asked(client: Any, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as statements:
            assert client.get(address).status_code == 200
        return len(statements)

    counts = [asked(one, address) for address in (f"{here}code/1/", here, "/desk/rounds/")]
    code(one, row, "realist", "liberal", "constructivist")
    hand_in(one, row)
    code(two, row, "liberal", "realist", "realist")
    hand_in(two, row)
    counts.append(asked(two, here))

    assert max(counts) <= 12, counts


@pytest.mark.parametrize(
    ("language", "figure"), [("en", "0.60 (0.31 … 0.80)"), ("ru", "0,60 (0,31 … 0,80)"), ("ja", "0.60 (0.31 … 0.80)")]
)
def test_agreement_is_written_as_numbers_are_in_the_language(language: str, figure: str) -> None:
    with override(language):
        assert rounds._figure(Measure(0.6, 0.3149, 0.7951)) == figure


def test_a_coder_marks_the_words_that_a_code_is_about(row: CodingRound, client_of: Any) -> None:
    one, two = client_of("researcher-two"), client_of("expert")
    here, act = f"/desk/rounds/{row.slug}/code/2/", f"/desk/acts/code_passage/{row.passages.get(number=2).pk}/"

    def sent(lines: str) -> Any:
        return one.post(act, {"codes": [], "marked": lines, "note": "", "once": ""})

    for lines, words in (
        ("Power: peace", "Line 1 names no code"),
        ("Liberal:", "Line 1 marks no words"),
        ("Liberal: war", "do not stand in the passage"),
        ("Liberal: e", "stand 3 times in the passage: write (2)"),
        ("Liberal (9): e", "no such place"),
    ):
        answer = sent(lines)
        page = answer.content.decode()
        assert (answer.status_code, words in page, f"{lines}</textarea>" in page) == (422, True, True), lines

    assert sent("Liberal: Trade\nliberal (3): e\nRealist: brings peace").status_code == 302
    page = one.get(here).content.decode()
    assert '<b class="marked" title="Liberal">Trade</b> <b class="marked" title="Realist">brings peac</b>' in page
    assert "Liberal: Trade\nLiberal (3): e\nRealist: brings peace</textarea>" in page
    assert page.count("checked") == 2
    assert 'class="marked"' not in two.get(here).content.decode()
