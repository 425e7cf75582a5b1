"""Which acts a page offers on meetings and agendas, each with what its rule says; see ``texts.queries.possible``.

Listed is what belongs to the viewer's own role and to the state of the row; a refusal among it is shown with its sentence.
The first functions gather what a rule needs; the acts ask them, too.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings

from nemawashi.access.rules import SAID, Possible, Verdict, first
from nemawashi.access.viewers import Viewer
from nemawashi.kit.merging import are_too_many
from nemawashi.meetings import rules
from nemawashi.meetings.models import (
    AgendaItem,
    Delegate,
    FloorRequest,
    HostingOffer,
    Meeting,
    MeetingPaper,
    MeetingRoom,
    MeetingSession,
    Minutes,
    MinutesCorrection,
    PaperInLanguage,
    Recommendation,
    Track,
)
from nemawashi.meetings.queries import Speakers
from nemawashi.meetings.rules import Nominee, SessionSpan
from nemawashi.meetings.terms import (
    DelegateRole,
    DelegateState,
    Distribution,
    FloorKind,
    ItemState,
    MeetingState,
    MinutesState,
    OfferState,
    PaperKind,
    Refusal,
)
from nemawashi.parties import queries as parties
from nemawashi.parties import rules as people
from nemawashi.parties.models import Dialogue, PersonInvitation
from nemawashi.parties.terms import InvitationState

PLANNED = (MeetingState.PLANNED, MeetingState.POSTPONED)
STANDING_OFFERS = (OfferState.OFFERED, OfferState.CONFIRMED)


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


def agenda_closes(meeting: Meeting) -> dt.date | None:
    """The last day on which an item for this meeting is proposed without leave; None where the forum has no such rule."""
    return rules.agenda_closes(meeting.start_on, days=parties.forum().meeting_rules.agenda_days)


def papers_close(meeting: Meeting) -> dt.date | None:
    """The last day on which papers for this meeting come in time; None where the forum has no such rule."""
    return rules.papers_close(meeting.start_on, days=parties.forum().meeting_rules.paper_days)


def comes_late(meeting: Meeting, *, at: dt.datetime, by: Viewer) -> bool:
    """Whether an item that is proposed now waits for leave, on the day that it is in the zone of the meeting."""
    return rules.is_late(by, closes=agenda_closes(meeting), today=_day(meeting, at))


def admitting(item: AgendaItem, *, why: str, by: Viewer) -> Verdict:
    """Whether a late item may be given leave; needs its meeting."""
    is_adopted = item.meeting.agenda_adopted_at is not None
    return rules.may_admit_late_item(
        by, state=item.meeting.state, item_state=item.state, is_agenda_adopted=is_adopted, why=why
    )


def adopting_agenda(meeting: Meeting, *, open_items: int, by: Viewer) -> Verdict:
    """Whether an agenda with so many items that were not deferred may be adopted."""
    is_adopted = meeting.agenda_adopted_at is not None
    return rules.may_adopt_agenda(by, state=meeting.state, is_agenda_adopted=is_adopted, open_items=open_items)


def mending_item(item: AgendaItem, *, is_built_on: bool, is_reworded: bool, by: Viewer) -> Verdict:
    """Whether an item may be reworded, or only sorted under a pillar; needs its meeting and its proposer."""
    return rules.may_mend_item(
        by,
        proposer=item.proposed_by.slug if item.proposed_by else None,
        state=item.meeting.state,
        item_state=item.state,
        is_agenda_adopted=item.meeting.agenda_adopted_at is not None,
        is_built_on=is_built_on,
        is_promise=bool(item.overdue_ref),
        is_reworded=is_reworded,
    )


def withdrawing_item(item: AgendaItem, *, is_built_on: bool, by: Viewer) -> Verdict:
    """Whether an item may be taken off the agenda; a commitment that returns may be, as its words stay its own."""
    return rules.may_mend_item(
        by,
        proposer=item.proposed_by.slug if item.proposed_by else None,
        state=item.meeting.state,
        item_state=item.state,
        is_agenda_adopted=item.meeting.agenda_adopted_at is not None,
        is_built_on=is_built_on,
    )


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
            acts.append(("edit_meeting", rules.may_edit_meeting(viewer, state=meeting.state, moves_days=False)))
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
    if viewer.is_secretariat and not meeting.agenda_adopted_at and is_ahead and open_items > 1:
        acts.append(("reorder_agenda", rules.may_reorder(viewer, state=meeting.state, is_agenda_adopted=False)))
    if viewer.is_secretariat and meeting.agenda_adopted_at and is_ahead:
        verdict = rules.may_reopen_agenda(viewer, state=meeting.state, is_agenda_adopted=True, why=SAID)
        acts.append(("reopen_agenda", verdict))
    return [Possible(act, meeting, verdict) for act, verdict in acts]


def on_item(item: AgendaItem, *, viewer: Viewer) -> list[Possible]:
    """An item is reworded or withdrawn by its proposer, sorted under a pillar and deferred by the secretariat, once.

    Reads ``is_built_on``, which ``queries.agenda`` puts beside it.
    """
    acts: list[tuple[str, Verdict]] = []
    if item.state in (ItemState.DEFERRED, ItemState.WITHDRAWN):
        return []
    is_provisional = bool(rules.is_ahead(item.meeting.state)) and not item.meeting.agenda_adopted_at
    is_built_on = getattr(item, "is_built_on", False)
    if is_provisional:  # what rests on its words leaves its pillar free: the form has then no words
        editing = mending_item(item, is_built_on=is_built_on, is_reworded=False, by=viewer)
        withdrawing = withdrawing_item(item, is_built_on=is_built_on, by=viewer)
        own = [("edit_agenda_item", editing), ("withdraw_agenda_item", withdrawing)]
        acts += [(act, verdict) for act, verdict in own if verdict.refusal is not Refusal.NOT_ITS_PROPOSER]
    if viewer.is_secretariat and item.state == ItemState.LATE:
        acts.append(("admit_late_item", admitting(item, why=SAID, by=viewer)))
    if annotated := annotating(item, is_reworded=False, by=viewer):
        acts.append(("annotate_agenda_item", annotated))
    if viewer.is_secretariat:
        is_adopted = item.state == ItemState.ADOPTED
        deferring = rules.may_defer(viewer, item_state=item.state, is_agenda_adopted=is_adopted, why=SAID)
        acts.append(("defer_agenda_item", deferring))
    return [Possible(act, item, verdict) for act, verdict in acts]


def on_recommendation(row: Recommendation, *, viewer: Viewer, meeting: Meeting | None = None) -> list[Possible]:
    """A recommendation is taken up on the agenda of ``meeting``, or of one that is chosen on the form.

    Asked of one that no agenda has; whoever recorded it here may still set its words right.
    """
    acts: list[tuple[str, Verdict]] = []
    if _prepares(viewer):
        if meeting is None:
            verdict = rules.may_put_on_agenda(viewer, state=MeetingState.PLANNED, is_agenda_adopted=False)
        else:
            verdict = putting_on_agenda(meeting, by=viewer)
        acts.append(("take_up_recommendation", verdict))
    editing = rules.may_edit_recommendation(viewer, link=row.link, is_taken_up=False, words=SAID)
    if editing:
        acts.append(("edit_recommendation", editing))
    return [Possible(act, row, verdict) for act, verdict in acts]


def on_track(track: Track, *, viewer: Viewer) -> list[Possible]:
    """The next meeting of a track."""
    return [Possible("plan_meeting", track, rules.is_secretariat(viewer))] if viewer.is_secretariat else []


def offering_to_host(track: Track, *, by: Viewer) -> Verdict:
    """Whether a party may offer to host the next meeting of a track."""
    has_offered = by.is_delegate and track.offers.filter(party_id=by.own_party, state__in=STANDING_OFFERS).exists()
    return rules.may_offer_to_host(by, rule=parties.forum_as_recorded().meeting_rules.hosting, has_offered=has_offered)


def confirming_host(offer: HostingOffer, *, by: Viewer) -> Verdict:
    """Whether an offer may be confirmed, beside the others for its track."""
    confirmed = offer.track.offers.filter(state=OfferState.CONFIRMED).exclude(pk=offer.pk)
    return rules.may_confirm_host(by, state=offer.state, is_another_confirmed=confirmed.exists())


def on_hosting(track: Track, *, viewer: Viewer) -> list[Possible]:
    """A participant offers to host the next meeting of a track."""
    if not (viewer.may_act and viewer.is_participant):
        return []
    return [Possible("offer_to_host", track, offering_to_host(track, by=viewer))]


def on_offer(offer: HostingOffer, *, viewer: Viewer) -> list[Possible]:
    """An offer is confirmed by the secretariat, and withdrawn by the party whose it is."""
    acts: list[tuple[str, Verdict]] = []
    if viewer.is_secretariat and offer.state == OfferState.OFFERED:
        acts.append(("confirm_host", confirming_host(offer, by=viewer)))
    withdrawing = rules.may_withdraw_offer(viewer, owner=offer.party.slug, state=offer.state, why=SAID)
    if withdrawing:
        acts.append(("withdraw_offer", withdrawing))
    return [Possible(act, offer, verdict) for act, verdict in acts]


def _host_of(meeting: Meeting) -> str:
    return meeting.host.slug if meeting.host else ""


def stating_host(meeting: Meeting, *, by: Viewer) -> Verdict:
    """Whether a meeting may say which party is host."""
    return rules.may_state_host(by, in_office=parties.host_in_office(), host=_host_of(meeting), state=meeting.state)


def inviting_next_host(meeting: Meeting, *, by: Viewer) -> Verdict:
    """Whether the first person of the next host may be invited."""
    host = _host_of(meeting)
    invited = PersonInvitation.objects.filter(serves_for=host, state=InvitationState.SENT) if host else None
    may = rules.may_invite_next_host(
        by,
        in_office=parties.host_in_office(),
        host=host,
        state=meeting.state,
        has_people=host != "" and parties.secretariat_of(host).exists(),
        is_offered=invited is not None and invited.exists(),
    )
    return first(may, people.mail_leaves(settings.MAIL_IS_SET_UP))


def passing_host_role(meeting: Meeting, *, by: Viewer) -> Verdict:
    """Whether the host's role may go to the host of a meeting."""
    host = _host_of(meeting)
    return rules.may_pass_host_role(
        by,
        in_office=parties.host_in_office(),
        host=host,
        state=meeting.state,
        is_next=_is_next(meeting),
        is_in_session=Meeting.objects.filter(state=MeetingState.OPEN).exists(),
        has_signed_in=host != "" and parties.secretariat_of(host).filter(last_login__isnull=False).exists(),
    )


