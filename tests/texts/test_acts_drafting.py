"""The zero draft, drafts in private, tabling, withdrawal, support and opposition."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from tests.texts.unchanged import span, words_of

from nemawashi.access.models import Entry
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.access.viewers import acting_as
from nemawashi.meetings import acts as meetings
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import Refusal as MeetingRefusal
from nemawashi.parties.models import ForumRow
from nemawashi.parties.queries import forget_forum
from nemawashi.texts import acts, queries
from nemawashi.texts.acts.drafting import ZeroClause
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import ClauseKind, Refusal

Done = Callable[..., Any]
Refused = Callable[..., str]
NOT_TO_ACT = ["host", "japan-watcher", "observer", "guest", "expert", "researcher"]
ZERO = [
    ZeroClause(ClauseKind.TITLE, {"en": " A declaration ", "ja": "宣言"}),
    ZeroClause(ClauseKind.OPERATIVE, {"en": "The parties will meet."}),
]


@pytest.fixture
def meeting(played: None, db: None) -> Meeting:
    return Meeting.objects.get(track__slug="fmm", state="announced")


@pytest.fixture
def draft(done: Done, clause: Clause) -> Any:
    """Japan's draft: 2029 for 2030."""
    words = {"operation": "replace", "words": "2029", "why": "sooner", "instruction": "not below 2028"}
    return done("japan", acts.draft_position, clause, **words, **span(clause, "2030"))


def test_circulate_zero_draft_gives_every_clause_its_identity(logged: Done, meeting: Meeting) -> None:
    text, entries = logged("host", acts.circulate_zero_draft, meeting, title=" Draft ", type="declaration", clauses=ZERO)

    assert (text.title, text.state, text.languages) == ("Draft", "zero_draft", ["en", "ja"])
    assert [str(clause.kind) for clause in text.clauses.all()] == ["title", "operative"]
    assert text.revisions.get().symbol == text.symbol == meeting.documents.latest("pk").symbol
    assert set(text.revisions.get().digests) == {"en"}
    assert entries == [("text.circulated", "", "parties", text.ref)]


@pytest.mark.parametrize(
    "clauses", [[], [*ZERO, ZeroClause(ClauseKind.SUB, {"en": " "})], [ZeroClause(ClauseKind.SUB, {})]]
)
def test_circulate_zero_draft_needs_clauses_with_words(refused: Refused, meeting: Meeting, clauses: Any) -> None:
    words = {"title": "Draft", "type": "declaration", "clauses": clauses}

    assert refused("host", acts.circulate_zero_draft, meeting, **words) is Refusal.NO_CLAUSES


def test_circulate_zero_draft_takes_the_kinds_of_text_that_the_forum_drafts(
    refused: Refused, done: Done, meeting: Meeting, client_of: Callable[[str], Any]
) -> None:
    ForumRow.objects.update(meeting_rules={"text_types": ["road_map", "declaration"]})
    forget_forum()
    words = {"title": "Draft", "clauses": ZERO}

    assert refused("host", acts.circulate_zero_draft, meeting, type="speech", **words) is Refusal.TYPE_NOT_USED
    assert done("host", acts.circulate_zero_draft, meeting, type="road_map", **words).type == "road_map"
    form = client_of("host").get(f"/desk/acts/circulate_zero_draft/{meeting.slug}/").context["form"]
    assert [str(value) for value, _label in form.fields["type"].choices] == ["road_map", "declaration"]
    assert form["type"].initial == "road_map"


@pytest.mark.parametrize(
    ("name", "state", "why"),
    [
        *[(name, "announced", Refusal.NOT_THE_SECRETARIAT) for name in ("japan", "observer", "guest", "expert")],
        ("host", "held", MeetingRefusal.HELD_ALREADY),
        ("host", "cancelled", MeetingRefusal.CANCELLED),
    ],
)
def test_circulate_zero_draft_refuses(refused: Refused, meeting: Meeting, name: str, state: str, why: Any) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state=state)

    assert refused(name, acts.circulate_zero_draft, meeting, title="x", type="declaration", clauses=ZERO) is why


