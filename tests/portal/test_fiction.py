"""Fiction in every noun is in no count, list, feed, export, answer of the API or of search, unless it is asked for."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from nemawashi.access import origins
from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.analysis.models import Concept, DialogueEvent
from nemawashi.assistance.models import Transaction, Undertaking
from nemawashi.commitments.models import Commitment, ProgressReport
from nemawashi.lineage import queries as lineage
from nemawashi.lineage import shelf
from nemawashi.meetings.models import AgendaItem, Decision, Meeting, Recommendation, Track
from nemawashi.parties.models import Dialogue, Party, Person
from nemawashi.portal import fiction, once
from nemawashi.portal.take_away import package
from nemawashi.search import index
from nemawashi.sources.models import Citation, Claim, Ruling, Source
from nemawashi.texts.models import Clause, Text, Wording

NOW = dt.datetime(2026, 11, 24, 6, 0, tzinfo=dt.UTC)
PLAYED = "Zyxwort"  # stands in every row that is fiction, and nowhere else
NOUNS = [
    "sources",
    "claims",
    "dialogues",
    "parties",
    "people",
    "tracks",
    "meetings",
    "agenda-items",
    "recommendations",
    "texts",
    "clauses",
    "commitments",
    "assistance",
    "concepts",
    "events",
]
TABLES = [
    "sources",
    "claims",
    "rulings",
    "dialogues",
    "events",
    "parties",
    "people",
    "tracks",
    "meetings",
    "agenda_items",
    "recommendations",
    "texts",
    "clauses",
    "commitments",
    "reports",
    "undertakings",
    "transactions",
    "concepts",
]
SHOWING_ROWS = (
    "/en/", "/ja/meetings/", "/ru/texts/", "/en/parties/", "/en/parties/japan/", "/en/commitments/", "/en/recommendations/",
    "/en/assistance/", "/en/concepts/", "/en/dialogues/", "/en/sources/", "/en/facts/meeting/fmm-2012-tokyo/",
    "/en/commitments/com-1/", "/en/assistance/package-2012/", "/en/search/?q=zyxwort", "/en/pictures/timeline/",
    "/en/pictures/timeline.csv", "/en/pictures/concepts.csv", "/en/feeds/meetings.ics", "/en/feeds/tracks/fmm.ics",
    "/ja/feeds/meetings.atom", "/en/feeds/rulings.atom", "/en/references/sources.bib",
)  # fmt: skip


@pytest.fixture
def beside(record: Any, settings: Any, tmp_path: Any) -> Iterator[None]:
    """A row of fiction in every noun beside the small record, told to the indexes."""
    settings.DEMO, settings.LINEAGE = True, tmp_path / "lineage"
    _play(Dialogue.objects.get(slug="caj"), Party.objects.get(slug="japan"))
    index.rebuild()
    shelf.rebuild()
    yield
    cache.clear()


def _play(caj: Dialogue, japan: Party) -> None:
    named = f"{PLAYED} of a play"
    Dialogue.objects.create(slug="played", name=named, order=9)
    DialogueEvent.objects.create(slug="played-1", dialogue=caj, on="2025-01-01", level="ministers", city=PLAYED)
    Party.objects.create(slug="played", code="ZYX", names={"en": named, "ru": named, "ja": named}, order=9)
    Person.objects.create(slug="played", name=named, party=japan)
    fmm = Track.objects.get(slug="fmm")
    Track.objects.create(slug="played", dialogue=caj, name=named, names={"en": named}, level="ministers", is_formal=True)
    meeting = Meeting.objects.create(
        slug="played", track=fmm, state="held", start_on="2025-05-01", city=PLAYED, host=japan, note=named, order=99
    )
    item = AgendaItem.objects.create(slug="played-1", meeting=meeting, number=1, title=named, state="adopted")
    Decision.objects.create(meeting=meeting, words=named, at=NOW)
    Recommendation.objects.create(slug="played", made_at=meeting, made_on="2025-05-01", words=named)
    text = Text.objects.create(
        slug="played", dialogue=caj, meeting=meeting, agenda_item=item, title=named, type="declaration", state="issued",
        adopted_on="2025-05-01", languages=["en"],
    )  # fmt: skip
    clause = Clause.objects.create(text=text, kind="operative", rank=1)
    Wording.objects.create(clause=clause, language="en", words=f"The {PLAYED} ministers play on words that are fiction.")
    commitment = Commitment.objects.create(
        slug="played", text=text, made_in_ref=text.ref, made_on="2025-05-01", by=["japan"], owner=japan, words=named,
        kind="joint", due_on="2025-06",
    )  # fmt: skip
    promised = Commitment.objects.get(slug="com-1")
    for each in (commitment, promised):
        ProgressReport.objects.create(commitment=each, party=japan, words=named, at=NOW)
    given = Undertaking.objects.create(slug="played", kind="project", title=named, donor=japan, spheres=["trade"])
    Undertaking.objects.create(
        slug="played-2", kind="project", title=named, part_of=Undertaking.objects.get(slug="package-2012")
    )
    Transaction.objects.create(undertaking=given, kind="disbursed", amount=1, currency=PLAYED, on="2025-05-01")
    Concept.objects.create(slug="played", name=named, first_seen_on="2025-05-01", last_seen_on="2025-05-01")
    source = Source.objects.create(slug="played", title=named, publisher=named, language="en", kind="news")
    claim = Claim.objects.create(
        slug="played", identity="played", subject_ref="meeting/fmm-2012-tokyo", property_name="city", kind="fact",
        value=named, added_at=NOW,
    )  # fmt: skip
    Citation.objects.create(subject_ref=claim.ref, claim=claim, source=source, slug="played-c", locator="p. 1")
    Ruling.objects.create(
        subject_ref=claim.subject_ref,
        property_name="city",
        verdict="prefers",
        claim=claim,
        reason=named,
        by_name="X",
        at=NOW,
    )


def _asked(address: str) -> str:
    return fiction.with_pair(address)


def _body(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_fiction_is_shown_where_it_is_asked_for_and_nowhere_else(beside: None) -> None:
    browser = Client()
    assert {Meeting.objects.get(slug="played").origin, Source.objects.get(slug="played").origin} == {"fiction"}

    without = [address for address in SHOWING_ROWS if PLAYED in _body(browser, address)]
    withal = [address for address in SHOWING_ROWS if PLAYED not in _body(browser, _asked(address))]

    assert (without, withal) == ([], [])


def test_api_answers_with_fiction_where_it_is_asked_for(beside: None) -> None:
    browser = Client()
    plain = {noun: browser.get(f"/api/v1/{noun}/?page_size=200").json() for noun in NOUNS}
    asked = {noun: browser.get(f"/api/v1/{noun}/?page_size=200&fiction=1").json() for noun in NOUNS}

    assert [noun for noun, told in plain.items() if PLAYED in str(told)] == []
    assert [noun for noun, told in asked.items() if PLAYED not in str(told["results"])] == []
    assert [noun for noun in NOUNS if asked[noun]["count"] <= plain[noun]["count"]] == []
    assert {row["origin"] for told in plain.values() for row in told["results"]} == {"record"}
    assert {row["origin"] for told in asked.values() for row in told["results"]} == {"record", "fiction"}
    assert browser.get("/api/v1/meetings/played/").status_code == 404
    assert browser.get("/api/v1/meetings/played/?fiction=1").json()["origin"] == "fiction"
    assert browser.get("/api/v1/meetings/?fiction=2").json()["parameter"] == "fiction"


def test_data_package_has_fiction_where_it_is_asked_for_and_says_of_each_row_where_it_comes_from(beside: None) -> None:
    plain = {table.name: table for table in package.tables()}
    with origins.showing(True):
        asked = {table.name: table for table in package.tables()}

    assert [name for name, table in plain.items() if PLAYED in str(table.rows)] == []
    assert [name for name in TABLES if len(asked[name].rows) <= len(plain[name].rows)] == []
    for name in set(TABLES) - {"clauses"}:
        at = [column.name for column in asked[name].columns].index("origin")
        assert {row[at] for row in asked[name].rows} >= {"fiction"}, name
        assert {row[at] for row in plain[name].rows} <= {"record", "desk"}, name


def test_agreed_language_of_the_public_has_no_fiction(beside: None) -> None:
    words = f"{PLAYED} ministers play on words"
    worker = Viewer(user_id=1, circle="secretariat")  # type: ignore[arg-type]

    assert lineage.tally(words, viewer=PUBLIC).uses == 0
    assert lineage.agreed(words, viewer=PUBLIC) == []
    with origins.showing(True):
        assert lineage.tally(words, viewer=PUBLIC).uses == 1
    assert len(lineage.agreed(words, viewer=worker)) == 1


def test_a_page_tells_how_much_of_fiction_it_leaves_out(beside: None) -> None:
    browser = Client()

    page = browser.get("/en/meetings/").content.decode()
    shown = browser.get("/en/meetings/?fiction=1").content.decode()

    assert " ".join(page.split()).count("1 row of the demonstration is left out here.") == 1
    assert '<a href="/en/meetings/?fiction=1">Show the demonstration too</a>' in page
    assert "left out here" not in shown
    assert '<a href="/en/meetings/" data-plain>Leave the demonstration out</a>' in shown
    assert "Every statement names its source; where" in page
    assert "have no source" not in page
    assert "have no source" in shown
    assert shown.count('class="tag came-from came-from--fiction">Demonstration</span>') == 2  # of the banner and of the row


def test_what_was_asked_for_with_fiction_leads_on_with_it(beside: None) -> None:
    browser = Client()
    page = browser.get("/en/meetings/played/?fiction=1")
    links = re.findall(r'<a\b[^>]*?\shref="(/[^"]*)"', page.content.decode())

    assert len(links) > 20
    assert [link for link in links if "fiction=1" not in link and not link.startswith(("/sign-in/", "/static/"))] == [
        "/en/meetings/played/"  # out of it
    ]
    assert page.content.decode().count('<input type="hidden" name="fiction" value="1">') == 1  # of the search
    assert page["X-Robots-Tag"] == "noindex"


def test_the_address_of_a_row_of_fiction_leads_to_the_one_that_asks_for_it(beside: None) -> None:
    browser = Client()

    assert browser.get("/ja/texts/played/")["Location"] == "/ja/texts/played/?fiction=1"
    assert browser.get("/id/meeting/played")["Location"] == "/id/meeting/played?fiction=1"
    assert browser.get("/id/meeting/played?fiction=1")["Location"] == "/en/meetings/played/?fiction=1"
    assert browser.get("/en/meetings/nowhere/").status_code == 404
    assert browser.get("/en/meetings/nowhere/?fiction=1").status_code == 404
    assert browser.get("/en/meetings/?fiction=2").status_code == 400


def test_kept_pages_with_fiction_and_without_never_mix(beside: None, settings: Any, monkeypatch: Any) -> None:
    settings.PAGES_KEPT_BYTES = 1_000_000
    monkeypatch.setattr(once, "SHELF", once.Shelf())
    browser, other = Client(), Client()

    first = [browser.get(address).content for address in ("/en/meetings/", "/en/meetings/?fiction=1", "/en/meetings/")]
    again = [other.get(address).content for address in ("/en/meetings/?fiction=1", "/en/meetings/")]

    assert len(once.SHELF._pages) == 2
    assert [PLAYED in page.decode() for page in (*first, *again)] == [False, True, False, True, False]


def test_a_row_that_people_made_says_so_until_a_source_tells_of_it(record: Any) -> None:
    meeting = Meeting.objects.create(
        slug="made-here", track=Track.objects.get(slug="fmm"), state="held", start_on="2026-05-01", city="Paris"
    )

    before = Client().get("/ru/meetings/made-here/").content.decode()
    origins.sourced(meeting.ref)
    after = Client().get("/en/meetings/made-here/").content.decode()

    assert meeting.origin == RowOrigin.DESK
    assert "Внесено здесь, источника пока нет" in before
    assert "Entered here, with a source" in after
    assert "have no source" not in after
