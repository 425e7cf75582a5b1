"""In the room: the working page of the chair and the delegations, and the screen that all of them see."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_safe

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import finding, pages, screens
from nemawashi.desk.acting.forms import Blank, LineField, Why
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.following import room_live
from nemawashi.meetings import acts, possible, queries
from nemawashi.meetings.models import AgendaItem, FloorRequest, Meeting, MeetingDocument, MeetingRoom
from nemawashi.meetings.queries import Speakers
from nemawashi.meetings.terms import ItemState, MeetingState
from nemawashi.parties.models import Party
from nemawashi.parties.terms import HostSpeaks, SpeakingOrder, places_of_host, speaking_orders
from nemawashi.texts import acts as text_acts
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Text
from nemawashi.texts.queries import ClauseView, Negotiation
from nemawashi.texts.queries.possible import on_wall
from nemawashi.texts.terms import OPEN_STATES, ClauseStatus

offer(
    acts.call_item,
    label=__("Call this item"),
    on=finding.agenda_item,
    leads_to=pages.room,
    sees_version=False,
)


class DrawLetter(Blank):
    letter = LineField(
        label=__("Letter"),
        longest=10,
        required=False,
        help_text=__("Empty: the server draws among the letters with which names of invited parties begin."),
    )


offer(
    acts.draw_letter,
    label=__("Draw the letter"),
    on=finding.meeting,
    form=DrawLetter,
    leads_to=pages.room,
    sees_version=False,
    for_good=__("One letter is drawn for the whole meeting; it is not drawn again."),
)


class OrderSpeakers(Blank):
    order = forms.ChoiceField(label=__("Order of speakers"), choices=speaking_orders, widget=forms.RadioSelect)
    host_speaks = forms.ChoiceField(label=__("The host"), choices=places_of_host, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label=__("Minutes of an intervention"), min_value=1, max_value=120, required=False, help_text=__("Empty: no limit.")
    )

    def first_words(self) -> dict[str, Any]:
        rule = queries.order_rule(getattr(self.subject, "speakers", None))
        return {"order": rule.order, "host_speaks": rule.host_speaks, "minutes": rule.minutes}


offer(
    acts.order_speakers,
    label=__("Set the order"),
    on=finding.agenda_item,
    form=OrderSpeakers,
    leads_to=pages.room,
    sees_version=False,
)
offer(
    acts.close_speakers,
    label=__("Close the list"),
    on=finding.agenda_item,
    leads_to=pages.room,
    sees_version=False,
)
offer(
    acts.reopen_speakers,
    label=__("Open the list again"),
    on=finding.agenda_item,
    leads_to=pages.room,
    sees_version=False,
)
offer(
    acts.ask_for_floor,
    label=__("Ask for the floor"),
    on=finding.agenda_item,
    leads_to=pages.room,
    sees_version=False,
    is_main=True,
)
offer(
    acts.raise_point_of_order,
    label=__("Point of order"),
    on=finding.agenda_item,
    leads_to=pages.room,
    sees_version=False,
)


class NoteFor(Blank):
    party = forms.ModelChoiceField(Party.objects.none(), label=__("Party"))

    def prepare(self) -> None:
        field: Any = self.fields["party"]
        field.queryset = Party.objects.filter(pk__in=self.subject.meeting.invitations.values("party"))


offer(
    acts.ask_for_floor,
    name="note_request",
    label=__("Note a request"),
    on=finding.agenda_item,
    form=NoteFor,
    leads_to=pages.room,
    sees_version=False,
)
offer(
    acts.raise_point_of_order,
    name="note_point_of_order",
    label=__("Note a point of order"),
    on=finding.agenda_item,
    form=NoteFor,
    leads_to=pages.room,
    sees_version=False,
)
offer(
    acts.withdraw_from_speakers,
    label=__("Withdraw the request"),
    on=finding.floor_request,
    leads_to=pages.room,
)
offer(
    acts.give_floor,
    label=__("Give the floor"),
    on=finding.floor_request,
    leads_to=pages.room,
    is_main=True,
)
offer(
    acts.give_floor,
    name="call_out_of_turn",
    label=__("Call before its turn"),
    on=finding.floor_request,
    form=Why,
    leads_to=pages.room,
)
offer(
    acts.end_floor,
    label=__("End of the intervention"),
    on=finding.floor_request,
    leads_to=pages.room,
    is_main=True,
)


offer(
    text_acts.put_on_screen,
    label=__("Put on the screen"),
    on=finding.clause,
    leads_to=pages.room,
    sees_version=False,
)


@dataclass(frozen=True)
class ShownSpeakers:
    """The speakers of an item as a page shows them; times in seconds by the clock of the database.

    ``totals``: party, seconds and, for the one that has the floor, the moment from which they count on.
    """

    said: Speakers
    now: dt.datetime
    order: str
    host: str
    totals: Sequence[tuple[str, int, int | None]]
    spoken: Sequence[tuple[FloorRequest, int]]

    @property
    def since(self) -> int | None:
        """The moment from which the intervention that is made now is counted, in seconds of the epoch."""
        held = self.said.held
        return int(held.began_at.timestamp()) - self.said.spoken_before if held and held.began_at else None

    @property
    def elapsed(self) -> int:
        return max(0, int(self.now.timestamp()) - self.since) if self.since is not None else 0

    @property
    def limit(self) -> int:
        return (self.said.rule.minutes or 0) * 60


def _seconds(row: FloorRequest, now: dt.datetime) -> int:
    return int(((row.ended_at or now) - row.began_at).total_seconds()) if row.began_at else 0


def _shown(said: Speakers, now: dt.datetime) -> ShownSpeakers:
    codes = {row.party.slug: row.party.code for row in [*said.spoken, *said.waiting, *([said.held] if said.held else [])]}
    missing = [slug for slug in said.totals if slug not in codes]
    codes |= dict(Party.objects.filter(slug__in=missing).values_list("slug", "code")) if missing else {}
    holder = said.held.party.slug if said.held else ""
    running = {holder: int(now.timestamp()) - said.totals.get(holder, 0)}
    totals = [(codes[slug], seconds, running.get(slug)) for slug, seconds in said.totals.items()]
    return ShownSpeakers(
        said=said,
        now=now,
        order=str(SpeakingOrder(said.rule.order).label),
        host=str(HostSpeaks(said.rule.host_speaks).label),
        totals=sorted(totals, key=lambda each: (-each[1], each[0])),
        spoken=[(row, _seconds(row, now)) for row in said.spoken if not row.is_held],
    )


def _opened(slug: str, viewer: Viewer) -> Meeting:
    meeting = queries.visible_meetings(viewer=viewer).filter(slug=slug).first()
    if meeting is None or not viewer.sees_dialogue:
        raise Http404
    return meeting


def _items(meeting: Meeting, viewer: Viewer) -> list[Any]:
    """The items that stand, with how many wait to speak to each. One statement."""
    waiting = Q(floor_requests__began_at=None, floor_requests__withdrawn_at=None, floor_requests__pk__isnull=False)
    rows = queries.visible_agenda_items(viewer=viewer).filter(meeting=meeting)
    rows = rows.exclude(state__in=[ItemState.DEFERRED, ItemState.WITHDRAWN, ItemState.LATE])
    return list(rows.annotate(waiting=Count("floor_requests", filter=waiting)).order_by("number"))


def _chosen(items: Sequence[AgendaItem], room: MeetingRoom, wanted: str) -> AgendaItem | None:
    """The item that the address names, else the one that was called, else the first."""
    by_number = next((item for item in items if str(item.number) == wanted), None)
    called = next((item for item in items if item.pk == room.current_item_id), None)
    return by_number or called or (items[0] if items else None)


@login_required
@require_safe
def room(request: Request, slug: str) -> HttpResponse:
    """Items with their speakers: who waits, who has the floor, who spoke how long, and what may be done now."""
    viewer = request.viewer
    meeting = _opened(slug, viewer)
    items, row, now = _items(meeting, viewer), queries.room_of(meeting), clock.database_moment()
    item = _chosen(items, row, request.GET.get("item", ""))
    context: dict[str, Any] = {
        "meeting": meeting,
        "room": row,
        "items": items,
        "item": item,
        "mark": room_live.mark_of(meeting, viewer=viewer),
        "zone": possible.zone_of(meeting),
        "now": now,
        "offered": possible.on_room(row, viewer=viewer),
    }
    text = text_of_item(row.current_item, meeting, viewer=viewer)
    shown = wall(text, row.shown_ref, viewer=viewer) if text else None
    if shown:
        context |= {"wall": shown, "to_choose": _to_choose(shown, row, viewer)}
    if item is not None:
        item.meeting = meeting
        said = queries.speakers(item, now=now, viewer=viewer)
        context |= {
            "speakers": _shown(said, now),
            "waiting": [(each, possible.on_floor(each, said, viewer=viewer)) for each in said.waiting],
            "held_acts": possible.on_floor(said.held, said, viewer=viewer) if said.held else [],
            "item_acts": possible.on_speakers(said, row, viewer=viewer),
        }
    return render(request, "desk/room.html", context)


def text_of_item(item: AgendaItem | None, meeting: Meeting, *, viewer: Viewer) -> Text | None:
    """The text under discussion: the latest open one among the item's documents, else the only open one of the meeting."""
    open_texts = texts.visible_texts(viewer=viewer).filter(state__in=OPEN_STATES)
    if not viewer.sees_negotiation:
        return None
    refs = (
        MeetingDocument.objects.filter(agenda_item=item).order_by("-issued_at") if item else MeetingDocument.objects.none()
    )
    slugs = [ref.partition("/")[2] for ref in refs.values_list("text_ref", flat=True)]
    rows = {row.slug: row for row in open_texts.filter(Q(slug__in=slugs) | Q(meeting=meeting))}
    named = next((rows[slug] for slug in slugs if slug in rows), None)
    return named or (next(iter(rows.values())) if len(rows) == 1 else None)