def _is_next(meeting: Meeting) -> bool:
    """Whether no meeting of its track that comes before it is still ahead. One without a day comes after those with one."""
    others = meeting.track.meetings.filter(state__in=rules.AHEAD).exclude(pk=meeting.pk)
    return not any(_comes_before(each, meeting) for each in others)


def _comes_before(one: Meeting, other: Meeting) -> bool:
    """By their days, as far as they are known; else in the order in which they were planned."""
    own, its = one.on, other.on
    if own and its and own.earliest != its.earliest:
        return own.earliest < its.earliest
    if bool(own) is not bool(its):
        return own is not None
    return (one.order, one.pk) < (other.order, other.pk)


def on_host_role(meeting: Meeting, *, viewer: Viewer) -> list[Possible]:
    """What the host in office does with a meeting ahead that another party hosts."""
    if not viewer.is_secretariat or meeting.state not in rules.AHEAD or not meeting.host:
        return []
    if parties.host_in_office() in ("", meeting.host.slug):
        return []
    inviting = Possible("invite_next_host", meeting, inviting_next_host(meeting, by=viewer))
    return [Possible("pass_host_role", meeting, passing_host_role(meeting, by=viewer)), inviting]


def on_stating_host(dialogue: Dialogue, *, viewer: Viewer) -> list[Possible]:
    """Which party is host is stated once; by which meeting is chosen on the form."""
    if not viewer.is_secretariat or parties.host_in_office():
        return []
    return [Possible("state_host", dialogue, rules.is_secretariat(viewer), needs_form=True)]


