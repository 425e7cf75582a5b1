"""Acts on meetings, agendas and recommendations: what each changes, what it logs, what it refuses."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import in_session

from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import acts, queries
from nemawashi.meetings.models import AgendaItem, Meeting, Recommendation, Track
from nemawashi.meetings.terms import Refusal
from nemawashi.parties.models import Party

Logged = Callable[..., Any]
Refused = Callable[..., str]
NOT_THE_HOST = ["japan", "japan-watcher", "observer", "guest", "expert", "researcher"]
DAY = ImpreciseDate(2027, 2, 7)


@pytest.fixture
def meeting(played: None, db: None) -> Meeting:
    """The tenth foreign ministers' meeting, announced, with one open and one deferred item."""
    return Meeting.objects.get(track__slug="fmm", state="announced")


@pytest.fixture
def som(done: Callable[..., Any], played: None, db: None) -> Meeting:
    """A senior officials' meeting, planned to a day."""
    return plan(done, start=DAY)


def plan(done: Callable[..., Any], track: str = "som", **words: Any) -> Meeting:
    kazakhstan = Party.objects.get(slug="kazakhstan")
    subject = Track.objects.get(slug=track)
    row: Meeting = done(
        "host", acts.plan_meeting, subject, **{"city": "Tashkent", "host": kazakhstan, "start": None} | words
    )
    return row


@pytest.fixture
def expert_meeting(played: None, db: None) -> Meeting:
    return Meeting.objects.filter(track__slug="tokyo-dialogue", state="held").latest("start_on")


@pytest.fixture
def recommendation(played: None, db: None) -> Recommendation:
    """One of the record that nobody has taken up."""
    return Recommendation.objects.filter(link="none", uptakes__isnull=True).order_by("order")[0]


def test_record_recommendation_puts_words_on_record(logged: Logged, expert_meeting: Meeting) -> None:
    row, entries = logged("expert", acts.record_recommendation, expert_meeting, words=" Share data. ", addressees=" All ")

    assert (row.words, row.addressees, row.link, row.made_on) == ("Share data.", "All", "open", expert_meeting.on)
    assert entries == [("recommendation.recorded", "", "public", row.ref)]


@pytest.mark.parametrize(
    ("name", "words", "why"),
    [
        ("expert", " \n", Refusal.NO_REASON),
        *[(name, "x", Refusal.NOT_AN_EXPERT) for name in ("japan", "japan-watcher", "observer", "guest", "researcher")],
    ],
)
def test_record_recommendation_refuses(
    refused: Refused, expert_meeting: Meeting, name: str, words: str, why: Refusal
) -> None:
    assert refused(name, acts.record_recommendation, expert_meeting, words=words) is why


def test_record_recommendation_twice_from_one_form_is_done_once(
    logged: Logged, refused: Refused, expert_meeting: Meeting
) -> None:
    once = uuid.uuid4()
    logged("expert", acts.record_recommendation, expert_meeting, words="Share data.", once=once)

    again = refused("expert", acts.record_recommendation, expert_meeting, words="Share data.", once=once)

    assert again is AccessRefusal.DONE_BEFORE


def test_take_up_recommendation_makes_an_item_and_an_uptake(
    logged: Logged, recommendation: Recommendation, som: Meeting
) -> None:
    item, entries = logged("kazakhstan", acts.take_up_recommendation, recommendation, meeting=som)

    recommendation.refresh_from_db()
    assert (item.meeting, item.title, item.proposed_by.slug) == (som, recommendation.words, "kazakhstan")
    assert recommendation.link == "none"  # the agenda is not public before the meeting was held
    assert recommendation.uptakes.get().by_name == "kazakhstan"
    assert entries == [("recommendation.taken_up", "kazakhstan", "parties", recommendation.ref)]


def test_take_up_recommendation_refuses_a_second_time_at_one_meeting(
    done: Callable[..., Any], refused: Refused, recommendation: Recommendation, som: Meeting
) -> None:
    done("host", acts.take_up_recommendation, recommendation, meeting=som)

    again = refused("japan", acts.take_up_recommendation, recommendation, meeting=som, title="Other words")

    assert again is Refusal.TAKEN_UP_ALREADY


def test_take_up_recommendation_refuses_words_that_are_on_the_agenda(
    done: Callable[..., Any], refused: Refused, recommendation: Recommendation, som: Meeting
) -> None:
    done("japan", acts.propose_agenda_item, som, title="Early warning")

    again = refused("japan", acts.take_up_recommendation, recommendation, meeting=som, title=" Early warning ")

    assert again is Refusal.ON_THE_AGENDA_ALREADY


