"""What the secretariat does for the chair: accept, bridge, agree ad referendum, issue a revision, adopt, issue."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import in_session
from tests.texts.unchanged import span, words_of

from nemawashi.access.models import Entry
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.meetings import acts as meetings
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import ClauseStatus, Refusal

Done = Callable[..., Any]
Refused = Callable[..., str]
NOT_THE_HOST = ["japan", "japan-watcher", "observer", "guest", "expert", "researcher"]
ALL = ["japan", "kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan"]


@pytest.fixture
def year(tabled: Done, clause: Clause) -> Any:
    """Japan's position: 2029 for 2030."""
    return tabled("japan", clause, "replace", "2029", on="2030")


def view(clause: Clause, who: Any) -> queries.ClauseView:
    clause.text.refresh_from_db()
    whole = queries.negotiation(clause.text, viewer=who("host"))
    return next(v for v in whole.clauses if v.clause.pk == clause.pk)


def test_accept_position_puts_its_words_into_the_text(logged: Done, year: Any, clause: Clause) -> None:
    row, entries = logged("host", acts.accept_position, year)

    assert words_of(clause) == "The parties will meet every year by 2029."
    assert (row.outcome, row.version) == ("accepted", 2)
    assert entries == [("position.accepted", "", "parties", row.ref)]


def test_accept_position_leaves_the_words_under_others_unchanged(
    done: Done, tabled: Done, year: Any, clause: Clause, who: Any
) -> None:
    others = [
        tabled("kazakhstan", clause, "replace", "All the states", on="The parties"),
        tabled("uzbekistan", clause, "delete", on="every "),
        tabled("tajikistan", clause, "insert", "again ", on=""),
    ]
    before = {row.position.pk: row.before for row in view(clause, who).live}

    done("host", acts.accept_position, others[0])
    done("host", acts.accept_position, others[1])

    after = {row.position.pk: row.before for row in view(clause, who).live}
    assert words_of(clause) == "All the states will meet year by 2030."
    assert after == {year.pk: before[year.pk], others[2].pk: ""}
    assert after[year.pk] == "2030"


@pytest.mark.parametrize(
    ("operation", "words", "expected"),
    [
        ("alternative", "They will meet.", ["A short declaration", "They will meet."]),
        (
            "new_clause",
            "Japan hosts.",
            ["A short declaration", "The parties will meet every year by 2030.", "Japan hosts."],
        ),
        ("delete_clause", "", ["A short declaration"]),
    ],
)
def test_accept_position_on_a_whole_clause(
    done: Done, tabled: Done, clause: Clause, who: Any, operation: str, words: str, expected: list[str]
) -> None:
    done("host", acts.accept_position, tabled("japan", clause, operation, words))

    whole = queries.negotiation(clause.text, viewer=who("host"))

    assert [v.words for v in whole.standing] == expected


def test_accept_position_refuses_a_collision_until_it_is_withdrawn(
    done: Done, refused: Refused, tabled: Done, year: Any, clause: Clause
) -> None:
    other = tabled("kazakhstan", clause, "replace", "2031", on="2030")
    collides = refused("host", acts.accept_position, year)
    done("kazakhstan", acts.withdraw_position, other)

    accepted = done("host", acts.accept_position, year)

    assert collides is Refusal.COLLIDES
    assert accepted.outcome == "accepted"


def test_accept_position_refuses_a_standing_objection_until_it_is_lifted(done: Done, refused: Refused, year: Any) -> None:
    done("kazakhstan", acts.oppose_position, year)
    opposed = refused("host", acts.accept_position, year)
    done("kazakhstan", acts.support_position, year)

    accepted = done("host", acts.accept_position, year)

    assert opposed is Refusal.STANDING_OBJECTION
    assert accepted.outcome == "accepted"


@pytest.mark.parametrize("operation", ["reserve", "comment"])
def test_accept_position_has_nothing_to_accept_in_a_reserve(
    refused: Refused, tabled: Done, clause: Clause, operation: str
) -> None:
    position = tabled("japan", clause, operation, "pending")

    assert refused("host", acts.accept_position, position) is Refusal.NOTHING_TO_ACCEPT


def test_accept_position_refuses_twice_and_stale(
    done: Done, refused: Refused, tabled: Done, year: Any, clause: Clause
) -> None:
    stale = refused("host", acts.accept_position, year, seen=5)
    one = tabled("kazakhstan", clause, "delete", on="every ")
    done("host", acts.accept_position, one)
    twice = refused("host", acts.accept_position, one)

    assert (stale, twice) == (AccessRefusal.STALE, Refusal.NOT_LIVE)


