"""A zero draft is taken back, and a slip of the pen set right under no objection; drafts of delegations play no part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.texts.unchanged import span, words_of

from nemawashi.access.models import Entry, Notice
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.access.viewers import acting_as
from nemawashi.meetings.models import Meeting
from nemawashi.project import tending
from nemawashi.texts import acts, queries
from nemawashi.texts.acts.drafting import ZeroClause
from nemawashi.texts.models import Agreement, Clause, Text
from nemawashi.texts.terms import ClauseKind, Refusal

Done = Callable[..., Any]
NOT_THE_HOST = ["japan", "japan-watcher", "observer", "guest", "expert", "researcher"]
DAYS = dt.timedelta(days=3)


@pytest.fixture
def zero(done: Done, played: None, db: None) -> Text:
    clauses = [ZeroClause(ClauseKind.TITLE, {"en": "Plan"}), ZeroClause(ClauseKind.OPERATIVE, {"en": "They will meat."})]
    meeting = Meeting.objects.get(track__slug="fmm", state="announced")
    row: Text = done("host", acts.circulate_zero_draft, meeting, title="Plan", type="declaration", clauses=clauses)
    return row


def _operative(text: Text) -> Clause:
    return Clause.objects.select_related("text").get(text=text, kind="operative")


def _facts() -> Any:
    return Entry.objects.order_by("-seq")[0].facts


def test_take_back_zero_draft_keeps_it_to_be_read(logged: Done, refused: Done, zero: Text, who: Done) -> None:
    for name in NOT_THE_HOST:
        assert refused(name, acts.take_back_zero_draft, zero, why="x") is Refusal.NOT_THE_SECRETARIAT

    row, entries = logged("host", acts.take_back_zero_draft, zero, why="the wrong file")

    assert (row.state, _facts()["before"], _facts()["why"]) == ("taken_back", {"state": "zero_draft"}, "the wrong file")
    assert entries == [("text.taken_back", "", "parties", zero.ref)]
    whole = queries.negotiation(row, viewer=who("japan"), with_drafts=False)
    assert [view.words for view in whole.clauses] == ["Plan", "They will meat."]
    assert row not in queries.texts_in_negotiation(viewer=who("host"))
    circles = Notice.objects.filter(entry__event="text.taken_back").values_list("circle", flat=True)
    assert sorted(circles) == ["host", "negotiation"]
    assert refused("host", acts.take_back_zero_draft, row, why="x") is Refusal.NOT_A_ZERO_DRAFT


def test_take_back_zero_draft_neither_shows_nor_harms_a_draft(done: Done, refused: Done, zero: Text, who: Done) -> None:
    clause = _operative(zero)
    draft = done("japan", acts.draft_position, clause, operation="replace", words="meet", **span(clause, "meat"))

    done("host", acts.take_back_zero_draft, zero, why="the wrong file")

    japan, host = who("japan"), who("host")
    with acting_as(japan):
        own = [row for row in queries.own_drafts(viewer=japan) if row.pk == draft.pk]
        shown = [row.draft.pk for view in queries.negotiation(zero, viewer=japan).clauses for row in view.drafts]
        assert ([str(row.words) for row in own], shown) == (["meet"], [draft.pk])
    assert [row for view in queries.negotiation(zero, viewer=host).clauses for row in view.drafts] == []
    assert refused("japan", acts.table_position, draft) is Refusal.NOT_UNDER_NEGOTIATION


def test_take_back_zero_draft_is_refused_once_a_party_has_acted(done: Done, refused: Done, zero: Text) -> None:
    clause = _operative(zero)
    done("host", acts.translate_clause, clause, language="ru", words="Они встретятся.")
    assert not queries.acted_on(zero)

    done("japan", acts.translate_clause, clause, language="ja", words="会合する。")

    assert refused("host", acts.take_back_zero_draft, zero, why="x") is Refusal.ACTED_ON


def test_take_back_zero_draft_is_refused_once_a_position_is_tabled(done: Done, refused: Done, zero: Text) -> None:
    clause = _operative(zero)
    draft = done("japan", acts.draft_position, clause, operation="comment", words="meat?")
    done("japan", acts.table_position, draft)
    assert queries.acted_on(zero)

    zero.refresh_from_db()
    assert refused("host", acts.take_back_zero_draft, zero, why="x") is Refusal.NOT_A_ZERO_DRAFT


@pytest.fixture
def corrected(done: Done, now: dt.datetime) -> Done:
    def propose(clause: Clause, before: str = "every year", after: str = "each year", **words: Any) -> Any:
        asked = {"before": before, "after": after, "why": "style", "ends_at": now + DAYS, "zone": "Asia/Almaty"}
        return done("host", acts.correct_editorially, clause, **asked | words)

    return propose


def test_correct_editorially_changes_nothing_before_its_moment(logged: Done, clause: Clause, now: dt.datetime) -> None:
    asked = {"before": "every year", "after": "each year", "why": "style", "ends_at": now + DAYS, "zone": "Asia/Almaty"}

    row, entries = logged("host", acts.correct_editorially, clause, **asked)

    assert (row.state, words_of(clause)) == ("pending", "The parties will meet every year by 2030.")
    assert (_facts()["before"], _facts()["after"], _facts()["zone"]) == ("every year", "each year", "Asia/Almaty")
    assert entries == [("correction.proposed", "", "parties", clause.ref)]
    assert Notice.objects.filter(entry__event="correction.proposed").exists()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"before": "every day"}, Refusal.OUT_OF_THE_CLAUSE),
        ({"before": "e"}, Refusal.OUT_OF_THE_CLAUSE),
        ({"before": " "}, Refusal.NO_WORDS),
        ({"after": "every year"}, Refusal.NO_CHANGE),
        ({"why": ""}, Refusal.NO_REASON),
        ({"ends_at": dt.datetime(2026, 11, 24, tzinfo=dt.UTC)}, Refusal.MOMENT_PASSED),
    ],
)
def test_correct_editorially_refuses(refused: Done, clause: Clause, now: dt.datetime, changes: Any, why: Refusal) -> None:
    asked = {"before": "every year", "after": "each year", "why": "style", "ends_at": now + DAYS, "zone": "UTC"}

    assert refused("host", acts.correct_editorially, clause, **asked | changes) is why


def test_correct_editorially_leaves_words_that_a_party_asks_about(
    refused: Done, tabled: Done, corrected: Done, clause: Clause, now: dt.datetime
) -> None:
    tabled("japan", clause, "replace", "every second year", on="every year")
    asked = {"before": "every year", "after": "each year", "why": "style", "ends_at": now + DAYS, "zone": "UTC"}

    assert refused("host", acts.correct_editorially, clause, **asked) is Refusal.COLLIDES
    assert corrected(clause, "The parties", "The Parties").state == "pending"


def test_correct_editorially_is_no_way_into_adopted_words(refused: Done, adopted: Text, now: dt.datetime) -> None:
    clause = _operative(adopted)
    asked = {"before": "every year", "after": "each year", "why": "style", "ends_at": now + DAYS * 9, "zone": "UTC"}

    assert refused("host", acts.correct_editorially, clause, at=now + DAYS * 2, **asked) is Refusal.SEALED_WORDS


def test_correct_editorially_tells_nothing_of_a_draft(done: Done, corrected: Done, clause: Clause, who: Done) -> None:
    """A draft on the very words does not stand in the way, and is shown to need care afterwards to its owner alone."""
    where = span(clause, "every year")
    draft = done("japan", acts.draft_position, clause, operation="replace", words="yearly", **where)
    row = corrected(clause)

    taken = done("host", acts.take_in_correction, row, at=row.ends_at + DAYS)

    assert (taken.state, words_of(clause)) == ("taken_in", "The parties will meet each year by 2030.")
    japan = who("japan")
    with acting_as(japan):
        views = queries.negotiation(clause.text, viewer=japan).clauses
        assert [row.draft.pk for view in views for row in view.drafts] == [draft.pk]


def test_object_to_correction_by_one_participant_ends_it(
    logged: Done, refused: Done, corrected: Done, clause: Clause
) -> None:
    row = corrected(clause)
    for name in ("host", "observer", "guest", "japan-watcher", "expert"):
        if name not in ("guest", "expert"):
            assert refused(name, acts.object_to_correction, row, words="no") is Refusal.NOT_A_PARTICIPANT

    ended, entries = logged("kazakhstan", acts.object_to_correction, row, words="It says something else.")

    assert (ended.state, ended.objected_by.slug, ended.objection) == ("objected", "kazakhstan", "It says something else.")
    assert entries == [("correction.objected", "kazakhstan", "parties", clause.ref)]
    assert refused("japan", acts.object_to_correction, row, words="no") is Refusal.CORRECTION_ENDED
    assert refused("host", acts.take_in_correction, row, at=row.ends_at + DAYS) is Refusal.CORRECTION_ENDED
    assert words_of(clause) == "The parties will meet every year by 2030."


def test_object_to_correction_counts_from_when_it_came_in(
    done: Done, refused: Done, corrected: Done, clause: Clause
) -> None:
    row = corrected(clause)
    late = row.ends_at + dt.timedelta(microseconds=1)
    assert refused("japan", acts.object_to_correction, row, words="no", at=late) is Refusal.OBJECTION_TOO_LATE

    ended = done("japan", acts.object_to_correction, row, words="no", at=row.ends_at)

    assert (ended.state, ended.came_in_at) == ("objected", row.ends_at)


def test_take_in_correction_by_the_clock_once(done: Done, corrected: Done, clause: Clause) -> None:
    done("host", acts.agree_ad_referendum, clause)
    row = corrected(clause)
    early = tending.tend(at=row.ends_at)

    first, second = (tending.tend(at=row.ends_at + DAYS) for _time in range(2))

    assert (early.corrected, first.corrected, second.corrected) == (0, 1, 0)
    assert words_of(clause) == "The parties will meet each year by 2030."
    standing = Agreement.objects.get(clause=clause, reopened_at=None)
    before = Agreement.objects.get(clause=clause, wording_number=1)
    assert (standing.wording_number, standing.at, standing.awaiting) == (2, before.at, before.awaiting)
    assert _facts()["state"] == "taken_in"


def test_take_in_correction_waits_until_nobody_can_object(refused: Done, corrected: Done, clause: Clause) -> None:
    row = corrected(clause)

    assert refused("host", acts.take_in_correction, row) is Refusal.STILL_OPEN_TO_OBJECTION
    assert refused("japan", acts.take_in_correction, row, at=row.ends_at + DAYS) is Refusal.NOT_THE_SECRETARIAT


def test_take_in_correction_is_overtaken_by_a_position_on_the_words(
    done: Done, tabled: Done, corrected: Done, clause: Clause
) -> None:
    row = corrected(clause)
    tabled("japan", clause, "replace", "every second year", on="every year")

    ended = done("host", acts.take_in_correction, row, at=row.ends_at + DAYS)

    assert (ended.state, words_of(clause)) == ("overtaken", "The parties will meet every year by 2030.")


def test_take_in_correction_rests_with_silence_and_is_overtaken_by_adoption(
    done: Done, refused: Done, corrected: Done, clause: Clause, clean_text: Text, now: dt.datetime
) -> None:
    row = corrected(clause)
    clean_text.refresh_from_db()
    silence = done("host", acts.open_silence, clean_text, ends_at=now + DAYS * 2, zone="UTC")
    assert refused("host", acts.take_in_correction, row, at=now + DAYS * 1.5) is Refusal.SILENCE_RUNS
    done("host", acts.conclude_silence, silence, at=now + DAYS * 3)

    ended = done("host", acts.take_in_correction, row, at=now + DAYS * 3)

    assert (ended.state, words_of(clause)) == ("overtaken", "The parties will meet every year by 2030.")


def test_correct_editorially_one_at_a_time(refused: Done, corrected: Done, clause: Clause, now: dt.datetime) -> None:
    row = corrected(clause)
    asked = {"before": "2030", "after": "2031", "why": "slip", "ends_at": now + DAYS, "zone": "UTC"}

    assert refused("host", acts.correct_editorially, clause, **asked) is Refusal.CORRECTION_PENDING
    assert refused("host", acts.take_in_correction, row, seen=7, at=row.ends_at + DAYS) is AccessRefusal.STALE
