"""Stances on what others tabled, and what the chair does in the open: not retained, streamlined, closed, packages."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.texts.unchanged import span

from nemawashi.parties.models import ForumRow, Pillar
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import ClauseStatus, Refusal

Done = Callable[..., Any]
Refused = Callable[..., str]


@pytest.fixture
def year(tabled: Done, clause: Clause) -> Any:
    """Japan's position: 2029 for 2030."""
    return tabled("japan", clause, "replace", "2029", on="2030")


def view(clause: Clause, who: Any) -> queries.ClauseView:
    clause.text.refresh_from_db()
    return queries.negotiation(clause.text, viewer=who("host")).of(clause.pk)


def test_could_accept_lifts_an_opposition(logged: Done, done: Done, year: Any, clause: Clause, who: Any) -> None:
    done("kazakhstan", acts.oppose_position, year)

    _row, entries = logged("kazakhstan", acts.could_accept_position, year)

    held = view(clause, who).live[0]
    assert (held.opponents, held.acceptors) == ((), ("KAZ",))
    assert entries == [("position.could_accept", "kazakhstan", "parties", year.ref)]
    done("host", acts.accept_position, year)


def test_a_stance_is_taken_back(logged: Done, done: Done, refused: Refused, year: Any, clause: Clause, who: Any) -> None:
    assert refused("kazakhstan", acts.lift_stance, year) == Refusal.NO_STANCE
    done("kazakhstan", acts.oppose_position, year)

    _row, entries = logged("kazakhstan", acts.lift_stance, year)

    assert view(clause, who).live[0].opponents == ()
    assert entries == [("position.stance_lifted", "kazakhstan", "parties", year.ref)]
    assert refused("kazakhstan", acts.lift_stance, year) == Refusal.NO_STANCE


def test_a_party_goes_behind_a_position_and_its_support_becomes_its_own(
    logged: Done, done: Done, refused: Refused, year: Any, clause: Clause, who: Any
) -> None:
    done("kazakhstan", acts.support_position, year)

    _row, entries = logged("kazakhstan", acts.join_position, year)

    held = view(clause, who).live[0]
    assert (held.codes, held.supporters) == (("JPN", "KAZ"), ())
    assert entries == [("position.joined", "kazakhstan", "parties", year.ref)]
    assert refused("kazakhstan", acts.join_position, year) == Refusal.BEHIND_IT_ALREADY
    done("japan", acts.withdraw_position, year)
    assert [row.codes for row in view(clause, who).live] == [("KAZ",)]


def test_the_chairs_words_are_supported_and_not_joined(done: Done, refused: Refused, year: Any, clause: Clause) -> None:
    bridge = done("host", acts.offer_bridging_words, clause, words="The parties will meet by 2030.", instead_of=[year])

    assert refused("kazakhstan", acts.join_position, bridge) == Refusal.NOT_YOUR_POSITION
    done("kazakhstan", acts.support_position, bridge)


def let_go(logged: Done, done: Done, row: Any) -> Any:
    """The chair asks Japan, which alone stands behind it, and Japan lets it go."""
    return logged("japan", acts.let_position_go, done("host", acts.ask_to_let_go, row, why="No party supports it."))


def test_a_position_ends_with_the_last_party_behind_it_and_not_before(
    logged: Done, done: Done, refused: Refused, year: Any, clause: Clause, who: Any
) -> None:
    done("kazakhstan", acts.support_position, year)
    row, entries = logged("host", acts.ask_to_let_go, year, why=" It cannot be done. ")
    assert entries == [("position.asked_about", "", "parties", year.ref)]
    again = refused("host", acts.ask_to_let_go, row, why="x")
    stranger = refused("uzbekistan", acts.let_position_go, row)

    row = done("japan", acts.let_position_go, row)
    assert (row.outcome, sorted(view(clause, who).live[0].let_go)) == ("live", ["JPN"])
    assert refused("host", acts.mark_not_retained, row, why="x") == Refusal.AWAITS_ANSWER
    row = done("kazakhstan", acts.let_position_go, row)

    assert (row.outcome, row.outcome_why) == ("not_retained", "It cannot be done.")
    assert (again, stranger) == (Refusal.ASKED_ALREADY, Refusal.NOT_BEHIND_IT)


