"""Questions about tracks, meetings, agendas and recommendations, each answered as far as the viewer may know."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.db.models import Exists, F, Model, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from nemawashi.access import log, origins
from nemawashi.access.fields import undated_last
from nemawashi.access.models import Entry
from nemawashi.access.prepared import Prepared
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.merging import Merged, merge
from nemawashi.meetings import rules
from nemawashi.meetings.models import (
    AgendaItem,
    CircularAnswer,
    CredentialsLetter,
    Decision,
    DeclinedMeeting,
    Delegate,
    Delegation,
    FloorRequest,
    HostingOffer,
    Invitation,
    Meeting,
    MeetingDocument,
    MeetingPaper,
    MeetingRoom,
    MeetingSession,
    Minutes,
    MinutesCorrection,
    PaperInLanguage,
    Recommendation,
    SpeakersList,
    Track,
    Uptake,
)
from nemawashi.meetings.rules import OrderRule, WaitingSpeaker
from nemawashi.meetings.terms import (
    PUBLIC_STATES,
    Act,
    Distribution,
    FloorKind,
    ItemState,
    Link,
    MeetingState,
    MinutesState,
    PaperKind,
)
from nemawashi.parties import queries as parties
from nemawashi.parties.terms import Forum, in_language
from nemawashi.sources.models import Tie
from nemawashi.sources.terms import TieKind

Row = TypeVar("Row", bound=Model)
TrackNames = Mapping[str, Mapping[str, str]]
_names: list[tuple[Forum, TrackNames]] = []  # of this process, beside the forum with which it was read


def track_names() -> TrackNames:
    """What tracks are called, by slug and language; read again whenever the forum is."""
    forum = parties.forum()
    if not _names or _names[0][0] is not forum:
        rows = Track.objects.values_list("slug", "names", "name")
        _names[:] = [(forum, {slug: names or {"en": name} for slug, names, name in rows})]
    return _names[0][1]


def visible_tracks(*, viewer: Viewer) -> QuerySet[Track]:
    """All tracks; they are public."""
    return origins.shown(Track.objects.select_related("feeds_into"), viewer=viewer)


def visible_meetings(*, viewer: Viewer) -> QuerySet[Meeting]:
    """Held and lapsed meetings for everybody, and all of which a public source tells; the others for the parties."""
    rows = origins.shown(Meeting.objects.select_related("track", "host", "country", "chair"), viewer=viewer)
    if viewer.sees_dialogue:
        return rows.select_related("minutes")  # the tabs of a meeting ask for their state
    return rows.filter(Q(state__in=PUBLIC_STATES) | Q(is_published=True))


def _of_visible_meetings(rows: QuerySet[Row], *, viewer: Viewer) -> QuerySet[Row]:
    """Those whose ``meeting`` everybody sees: ``visible_meetings``, said of rows that hang on one.

    A join, because PostgreSQL plans each of the joins of a subquery anew, and that took longer than the answer.
    """
    rows = origins.shown(rows, viewer=viewer, path="meeting__origin")
    return rows.filter(Q(meeting__state__in=PUBLIC_STATES) | Q(meeting__is_published=True))


def visible_agenda_items(*, viewer: Viewer) -> QuerySet[AgendaItem]:
    """Items of visible meetings; a provisional agenda is for the parties only."""
    rows = AgendaItem.objects.select_related("meeting__track", "pillar", "proposed_by").order_by("meeting__order", "number")
    rows = origins.shown(rows, viewer=viewer)
    if viewer.sees_dialogue:
        return rows
    return _of_visible_meetings(rows, viewer=viewer).filter(state=ItemState.ADOPTED)


def refs_taken_up(items: Sequence[AgendaItem], ref: str) -> list[str]:
    """References of the recommendations that these items take up, and of those that surfaced in a row of the record.

    Whoever shows them asks who may see them.
    """
    rows = (
        Recommendation.objects.filter(uptakes__agenda_item__in=list(items)).values_list("slug", flat=True) if items else []
    )
    surfaced = Tie.objects.filter(object_ref=ref, relation=TieKind.SURFACED_IN).order_by("pk")
    return list(
        dict.fromkeys([*(f"recommendation/{slug}" for slug in rows), *surfaced.values_list("subject_ref", flat=True)])
    )


def uptake(recommendation: Recommendation, *, viewer: Viewer) -> list[AgendaItem]:
    """The agenda items, of meetings that the viewer sees, that took a recommendation up, in the order of the meetings."""
    return list(visible_agenda_items(viewer=viewer).filter(uptakes__recommendation=recommendation))


def visible_delegations(*, viewer: Viewer) -> QuerySet[Delegation]:
    """Delegations of held meetings; lists of meetings to come are for the parties only."""
    rows = Delegation.objects.select_related("party", "head", "meeting__track").order_by("meeting", "order")
    rows = origins.shown(rows, viewer=viewer, path="meeting__origin")
    return rows if viewer.sees_dialogue else rows.filter(meeting__state=MeetingState.HELD)


def visible_recommendations(*, viewer: Viewer) -> QuerySet[Recommendation]:
    """All recommendations: experts speak in public."""
    return origins.shown(Recommendation.objects.select_related("made_at__track", "pillar"), viewer=viewer)


def visible_decisions(*, viewer: Viewer) -> QuerySet[Decision]:
    """Decisions of visible meetings: what was decided is as public as the meeting that decided it."""
    rows = origins.shown(Decision.objects.select_related("meeting__track").order_by("at", "pk"), viewer=viewer)
    return rows if viewer.sees_dialogue else _of_visible_meetings(rows, viewer=viewer)


def meeting_in_full(
    slug: str, *, viewer: Viewer, with_agenda: bool = True, among: QuerySet[Meeting] | None = None
) -> Meeting | None:
    """A meeting with delegations, agenda and recommendations made there, in a fixed number of statements.

    ``with_agenda``: False where the agenda has a page of its own. ``among``: the meetings that this viewer sees, where
    something is asked of them beside.

    The rows need not bring the meeting along, for it is the one at hand.
    """
    if among is None and with_agenda and not viewer.sees_dialogue:
        return _in_full_for_the_public(slug, shows_fiction=origins.shows_fiction(viewer))
    parts = [
        Prefetch("delegations", queryset=_delegations(viewer), to_attr="shown_delegations"),
        Prefetch("recommendations", queryset=_recommendations(viewer), to_attr="shown_recommendations"),
    ]
    if with_agenda:
        parts.append(Prefetch("agenda_items", queryset=_items(viewer), to_attr="shown_items"))
    rows = visible_meetings(viewer=viewer) if among is None else among
    return rows.filter(slug=slug).prefetch_related(*parts).first()


def _delegations(viewer: Viewer) -> QuerySet[Delegation]:
    return visible_delegations(viewer=viewer).select_related(None).select_related("party", "head")


def _items(viewer: Viewer) -> QuerySet[AgendaItem]:
    return visible_agenda_items(viewer=viewer).select_related(None).select_related("pillar", "introduced_by", "session")


def _recommendations(viewer: Viewer) -> QuerySet[Recommendation]:
    return visible_recommendations(viewer=viewer).select_related(None)


def _asked(ask: Callable[[Viewer], QuerySet[Any]], column: str, shows_fiction: bool, value: Any) -> QuerySet[Any]:
    with origins.showing(shows_fiction):
        return ask(PUBLIC).filter(**{column: value})


def _of_the_public(ask: Callable[[Viewer], QuerySet[Any]], column: str, kind: type[int | str] = int) -> list[Prepared]:
    """What those are answered who do not see the dialogue, without fiction and with it: two questions, put once."""
    return [Prepared(partial(_asked, ask, column, shows_fiction), kind) for shows_fiction in (False, True)]


_MEETING = _of_the_public(lambda viewer: visible_meetings(viewer=viewer), "slug", str)
_PARTS = (
    ("shown_delegations", "meeting", _of_the_public(_delegations, "meeting")),
    ("shown_recommendations", "made_at", _of_the_public(_recommendations, "made_at")),
    ("shown_items", "meeting", _of_the_public(_items, "meeting")),
)


def _in_full_for_the_public(slug: str, *, shows_fiction: bool) -> Meeting | None:
    for row in _MEETING[shows_fiction].instances(slug):
        for name, column, prepared in _PARTS:
            parts = prepared[shows_fiction].instances(row.pk)
            for part in parts:
                setattr(part, column, row)
            setattr(row, name, parts)
        meeting: Meeting = row
        return meeting
    return None


def meetings_ahead(*, viewer: Viewer) -> QuerySet[Meeting]:
    """What comes next, nearest first; meetings without a date last."""
    ahead = Q(state__in=(MeetingState.PLANNED, MeetingState.ANNOUNCED, MeetingState.OPEN))
    # A postponed meeting of the record was overtaken by the one that was held instead.
    is_invited = Q(Exists(Invitation.objects.filter(meeting=OuterRef("pk"))))
    ahead |= Q(state=MeetingState.POSTPONED) & (Q(is_published=False) | is_invited)
    return visible_meetings(viewer=viewer).filter(ahead).order_by(undated_last("start_on"), "order")


def recommendations_open(*, viewer: Viewer) -> QuerySet[Recommendation]:
    """Recommendations that nothing has come of yet, newest first."""
    rows = visible_recommendations(viewer=viewer).filter(link__in=[Link.OPEN, Link.NONE])
    taken = Uptake.objects.filter(recommendation=OuterRef("pk")).exclude(agenda_item__state=ItemState.WITHDRAWN)
    rows = rows.exclude(Exists(taken))
    return rows.order_by(undated_last("made_on", newest_first=True), "-order")


def agenda(meeting: Meeting, *, viewer: Viewer) -> list[AgendaItem]:
    """The agenda with what was taken up from where; empty for those who may not see it."""
    rows = visible_agenda_items(viewer=viewer).filter(meeting=meeting)
    rows = rows.annotate(is_built_on=Exists(MeetingDocument.objects.filter(agenda_item=OuterRef("pk"))))
    rows = rows.select_related(
        "meeting__track", "pillar", "proposed_by", "carried_from__meeting", "introduced_by", "session"
    )
    return list(rows.prefetch_related("uptakes__recommendation"))


def present_at(meeting: Meeting) -> list[str]:
    """Slugs of the parties of which attendance was taken, or which confirmed it, in the order of protocol."""
    return list(meeting.attendance.values_list("party__slug", flat=True))


def hosting_turns(*, viewer: Viewer) -> list[tuple[str, dt.date, int]]:
    """Who hosted (slug), when last and how often, whoever waits longest first: the fairness view of rotation."""
    turns: dict[str, list[dt.date]] = {}
    rows = Meeting.objects.filter(state=MeetingState.HELD, host__isnull=False, start_on__isnull=False)
    for slug, on in origins.shown(rows, viewer=viewer).values_list("host__slug", "start_on"):
        if on is not None:
            turns.setdefault(slug, []).append(on.earliest)
    return sorted(((slug, max(days), len(days)) for slug, days in turns.items()), key=lambda turn: turn[1])


def backlog(*, viewer: Viewer) -> list[AgendaItem]:
    """Deferred items that no later agenda has yet; they return when the next meeting of their track is planned."""
    rows = visible_agenda_items(viewer=viewer).filter(state=ItemState.DEFERRED, returns__isnull=True)
    return list(rows)


@dataclass(frozen=True, slots=True)
class Postponement:
    """That a meeting was moved: from when, to when (None: not known yet), and why."""

    start: ImpreciseDate | None
    to: ImpreciseDate | None
    why: str


def postponements(meetings: Sequence[Meeting], *, viewer: Viewer) -> dict[str, Postponement]:
    """The latest postponement of each of the meetings (by ref) that the log tells this viewer of. One statement."""
    refs = [row.ref for row in meetings]
    entries = log.visible_entries(viewer=viewer).filter(event=Act.POSTPONE_MEETING, object_ref__in=refs)
    latest: dict[str, Postponement] = {}
    for ref, facts in entries.select_related(None).values_list("object_ref", "facts"):
        start, to = ImpreciseDate.parse(facts.get("from")), ImpreciseDate.parse(facts.get("to"))
        latest.setdefault(ref, Postponement(start, to, str(facts.get("why") or "")))
    return latest


def hosted(tracks: Sequence[Track], *, viewer: Viewer) -> list[tuple[str, dt.date]]:
    """Who hosted the meetings of these tracks that were held on days that are known, and when."""
    rows = visible_meetings(viewer=viewer).filter(state=MeetingState.HELD, track__in=tracks, host__isnull=False)
    days = rows.select_related(None).values_list("host__slug", "start_on")
    return [(slug, on.earliest) for slug, on in days if on is not None]


def known_days(meetings: Sequence[Meeting], *, today: dt.date) -> list[ImpreciseDate | None]:
    """Of the meetings at hand, when those were that were held, and when those are that are still to come."""
    ahead = [row for row in meetings if row.state in rules.NOT_OVER_YET and row.on and row.on.latest >= today]
    return [row.on for row in meetings if row.state == MeetingState.HELD] + [row.on for row in ahead]


def visible_offers(*, viewer: Viewer) -> QuerySet[HostingOffer]:
    """Offers to host, newest first: for the parties and the secretariat alone, as the meetings that they may lead to."""
    rows = origins.shown(HostingOffer.objects.select_related("track", "party", "meeting__track"), viewer=viewer)
    return rows if viewer.sees_dialogue else rows.none()


AGENDA_ACTS = [act for act in Act if act.value.startswith("agenda.")]


def agenda_changes(meeting: Meeting, *, viewer: Viewer) -> list[Entry]:
    """The acts that made the agenda what it is, oldest first; each made a version. One statement."""
    of_it = Q(facts__meeting=meeting.ref) | Q(object_ref=meeting.ref)
    rows = log.visible_entries(viewer=viewer).filter(of_it, event__in=[*AGENDA_ACTS, Act.TAKE_UP_RECOMMENDATION])
    return list(rows.order_by("seq"))


def visible_delegates(*, viewer: Viewer) -> QuerySet[Delegate]:
    """Delegation lists: for the parties and the secretariat alone, whatever becomes public of the meeting."""
    rows = Delegate.objects.select_related("meeting__track", "party")
    return origins.shown(rows, viewer=viewer, path="meeting__origin") if viewer.sees_dialogue else rows.none()


def declined(meeting: Meeting, *, viewer: Viewer) -> list[DeclinedMeeting]:
    """The parties that said that they do not attend, for those who may read delegation lists."""
    return list(meeting.declined.select_related("party")) if viewer.sees_dialogue else []


def list_before(meeting: Meeting, party: int) -> list[Delegate]:
    """The party's list at the latest other meeting of the track that still holds names."""
    rows = (
        Delegate.objects.filter(meeting__track=meeting.track_id, party_id=party).exclude(meeting=meeting).exclude(name="")
    )
    latest = rows.order_by("-nominated_at").values_list("meeting_id", flat=True).first()
    return list(rows.filter(meeting_id=latest).order_by("pk")) if latest else []