def test_accept_position_fulfils_a_deletion_of_the_same_words_and_leaves_the_rest_of_a_longer_one(
    done: Done, tabled: Done, clause: Clause, who: Any
) -> None:
    one, same = (tabled(name, clause, "delete", on="every ") for name in ("kazakhstan", "uzbekistan"))
    longer = tabled("tajikistan", clause, "delete", on="meet every year ")

    done("host", acts.accept_position, one)

    same.refresh_from_db()
    assert same.outcome == "accepted"
    assert [(row.position, row.before) for row in view(clause, who).live] == [(longer, "meet year ")]


@pytest.fixture
def bridge(done: Done, year: Any, tabled: Done, clause: Clause) -> Any:
    """The chair's words beside Japan's and Kazakhstan's: 2032 for 2029 and 2031."""
    other = tabled("kazakhstan", clause, "replace", "2031", on="2030")
    words = "The parties will meet every year by 2032."
    return done("host", acts.offer_bridging_words, clause, words=words, instead_of=[year, other], why="both")


def test_offer_bridging_words_ends_nothing(logged: Done, year: Any, tabled: Done, clause: Clause, who: Any) -> None:
    other = tabled("kazakhstan", clause, "replace", "2031", on="2030")
    words = "The parties will meet every year by 2032."

    bridge, entries = logged("host", acts.offer_bridging_words, clause, words=words, instead_of=[year, other], why="both")

    shown = view(clause, who)
    assert (bridge.is_chair, bridge.operation, bridge.words, bridge.why) == (True, "replace", "2032", "both")
    assert sorted(v.codes for v in shown.live) == [("Chair",), ("JPN",), ("KAZ",)]
    assert shown.reconciled == {str(year.pk), str(other.pk)}
    assert shown.status == ClauseStatus.CONTESTED
    assert entries == [("position.bridged", "", "parties", bridge.ref)]


def test_the_chairs_words_end_others_with_their_parties_alone(
    done: Done, refused: Refused, bridge: Any, year: Any, clause: Clause, who: Any
) -> None:
    done("uzbekistan", acts.support_position, year)
    assert refused("host", acts.accept_position, bridge) is Refusal.AWAITS_ANSWER
    done("japan", acts.could_accept_position, bridge)
    done("kazakhstan", acts.support_position, bridge)
    assert refused("host", acts.accept_position, bridge) is Refusal.AWAITS_ANSWER
    done("uzbekistan", acts.could_accept_position, bridge)

    done("host", acts.accept_position, bridge)

    year.refresh_from_db()
    assert (year.outcome, year.superseded_by) == ("superseded", bridge)
    assert (words_of(clause), view(clause, who).live) == ("The parties will meet every year by 2032.", ())


@pytest.mark.parametrize(
    ("who_ends_it", "act", "more"),
    [("host", acts.withdraw_position, {"why": "x"}), ("host", acts.mark_not_retained, {"why": "no consensus"})],
)
def test_what_the_chair_would_reconcile_stands_when_its_words_go(
    done: Done, refused: Refused, bridge: Any, clause: Clause, who: Any, who_ends_it: str, act: Any, more: dict[str, Any]
) -> None:
    done("kazakhstan", acts.oppose_position, bridge)
    assert view(clause, who).reconciled == frozenset()
    assert refused("host", acts.accept_position, bridge) is Refusal.STANDING_OBJECTION
    assert refused("japan", acts.withdraw_position, bridge) is Refusal.NOT_YOUR_POSITION

    done(who_ends_it, act, bridge, **more)

    shown = view(clause, who)
    assert sorted(row.codes for row in shown.live) == [("JPN",), ("KAZ",)]
    assert (shown.status, refused("host", acts.agree_ad_referendum, clause)) == (ClauseStatus.CONTESTED, Refusal.NOT_CLEAN)


def test_offer_bridging_words_refuses(refused: Refused, year: Any, clause: Clause) -> None:
    def bridge(words: str, rows: list[Any], **more: Any) -> str:
        return refused("host", acts.offer_bridging_words, clause, words=words, instead_of=rows, **more)

    assert bridge("x", []) is Refusal.NOTHING_TO_BRIDGE
    assert bridge(" ", [year]) is Refusal.NO_WORDS
    assert bridge(words_of(clause), [year]) is Refusal.NO_CHANGE
    assert bridge("x" * 10_001, [year]) is Refusal.TOO_MANY_WORDS
    assert bridge("x", [year], seen=99) is AccessRefusal.STALE


