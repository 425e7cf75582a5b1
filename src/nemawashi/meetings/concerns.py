"""Who is told of each act on meetings, agendas and recommendations, and what is asked of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from nemawashi.access.concerns import (
    EXPERTS,
    HOST,
    PARTICIPANTS,
    PARTIES,
    RESEARCHERS,
    Hearer,
    NoticeFacts,
    tells,
    tells_nobody,
)
from nemawashi.access.models import Entry
from nemawashi.access.terms import NoticeCircle
from nemawashi.meetings.models import AgendaItem, HostingOffer, Meeting, MeetingPaper, Recommendation
from nemawashi.meetings.terms import Act, MeetingState
from nemawashi.parties import queries as parties
from nemawashi.parties.models import HostTerm, Party

PROPOSER = Hearer("proposer", NoticeCircle.PARTIES, _("The party that proposed the item"), is_chosen=True)
NAMING = Hearer("naming", NoticeCircle.PARTIES, _("The party that named the delegate"), is_chosen=True)
ANSWERING = Hearer("answering", NoticeCircle.PARTICIPANTS, _("Delegations that are to answer"), is_chosen=True)
SUBMITTING = Hearer("submitting", NoticeCircle.PARTIES, _("The party whose paper it is"), is_chosen=True)
CORRECTING = Hearer("correcting", NoticeCircle.PARTIES, _("The party that sent the correction"), is_chosen=True)
DIALOGUE = {PARTIES: "", HOST: ""}
ABROAD = {**DIALOGUE, EXPERTS: "", RESEARCHERS: ""}  # of what was announced to the public; else these are not told


def of_meeting(meeting: Meeting, entry: Entry) -> NoticeFacts:
    """A meeting by the parts of its title, which each reader is told in the own language. One statement."""
    del entry
    return NoticeFacts(_called(meeting), ("meeting", meeting.slug), meeting.zone)


def _called(meeting: Meeting) -> dict[str, Any]:
    track = meeting.track
    return {"track": {"en": track.name, **track.names}, "ordinal": meeting.ordinal, "city": meeting.city}


def of_agenda(meeting: Meeting, entry: Entry) -> NoticeFacts:
    about = of_meeting(meeting, entry)
    return NoticeFacts(about.names, ("agenda", meeting.slug), about.zone)


def of_item(item: AgendaItem, entry: Entry) -> NoticeFacts:
    """An item with its meeting and the party that proposed it. Two statements."""
    del entry
    meeting = Meeting.objects.select_related("track").get(pk=item.meeting_id)
    names = {**_called(meeting), "item": item.title}
    slugs = Party.objects.filter(pk=item.proposed_by_id).values_list("slug", flat=True) if item.proposed_by_id else ()
    return NoticeFacts(names, ("agenda", meeting.slug), meeting.zone, parties={"proposer": slugs})


def of_delegations(meeting: Meeting, entry: Entry) -> NoticeFacts:
    about = of_meeting(meeting, entry)
    slugs = [str(entry.facts["party"])] if entry.facts.get("party") else []
    return NoticeFacts(about.names, ("delegations", meeting.slug), about.zone, parties={"naming": slugs})


ANSWERS = {
    "attends": _("%(who)s attends."),
    "tentative": _("%(who)s attends perhaps."),
    "declines": _("%(who)s does not attend."),
    "": _("%(who)s answered the invitation."),
}


def of_answer(meeting: Meeting, entry: Entry) -> NoticeFacts:
    about = of_delegations(meeting, entry)
    return NoticeFacts({**about.names, "answer": entry.facts.get("answer", "")}, about.page, about.zone)


def of_offer(offer: HostingOffer, entry: Entry) -> NoticeFacts:
    """The track for whose next meeting a party offers to host."""
    del entry
    track = offer.track
    return NoticeFacts({"track": {"en": track.name, **track.names}}, ("hosting", ""))


def of_host_term(term: HostTerm, entry: Entry) -> NoticeFacts:
    """The party to which the host's role came, and the meeting with which it did; this one where everybody may read of it,
    since of the role everybody is told.
    """
    slug = term.meeting_ref.partition("/")[2]
    meeting = Meeting.objects.select_related("track").get(slug=slug)
    about = of_host_role(meeting, entry)
    is_told = meeting.is_public or meeting.state in (MeetingState.ANNOUNCED, MeetingState.OPEN)
    return about if is_told else NoticeFacts({"parties": about.names["parties"], "words": str(term.party)}, about.page)


def of_host_role(meeting: Meeting, entry: Entry) -> NoticeFacts:
    """The meeting with which the host's role comes, and the party to which it does."""
    code = parties.forum().code_of(str(entry.facts["party"]))
    return NoticeFacts({**_called(meeting), "parties": [code]}, ("host_role",), meeting.zone)