def with_names_in_lists() -> list[Meeting]:
    """Meetings whose lists of delegations still name persons, for the job that deletes names when their time is over."""
    named = Delegate.objects.filter(meeting=OuterRef("pk")).exclude(name="")
    lists = PaperInLanguage.objects.filter(paper__meeting=OuterRef("pk"), paper__kind=PaperKind.PARTICIPANTS)
    letters = CredentialsLetter.objects.filter(meeting=OuterRef("pk"))
    rows = Meeting.objects.filter(Exists(named) | Exists(lists.filter(forgotten_at=None)) | Exists(letters))
    return list(rows.order_by("pk"))


def visible_credentials(*, viewer: Viewer) -> QuerySet[CredentialsLetter]:
    """Letters of credentials: the host's people see all, a delegation its own, and nobody else any."""
    rows = origins.shown(CredentialsLetter.objects.select_related("party"), viewer=viewer, path="meeting__origin")
    if viewer.is_secretariat:
        return rows
    return rows.filter(party_id=viewer.own_party) if viewer.is_delegate else rows.none()


def visible_papers(*, viewer: Viewer) -> QuerySet[MeetingPaper]:
    """The papers that exist for this viewer, of meetings that do: ``rules.reads_paper``, said of rows."""
    rows = MeetingPaper.objects.select_related("meeting__track", "agenda_item", "party", "base", "objected_by")
    rows = origins.shown(rows, viewer=viewer)
    if viewer.is_secretariat:
        return rows
    is_out = Q(issued_at__isnull=False, withdrawn_at=None)
    if viewer.is_delegate:
        closed = Q() if viewer.is_participant else ~Q(distribution=Distribution.RESTRICTED)
        return rows.filter(is_out & closed | Q(party_id=viewer.own_party))
    return _of_visible_meetings(rows, viewer=viewer).filter(is_out, distribution=Distribution.GENERAL)