@pytest.mark.parametrize("name", ["japan-watcher", "observer", "guest", "expert", "researcher"])
def test_only_participants_and_the_host_put_things_on_an_agenda(
    refused: Refused, recommendation: Recommendation, som: Meeting, name: str
) -> None:
    taken = refused(name, acts.take_up_recommendation, recommendation, meeting=som)
    proposed = refused(name, acts.propose_agenda_item, som, title="Trade")

    assert (taken, proposed) == (Refusal.NOT_A_PARTICIPANT, Refusal.NOT_A_PARTICIPANT)


@pytest.mark.parametrize(
    ("state", "why"),
    [("held", Refusal.HELD_ALREADY), ("cancelled", Refusal.CANCELLED), ("adopted", Refusal.AGENDA_ADOPTED)],
)
def test_nothing_comes_onto_an_agenda_that_is_closed(
    refused: Refused, recommendation: Recommendation, som: Meeting, now: dt.datetime, state: str, why: Refusal
) -> None:
    changed = {"agenda_adopted_at": now} if state == "adopted" else {"state": state}
    Meeting.objects.filter(pk=som.pk).update(**changed)

    taken = refused("japan", acts.take_up_recommendation, recommendation, meeting=som)
    proposed = refused("japan", acts.propose_agenda_item, som, title="Trade")

    assert (taken, proposed) == (why, why)


def test_plan_meeting_numbers_it_after_those_held(logged: Logged, done: Callable[..., Any]) -> None:
    track = Track.objects.get(slug="fmm")
    kazakhstan = Party.objects.get(slug="kazakhstan")

    row, entries = logged("host", acts.plan_meeting, track, city="Almaty", host=kazakhstan, start=DAY)

    last = track.meetings.exclude(pk=row.pk).exclude(state="cancelled").exclude(ordinal=None).order_by("-ordinal")[0]
    assert (row.ordinal, row.state, row.end_on) == (last.ordinal + 1, "planned", DAY)
    assert (row.slug, row.zone) == ("fmm-2027-almaty", kazakhstan.zone)
    assert entries == [("meeting.planned", "", "parties", row.ref)]


def test_plan_meeting_brings_deferred_items_back_once(done: Callable[..., Any]) -> None:
    late = AgendaItem.objects.get(title="Rules of chairmanship")

    first = plan(done, "fmm", city="Almaty")
    second = plan(done, "fmm", city="Bishkek")

    back = first.agenda_items.get()
    assert (back.title, back.carried_from, back.state, back.proposed_by) == (late.title, late, "proposed", late.proposed_by)
    assert second.agenda_items.count() == 0


def test_plan_meeting_in_one_city_twice_gives_two_slugs(done: Callable[..., Any], som: Meeting) -> None:
    assert plan(done, start=DAY).slug == f"{som.slug}-2"


@pytest.mark.parametrize("name", NOT_THE_HOST)
def test_only_the_host_plans(refused: Refused, name: str) -> None:
    track, kazakhstan = Track.objects.get(slug="som"), Party.objects.get(slug="kazakhstan")

    assert refused(name, acts.plan_meeting, track, city="x", host=kazakhstan, start=None) is Refusal.NOT_THE_SECRETARIAT


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"start": DAY, "end": ImpreciseDate(2027, 2, 6)}, Refusal.ENDS_BEFORE_IT_STARTS),
        ({"zone": "Asia/Nowhere"}, Refusal.ZONE_UNKNOWN),
    ],
)
def test_plan_meeting_refuses(refused: Refused, words: dict[str, Any], why: Refusal) -> None:
    track, kazakhstan = Track.objects.get(slug="som"), Party.objects.get(slug="kazakhstan")

    asked = {"city": "Almaty", "host": kazakhstan, "start": None} | words

    assert refused("host", acts.plan_meeting, track, **asked) is why


def test_announce_meeting_invites_each_party_in_its_standing(
    logged: Logged, som: Meeting, who: Callable[[str], Any]
) -> None:
    who("observer"), who("guest")

    row, entries = logged("host", acts.announce_meeting, som)

    invited = dict(row.invitations.values_list("party__slug", "standing"))
    assert row.state == "announced"
    assert (invited["japan"], invited["mongolia"], invited["azerbaijan"]) == ("participant", "observer", "guest")
    assert entries == [("meeting.announced", "", "public", som.ref)]