def test_a_party_keeps_its_position_and_the_question_is_answered(
    logged: Done, done: Done, refused: Refused, year: Any, clause: Clause, who: Any
) -> None:
    assert refused("japan", acts.keep_position, year) == Refusal.NOT_ASKED
    done("kazakhstan", acts.support_position, year)
    row = done("kazakhstan", acts.let_position_go, done("host", acts.ask_to_let_go, year, why="x"))

    row, entries = logged("japan", acts.keep_position, row, why="We need it.")

    shown = view(clause, who).live[0]
    assert (shown.position.outcome, shown.position.asked_at, shown.let_go) == ("live", None, frozenset())
    assert entries == [("position.kept", "japan", "parties", year.ref)]
    assert done("host", acts.ask_to_let_go, row, why="Once more.").asked_why == "Once more."


def test_nobody_is_asked_about_the_words_of_the_chair(done: Done, refused: Refused, year: Any, clause: Clause) -> None:
    bridge = done("host", acts.offer_bridging_words, clause, words="The parties will meet by 2030.", instead_of=[year])

    assert refused("host", acts.ask_to_let_go, bridge, why="x") == Refusal.OWN_POSITION
    assert done("host", acts.mark_not_retained, bridge, why="x").outcome == "not_retained"


def test_a_position_that_was_not_retained_is_read_and_brought_back(
    logged: Done, done: Done, refused: Refused, year: Any, clause: Clause, who: Any
) -> None:
    assert refused("host", acts.mark_not_retained, year, why=" ") == Refusal.NO_REASON
    assert refused("japan", acts.revive_position, year) == Refusal.NOT_NOT_RETAINED
    assert refused("host", acts.mark_not_retained, year, why="No party supports it.") == Refusal.AWAITS_ANSWER
    row, entries = let_go(logged, done, year)

    shown = view(clause, who).ended[0].position
    assert (shown.outcome, shown.outcome_why, shown.words) == ("not_retained", "No party supports it.", "2029")
    assert entries == [("position.let_go", "japan", "parties", year.ref)]
    assert refused("kazakhstan", acts.revive_position, row) == Refusal.NOT_YOUR_POSITION
    _row, entries = logged("japan", acts.revive_position, row)
    assert [held.position.words for held in view(clause, who).live] == ["2029"]
    assert entries == [("position.revived", "japan", "parties", year.ref)]


def test_words_that_changed_are_not_brought_back(
    logged: Done, done: Done, refused: Refused, tabled: Done, year: Any, clause: Clause
) -> None:
    row, _ = let_go(logged, done, year)
    done("host", acts.accept_position, tabled("kazakhstan", clause, "replace", "2031", on="2030"))

    assert refused("japan", acts.revive_position, row) == Refusal.WORDS_CHANGED_BENEATH


def test_streamlining_loses_no_party_and_no_stance(
    logged: Done, done: Done, refused: Refused, tabled: Done, clause: Clause, who: Any
) -> None:
    one = tabled("japan", clause, "replace", "The participating parties will meet", on="The parties will meet")
    other = tabled("kazakhstan", clause, "replace", "The participating parties shall meet", on="The parties will meet")
    done("uzbekistan", acts.support_position, other)
    done("tajikistan", acts.oppose_position, other)
    assert view(clause, who).alike() == {str(one.pk), str(other.pk)}
    words = {"others": [other], "why": "Nearly the same words."}
    assert refused("host", acts.streamline_positions, one, **words) == Refusal.AWAITS_ANSWER
    done("kazakhstan", acts.could_accept_position, one)

    row, entries = logged("host", acts.streamline_positions, one, others=[other], why="Nearly the same words.")

    (kept,) = view(clause, who).live
    assert (kept.codes, kept.supporters, kept.opponents) == (("JPN", "KAZ"), ("UZB",), ("TJK",))
    ended = view(clause, who).ended[0].position
    assert (ended.outcome, ended.superseded_by_id, ended.outcome_why) == ("superseded", row.pk, "Nearly the same words.")
    assert entries == [("position.streamlined", "", "parties", one.ref)]


