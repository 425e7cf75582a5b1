"""Acts that prepare, hold and close meetings, with agendas and recommendations."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db.models import F, Max
from django.utils.text import slugify

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import possible, rules
from nemawashi.meetings.models import (
    AgendaItem,
    Attendance,
    Decision,
    HostingOffer,
    Invitation,
    Meeting,
    Recommendation,
    Track,
    Uptake,
)
from nemawashi.meetings.terms import Act, ItemState, Link, MeetingState, OfferState, Refusal
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party, Pillar

__all__ = [
    "admit_late_item",
    "adopt_agenda",
    "announce_meeting",
    "cancel_meeting",
    "close_meeting",
    "confirm_presence",
    "defer_agenda_item",
    "hold_meeting",
    "open_meeting",
    "plan_meeting",
    "postpone_meeting",
    "propose_agenda_item",
    "record_recommendation",
    "reopen_agenda",
    "return_overdue",
    "take_attendance",
    "take_up_recommendation",
]


def _fresh_slug(model: type[Meeting | Recommendation | AgendaItem], wish: str) -> str:
    base = slugify(wish)[:80] or "untitled"
    slug, number = base, 1
    while model._default_manager.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


@in_turn
def record_recommendation(
    meeting: Meeting,
    *,
    words: str,
    addressees: str = "",
    pillar: Pillar | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Recommendation:
    """Put on record what an informal meeting recommends; public at once, as the experts speak for nobody."""
    words = normal(words)
    require(rules.may_record_recommendation(by, words=words))
    hold(meeting)
    row = Recommendation.objects.create(
        slug=_fresh_slug(Recommendation, f"rec-{meeting.slug}-{words[:40]}"),
        made_at=meeting,
        made_on=meeting.on,
        words=words,
        addressees=addressees.strip(),
        pillar=pillar,
        link=Link.OPEN,
        order=(Recommendation.objects.aggregate(top=Max("order"))["top"] or 0) + 1,
    )
    facts = {"words": words, "meeting": meeting.ref}
    log.enter(Act.RECORD_RECOMMENDATION, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def take_up_recommendation(
    recommendation: Recommendation,
    *,
    meeting: Meeting,
    title: str = "",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> AgendaItem:
    """Bring a recommendation onto a provisional agenda. Once for each meeting; the uptake names who confirmed it."""
    meeting = hold(meeting)
    require(possible.putting_on_agenda(meeting, by=by))
    taken = Uptake.objects.filter(recommendation=recommendation, agenda_item__meeting=meeting)
    if taken.exclude(agenda_item__state=ItemState.WITHDRAWN).exists():
        raise RefusedError(refuse(Refusal.TAKEN_UP_ALREADY))
    item = _new_item(meeting, title=title or recommendation.words, pillar=recommendation.pillar, by=by, at=at)
    Uptake.objects.create(recommendation=recommendation, agenda_item=item, at=at, by_name=by.name)
    facts = {"agenda_item": item.ref, "meeting": meeting.ref}
    log.enter(
        Act.TAKE_UP_RECOMMENDATION,
        recommendation,
        by=by,
        at=at,
        visibility=Visibility.PARTIES,
        facts=facts,
        once=once,
    )
    return item


@in_turn
def plan_meeting(
    track: Track,
    *,
    city: str,
    host: Party,
    start: ImpreciseDate | None,
    end: ImpreciseDate | None = None,
    zone: str = "",
    opens_at: dt.time | None = None,
    theme: str = "",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Meeting:
    """Plan the next meeting of a track. Its number follows from the meetings held; nobody types it."""
    require(rules.is_secretariat(by))
    require(rules.dates_stand(start, end))
    require(rules.zone_exists(zone or host.zone))
    track = hold(track)
    held = track.meetings.exclude(state=MeetingState.CANCELLED).aggregate(top=Max("ordinal"))["top"]
    year = str(start.year) if start else "next"
    meeting = Meeting.objects.create(
        slug=_fresh_slug(Meeting, f"{track.slug}-{year}-{city}"),
        track=track,
        ordinal=(held or 0) + 1 if held or track.is_formal else None,
        state=MeetingState.PLANNED,
        start_on=start,
        end_on=end or start,
        city=city,
        country=host,
        host=host,
        zone=zone or host.zone,
        opens_at=opens_at,
        theme=theme or None,
        order=(Meeting.objects.aggregate(top=Max("order"))["top"] or 0) + 1,
    )
    _bring_back_deferred(meeting)
    taken = HostingOffer.objects.filter(track=track, party=host, state=OfferState.CONFIRMED)
    taken.update(state=OfferState.TAKEN_UP, meeting=meeting, version=F("version") + 1)
    _enter(Act.PLAN_MEETING, meeting, by, at, once, {"track": track.ref, "start": start, "city": city})
    return meeting


def _bring_back_deferred(meeting: Meeting) -> None:
    """Items that were deferred at the track's last meeting return on the next provisional agenda by themselves."""
    deferred = AgendaItem.objects.filter(
        meeting__track=meeting.track, state=ItemState.DEFERRED, returns__isnull=True
    ).order_by("meeting__order", "number")
    for number, item in enumerate(deferred, start=1):
        AgendaItem.objects.create(
            slug=f"{meeting.slug}-{number}",
            meeting=meeting,
            number=number,
            title=item.title,
            pillar=item.pillar,
            proposed_by=item.proposed_by,
            carried_from=item,
            overdue_ref=item.overdue_ref,
        )