def test_agree_ad_referendum_names_who_awaits_instructions(logged: Done, done: Done, clause: Clause, who: Any) -> None:
    for name in ("uzbekistan", "kazakhstan"):
        done(name, acts.consent_to_clause, clause, kind="awaits")

    row, entries = logged("host", acts.agree_ad_referendum, clause)

    seen = view(clause, who)
    assert (row.awaiting, row.wording_number) == (["kazakhstan", "uzbekistan"], 1)
    assert (seen.status, seen.awaiting) == (ClauseStatus.AD_REFERENDUM, ("kazakhstan", "uzbekistan"))
    assert entries == [("clause.agreed_ad_referendum", "", "parties", clause.ref)]


def test_agree_ad_referendum_refuses(refused: Refused, year: Any, clause: Clause) -> None:
    bracketed = refused("host", acts.agree_ad_referendum, clause)
    stale = refused("host", acts.agree_ad_referendum, clause, seen=99)
    Clause.objects.filter(pk=clause.pk).update(is_deleted=True)

    assert (bracketed, stale) == (Refusal.NOT_CLEAN, AccessRefusal.STALE)
    assert refused("host", acts.agree_ad_referendum, clause) is Refusal.CLAUSE_DELETED


def test_issue_revision_is_a_compilation_while_brackets_remain(
    logged: Done, done: Done, year: Any, clean_text: Text
) -> None:
    first, entries = logged("host", acts.issue_revision, clean_text)
    done("host", acts.accept_position, year)
    second = done("host", acts.issue_revision, clean_text)

    assert [(row.label, row.kind) for row in (first, second)] == [("Rev.1", "compilation"), ("Rev.2", "clean")]
    assert second.symbol == f"{clean_text.symbol}/Rev.2"
    assert entries == [("revision.issued", "", "parties", clean_text.ref)]


def test_every_ended_position_is_in_the_concordance(done: Done, year: Any, clean_text: Text, now: dt.datetime) -> None:
    done("host", acts.accept_position, year, at=now + dt.timedelta(hours=1))

    revision = done("host", acts.issue_revision, clean_text, at=now + dt.timedelta(hours=2))

    assert [(row["position"], row["parties"], row["outcome"]) for row in revision.concordance] == [
        (str(year.pk), "JPN", "accepted")
    ]


@pytest.mark.parametrize("name", NOT_THE_HOST)
def test_only_the_host_acts_for_the_chair(refused: Refused, year: Any, clean_text: Text, clause: Clause, name: str) -> None:
    told = {
        refused(name, acts.accept_position, year),
        refused(name, acts.offer_bridging_words, clause, words="x", instead_of=[year]),
        refused(name, acts.issue_revision, clean_text),
        refused(name, acts.adopt_in_meeting, clean_text),
        refused(name, acts.issue_text, clean_text),
    }

    assert told == {Refusal.NOT_THE_SECRETARIAT}


@pytest.mark.parametrize("name", ["japan", "japan-watcher", "observer"])
def test_only_the_host_agrees_ad_referendum(refused: Refused, clause: Clause, name: str) -> None:
    assert refused(name, acts.agree_ad_referendum, clause) is Refusal.NOT_THE_SECRETARIAT


@pytest.mark.parametrize("state", ["under_silence", "adopted", "issued", "withdrawn"])
def test_the_chair_changes_no_text_that_is_not_open(
    refused: Refused, year: Any, clean_text: Text, clause: Clause, state: str
) -> None:
    Text.objects.filter(pk=clean_text.pk).update(state=state)

    told = {
        refused("host", acts.accept_position, year),
        refused("host", acts.offer_bridging_words, clause, words="x", instead_of=[year]),
        refused("host", acts.issue_revision, clean_text),
        refused("host", acts.agree_ad_referendum, clause),
        refused("host", acts.adopt_in_meeting, clean_text),
    }

    assert told == {Refusal.NOT_UNDER_NEGOTIATION}


def test_adopt_in_meeting_seals_with_everybody_present(logged: Done, clean_text: Text, now: dt.datetime) -> None:
    in_session(clean_text.meeting)

    adoption, entries = logged("host", acts.adopt_in_meeting, clean_text)

    clean_text.refresh_from_db()
    assert (clean_text.state, clean_text.adopted_at, adoption.present) == ("adopted", now, ALL)
    assert adoption.digests == clean_text.revisions.get().digests
    assert Entry.objects.get(event="text.adopted").facts["sha256"] == adoption.digests
    assert entries == [("text.adopted", "", "public", clean_text.ref)]