def papers_of(meeting: Meeting, *, viewer: Viewer) -> list[MeetingPaper]:
    """The papers of a meeting with their languages, in the order of the agenda, those of no item first. Two statements.

    The rows need not bring the meeting along, for it is the one at hand; who objected to a release is told elsewhere.
    """
    if viewer.is_secretariat or viewer.is_delegate:
        papers = list(_papers(viewer).filter(meeting=meeting))
    else:
        papers = _PAPERS[origins.shows_fiction(viewer)].instances(meeting.pk)
    for paper in papers:
        paper.meeting = meeting
    prefetch_related_objects(papers, Prefetch("versions", PaperInLanguage.objects.defer("words")))
    return papers


def _papers(viewer: Viewer) -> QuerySet[MeetingPaper]:
    rows = visible_papers(viewer=viewer).select_related(None).select_related("agenda_item", "party", "base")
    return rows.order_by(F("agenda_item__number").asc(nulls_first=True), "kind", "issued_at", "submitted_at")


_PAPERS = _of_the_public(_papers, "meeting")


def papers_by_symbol(symbols: Iterable[str], *, viewer: Viewer) -> dict[str, MeetingPaper]:
    """Those of the symbols that stand for a paper which exists for this viewer, with their symbols and meetings alone.

    The symbol that one had before its release is known to those alone who read what is restricted. One statement.
    """
    wanted = set(symbols)
    if not wanted:
        return {}
    asked = Q(symbol__in=wanted)
    if viewer.is_secretariat or viewer.is_participant:
        asked |= Q(former_symbol__in=wanted)
    visible = visible_papers(viewer=viewer).select_related(None).select_related("meeting")
    rows = list(visible.filter(asked).only("symbol", "former_symbol", "meeting__slug"))
    former = {row.former_symbol: row for row in rows if row.former_symbol in wanted}
    return former | {str(row.symbol): row for row in rows if row.symbol in wanted}