def _is_invited(meeting: Meeting, by: Viewer) -> bool:
    return by.is_delegate and meeting.invitations.filter(party_id=by.own_party).exists()


def nominating(meeting: Meeting, new: Sequence[Nominee], *, by: Viewer) -> Verdict:
    """Whether these may be put on the own party's list, beside those who stand there."""
    rows = meeting.delegates.filter(party_id=by.own_party).exclude(name="") if by.is_delegate else ()
    known = [Nominee(row.name, row.office, row.name_own, DelegateRole(row.role)) for row in rows]
    return rules.may_nominate(by, is_invited=_is_invited(meeting, by), state=meeting.state, known=known, new=new)


def declining(meeting: Meeting, *, by: Viewer) -> Verdict:
    """Whether the own party may say that it does not attend."""
    has = by.is_delegate and meeting.declined.filter(party_id=by.own_party).exists()
    return rules.may_decline_meeting(by, is_invited=_is_invited(meeting, by), state=meeting.state, has_declined=has)


def answering_invitation(meeting: Meeting, *, answer: str, by: Viewer) -> Verdict:
    """Whether the own party may answer so; ``answer``: empty where none is chosen yet."""
    row = meeting.invitations.filter(party_id=by.own_party).first() if by.is_delegate else None
    return rules.may_answer_invitation(
        by, is_invited=row is not None, state=meeting.state, answered=row.answer if row else "", answer=answer
    )