def test_a_cancelled_meeting_leaves_its_symbols_to_itself(done: Done, meeting: Meeting) -> None:
    words: dict[str, Any] = {"title": "Draft", "type": "declaration", "clauses": ZERO}
    first = done("host", acts.circulate_zero_draft, meeting, **words)
    done("host", meetings.cancel_meeting, meeting, why="merged")
    following = done("host", meetings.plan_meeting, meeting.track, city="Almaty", host=meeting.host, start=None)

    symbols = {done("host", acts.circulate_zero_draft, following, **words).symbol for _ in range(3)}

    assert following.ordinal == meeting.ordinal
    assert len(symbols | {first.symbol}) == 4


def test_draft_position_is_sealed_and_touches_nothing_that_others_read(logged: Done, clause: Clause, who: Any) -> None:
    before = Text.objects.get(pk=clause.text_id).version

    row, entries = logged("japan", acts.draft_position, clause, operation="replace", words="2029", **span(clause, "2030"))

    with acting_as(who("japan")):
        row.refresh_from_db()
    assert (row.words, row.start, row.end, row.wording_number, row.version) == ("2029", 36, 40, 1, 1)
    assert entries == [("sealed", "", "sealed", "")]
    assert Text.objects.get(pk=clause.text_id).version == before


@pytest.mark.parametrize("name", NOT_TO_ACT)
def test_only_participants_draft(refused: Refused, clause: Clause, name: str) -> None:
    assert refused(name, acts.draft_position, clause, operation="comment", words="x") is Refusal.NOT_A_PARTICIPANT


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"operation": "comment", "words": " "}, Refusal.NO_WORDS),
        ({"operation": "comment", "words": "x" * 10_001}, Refusal.TOO_MANY_WORDS),
        ({"operation": "insert", "words": "x", "start": 0, "end": 900}, Refusal.OUT_OF_THE_CLAUSE),
        ({"operation": "delete", "start": 3, "end": 3}, Refusal.OUT_OF_THE_CLAUSE),
        ({"operation": "replace", "words": "The", "start": 0, "end": 3}, Refusal.NO_CHANGE),
        ({"operation": "alternative", "words": " The parties will meet every year by 2030. "}, Refusal.NO_CHANGE),
    ],
)
def test_draft_position_refuses_words_that_make_no_sense(
    refused: Refused, clause: Clause, words: dict[str, Any], why: Refusal
) -> None:
    assert refused("japan", acts.draft_position, clause, **words) is why


def test_draft_position_refuses_a_deleted_clause_and_a_text_under_silence(
    refused: Refused, clause: Clause, silence: Any
) -> None:
    under_silence = refused("japan", acts.draft_position, clause, operation="comment", words="x")
    Text.objects.filter(pk=clause.text_id).update(state="under_negotiation")
    clause.text.refresh_from_db()
    clause.is_deleted = True

    deleted = refused("japan", acts.draft_position, clause, operation="comment", words="x")

    assert (under_silence, deleted) == (Refusal.NOT_UNDER_NEGOTIATION, Refusal.CLAUSE_DELETED)


def test_two_colleagues_lose_nothing(done: Done, refused: Refused, draft: Any, clause: Clause, who: Any) -> None:
    first = {"operation": "replace", "words": "2028", **span(clause, "2030")}
    second = {"operation": "replace", "words": "2027", **span(clause, "2030")}
    done("japan", acts.draft_position, clause, draft=draft, seen=1, **first)

    stale = refused("japan", acts.draft_position, clause, draft=draft, seen=1, **second)

    with acting_as(who("japan")):
        draft.refresh_from_db()
    assert stale is AccessRefusal.STALE
    assert (draft.words, draft.version) == ("2028", 2)


def test_another_delegation_cannot_rewrite_table_or_withdraw_a_draft(
    done: Done, nothing_changes: Any, draft: Any, clause: Clause
) -> None:
    for act, subject, words in (
        (acts.draft_position, clause, {"operation": "comment", "words": "x", "draft": draft}),
        (acts.table_position, draft, {}),
        (acts.withdraw_position, draft, {}),
    ):
        with nothing_changes(), pytest.raises(type(draft).DoesNotExist):
            done("kazakhstan", act, subject, **words)


def test_a_tabled_or_withdrawn_draft_is_no_longer_a_draft(done: Done, refused: Refused, draft: Any, clause: Clause) -> None:
    done("japan", acts.table_position, draft)

    told = {
        refused("japan", acts.table_position, draft),
        refused("japan", acts.withdraw_position, draft),
        refused("japan", acts.draft_position, clause, draft=draft, operation="comment", words="x"),
    }

    assert told == {Refusal.NOT_A_DRAFT}