def papers_due(at: dt.datetime) -> tuple[list[MeetingPaper], list[MeetingPaper]]:
    """For the jobs by the clock: papers whose embargo is over, and those whose release nobody objected to in time."""
    rows = MeetingPaper.objects.filter(withdrawn_at=None)
    embargo = rows.filter(issued_at=None, embargo_until__lte=at).order_by("embargo_until", "submitted_at")
    released = rows.filter(release_by__lt=at - rules.OBJECTION_ROOM).order_by("release_by")
    return list(embargo), list(released)


def answers_to(paper: MeetingPaper, *, viewer: Viewer) -> list[CircularAnswer]:
    """Who answered a circular that the viewer reads; what, for the secretariat and the party itself alone."""
    rows = list(paper.answers.select_related("party"))
    for row in rows:
        if not (viewer.is_secretariat or row.party_id == viewer.party_id):
            row.words = ""
    return rows


def visible_sessions(*, viewer: Viewer) -> QuerySet[MeetingSession]:
    """Time plans: for the parties while the agenda is provisional, for those who see the meeting once it was adopted."""
    rows = origins.shown(MeetingSession.objects.select_related("meeting__track", "meeting__host"), viewer=viewer)
    if viewer.sees_dialogue:
        return rows
    return _of_visible_meetings(rows, viewer=viewer).filter(meeting__agenda_adopted_at__isnull=False)


