"""The dialogue's texts in full: from a small web server of the test's own, or from files that were saved."""

from __future__ import annotations

import contextlib
import http.server
import io
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from tests.kit.corpora import official_pages as pages

from nemawashi.access.models import Entry
from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import counted, queries
from nemawashi.kit.faults import NotAllowedError, NotThereError, UnreadableError
from nemawashi.lineage import official, shelf, tracing
from nemawashi.lineage.models import ReferenceDocument
from nemawashi.lineage.queries import agreed
from nemawashi.project.management.commands import official_texts
from nemawashi.search import queries as search
from nemawashi.sources import archive, fetching
from nemawashi.sources.models import Copy
from nemawashi.texts.models import Text

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PLAN, SPEECH, DECLARATION = "doc-2006-action-plan", "doc-2004-speech-kawaguchi", "doc-2025-tokyo-declaration"
SERVED = {
    "/region/europe/dialogue/action0606.html": pages.MINISTRY_EN.encode("cp932"),
    "/mofaj/kaidan/g_aso/cajd_06/kodo.html": pages.MINISTRY_JA.encode("cp932"),
    "/documents/texts/exdfam/20040826.S1E.html": pages.DATABASE_EN.encode(),
    "/documents/texts/JPEU/20251220.D1J.html": pages.database_ja().encode("euc_jp"),
    "/region/europe/dialogue/summary0701.html": b"<html><body><p>Moved.</p></body></html>",
}


class _Site(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        content = SERVED.get(self.path)
        self.send_response(200 if content else 404)
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *args: Any) -> None:
        """Nothing is printed."""