def test_adopt_in_meeting_refuses(done: Done, refused: Refused, year: Any, clean_text: Text) -> None:
    def adopt(**more: Any) -> str:
        return refused("host", acts.adopt_in_meeting, clean_text, **more)

    before = adopt()
    in_session(clean_text.meeting)
    in_brackets, stale = adopt(), adopt(seen=99)
    done("host", acts.accept_position, year)
    changed = adopt()
    done("host", acts.issue_revision, clean_text)
    closed = done("host", meetings.close_meeting, clean_text.meeting)
    after = adopt()
    Text.objects.filter(pk=clean_text.pk).update(meeting=None)
    nowhere = adopt()

    assert closed.state == "held"
    assert (in_brackets, stale, changed) == (Refusal.NOT_CLEAN, AccessRefusal.STALE, Refusal.NOT_A_CLEAN_REVISION)
    assert (before, after, nowhere) == (Refusal.MEETING_NOT_OPEN, Refusal.MEETING_NOT_OPEN, Refusal.NO_MEETING)


@pytest.mark.parametrize("party", ALL)
def test_adopt_in_meeting_needs_every_participant(refused: Refused, clean_text: Text, party: str) -> None:
    in_session(clean_text.meeting, present=[name for name in ALL if name != party])

    assert refused("host", acts.adopt_in_meeting, clean_text) is Refusal.PARTICIPANT_ABSENT


def test_presence_that_a_delegation_confirmed_counts(done: Done, clean_text: Text) -> None:
    meeting = in_session(clean_text.meeting, present=[name for name in ALL if name != "japan"])
    done("japan", meetings.confirm_presence, meeting, names="The minister for foreign affairs")

    assert done("host", acts.adopt_in_meeting, clean_text).present == ALL


def test_enter_reservation_under_silence_is_for_the_parties(logged: Done, silence: Any, clause: Clause) -> None:
    row, entries = logged("japan", acts.enter_reservation, silence.text, words=" Except 2030. ", clause=clause)

    assert (row.words, row.clause, row.party.slug) == ("Except 2030.", clause, "japan")
    assert entries == [("reservation.entered", "japan", "parties", silence.text.ref)]


def test_enter_reservation_after_adoption_is_public(logged: Done, adopted: Text) -> None:
    _, entries = logged("japan", acts.enter_reservation, adopted, words="Except 2030.")

    assert entries == [("reservation.entered", "japan", "public", adopted.ref)]


@pytest.mark.parametrize("name", ["host", "japan-watcher", "observer", "guest", "expert", "researcher"])
def test_only_participants_enter_reservations(refused: Refused, adopted: Text, name: str) -> None:
    assert refused(name, acts.enter_reservation, adopted, words="Except.") is Refusal.NOT_A_PARTICIPANT


def test_enter_reservation_refuses_no_words_and_an_open_text(refused: Refused, adopted: Text, statement: Text) -> None:
    assert refused("japan", acts.enter_reservation, adopted, words=" ") is Refusal.NO_WORDS
    assert refused("japan", acts.enter_reservation, statement, words="Except.") is Refusal.NOT_ADOPTED


def test_issue_text_once(logged: Done, refused: Refused, adopted: Text, statement: Text, now: dt.datetime) -> None:
    stale = refused("host", acts.issue_text, adopted, seen=99)
    row, entries = logged("host", acts.issue_text, adopted)
    again = refused("host", acts.issue_text, adopted)
    early = refused("host", acts.issue_text, statement)

    assert (row.state, row.issued_at) == ("issued", now + dt.timedelta(days=4))
    assert entries == [("text.issued", "", "public", adopted.ref)]
    assert (stale, again, early) == (AccessRefusal.STALE, Refusal.NOT_ADOPTED, Refusal.NOT_ADOPTED)


def test_one_form_is_acted_on_once(
    done: Done, refused: Refused, tabled: Done, year: Any, clean_text: Text, clause: Clause
) -> None:
    once = uuid.uuid4()
    done("host", acts.issue_revision, clean_text, once=once)

    told = {
        refused("host", acts.accept_position, year, once=once),
        refused("host", acts.offer_bridging_words, clause, words="x", instead_of=[year], once=once),
        refused("host", acts.agree_ad_referendum, clause, once=once),
        refused("host", acts.issue_revision, clean_text, once=once),
        refused("host", acts.adopt_in_meeting, clean_text, once=once),
        refused("host", acts.issue_text, clean_text, once=once),
        refused("japan", acts.enter_reservation, clean_text, words="x", once=once),
    }

    assert told == {AccessRefusal.DONE_BEFORE}


def test_an_insertion_keeps_its_place_when_words_before_it_change(
    done: Done, tabled: Done, clause: Clause, who: Any
) -> None:
    at = span(clause, " by")["start"]
    draft = done("japan", acts.draft_position, clause, operation="insert", words=" in May", start=at, end=at)
    position = done("japan", acts.table_position, draft)
    done("host", acts.accept_position, tabled("kazakhstan", clause, "replace", "They", on="The parties"))

    done("host", acts.accept_position, position)

    assert words_of(clause) == "They will meet every year in May by 2030."