@dataclass(frozen=True)
class Wall:
    """The paragraph of a text that the screen shows, with what was tabled on it; nobody's drafts."""

    text: Text
    whole: Negotiation
    view: ClauseView
    before: ClauseView | None
    after: ClauseView | None


def wall(text: Text, wanted: str, *, viewer: Viewer) -> Wall | None:
    whole = texts.negotiation(text, viewer=viewer, with_drafts=False)
    standing = whole.standing
    if not standing:
        return None
    at = next((n for n, view in enumerate(standing) if str(view.clause.pk) == wanted), None)
    if at is None:
        contested = (ClauseStatus.CONTESTED, ClauseStatus.RESERVED, ClauseStatus.HELD)
        at = next((n for n, view in enumerate(standing) if view.status in contested), 0)
    return Wall(
        text,
        whole,
        standing[at],
        standing[at - 1] if at else None,
        standing[at + 1] if at + 1 < len(standing) else None,
    )


MOST_TO_CHOOSE = 20  # paragraphs that the chair is offered at once, beside those around the one that is shown


def _to_choose(shown: Wall, room: MeetingRoom, viewer: Viewer) -> list[tuple[ClauseView, Any]]:
    """What the chair may put on the screen: the paragraphs around the one that is shown, and those in brackets."""
    near = [view.clause.pk for view in (shown.before, shown.view, shown.after) if view]
    contested = [view.clause.pk for view in shown.whole.standing if view.live and view.clause.pk not in near]
    wanted = {*near, *contested[:MOST_TO_CHOOSE]}
    views = [view for view in shown.whole.standing if view.clause.pk in wanted]
    return on_wall(shown.text, views, shown_ref=room.shown_ref, viewer=viewer)