@pytest.fixture
def site(
    monkeypatch: pytest.MonkeyPatch, settings: Any, record: None, own_shelf: Path, tmp_path: Path
) -> Iterator[list[str]]:
    """Every address of the record leads to the test's own server; what was asked of it, in order. Nobody waits."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def connected(_address: str, _port: int, _name: str, ends: float) -> Any:
        line = socket.socket()
        line.connect(server.server_address)
        return fetching._Line(line, ends)

    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **kw: [(2, 1, 6, "", ("93.184.216.34", port))])
    monkeypatch.setattr(fetching, "_connected", connected)
    monkeypatch.setattr(official_texts, "APART", 0.0)
    settings.FETCH, settings.ARCHIVE = True, tmp_path / "archive"
    counted.forget()
    _Site.asked = []
    yield _Site.asked
    server.shutdown()
    server.server_close()


def told(*words: str) -> dict[str, Any]:
    """What the command writes as JSON, whether or not something was refused."""
    out = io.StringIO()
    with contextlib.suppress(CommandError):
        call_command("official_texts", *words, "--json", stdout=out, stderr=io.StringIO())
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def test_texts_are_fetched_kept_split_and_tied_and_asked_for_once(site: list[str]) -> None:
    first = told(
        "fetch", "--text", PLAN, "--text", DECLARATION, "--text", "doc-td2-summary", "--text", "doc-2014-joint-statement"
    )

    (plan, declaration) = first["taken"]
    assert (plan["text"], plan["source"], plan["language"], plan["clauses"]) == (PLAN, "mofa-action0606", "en", 14)
    assert plan["unread"][0] == "around the text: left out: Back to Index"
    assert (declaration["language"], declaration["clauses"]) == ("ja", 6)
    assert declaration["unread"][-1] == "the page gives 2006-06-05 as its date, and the record 2025-12-20"
    (refused,) = first["refused"]
    assert refused["from"].endswith("summary0701.html")
    assert refused["why"].startswith("holds 6 characters of text")
    assert first["without_address"] == ["doc-2014-joint-statement"]
    content = archive.opened(plan["sha256"])
    assert content is not None
    assert content.read() == SERVED["/region/europe/dialogue/action0606.html"]
    assert Copy.objects.get(sha256=plan["sha256"]).source.slug == "mofa-action0606"
    assert Entry.objects.filter(event="source.archived").count() == 2

    asked = len(site)
    again = told("fetch", "--text", PLAN, "--text", DECLARATION)
    assert (len(site), again["taken"], again["taken_before"]) == (asked, [], 2)
    renewed = told("fetch", "--text", PLAN, "--again")
    assert [(each["new_words"], each["sha256"]) for each in renewed["taken"]] == [(False, plan["sha256"])]
    assert Copy.objects.filter(source__slug="mofa-action0606").count() == 1


def test_full_texts_are_found_counted_and_compared_and_a_speech_is_no_agreed_language(site: list[str], client: Any) -> None:
    told("fetch", "--text", PLAN, "--text", SPEECH)
    told("fetch", "--source", "mofaj-action-full")

    rows = {each.id: each for each in queries.published_documents("adopted", viewer=PUBLIC)}
    spoken = {each.language: each.attributes for each in rows.values()}
    assert set(spoken) == {"en", "ja"}  # the plan twice; nobody adopted the speech
    assert spoken["en"]["date"] == "2006-06-05"
    forum = Text.objects.get(slug=PLAN).dialogue
    assert spoken["ja"]["series"] == shelf.series_of_text(Text.objects.get(slug=PLAN))
    whole = queries.published_documents(f"corpus/{official.CORPUS}", viewer=PUBLIC)
    assert sorted(each.attributes["material"] for each in whole) == ["adopted", "adopted", "speech"]
    assert len({each.clause.document for each in tracing.clauses_of(forum.slug)}) == 2
    assert [use.row.title for use in agreed("exchange lists of buoys each spring", viewer=PUBLIC)] == [
        "Ministry of the Islands: Action Plan"
    ]
    assert agreed("open harbours for whoever comes", viewer=PUBLIC) == []
    found = search.answer("fisheries seminar", viewer=PUBLIC)
    assert f"text/{PLAN}" in [hit.ref for hit in found.hits]
    page = client.get(f"/en/texts/{PLAN}/").content.decode()
    assert f"/en/corpora/{official.CORPUS}/{PLAN}.en/" in page
    assert f"/en/corpora/{official.CORPUS}/{PLAN}.ja/" in page
    listed = client.get("/en/texts/").content.decode()
    assert ("In full: " in listed, "Headings only" in listed) == (True, True)
    assert client.get(f"/en/corpora/{official.CORPUS}/{PLAN}.en/").status_code == 200


def test_list_says_which_texts_are_in_full_and_which_in_headings_only(site: list[str]) -> None:
    told("fetch", "--text", PLAN)
    out = io.StringIO()
    call_command("official_texts", "list", stdout=out)

    lines = out.getvalue().splitlines()
    assert "doc-2006-action-plan              2006-06-05  en (14 clauses)" in lines
    assert "doc-2017-joint-statement          2017-05-01  7 headings only" in lines
    assert lines[-1] == "In full: 1; in headings only: 23; with neither: 2"


def test_a_server_without_leave_asks_nobody(site: list[str], settings: Any) -> None:
    settings.FETCH = False

    with pytest.raises((NotAllowedError, CommandError), match="NEMAWASHI_FETCH=1"):
        call_command("official_texts", "fetch")
    assert site == []


def test_saved_files_are_added_as_copies_of_their_source(site: list[str], tmp_path: Path) -> None:
    page, empty, words = tmp_path / "plan.html", tmp_path / "empty.html", tmp_path / "plan.txt"
    page.write_bytes(pages.MINISTRY_EN.encode("cp932"))
    empty.write_bytes(b"<html></html>")
    words.write_text("The Ministers will meet. " * 20)

    answer = told(
        "add", str(page), str(empty), str(words), str(tmp_path / "none.html"), "--text", PLAN, "--rights", "By leave"
    )

    assert [(each["source"], each["clauses"]) for each in answer["taken"]] == [("mofa-action0606", 14)]
    assert [each["why"] for each in answer["refused"]] == [
        "holds 0 characters of text, fewer than a text has: it may say that the page has gone",
        "is no PDF, HTML or Word file, of which alone copies are archived: save it as one",
        "cannot be opened: No such file or directory",
    ]
    document = ReferenceDocument.objects.get(text__slug=PLAN)
    assert (document.corpus.rights, document.symbol) == ("By leave", f"{PLAN}.en")
    assert site == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("fetch", "--text", "doc-nowhere"), "no adopted or issued text doc-nowhere"),
        (("fetch", "--source", "nobody"), "no text names a source nobody"),
        (("fetch", "--source", "mofaj-fm5"), "several texts name that source"),
        (("add", "x.html", "--text", "doc-2024-draft-declaration"), "no adopted or issued text"),
    ],
)
def test_what_the_record_does_not_know_is_refused(site: list[str], words: tuple[str, ...], why: str) -> None:
    with pytest.raises((NotThereError, UnreadableError, CommandError), match=why):
        call_command("official_texts", *words)


def test_a_file_of_a_source_that_the_text_does_not_name_is_refused(site: list[str], tmp_path: Path) -> None:
    page = tmp_path / "plan.html"
    page.write_bytes(pages.MINISTRY_EN.encode("cp932"))

    named = told("add", str(page), "--text", PLAN, "--source", "mofaj-fm5")
    unclear = told("add", str(page), "--text", "doc-2019-joint-statement")

    assert named["refused"][0]["why"].startswith(f"{PLAN} names no source mofaj-fm5; it names mofa-action0606")
    assert (
        unclear["refused"][0]["why"]
        == "say by --source of which source it is a copy: asiaplus-2019, diplomat-2019, tr-2019"
    )


def test_requests_are_a_second_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    moments, slept = iter([10.0, 10.0, 10.25, 11.0]), []
    monkeypatch.setattr(official_texts.time, "monotonic", lambda: next(moments))
    monkeypatch.setattr(official_texts.time, "sleep", slept.append)
    pace = official_texts._Pace(1.0)

    pace.wait()
    pace.wait()

    assert slept == [0.75]


def test_a_second_file_of_a_language_takes_the_place_of_the_first(site: list[str], tmp_path: Path) -> None:
    one, other = tmp_path / "one.html", tmp_path / "other.html"
    one.write_bytes(pages.MINISTRY_EN.encode("cp932"))
    other.write_bytes(pages.MINISTRY_EN.replace("each spring", "each autumn").encode("cp932"))

    told("add", str(one), "--text", PLAN)
    keys = set(ReferenceDocument.objects.get(text__slug=PLAN).clauses.values_list("pk", flat=True))
    before = len(agreed("lists of buoys each spring", viewer=PUBLIC)[0].matched.split())
    told("add", str(other), "--text", PLAN)

    document = ReferenceDocument.objects.get(text__slug=PLAN)
    assert set(document.clauses.values_list("pk", flat=True)) == keys
    assert before == 5
    assert any("each autumn" in clause.words for clause in document.clauses.all())
    assert Copy.objects.filter(source__slug="mofa-action0606").count() == 2


def test_a_full_text_is_compared_with_the_one_before_it(site: list[str], tmp_path: Path, client: Any) -> None:
    earlier, later = tmp_path / "earlier.html", tmp_path / "later.html"
    earlier.write_bytes(pages.MINISTRY_EN.encode("cp932"))
    later.write_bytes(pages.MINISTRY_EN.replace("hold a seminar", "found an institute of the sea").encode("cp932"))
    told("add", str(earlier), "--text", PLAN)
    told("add", str(later), "--text", "doc-2019-tourism-action-plan", "--source", "diplomat-2019")

    page = " ".join(client.get("/en/texts/doc-2019-tourism-action-plan/lineage/").content.decode().split())
    first = ReferenceDocument.objects.get(text__slug=PLAN)

    assert f"/en/corpora/{official.CORPUS}/{PLAN}.en/" in page
    assert "found an institute of the sea" in page
    assert client.get("/en/texts/doc-2019-tourism-action-plan/lineage.csv").content.decode("utf-8-sig").count("\r\n") > 8
    assert client.get(f"/en/lineage/ref/{first.clauses.all()[2].pk}/").status_code == 200
    assert client.get("/en/pictures/lineage/").content.decode().count("/lineage/") > 1
