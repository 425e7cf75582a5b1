"""What a page says of itself: permanent address, other languages, how to cite it, and what programs read in it."""

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client

from nemawashi.access import log
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import PUBLIC
from nemawashi.meetings.models import Meeting
from nemawashi.portal import permanent
from nemawashi.sources.models import RecordRow

Read = Callable[[str], str]
LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)

ROWS = {
    "meeting/fmm-2012-tokyo": "meetings/fmm-2012-tokyo/",
    "text/statement-2012": "texts/statement-2012/",
    "party/japan": "parties/japan/",
    "person/gemba": "people/gemba/",
    "organisation/sea-bank": "organisations/sea-bank/",
    "remit/remit-buoys": "remits/remit-buoys/",
    "track/fmm": "tracks/fmm/",
    "pillar/business-promotion": "pillars/business-promotion/",
    "commitment/com-1": "commitments/com-1/",
    "recommendation/rec-1": "recommendations/rec-1/",
    "assistance/package-2012": "assistance/package-2012/",
    "concept/corridor": "concepts/corridor/",
    "dialogue/c5plus1-us": "dialogues/c5plus1-us/",
    "source/mofa-2012": "sources/mofa-2012/",
    "conflict/c01-count": "conflicts/c01-count/",
}


def head(page: str) -> ElementTree.Element:
    """The links and metas of a page."""
    told = re.findall(r"<(?:link|meta)[^>]*>", page.partition("</head>")[0])
    return ElementTree.fromstring("<head>" + "".join(f"{each[:-1]}/>" for each in told) + "</head>")


def links(page: str, rel: str, **wanted: str) -> list[str]:
    return [
        str(each.get("href"))
        for each in head(page).iter("link")
        if each.get("rel") == rel and all(each.get(key) == value for key, value in wanted.items())
    ]


@pytest.mark.parametrize(("ref", "path"), ROWS.items())
@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_permanent_address_leads_to_the_page_in_the_readers_language(
    language: str, ref: str, path: str, client: Client, record: Any
) -> None:
    answer = client.get(f"/id/{ref}", headers={"accept-language": language})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/{language}/{path}")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/id/", "/en/"),
        ("/id/meetings", "/en/meetings/"),
        ("/id/take-away", "/en/take-away/"),
        ("/id/person/gemba", "/en/people/gemba/"),
        ("/id/track/fmm", "/en/tracks/fmm/"),
    ],
)
def test_lists_people_and_tracks_have_permanent_addresses_too(address: str, path: str, client: Client, record: Any) -> None:
    assert client.get(address).headers["Location"] == path


@pytest.mark.parametrize(
    "ref", ["meeting/nothing", "meeting/fmm-next", "text/draft-2027", "source/none", "draft/1", "secret"]
)
def test_what_is_not_there_and_what_is_not_public_answer_alike(ref: str, client: Client, record: Any) -> None:
    answer = client.get(f"/id/{ref}")

    assert answer.status_code == 404
    told = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).replace(ref, "")
    other = client.get("/id/meeting/not-a-meeting").content.decode().replace("meeting/not-a-meeting", "")
    assert told == re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", other)


@pytest.mark.parametrize(("ref", "path"), ROWS.items())
def test_page_names_its_permanent_address_and_the_other_languages(ref: str, path: str, page: Read, record: Any) -> None:
    told = page(f"/ru/{path}")

    assert links(told, "canonical") == [f"http://testserver/ru/{path}"]
    found = {code: links(told, "alternate", hreflang=code) for code in ("en", "ru", "ja", "x-default")}
    assert found == {code: [f"http://testserver/{code}/{path}"] for code in ("en", "ru", "ja")} | {
        "x-default": [f"http://testserver/id/{ref}"]
    }
    metas = {each.get("name"): each.get("content") for each in head(told).iter("meta")}
    assert metas["DC.identifier"] == f"http://testserver/id/{ref}"
    is_ours = not ref.startswith(("source/", "text/"))  # somebody else's work has its own address and licence
    elsewhere = "https://example.org/2012" if ref.startswith("source/") else metas["DC.identifier"]
    assert metas["citation_public_url"] == elsewhere
    assert metas["DC.isPartOf"] == "Nemawashi record of the Central Asia plus Japan Dialogue"
    assert metas["citation_title"] == metas["DC.title"] != ""
    assert metas.get("DC.rights") == ("https://creativecommons.org/licenses/by/4.0/" if is_ours else None)


