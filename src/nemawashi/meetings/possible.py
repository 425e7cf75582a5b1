"""Which acts a page offers on meetings and agendas, each with what its rule says; see ``texts.queries.possible``.

Listed is what belongs to the viewer's own role and to the state of the row; a refusal among it is shown with its sentence.
The first functions gather what a rule needs; the acts ask them, too.
"""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from nemawashi.access.rules import SAID, Possible, Verdict
from nemawashi.access.viewers import Viewer
from nemawashi.meetings import rules
from nemawashi.meetings.models import AgendaItem, Meeting, Recommendation, Track
from nemawashi.meetings.terms import ItemState, MeetingState

PLANNED = (MeetingState.PLANNED, MeetingState.POSTPONED)


def putting_on_agenda(meeting: Meeting, *, by: Viewer) -> Verdict:
    """Whether an item may be put on the provisional agenda."""
    is_adopted = meeting.agenda_adopted_at is not None
    return rules.may_put_on_agenda(by, state=meeting.state, is_agenda_adopted=is_adopted)


def _day(meeting: Meeting, at: dt.datetime) -> dt.date:
    return at.astimezone(ZoneInfo(meeting.zone or "UTC")).date()


def opening(meeting: Meeting, *, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether a meeting may be opened, on the day that it is in its own zone."""
    return rules.may_open(by, state=meeting.state, start=meeting.start_on, today=_day(meeting, at))


def holding(meeting: Meeting, *, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether a meeting may be recorded as held, on the day that it is in its own zone."""
    end = meeting.end_on or meeting.start_on
    return rules.may_hold(by, state=meeting.state, end=end, today=_day(meeting, at))


def confirming_presence(meeting: Meeting, *, names: str, by: Viewer) -> Verdict:
    """Whether a delegation may say that it is present."""
    own = by.party_id if by.is_delegate else None
    is_invited = own is not None and meeting.invitations.filter(party_id=own).exists()
    return rules.may_confirm_presence(by, state=meeting.state, is_invited=is_invited, names=names)


def adopting_agenda(meeting: Meeting, *, open_items: int, by: Viewer) -> Verdict:
    """Whether an agenda with so many items that were not deferred may be adopted."""
    is_adopted = meeting.agenda_adopted_at is not None
    return rules.may_adopt_agenda(by, state=meeting.state, is_agenda_adopted=is_adopted, open_items=open_items)


def _prepares(viewer: Viewer) -> bool:
    return viewer.is_secretariat or (viewer.may_act and viewer.is_participant)


def on_meeting(meeting: Meeting, *, now: Callable[[], dt.datetime], viewer: Viewer) -> list[Possible]:
    """Acts on a meeting itself: it is announced, opened and closed once, and postponed or cancelled before.

    ``now`` asks the database's clock, which only those pay for who may record a meeting as held.
    """
    acts: list[tuple[str, Verdict]] = []
    if viewer.is_secretariat:
        if meeting.state in PLANNED:
            acts.append(("announce_meeting", rules.may_announce(viewer, state=meeting.state, start=meeting.start_on)))
        if meeting.state == MeetingState.ANNOUNCED:
            at = now()
            acts.append(("open_meeting", opening(meeting, at=at, by=viewer)))
            if held := holding(meeting, at=at, by=viewer):
                acts.append(("hold_meeting", held))
        if meeting.state == MeetingState.OPEN:
            acts.append(("take_attendance", rules.may_take_attendance(viewer, state=meeting.state, names=(SAID,))))
            acts.append(("close_meeting", rules.may_close(viewer, state=meeting.state)))
        if rules.has_not_begun(meeting.state):
            acts.append(("postpone_meeting", rules.may_postpone(viewer, state=meeting.state, why=SAID)))
            acts.append(("cancel_meeting", rules.may_cancel(viewer, state=meeting.state, why=SAID)))
    if viewer.may_act and viewer.is_delegate and meeting.state == MeetingState.OPEN:
        acts.append(("confirm_presence", confirming_presence(meeting, names=SAID, by=viewer)))
    if viewer.is_secretariat or viewer.is_expert:
        acts.append(("record_recommendation", rules.may_record_recommendation(viewer, words=SAID)))
    return [Possible(act, meeting, verdict) for act, verdict in acts]


def on_agenda(meeting: Meeting, *, open_items: int, viewer: Viewer) -> list[Possible]:
    """Acts on the agenda of a meeting, of which ``open_items`` were not deferred."""
    acts: list[tuple[str, Verdict]] = []
    is_ahead = bool(rules.is_ahead(meeting.state))
    if _prepares(viewer) and is_ahead:
        acts.append(("propose_agenda_item", putting_on_agenda(meeting, by=viewer)))
    if viewer.is_secretariat and not meeting.agenda_adopted_at:
        adopting = adopting_agenda(meeting, open_items=open_items, by=viewer)
        if is_ahead or adopting:
            acts.append(("adopt_agenda", adopting))
    if viewer.is_secretariat and meeting.agenda_adopted_at and is_ahead:
        verdict = rules.may_reopen_agenda(viewer, state=meeting.state, is_agenda_adopted=True, why=SAID)
        acts.append(("reopen_agenda", verdict))
    return [Possible(act, meeting, verdict) for act, verdict in acts]


def on_item(item: AgendaItem, *, viewer: Viewer) -> list[Possible]:
    """An item is deferred once."""
    if not viewer.is_secretariat or item.state == ItemState.DEFERRED:
        return []
    is_adopted = item.state == ItemState.ADOPTED
    verdict = rules.may_defer(viewer, item_state=item.state, is_agenda_adopted=is_adopted, why=SAID)
    return [Possible("defer_agenda_item", item, verdict)]


def on_recommendation(row: Recommendation, *, viewer: Viewer, meeting: Meeting | None = None) -> list[Possible]:
    """A recommendation is taken up on the agenda of ``meeting``, or of one that is chosen on the form."""
    if not _prepares(viewer):
        return []
    if meeting is None:
        verdict = rules.may_put_on_agenda(viewer, state=MeetingState.PLANNED, is_agenda_adopted=False)
    else:
        verdict = putting_on_agenda(meeting, by=viewer)
    return [Possible("take_up_recommendation", row, verdict)]


def on_track(track: Track, *, viewer: Viewer) -> list[Possible]:
    """The next meeting of a track."""
    return [Possible("plan_meeting", track, rules.is_secretariat(viewer))] if viewer.is_secretariat else []