@in_turn
def announce_meeting(
    meeting: Meeting,
    *,
    is_public: bool = True,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Meeting:
    """Announce the meeting, to the public or to the delegations alone, and invite each party in its standing of today.

    What was public once stays so: it is announced anew, and nobody can be made to forget it.
    """
    meeting = hold(meeting, seen=seen)
    require(rules.may_announce(by, state=meeting.state, start=meeting.start_on))
    meeting.state, meeting.is_published = MeetingState.ANNOUNCED, meeting.is_published or is_public
    moved_on(meeting, "state", "is_published")
    for party in Party.objects.all():
        standing = parties.standing_now(party)
        if standing:
            Invitation.objects.get_or_create(meeting=meeting, party=party, defaults={"standing": standing, "sent_at": at})
    facts = {"start": meeting.start_on, "city": meeting.city}
    _enter(Act.ANNOUNCE_MEETING, meeting, by, at, once, facts, visibility=_visibility(meeting))
    return meeting


@in_turn
def postpone_meeting(
    meeting: Meeting,
    *,
    why: str,
    start: ImpreciseDate | None = None,
    end: ImpreciseDate | None = None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Meeting:
    """Postpone a meeting to a later date, or to one that is not yet known; the old dates stay in the log."""
    meeting = hold(meeting, seen=seen)
    require(rules.may_postpone(by, state=meeting.state, why=why))
    require(rules.dates_stand(start, end))
    facts = {"why": why, "from": meeting.start_on, "to": start}
    meeting.state, meeting.start_on, meeting.end_on = MeetingState.POSTPONED, start, end or start
    moved_on(meeting, "state", "start_on", "end_on")
    _enter(Act.POSTPONE_MEETING, meeting, by, at, once, facts, visibility=_visibility(meeting))
    return meeting


@in_turn
def cancel_meeting(
    meeting: Meeting,
    *,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Meeting:
    """Cancel a meeting for good. It stays visible, with the reason."""
    meeting = hold(meeting, seen=seen)
    require(rules.may_cancel(by, state=meeting.state, why=why))
    meeting.state = MeetingState.CANCELLED
    meeting.note = normal(why)
    moved_on(meeting, "state", "note")
    _enter(Act.CANCEL_MEETING, meeting, by, at, once, {"why": why}, visibility=_visibility(meeting))
    return meeting


@in_turn
def open_meeting(
    meeting: Meeting, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Meeting:
    """Open the meeting, on its first day at the earliest: now its agenda and texts may be adopted."""
    meeting = hold(meeting, seen=seen)
    require(possible.opening(meeting, at=at, by=by))
    meeting.state, meeting.opened_at = MeetingState.OPEN, at
    moved_on(meeting, "state", "opened_at")
    _enter(Act.OPEN_MEETING, meeting, by, at, once, {}, visibility=_visibility(meeting))
    return meeting


@in_turn
def confirm_presence(
    meeting: Meeting, *, names: str, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None
) -> Attendance:
    """Say for the own party that it is present, and who speaks for it; in the place of what the secretariat took down."""
    meeting = hold(meeting)
    require(possible.confirming_presence(meeting, names=names, by=by))
    row, _ = Attendance.objects.update_or_create(
        meeting=meeting, party_id=by.own_party, defaults={"names": normal(names), "confirmed_at": at}
    )
    _enter(Act.CONFIRM_PRESENCE, meeting, by, at, once, {"party": row.party.slug, "names": row.names})
    return row


@in_turn
def take_attendance(
    meeting: Meeting,
    *,
    present: Mapping[str, str],
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> list[Attendance]:
    """Take down who is present: slug of each invited party with the names of those who speak for it.

    What a delegation said itself stays as it said it.
    """
    meeting = hold(meeting, seen=seen)
    require(rules.may_take_attendance(by, state=meeting.state, names=present.values()))
    invited = {row.party.slug: row.party for row in meeting.invitations.select_related("party")}
    if foreign := sorted(set(present) - set(invited)):
        raise RefusedError(refuse(Refusal.NOT_INVITED, ", ".join(foreign)))
    confirmed = set(meeting.attendance.exclude(confirmed_at=None).values_list("party__slug", flat=True))
    taken = []
    for slug in sorted(set(present) - confirmed):
        values = {"names": normal(present[slug]), "taken_at": at}
        taken.append(Attendance.objects.update_or_create(meeting=meeting, party=invited[slug], defaults=values)[0])
    moved_on(meeting)
    facts = {"present": {row.party.slug: row.names for row in taken}}
    _enter(Act.TAKE_ATTENDANCE, meeting, by, at, once, facts)
    return taken


@in_turn
def close_meeting(
    meeting: Meeting, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Meeting:
    """Close the meeting: it was held, and belongs to the public record with what it took up."""
    meeting = hold(meeting, seen=seen)
    require(rules.may_close(by, state=meeting.state))
    meeting.closed_at = at
    _held(meeting)
    _enter(Act.CLOSE_MEETING, meeting, by, at, once, {}, visibility=Visibility.PUBLIC)
    return meeting


@in_turn
def hold_meeting(
    meeting: Meeting, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Meeting:
    """Record afterwards that a meeting was held which nobody opened here, once its last day is over."""
    meeting = hold(meeting, seen=seen)
    require(possible.holding(meeting, at=at, by=by))
    _held(meeting)
    _enter(Act.HOLD_MEETING, meeting, by, at, once, {}, visibility=Visibility.PUBLIC)
    return meeting


def _held(meeting: Meeting) -> None:
    meeting.state = MeetingState.HELD
    moved_on(meeting, "state", "closed_at")
    taken = Recommendation.objects.filter(uptakes__agenda_item__meeting=meeting, link__in=[Link.OPEN, Link.NONE])
    ended = [ItemState.DEFERRED, ItemState.WITHDRAWN]
    taken.exclude(uptakes__agenda_item__state__in=ended).update(link=Link.TAKEN_UP)


@in_turn
def propose_agenda_item(
    meeting: Meeting,
    *,
    title: str,
    pillar: Pillar | None = None,
    why_late: str = "",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> AgendaItem:
    """Propose an item for the provisional agenda, in the name of the own party or of the secretariat.

    After the deadline of the forum's rules it comes with a reason, and waits for the chair's leave.
    """
    meeting = hold(meeting)
    require(possible.putting_on_agenda(meeting, by=by))
    if not normal(title):
        raise RefusedError(refuse(Refusal.NO_REASON))
    if possible.comes_late(meeting, at=at, by=by) and not normal(why_late):
        raise RefusedError(refuse(Refusal.LATE_WITHOUT_REASON))
    item = _new_item(meeting, title=title, pillar=pillar, by=by, at=at, why_late=why_late)
    facts = {"title": item.title, "meeting": meeting.ref, "number": item.number}
    log.enter(Act.PROPOSE_AGENDA_ITEM, item, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return item


def _new_item(
    meeting: Meeting,
    *,
    title: str,
    pillar: Pillar | None,
    by: Viewer,
    at: dt.datetime,
    overdue_ref: str = "",
    why_late: str = "",
) -> AgendaItem:
    title, is_late = normal(title), possible.comes_late(meeting, at=at, by=by)
    beside = meeting.agenda_items.filter(title=title)
    if beside.exclude(state__in=[ItemState.DEFERRED, ItemState.WITHDRAWN]).exists():
        raise RefusedError(refuse(Refusal.ON_THE_AGENDA_ALREADY))
    number = (meeting.agenda_items.aggregate(top=Max("number"))["top"] or 0) + 1
    return AgendaItem.objects.create(
        slug=_fresh_slug(AgendaItem, f"{meeting.slug}-{number}"),
        meeting=meeting,
        number=number,
        title=title,
        pillar=pillar,
        proposed_by_id=by.party_id,
        overdue_ref=overdue_ref,
        state=ItemState.LATE if is_late else ItemState.PROPOSED,
        reason=normal(why_late) if is_late else "",
    )


@in_turn
def admit_late_item(
    item: AgendaItem,
    *,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> AgendaItem:
    """Give an item that came after the deadline the chair's leave, with the reason; then it is like any other."""
    item = hold(item, seen=seen)
    require(possible.admitting(item, why=why, by=by))
    item.state, item.reason = ItemState.PROPOSED, normal(why)
    moved_on(item, "state", "reason")
    facts = {"why": item.reason, "title": item.title, "meeting": item.meeting.ref}
    log.enter(Act.ADMIT_LATE_ITEM, item, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return item


def return_overdue(
    meeting: Meeting, *, title: str, pillar: Pillar | None, overdue_ref: str, by: Viewer, at: dt.datetime
) -> AgendaItem:
    """Put an overdue commitment on a provisional agenda; ``commitments.acts.carry_over`` logs it as its act."""
    require(possible.putting_on_agenda(meeting, by=by))
    return _new_item(meeting, title=title, pillar=pillar, by=by, at=at, overdue_ref=overdue_ref)


@in_turn
def defer_agenda_item(
    item: AgendaItem,
    *,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> AgendaItem:
    """Defer an item with a reason; it returns on the next provisional agenda of the track."""
    item = hold(item, seen=seen)
    is_adopted = item.meeting.agenda_adopted_at is not None
    require(rules.may_defer(by, item_state=item.state, is_agenda_adopted=is_adopted, why=why))
    item.state, item.reason = ItemState.DEFERRED, normal(why)
    moved_on(item, "state", "reason")
    facts = {"why": item.reason, "meeting": item.meeting.ref}
    log.enter(Act.DEFER_AGENDA_ITEM, item, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return item


@in_turn
def adopt_agenda(
    meeting: Meeting, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Meeting:
    """Record that the agenda was adopted by consensus; items that were not deferred stand as adopted."""
    meeting = hold(meeting, seen=seen)
    items = meeting.agenda_items.filter(state=ItemState.PROPOSED)
    require(possible.adopting_agenda(meeting, open_items=items.count(), by=by))
    titles = list(items.values_list("title", flat=True))
    items.update(state=ItemState.ADOPTED)
    meeting.agenda_adopted_at = at
    moved_on(meeting, "agenda_adopted_at")
    Decision.objects.create(meeting=meeting, words="; ".join(titles), object_ref=meeting.ref, at=at)
    _enter(Act.ADOPT_AGENDA, meeting, by, at, once, {"items": titles})
    return meeting


@in_turn
def reopen_agenda(
    meeting: Meeting,
    *,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Meeting:
    """Make an agenda provisional again that was adopted by mistake; the decision stays, as one that was taken back."""
    meeting = hold(meeting, seen=seen)
    is_adopted = meeting.agenda_adopted_at is not None
    require(rules.may_reopen_agenda(by, state=meeting.state, is_agenda_adopted=is_adopted, why=why))
    meeting.agenda_items.filter(state=ItemState.ADOPTED).update(state=ItemState.PROPOSED)
    meeting.decisions.filter(object_ref=meeting.ref, undone_at=None).update(undone_at=at, undone_why=normal(why))
    meeting.agenda_adopted_at = None
    moved_on(meeting, "agenda_adopted_at")
    _enter(Act.REOPEN_AGENDA, meeting, by, at, once, {"why": normal(why)})
    return meeting


def _visibility(meeting: Meeting) -> Visibility:
    return Visibility.PUBLIC if meeting.is_public else Visibility.PARTIES


def _enter(
    act: Act,
    meeting: Meeting,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None,
    facts: Mapping[str, object],
    visibility: Visibility = Visibility.PARTIES,
) -> None:
    log.enter(act, meeting, by=by, at=at, visibility=visibility, facts=facts, once=once)