@pytest.mark.parametrize("path", ["", *(f"{name}/" for name in permanent.LISTS)])
def test_every_list_has_its_links_and_can_be_cited(path: str, page: Read, record: Any) -> None:
    told = page(f"/ja/{path}")

    assert links(told, "alternate", hreflang="x-default") == [f"http://testserver/id/{path.rstrip('/')}"]
    assert "citation_title" not in told
    cited = f"/ja/{path}?" if path == "life-spans/" else f"/id/{path.rstrip('/')}"
    assert f"http://testserver{cited}" in told.partition("</head>")[2]  # figures are cited with all that was asked


def test_canonical_address_keeps_the_page_number_and_no_filter(page: Read, record: Any) -> None:
    told = page("/en/meetings/?year=2012&page=1&utm=x")

    assert links(told, "canonical") == ["http://testserver/en/meetings/?page=1"]
    assert links(told, "alternate", hreflang="ru") == ["http://testserver/ru/meetings/?page=1"]


def test_cite_line_tells_title_version_and_permanent_address(page: Read, record: Any) -> None:
    RecordRow.objects.create(
        file="meetings", key="x", line=1, object_ref="meeting/x", digest="", data={},
        loaded_at=dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC),
    )  # fmt: skip
    cache.clear()

    told = page("/en/meetings/fmm-2012-tokyo/")

    assert (
        "“4th Foreign Ministers&#x27; Meeting, Tokyo”. Nemawashi record of the Central Asia plus Japan Dialogue, version "
        "of 2026-01-15. http://testserver/id/meeting/fmm-2012-tokyo. CC BY 4.0."
    ) in told


def test_version_follows_public_acts_and_no_others(page: Read, record: Any) -> None:
    first, second = (dt.datetime(2026, 3, day, tzinfo=dt.UTC) for day in (1, 2))
    log.enter("meeting.held", record.tokyo, by=PUBLIC, at=first, visibility=Visibility.PUBLIC)
    log.enter("text.revised", record.draft, by=PUBLIC, at=second, visibility=Visibility.PARTIES)
    cache.clear()

    assert "version of 2026-03-01" in page("/en/parties/")


def test_meeting_is_an_event_as_precise_as_the_record(page: Read, record: Any) -> None:
    (block,) = LD.findall(page("/en/meetings/fmm-2012-tokyo/"))
    told = json.loads(block)

    assert (told["@type"], told["name"]) == ("Event", "4th Foreign Ministers' Meeting, Tokyo")
    assert (told["startDate"], told["endDate"]) == ("2012-11-10", "2012-11-10")
    assert told["eventStatus"] == "https://schema.org/EventScheduled"
    assert told["location"]["address"] == {"@type": "PostalAddress", "addressLocality": "Tokyo", "addressCountry": "Japan"}
    assert told["organizer"] == [{"@type": "Organization", "name": "Japan"}]
    assert told["@id"] == "http://testserver/id/meeting/fmm-2012-tokyo"


@pytest.mark.parametrize(
    ("changes", "key", "value"),
    [
        ({"start_on": None, "end_on": None, "about_on": "2012-11"}, "startDate", "2012-11"),
        ({"state": "lapsed"}, "eventStatus", "https://schema.org/EventCancelled"),
        ({"state": "postponed", "is_published": True}, "eventStatus", "https://schema.org/EventPostponed"),
        ({"opens_at": "10:00", "zone": "Asia/Tokyo"}, "startDate", "2012-11-10T10:00:00+09:00"),
    ],
)
def test_event_tells_state_and_opening(changes: dict[str, Any], key: str, value: str, page: Read, record: Any) -> None:
    Meeting.objects.filter(slug="fmm-2012-tokyo").update(**changes)

    assert json.loads(LD.findall(page("/en/meetings/fmm-2012-tokyo/"))[0])[key] == value


def test_hostile_words_cannot_leave_the_block(page: Read, record: Any) -> None:
    hostile = "</script><script>alert(1)</script><!--\u2028&"
    Meeting.objects.filter(slug="fmm-2012-tokyo").update(venue=hostile)

    told = page("/en/meetings/fmm-2012-tokyo/")

    (block,) = LD.findall(told)
    assert json.loads(block)["location"]["name"] == hostile
    assert "<script>alert" not in told


def test_take_away_page_is_a_dataset(page: Read, record: Any) -> None:
    told = json.loads(LD.findall(page("/en/take-away/"))[0])

    assert (told["@type"], told["license"]) == ("Dataset", "https://creativecommons.org/licenses/by/4.0/")
    assert told["distribution"][0]["contentUrl"] == "http://testserver/en/take-away/nemawashi-caj-record.zip"


def test_desk_and_error_pages_have_no_permanent_address(client: Client, record: Any) -> None:
    assert "citation_" not in client.get("/en/meetings/nothing/").content.decode()
    assert "/id/" not in client.get("/en/meetings/?year=x").content.decode()
