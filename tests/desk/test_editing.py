"""A clause edited where it stands: drafts or positions, all or none, and nobody outside sees what was only saved."""

import re
from typing import Any

import pytest
from tests.texts.unchanged import words_of

from nemawashi.access.viewers import acting_as
from nemawashi.parties.models import Membership
from nemawashi.texts import acts
from nemawashi.texts.models import Position, Wording
from nemawashi.texts.positions import DraftPosition

TYPED = "The parties should meet every year by 2031."


@pytest.fixture
def box(client_of: Any, clause: Any) -> Any:
    """Type into the box of the clause and press a button: ``box("japan", TYPED, "table")``."""

    def send(name: str, typed: str, save: str, **more: str) -> Any:
        client, address = client_of(name), f"/desk/texts/{clause.text.slug}/clauses/{clause.pk}/edit/"
        page = client.get(address).content.decode()
        once = re.search(r'name="once" value="([^"]+)"', page)
        fields = {"edit_words": typed, "edit_why": "", "wording": "1", "once": once[1] if once else "", "save": save}
        return client.post(address, fields | more)

    return send


@pytest.fixture
def drafts(viewer: Any) -> Any:
    """The drafts of a delegation: their operations and words."""

    def of(name: str) -> list[tuple[str, str]]:
        with acting_as(viewer(name)):
            rows = sorted(DraftPosition.objects.filter(state="draft"), key=lambda row: row.start)
            return [(str(row.operation), row.words) for row in rows]

    return of


def test_the_box_holds_the_words_and_comes_alone_where_a_page_asks_for_it(client_of: Any, clause: Any) -> None:
    address = f"/desk/texts/{clause.text.slug}/clauses/{clause.pk}/edit/"
    japan = client_of("japan")
    whole, part = (japan.get(address, headers=h).content.decode() for h in ({}, {"HX-Request": "true"}))

    assert words_of(clause) in part
    assert ("<form" in whole, "<form" in part, "<html" in part) == (True, False, False)


def test_save_drafts_each_change_and_save_and_table_tables_it(box: Any, clause: Any, drafts: Any) -> None:
    before = Position.objects.count()

    assert box("japan", TYPED, "draft", edit_why="Budget.").status_code == 302
    assert drafts("japan") == [("replace", "should"), ("replace", "2031")]
    assert (drafts("kazakhstan"), Position.objects.count()) == ([], before)

    answer = box("kazakhstan", TYPED, "table")
    assert answer["Location"] == f"/desk/texts/{clause.text.slug}/#c-{clause.pk}"
    tabled = Position.objects.filter(clause=clause).order_by("start").values_list("operation", "words")
    assert (list(tabled), drafts("kazakhstan")) == ([("replace", "should"), ("replace", "2031")], [])


def test_a_second_press_is_not_done_twice(box: Any, client_of: Any, clause: Any, drafts: Any) -> None:
    once = "6dd0b6a0-9d0a-4bb1-8dc4-3a6a6a3f31c2"

    answers = [box("japan", TYPED, "draft", once=once).status_code for _ in range(2)]

    assert (answers, len(drafts("japan"))) == ([302, 409], 2)


@pytest.mark.parametrize(
    ("typed", "more", "status", "sentence"),
    [
        (None, {}, 422, "This changes nothing in the paragraph."),
        (TYPED, {"wording": "7"}, 409, "These words were changed meanwhile"),
        ("A\u202eb", {}, 422, "control characters"),
        ("A" * 30_000, {}, 422, "at most"),
    ],
)
def test_what_cannot_be_taken_is_told_and_kept(
    box: Any, clause: Any, drafts: Any, typed: str | None, more: dict[str, str], status: int, sentence: str
) -> None:
    answer = box("japan", words_of(clause) if typed is None else typed, "draft", **more)

    assert (answer.status_code, drafts("japan")) == (status, [])
    assert sentence in answer.content.decode()


def test_nothing_is_drafted_where_tabling_is_refused(box: Any, done: Any, clause: Any, drafts: Any) -> None:
    done("host", acts.close_clause, clause)
    before = Position.objects.count()

    answer = box("japan", TYPED, "table")

    assert (answer.status_code, drafts("japan"), Position.objects.count()) == (409, [], before)


@pytest.mark.parametrize(("name", "status"), [("host", 422), ("japan-watcher", 422), ("expert", 404)])
def test_who_may_not_draft_is_told_or_finds_nothing(client_of: Any, clause: Any, name: str, status: int) -> None:
    answer = client_of(name).get(f"/desk/texts/{clause.text.slug}/clauses/{clause.pk}/edit/")

    assert answer.status_code == status
    assert 'name="edit_words"' not in answer.content.decode()
    assert Wording.objects.filter(clause=clause, language="en").count() == 1


@pytest.mark.parametrize(("role", "offers"), [("member", True), ("drafter", False)])
def test_tabling_at_once_is_offered_to_those_who_may(client_of: Any, clause: Any, role: str, offers: bool) -> None:
    Membership.objects.filter(user__username="japan-watcher").update(role=role)
    page = client_of("japan-watcher").get(f"/desk/texts/{clause.text.slug}/clauses/{clause.pk}/edit/").content.decode()

    assert ('value="draft"' in page, 'value="table"' in page) == (True, offers)