def annotation_of(item: AgendaItem, *, viewer: Viewer) -> str:
    """What the agenda says of an item, in a closed session to the delegations alone. Needs its session."""
    is_closed = item.session is not None and item.session.is_closed
    return item.annotation if viewer.sees_dialogue or not is_closed else ""


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session with its moments, which are None while the days of the meeting are not known, and the items taken in it.

    ``is_outside``: the meeting has become shorter than the plan.
    """

    session: MeetingSession
    on: dt.date | None
    begins_at: dt.datetime | None
    ends_at: dt.datetime | None
    is_outside: bool
    items: Sequence[AgendaItem]

    @property
    def numbers(self) -> str:
        return ", ".join(str(item.number) for item in self.items)


def planned(session: MeetingSession, items: Sequence[AgendaItem], *, zone: str) -> PlannedSession:
    """A session on the clocks of its zone. Needs the meeting."""
    meeting = session.meeting
    on = rules.session_day(meeting.start_on, session.day)
    days = rules.days_of(meeting.start_on, meeting.end_on)
    begins, ends = (rules.on_the_venues_clock(on, hour, zone) if on else None for hour in (session.starts, session.ends))
    return PlannedSession(session, on, begins, ends, days is not None and session.day > days, items)


def time_plan(
    meeting: Meeting, items: Sequence[AgendaItem], *, zone: str, viewer: Viewer
) -> tuple[list[PlannedSession], list[AgendaItem]]:
    """The sessions of a meeting with their items, of those at hand, and the items without a session. One statement."""
    standing = [item for item in items if item.state not in (ItemState.DEFERRED, ItemState.WITHDRAWN)]
    by_session: dict[int | None, list[AgendaItem]] = {}
    rows = list(visible_sessions(viewer=viewer).filter(meeting=meeting))
    known = {row.pk for row in rows}
    for item in standing:
        by_session.setdefault(item.session_id if item.session_id in known else None, []).append(item)
    plan = [planned(row, by_session.get(row.pk, []), zone=zone) for row in rows]
    return plan, by_session.get(None, []) if rows else []


def visible_floor_requests(*, viewer: Viewer) -> QuerySet[FloorRequest]:
    """Who asked for the floor, and spoke how long: for the delegations and the secretariat alone."""
    rows = FloorRequest.objects.select_related("agenda_item__meeting__host", "agenda_item__meeting__track", "party")
    rows = origins.shown(rows, viewer=viewer, path="agenda_item__meeting__origin")
    return rows if viewer.sees_dialogue else rows.none()


def room_of(meeting: Meeting) -> MeetingRoom:
    """The room of a meeting; of one in which nothing was done yet a fresh one, which is in no table."""
    row = MeetingRoom.objects.select_related("current_item").filter(meeting=meeting).first()
    return row or MeetingRoom(meeting=meeting, version=0)


@dataclass(frozen=True, slots=True)
class Speakers:
    """The speakers of an item: by which rule, who waits in its order, who has the floor in the room, who has spoken.

    ``totals``: seconds by party over the whole meeting. ``names``: of those who were invited, by slug, in English.
    """

    item: AgendaItem
    rule: OrderRule
    is_closed: bool
    has_begun: bool
    waiting: Sequence[FloorRequest]
    held: FloorRequest | None
    spoken: Sequence[FloorRequest]
    spoken_before: int
    totals: Mapping[str, int]
    names: Mapping[str, str]
    letter: str

    @property
    def next(self) -> FloorRequest | None:
        return self.waiting[0] if self.waiting else None


def order_rule(row: SpeakersList | None) -> OrderRule:
    """What the chair said for an item, else what the forum says."""
    if row is not None:
        return OrderRule(row.order, row.host_speaks, row.minutes)
    said = parties.forum_as_recorded().meeting_rules
    return OrderRule(said.speakers, said.host_speaks, said.speaking_minutes)


def speakers(item: AgendaItem, *, now: dt.datetime, viewer: Viewer) -> Speakers:
    """Of an item, as the viewer may know it. Needs its meeting with the host; four statements, whatever is asked of it."""
    meeting = item.meeting
    rows = list(visible_floor_requests(viewer=viewer).filter(agenda_item__meeting=meeting))
    own = [row for row in rows if row.agenda_item_id == item.pk]
    chosen = SpeakersList.objects.filter(agenda_item=item).first()
    names = {row.party.slug: in_language(row.party.names, "en") for row in meeting.invitations.select_related("party")}
    letter = MeetingRoom.objects.filter(meeting=meeting).values_list("letter", flat=True).first() or ""
    spoken = [row for row in own if row.began_at is not None]
    rule, host = order_rule(chosen), meeting.host.slug if meeting.host else None
    until = min(now, meeting.closed_at) if meeting.closed_at else now
    held = next((row for row in rows if row.is_held), None)
    return Speakers(
        item=item,
        rule=rule,
        is_closed=chosen is not None and chosen.is_closed,
        has_begun=any(row.kind == FloorKind.FLOOR for row in spoken),
        waiting=_in_order(own, rule, host, names, letter),
        held=held,
        spoken=sorted(spoken, key=lambda row: (row.began_at or now, row.pk)),
        spoken_before=_before(rows, held, until),
        totals=_totals(rows, until),
        names=names,
        letter=letter,
    )


def _in_order(
    rows: Sequence[FloorRequest], rule: OrderRule, host: str | None, names: Mapping[str, str], letter: str
) -> list[FloorRequest]:
    turns: dict[int, int] = {}
    for row in rows:
        if row.kind == FloorKind.FLOOR and row.began_at is not None:
            turns[row.party_id] = turns.get(row.party_id, 0) + 1
    waiting = {row.pk: row for row in rows if row.is_waiting}
    asked = [
        WaitingSpeaker(row.pk, row.party.slug, FloorKind(row.kind), row.asked_at, turns.get(row.party_id, 0))
        for row in waiting.values()
    ]
    return [waiting[each.key] for each in rules.speaking_order(asked, rule, host=host, names=names, letter=letter)]


def _totals(rows: Sequence[FloorRequest], until: dt.datetime) -> dict[str, int]:
    totals: dict[str, int] = {}
    for row in rows:
        if row.began_at is not None:
            seconds = rules.seconds_between(row.began_at, row.ended_at, now=until)
            totals[row.party.slug] = totals.get(row.party.slug, 0) + seconds
    return totals


def _before(rows: Sequence[FloorRequest], held: FloorRequest | None, until: dt.datetime) -> int:
    """Seconds of the same intervention before a point of order interrupted it."""
    if held is None or held.kind != FloorKind.RESUMES:
        return 0
    parts = [row for row in rows if row.party_id == held.party_id and row.agenda_item_id == held.agenda_item_id]
    parts = [row for row in parts if row.began_at and row.ended_at and row.kind != FloorKind.POINT]
    seconds = 0
    for row in sorted(parts, key=lambda row: row.began_at or until, reverse=True):
        seconds += rules.seconds_between(row.began_at or until, row.ended_at, now=until)
        if row.kind == FloorKind.FLOOR:
            break
    return seconds


def visible_minutes(*, viewer: Viewer) -> QuerySet[Minutes]:
    """Minutes as ``rules.reads_minutes`` says it: a draft is for the secretariat alone, the others for the dialogue."""
    rows = origins.shown(Minutes.objects.select_related("meeting__track"), viewer=viewer)
    if viewer.is_secretariat:
        return rows
    return rows.exclude(state=MinutesState.DRAFT) if viewer.sees_dialogue else rows.none()


def visible_corrections(*, viewer: Viewer) -> QuerySet[MinutesCorrection]:
    """Corrections of minutes, for all who read the minutes, with what became of them."""
    rows = MinutesCorrection.objects.select_related("minutes__meeting__track", "party")
    return rows.filter(minutes__in=visible_minutes(viewer=viewer).order_by())


def minutes_beside(meeting: Meeting, *, viewer: Viewer) -> Minutes | None:
    """The minutes that this viewer reads of a meeting of ``visible_meetings``, which brings them along."""
    row: Minutes | None = getattr(meeting, "minutes", None) if viewer.sees_dialogue else None
    return row if row is not None and rules.reads_minutes(viewer, state=row.state) else None


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting, whoever may read them: for the acts and what they ask."""
    return Minutes.objects.select_related("meeting__track").filter(meeting=meeting).first()


@dataclass(frozen=True, slots=True)
class MergedMinutes:
    """What comes of words that were typed on from an earlier version: ``now`` and ``number`` are what stands, ``others``
    who wrote that since."""

    merged: Merged
    now: str
    number: int
    others: Sequence[str]


def minutes_merged(row: Minutes | None, *, words: str, base: int) -> MergedMinutes:
    """The words merged with what was saved after version ``base``; of one that never was, nothing is known."""
    rows = list(row.versions.order_by("number").values_list("number", "by_name")) if row is not None else []
    number, words_of = rows[-1][0] if rows else 0, dict[int, str]()
    if row is not None:
        words_of = dict(row.versions.filter(number__in={base, number}).values_list("number", "words"))
    start, now = words_of.get(base, ""), words_of.get(number, "")
    since = dict.fromkeys(name for each, name in rows if each > base)
    return MergedMinutes(merge(start, mine=words, theirs=now), now, number, tuple(since))