def test_streamlining_refuses_what_is_not_alike(
    done: Done, refused: Refused, tabled: Done, year: Any, clause: Clause
) -> None:
    far = tabled("kazakhstan", clause, "replace", "some of the states of the region", on="The parties")
    same = tabled("uzbekistan", clause, "replace", "2029", on="2030")

    def streamline(*others: Any, why: str = "same") -> str:
        return refused("host", acts.streamline_positions, year, others=others, why=why)

    assert streamline(far) == Refusal.NOT_ALIKE
    assert streamline() == Refusal.NOTHING_TO_BRIDGE
    assert streamline(same, why="") == Refusal.NO_REASON
    done("japan", acts.oppose_position, same)
    assert streamline(same) == Refusal.STANDING_OBJECTION


def test_streamlining_does_not_overwrite_an_objection_with_a_support(
    done: Done, refused: Refused, tabled: Done, year: Any, clause: Clause
) -> None:
    same = tabled("uzbekistan", clause, "replace", "2029", on="2030")
    done("tajikistan", acts.oppose_position, year)
    done("tajikistan", acts.support_position, same)

    told = refused("host", acts.streamline_positions, year, others=[same], why="the same year")

    assert told == Refusal.STANDING_OBJECTION


def test_nothing_is_tabled_on_a_closed_clause_and_the_draft_is_kept(
    logged: Done, done: Done, refused: Refused, clause: Clause, who: Any
) -> None:
    draft = done("japan", acts.draft_position, clause, operation="replace", words="2029", **span(clause, "2030"))
    row, entries = logged("host", acts.close_clause, clause)

    assert view(clause, who).status == ClauseStatus.CLOSED
    assert entries == [("clause.closed", "", "parties", clause.ref)]
    assert refused("host", acts.close_clause, row) == Refusal.CLAUSE_CLOSED
    assert refused("japan", acts.table_position, draft) == Refusal.CLAUSE_CLOSED
    done("host", acts.open_clause, row)
    done("japan", acts.table_position, draft)
    assert refused("host", acts.open_clause, row) == Refusal.NOT_CLOSED


def test_an_agreement_is_undone_with_a_reason(logged: Done, done: Done, refused: Refused, clause: Clause, who: Any) -> None:
    assert refused("japan", acts.reopen_clause, clause, why="the year") == Refusal.NOT_AGREED
    done("host", acts.agree_ad_referendum, clause)
    assert view(clause, who).status == ClauseStatus.AGREED
    assert refused("japan", acts.reopen_clause, clause, why="") == Refusal.NO_REASON

    _row, entries = logged("japan", acts.reopen_clause, clause, why="the year")

    assert view(clause, who).status == ClauseStatus.OPEN
    assert entries == [("clause.reopened", "japan", "parties", clause.ref)]


@pytest.fixture
def package(done: Done, clause: Clause) -> Any:
    clauses = list(Clause.objects.filter(text=clause.text))
    return done("host", acts.make_package, clause.text, title="Dates and places", clauses=clauses)


def test_a_package_is_agreed_together_or_not_at_all(
    logged: Done, done: Done, refused: Refused, tabled: Done, package: Any, clause: Clause, who: Any
) -> None:
    assert view(clause, who).status == ClauseStatus.HELD
    assert refused("host", acts.agree_ad_referendum, clause) == Refusal.IN_PACKAGE
    row = tabled("japan", clause, "replace", "2029", on="2030")
    assert refused("host", acts.agree_package, package) == Refusal.NOT_CLEAN
    done("japan", acts.withdraw_position, row)

    done("japan", acts.consent_to_package, package, kind="awaits")

    _row, entries = logged("host", acts.agree_package, package)

    states = {each.status for each in queries.negotiation(clause.text, viewer=who("host")).standing}
    assert states == {ClauseStatus.AD_REFERENDUM}
    assert entries == [("package.agreed", "", "parties", package.ref)]
    assert refused("host", acts.agree_package, package) == Refusal.PACKAGE_ENDED


def test_a_text_with_a_standing_package_does_not_go_under_silence(
    refused: Refused, done: Done, package: Any, clause: Clause, now: dt.datetime
) -> None:
    words = {"ends_at": now + dt.timedelta(days=3), "zone": "UTC"}

    assert refused("host", acts.open_silence, clause.text, **words) == Refusal.NOT_CLEAN
    done("host", acts.dissolve_package, package, why="each for itself")
    done("host", acts.open_silence, clause.text, **words)