def test_announce_meeting_needs_a_day(refused: Refused, done: Callable[..., Any]) -> None:
    assert refused("host", acts.announce_meeting, plan(done, start=ImpreciseDate(2027, 2))) is Refusal.NO_DATE


def test_postpone_meeting_moves_it_and_keeps_the_old_day_in_the_log(logged: Logged, meeting: Meeting) -> None:
    row, entries = logged("host", acts.postpone_meeting, meeting, why="clash", start=DAY)

    assert (row.state, row.start_on, row.end_on, row.version) == ("postponed", DAY, DAY, meeting.version + 1)
    assert entries == [("meeting.postponed", "", "parties", meeting.ref)]


def test_postpone_meeting_to_an_unknown_day(done: Callable[..., Any], meeting: Meeting) -> None:
    row = done("host", acts.postpone_meeting, meeting, why="elections")

    assert (row.state, row.start_on, row.end_on) == ("postponed", None, None)


def test_postpone_meeting_refuses_an_end_before_the_start(refused: Refused, meeting: Meeting) -> None:
    words = {"why": "clash", "start": DAY, "end": ImpreciseDate(2027, 1)}

    assert refused("host", acts.postpone_meeting, meeting, **words) is Refusal.ENDS_BEFORE_IT_STARTS


def test_cancel_meeting_keeps_it_visible_with_its_reason(logged: Logged, som: Meeting) -> None:
    row, entries = logged("host", acts.cancel_meeting, som, why=" merged ")

    assert (row.state, row.note, row.is_public) == ("cancelled", "merged", False)
    assert entries == [("meeting.cancelled", "", "parties", som.ref)]


@pytest.mark.parametrize("act", [acts.postpone_meeting, acts.cancel_meeting])
@pytest.mark.parametrize(
    ("state", "why", "expected"),
    [
        ("planned", " ", Refusal.NO_REASON),
        ("held", "clash", Refusal.HELD_ALREADY),
        ("cancelled", "clash", Refusal.CANCELLED),
    ],
)
def test_postpone_and_cancel_refuse(
    refused: Refused, som: Meeting, act: Any, state: str, why: str, expected: Refusal
) -> None:
    Meeting.objects.filter(pk=som.pk).update(state=state)

    assert refused("host", act, som, why=why) is expected


def test_a_meeting_is_opened_attended_and_closed(logged: Logged, done: Callable[..., Any], meeting: Meeting) -> None:
    day = dt.datetime.combine(meeting.start_on.earliest, dt.time(6), dt.UTC)
    later = day + dt.timedelta(hours=3)

    row, opened = logged("host", acts.open_meeting, meeting, at=day)
    assert (row.state, row.opened_at, row.is_public) == ("open", day, False)
    assert opened == [("meeting.opened", "", "parties", meeting.ref)]
    done("host", acts.take_attendance, meeting, present={"japan": " The minister ", "kazakhstan": "Mr A"}, at=day)
    own, confirmed = logged("japan", acts.confirm_presence, meeting, names="The deputy minister", at=later)
    done("host", acts.take_attendance, meeting, present={"japan": "Nobody", "kazakhstan": "Mr B"}, at=later)
    rows = meeting.attendance.values_list("party__slug", "names", "confirmed_at", "taken_at")
    row, closed = logged("host", acts.close_meeting, meeting, at=later)

    assert list(rows) == [("japan", "The deputy minister", later, day), ("kazakhstan", "Mr B", None, later)]
    assert (own.party.slug, confirmed) == ("japan", [("attendance.confirmed", "japan", "parties", meeting.ref)])
    assert (row.state, row.closed_at, row.is_public) == ("held", later, True)
    assert closed == [("meeting.closed", "", "public", meeting.ref)]


def test_attendance_is_of_those_who_were_invited(refused: Refused, done: Callable[..., Any], meeting: Meeting) -> None:
    meeting = in_session(meeting, present=[])

    assert refused("host", acts.take_attendance, meeting, present={"china": "Somebody"}) is Refusal.NOT_INVITED
    assert refused("host", acts.take_attendance, meeting, present={}) is Refusal.NO_NAMES
    assert refused("japan", acts.confirm_presence, meeting, names=" ") is Refusal.NO_NAMES
    assert refused("japan-watcher", acts.confirm_presence, meeting, names="A watcher") is Refusal.NOT_INVITED
    assert refused("expert", acts.confirm_presence, meeting, names="An expert") is Refusal.NOT_INVITED
    assert not meeting.attendance.exists()