MOST_ON_SCREEN = 8  # of those who wait: what a wall has room for


@login_required
@require_safe
def screen(request: Request, slug: str) -> HttpResponse:
    """The screen for the room, in large type: the item that was called, who speaks and who is next, the text with its
    brackets. What is shown is the same for everybody in the room: only what was tabled."""
    meeting, viewer = room_live.followed(slug, request.viewer), screens.reader(request.viewer)
    row, now = queries.room_of(meeting), clock.database_moment()
    item = row.current_item
    text = text_of_item(item, meeting, viewer=viewer)
    chosen = "" if request.viewer.is_accompanying else request.GET.get("clause")  # what the chair puts there, alone
    context: dict[str, Any] = {
        "meeting": meeting,
        "room": row,
        "item": item,
        "mark": room_live.mark_of(meeting, viewer=viewer),
        "zone": possible.zone_of(meeting),
        "now": now,
        "is_live": meeting.state in (MeetingState.ANNOUNCED, MeetingState.OPEN),
        "wall": wall(text, chosen or row.shown_ref, viewer=viewer) if text else None,
        "title": _("Screen for the room"),
    }
    if item is not None:
        item.meeting = meeting
        said = queries.speakers(item, now=now, viewer=viewer)
        context |= {
            "speakers": _shown(said, now),
            "waiting": said.waiting[:MOST_ON_SCREEN],
            "more": max(0, len(said.waiting) - MOST_ON_SCREEN),
        }
    return render(request, "desk/room_screen.html", context)
