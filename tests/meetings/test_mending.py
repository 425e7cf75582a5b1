"""What was put wrongly is mended: what each act changes, what the log keeps of it, and where others have built on it."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import in_session

from nemawashi.access.models import Entry
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.access.viewers import PUBLIC
from nemawashi.commitments import acts as commitments
from nemawashi.commitments import queries as promises
from nemawashi.commitments.models import Commitment
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import acts, queries
from nemawashi.meetings.models import AgendaItem, Meeting, MeetingDocument, Recommendation, Track
from nemawashi.meetings.terms import Refusal
from nemawashi.parties.models import Party, Pillar

Done = Callable[..., Any]
NOT_THE_HOST = ["japan", "japan-watcher", "observer", "guest", "expert", "researcher"]


@pytest.fixture
def fmm(played: None, db: None) -> Meeting:
    """The tenth foreign ministers' meeting, announced."""
    return Meeting.objects.get(track__slug="fmm", state="announced")


@pytest.fixture
def planned(done: Done, fmm: Meeting) -> Meeting:
    words = {"city": "Tashkent", "host": Party.objects.get(slug="uzbekistan"), "start": ImpreciseDate(2027, 2, 7)}
    row: Meeting = done("host", acts.plan_meeting, Track.objects.get(slug="som"), **words)
    return row


@pytest.fixture
def item(done: Done, fmm: Meeting) -> AgendaItem:
    row: AgendaItem = done("japan", acts.propose_agenda_item, fmm, title="Watr")
    return row


def _facts() -> Any:
    return Entry.objects.order_by("-seq")[0].facts


def test_edit_meeting_changes_what_is_wrong_and_keeps_what_it_was(logged: Done, fmm: Meeting) -> None:
    was = fmm.city

    row, entries = logged("host", acts.edit_meeting, fmm, changes={"city": "Almaty", "theme": fmm.theme})

    fmm.refresh_from_db()
    assert (fmm.city, row.version, fmm.slug) == ("Almaty", fmm.version, row.slug)
    assert _facts() == {"before": {"city": was}, "after": {"city": "Almaty"}}
    assert entries == [("meeting.edited", "", "public" if fmm.is_public else "parties", fmm.ref)]


def test_edit_meeting_moves_days_only_while_it_is_planned(
    logged: Done, refused: Done, fmm: Meeting, planned: Meeting
) -> None:
    days = {"start_on": ImpreciseDate(2027, 2, 8), "end_on": ImpreciseDate(2027, 2, 9)}

    logged("host", acts.edit_meeting, planned, changes=days)

    assert _facts()["after"] == {"start_on": "2027-02-08", "end_on": "2027-02-09"}
    assert refused("host", acts.edit_meeting, fmm, changes=days) is Refusal.DAYS_ANNOUNCED


@pytest.mark.parametrize("name", NOT_THE_HOST)
def test_edit_meeting_is_for_the_secretariat(refused: Done, fmm: Meeting, name: str) -> None:
    assert refused(name, acts.edit_meeting, fmm, changes={"city": "Almaty"}) is Refusal.NOT_THE_SECRETARIAT


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"zone": "Asia/Nowhere"}, Refusal.ZONE_UNKNOWN),
        ({"start_on": ImpreciseDate(2027, 3, 1)}, Refusal.ENDS_BEFORE_IT_STARTS),
        ({"city": "Tashkent"}, AccessRefusal.NOTHING_CHANGES),
    ],
)
def test_edit_meeting_refuses_what_cannot_stand(refused: Done, planned: Meeting, changes: Any, why: Any) -> None:
    assert refused("host", acts.edit_meeting, planned, changes=changes) is why


def test_edit_meeting_ends_when_the_meeting_begins(refused: Done, done: Done, fmm: Meeting) -> None:
    row = in_session(fmm)

    assert refused("host", acts.edit_meeting, row, changes={"city": "Almaty"}) is Refusal.BEGUN
    held = done("host", acts.close_meeting, row)
    assert refused("host", acts.edit_meeting, held, changes={"city": "Almaty"}) is Refusal.BEGUN


def test_edit_meeting_that_somebody_else_edited_meanwhile_is_stale(done: Done, refused: Done, fmm: Meeting) -> None:
    seen = fmm.version
    done("host", acts.edit_meeting, fmm, changes={"city": "Almaty"}, seen=seen)

    again = refused("host", acts.edit_meeting, fmm, changes={"city": "Astana City"}, seen=seen)

    assert again is AccessRefusal.STALE


