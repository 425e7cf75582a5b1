"""The page of a text and its sisters: what stands among the words, on the wall, and on every sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from tests.texts.unchanged import words_of

from nemawashi.desk.following.meetings import next_step
from nemawashi.desk.negotiating import sharing
from nemawashi.desk.negotiating.printing import _quoted
from nemawashi.meetings.models import Meeting
from nemawashi.texts import acts

pytestmark = pytest.mark.usefixtures("played")
Browser = Callable[[str], Any]


@pytest.fixture
def fmm(played: None, db: None) -> Meeting:
    return Meeting.objects.get(track__slug="fmm", state="announced")


def _body(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def _statements(client: Any, path: str) -> int:
    _body(client, path)
    with CaptureQueriesContext(connection) as asked:
        _body(client, path)
        return len(asked)


def test_every_sheet_says_symbol_distribution_and_page(client_of: Browser, clause: Any) -> None:
    text = clause.text
    page = _body(client_of("japan"), f"/desk/texts/{text.slug}/")
    answer = client_of("japan").get(f"/desk/texts/{text.slug}/paper.css")
    style = re.sub(r"\\([0-9a-f]{6})", lambda sign: chr(int(sign[1], 16)), answer.content.decode())

    assert f'<link rel="stylesheet" href="/desk/texts/{text.slug}/paper.css" media="print">' in page
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/css; charset=utf-8", "private, no-store")
    assert f'@top-left {{ content: "{text.revisions.last().symbol}"; }}' in style
    assert '@top-center { content: "Limited"; }' in style
    assert 'counter(page) " / " counter(pages)' in style
    assert client_of("expert").get(f"/desk/texts/{text.slug}/paper.css").status_code == 404


def test_a_symbol_cannot_leave_its_string_in_the_style() -> None:
    assert _quoted('A"; } *\n{ \\') == '"A\\000022\\00003b\\000020\\00007d\\000020\\00002a\\00000a\\00007b\\000020\\00005c"'


def test_the_first_step_after_a_meeting_and_the_texts_among_its_documents(client_of: Browser, fmm: Meeting) -> None:
    page = _body(client_of("japan"), f"/desk/meetings/{fmm.slug}/")
    of_the_host = _body(client_of("host"), f"/desk/meetings/{fmm.slug}/")

    assert "Your party answers the invitation, and names its delegates." in page
    assert "It opens; until then its agenda and its texts are prepared." in of_the_host
    assert re.search(r'<a href="/desk/texts/fmm-[^"]+/">Joint Statement of the Tenth', page)
    assert next_step("cancelled") == ""


def test_words_of_other_operations_stand_in_the_text_and_on_the_wall(client_of: Browser, done: Any, clause: Any) -> None:
    for operation, words in (("new_clause", "They will report."), ("alternative", "Each party reports.")):
        draft = done("japan", acts.draft_position, clause, operation=operation, words=words)
        done("japan", acts.table_position, draft)
    place = words_of(clause).index(" by 2030")
    note = done(
        "uzbekistan", acts.draft_position, clause, operation="footnote", words="As in 2012.", start=place, end=place
    )
    done("uzbekistan", acts.table_position, note)
    pages = [_body(client_of("kazakhstan"), f"/desk/texts/{clause.text.slug}/{page}") for page in ("", "screen/")]

    for page in pages:
        seen = re.sub(r"<[^>]*>", "", page)
        assert "1 bis. JPN: They will report." in seen
        assert "ALT JPN: Each party reports." in seen
        assert "UZB: footnote: As in 2012." in seen


@pytest.mark.parametrize(("count", "size"), [(1, 1), (3, 2), (40, 6)])
def test_the_more_words_the_smaller_they_stand_on_the_wall(
    client_of: Browser, tabled: Any, clause: Any, count: int, size: int
) -> None:
    for n in range(count):
        tabled("japan", clause, "replace", f"203{n % 10}, if all agree" if count > 1 else "2031", on="2030")

    assert f"screen__wall--{size}" in _body(client_of("host"), f"/desk/texts/{clause.text.slug}/screen/")


def test_the_page_asks_the_same_statements_for_one_proposal_and_for_three(
    client_of: Browser, done: Any, clause: Any
) -> None:
    page, japan = f"/desk/texts/{clause.text.slug}/", client_of("japan")

    def put(words: str) -> int:
        draft = done("kazakhstan", acts.draft_position, clause, operation="new_clause", words=words)
        done("kazakhstan", acts.table_position, draft)
        return _statements(japan, page)

    assert [put("One."), put("Two."), put("Three.")] == [9, 9, 9]
    sharing.shelf.forget()
    with CaptureQueriesContext(connection) as asked:  # with what stands ready for a delegation once one of it has asked
        _body(japan, page)
    assert len(asked) == 17


def test_words_of_the_readers_language_stand_beside(client_of: Browser, statement: Any) -> None:
    page = f"/desk/texts/{statement.slug}/"
    japan = client_of("japan")
    own, chosen = _body(japan, page), _body(japan, f"{page}?beside=ja")
    japan.cookies["django_language"] = "ja"

    assert ("clause__beside" in own, '<p class="clause__beside" lang="ja">' in chosen) == (False, True)
    assert '<p class="clause__beside" lang="ja">' in _body(japan, page)
    assert "clause__beside" not in _body(client_of("japan"), f"{page}?beside=xx")


def test_clauses_without_brackets_are_one_choice_whether_brackets_stood_or_not(
    client_of: Browser, done: Any, tabled: Any, clause: Any
) -> None:
    done("kazakhstan", acts.withdraw_position, tabled("kazakhstan", clause, "replace", "2031", on="2030"))
    page = _body(client_of("japan"), f"/desk/texts/{clause.text.slug}/?state=open")

    assert page.count("No brackets</option>") == 1
    assert "The parties will meet every year by 2030." in page


@pytest.mark.one_database
def test_a_page_that_was_told_of_something_new_is_given_its_workspace_alone(client_of: Browser, clause: Any) -> None:
    client, address = client_of("kazakhstan"), f"/desk/texts/{clause.text.slug}/"

    page = _lines(client.get(address))
    part = _lines(client.get(address, headers={"X-Live": "1"}))

    assert part[:2] == ["<div", 'id="workspace"']
    start = page.index('id="workspace"') - 1
    assert page[start : start + len(part)] == part


def _lines(answer: Any) -> list[str]:
    """What a page says line by line, without what is another one in each answer."""
    words = re.sub(r'value="[^"]*"', "", answer.content.decode())
    return [line.strip() for line in words.splitlines() if line.strip()]


@pytest.mark.one_database
def test_what_changed_about_the_meeting_stands_on_the_page_at_once(client_of: Browser, clause: Any) -> None:
    page, japan = f"/desk/texts/{clause.text.slug}/", client_of("japan")
    before = _body(japan, page)

    Meeting.objects.filter(pk=clause.text.meeting_id).update(zone="Pacific/Auckland", version=F("version") + 1)

    assert ["Auckland" in each for each in (before, _body(japan, page))] == [False, True]