def test_table_position_shows_words_and_reasons_and_keeps_instructions_sealed(logged: Done, draft: Any) -> None:
    row, entries = logged("japan", acts.table_position, draft)

    text = Text.objects.get(pk=row.clause.text_id)
    assert (row.operation, row.words, row.why, row.outcome) == ("replace", "2029", "sooner", "live")
    assert [party.slug for party in row.proposers.all()] == ["japan"]
    assert (text.state, text.version) == ("under_negotiation", 2)
    assert entries == [("position.tabled", "japan", "parties", row.ref)]
    assert not Entry.objects.filter(facts__icontains="2028").filter(event="position.tabled", object_ref=row.ref).exists()


def test_table_position_reopens_an_agreed_clause(done: Done, clause: Clause, draft: Any, now: dt.datetime) -> None:
    agreement = done("host", acts.agree_ad_referendum, clause)

    done("japan", acts.table_position, draft)

    agreement.refresh_from_db()
    assert agreement.reopened_at == now


def test_table_position_refuses_a_draft_whose_words_changed_beneath(
    done: Done, refused: Refused, tabled: Done, draft: Any, clause: Clause
) -> None:
    done("host", acts.accept_position, tabled("kazakhstan", clause, "replace", "2031", on="2030"))

    assert refused("japan", acts.table_position, draft) is Refusal.WORDS_CHANGED_BENEATH


def test_table_position_follows_words_that_moved(done: Done, tabled: Done, draft: Any, clause: Clause) -> None:
    done("host", acts.accept_position, tabled("kazakhstan", clause, "replace", "All the states", on="The parties"))

    row = done("japan", acts.table_position, draft)

    assert words_of(clause)[row.start : row.end] == "2030"


def test_table_position_refuses_a_watcher_a_deleted_clause_and_a_closed_text(
    refused: Refused, draft: Any, clause: Clause
) -> None:
    watcher = refused("japan-watcher", acts.table_position, draft)
    Clause.objects.filter(pk=clause.pk).update(is_deleted=True)
    deleted = refused("japan", acts.table_position, draft)
    Text.objects.filter(pk=clause.text_id).update(state="under_silence")
    closed = refused("japan", acts.table_position, draft)

    refusals = (Refusal.NOT_A_PARTICIPANT, Refusal.CLAUSE_DELETED, Refusal.NOT_UNDER_NEGOTIATION)
    assert (watcher, deleted, closed) == refusals


def test_withdraw_position_of_a_draft_is_sealed(logged: Done, draft: Any, who: Any) -> None:
    _, entries = logged("japan", acts.withdraw_position, draft)

    with acting_as(who("japan")):
        draft.refresh_from_db()
    assert draft.state == "withdrawn"
    assert entries == [("sealed", "", "sealed", "")]


def test_a_watcher_cannot_withdraw_the_own_delegations_draft(refused: Refused, draft: Any) -> None:
    assert refused("japan-watcher", acts.withdraw_position, draft) is Refusal.NOT_A_PARTICIPANT


def test_withdraw_position_of_the_last_party_ends_it(logged: Done, tabled: Done, clause: Clause) -> None:
    position = tabled("japan", clause, "replace", "2029", on="2030")

    row, entries = logged("japan", acts.withdraw_position, position, why=" bridged ")

    assert (row.outcome, row.outcome_why) == ("withdrawn", "bridged")
    assert [party.slug for party in row.proposers.all()] == ["japan"]
    assert entries == [("position.withdrawn", "japan", "parties", row.ref)]


def test_a_position_lives_on_with_the_others_behind_it(
    done: Done, refused: Refused, tabled: Done, clause: Clause, who: Any
) -> None:
    position = tabled("japan", clause, "replace", "2029", on="2030")
    position.proposers.add(who("kazakhstan").own_party, who("uzbekistan").own_party)

    done("japan", acts.withdraw_position, position)
    again = refused("japan", acts.withdraw_position, position)
    done("kazakhstan", acts.withdraw_position, position)

    position.refresh_from_db()
    assert [party.slug for party in position.proposers.all()] == ["uzbekistan"]
    assert position.outcome == "live"
    assert again is Refusal.NOT_YOUR_POSITION