def test_edit_agenda_item_by_its_proposer(logged: Done, item: AgendaItem) -> None:
    _row, entries = logged("japan", acts.edit_agenda_item, item, title=" Water ", pillar=None)

    item.refresh_from_db()
    assert item.title == "Water"
    assert _facts() == {"before": {"title": "Watr"}, "after": {"title": "Water"}, "meeting": item.meeting.ref}
    assert entries == [("agenda.item_edited", "japan", "parties", item.ref)]


def test_edit_agenda_item_the_secretariat_sorts_what_it_may_not_reword(done: Done, refused: Done, item: AgendaItem) -> None:
    pillar = Pillar.objects.filter(dialogue=item.meeting.track.dialogue)[0]

    sorted_ = done("host", acts.edit_agenda_item, item, title=item.title, pillar=pillar)

    assert sorted_.pillar == pillar
    for name in ("host", "kazakhstan", "japan-watcher", "observer", "expert"):
        assert refused(name, acts.edit_agenda_item, item, title="Water", pillar=pillar) is Refusal.NOT_ITS_PROPOSER
    for name in ("kazakhstan", "japan-watcher", "observer"):
        assert refused(name, acts.edit_agenda_item, item, title=item.title, pillar=None) is Refusal.NOT_ITS_PROPOSER


def test_edit_agenda_item_refuses_no_words_and_those_of_another(done: Done, refused: Done, item: AgendaItem) -> None:
    done("kazakhstan", acts.propose_agenda_item, item.meeting, title="Transport")

    assert refused("japan", acts.edit_agenda_item, item, title="Transport", pillar=None) is Refusal.ON_THE_AGENDA_ALREADY
    assert refused("japan", acts.edit_agenda_item, item, title=" ", pillar=None) is Refusal.NO_REASON
    assert refused("japan", acts.edit_agenda_item, item, title="Watr", pillar=None) is AccessRefusal.NOTHING_CHANGES


def test_edit_agenda_item_stays_where_a_document_was_issued_under_it(refused: Done, item: AgendaItem, now: Any) -> None:
    symbol = {"symbol": "X/1", "title": "Note", "text_ref": "", "distribution": "limited", "issued_at": now}
    MeetingDocument.objects.create(meeting=item.meeting, agenda_item=item, **symbol)

    assert refused("japan", acts.edit_agenda_item, item, title="Water", pillar=None) is Refusal.ITEM_BUILT_ON
    assert refused("japan", acts.withdraw_agenda_item, item) is Refusal.ITEM_BUILT_ON


def test_edit_agenda_item_stays_when_the_agenda_is_adopted(done: Done, refused: Done, item: AgendaItem) -> None:
    meeting = in_session(item.meeting)
    done("host", acts.adopt_agenda, meeting)

    assert refused("japan", acts.edit_agenda_item, item, title="Water", pillar=None) is Refusal.AGENDA_STANDS
    assert refused("japan", acts.withdraw_agenda_item, item) is Refusal.AGENDA_STANDS
    assert refused("host", acts.reorder_agenda, meeting, items=[item]) is Refusal.AGENDA_STANDS

    meeting.refresh_from_db()
    done("host", acts.reopen_agenda, meeting, why="A word was wrong")
    assert done("japan", acts.edit_agenda_item, item, title="Water", pillar=None).title == "Water"


def test_withdraw_agenda_item_by_its_proposer_alone(logged: Done, refused: Done, item: AgendaItem) -> None:
    for name in ("host", "kazakhstan", "japan-watcher", "observer", "expert"):
        assert refused(name, acts.withdraw_agenda_item, item) is Refusal.NOT_ITS_PROPOSER

    row, entries = logged("japan", acts.withdraw_agenda_item, item, why="settled")

    assert (row.state, row.reason, _facts()["before"]["state"]) == ("withdrawn", "settled", "proposed")
    assert entries == [("agenda.item_withdrawn", "japan", "parties", item.ref)]
    assert refused("japan", acts.withdraw_agenda_item, row) is Refusal.ITEM_ENDED
    assert refused("japan", acts.edit_agenda_item, row, title="Water", pillar=None) is Refusal.ITEM_ENDED
    assert refused("host", acts.defer_agenda_item, row, why="x") is Refusal.ITEM_ENDED


