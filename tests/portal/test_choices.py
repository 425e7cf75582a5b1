"""Choices that a page does not know are answered with a sentence, never ignored and never with a failure."""

from collections.abc import Callable
from typing import Any

import pytest

LISTS = ["meetings", "texts", "commitments", "recommendations", "assistance", "sources", "conflicts"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("meetings/?track=nothing", "is not a choice for “track”"),
        ("meetings/?host=nobody", "is not a choice for “host”"),
        ("meetings/?year=20x2", "is not a year"),
        ("meetings/?year=٢٠١٢", "is not a year"),
        ("meetings/?track=fmm&track=expert", "more than once"),
        ("texts/?type=poem", "is not a choice for “type”"),
        ("commitments/?state=forgotten", "is not a choice for “state”"),
        ("commitments/?pillar=sixth", "is not a choice for “pillar”"),
        ("recommendations/?link=maybe", "is not a choice for “link”"),
        ("assistance/?sphere=war", "is not a choice for “sphere”"),
        ("assistance/?kind=gift", "is not a choice for “kind”"),
        ("sources/?kind=rumour", "is not a choice for “kind”"),
        ("sources/?language=xx", "is not a choice for “language”"),
        ("sources/?page=abc", "is not a page number"),
        ("sources/?page=99", "There is no page 99"),
        ("sources/?page=0", "There is no page 0"),
        ("sources/?page=-1", "is not a page number"),
        ("sources/?page=99999999999", "is not a page number"),
        (f"sources/?q={'x' * 101}", "at most 100 characters"),
        ("conflicts/?found=quarrel", "is not a choice for “found”"),
    ],
)
def test_unknown_choice_is_refused_with_a_sentence(path: str, told: str, client: Any, record: Any) -> None:
    answer = client.get(f"/en/{path}")

    assert answer.status_code == 400
    assert told in answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", ["q=%00", "page=%00", "track=a%00b", "q=%ff%fe", "page=" + "9" * 5000])
def test_hostile_query_never_fails(name: str, query: str, client: Any, record: Any) -> None:
    client.raise_request_exception = False

    assert client.get(f"/en/{name}/?{query}").status_code in (200, 400)


@pytest.mark.parametrize("tail", ["%00", "a%00b", "x" * 3000, "..%2f..%2fetc", "%E2%80%AE", "<script>"])
def test_hostile_address_never_fails(tail: str, client: Any, record: Any) -> None:
    client.raise_request_exception = False

    assert client.get(f"/en/meetings/{tail}/").status_code in (400, 404)


@pytest.mark.parametrize(
    ("path", "told", "untold"),
    [
        ("meetings/?track=fmm&year=2012&host=japan", "fmm-2012-tokyo", 'class="empty"'),
        ("meetings/?track=expert", 'class="empty"', "fmm-2012-tokyo"),
        ("meetings/?year=2013", 'class="empty"', "fmm-2012-tokyo"),
        ("commitments/?pillar=business-promotion", "com-1", 'class="empty"'),
        ("commitments/?pillar=none", 'class="empty"', "commitments/com-1/"),
        ("sources/?q=joint", "mofa-2012", 'class="empty"'),
        ("sources/?q=nothing", 'class="empty"', "sources/mofa-2012/"),
        ("recommendations/?link=inferred&q=water", "rec-1", 'class="empty"'),
        ("assistance/?sphere=trade&recipient=kazakhstan", "package-2012", 'class="empty"'),
        ("assistance/?recipient=japan", 'class="empty"', "assistance/package-2012/"),
        ("conflicts/?found=open", 'class="empty"', "conflicts/c01-count/"),
        ("conflicts/?found=single source&q=meetings", "conflicts/c01-count/", 'class="empty"'),
        ("conflicts/?between=founding", 'class="empty"', "conflicts/c01-count/"),
    ],
)
def test_choice_narrows_the_list(path: str, told: str, untold: str, page: Callable[[str], str], record: Any) -> None:
    words = page(f"/en/{path}")

    assert told in words
    assert untold not in words


def test_pages_are_for_reading_only(client: Any, record: Any) -> None:
    assert client.post("/en/meetings/").status_code == 405


def test_theme_is_kept_in_a_cookie_and_leads_back(client: Any, db: None) -> None:
    answer = client.post("/en/theme/", {"theme": "dark", "next": "/en/meetings/?year=2012"})

    assert answer.headers["Location"] == "/en/meetings/?year=2012"
    assert answer.cookies["theme"].value == "dark"
    assert 'data-theme="dark"' in client.get("/en/meetings/").content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_theme_never_leads_elsewhere(target: str, client: Any, db: None) -> None:
    answer = client.post("/en/theme/", {"theme": "<b>", "next": target})

    assert answer.headers["Location"] == "/"
    assert "theme" not in answer.cookies