def of_paper(paper: MeetingPaper, entry: Entry) -> NoticeFacts:
    """A paper by its symbol; its title is somebody's words. Who reads the entry is told, as its visibility says.

    A circular asks the participants for an answer until its date. At most two statements.
    """
    about = of_meeting(paper.meeting, entry)
    asked = entry.event in (Act.SUBMIT_PAPER, Act.ISSUE_PAPER) and paper.issued_at and paper.answer_by
    owner = paper.party.slug if paper.party else ""
    answering = [row.slug for row in parties.forum_as_recorded().table] if asked else []
    until = paper.answer_by if asked else paper.release_by if entry.event == Act.PROPOSE_RELEASE else None
    names = {**about.names, "symbol": paper.symbol}
    hearers = {"answering": answering, "submitting": [owner] if owner else []}
    is_gone = entry.event == Act.WITHDRAW_PAPER
    page = ("papers", paper.meeting.slug) if is_gone else ("paper", paper.meeting.slug, str(paper.pk))
    return NoticeFacts(names, page, paper.zone or about.zone, until=until, parties=hearers)


def of_recommendation(row: Recommendation, entry: Entry) -> NoticeFacts:
    del entry
    return NoticeFacts({"words": row.words}, ("recommendation", row.slug))


tells(
    Act.RECORD_RECOMMENDATION,
    _("A recommendation was recorded."),
    of_recommendation,
    {HOST: _("Take it up on an agenda, or leave it open."), PARTIES: "", EXPERTS: "", RESEARCHERS: ""},
)
tells(
    Act.EDIT_RECOMMENDATION,
    _("The recommendation was corrected."),
    of_recommendation,
    {PARTIES: "", HOST: "", EXPERTS: "", RESEARCHERS: ""},
)
tells(Act.TAKE_UP_RECOMMENDATION, _("The recommendation was put on an agenda."), of_recommendation, DIALOGUE)
tells(
    Act.OFFER_TO_HOST,
    _("%(who)s offered to host the next meeting."),
    of_offer,
    {HOST: _("Confirm it, or ask another party."), PARTIES: ""},
)
tells(Act.CONFIRM_HOST, _("The host of the next meeting was confirmed."), of_offer, DIALOGUE)
tells(
    Act.WITHDRAW_OFFER,
    _("%(who)s withdrew its offer to host."),
    of_offer,
    {HOST: _("Find another host."), PARTIES: ""},
)
tells(
    Act.STATE_HOST,
    _("%(parties)s is host, as the record says from now on; the role came with this meeting."),
    of_host_term,
    ABROAD,
)
tells(
    Act.INVITE_NEXT_HOST,
    _("The first person of the secretariat of %(parties)s, which hosts this meeting, was invited."),
    of_host_role,
    DIALOGUE,
)
tells(
    Act.PASS_HOST_ROLE,
    _("The host's role was passed on: %(parties)s is host from now on."),
    of_host_term,
    {HOST: _("Read what is still open, and go on with it."), PARTIES: "", EXPERTS: "", RESEARCHERS: ""},
)
tells(Act.PLAN_MEETING, _("The meeting was planned."), of_meeting, DIALOGUE)
tells(
    Act.ANNOUNCE_MEETING,
    _("The meeting was announced."),
    of_meeting,
    {
        PARTIES: _("Your party is invited: propose items for the provisional agenda."),
        HOST: "",
        EXPERTS: "",
        RESEARCHERS: "",
    },
)
tells(Act.EDIT_MEETING, _("What is announced of the meeting was corrected."), of_meeting, DIALOGUE)
tells(Act.POSTPONE_MEETING, _("The meeting was postponed."), of_meeting, ABROAD)
tells(Act.CANCEL_MEETING, _("The meeting was cancelled."), of_meeting, ABROAD)
tells(Act.OPEN_MEETING, _("The meeting was opened."), of_meeting, {PARTIES: _("Say who speaks for your party."), HOST: ""})
tells(Act.CONFIRM_PRESENCE, _("%(who)s said who speaks for it."), of_meeting, {HOST: ""})
tells(Act.TAKE_ATTENDANCE, _("Attendance was taken."), of_meeting, DIALOGUE)
tells(Act.CLOSE_MEETING, _("The meeting was closed."), of_meeting, ABROAD)
tells(Act.HOLD_MEETING, _("The meeting was recorded as held."), of_meeting, ABROAD)
tells(
    Act.ANSWER_INVITATION,
    lambda names: ANSWERS.get(names.get("answer", ""), ANSWERS[""]),
    of_answer,
    {HOST: "", PARTIES: ""},
)
tells(
    Act.NOMINATE_DELEGATES,
    _("%(who)s named its delegates."),
    of_delegations,
    {HOST: _("Accredit them, or ask."), PARTIES: ""},
)
tells(Act.REMOVE_DELEGATE, _("%(who)s took a name off its list."), of_delegations, {HOST: ""})
tells(Act.DECLINE_MEETING, _("%(who)s does not attend."), of_delegations, {HOST: "", PARTIES: ""})
tells(Act.ACCREDIT_DELEGATES, _("Delegates were accredited."), of_delegations, DIALOGUE)
tells(
    Act.RETURN_DELEGATE,
    _("A delegate was returned to the party that named them."),
    of_delegations,
    {NAMING: _("Answer the host, or name somebody else."), HOST: ""},
)
tells(Act.FORGET_DELEGATES, _("Names were deleted from the lists of delegations."), of_delegations, DIALOGUE)
READERS = {PARTICIPANTS: "", **ABROAD}
tells(
    Act.SUBMIT_PAPER,
    _("A paper was submitted: %(symbol)s."),
    of_paper,
    {ANSWERING: _("Answer the circular."), **READERS},
)
tells(Act.ADD_PAPER_LANGUAGE, _("A paper is there in another language: %(symbol)s."), of_paper, READERS)
tells(
    Act.ISSUE_PAPER,
    _("A paper was issued: %(symbol)s."),
    of_paper,
    {ANSWERING: _("Answer the circular."), **READERS},
)
tells(Act.WITHDRAW_PAPER, _("A paper was withdrawn: %(symbol)s."), of_paper, READERS)
tells(Act.ANSWER_CIRCULAR, _("%(who)s answered a circular: %(symbol)s."), of_paper, READERS)
tells(
    Act.PROPOSE_RELEASE,
    _("Everybody may read a paper unless a party objects: %(symbol)s."),
    of_paper,
    {PARTICIPANTS: _("Object, if your party wants it kept."), PARTIES: "", HOST: ""},
)
tells(
    Act.OBJECT_TO_RELEASE,
    _("%(who)s objected to the release of a paper: %(symbol)s."),
    of_paper,
    {SUBMITTING: _("The paper keeps its distribution. Speak with the party, or propose it anew."), **READERS},
)
tells(Act.RELEASE_PAPER, _("A paper was released: %(symbol)s."), of_paper, READERS)
tells(Act.PROPOSE_AGENDA_ITEM, _("An item was proposed for the agenda: “%(item)s”."), of_item, DIALOGUE)
tells(
    Act.ADMIT_LATE_ITEM,
    _("A late item of the agenda was given leave: “%(item)s”."),
    of_item,
    {PROPOSER: _("It stands on the provisional agenda now."), **DIALOGUE},
)
tells(
    Act.EDIT_AGENDA_ITEM,
    _("An item of the agenda was corrected: “%(item)s”."),
    of_item,
    {PROPOSER: _("Look whether it still says what your party proposed."), **DIALOGUE},
)
tells(Act.WITHDRAW_AGENDA_ITEM, _("An item of the agenda was withdrawn: “%(item)s”."), of_item, DIALOGUE)
tells(Act.REORDER_AGENDA, _("The agenda was put into another order."), of_agenda, DIALOGUE)
tells(
    Act.DEFER_AGENDA_ITEM,
    _("An item of the agenda was deferred: “%(item)s”."),
    of_item,
    {PROPOSER: _("It returns on the next provisional agenda by itself."), **DIALOGUE},
)
tells(Act.ADOPT_AGENDA, _("The agenda was adopted."), of_agenda, DIALOGUE)
tells(Act.REOPEN_AGENDA, _("The agenda is provisional again."), of_agenda, DIALOGUE)
tells(Act.PLAN_SESSION, _("A session was put into the time plan."), of_agenda, DIALOGUE)
tells(Act.EDIT_SESSION, _("A session of the time plan was changed."), of_agenda, DIALOGUE)
tells(Act.REMOVE_SESSION, _("A session was taken out of the time plan."), of_agenda, DIALOGUE)
tells(
    Act.ANNOTATE_AGENDA_ITEM,
    _("The agenda says more of an item: “%(item)s”."),
    of_item,
    {PROPOSER: _("Look whether it says what your party means."), **DIALOGUE},
)
IN_THE_ROOM = _("It is seen on the screens of the room, and read in the log.")
tells_nobody(Act.CALL_ITEM, IN_THE_ROOM)
tells(Act.DRAW_LETTER, _("The letter from which the alphabet begins was drawn."), of_meeting, DIALOGUE)
tells_nobody(Act.ORDER_SPEAKERS, IN_THE_ROOM)
tells_nobody(Act.CLOSE_SPEAKERS, IN_THE_ROOM)
tells_nobody(Act.REOPEN_SPEAKERS, IN_THE_ROOM)
tells_nobody(Act.ASK_FOR_FLOOR, IN_THE_ROOM)
tells_nobody(Act.RAISE_POINT_OF_ORDER, IN_THE_ROOM)
tells_nobody(Act.WITHDRAW_FROM_SPEAKERS, IN_THE_ROOM)
tells_nobody(Act.GIVE_FLOOR, IN_THE_ROOM)
tells_nobody(Act.END_FLOOR, IN_THE_ROOM)
tells_nobody(Act.CHECK_IN_DELEGATE, _("It is seen on the list of the delegation."))


