"""Formats of comparison: how each works, what of its meetings was found, and every word of it with its source."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import translate_url

from nemawashi.analysis.models import DialogueEvent, DialogueFact
from nemawashi.analysis.terms import Coverage, FactKind
from nemawashi.parties.models import Dialogue
from nemawashi.sources.models import Citation

pytestmark = pytest.mark.usefixtures("shipped")
Read = Callable[[str], str]


@pytest.fixture
def read(client: Client) -> Read:
    def page(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, address
        return re.sub(r"\s+", " ", answer.content.decode())

    return page


def test_every_format_has_a_page_that_says_how_much_was_found(read: Read) -> None:
    rows = Dialogue.objects.exclude(slug="caj")

    assert rows.count() == 20
    for row in rows:
        page = read(f"/en/dialogues/{row.slug}/")
        state = row.facts.get(kind=FactKind.COVERAGE).state
        assert str(Coverage(state).label) in page, row
        assert "Not found, or found only as a plan:" in page, row
        assert page.count('class="rows__when"') == row.events.count(), row


def test_every_event_and_every_fact_rests_on_a_source() -> None:
    assert DialogueEvent.objects.count() == 319
    cited = set(Citation.objects.filter(subject_ref__startswith="event/").values_list("subject_ref", flat=True))
    assert {event.ref for event in DialogueEvent.objects.all()} == cited
    parts = set(Citation.objects.exclude(part="").values_list("subject_ref", "part"))
    facts = DialogueFact.objects.exclude(kind=FactKind.COVERAGE).select_related("dialogue")
    assert {(fact.dialogue.ref, fact.part) for fact in facts} <= parts
    assert facts.count() > 150


def test_an_event_shows_number_mode_outcome_and_what_was_pledged(read: Read) -> None:
    page = read("/en/dialogues/c5plus1-us/")

    assert "No. 4" in page
    assert "Joint Statement on the Fourth C5+1 Ministerial</cite>, 24 September 2019" in page
    assert "Pledged, as announced:" in page
    assert "B5+1</span>" in page
    assert "Online" in page
    assert "without a seat of its own" in page
    assert "US Embassy" in page or "usembassy" in page


def test_held_and_planned_are_counted_apart(read: Read) -> None:
    page = read("/en/dialogues/korea-ca/")

    counted = re.findall(r'<th scope="row">([^<]+)</th> <td[^>]*>(\d+)</td> <td[^>]*>(\d+)</td>', page)
    assert counted == [
        ("Leaders", "0", "1"),
        ("Ministers", "7", "0"),
        ("Deputy ministers", "7", "0"),
        ("Officials", "3", "0"),
        ("Business", "0", "1"),
    ]


@pytest.mark.parametrize(("language", "words"), [("ru", "Частично"), ("ja", "一部は完全")])
def test_pages_speak_the_readers_language(language: str, words: str, read: Read) -> None:
    page = read(translate_url("/en/dialogues/mekong-japan/", language))
    others = read(f"/{language}/dialogues/")

    assert {"ru": "Заместители министров", "ja": "次官"}[language] in read(f"/{language}/dialogues/unrcca-dfm/")
    assert {"ru": "Вьетнам", "ja": "ベトナム"}[language] in page
    assert words in others


def test_support_in_the_united_nations_is_told_with_what_nobody_found(read: Read) -> None:
    page = read("/en/dialogues/caj/")

    assert "Support in the United Nations" in page
    assert "no source can show that of a single state" in page
    assert page.count("nothing found") == 3
    assert "Central Asia" in page
    assert "Support in the United Nations" not in read("/en/dialogues/ticad/")


def test_the_interface_for_programs_tells_the_facts(client: Client) -> None:
    row = json.loads(client.get("/api/v1/dialogues/sco/").content)
    (decision,) = [fact for fact in row["facts"] if fact["kind"] == "decisions"]
    event = json.loads(client.get("/api/v1/events/c5plus1-us-13/").content)

    assert decision["words"] == "consensus (article 16 of the Charter)"
    assert [cited["source"] for cited in row["sources"] if cited["part"] == decision["part"]] == [
        "sco-ru-2020",
        "sco-mfaam",
    ]
    assert (event["ordinal"], event["outcomes"][0]["date"]) == (4, "2019-09-24")


@pytest.mark.parametrize(
    ("conflict", "claims"),
    [
        ("C36-nk-statement-year", ["seed-003", "mofaj-fm6"]),
        ("C37-turkmenistan-hosting", ["seed-003", "24 Nov"]),
        ("F17-sco-founding", ["2001-06-15", "2016-07-15"]),
    ],
)
def test_questions_show_both_sides(conflict: str, claims: list[str], read: Read) -> None:
    page = read(f"/en/conflicts/{conflict}/")

    assert [words for words in claims if words not in page] == []