@pytest.mark.parametrize("name", NOT_TO_ACT)
def test_who_may_not_act_takes_no_stance_and_withdraws_nothing(
    refused: Refused, tabled: Done, clause: Clause, name: str
) -> None:
    position = tabled("japan", clause, "replace", "2029", on="2030")

    told = {refused(name, act, position) for act in (acts.withdraw_position, acts.support_position, acts.oppose_position)}

    assert told == {Refusal.NOT_A_PARTICIPANT}


def test_withdraw_position_refuses_another_party_an_ended_position_and_a_closed_text(
    done: Done, refused: Refused, tabled: Done, clause: Clause
) -> None:
    position = tabled("japan", clause, "comment", "why 2030?")
    other = refused("kazakhstan", acts.withdraw_position, position)
    done("japan", acts.withdraw_position, position)
    ended = refused("japan", acts.withdraw_position, position)
    Text.objects.filter(pk=clause.text_id).update(state="under_silence")
    closed = refused("japan", acts.withdraw_position, position)

    assert (other, ended) == (Refusal.NOT_YOUR_POSITION, Refusal.NOT_LIVE)
    assert closed is Refusal.NOT_UNDER_NEGOTIATION


def test_the_newest_stance_of_a_party_counts(logged: Done, done: Done, tabled: Done, clause: Clause, who: Any) -> None:
    position = tabled("japan", clause, "replace", "2029", on="2030")

    _, opposed = logged("kazakhstan", acts.oppose_position, position)
    before = queries.negotiation(clause.text, viewer=who("host")).clauses[1].live[0]
    _, supported = logged("kazakhstan", acts.support_position, position)
    after = queries.negotiation(clause.text, viewer=who("host")).clauses[1].live[0]

    assert (before.opponents, before.supporters) == (("KAZ",), ())
    assert (after.opponents, after.supporters) == ((), ("KAZ",))
    assert opposed == [("position.opposed", "kazakhstan", "parties", position.ref)]
    assert supported == [("position.supported", "kazakhstan", "parties", position.ref)]


@pytest.mark.parametrize("act", [acts.support_position, acts.oppose_position])
def test_stances_refuse(done: Done, refused: Refused, tabled: Done, clause: Clause, act: Any) -> None:
    position = tabled("japan", clause, "replace", "2029", on="2030")
    own = refused("japan", act, position)
    stale = refused("kazakhstan", act, position, seen=9)
    done("japan", acts.withdraw_position, position)
    ended = refused("kazakhstan", act, position)
    Text.objects.filter(pk=clause.text_id).update(state="adopted")
    closed = refused("kazakhstan", act, position)

    assert (own, stale, ended) == (Refusal.OWN_POSITION, AccessRefusal.STALE, Refusal.NOT_LIVE)
    assert closed is Refusal.NOT_UNDER_NEGOTIATION


def test_one_form_is_acted_on_once(
    done: Done, refused: Refused, tabled: Done, clause: Clause, draft: Any, meeting: Meeting
) -> None:
    once = uuid.uuid4()
    position = tabled("japan", clause, "comment", "why 2030?")
    done("kazakhstan", acts.support_position, position, once=once)

    told = {
        refused("japan", acts.draft_position, clause, operation="comment", words="x", once=once),
        refused("japan", acts.table_position, draft, once=once),
        refused("japan", acts.withdraw_position, draft, once=once),
        refused("japan", acts.withdraw_position, position, once=once),
        refused("uzbekistan", acts.oppose_position, position, once=once),
        refused("uzbekistan", acts.support_position, position, once=once),
        refused("host", acts.circulate_zero_draft, meeting, title="x", type="declaration", clauses=ZERO, once=once),
    }

    assert told == {AccessRefusal.DONE_BEFORE}


def test_stale_drafts_and_positions_are_refused(refused: Refused, tabled: Done, clause: Clause, draft: Any) -> None:
    position = tabled("japan", clause, "comment", "why 2030?")

    told = {
        refused("japan", acts.table_position, draft, seen=7),
        refused("japan", acts.withdraw_position, draft, seen=7),
        refused("japan", acts.withdraw_position, position, seen=7),
    }

    assert told == {AccessRefusal.STALE}