def test_withdraw_agenda_item_sets_a_recommendation_free_again(done: Done, planned: Meeting) -> None:
    row = Recommendation.objects.filter(link="none", uptakes__isnull=True).order_by("order")[0]
    taken = done("japan", acts.take_up_recommendation, row, meeting=planned)
    is_open = queries.recommendations_open(viewer=PUBLIC).filter(pk=row.pk).exists()

    done("japan", acts.withdraw_agenda_item, taken)

    assert (is_open, queries.recommendations_open(viewer=PUBLIC).filter(pk=row.pk).exists()) == (False, True)
    again = done("kazakhstan", acts.take_up_recommendation, row, meeting=planned)
    assert (again.title, again.number) == (row.words, taken.number + 1)


def test_withdraw_agenda_item_leaves_a_promise_to_be_brought_back_again(
    done: Done, refused: Done, planned: Meeting, who: Done, owed: Commitment, now: Any
) -> None:
    returned = done("host", commitments.carry_over, owed, meeting=planned).agenda_item
    reword = refused("host", acts.edit_agenda_item, returned, title="Forms", pillar=returned.pillar)
    before = [row for row, _status in promises.to_return(viewer=who("host"), today=now.date())]

    done("host", acts.withdraw_agenda_item, returned)

    after = [row for row, _status in promises.to_return(viewer=who("host"), today=now.date())]
    assert (reword, owed in before, owed in after) == (Refusal.ITEM_IS_A_PROMISE, False, True)
    assert done("host", commitments.carry_over, owed, meeting=planned).agenda_item.title == owed.words


def test_reorder_agenda_gives_the_items_other_numbers(logged: Done, refused: Done, planned: Meeting, done: Done) -> None:
    one, two, three = (done("japan", acts.propose_agenda_item, planned, title=title) for title in ("A", "B", "C"))

    _row, entries = logged("host", acts.reorder_agenda, planned, items=[three, one])

    told = list(planned.agenda_items.order_by("number").values_list("number", "title"))
    assert told == [(1, "C"), (2, "A"), (3, "B")]
    assert _facts() == {"before": {"1": "A", "2": "B", "3": "C"}, "after": {"1": "C", "2": "A", "3": "B"}}
    assert entries == [("agenda.reordered", "", "parties", planned.ref)]
    assert refused("host", acts.reorder_agenda, planned, items=[three, one, two]) is AccessRefusal.NOTHING_CHANGES
    for name in NOT_THE_HOST:
        assert refused(name, acts.reorder_agenda, planned, items=[two]) is Refusal.NOT_THE_SECRETARIAT


def test_reorder_agenda_takes_no_item_of_another_agenda(done: Done, planned: Meeting, item: AgendaItem) -> None:
    with pytest.raises(ValueError, match="another agenda"):
        done("host", acts.reorder_agenda, planned, items=[item])


def test_edit_recommendation_until_an_agenda_has_it(logged: Done, done: Done, refused: Done, planned: Meeting) -> None:
    made_at = Meeting.objects.filter(track__slug="tokyo-dialogue", state="held").latest("start_on")
    row = done("expert", acts.record_recommendation, made_at, words="Share dta.")

    _row, entries = logged("expert", acts.edit_recommendation, row, words="Share data.", addressees="All")

    assert _facts() == {
        "before": {"words": "Share dta.", "addressees": ""},
        "after": {"words": "Share data.", "addressees": "All"},
    }
    assert entries == [("recommendation.edited", "", "public", row.ref)]
    assert refused("expert", acts.edit_recommendation, row, words=" ") is Refusal.NO_REASON
    done("japan", acts.take_up_recommendation, row, meeting=planned)
    assert refused("expert", acts.edit_recommendation, row, words="Other words.") is Refusal.WORDS_TAKEN_UP


def test_edit_recommendation_leaves_what_a_source_says(refused: Done, fmm: Meeting) -> None:
    row = Recommendation.objects.filter(link="none", uptakes__isnull=True).order_by("order")[0]

    assert refused("host", acts.edit_recommendation, row, words="Other words.") is Refusal.FROM_A_SOURCE
    for name in ("japan", "observer", "researcher"):
        assert refused(name, acts.edit_recommendation, row, words="Other words.") is Refusal.NOT_AN_EXPERT