def attaching_credentials(meeting: Meeting, *, by: Viewer) -> Verdict:
    """Whether the own party may send its letter of credentials."""
    return rules.may_attach_credentials(by, is_invited=_is_invited(meeting, by), state=meeting.state)


def forgetting(meeting: Meeting, *, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether the names of a meeting's lists may be deleted, on the day that it is in its own zone."""
    days = parties.forum_as_recorded().meeting_rules.personal_days
    until = rules.keeps_names_until(meeting.end_on or meeting.start_on, days=days)
    lists = PaperInLanguage.objects.filter(paper__meeting=meeting, paper__kind=PaperKind.PARTICIPANTS, forgotten_at=None)
    has_names = meeting.delegates.exclude(name="").exists() or lists.exists() or meeting.credentials.exists()
    return rules.may_forget_delegates(by, until=until, today=_day(meeting, at), has_names=has_names)


def on_delegations(meeting: Meeting, *, at: dt.datetime, viewer: Viewer) -> list[Possible]:
    """A party names its delegates or does not attend; the host accredits, and deletes names when their time is over."""
    acts: list[tuple[str, Verdict]] = []
    if viewer.is_delegate:
        own = [
            ("answer_invitation", answering_invitation(meeting, answer="", by=viewer)),
            ("nominate_delegates", nominating(meeting, [Nominee(SAID)], by=viewer)),
            ("attach_credentials", attaching_credentials(meeting, by=viewer)),
            ("decline_meeting", declining(meeting, by=viewer)),
        ]
        acts += [(act, verdict) for act, verdict in own if verdict.refusal is not Refusal.NOT_THE_FOCAL_POINT]
    if viewer.is_secretariat:
        states = set(meeting.delegates.exclude(state=DelegateState.ACCREDITED).values_list("state", flat=True))
        if states and rules.is_ahead(meeting.state):
            acts.append(("accredit_delegates", rules.may_accredit(viewer, state=meeting.state, states=states)))
        if over := forgetting(meeting, at=at, by=viewer):
            acts.append(("forget_delegates", over))
    return [Possible(act, meeting, verdict) for act, verdict in acts]


def on_delegate(row: Delegate, *, viewer: Viewer) -> list[Possible]:
    """A name is taken off by its party; the host refuses somebody or asks about one. Needs the meeting and the party."""
    removing = rules.may_remove_delegate(viewer, owner=row.party.slug, state=row.meeting.state)
    returning = rules.may_return_delegate(viewer, state=row.meeting.state, delegate_state=row.state, why=SAID)
    acts = [("remove_delegate", removing), ("return_delegate", returning)]
    if row.name:
        acts.append(("check_in_delegate", checking_in(row, by=viewer)))
    return [Possible(act, row, verdict) for act, verdict in acts if verdict]


def _owner(paper: MeetingPaper) -> str | None:
    return paper.party.slug if paper.party else None


def _reads(paper: MeetingPaper, by: Viewer) -> bool:
    return rules.reads_paper(
        by,
        distribution=paper.distribution,
        owner=_owner(paper),
        is_issued=paper.issued_at is not None,
        is_withdrawn=paper.withdrawn_at is not None,
    )


def submitting(
    meeting: Meeting,
    *,
    kind: str,
    distribution: str,
    base: MeetingPaper | None = None,
    has_words: bool = True,
    embargo_until: dt.datetime | None = None,
    answer_by: dt.datetime | None = None,
    at: dt.datetime,
    by: Viewer,
) -> Verdict:
    """Whether a paper may be put before the meeting; of one that follows another, whether that is the own one."""
    return rules.may_submit_paper(
        by,
        kind=kind,
        distribution=distribution,
        state=meeting.state,
        is_invited=_is_invited(meeting, by),
        base_owner=_owner(base) if base else None,
        has_base=base is not None,
        base_is_open=base is None or (base.issued_at is not None and base.withdrawn_at is None and base.base_id is None),
        has_words=has_words,
        answer_by=answer_by,
        embargo_until=embargo_until,
        at=at,
    )


def adding_language(paper: MeetingPaper, *, language: str = "", has_words: bool = True, by: Viewer) -> Verdict:
    """Whether a paper may be put beside itself in another language; empty: in some language."""
    return rules.may_add_paper_language(
        by,
        owner=_owner(paper),
        is_withdrawn=paper.withdrawn_at is not None,
        is_there=language != "" and paper.versions.filter(language=language).exists(),
        has_words=has_words,
    )


def issuing(paper: MeetingPaper, *, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether the embargo on a paper is over."""
    is_issued, is_withdrawn = paper.issued_at is not None, paper.withdrawn_at is not None
    return rules.may_issue_paper(
        by, is_issued=is_issued, is_withdrawn=is_withdrawn, embargo_until=paper.embargo_until, at=at
    )


def withdrawing_paper(paper: MeetingPaper, *, why: str, by: Viewer) -> Verdict:
    """Whether a paper may be withdrawn."""
    return rules.may_withdraw_paper(by, owner=_owner(paper), is_withdrawn=paper.withdrawn_at is not None, why=why)


def answering_circular(paper: MeetingPaper, *, words: str, by: Viewer) -> Verdict:
    """Whether the own party may answer a circular."""
    return rules.may_answer_circular(by, kind=paper.kind, reads=_reads(paper, by), words=words)


def proposing_release(paper: MeetingPaper, *, until: dt.datetime | None, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether the release of a paper may be proposed; ``until``: None where no moment is chosen yet."""
    return rules.may_propose_release(
        by,
        owner=_owner(paper),
        kind=paper.kind,
        distribution=paper.distribution,
        has_base=paper.base_id is not None,
        is_issued=paper.issued_at is not None,
        is_withdrawn=paper.withdrawn_at is not None,
        release_by=paper.release_by,
        until=until,
        at=at,
    )


def objecting_to_release(paper: MeetingPaper, *, why: str, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether the own party may object to the release of a paper."""
    return rules.may_object_to_release(by, reads=_reads(paper, by), release_by=paper.release_by, at=at, why=why)


def releasing(paper: MeetingPaper, *, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether nobody objected to the release of a paper in time."""
    return rules.may_release_paper(by, is_withdrawn=paper.withdrawn_at is not None, release_by=paper.release_by, at=at)


def on_papers(meeting: Meeting, *, at: dt.datetime, viewer: Viewer) -> list[Possible]:
    """Those who may submit a paper, whatever its kind."""
    kind, distribution = PaperKind.NOTE_VERBALE, Distribution.LIMITED
    submitting_one = submitting(meeting, kind=kind, distribution=distribution, at=at, by=viewer)
    return [Possible("submit_paper", meeting, submitting_one)] if submitting_one else []


def on_paper(paper: MeetingPaper, *, at: dt.datetime, viewer: Viewer) -> list[Possible]:
    """What a paper's own side does with it, and what those who read it answer."""
    acts = [
        ("answer_circular", answering_circular(paper, words=SAID, by=viewer)),
        ("object_to_release", objecting_to_release(paper, why=SAID, at=at, by=viewer)),
        ("issue_paper", issuing(paper, at=at, by=viewer)),
        ("release_paper", releasing(paper, at=at, by=viewer)),
        ("add_paper_language", adding_language(paper, by=viewer)),
        ("propose_release", proposing_release(paper, until=None, at=at, by=viewer)),
        ("withdraw_paper", withdrawing_paper(paper, why=SAID, by=viewer)),
    ]
    return [Possible(act, paper, verdict) for act, verdict in acts if verdict]


def zone_of(meeting: Meeting) -> str:
    """On whose clocks the meeting is planned; needs its host."""
    return meeting.zone or (meeting.host.zone if meeting.host else "") or "UTC"


def span_of(row: MeetingSession) -> SessionSpan:
    return SessionSpan(row.day, row.starts, row.ends)


def planning_session(meeting: Meeting, span: SessionSpan, *, but: MeetingSession | None = None, by: Viewer) -> Verdict:
    """Whether a session fits into the time plan, beside the others (``but``: the one that is moved)."""
    rows = meeting.sessions.exclude(pk=but.pk) if but is not None else meeting.sessions.all()
    days = rules.days_of(meeting.start_on, meeting.end_on)
    day = rules.session_day(meeting.start_on, span.day) if 1 <= span.day <= (days or rules.MOST_DAYS) else None
    return first(
        rules.may_plan_session(by, state=meeting.state, span=span, days=days, others=[span_of(row) for row in rows]),
        rules.stands_on_the_clock(day, (span.starts, span.ends), zone_of(meeting)),
    )


def annotating(item: AgendaItem, *, is_reworded: bool, by: Viewer) -> Verdict:
    """Whether what the agenda says of an item may be written; needs its meeting."""
    is_adopted = item.meeting.agenda_adopted_at is not None
    return rules.may_annotate(
        by,
        state=item.meeting.state,
        item_state=item.state,
        is_agenda_adopted=is_adopted,
        is_reworded=is_reworded,
    )


def on_time_plan(meeting: Meeting, *, viewer: Viewer) -> list[Possible]:
    """The secretariat plans sessions while the meeting is not over."""
    verdict = rules.may_remove_session(viewer, state=meeting.state)  # the same, until a span is chosen
    return [Possible("plan_session", meeting, verdict)] if verdict else []


def on_session(row: MeetingSession, *, viewer: Viewer) -> list[Possible]:
    """A session is moved and taken out. Needs its meeting."""
    verdict = rules.may_remove_session(viewer, state=row.meeting.state)
    return [Possible(act, row, verdict) for act in ("edit_session", "remove_session")] if verdict else []


def asking_for_floor(said: Speakers, party: str, *, by: Viewer) -> Verdict:
    """Whether a party may be put on the list of speakers."""
    item, held = said.item, said.held
    return rules.may_ask_for_floor(
        by,
        party=party,
        is_invited=party in said.names,
        state=item.meeting.state,
        item_state=item.state,
        is_closed=said.is_closed,
        is_waiting=any(row.party.slug == party and row.kind != FloorKind.POINT for row in said.waiting),
        has_floor=held is not None and held.party.slug == party,
    )


def raising_point_of_order(said: Speakers, party: str, *, is_participant: bool, by: Viewer) -> Verdict:
    """Whether a party may raise a point of order."""
    item, held = said.item, said.held
    return rules.may_raise_point_of_order(
        by,
        party=party,
        is_invited=party in said.names,
        is_participant=is_participant,
        state=item.meeting.state,
        item_state=item.state,
        is_waiting=any(row.party.slug == party and row.kind == FloorKind.POINT for row in said.waiting),
        has_floor=held is not None and held.party.slug == party,
    )


def giving_floor(row: FloorRequest, said: Speakers, *, why: str = "", by: Viewer) -> Verdict:
    """Whether the floor may be given to one who waits for it."""
    return rules.may_give_floor(
        by,
        state=said.item.meeting.state,
        item_state=said.item.state,
        kind=FloorKind(row.kind),
        is_waiting=row.is_waiting,
        held_by=FloorKind(said.held.kind) if said.held is not None else None,
        is_next=said.next is not None and said.next.pk == row.pk,
        why=why,
    )


def drawing_letter(room: MeetingRoom, *, letter: str = "", by: Viewer) -> Verdict:
    """Whether the letter of a meeting may be drawn; needs its meeting."""
    meeting = room.meeting
    among = list(meeting.invitations.values_list("pk", flat=True)) if not room.letter else [0]
    return rules.may_draw_letter(by, state=meeting.state, drawn=room.letter, letter=letter, among=[str(pk) for pk in among])


def on_room(room: MeetingRoom, *, viewer: Viewer) -> list[Possible]:
    """The letter is drawn once."""
    if not viewer.is_secretariat or room.letter or not rules.is_ahead(room.meeting.state):
        return []
    return [Possible("draw_letter", room.meeting, drawing_letter(room, by=viewer))]


def on_speakers(said: Speakers, room: MeetingRoom, *, viewer: Viewer) -> list[Possible]:
    """The chair calls the item and keeps its list; a delegation asks for the floor and raises points of order."""
    item, state = said.item, said.item.meeting.state
    acts: list[tuple[str, Verdict]] = []
    if viewer.is_secretariat and rules.is_ahead(state):
        calling = rules.may_call_item(
            viewer,
            state=state,
            item_state=item.state,
            is_current=room.current_item_id == item.pk,
            is_floor_taken=said.held is not None,
        )
        noting = rules.may_close_speakers(viewer, state=state, item_state=item.state, is_closed=said.is_closed)
        ordering = rules.may_order_speakers(viewer, state=state, item_state=item.state, has_begun=said.has_begun)
        reopening = rules.may_reopen_speakers(viewer, state=state, item_state=item.state, is_closed=said.is_closed)
        acts += [("call_item", calling), ("note_request", noting)]
        if in_room := rules.has_come_to_room(state, item.state):
            acts.append(("note_point_of_order", in_room))
        acts.append(("reopen_speakers", reopening) if said.is_closed else ("close_speakers", noting))
        acts.append(("order_speakers", ordering))
    if viewer.may_act and viewer.party in said.names and rules.is_ahead(state):
        acts.append(("ask_for_floor", asking_for_floor(said, viewer.party or "", by=viewer)))
        raising = raising_point_of_order(said, viewer.party or "", is_participant=viewer.is_participant, by=viewer)
        if state == MeetingState.OPEN and viewer.is_participant:
            acts.append(("raise_point_of_order", raising))
    return [Possible(act, item, verdict) for act, verdict in acts]


def on_floor(row: FloorRequest, said: Speakers, *, viewer: Viewer) -> list[Possible]:
    """Whoever waits is given the floor, in turn or with a reason, or gives its turn up; who has it ends."""
    owner, acts = row.party.slug, list[tuple[str, Verdict]]()
    if viewer.is_secretariat and row.is_waiting:
        is_next = said.next is not None and said.next.pk == row.pk
        act = "give_floor" if is_next else "call_out_of_turn"
        acts.append((act, giving_floor(row, said, why=SAID, by=viewer)))
    if withdrawing := rules.may_withdraw_from_speakers(viewer, owner=owner, is_waiting=row.is_waiting):
        acts.append(("withdraw_from_speakers", withdrawing))
    if ending := rules.may_end_floor(viewer, is_held=row.is_held):
        acts.append(("end_floor", ending))
    return [Possible(act, row, verdict) for act, verdict in acts]


def checking_in(row: Delegate, *, by: Viewer) -> Verdict:
    """Whether somebody may be let in; needs the meeting."""
    is_checked_in = row.checked_in_at is not None
    return rules.may_check_in(by, state=row.meeting.state, delegate_state=row.state, is_checked_in=is_checked_in)


def _state(row: Minutes | None) -> str:
    return row.state if row is not None else ""


def writing_minutes(meeting: Meeting, row: Minutes | None, *, words: str, by: Viewer) -> Verdict:
    """Whether the minutes may be saved with these words."""
    is_long = len(words) > rules.LONGEST_MINUTES or are_too_many(words)
    return rules.may_write_minutes(
        by, state=meeting.state, minutes=_state(row), has_words=bool(words.strip()), is_long=is_long
    )


def circulating_minutes(row: Minutes | None, *, until: dt.datetime | None, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether they may go to the delegations; ``until``: None where no moment is chosen yet."""
    return rules.may_circulate_minutes(by, minutes=_state(row), until=until, at=at)


def correcting_minutes(row: Minutes | None, *, words: str, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether the own party may send a correction."""
    until = row.corrections_by if row is not None else None
    is_invited = row is not None and _is_invited(row.meeting, by)
    return rules.may_correct_minutes(by, is_invited=is_invited, minutes=_state(row), until=until, at=at, words=words)


def answering_correction(row: MinutesCorrection, *, is_taken_in: bool, why: str, by: Viewer) -> Verdict:
    """Whether the host may say what became of a correction; needs its minutes."""
    return rules.may_answer_correction(by, minutes=row.minutes.state, is_taken_in=is_taken_in, why=why)


def on_correction(row: MinutesCorrection, *, viewer: Viewer) -> list[Possible]:
    """The secretariat answers while the minutes are with the delegations."""
    if not viewer.is_secretariat or row.minutes.state != MinutesState.CIRCULATED:
        return []
    return [Possible("answer_correction", row, answering_correction(row, is_taken_in=True, why="", by=viewer))]


def adopting_minutes(row: Minutes | None, *, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether the moment for corrections has passed."""
    until = row.corrections_by if row is not None else None
    return rules.may_adopt_minutes(by, minutes=_state(row), until=until, at=at)


def on_minutes(meeting: Meeting, row: Minutes | None, *, at: dt.datetime, viewer: Viewer) -> list[Possible]:
    """The secretariat writes, circulates and has them adopted; a note-taker writes; a delegation sends corrections."""
    state = _state(row)
    if viewer.takes_notes and state != MinutesState.ADOPTED:
        return [Possible("write_minutes", meeting, writing_minutes(meeting, row, words=SAID, by=viewer))]
    if viewer.is_secretariat and state != MinutesState.ADOPTED:
        acts = [Possible("write_minutes", meeting, writing_minutes(meeting, row, words=SAID, by=viewer))]
        if row is not None and state == MinutesState.DRAFT:
            acts.append(Possible("circulate_minutes", row, circulating_minutes(row, until=None, at=at, by=viewer)))
        if row is not None and state == MinutesState.CIRCULATED:
            acts.append(Possible("adopt_minutes", row, adopting_minutes(row, at=at, by=viewer)))
        return acts
    if row is None or not (viewer.may_act and viewer.is_delegate and state == MinutesState.CIRCULATED):
        return []
    return [Possible("correct_minutes", row, correcting_minutes(row, words=SAID, at=at, by=viewer))]