def of_minutes(meeting: Meeting, entry: Entry) -> NoticeFacts:
    about = of_meeting(meeting, entry)
    until = meeting.minutes.corrections_by if entry.event == Act.CIRCULATE_MINUTES else None
    return NoticeFacts(about.names, ("minutes", meeting.slug), about.zone, until=until)


def of_correction(meeting: Meeting, entry: Entry) -> NoticeFacts:
    about = of_meeting(meeting, entry)
    sender = str(entry.facts["party"])
    return NoticeFacts(about.names, ("minutes", meeting.slug), about.zone, parties={"correcting": [sender]})


tells_nobody(Act.WRITE_MINUTES, _("The page of the minutes shows who wrote what, and when."))
tells(
    Act.CIRCULATE_MINUTES,
    _("The minutes were circulated."),
    of_minutes,
    {PARTIES: _("Read them, and send corrections."), HOST: ""},
)
tells(
    Act.CORRECT_MINUTES,
    _("%(who)s sent a correction of the minutes."),
    of_minutes,
    {HOST: _("Take it into the minutes."), PARTIES: ""},
)
tells(
    Act.ANSWER_CORRECTION,
    _("The host said what became of a correction of the minutes."),
    of_correction,
    {CORRECTING: _("Read what became of yours, and why."), **DIALOGUE},
)
tells(Act.ADOPT_MINUTES, _("The minutes were adopted."), of_minutes, DIALOGUE)
tells(Act.ATTACH_CREDENTIALS, _("%(who)s sent its letter of credentials."), of_delegations, {HOST: ""})
