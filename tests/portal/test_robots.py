"""What programs ask a site before its pages, what pages elsewhere may read, and what is suggested to who types."""

import time
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from nemawashi.portal import addresses, checks, contact, names, suggesting
from nemawashi.search import index

pytestmark = pytest.mark.one_database

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def _tree(client: Client, path: str) -> ElementTree.Element:
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def test_robots_may_read_what_is_public_and_are_led_to_the_map(client: Client, record: Any) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *"
    assert {"Disallow: /desk/", "Disallow: /*/search/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def test_a_demonstration_asks_to_be_left_alone(client: Client, settings: Any, db: None) -> None:
    settings.DEMO = True

    assert client.get("/robots.txt").content.decode().split("\n") == ["User-agent: *", "Disallow: /", "", ""]


def test_every_page_stands_in_the_map_in_three_languages(client: Client, record: Any) -> None:
    parts = [each.text for each in _tree(client, "/sitemap.xml").iter(f"{MAP}loc")]
    urls = [url for part in parts for url in _tree(client, str(part).removeprefix("http://testserver")).iter(f"{MAP}url")]
    found = {str(url[0].text): [link.get("hreflang") for link in url.iter(LINK)] for url in urls}

    assert len(parts) == 1 + len(addresses.PAGES)
    assert found["http://testserver/ru/meetings/fmm-2012-tokyo/"] == ["en", "ru", "ja"]
    assert {client.get(url).status_code for url in found} == {200}


def test_every_noun_with_pages_has_its_rows_in_the_map(record: Any) -> None:
    """A noun whose rows ``names`` does not know would be left out of the map without a word."""
    from nemawashi.access.viewers import PUBLIC

    assert [noun for noun in addresses.PAGES if names.rows_of(noun, PUBLIC) is None] == []


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("desk@example.org", "mailto:desk@example.org"),
        ("https://example.org/write", "https://example.org/write"),
        ("http://example.org", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_contact_is_a_mail_address_or_a_page(given: str, address: str, settings: Any) -> None:
    settings.CONTACT = given

    assert contact.address() == address
    assert bool(checks.somebody_can_be_written_to(None)) == (not address)


def test_security_txt_names_the_contact_and_ends(client: Client, settings: Any, db: None) -> None:
    settings.CONTACT = "desk@example.org"

    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    assert lines[0] == "Contact: mailto:desk@example.org"
    assert lines[1].startswith("Expires: 20")
    assert lines[3] == "Canonical: http://testserver/.well-known/security.txt"


def test_without_a_contact_there_is_no_security_txt_and_the_reason_is_told(client: Client, settings: Any, db: None) -> None:
    settings.CONTACT = ""

    answer = client.get("/.well-known/security.txt")

    assert (answer.status_code, answer.content.decode()) == (404, contact.UNSET)


def test_the_icon_is_one(client: Client, db: None) -> None:
    answer = client.get("/favicon.ico")

    assert answer.headers["Content-Type"] == "image/x-icon"
    assert answer.content[:6] == b"\0\0\1\0\2\0"


def test_browsers_are_told_how_to_search(client: Client, record: Any) -> None:
    page = client.get("/ja/")
    tree = ElementTree.fromstring(client.get("/ja/opensearch.xml").content)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"

    assert 'href="/ja/opensearch.xml"' in page.content.decode()
    assert [each.get("template") for each in tree.iter(f"{space}Url")] == [
        "http://testserver/ja/search/?q={searchTerms}",
        "http://testserver/ja/search/suggestions/?q={searchTerms}&form=json",
    ]
    assert len(str(tree.findtext(f"{space}ShortName"))) <= 16


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/meetings/", "/en/feeds/meetings.ics", "/en/feeds/meetings.atom", "/en/pictures/timeline.csv",
        "/en/references/meeting/fmm-2012-tokyo.ris",
    ],
)  # fmt: skip
def test_pages_elsewhere_may_read_what_is_for_programs(path: str, client: Client, record: Any) -> None:
    answer = client.get(path, headers={"Origin": "https://notebook.example"})
    before = client.options(path, headers={"Origin": "https://notebook.example", "Access-Control-Request-Method": "GET"})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert (before.status_code, before.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert "If-None-Match" in before.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("path", ["/en/", "/desk/", "/sign-in/", "/en/feeds/own/none.ics"])
def test_pages_elsewhere_may_read_no_page_of_ours(path: str, client: Client, record: Any) -> None:
    answer = client.get(path, headers={"Origin": "https://notebook.example"})
    before = client.options(path, headers={"Access-Control-Request-Method": "GET"})

    assert "Access-Control-Allow-Origin" not in answer.headers
    assert before.headers.get("Access-Control-Allow-Methods") is None or path == "/en/"


@pytest.mark.parametrize(
    ("language", "typed", "name"),
    [
        ("en", "kaz", "Kazakhstan"),
        ("ru", "kaz", "Казахстан"),
        ("en", "Казах", "Kazakhstan"),
        ("ja", "玄葉", "玄葉光一郎"),
        ("en", "koichiro g", "Koichiro Gemba"),
        ("en", "tokyo min", "4th Foreign Ministers' Meeting, Tokyo"),
    ],
)
def test_names_are_suggested_as_one_types(language: str, typed: str, name: str, client: Client, record: Any) -> None:
    index.rebuild()

    asked = {"q": typed, "form": "json"}
    echoed, suggested = client.get(f"/{language}/search/suggestions/", asked).json()

    assert echoed == typed
    assert name in suggested


def test_nothing_is_suggested_for_little_or_too_much(client: Client, record: Any) -> None:
    index.rebuild()

    assert [suggesting.suggestions(typed) for typed in ("", " ", "k", "x" * 101, "zzzz")] == [[]] * 5
    assert client.get("/en/search/suggestions/?q=zzzz").content.decode().strip() == ""


def test_suggestions_are_quick(record: Any) -> None:
    """Five milliseconds of this processor, once the names are kept."""
    index.rebuild()
    suggesting.suggestions("warm")
    started = time.process_time()

    for _ in range(20):
        suggesting.suggestions("tokyo m")

    assert (time.process_time() - started) / 20 < 0.005


def test_a_name_in_other_letters_is_told_beside(client: Client, record: Any) -> None:
    index.rebuild()

    options = client.get("/en/search/suggestions/", {"q": "玄葉"}).content.decode()

    assert '<option value="Koichiro Gemba">玄葉光一郎</option>' in options
