"""Operations on a clause as a whole, and positions that go along with the words they stand on."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.texts.unchanged import span, words_of

from nemawashi.access.viewers import acting_as
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import ClauseStatus, Refusal

Done = Callable[..., Any]
Refused = Callable[..., str]


def whole(text: Text, who: Any, name: str = "host") -> queries.Negotiation:
    text.refresh_from_db()
    with acting_as(who(name)) as viewer:
        return queries.negotiation(text, viewer=viewer)


def words(text: Text, who: Any) -> list[str]:
    return [view.words for view in whole(text, who).standing]


@pytest.fixture
def asked(done: Done, clause: Clause) -> Callable[..., Any]:
    """Draft and table an operation with its place and target: ``asked("japan", "split", at="every")``."""

    def table(name: str, operation: str, told: str = "", *, before: str = "", on: Clause | None = None, **more: Any) -> Any:
        row = on or clause
        where = {"start": span(row, before)["start"], "end": span(row, before)["start"]} if before else {}
        draft = done(name, acts.draft_position, row, operation=operation, words=told, **where, **more)
        return done(name, acts.table_position, draft)

    return table


def test_a_new_clause_stands_before_or_after(done: Done, asked: Any, clause: Clause, who: Any) -> None:
    done("host", acts.accept_position, asked("japan", "new_clause_before", "They will exchange lists."))
    done("host", acts.accept_position, asked("japan", "new_clause", "They will report."))

    assert words(clause.text, who)[-3:] == ["They will exchange lists.", words_of(clause), "They will report."]


def test_numbers_stay_until_the_next_revision(done: Done, asked: Any, clause: Clause, who: Any) -> None:
    numbers = [view.number for view in whole(clause.text, who).standing]

    done("host", acts.accept_position, asked("japan", "new_clause_before", "They will exchange lists."))
    done("host", acts.accept_position, asked("kazakhstan", "new_clause", "They will report."))
    between = [view.number for view in whole(clause.text, who).standing]
    revision = done("host", acts.issue_revision, clause.text)

    assert (numbers, between) == (["", "1"], ["", "1 pre", "1", "1 bis"])
    assert [row["number"] for row in revision.snapshot] == ["", "1", "2", "3"]
    assert [view.number for view in whole(clause.text, who).standing] == ["", "1", "2", "3"]


def test_a_clause_moves_behind_another_with_its_positions(
    done: Done, asked: Any, tabled: Done, clause: Clause, who: Any
) -> None:
    title = Clause.objects.get(text=clause.text, kind="title")
    year = tabled("kazakhstan", clause, "replace", "2031", on="2030")
    last = asked("japan", "new_clause", "They will report.")
    done("host", acts.accept_position, last)
    new = next(view.clause for view in whole(clause.text, who).standing if view.words == "They will report.")

    done("host", acts.accept_position, asked("japan", "move", on=new, target=title))

    assert words(clause.text, who)[:2] == [title.wordings.get(language="en").words, "They will report."]
    found = whole(clause.text, who).find(year.pk)
    assert found is not None
    assert (found[0].clause.pk, found[1].before) == (clause.pk, "2030")


def test_positions_go_along_when_their_clause_is_split(
    done: Done, asked: Any, tabled: Done, clause: Clause, who: Any
) -> None:
    early = tabled("kazakhstan", clause, "replace", "states", on="parties")
    late = tabled("uzbekistan", clause, "replace", "2031", on="2030")
    sealed = done("tajikistan", acts.draft_position, clause, operation="delete", **span(clause, "by 2030"))

    done("host", acts.accept_position, asked("japan", "split", before="every year"))

    text = clause.text
    assert words(text, who)[-2:] == ["The parties will meet", "every year by 2030."]
    places = {}
    for row in (early, late):
        found = whole(text, who).find(row.pk)
        assert found is not None
        places[row.pk] = (found[0].words, found[1].before)
    assert places == {
        early.pk: ("The parties will meet", "parties"),
        late.pk: ("every year by 2030.", "2030"),
    }
    own = [(view.words, row.before) for view in whole(text, who, "tajikistan").standing for row in view.drafts]
    assert own == [("every year by 2030.", "by 2030")]
    tabled_late = done("tajikistan", acts.table_position, sealed)
    assert (tabled_late.clause_id != clause.pk, tabled_late.start) == (True, 11)


def test_split_and_merge_again_give_the_same_words_and_the_same_places(
    done: Done, asked: Any, tabled: Done, clause: Clause, who: Any
) -> None:
    before = words_of(clause)
    late = tabled("uzbekistan", clause, "replace", "2031", on="2030")
    done("host", acts.accept_position, asked("japan", "split", before="every year"))
    clause.refresh_from_db()

    done("host", acts.accept_position, asked("japan", "merge"))

    found = whole(clause.text, who).find(late.pk)
    assert found is not None
    assert (words_of(clause), found[0].clause.pk, found[1].before) == (before, clause.pk, "2030")
    done("host", acts.accept_position, late)
    assert words_of(clause) == "The parties will meet every year by 2031."


@pytest.mark.parametrize(
    ("operation", "told", "change", "why"),
    [
        ("split", "", {"start": 0, "end": 0}, Refusal.NOTHING_TO_SPLIT),
        ("split", "", {"start": 3, "end": 5}, Refusal.OUT_OF_THE_CLAUSE),
        ("merge", "", {}, Refusal.NOTHING_TO_MERGE),
        ("move", "", {}, Refusal.NO_TARGET),
        ("footnote", "", {"start": 3, "end": 3}, Refusal.NO_WORDS),
        ("placeholder", "figure", {"start": 400, "end": 400}, Refusal.OUT_OF_THE_CLAUSE),
    ],
)
def test_operations_that_make_no_sense_are_refused(
    refused: Refused, clause: Clause, operation: str, told: str, change: Any, why: str
) -> None:
    assert refused("japan", acts.draft_position, clause, operation=operation, words=told, **change) == why


def test_a_footnote_is_sealed_with_its_clause(done: Done, asked: Any, clause: Clause, who: Any, now: dt.datetime) -> None:
    plain = whole(clause.text, who).digests()["en"]

    done("host", acts.accept_position, asked("japan", "footnote", "Without prejudice.", before=" by 2030"))

    after = whole(clause.text, who)
    view = after.of(clause.pk)
    assert view.notes == ((32, "Without prejudice."),)
    assert view.words == "The parties will meet every year by 2030."
    assert after.digests()["en"] != plain
    assert [row.get("notes") for row in after.snapshot()][-1] == [[32, "Without prejudice."]]


def test_a_placeholder_stands_in_the_way_and_is_no_words(asked: Any, refused: Refused, clause: Clause, who: Any) -> None:
    row = asked("japan", "placeholder", "number of officers", before=" by 2030")

    view = whole(clause.text, who).of(clause.pk)
    assert view.status == ClauseStatus.CONTESTED
    assert refused("host", acts.accept_position, row) == Refusal.NOTHING_TO_ACCEPT


def test_reserves_hold_the_clause_or_the_text(asked: Any, done: Done, clause: Clause, who: Any) -> None:
    scrutiny = asked("japan", "scrutiny_reserve")
    general = asked("kazakhstan", "general_reserve", "until the budget is known")

    text = whole(clause.text, who)
    assert text.of(clause.pk).status == ClauseStatus.RESERVED
    assert ([row.codes for row in text.general_reserves], text.open_clauses) == ([("KAZ",)], 2)
    done("japan", acts.withdraw_position, scrutiny)
    assert whole(clause.text, who).open_clauses == 1
    done("kazakhstan", acts.withdraw_position, general)
    assert whole(clause.text, who).open_clauses == 0


@pytest.mark.parametrize(
    ("one", "other"), [("split", "alternative"), ("merge", "delete_clause"), ("move", "move"), ("merge", "move")]
)
def test_moves_of_the_whole_clause_collide(
    asked: Any, refused: Refused, clause: Clause, one: str, other: str, who: Any, done: Done
) -> None:
    title = Clause.objects.get(text=clause.text, kind="title")
    done("host", acts.accept_position, asked("tajikistan", "new_clause", "They will report."))
    told = {"split": {"before": "every"}, "move": {"target": title}}
    words = {"alternative": "They meet."}
    row = asked("japan", one, words.get(one, ""), **told.get(one, {}))
    asked("kazakhstan", other, words.get(other, ""), **told.get(other, {}))

    assert refused("host", acts.accept_position, row) == Refusal.COLLIDES


def test_a_split_inside_words_that_others_replace_collides(
    asked: Any, tabled: Done, refused: Refused, clause: Clause
) -> None:
    tabled("kazakhstan", clause, "replace", "meet often", on="meet every year")
    row = asked("japan", "split", before="every year")

    assert refused("host", acts.accept_position, row) == Refusal.COLLIDES


def test_many_clauses_in_one_gap_keep_their_order(done: Done, asked: Any, clause: Clause, who: Any) -> None:
    """Ranks are halved at each step; before a float runs out of digits they are dealt anew."""
    for at in range(30):
        done("host", acts.accept_position, asked("japan", "new_clause", f"Step {at} is taken."))

    steps = [each for each in words(clause.text, who) if each.startswith("Step")]
    assert steps == [f"Step {at} is taken." for at in reversed(range(30))]


def test_a_draft_that_a_split_carried_away_is_changed_on_its_new_clause(
    done: Done, asked: Any, clause: Clause, client_of: Any, who: Any
) -> None:
    draft = done("japan", acts.draft_position, clause, operation="replace", words="2031", **span(clause, "2030"))
    done("host", acts.accept_position, asked("kazakhstan", "split", before="every year"))
    page = client_of("japan").get(f"/desk/acts/redraft_position/{draft.pk}/").content.decode()
    assert "every year by 2031." in page

    told = {"way": "edit", "clause_words": "every year by 2032.", "seen": str(draft.version)}
    answer = client_of("japan").post(f"/desk/acts/redraft_position/{draft.pk}/", told)

    own = [(view.words, row.draft.words) for view in whole(clause.text, who, "japan").standing for row in view.drafts]
    assert (answer.status_code, own) == (302, [("every year by 2030.", "2032")])


@pytest.mark.parametrize(
    ("operation", "told", "kept"), [("footnote", "Note.", "year[^] by 2030."), ("move", "", "selected")]
)
def test_a_draft_is_changed_from_where_it_was_left(
    done: Done, clause: Clause, client_of: Any, operation: str, told: str, kept: str
) -> None:
    title = Clause.objects.get(text=clause.text, kind="title")
    where = {"start": 32, "end": 32} if operation == "footnote" else {"target": title}
    draft = done("japan", acts.draft_position, clause, operation=operation, words=told, **where)

    page = client_of("japan").get(f"/desk/acts/redraft_position/{draft.pk}/").content.decode()

    assert kept in page
    if operation == "move":
        assert f'<option value="{title.pk}" selected>' in page


def test_the_chair_orders_words_for_one_place_by_saying_which_stand_last(
    refused: Refused, done: Done, clause: Clause, who: Any
) -> None:
    place = span(clause, "2030")["start"]
    rows = {}
    for name, words_ in (("japan", "the end of "), ("kazakhstan", "spring "), ("uzbekistan", "May ")):
        draft = done(name, acts.draft_position, clause, operation="insert", words=words_, start=place, end=place)
        rows[name] = done(name, acts.table_position, draft)
    assert refused("host", acts.accept_position, rows["japan"]) == Refusal.COLLIDES

    for name in ("uzbekistan", "kazakhstan"):
        done("host", acts.accept_position, rows[name], stands_last=True)
    done("host", acts.accept_position, rows["japan"])

    assert words_of(clause).endswith("by the end of spring May 2030.")


def test_new_clauses_for_one_place_are_ordered_the_same_way(
    refused: Refused, done: Done, asked: Any, clause: Clause, who: Any
) -> None:
    one, other = asked("japan", "new_clause", "They will report."), asked("kazakhstan", "new_clause", "They will review.")
    assert refused("host", acts.accept_position, one) == Refusal.COLLIDES

    done("host", acts.accept_position, other, stands_last=True)
    done("host", acts.accept_position, one)

    assert words(clause.text, who)[-2:] == ["They will report.", "They will review."]


def test_an_order_helps_nothing_against_words_that_others_want_out(
    refused: Refused, done: Done, tabled: Done, clause: Clause
) -> None:
    place = span(clause, "every year")["start"] + 6
    draft = done("japan", acts.draft_position, clause, operation="insert", words="second ", start=place, end=place)
    row = done("japan", acts.table_position, draft)
    tabled("kazakhstan", clause, "delete", on="every year")

    assert refused("host", acts.accept_position, row, stands_last=True) == Refusal.COLLIDES