def test_hold_meeting_makes_public_what_nobody_opened_here(logged: Logged, meeting: Meeting) -> None:
    day = dt.datetime.combine(meeting.start_on.earliest, dt.time(23), dt.UTC) + dt.timedelta(days=1)

    row, entries = logged("host", acts.hold_meeting, meeting, at=day)

    assert (row.state, row.is_public) == ("held", True)
    assert entries == [("meeting.held", "", "public", meeting.ref)]


def test_days_come_and_end_in_the_zone_of_the_meeting(done: Callable[..., Any], refused: Refused, meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(zone="Asia/Tokyo")
    midnight = dt.datetime.combine(meeting.start_on.earliest, dt.time(0), dt.UTC) - dt.timedelta(hours=9)
    second = dt.timedelta(seconds=1)

    assert refused("host", acts.open_meeting, meeting, at=midnight - second) is Refusal.NOT_ITS_DAY
    assert refused("host", acts.hold_meeting, meeting, at=midnight + dt.timedelta(days=1) - second) is Refusal.NOT_OVER
    assert done("host", acts.hold_meeting, meeting, at=midnight + dt.timedelta(days=1)).state == "held"


def test_a_meeting_opens_with_its_first_day(done: Callable[..., Any], meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(zone="Asia/Tokyo")
    midnight = dt.datetime.combine(meeting.start_on.earliest, dt.time(0), dt.UTC) - dt.timedelta(hours=9)

    assert done("host", acts.open_meeting, meeting, at=midnight).state == "open"


def test_what_is_announced_is_public_unless_it_is_for_the_delegations(
    logged: Logged, done: Callable[..., Any], som: Meeting
) -> None:
    quiet, entries = logged("host", acts.announce_meeting, som, is_public=False)
    assert (quiet.is_public, entries[0][2]) == (False, "parties")
    done("host", acts.postpone_meeting, som, why="clash", start=som.start_on)
    public, entries = logged("host", acts.announce_meeting, som)
    assert (public.is_public, entries[0][2]) == (True, "public")
    done("host", acts.postpone_meeting, som, why="clash", start=som.start_on)

    again, _ = logged("host", acts.announce_meeting, som, is_public=False)

    assert again.is_public
    assert som in queries.meetings_ahead(viewer=PUBLIC)


@pytest.mark.parametrize(("state", "why"), [("held", Refusal.HELD_ALREADY), ("cancelled", Refusal.CANCELLED)])
def test_announce_meeting_refuses_what_is_over(refused: Refused, meeting: Meeting, state: str, why: Refusal) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state=state)

    assert refused("host", acts.announce_meeting, meeting) is why


def test_propose_agenda_item_adds_the_next_number(logged: Logged, meeting: Meeting) -> None:
    item, entries = logged("tajikistan", acts.propose_agenda_item, meeting, title=" Water ")

    assert (item.number, item.title, item.state, item.proposed_by.slug) == (3, "Water", "proposed", "tajikistan")
    assert entries == [("agenda.item_proposed", "tajikistan", "parties", item.ref)]


def test_propose_agenda_item_refuses_no_words_and_the_same_words(refused: Refused, meeting: Meeting) -> None:
    there = meeting.agenda_items.get(state="proposed").title

    assert refused("japan", acts.propose_agenda_item, meeting, title=" ") is Refusal.NO_REASON
    assert refused("japan", acts.propose_agenda_item, meeting, title=there) is Refusal.ON_THE_AGENDA_ALREADY


def test_a_deferred_item_can_be_proposed_again(done: Callable[..., Any], meeting: Meeting) -> None:
    assert done("japan", acts.propose_agenda_item, meeting, title="Rules of chairmanship").state == "proposed"


def test_defer_agenda_item_keeps_the_reason(logged: Logged, meeting: Meeting) -> None:
    item = meeting.agenda_items.get(state="proposed")

    row, entries = logged("host", acts.defer_agenda_item, item, why=" no time ")

    assert (row.state, row.reason) == ("deferred", "no time")
    assert entries == [("agenda.item_deferred", "", "parties", item.ref)]


def test_defer_agenda_item_refuses(refused: Refused, meeting: Meeting) -> None:
    item, gone = meeting.agenda_items.get(state="proposed"), meeting.agenda_items.get(state="deferred")

    assert refused("host", acts.defer_agenda_item, item, why="") is Refusal.NO_REASON
    assert refused("host", acts.defer_agenda_item, gone, why="again") is Refusal.ITEM_NOT_OPEN


def test_adopt_agenda_adopts_what_was_not_deferred(logged: Logged, meeting: Meeting, now: dt.datetime) -> None:
    meeting = in_session(meeting)

    row, entries = logged("host", acts.adopt_agenda, meeting)

    assert row.agenda_adopted_at == now
    assert sorted(meeting.agenda_items.values_list("state", flat=True)) == ["adopted", "deferred"]
    assert meeting.decisions.get().words == meeting.agenda_items.get(state="adopted").title
    assert entries == [("agenda.adopted", "", "parties", meeting.ref)]


def test_adopt_agenda_refuses(done: Callable[..., Any], refused: Refused, meeting: Meeting, som: Meeting) -> None:
    planned, early = refused("host", acts.adopt_agenda, som), refused("host", acts.adopt_agenda, meeting)
    done("host", acts.adopt_agenda, in_session(meeting))
    done("host", acts.announce_meeting, som)

    assert refused("host", acts.adopt_agenda, meeting) is Refusal.AGENDA_ADOPTED
    assert (planned, early) == (Refusal.NOT_ANNOUNCED, Refusal.NOT_IN_SESSION)
    assert refused("host", acts.adopt_agenda, in_session(som)) is Refusal.AGENDA_EMPTY


def test_an_agenda_adopted_by_mistake_is_provisional_again(
    done: Callable[..., Any], logged: Logged, refused: Refused, meeting: Meeting
) -> None:
    meeting = done("host", acts.adopt_agenda, in_session(meeting))

    row, entries = logged("host", acts.reopen_agenda, meeting, why=" an item was forgotten ")

    decision = meeting.decisions.get()
    assert (row.agenda_adopted_at, decision.undone_why) == (None, "an item was forgotten")
    assert decision.undone_at is not None
    assert sorted(meeting.agenda_items.values_list("state", flat=True)) == ["deferred", "proposed"]
    assert entries == [("agenda.reopened", "", "parties", meeting.ref)]
    assert done("japan", acts.propose_agenda_item, meeting, title="Water").state == "proposed"
    assert refused("host", acts.reopen_agenda, meeting, why="x") is Refusal.AGENDA_NOT_ADOPTED


ON_A_MEETING = {
    acts.announce_meeting: {},
    acts.postpone_meeting: {"why": "clash"},
    acts.cancel_meeting: {"why": "clash"},
    acts.open_meeting: {"at": dt.datetime(2028, 1, 1, tzinfo=dt.UTC)},
    acts.hold_meeting: {"at": dt.datetime(2028, 1, 1, tzinfo=dt.UTC)},
    acts.take_attendance: {"present": {"japan": "The minister"}},
    acts.close_meeting: {},
    acts.adopt_agenda: {},
    acts.reopen_agenda: {"why": "too early"},
}


@pytest.mark.parametrize("name", NOT_THE_HOST)
def test_only_the_host_runs_meetings(refused: Refused, meeting: Meeting, name: str) -> None:
    item = meeting.agenda_items.get(state="proposed")

    told = {refused(name, act, meeting, **words) for act, words in ON_A_MEETING.items()}
    told.add(refused(name, acts.defer_agenda_item, item, why="x"))

    assert told == {Refusal.NOT_THE_SECRETARIAT}


@pytest.mark.parametrize("act", ON_A_MEETING, ids=lambda act: act.__name__)
def test_a_stale_form_is_refused(refused: Refused, meeting: Meeting, act: Any) -> None:
    assert refused("host", act, meeting, seen=meeting.version - 1, **ON_A_MEETING[act]) is AccessRefusal.STALE


def test_a_form_is_acted_on_once(done: Callable[..., Any], refused: Refused, meeting: Meeting) -> None:
    once = uuid.uuid4()
    done("japan", acts.propose_agenda_item, meeting, title="Water", once=once)
    item = meeting.agenda_items.get(state="proposed", title="Water")

    told = {refused("host", act, meeting, once=once, **words) for act, words in ON_A_MEETING.items()}
    told.add(refused("host", acts.defer_agenda_item, item, why="x", once=once))
    told.add(refused("japan", acts.propose_agenda_item, meeting, title="Trade", once=once))

    assert told == {AccessRefusal.DONE_BEFORE}


def test_a_stale_item_is_not_deferred(refused: Refused, meeting: Meeting) -> None:
    item = meeting.agenda_items.get(state="proposed")

    assert refused("host", acts.defer_agenda_item, item, why="x", seen=item.version + 1) is AccessRefusal.STALE