def test_make_package_refuses(refused: Refused, package: Any, clause: Clause, statement: Text) -> None:
    own = list(Clause.objects.filter(text=clause.text))
    foreign = list(Clause.objects.filter(text=statement)[:2])

    assert refused("host", acts.make_package, clause.text, title="x", clauses=own) == Refusal.IN_PACKAGE
    assert refused("host", acts.make_package, clause.text, title="x", clauses=own[:1]) == Refusal.TOO_FEW_CLAUSES
    assert refused("host", acts.make_package, clause.text, title="x", clauses=foreign) == Refusal.NOT_OF_THIS_TEXT


def test_a_clause_is_assigned_to_a_pillar_of_its_dialogue(logged: Done, refused: Refused, clause: Clause) -> None:
    pillar = Pillar.objects.filter(dialogue=clause.text.dialogue)[0]
    other = Pillar.objects.create(dialogue_id=pillar.dialogue_id + 1, slug="foreign", key="x", number=1)

    row, entries = logged("host", acts.assign_pillar, clause, pillar=pillar)

    assert row.pillar == pillar
    assert entries == [("clause.assigned", "", "parties", clause.ref)]
    assert refused("host", acts.assign_pillar, clause, pillar=other) == Refusal.NOT_OF_THIS_TEXT


@pytest.mark.parametrize("name", ["japan", "observer", "guest", "expert"])
def test_only_the_host_orders_the_negotiation(refused: Refused, year: Any, clause: Clause, package: Any, name: str) -> None:
    acts_of_the_chair: list[tuple[Any, Any, dict[str, Any]]] = [
        (acts.mark_not_retained, year, {"why": "x"}),
        (acts.ask_to_let_go, year, {"why": "x"}),
        (acts.streamline_positions, year, {"others": [], "why": "x"}),
        (acts.close_clause, clause, {}),
        (acts.open_clause, clause, {}),
        (acts.make_package, clause.text, {"title": "x", "clauses": []}),
        (acts.agree_package, package, {}),
        (acts.dissolve_package, package, {}),
        (acts.assign_pillar, clause, {"pillar": None}),
    ]

    told = {refused(name, act, subject, **words) for act, subject, words in acts_of_the_chair}

    assert told == {Refusal.NOT_THE_SECRETARIAT}


@pytest.mark.parametrize("name", ["japan-watcher", "observer", "guest", "expert", "researcher"])
def test_only_participants_take_sides(refused: Refused, year: Any, clause: Clause, name: str) -> None:
    on_positions = (acts.could_accept_position, acts.lift_stance, acts.join_position, acts.revive_position)

    told = {refused(name, act, year) for act in on_positions} | {refused(name, acts.reopen_clause, clause, why="x")}

    assert told == {Refusal.NOT_A_PARTICIPANT}


@pytest.mark.parametrize(("days", "is_over"), [(None, False), (5, True)])
def test_silence_is_the_answer_only_where_the_rules_of_the_forum_say_so(
    done: Done, refused: Refused, tabled: Done, clause: Clause, now: dt.datetime, days: int | None, is_over: bool
) -> None:
    ForumRow.objects.update(answer_days=days)
    row = tabled("japan", clause, "replace", "2029", on="2030")
    done("host", acts.ask_to_let_go, row, why="three parties cannot join", at=now)
    late = now + dt.timedelta(days=5)

    assert refused("host", acts.mark_not_retained, row, why="no answer", at=late) is Refusal.AWAITS_ANSWER
    late += dt.timedelta(seconds=1)
    if is_over:
        assert done("host", acts.mark_not_retained, row, why="no answer", at=late).outcome == "not_retained"
    else:
        assert refused("host", acts.mark_not_retained, row, why="no answer", at=late) is Refusal.AWAITS_ANSWER


def test_whoever_keeps_its_position_in_time_is_not_answered_for(
    done: Done, refused: Refused, tabled: Done, clause: Clause, now: dt.datetime
) -> None:
    ForumRow.objects.update(answer_days=5)
    row = tabled("japan", clause, "replace", "2029", on="2030")
    done("host", acts.ask_to_let_go, row, why="three parties cannot join", at=now)
    done("japan", acts.keep_position, row, why="the law of the land", at=now + dt.timedelta(days=4))

    late = now + dt.timedelta(days=9)
    assert refused("host", acts.mark_not_retained, row, why="no answer", at=late) is Refusal.AWAITS_ANSWER
