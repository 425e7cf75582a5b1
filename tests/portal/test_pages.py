"""One happy path a page: what the record holds is on it, with its source and locator."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from nemawashi.meetings.models import Meeting
from nemawashi.sources.models import Source

Read = Callable[[str], str]

PAGES = [
    ("", ["Twenty years of the Dialogue", "4th Foreign Ministers&#x27; Meeting, Tokyo · 10 November 2012"]),
    ("meetings/", ["10 November 2012", "/en/meetings/fmm-2012-tokyo/", "1 meeting"]),
    (
        "meetings/fmm-2012-tokyo/",
        ["Iikura House", "Koichiro Gemba", "Minister for Foreign Affairs (chair)", "Five areas of regional cooperation",
         "Joint statement of 2012", "Share water data", "Accept two thousand trainees", "paragraph 2",
         "/en/organisations/sea-bank/"],
    ),
    ("texts/", ["Joint statement of 2012", "10 November 2012"]),
    ("texts/statement-2012/", ["five areas", "this record's words", "Accept two thousand trainees", "paragraph 2"]),
    ("parties/", ["Japan", "since 28 August 2004", "hosted 1 meeting"]),
    ("parties/japan/", ["Participant", "Koichiro Gemba", "10 November 2012", "Package of 2012", "日本",
                        "/en/meetings/?track=fmm&amp;host=japan", "Minister"]),
    ("people/", ["Koichiro Gemba", "玄葉光一郎", "Minister for Foreign Affairs", "1 person", "/en/people/gemba/"]),
    ("people/gemba/", ["玄葉光一郎", "Коитиро Гэмба", "10 November 2012", "/en/meetings/fmm-2012-tokyo/",
                        "Corridor of peace"]),
    ("organisations/", ["Sea Bank", "SB", "/en/organisations/sea-bank/", "Japan"]),
    ("organisations/sea-bank/", ["Took part in", "/en/meetings/fmm-2012-tokyo/", "paragraph 2", "/en/parties/japan/"]),
    ("remits/", ["Numbers on buoys", "after 365 days", "/en/remits/remit-buoys/"]),
    ("remits/remit-buoys/", ["They number them", "after 365 days", "/en/meetings/fmm-2012-tokyo/", "Carried out"]),
    ("tracks/", ["Foreign Ministers&#x27; Meeting", "/en/tracks/fmm/", "10 November 2012"]),
    ("tracks/fmm/", ["ministers", "24 months", "Hosts of 1 meeting held", "Share water data",
                     "/en/meetings/fmm-2012-tokyo/"]),
    ("hosts/", ["Foreign Ministers&#x27; Meeting", "JPN", "/en/meetings/?track=fmm&amp;host=japan"]),
    ("ranks/", ["4th Foreign Ministers&#x27; Meeting, Tokyo", "Minister", "/en/people/gemba/",
                "/en/meetings/?party=japan"]),
    ("events/", ["4th Foreign Ministers&#x27; Meeting, Tokyo", "Package of 2012", "Joint statement of 2012", "C5+1",
                 "one dated meeting: no gap", "5 events", "/en/events/?state=held&amp;year=2012"]),
    ("visits/", ["no visit", "Minister", "/en/events/?party=japan&amp;kind=meeting&amp;state=held"]),
    ("initiatives/", ["Accept two thousand trainees", "/en/assistance/package-2012/", "0 days"]),
    ("formats/", ["C5+1", "/en/events/?forum=c5plus1-us&amp;kind=meeting&amp;state=held&amp;level=ministers", "not known",
                  "<svg", "Business promotion"]),
    ("uptake/", ["/en/recommendations/?track=fmm&amp;link=inferred", "314"]),
    ("pillars/", ["Business promotion", "1 commitment"]),
    ("pillars/business-promotion/", ["Accept two thousand trainees", "Package of 2012", "700,000,000 USD",
                                    "this record's reading"]),
    ("commitments/", ["Accept two thousand trainees", "Business promotion: ", "this record's reading"]),
    ("commitments/com-1/", ["Joint statement of 2012", "Not seen", "Package of 2012", "paragraph 2"]),
    ("recommendations/", ["Share water data", "This record&#x27;s reading"]),
    ("recommendations/rec-1/", ["Joint statement of 2012", "paragraph 2"]),
    ("assistance/", ["Package of 2012", "700,000,000 USD", "KAZ"]),
    ("assistance/package-2012/", ["700,000,000 USD", "Kazakhstan", "Accept two thousand trainees", "paragraph 2"]),
    ("sums/", ["700,000,000 USD", "Kazakhstan", "/en/assistance/?recipient=kazakhstan", "never added"]),
    ("concepts/", ["Corridor of peace", "1 June 2006", "<svg"]),
    ("concepts/corridor/", ["平和の回廊", "Koichiro Gemba", "paragraph 2"]),
    ("dialogues/", ["C5+1", "United States"]),
    ("dialogues/c5plus1-us/", ["Samarkand", "1 November 2015"]),
    ("sources/", ["Joint statement page", "MOFA Japan", "1 source"]),
    ("one-source/", ["4th Foreign Ministers&#x27; Meeting, Tokyo", "/en/sources/mofa-2012/", "Sea Bank"]),
    ("sources/mofa-2012/", ["https://example.org/2012", "4th Foreign Ministers", "Number of meetings"]),
    ("conflicts/", ["Number of meetings", "Single source", "Only one source says this: <q lang=\"en\">9</q> ("]),
    ("facts/track/fmm/", ["Number of meetings", "reference 2", "ruled", "Only one source says this"]),
    ("facts/meeting/fmm-2012-tokyo/", ["paragraph 2"]),
    ("conflicts/c01-count/", ["reference 2", "preferred", "Curator: prefers a claim", "(primary document)"]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "told"), PAGES, ids=[path or "home" for path, _ in PAGES])
def test_page_tells_what_the_record_holds(path: str, told: list[str], page: Read, record: Any) -> None:
    words = " ".join(page(f"/en/{path}").split()).replace("&#39;", "'")

    assert [part for part in told if part.replace("&#x27;", "'") not in words.replace("&#x27;", "'")] == []


@pytest.mark.parametrize(("path", "told"), PAGES, ids=[path or "home" for path, _ in PAGES])
def test_page_tells_nothing_of_what_is_not_public(path: str, told: list[str], page: Read, record: Any) -> None:
    words = page(f"/en/{path}")

    assert [part for part in ("Samarqand", "fmm-next", "draft-2027", "keep a secret") if part in words] == []


@pytest.mark.parametrize("path", ["meetings/fmm-next/", "texts/draft-2027/", "parties/nobody/", "sources/none/"])
def test_what_is_not_public_and_what_does_not_exist_answer_alike(path: str, client: Any, record: Any) -> None:
    answer = client.get(f"/en/{path}")

    assert answer.status_code == 404
    assert "There is nothing at this address that is open to you." in answer.content.decode()


def test_planned_meeting_that_a_source_tells_of_is_public(page: Read, record: Any) -> None:
    Meeting.objects.filter(slug="fmm-next").update(is_published=True)

    assert "Samarqand" in page("/en/meetings/fmm-next/")


@pytest.mark.parametrize("path", [path for path, _ in PAGES if path.count("/") <= 1 and path not in ("dialogues/",)])
def test_lists_of_an_empty_record_say_so(path: str, client: Any, db: None) -> None:
    answer = client.get(f"/en/{path}")

    assert answer.status_code == 200
    assert any(sign in answer.content.decode() for sign in ('class="empty"', 'class="quiet"'))


def test_hostile_words_of_a_source_stay_words(page: Read, record: Any) -> None:
    Source.objects.update(title='<script>alert("x")</script>‮', url="javascript:alert(1)")

    words = page("/en/sources/mofa-2012/")

    assert "<script>alert" not in words
    assert 'href="javascript:' not in words


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_first_page_speaks_the_language_of_its_address(language: str, page: Read, record: Any) -> None:
    said = {"en": "What is overdue", "ru": "Что просрочено", "ja": "期限を過ぎたもの"}

    words = page(f"/{language}/")

    assert f'<html lang="{language}"' in words
    assert said[language] in words


def test_page_carries_no_inline_script_style_or_handler(page: Read, record: Any) -> None:
    for path, _ in PAGES:
        words = page(f"/en/{path}")
        assert " style=" not in words
        # Data, which nothing runs, and the file of htmx, which opens what a page of a text folds away.
        assert re.findall(r'<script(?! type="application/ld\+json">| src="/static/nemawashi/vendor/htmx-)', words) == []
        assert " onclick=" not in words
